"""What happens behind a page: letters leave, again and again until they are gone."""

import logging
import smtplib
from datetime import timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from entraide.gatherings.models import Delivery

logger = logging.getLogger("entraide.letters")
TRIES = 6
FIRST_PAUSE = timedelta(seconds=30)


@task()
def deliver(delivery_id: int) -> str:
    """Send one letter; on failure try again later, each pause four times the one before."""
    delivery = Delivery.objects.select_related("party").filter(pk=delivery_id).first()
    if delivery is None or delivery.state != Delivery.State.QUEUED:
        return "nothing to do"
    try:
        send_mail(delivery.subject, delivery.body, None, [delivery.party.email])
    except (OSError, smtplib.SMTPException) as fault:
        # The class only: the message of an SMTP error holds the address.
        logger.warning("letter %s not sent: %s", delivery_id, type(fault).__name__)
        return _again(delivery)
    _mark(delivery, Delivery.State.SENT)
    return "sent"


@transaction.atomic
def _again(delivery: Delivery) -> str:
    delivery.tries += 1
    if delivery.tries >= TRIES:
        _mark(delivery, Delivery.State.FAILED)
        return "given up"
    delivery.save(update_fields=["tries"])
    pause = FIRST_PAUSE * 4 ** (delivery.tries - 1)
    deliver.using(run_after=timezone.now() + pause).enqueue(delivery.pk)
    return "again later"


def _mark(delivery: Delivery, state: str) -> None:
    delivery.state = state
    delivery.done_at = timezone.now()
    delivery.save(update_fields=["state", "done_at", "tries"])
