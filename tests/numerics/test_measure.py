"""Figures and bounds of tables, against what trying everything finds."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from hypothesis import given, settings, strategies as st

from entraide.numerics.tables import Person, Problem, Round
from entraide.numerics.tables.measure import (
    bound_of_trait,
    deviation,
    deviation_bound,
    exact_deviation,
    repeats,
    repeats_bound,
    shared,
)
from entraide.numerics.tables.problem import sizes

from .make import guests, met_again, room, seatings, table_problems, unlabelled

some = settings(max_examples=60, deadline=None, derandomize=True)


def spreads(count: int, rooms: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Return every way to spread people of one value over what tables have left."""
    if not rooms:
        if count == 0:
            yield ()
        return
    for here in range(min(count, rooms[0]) + 1):
        for rest in spreads(count - here, rooms[1:]):
            yield (here, *rest)


def cheapest(counts: Sequence[int], people: int, places: Sequence[int]) -> int:
    """Return the least deviation of one trait, times the people, by trying everything."""

    def best(left: Sequence[int], room: tuple[int, ...]) -> int:
        if not left:
            return 0
        return min(
            sum(abs(people * h - left[0] * p) for h, p in zip(spread, places, strict=True))
            + best(left[1:], tuple(r - h for r, h in zip(room, spread, strict=True)))
            for spread in spreads(left[0], room)
        )

    return best(counts, tuple(places))


def test_a_perfect_miniature_deviates_by_nothing() -> None:
    people = [Person(name, {"g": group}) for name, group in zip("abcd", "xxyy", strict=True)]
    assert deviation(people, [("a", "c"), ("b", "d")]) == 0.0
    assert deviation(people, [("a", "b"), ("c", "d")]) == 4.0


def test_deviation_is_exact_when_shares_are_not() -> None:
    people = [Person(name, {"g": "x"} if name == "a" else {"g": "y"}) for name in "abc"]
    # x: |1 - 2/3| + |0 - 1/3|; y: |1 - 4/3| + |1 - 2/3|
    assert exact_deviation(people, [("a", "b"), ("c",)]) == Fraction(4, 3)


def test_nobody_deviates_by_nothing() -> None:
    assert (deviation([], []), deviation_bound([], 3), deviation_bound(guests(3), 0)) == (0, 0, 0)


def test_the_least_pairs_of_people_who_come_from_few_tables() -> None:
    assert [shared(seats, 3) for seats in (2, 3, 4, 7)] == [0, 0, 1, 5]


def test_repeats_count_meetings_after_the_first_over_mixed_rounds_only() -> None:
    problem = Problem(
        guests(4),
        (Round("r", 2), Round("peers", 2, "area"), Round("s", 2)),
        met_before=(("p0", "p1"),),
    )
    pairs = (("p0", "p1"), ("p2", "p3"))
    assert repeats(problem, dict.fromkeys(("r", "peers", "s"), pairs)) == 3


def test_without_mixed_rounds_nobody_meets_again() -> None:
    assert repeats_bound(Problem(guests(3), (Round("peers", 3, "group"),))) == 0
    assert repeats_bound(Problem((), (Round("r", 1),))) == 0


def test_bounds_of_repeats_are_reached_where_they_should_be() -> None:
    assert [repeats_bound(room(4, *counts)) for counts in ((1, 1), (2, 2, 2), (2, 2, 2, 2))] == [
        6,
        0,
        2,
    ]
    assert repeats_bound(room(4, 1, keep_together=(("p0", "p1"),), met_before=(("p0", "p1"),))) == 1
    assert repeats_bound(room(9, 2, 2)) == 6


@some
@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.integers(0, 2), st.integers(1, 4))
def test_the_bound_of_a_trait_is_the_optimum_of_that_trait_alone(
    counts: list[int], without: int, tables: int
) -> None:
    people = sum(counts) + without
    places = sizes(people, min(tables, people))
    assert bound_of_trait(counts, people, places) == cheapest(counts, people, places)


@some
@given(table_problems(most=6, rounds=1))
def test_no_seating_is_below_the_bound_of_the_deviation(problem: Problem) -> None:
    one = problem.rounds[0]._replace(by=None)
    found = [exact_deviation(problem.people, seated) for seated in seatings(problem, one)]
    bound = deviation_bound(problem.people, one.tables)
    assert all(float(value) >= bound - 1e-9 for value in found)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(table_problems(most=5, rounds=3))
def test_no_seating_is_below_the_bound_of_the_repeats(problem: Problem) -> None:
    rounds = tuple(one._replace(by=None) for one in problem.rounds)
    mixed = Problem(
        problem.people, rounds, problem.keep_together, problem.keep_apart, problem.met_before
    )
    bound = repeats_bound(mixed)
    for seated in product(*(unlabelled(mixed, one) for one in rounds)):
        again = met_again(mixed.met_before, seated)
        assert again >= bound
        assert again == repeats(mixed, dict(zip((r.id for r in rounds), seated, strict=True)))


def test_pairs_are_counted_once_whoever_is_named_first() -> None:
    problem = room(3, 1, met_before=(("p1", "p0"), ("p0", "p1")))
    assert repeats(problem, {"r0": [("p0", "p1", "p2")]}) == 1
