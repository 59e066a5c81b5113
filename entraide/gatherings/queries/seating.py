"""Tables as organisers see them. Organisers only: names are here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from entraide.gatherings.models import Gathering, HandMove, Moment, Party, Seat, SignUp, Table
from entraide.people.models import PeerGroup


@dataclass(frozen=True)
class TableNow:
    """A table with its people."""

    table: Table
    seats: Sequence[Seat]
    make_up: Sequence[tuple[PeerGroup, int]]


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
