"""The problem of ranked wishes, and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

# The proof by prices holds without solving again; the other is checked by solving again.
PRICES = "prices"
PROGRAMME = "integer programme"
# Above, an integer programme could take minutes: see docs/formats.md.
MOST_PARTY_VARIABLES = 20_000


class Option(NamedTuple):
    """What can be chosen: places for `capacity` people, and the needs that it meets."""

    id: str
    capacity: int
    offers: frozenset[str] = frozenset()


class Person(NamedTuple):
    """Who wishes: options best first. `at_least` is a promised rank, from 1."""

    id: str
    wishes: tuple[str, ...]
    needs: frozenset[str] = frozenset()
    party: str | None = None
    at_least: int | None = None
    # After the wishes listed, every other option suits as well: all at the next rank.
    then_any: bool = False


@dataclass(frozen=True)
class Problem:
    """People and the options they rank."""

    options: tuple[Option, ...]
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Proof:
    """Why no fairer answer exists.

    `potentials[option][level]` is the price of a place, in `1 / unit` person of that level; a level
    that is not there counts 0. Levels, from the most important: "promised", "unplaced", then the
    ranks from the last one to "2".
    """

    method: str
    potentials: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    unit: int = 1


@dataclass(frozen=True)
class Solution:
    """Who is where. `profile[k]` counts the people at rank k + 1."""

    assigned: Mapping[str, str]
    unplaced: tuple[str, ...]
    profile: tuple[int, ...]
    proof: Proof
    seed: int = 0


def longest(problem: Problem) -> int:
    """Return the last rank there is: that of the longest list of wishes."""
    options = len(problem.options)
    return max(
        [
            len(person.wishes) + (person.then_any and len(person.wishes) < options)
            for person in problem.people
        ],
        default=0,
    )


def rank(person: Person, option: str) -> int | None:
    """Return the rank that an option has for a person, from 1; None when it is not wished."""
    if option in person.wishes:
        return person.wishes.index(option) + 1
    return len(person.wishes) + 1 if person.then_any else None


def levels(problem: Problem) -> tuple[str, ...]:
    """Return what is made smallest, in order: each level is a number of people.

    The first rank is not a level: its number follows from the others.
    """
    promised = any(person.at_least is not None for person in problem.people)
    ranks = tuple(str(rank) for rank in range(longest(problem), 1, -1))
    return (("promised",) if promised else ()) + ("unplaced", *ranks)


def profile(problem: Problem, assigned: Mapping[str, str]) -> tuple[int, ...]:
    """Return how many people have their first wish, their second, and so on."""
    counts = [0] * longest(problem)
    for person in problem.people:
        option = assigned.get(person.id)
        place = None if option is None else rank(person, option)
        if place is not None:
            counts[place - 1] += 1
    return tuple(counts)


def suits(person: Person, option: Option) -> bool:
    """Tell whether an option suits one person: wished, needs met, promise kept."""
    if person.needs and not person.needs <= option.offers:
        return False
    place = rank(person, option.id)
    return place is not None and (person.at_least is None or place <= person.at_least)
