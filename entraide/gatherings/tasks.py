"""What happens behind a page: letters leave, again and again until they are gone."""

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from entraide.gatherings.models import Delivery
from entraide.people.post import next_try, sent


@task()
def deliver(delivery_id: int) -> str:
    """Send one letter; on failure try again later."""
    delivery = Delivery.objects.select_related("party").filter(pk=delivery_id).first()
    if delivery is None or delivery.state != Delivery.State.QUEUED:
        return "nothing to do"
    what = f"letter {delivery_id}"
    if not sent(delivery.subject, delivery.body, delivery.party.email, what=what):
        return _again(delivery)
    _mark(delivery, Delivery.State.SENT)
    return "sent"


@transaction.atomic
def _again(delivery: Delivery) -> str:
    delivery.tries += 1
    later = next_try(delivery.tries)
    if later is None:
        _mark(delivery, Delivery.State.FAILED)
        return "given up"
    delivery.save(update_fields=["tries"])
    deliver.using(run_after=later).enqueue(delivery.pk)
    return "again later"


def _mark(delivery: Delivery, state: str) -> None:
    delivery.state = state
    delivery.done_at = timezone.now()
    delivery.save(update_fields=["state", "done_at", "tries"])
