"""Why some demands contradict each other: what can be said before any search."""

from collections import Counter

from ..faults import Infeasible
from .problem import Problem, Room, Round, rooms, sizes
from .units import units


def refuse(problem: Problem) -> None:
    """Raise `Infeasible` with the first demand that no seating can meet."""
    unit_of = units([person.id for person in problem.people], problem.keep_together)
    for left, right in problem.keep_apart:
        if right in unit_of.get(left, ()):
            raise Infeasible(
                "together-and-apart",
                f'"{left}" and "{right}" must sit both together and apart',
                (left, right),
            )
    for one in problem.rounds:
        refuse_round(problem, one, unit_of)


def refuse_round(problem: Problem, one: Round, unit_of: dict[str, tuple[str, ...]]) -> None:
    """Raise `Infeasible` when a round cannot be seated."""
    people = len(problem.people)
    if one.tables > people:
        raise Infeasible(
            "more-tables-than-people",
            f'round "{one.id}" has {one.tables} tables for {people} people',
            (one.id,),
        )
    if one.by is not None:
        refuse_groups(problem, one, unit_of)
    for room in rooms(problem, one):
        refuse_large_units(problem, one, room, unit_of)
        refuse_crowd(problem, one, room)
        refuse_settled_room(problem, one, room)
    refuse_settled_pairs(problem, one, unit_of)


def refuse_large_units(
    problem: Problem, one: Round, room: Room, unit_of: dict[str, tuple[str, ...]]
) -> None:
    """Raise `Infeasible` when people who must sit together are more than the seats of a table."""
    largest = sizes(len(room.people), room.tables)[0]
    for person in room.people:
        unit = unit_of.get(problem.people[person].id, ())
        if len(unit) > largest:
            raise Infeasible(
                "unit-too-large",
                f'round "{one.id}": {", ".join(unit)} must sit together, '
                f"but a table has {largest} seats",
                (one.id, *unit),
            )


def refuse_groups(problem: Problem, one: Round, unit_of: dict[str, tuple[str, ...]]) -> None:
    """Raise `Infeasible` when groups that sit apart cannot."""
    value = {person.id: person.traits[one.by or ""] for person in problem.people}
    groups = Counter(value.values())
    if len(groups) > one.tables:
        raise Infeasible(
            "fewer-tables-than-groups",
            f'round "{one.id}" seats {len(groups)} groups apart at {one.tables} tables',
            (one.id,),
        )
    for person, unit in unit_of.items():
        for mate in unit:
            if value[mate] != value[person]:
                raise Infeasible(
                    "together-across-groups",
                    f'"{person}" and "{mate}" must sit together, '
                    f'but round "{one.id}" seats {value[person]} and {value[mate]} apart',
                    (one.id, person, mate),
                )


def refuse_crowd(problem: Problem, one: Round, room: Room) -> None:
    """Raise `Infeasible` when more people must all be apart than there are tables.

    A greedy clique: it proves this case only; `start.seats` decides the others.
    """
    inside = {problem.people[number].id for number in room.people}
    apart: dict[str, set[str]] = {}
    for left, right in problem.keep_apart:
        if left in inside and right in inside:
            apart.setdefault(left, set()).add(right)
            apart.setdefault(right, set()).add(left)
    # The most entangled first; the name settles the order, which a set does not have.
    order = sorted(apart, key=lambda name: (-len(apart[name]), name))
    for person in order:
        crowd = [person]
        for other in order:
            if other in apart[person] and all(other in apart[member] for member in crowd):
                crowd.append(other)
        if len(crowd) > room.tables:
            raise Infeasible(
                "too-many-apart",
                f'round "{one.id}": {", ".join(crowd)} must all sit apart, '
                f"but there are {room.tables} tables",
                (one.id, *crowd),
            )


def settled_tables(problem: Problem, one: Round) -> dict[str, int]:
    """Return the tables of the settled seats of a round, by person."""
    return {lock.person: lock.table for lock in problem.locked if lock.round == one.id}


def refuse_settled_room(problem: Problem, one: Round, room: Room) -> None:
    """Raise `Infeasible` when a table has too many settled seats, or those of another group."""
    table_of = settled_tables(problem, one)
    at = Counter(table_of.values())
    tables = range(room.first, room.first + room.tables)
    places = sizes(len(room.people), room.tables)
    crowded = sum(at[table] > places[-1] for table in tables)
    if any(at[table] > places[0] for table in tables) or crowded > places.count(places[0]):
        raise Infeasible("locks", f'round "{one.id}": too many settled seats', (one.id,))
    for number in room.people:
        person = problem.people[number].id
        if table_of.get(person, room.first) not in tables:
            raise Infeasible(
                "locks",
                f'round "{one.id}": "{person}" is settled at a table of another group',
                (one.id, person),
            )


def refuse_settled_pairs(problem: Problem, one: Round, unit_of: dict[str, tuple[str, ...]]) -> None:
    """Raise `Infeasible` when settled seats part a unit, or join people who must be apart."""
    table_of = settled_tables(problem, one)
    for person, table in table_of.items():
        for mate in unit_of.get(person, ()):
            if table_of.get(mate, table) != table:
                raise Infeasible(
                    "locks",
                    f'round "{one.id}": "{person}" and "{mate}" must sit together, '
                    "but are settled at two tables",
                    (one.id, person, mate),
                )
    for left, right in problem.keep_apart:
        if left in table_of and table_of[left] == table_of.get(right):
            raise Infeasible(
                "locks",
                f'round "{one.id}": "{left}" and "{right}" must sit apart, '
                "but are settled at one table",
                (one.id, left, right),
            )
