"""All that is read from the database to compose a day, as plain values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from entraide.gatherings.models import Composition, Moment
from entraide.gatherings.queries import composing
from entraide.gatherings.queries.composing import Attending, Part, Sitters
from entraide.people.models import PeerGroup

Pace = Callable[[float], float]
Result = dict[str, Any]


class NotFair(Exception):
    """The verifier found a fault in what the solver returned: a defect of ours, shown as such."""


@dataclass(frozen=True)
class WishPart:
    """A moment whose wishes are answered."""

    moment: int
    options: tuple[tuple[int, int | None, bool], ...]
    wishes: Mapping[int, Sequence[int | None]]
    held: Mapping[int, tuple[int, str]]


@dataclass(frozen=True)
class TablePart:
    """A moment whose tables are filled; with options, each option is a room of its own."""

    moment: int
    tables: int
    peers: bool
    optional: bool
    # Whether whoever sits somewhere stays there as far as possible.
    few: bool
    # The tables as they are, in order of their numbers.
    now: Sequence[Sitters]
    # Whose seat stays whatever is composed.
    settled: frozenset[int]
    options: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Day:
    """All that is read from the database to compose."""

    way: str
    seed: int
    people: tuple[Attending, ...]
    # Peer groups in the order of the neighbourhood's list.
    groups: tuple[int, ...]
    wish_parts: tuple[WishPart, ...]
    table_parts: tuple[TablePart, ...]
    # What everybody has already for moments that are not composed now: traits that tables mix.
    visits: Mapping[int, Mapping[int, int]]
    together: Sequence[tuple[int, int]]
    apart: Sequence[tuple[int, int]]
    met: Sequence[tuple[int, int]]


def gathered(composition: Composition) -> Day:
    """Read what a composition needs."""
    gathering = composition.gathering
    people = tuple(composing.placing(composition))
    parts = [Part(**part) for part in composition.parts]
    chosen = {part.moment: part for part in parts}
    moments = [moment for moment in composing.composable(gathering) if moment.pk in chosen]
    ties = composing.ties(gathering)
    known = {person.pk for person in people}
    return Day(
        way=composition.way,
        seed=composition.seed,
        people=people,
        groups=tuple(PeerGroup.objects.values_list("pk", flat=True)),
        wish_parts=tuple(wish_part(moment) for moment in moments if composing.has_wishes(moment)),
        table_parts=tuple(
            table_part(moment, chosen[moment.pk].tables, composition.way)
            for moment in moments
            if composing.has_tables(moment)
        ),
        visits=composing.visits(gathering),
        together=[two for two in ties["together"] if known.issuperset(two)],
        apart=[two for two in ties["apart"] if known.issuperset(two)],
        met=[
            *composing.acquaintances(gathering, list(people)),
            *composing.met_today(gathering, but=set(chosen), among=known),
        ],
    )


def options_held(moment: int) -> dict[int, int]:
    """Return the option that each person has for a moment."""
    return {person: option for person, (option, _how) in composing.held(moment).items()}


def wish_part(moment: Moment) -> WishPart:
    """Read a moment with wishes."""
    options = list(moment.options.all())
    return WishPart(
        moment.pk,
        tuple((option.pk, option.capacity, option.step_free) for option in options),
        composing.wishes_of(moment.pk),
        composing.held(moment.pk),
    )


def table_part(moment: Moment, count: int, way: str) -> TablePart:
    """Read a moment with tables; who is gone has left the seat."""
    optional = moment.choosing != Moment.Choosing.NONE
    peers = moment.kind == Moment.Kind.PEER_WORKSHOP and not optional
    return TablePart(
        moment.pk,
        count,
        peers=peers,
        optional=optional,
        few=way == Composition.Way.FEW_MOVES,
        now=composing.sitters(moment),
        settled=frozenset(composing.settled(moment.pk)),
        options=options_held(moment.pk) if optional else {},
    )
