"""People who go together, and what each option costs them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import lcm

from .problem import Person, Problem, levels, longest, rank, suits

UNPLACED = -1
# Level, and how many members of the party are left there; levels in order, none with zero.
Cost = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Group:
    """Parties that wish the same: one line of the problem, however many they are.

    `costs[option]` says how many members this option leaves at each level; `UNPLACED` is the option
    of those who get nothing.
    """

    size: int
    costs: Mapping[int, Cost]
    parties: tuple[tuple[str, ...], ...]


def groups(problem: Problem) -> tuple[Group, ...]:
    """Return the parties of a problem, identical ones merged, in order of appearance."""
    merged: dict[object, list[tuple[Person, ...]]] = {}
    for party in parties(problem):
        merged.setdefault(alike(party), []).append(party)
    cost_of = pricing(problem)
    return tuple(
        Group(len(same[0]), cost_of(same[0]), tuple([ids(party) for party in same]))
        for same in merged.values()
    )


def parties(problem: Problem) -> list[tuple[Person, ...]]:
    """Return who goes with whom; most people go alone."""
    together: dict[str, list[Person]] = {}
    for person in problem.people:
        if person.party is not None:
            together.setdefault(person.party, []).append(person)
    found: list[tuple[Person, ...]] = []
    for person in problem.people:
        if person.party is None:
            found.append((person,))
        elif together[person.party][0] is person:
            found.append(tuple(together[person.party]))
    return found


def alike(party: tuple[Person, ...]) -> object:
    """Return what two parties share when they wish, need and were promised the same."""
    if len(party) == 1 and party[0].party is None:
        return party[0][1:]
    return tuple([(one.wishes, one.needs, one.at_least, one.then_any) for one in party])


def ids(party: tuple[Person, ...]) -> tuple[str, ...]:
    """Return the identifiers of a party."""
    return (party[0].id,) if len(party) == 1 else tuple([person.id for person in party])


def pricing(problem: Problem) -> Callable[[tuple[Person, ...]], dict[int, Cost]]:
    """Return the function that says what each possible option costs a party, and what nothing does.

    It keeps at hand what every party asks: the numbers of options and of levels.
    """
    at = {name: index for index, name in enumerate(levels(problem))}
    options = {option.id: (number, option) for number, option in enumerate(problem.options)}
    alone = [(), *(((at[str(place)], 1),) for place in range(2, longest(problem) + 1))]

    def costs(party: tuple[Person, ...]) -> dict[int, Cost]:
        found: dict[int, Cost] = {}
        for wish in candidates(party[0], options):
            number, option = options[wish]
            if option.capacity < len(party) or not all(suits(one, option) for one in party):
                continue
            if len(party) == 1:
                found[number] = alone[(rank(party[0], wish) or 1) - 1]
            else:
                ranks = Counter(rank(one, wish) or 1 for one in party)
                found[number] = tuple(
                    sorted((at[str(place)], count) for place, count in ranks.items() if place > 1)
                )
        found[UNPLACED] = nothing(party, at)
        return found

    return costs


def candidates(person: Person, options: Iterable[str]) -> Iterable[str]:
    """Return the options that someone may have: those listed, then every other if any will do."""
    if not person.then_any:
        return person.wishes
    return dict.fromkeys((*person.wishes, *options))


def nothing(party: tuple[Person, ...], at: Mapping[str, int]) -> Cost:
    """Return what it costs to leave a party with nothing."""
    unplaced = (at["unplaced"], len(party))
    promises = sum([person.at_least is not None for person in party])
    return ((at["promised"], promises), unplaced) if promises else (unplaced,)


def left(parts: Sequence[Group], counts: Sequence[Mapping[int, int]], levels: int) -> list[int]:
    """Return how many people are left at each level by so many parties of each group there."""
    found = [0] * levels
    for part, mine in zip(parts, counts, strict=True):
        for option, parties_there in mine.items():
            for level, members in part.costs[option]:
                found[level] += members * parties_there
    return found


def share(parts: Sequence[Group]) -> int:
    """Return the unit in which the share of one member of a party is a whole number."""
    return lcm(*(part.size for part in parts)) if parts else 1
