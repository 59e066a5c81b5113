"""Tables as organisers see them. Organisers only: names are here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from entraide.gatherings.models import Gathering, HandMove, Moment, Party, Seat, SignUp, Table
from entraide.gatherings.queries import composing
from entraide.people.models import PeerGroup


@dataclass(frozen=True)
class TableNow:
    """A table with its people."""

    table: Table
    seats: Sequence[Seat]
    make_up: Sequence[tuple[PeerGroup, int]]


@dataclass(frozen=True)
class Seated:
    """Who sits where in a moment, who must sit together or apart."""

    tables: Mapping[int, Sequence[int]]
    apart: frozenset[tuple[int, int]]
    together: frozenset[tuple[int, int]]

    def table_of(self, person: int) -> int:
        """Return the table of someone who sits."""
        return next(table for table, people in self.tables.items() if person in people)


def seated_now(moment: Moment, option: int | None) -> Seated:
    """Read the seats of a moment, or of one of its parallel workshops, and the ties."""
    ties = composing.ties(moment.gathering)
    return Seated(
        composing.seats_by_table(moment.pk, option),
        frozenset(ties["apart"]),
        frozenset(ties["together"]),
    )


def forbidden(now: Seated, person: int, table: int, partner: int | None) -> bool:
    """Tell whether a change would break a tie; which one is never said."""
    here = now.table_of(person)
    sides = ((person, table, partner), (partner, here, person))
    for who, there, leaving in sides:
        if who is None:
            continue
        beside = set(now.tables[there]) - {leaving}
        if any(paired(now.apart, who, other) for other in beside):
            return True
        mates = {one for two in now.together if who in two for one in two} - {who}
        if not mates <= beside:
            return True
    return False


def paired(pairs: frozenset[tuple[int, int]], one: int, other: int) -> bool:
    """Tell whether two people are a pair."""
    return (min(one, other), max(one, other)) in pairs


def other_room(one: Table, other: Table) -> bool:
    """Tell whether two tables are of other peers or another choice: nobody changes between them."""
    return (one.peer_group_id, one.option_id) != (other.peer_group_id, other.option_id)


def tables_of(moment: Moment) -> list[TableNow]:
    """Return the tables of a workshop, in order, with who sits there."""
    tables = Table.objects.filter(moment=moment).select_related(
        "room", "peer_group", "option", "facilitator", "scribe"
    )
    seats: dict[int, list[Seat]] = {}
    for seat in Seat.objects.filter(moment=moment).select_related("sign_up__peer_group"):
        seats.setdefault(seat.table_id, []).append(seat)
    return [
        TableNow(table, by_name(seats.get(table.pk, [])), make_up(seats.get(table.pk, [])))
        for table in tables.order_by("number")
    ]


def by_name(seats: Sequence[Seat]) -> list[Seat]:
    """Return seats in the order of names."""
    return sorted(seats, key=lambda seat: seat.sign_up.name.casefold())


def make_up(seats: Sequence[Seat]) -> list[tuple[PeerGroup, int]]:
    """Return how many of each peer group sit there."""
    counts = Counter(seat.sign_up.peer_group for seat in seats)
    return sorted(counts.items(), key=lambda item: item[0].position)


def unseated(moment: Moment) -> list[SignUp]:
    """Return who comes and has no seat in a workshop: late sign-ups."""
    return list(
        SignUp.objects.filter(
            party__gathering=moment.gathering_id, party__state=Party.State.CONFIRMED
        )
        .exclude(seats__moment=moment)
        .select_related("peer_group")
        .order_by("name")
    )


def last_move(gathering: Gathering) -> HandMove | None:
    """Return the last change by hand that was not undone."""
    return HandMove.objects.filter(gathering=gathering, undone_at=None).select_related("by").first()
