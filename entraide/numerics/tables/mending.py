"""Seat a changed room while moving as few people as possible.

Whoever can stay, stays. People leave a table only when it must go, has too many people, or breaks a
demand. They and the newcomers are seated one by one where they cost least: repeated meetings, then
deviation. The answer is a problem whose seats are all settled, which `solve` then only measures.

Fewest moves: with the number of tables given, the larger sizes go to the fullest tables, and only
people above these sizes leave (the least possible number). When demands are broken, or when a unit
finds no table with room, an integer programme says who moves (`fewest`).

Tables are known by their place in the list, earlier and now: whoever stays has the same one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module

from .measure import frequencies
from .problem import Lock, Person, Problem, Room, Round, rooms, sizes
from .units import units

Earlier = Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True)
class Floor:
    """What it takes to say what one more person at a table costs.

    `settled`: the table of each person whose seat is settled, from 0 in this room.
    """

    people: Mapping[str, Person]
    share: Mapping[tuple[str, str], float]
    met: Mapping[str, set[str]]
    apart: Mapping[str, set[str]]
    unit: Mapping[str, tuple[str, ...]]
    settled: Mapping[str, int]


def mend(problem: Problem, earlier: Earlier) -> Problem:
    """Return the problem with a settled seat for everyone in each round that was seated earlier.

    `earlier[round][n]` sat at the table that is number n now; those of further tables get up. A
    round that cannot be mended this way stays as it is asked: it will be seated anew.
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
        inside = {person.id for person in people}
        floor = Floor(
            {person.id: person for person in people},
            {item: count / len(people) for item, count in frequencies(people).items()},
            met,
            neighbours(problem.keep_apart),
            {
                person: tuple(mate for mate in unit_of[person] if mate in inside)
                for person in unit_of
                if person in inside
            },
            {
                lock.person: lock.table - room.first
                for lock in problem.locked
                if lock.round == one.id and lock.person in inside
            },
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
    """Return the tables of a room with few moves, or None when demands cannot be met."""
    tables = tables_now(floor, room, earlier)
    found = None if broken(floor, tables) else filled(floor, tables)
    if found is None:
        # Loaded when needed: it brings a solver with it.
        found = import_module(f"{__package__}.fewest").fewest(floor, tables)
    if found is None or not settled_well(floor, found):
        return None
    return found


def settled_well(floor: Floor, tables: Sequence[Sequence[str]]) -> bool:
    """Tell whether everyone settled sits there; seats may contradict each other."""
    at = {person: number for number, table in enumerate(tables) for person in table}
    return all(at[person] == table for person, table in floor.settled.items())


def tables_now(floor: Floor, room: Room, earlier: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return who of this room sits at each of its tables; whoever is settled sits there."""
    here = [*earlier, *[()] * (room.first + room.tables)][room.first : room.first + room.tables]
    found = [
        [one for one in table if one in floor.people and floor.settled.get(one, number) == number]
        for number, table in enumerate(here)
    ]
    for person, number in floor.settled.items():
        if 0 <= number < len(found) and person not in found[number]:
            found[number].append(person)
    return found


def broken(floor: Floor, tables: Sequence[Sequence[str]]) -> bool:
    """Tell whether a table has people who must be apart, or a part of a unit."""
    return any(
        clashes(floor, [person], table) or not set(floor.unit.get(person, ())) <= set(table)
        for table in tables
        for person in table
    )


def filled(floor: Floor, now: Sequence[Sequence[str]]) -> list[list[str]] | None:
    """Seat the room one unit after the other beside those who stay; None when one has no room."""
    places = seats_by_fullness(now, len(floor.people))
    tables = [staying(floor, table, seats) for table, seats in zip(now, places, strict=True)]
    if any(len(table) > seats for table, seats in zip(tables, places, strict=True)):
        return None
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


def seats_by_fullness(tables: Sequence[Sequence[str]], people: int) -> list[int]:
    """Return the seats of each table: the larger sizes where most people sit already."""
    order = sorted(range(len(tables)), key=lambda number: -len(tables[number]))
    found = [0] * len(tables)
    for number, size in zip(order, sizes(people, len(tables)), strict=True):
        found[number] = size
    return found


def staying(floor: Floor, table: Sequence[str], places: int) -> list[str]:
    """Return who stays at a table: those whose leaving would cost most, settled people always."""
    found = list(table)
    while len(found) > places:
        free = [
            person
            for person in found
            if floor.settled.keys().isdisjoint(floor.unit.get(person, (person,)))
        ]
        if not free:
            break
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
