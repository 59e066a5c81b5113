"""Private links by which institutions answer: they expire, may be prolonged, each use is kept."""

import secrets
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from entraide.expertise.models import Door, DoorUse, Proposal
from entraide.people import receipt_words
from entraide.people.models import Person

OPEN_FOR = timedelta(days=90)
What = DoorUse.What
BYTES = 24


class DoorClosed(Exception):
    """A link that expired or was closed; its use is kept all the same."""


def digest(token: str) -> str:
    """Return what is stored of a link."""
    return receipt_words.keyed("door", token).hex()[:64]


@transaction.atomic
def make(proposal: Proposal, *, by: Person | None) -> tuple[Door, str]:
    """Make a link; return it with its secret, which is told once and never stored."""
    token = secrets.token_urlsafe(BYTES)
    today = timezone.localdate()
    door = Door.objects.create(
        proposal=proposal, digest=digest(token), made_on=today, expires_on=today + OPEN_FOR, by=by
    )
    return door, token


@transaction.atomic
def prolong(door: Door) -> date:
    """Let a link work for as long again, from today; a closed one is open again."""
    door.expires_on, door.closed_on = timezone.localdate() + OPEN_FOR, None
    door.save(update_fields=["expires_on", "closed_on"])
    return door.expires_on


@transaction.atomic
def close(door: Door) -> None:
    """Let a link work no more."""
    door.closed_on = timezone.localdate()
    door.save(update_fields=["closed_on"])


def find(token: str) -> Door | None:
    """Return the link of this secret, whether it still works or not."""
    found = Door.objects.select_related("proposal__notebook__collective", "proposal__note")
    return found.filter(digest=digest(token)).first()


def works(door: Door, today: date) -> bool:
    """Tell whether a link still works."""
    return door.closed_on is None and today <= door.expires_on


def use(door: Door, what: str) -> None:
    """Keep that a link was used.

    Raises:
        DoorClosed: when it works no more; that it was tried is kept.
    """
    if not works(door, timezone.localdate()):
        DoorUse.objects.create(door=door, what=What.TOO_LATE)
        raise DoorClosed
    DoorUse.objects.create(door=door, what=what)
