"""Loops and chains: as many people as can be."""

from copy import deepcopy

import pytest
from hypothesis import given, strategies as st

from entraide.numerics.loops import (
    Problem,
    Ring,
    Solution,
    check,
    next_best,
    one_more,
    solve,
)
from tests.numerics.rings import crowd, every_ring, optimum, problems, rings_of, some


def test_a_loop_of_three_serves_more_than_a_loop_of_two() -> None:
    arcs = (("a", "b"), ("b", "a"), ("b", "c"), ("c", "a"))
    answer = solve(Problem(("a", "b", "c"), arcs))
    assert (answer.loops, answer.chains) == ((("a", "b", "c"),), ())
    assert (answer.served, answer.served_bound) == (3, 3)


def test_two_loops_of_two_hold_better_than_one_of_four() -> None:
    arcs = [(one, other) for one in "abcd" for other in "abcd" if one != other]
    answer = solve(Problem(tuple("abcd"), tuple(arcs), max_length=4))
    assert [len(ring) for ring in answer.loops] == [2, 2]


def test_a_loop_leaves_the_giver_free() -> None:
    arcs = (("a", "b"), ("b", "a"), ("z", "a"))
    answer = solve(Problem(("a", "b"), arcs, givers=("z",)))
    assert (answer.loops, answer.chains) == ((("a", "b"),), ())


def test_a_chain_serves_everyone_but_its_giver() -> None:
    arcs = (("z", "a"), ("a", "b"), ("b", "c"), ("c", "d"))
    answer = solve(Problem(tuple("abcd"), arcs, givers=("z",)))
    assert (answer.chains, answer.served) == ((("z", "a", "b", "c"),), 3)


def test_people_apart_are_never_in_one_loop_even_far_from_each_other() -> None:
    ring = (("a", "b"), ("b", "c"), ("c", "d"), ("d", "a"))
    problem = Problem(tuple("abcd"), ring, max_length=4)
    assert solve(problem).served == 4
    assert solve(Problem(tuple("abcd"), ring, (("c", "a"),), max_length=4)).served == 0


def test_an_arc_said_twice_counts_once() -> None:
    arcs = (("a", "b"), ("b", "a"), ("a", "b"))
    assert solve(Problem(("a", "b"), arcs)).loops == (("a", "b"),)


@pytest.mark.parametrize("problem", [Problem((), ()), Problem(("a",), ()), crowd(9, 0, 2)])
def test_where_nothing_is_possible_nobody_is_served(problem: Problem) -> None:
    assert solve(problem) == Solution((), (), 0, 0)
    assert one_more(problem, solve(problem), candidates=[]) == ()


@pytest.mark.slow
@some
@given(problems(), st.integers(0, 3))
def test_no_answer_serves_more(problem: Problem, seed: int) -> None:
    before = deepcopy(problem)
    answer = solve(problem, seed=seed)
    assert check(problem, answer) == []
    assert answer.served == answer.served_bound == optimum(problem)
    assert problem == before
    assert answer == solve(problem, seed=seed)


@pytest.mark.slow
@some
@given(problems(most=5), st.data())
def test_what_is_refused_does_not_come_back_and_nothing_else_is_lost(
    problem: Problem, data: st.DataObject
) -> None:
    rings = every_ring(problem)
    refused = data.draw(st.lists(st.sampled_from(rings), max_size=3)) if rings else []
    answer = next_best(problem, refused)
    assert not set(answer.loops + answer.chains) & set(refused)
    assert (answer.served, check(problem, answer)) == (optimum(problem, refused), [])


def test_a_refused_loop_is_the_same_from_whomever_it_starts() -> None:
    arcs = (("a", "b"), ("b", "c"), ("c", "a"))
    problem = Problem(tuple("abc"), arcs)
    for ring in (("a", "b", "c"), ("b", "c", "a"), ("c", "a", "b")):
        assert next_best(problem, [ring]).loops == ()
    kept = [("a", "c", "b"), ("a", "b"), ("x", "y"), (), ("a", "b", "c", "a", "b", "c")]
    assert next_best(problem, kept).served == 3


def test_refusing_one_after_the_other_ends_with_nothing() -> None:
    problem = crowd(12, 60, 2, seed=5)
    refused: list[Ring] = []
    served = []
    while (answer := next_best(problem, refused)).served:
        served.append(answer.served)
        refused += answer.loops + answer.chains
    assert len(served) > 2
    assert served == sorted(served, reverse=True)


@pytest.mark.parametrize("seed", range(6))
def test_people_apart_stay_so_in_a_crowd(seed: int) -> None:
    problem = crowd(100, 420, 6, 2 + seed % 3, seed)
    answer = solve(problem, seed=seed)
    assert check(problem, answer) == []
    assert len(answer.loops) + len(answer.chains) > 5


def test_the_seed_draws_between_equals() -> None:
    arcs = tuple((one, other) for one in "abc" for other in "abc" if one != other)
    problem = Problem(tuple("abc"), arcs, max_length=2)
    found = {solve(problem, seed=seed).loops for seed in range(30)}
    assert found == {(("a", "b"),), (("a", "c"),), (("b", "c"),)}


@pytest.mark.slow
def test_ten_thousand_people_are_served_exactly() -> None:
    problem = crowd(10_000, 50_000, 100)
    answer = solve(problem)
    assert check(problem, answer) == []
    assert answer.served == answer.served_bound > 400


def test_everyone_is_in_one_place_only() -> None:
    answer = solve(crowd(300, 1_500, 10, 4))
    names = [name for ring in rings_of(answer) for name in ring]
    assert len(names) == len(set(names)) > 50
