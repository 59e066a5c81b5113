"""The problem of tables that are each a miniature of the room, and its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Pair = tuple[str, str]


class Person(NamedTuple):
    """Someone to seat; `traits` are what tables mix, such as `{"peer_group": "habitants"}`."""

    id: str
    traits: Mapping[str, str]


class Round(NamedTuple):
    """One moment at tables; with `by`, each value of that trait sits apart (peer tables)."""

    id: str
    tables: int
    by: str | None = None


class Lock(NamedTuple):
    """A seat that is settled: this person, in this round, at this table (from 0)."""

    round: str
    person: str
    table: int


@dataclass(frozen=True)
class Problem:
    """People, rounds, and who must, must not or should not meet."""

    people: tuple[Person, ...]
    rounds: tuple[Round, ...]
    keep_together: tuple[Pair, ...] = ()
    keep_apart: tuple[Pair, ...] = ()
    met_before: tuple[Pair, ...] = ()
    locked: tuple[Lock, ...] = ()


@dataclass(frozen=True)
class Seating:
    """One round seated: the people of each table. A peer round has no deviation."""

    id: str
    tables: tuple[tuple[str, ...], ...]
    deviation: float | None = None
    deviation_bound: float | None = None


@dataclass(frozen=True)
class Solution:
    """All rounds seated, with what no answer can do better."""

    rounds: tuple[Seating, ...]
    repeats: int
    repeats_bound: int
    seed: int = 0


def traits(people: Sequence[Person]) -> tuple[str, ...]:
    """Return the traits of these people, in alphabetical order."""
    return tuple(sorted({trait for person in people for trait in person.traits}))


def sizes(people: int, tables: int) -> tuple[int, ...]:
    """Return table sizes that differ by one at most, the larger first.

    >>> sizes(10, 4)
    (3, 3, 2, 2)
    """
    least, larger = divmod(people, tables)
    return (least + 1,) * larger + (least,) * (tables - larger)


class Room(NamedTuple):
    """People who share some tables of a round: everyone, or one peer group.

    `first` is the number of their first table in the round.
    """

    people: tuple[int, ...]
    first: int
    tables: int


def rooms(problem: Problem, one: Round) -> tuple[Room, ...]:
    """Return the rooms of a round: peer groups in alphabetical order.

    Tables are shared out so that the fullest is as small as possible. Needs as many tables as
    groups (`refusals`).
    """
    if one.by is None:
        return (Room(tuple(range(len(problem.people))), 0, one.tables),)
    groups: dict[str, list[int]] = {}
    for number, person in enumerate(problem.people):
        groups.setdefault(person.traits[one.by], []).append(number)
    names = sorted(groups)
    counts = dict.fromkeys(names, 1)
    for _ in range(one.tables - len(names)):
        # A group with as many tables as people takes no more; there are fewer tables than people.
        fullest = max(names, key=lambda name: room_left(len(groups[name]), counts[name]))
        counts[fullest] += 1
    found = []
    first = 0
    for name in names:
        found.append(Room(tuple(groups[name]), first, counts[name]))
        first += counts[name]
    return tuple(found)


def room_left(people: int, tables: int) -> tuple[int, float]:
    """Return how much a group needs one more table: its fullest table, then the mean."""
    return (-(-people // tables), people / tables) if tables < people else (0, 0.0)
