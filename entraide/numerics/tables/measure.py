"""Measure a seating, and bound what any seating can do: whole numbers, no solver.

Deviation of a mixed round: the sum, over tables, traits and values, of how far the count is from
the share of that value in the room times the size of the table.

Bound of the deviation, trait by trait: spread the people of each value over the tables alone.
Tables come in two sizes; within a size, an even spread is best, so one number per value remains:
how many sit at the larger tables. The cost is convex in it, and taking the cheapest next person
each time is exact (a transportation problem with two sources).

Source: Federgruen, Groenevelt, The greedy procedure for resource allocation problems (1986).
"""

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from .problem import Person, Problem, Round, sizes, traits
from .units import units

Table = Sequence[str]


def deviation(people: Sequence[Person], tables: Iterable[Table]) -> float:
    """Return how far these tables are from a miniature of these people."""
    return float(exact_deviation(people, tables))


def exact_deviation(people: Sequence[Person], tables: Iterable[Table]) -> Fraction:
    """Return the deviation as an exact fraction."""
    everyone = {person.id: person.traits for person in people}
    counts = frequencies(people)
    total = sum(scaled(counts, len(people), table, everyone) for table in tables)
    return Fraction(total, len(people)) if people else Fraction(0)


def frequencies(people: Iterable[Person]) -> Mapping[tuple[str, str], int]:
    """Return how many people have each value of each trait."""
    return Counter(item for person in people for item in person.traits.items())


def scaled(
    counts: Mapping[tuple[str, str], int],
    people: int,
    table: Table,
    everyone: Mapping[str, Mapping[str, str]],
) -> int:
    """Return the deviation of one table, times the number of people: a whole number."""
    here = Counter(item for one in table for item in everyone[one].items())
    return sum(abs(people * here[item] - count * len(table)) for item, count in counts.items())


def deviation_bound(people: Sequence[Person], tables: int) -> float:
    """Return a deviation below which no seating of these people at these tables can go."""
    if not people or not tables:
        return 0.0
    counts = frequencies(people)
    total = 0
    for trait in traits(people):
        values = [count for (name, _), count in counts.items() if name == trait]
        total += bound_of_trait(values, len(people), sizes(len(people), tables))
    return total / len(people)


def bound_of_trait(counts: Sequence[int], people: int, places: Sequence[int]) -> int:
    """Return the least deviation of one trait alone, times the number of people.

    `counts` are the people of each value; those without a value cost nothing wherever they sit.
    """
    large, small = places[0], places[-1]
    many = places.count(large) if large > small else len(places)
    few = len(places) - many

    def cost(count: int, value: int) -> int:
        """Return the cost of `count` people of this value at the larger tables."""
        return even(count, many, large * value, people) + even(
            value - count, few, small * value, people
        )

    if not few:
        return sum(cost(count, count) for count in counts)
    free = people - sum(counts)
    total = sum(cost(0, count) for count in counts)
    steps = [(cost(1, count) - cost(0, count), number, 1) for number, count in enumerate(counts)]
    heapq.heapify(steps)
    for _ in range(many * large):
        if free and (not steps or steps[0][0] > 0):
            free -= 1
            continue
        step, number, seated = heapq.heappop(steps)
        total += step
        if seated < counts[number]:
            after = cost(seated + 1, counts[number]) - cost(seated, counts[number])
            heapq.heappush(steps, (after, number, seated + 1))
    return total


def even(count: int, tables: int, target: int, people: int) -> int:
    """Return the cost of `count` people spread evenly over `tables`, times `people`."""
    if not tables:
        return 0
    least, more = divmod(count, tables)
    return more * abs((least + 1) * people - target) + (tables - more) * abs(
        least * people - target
    )


def pair(one: str, other: str) -> tuple[str, str]:
    """Return two people in a fixed order."""
    return (one, other) if one < other else (other, one)


def meetings(tables: Iterable[Iterable[Table]], met: Iterable[tuple[str, str]]) -> Counter[object]:
    """Return how often each pair meets, over rounds and before."""
    found: Counter[object] = Counter({pair(*two) for two in met})
    for one in tables:
        for table in one:
            found.update(pair(*two) for two in combinations(table, 2))
    return found


def repeats(problem: Problem, rounds: Mapping[str, Sequence[Table]]) -> int:
    """Return how many meetings are not the first one, over mixed rounds and before."""
    mixed = [rounds[one.id] for one in problem.rounds if one.by is None]
    return sum(count - 1 for count in meetings(mixed, problem.met_before).values())


def repeats_bound(problem: Problem) -> int:
    """Return a number of repeats below which no seating can go.

    The larger of two counts: each person runs out of new people; two rounds share tables because
    a table has more seats than the other round has tables.
    """
    mixed = [one for one in problem.rounds if one.by is None]
    if not mixed or not problem.people:
        return 0
    return max(by_person(problem, mixed), by_pigeonhole(len(problem.people), mixed))


def by_person(problem: Problem, mixed: Sequence[Round]) -> int:
    """Count the seats that people must share with someone they know.

    Pairs kept together meet in every round; the others are counted from both sides.
    """
    people = len(problem.people)
    unit_of = units([person.id for person in problem.people], problem.keep_together)
    together = {pair(*two) for unit in set(unit_of.values()) for two in combinations(unit, 2)}
    met = {pair(*two) for two in problem.met_before}
    apart = {pair(*two) for two in problem.keep_apart}
    forced = sum(len(mixed) - 1 + (two in met) for two in together)
    mates = Counter(one for two in together for one in two)
    known = Counter(one for two in (met | apart) - together for one in two)
    neighbours = sum(people // one.tables - 1 for one in mixed)
    seats = sum(
        max(
            0,
            neighbours - len(mixed) * mates[one.id] - (people - 1 - mates[one.id] - known[one.id]),
        )
        for one in problem.people
    )
    return forced + -(-seats // 2)


def by_pigeonhole(people: int, mixed: Sequence[Round]) -> int:
    """Count the pairs that two rounds must share, each round with the worst one before it."""
    total = 0
    for number, one in enumerate(mixed):
        total += max(
            (
                sum(shared(size, before.tables) for size in sizes(people, one.tables))
                for before in mixed[:number]
            ),
            default=0,
        )
    return total


def shared(seats: int, tables: int) -> int:
    """Return the least number of pairs when `seats` people come from `tables` tables."""
    return sum(size * (size - 1) // 2 for size in sizes(seats, tables))
