"""The lines of a logbook that one may read, and what an action's page shows."""

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from entraide.people.models import Person
from entraide.research.models import Carrying, CollectiveAction, Entry, Programme

Sharing = Entry.Sharing


def carries(action: CollectiveAction, person: Person) -> bool:
    """Tell whether somebody is in the team of an action today, and still takes part."""
    return team(action).filter(participant__person=person).exists()


def carried(programme: Programme, person: Person) -> set[int]:
    """Return the numbers of the actions of a programme that somebody carries today."""
    today = timezone.localdate()
    here = Q(participant__until=None) | Q(participant__until__gte=today)
    mine = Carrying.objects.filter(
        here, until=None, action__programme=programme, participant__person=person
    )
    return set(mine.values_list("action", flat=True))


def team(action: CollectiveAction) -> QuerySet[Carrying]:
    """Return who carries an action today, who leads first."""
    today = timezone.localdate()
    here = Q(participant__until=None) | Q(participant__until__gte=today)
    return action.team.filter(here, until=None).select_related("participant")


def readable(
    action: CollectiveAction, person: Person, *, carrying: bool | None = None
) -> QuerySet[Entry]:
    """Return the lines of a logbook that a participant or a listener may read, in order.

    Their own; those shared with the collective; those of the team when they are in it. No role
    reads more: not even that there are other lines. `carrying` says whether they are in it, when
    that is known already.
    """
    allowed = Q(sharing__in=Entry.TOLD) | Q(author=person)
    if carries(action, person) if carrying is None else carrying:
        allowed |= Q(sharing=Sharing.TEAM)
    return _in_order(action.entries.filter(allowed, withdrawn=False))


def public(action: CollectiveAction) -> QuerySet[Entry]:
    """Return the lines that everybody may read."""
    return _in_order(
        action.entries.filter(
            sharing=Sharing.PUBLIC, withdrawn=False, note__withdrawn=False, note__showing="shown"
        )
    )


def _in_order(found: QuerySet[Entry]) -> QuerySet[Entry]:
    found = found.select_related("note", "photograph").defer("photograph__content")
    below = Prefetch("rests_on", Entry.objects.select_related("note"))
    return found.order_by("-day", "-pk").prefetch_related(below)
