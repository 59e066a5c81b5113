"""The one rule for everything that can run out: a conditional update, then a constraint.

Callers hold the gathering's lock (`lock`), so that the queue and the counters move together.
"""

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from entraide.gatherings.models import Change, Gathering, Option
from entraide.people.models import Person


def lock(gathering: Gathering) -> Gathering:
    """Return the gathering as it is now, locked until the transaction ends.

    On PostgreSQL it is a row lock; on SQLite every transaction is already alone (IMMEDIATE).
    """
    return (
        Gathering.objects.select_for_update(of=("self",))
        .select_related("collective")
        .get(pk=gathering.pk)
    )


def take(scarce: Gathering | Option, places: int) -> bool:
    """Take places if they are there, all or none; tell whether they were taken."""
    room_left = Q(capacity__isnull=True) | Q(capacity__gte=F("taken") + places)
    model = type(scarce)
    return bool(
        model._default_manager.filter(room_left, pk=scarce.pk).update(taken=F("taken") + places)
    )


def release(scarce: Gathering | Option, places: int) -> None:
    """Give places back."""
    type(scarce)._default_manager.filter(pk=scarce.pk).update(taken=F("taken") - places)


def touch(gathering: Gathering) -> None:
    """Make the numbers on the public pages of this gathering new: see `Gathering.version`."""
    Gathering.objects.filter(pk=gathering.pk).update(version=F("version") + 1)


def touch_text(gatherings: QuerySet[Gathering]) -> None:
    """Make everything on the public pages and in the feeds of these gatherings new."""
    gatherings.update(version=F("version") + 1, edition=F("edition") + 1, changed_at=timezone.now())


def log(gathering: Gathering, what: str, *, by: Person | None, reason: str = "") -> None:
    """Write one line in the gathering's change log."""
    Change.objects.create(gathering=gathering, what=what[:300], by=by, reason=reason[:300])
