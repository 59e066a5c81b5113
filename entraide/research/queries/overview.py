"""A programme at a glance: what comes next, its questions, its actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from entraide.gatherings.models import Gathering
from entraide.notebooks.models import Notebook
from entraide.people.models import Person
from entraide.research.models import (
    Carrying,
    CollectiveAction,
    Participant,
    Programme,
    Question,
    Seminar,
)


@dataclass(frozen=True)
class Overview:
    """What the first page of a programme shows."""

    questions: Sequence[Question]
    actions: Sequence[CollectiveAction]
    # Those the viewer carries.
    mine: Sequence[CollectiveAction]
    following: Seminar | None
    held: int
    seminars: int
    people: int
    candidates: int


def actions_of(programme: Programme, person: int | None = None) -> QuerySet[Any]:
    """Return the actions of a programme, those that run first; `is_mine` if somebody carries it."""
    mine = Carrying.objects.filter(
        action=OuterRef("pk"), until=None, participant__person=person or 0
    )
    found = programme.actions.select_related("notebook", "note", "neighbourhood")
    found = found.annotate(is_mine=Exists(mine))
    return found.order_by(F("ended_on").desc(nulls_first=True), "began_on", "pk")


def calendar(programme: Programme) -> QuerySet[Seminar]:
    """Return the seminars of a programme in their order, cancelled ones too."""
    return programme.seminars.select_related("gathering").order_by("number")


def of(programme: Programme, person: Person, now: datetime) -> Overview:
    """Return a programme as somebody who takes part sees it; five queries."""
    actions = list(actions_of(programme, person.pk))
    return _overview(programme, actions, [one for one in actions if one.is_mine], now)


def public(programme: Programme, now: datetime) -> Overview:
    """Return a programme as everybody sees it: its public actions, its published seminars."""
    shown = actions_of(programme).filter(notebook__access=Notebook.Access.PUBLIC)
    return _overview(programme, list(shown), (), now)


def _overview(
    programme: Programme,
    actions: Sequence[CollectiveAction],
    mine: Sequence[CollectiveAction],
    now: datetime,
) -> Overview:
    wants = Q(kind=Participant.Kind.CANDIDATE)
    counts = programme.participants.aggregate(
        people=Count("pk", ~wants & Q(until=None)), candidates=Count("pk", wants)
    )
    alive = [one for one in calendar(programme) if one.gathering.state != Gathering.State.CANCELLED]
    return Overview(
        questions=list(programme.questions.all()),
        actions=actions,
        mine=mine,
        following=next((one for one in alive if one.gathering.ends_at > now), None),
        held=sum(one.gathering.ends_at <= now for one in alive),
        seminars=len(alive),
        **counts,
    )


def held(programme: Programme) -> QuerySet[Seminar]:
    """Return the seminars that were not cancelled."""
    return calendar(programme).exclude(gathering__state=Gathering.State.CANCELLED)
