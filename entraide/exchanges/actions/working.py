"""Common work: a work party is a gathering, whose tasks are what one chooses between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.exchanges.models import Circle
from entraide.gatherings.actions import places as counters
from entraide.gatherings.actions.programme import free_slug
from entraide.gatherings.models import Gathering, Moment, Option
from entraide.notebooks.actions.writing import uid_of
from entraide.people.models import Person
from entraide.places.models import Place

WELCOME = timedelta(minutes=30)


@dataclass(frozen=True)
class Task:
    """Something to do: for how many, what one should know or may learn, what to bring."""

    title: str
    people: int
    knowing: str = ""
    learning: str = ""
    bringing: str = ""

    @property
    def words(self) -> str:
        """What is told of it, one sentence a line."""
        parts = (
            (_("On cherche qui sait :"), self.knowing),
            (_("On apprend :"), self.learning),
            (_("Apporter :"), self.bringing),
        )
        return "\n".join(f"{name} {said}." for name, said in parts if said)


@dataclass(frozen=True)
class Party:
    """A day of common work."""

    title: str
    lead: str
    starts_at: datetime
    ends_at: datetime
    place: Place
    tasks: Sequence[Task]
    meal: str = ""
    children: str = ""
    insurance: str = ""


@transaction.atomic
def plan(circle: Circle, party: Party, *, key: str = "", by: Person | None = None) -> Gathering:
    """Make the draft of a work party; the same form sent twice is one.

    Its tasks have places and a waiting list, like everything one chooses at a gathering.
    """
    uid = uid_of(f"work {circle.pk}", key, party.title)
    known = Gathering.objects.filter(uid=uid).first()
    if known:
        return known
    notes = (
        (_("Repas :"), party.meal), (_("Enfants :"), party.children),
        (_("Assurance :"), party.insurance),
    )  # fmt: skip
    made = Gathering.objects.create(
        uid=uid, collective=circle.collective, kind=Gathering.Kind.WORK_PARTY, title=party.title,
        lead=party.lead, slug=free_slug(party.title, timezone.localdate(party.starts_at)),
        starts_at=party.starts_at, ends_at=party.ends_at,
        access="\n".join(f"{name} {said}" for name, said in notes if said)[:1_000],
    )  # fmt: skip
    begin = min(party.starts_at + WELCOME, party.ends_at)
    Moment.objects.create(
        gathering=made, kind=Moment.Kind.WELCOME, title=_("Accueil, tour du chantier"),
        starts_at=party.starts_at, ends_at=begin, place=party.place,
    )  # fmt: skip
    tasks = Moment.objects.create(
        gathering=made, kind=Moment.Kind.OTHER, title=_("Les tâches"), starts_at=begin,
        place=party.place, choosing=Moment.Choosing.IMMEDIATE,
    )  # fmt: skip
    Option.objects.bulk_create(
        Option(
            moment=tasks, title=one.title, description=one.words, capacity=one.people,
            place=party.place, position=position,
        )
        for position, one in enumerate(party.tasks)
    )  # fmt: skip
    counters.log(made, _("chantier préparé"), by=by)
    return made
