"""What each person does at a gathering, hour by hour. For the person and for its organisers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from entraide.gatherings.models import (
    Allocation,
    Gathering,
    Moment,
    Option,
    Party,
    Seat,
    SignUp,
    Table,
)
from entraide.places.models import Place, Room


@dataclass(frozen=True, slots=True)
class Step:
    """One moment of someone's day, with the choice they have and the table they sit at."""

    moment: Moment
    option: Option | None = None
    table: Table | None = None

    @property
    def own(self) -> bool:
        """Whether this differs from one person to the next; else everyone is together."""
        return self.option is not None or self.table is not None

    @property
    def starts_at(self) -> datetime:
        """When it begins."""
        return self.moment.starts_at

    @property
    def ends_at(self) -> datetime | None:
        """When it ends, when that is known."""
        if self.option and self.option.minutes:
            return self.starts_at + timedelta(minutes=self.option.minutes)
        return self.moment.ends_at

    @property
    def title(self) -> str:
        """What it is: the choice where there is one, else the moment."""
        return self.option.title if self.option else self.moment.title

    @property
    def number(self) -> int | None:
        """The number of the table."""
        return self.table.number if self.table else None

    @property
    def spot(self) -> Place | None:
        """The place where it happens."""
        if room := self._room():
            return room.place
        return self.option.place if self.option and self.option.place else self.moment.place

    @property
    def place(self) -> str:
        """The name of the place; empty when it is not known."""
        return self.spot.name if self.spot else ""

    @property
    def room(self) -> str:
        """The name of the room; empty when it is not known."""
        room = self._room()
        return room.name if room else ""

    @property
    def where(self) -> str:
        """The place and the room on one line."""
        return ", ".join(filter(None, [self.place, self.room]))

    def _room(self) -> Room | None:
        """The room of the table, else of the choice, else of the moment when nothing is chosen."""
        if self.table and self.table.room:
            return self.table.room
        if self.option and (self.option.room or self.option.place):
            return self.option.room
        return self.moment.room


def plans(gathering: Gathering) -> dict[int, list[Step]]:
    """Return the plan of each confirmed person, by number of sign-up.

    A plan holds the moments where everyone is together, and those of which the person has a choice
    or a table. A moment at choice of which they have nothing (no meal, wishes not answered yet) is
    not in it. The number of queries does not depend on how many people come.
    """
    people = SignUp.objects.filter(
        party__gathering=gathering, party__state=Party.State.CONFIRMED
    ).values_list("pk", flat=True)
    return _plans(gathering, people, Allocation.objects.all(), Seat.objects.all())


def plans_of(party: Party) -> dict[int, list[Step]]:
    """Return the plan of each person of one party, confirmed or not."""
    return _plans(
        party.gathering,
        party.sign_ups.values_list("pk", flat=True),
        Allocation.objects.filter(sign_up__party=party),
        Seat.objects.filter(sign_up__party=party),
    )


def _plans(
    gathering: Gathering,
    people: Iterable[int],
    allocations: QuerySet[Allocation],
    seats: QuerySet[Seat],
) -> dict[int, list[Step]]:
    moments = list(
        Moment.objects.filter(gathering=gathering).select_related("place", "room__place")
    )
    options = Option.objects.filter(moment__gathering=gathering).select_related(
        "place", "room__place"
    )
    tables = Table.objects.filter(moment__gathering=gathering).select_related(
        "room__place", "peer_group"
    )
    chosen = _held(allocations.filter(moment__gathering=gathering), "option_id")
    seated = _held(seats.filter(moment__gathering=gathering), "table_id")
    option_of = {option.pk: option for option in options}
    table_of = {table.pk: table for table in tables}
    found: dict[int, list[Step]] = {}
    for person in people:
        steps = []
        for moment in moments:
            table = table_of.get(seated.get((person, moment.pk), 0))
            # A table may belong to one of the parallel workshops.
            option = chosen.get((person, moment.pk)) or (table.option_id if table else None)
            steps.append(Step(moment, option_of.get(option or 0), table))
        found[person] = [step for step in steps if step.own or not _at_choice(step.moment)]
    return found


def _at_choice(moment: Moment) -> bool:
    return moment.choosing != Moment.Choosing.NONE


def _held(rows: QuerySet[Allocation] | QuerySet[Seat], what: str) -> dict[tuple[int, int], int]:
    """Return {(person, moment): what they have}."""
    found = rows.values_list("sign_up_id", "moment_id", what).order_by()
    return {(person, moment): held for person, moment, held in found}
