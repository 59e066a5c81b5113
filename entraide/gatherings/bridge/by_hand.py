"""What a change of tables by hand would cost: repeated meetings, deviation. No solver."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from entraide.gatherings.models import Moment
from entraide.gatherings.queries import composing
from entraide.gatherings.queries.composing import Attending
from entraide.gatherings.queries.seating import Seated, forbidden, seated_now
from entraide.numerics.tables.measure import scaled


@dataclass(frozen=True)
class Cost:
    """What a change adds: meetings that come back, deviation; less than zero is better."""

    repeats: int
    deviation: float


@dataclass(frozen=True)
class Sitting(Seated):
    """Who sits where in a moment, what tables should mix, who met whom elsewhere."""

    traits: Mapping[str, Mapping[str, str]]
    counts: Mapping[tuple[str, str], int]
    met: Mapping[int, frozenset[int]]
    mixed: bool


def sitting(moment: Moment, option: int | None) -> Sitting:
    """Read the seats of a moment, or of one of its parallel workshops."""
    gathering = moment.gathering
    people = composing.attending(gathering, "confirmed")
    now = seated_now(moment, option)
    seated = {person for sitters in now.tables.values() for person in sitters}
    visits = composing.visits(gathering)
    traits = {str(person.pk): traits_of(person, visits) for person in people if person.pk in seated}
    counts: dict[tuple[str, str], int] = {}
    for one in traits.values():
        for item in one.items():
            counts[item] = counts.get(item, 0) + 1
    mixed = moment.kind == Moment.Kind.MIXED_WORKSHOP
    return Sitting(
        now.tables,
        now.apart,
        now.together,
        traits,
        counts,
        meetings(moment, people) if mixed else {},
        mixed,
    )


def traits_of(person: Attending, visits: Mapping[int, Mapping[int, int]]) -> dict[str, str]:
    """Return what tables mix: the peer group, and the visit each person makes."""
    found = {"peer_group": str(person.peer_group)}
    for moment, options in visits.items():
        if person.pk in options:
            found[f"visit-{moment}"] = str(options[person.pk])
    return found


def meetings(moment: Moment, people: Sequence[Attending]) -> dict[int, frozenset[int]]:
    """Return who meets whom at the other mixed tables of the day, and met before."""
    found: dict[int, set[int]] = {}
    pairs = [
        *composing.acquaintances(moment.gathering, list(people)),
        *composing.met_today(
            moment.gathering, but={moment.pk}, among={person.pk for person in people}
        ),
    ]
    for one, two in pairs:
        found.setdefault(one, set()).add(two)
        found.setdefault(two, set()).add(one)
    return {person: frozenset(known) for person, known in found.items()}


def cost(now: Sitting, person: int, table: int, partner: int | None) -> Cost:
    """Return what it costs that someone goes to a table, in exchange for someone or not."""
    here = now.table_of(person)
    before = (now.tables[here], now.tables[table])
    leaving = [one for one in before[0] if one != person]
    joined = [one for one in before[1] if one != partner]
    after = ([*leaving, partner] if partner is not None else leaving, [*joined, person])
    return Cost(
        sum(again(now, people) for people in after) - sum(again(now, people) for people in before),
        round(
            sum(off(now, people) for people in after) - sum(off(now, people) for people in before),
            6,
        ),
    )


def again(now: Sitting, people: Sequence[int]) -> int:
    """Return how many pairs of a table meet elsewhere too."""
    return sum(len(now.met.get(one, frozenset()).intersection(people)) for one in people) // 2


def off(now: Sitting, people: Sequence[int]) -> float:
    """Return the deviation of one table; peers are not compared with the room."""
    if not now.mixed or not now.traits:
        return 0.0
    names = [str(one) for one in people]
    return scaled(now.counts, len(now.traits), names, now.traits) / len(now.traits)


def best_partner(now: Sitting, person: int, table: int) -> tuple[int, Cost] | None:
    """Return with whom of a table an exchange costs least, or None when no one is possible."""
    found = [
        (cost(now, person, table, partner), partner)
        for partner in now.tables[table]
        if not forbidden(now, person, table, partner)
    ]
    if not found:
        return None
    least, partner = min(found, key=lambda one: (one[0].repeats, one[0].deviation, one[1]))
    return partner, least
