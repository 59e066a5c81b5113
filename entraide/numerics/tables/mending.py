"""Seat a changed room while moving as few people as possible.

Whoever can stay, stays. People leave a table only when it must go, has too many people, or breaks a
demand. They and the newcomers are seated one by one where they cost least: repeated meetings, then
deviation. The answer is a problem whose seats are all settled, which `solve` then only measures.

Fewest moves: with the number of tables given, the larger sizes go to the fullest tables, and only
people above these sizes leave (the least possible number); demands may add to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .measure import frequencies
from .problem import Lock, Person, Problem, Room, Round, rooms, sizes
from .units import units

Earlier = Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True)
class Floor:
    """What it takes to say what one more person at a table costs."""

    people: Mapping[str, Person]
    share: Mapping[tuple[str, str], float]
    met: Mapping[str, set[str]]
    apart: Mapping[str, set[str]]
    unit: Mapping[str, tuple[str, ...]]
    settled: frozenset[str]


def mend(problem: Problem, earlier: Earlier) -> Problem:
    """Return the problem with a settled seat for everyone in each round that was seated earlier.

    A round that cannot be mended this way stays as it is asked: it will be seated anew.
    """
    locks = [lock for lock in problem.locked if lock.round not in earlier]
    seated: dict[str, list[list[str]]] = {}
    for one in problem.rounds:
        if one.id in earlier:
            tables = mended_round(problem, one, earlier, seated)
            if tables is None:
                locks += [lock for lock in problem.locked if lock.round == one.id]
            else:
                seated[one.id] = tables
                locks += [
                    Lock(one.id, person, number)
                    for number, table in enumerate(tables)
                    for person in table
                ]
    return replace(problem, locked=tuple(locks))


def mended_round(
    problem: Problem, one: Round, earlier: Earlier, seated: Mapping[str, Sequence[Sequence[str]]]
) -> list[list[str]] | None:
    """Return the tables of one round, or None when people cannot all be seated this way."""
    others = {
        **{name: tables for name, tables in earlier.items() if name != one.id},
        **seated,
    }
    mixed = {other.id for other in problem.rounds if other.by is None}
    met = acquaintances(
        problem, [t for name, t in others.items() if name in mixed and one.by is None]
    )
    unit_of = units([person.id for person in problem.people], problem.keep_together)
    found: list[list[str]] = []
    for room in rooms(problem, one):
        people = [problem.people[number] for number in room.people]
        floor = Floor(
            {person.id: person for person in people},
            {item: count / len(people) for item, count in frequencies(people).items()},
            met,
            neighbours(problem.keep_apart),
            unit_of,
            frozenset(lock.person for lock in problem.locked if lock.round == one.id),
        )
        tables = mended_room(floor, room, earlier[one.id])
        if tables is None:
            return None
        found += tables
    return found


def acquaintances(
    problem: Problem, rounds: Sequence[Sequence[Sequence[str]]]
) -> dict[str, set[str]]:
    """Return who met whom, in these rounds and before."""
    found = neighbours(problem.met_before)
    for tables in rounds:
        for table in tables:
            for person in table:
                found.setdefault(person, set()).update(other for other in table if other != person)
    return found


def neighbours(pairs: Sequence[tuple[str, str]]) -> dict[str, set[str]]:
    """Return, for each person, the others of their pairs."""
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def mended_room(
    floor: Floor, room: Room, earlier: Sequence[Sequence[str]]
) -> list[list[str]] | None:
    """Return the tables of a room: who stays, then the others one unit after the other."""
    tables = kept_tables(floor, room.tables, earlier)
    places = seats_by_fullness(tables, len(floor.people))
    for number, table in enumerate(tables):
        tables[number] = staying(floor, table, places[number])
    seated = {person for table in tables for person in table}
    waiting = [floor.unit.get(person, (person,)) for person in floor.people if person not in seated]
    for unit in sorted(dict.fromkeys(waiting), key=lambda one: -len(one)):
        free = [
            number
            for number, table in enumerate(tables)
            if len(table) + len(unit) <= places[number] and not clashes(floor, unit, table)
        ]
        if not free:
            return None
        best = min(free, key=lambda number: cost(floor, unit, tables[number], places[number]))
        tables[best].extend(unit)
    return tables


def kept_tables(floor: Floor, count: int, earlier: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the earlier tables of this room that go on, fullest first to stay, in their order."""
    mine = [[person for person in table if person in floor.people] for table in earlier]
    present = [number for number, table in enumerate(mine) if table]
    fullest = sorted(present, key=lambda number: (-held(floor, mine[number]), -len(mine[number])))
    kept = [mine[number] for number in sorted(fullest[:count])]
    return kept + [[] for _ in range(count - len(kept))]


def held(floor: Floor, table: Sequence[str]) -> int:
    """Return how many settled people a table has: it should be the last to go."""
    return sum(person in floor.settled for person in table)


def seats_by_fullness(tables: Sequence[Sequence[str]], people: int) -> list[int]:
    """Return the seats of each table: the larger sizes where most people sit already."""
    order = sorted(range(len(tables)), key=lambda number: -len(tables[number]))
    found = [0] * len(tables)
    for number, size in zip(order, sizes(people, len(tables)), strict=True):
        found[number] = size
    return found


def staying(floor: Floor, table: Sequence[str], places: int) -> list[str]:
    """Return who stays at a table: units whole, nobody beside someone to avoid, no more than seats.

    Settled people stay first; then those whose leaving would cost most.
    """
    here = set(table)
    able = [person for person in table if set(floor.unit.get(person, (person,))) <= here]
    found: list[str] = []
    order = sorted(able, key=lambda person: (person not in floor.settled, person in floor.unit))
    for person in order:
        unit = [one for one in floor.unit.get(person, (person,)) if one not in found]
        if person not in found and not clashes(floor, unit, found):
            found += unit
    while len(found) > places:
        free = [person for person in found if person not in floor.settled] or found
        leaving = min(free, key=lambda person: leaving_cost(floor, person, found, places))
        gone = floor.unit.get(leaving, (leaving,))
        found = [person for person in found if person not in gone]
    return found


def leaving_cost(
    floor: Floor, person: str, table: Sequence[str], places: int
) -> tuple[int, int, float]:
    """Return what is lost when someone stays away: a unit last, then the least missed."""
    unit = floor.unit.get(person, (person,))
    rest = [one for one in table if one not in unit]
    again, off = cost(floor, unit, rest, places)
    # Whoever costs most to have here is the first to leave.
    return len(unit), -again, -off


def clashes(floor: Floor, unit: Sequence[str], table: Sequence[str]) -> bool:
    """Tell whether someone of a unit must avoid someone at a table."""
    return any(not floor.apart.get(person, set()).isdisjoint(table) for person in unit)


def cost(floor: Floor, unit: Sequence[str], table: Sequence[str], places: int) -> tuple[int, float]:
    """Return what it costs to seat a unit at a table: repeated meetings, then deviation."""
    again = sum(len(floor.met.get(person, set()).intersection(table)) for person in unit)
    before = off(floor, table, places)
    return again, off(floor, [*table, *unit], places) - before


def off(floor: Floor, table: Sequence[str], places: int) -> float:
    """Return how far a table is from a miniature of the room."""
    have = frequencies([floor.people[person] for person in table])
    return sum(abs(have.get(item, 0) - share * places) for item, share in floor.share.items())
