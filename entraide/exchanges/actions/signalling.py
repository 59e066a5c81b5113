"""What somebody tells the trusted person of a circle, and nobody else."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.exchanges.models import Circle, Neighbour, Signal
from entraide.exchanges.queries import people
from entraide.people.letters import write_to


class NobodyTrusted(ValueError):
    """No trusted person is named: nobody would read it."""


@transaction.atomic
def signal(circle: Circle, words: str, *, neighbour: Neighbour | None = None) -> Signal:
    """Tell the trusted person; with one's name only if one wants.

    Raises:
        NobodyTrusted: when there is none; nothing is kept then.
    """
    trusted = people.trusted(circle)
    if trusted is None:
        raise NobodyTrusted
    made = Signal.objects.create(circle=circle, trusted=trusted, words=words, neighbour=neighbour)
    address = reverse("exchanges:signals", args=[circle.collective.slug])
    body = _("Bonjour,\n\nquelqu'un vous a écrit :\n%(address)s") % {
        "address": f"{settings.SITE_ADDRESS}{address}"
    }
    write_to.enqueue(trusted.pk, _("Un mot pour vous"), body)
    return made


@transaction.atomic
def close(found: Signal) -> None:
    """Say that something was done about it; its words are erased."""
    found.closed_on, found.words = timezone.localdate(), ""
    found.save(update_fields=["closed_on", "words"])
