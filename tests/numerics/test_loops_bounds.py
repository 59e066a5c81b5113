"""Every way to an answer agrees with the others, and bounds it."""

import numpy as np
import pytest
from hypothesis import given, settings
from ortools.graph.python import min_cost_flow

from entraide.numerics.loops import (
    Problem,
    check,
    exact,
    few,
    listing,
    nearby,
    packing,
    prices,
    solve,
    whole,
)
from entraide.numerics.loops.graph import graph_of
from entraide.numerics.loops.parts import hardest_first, parts_of, taken_in_order
from entraide.numerics.loops.relaxed import flow_bound
from entraide.numerics.loops.solving import possible
from tests.numerics.rings import crowd, every_ring, most_served, optimum, poor, problems, some


@pytest.fixture
def nothing_is_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let small problems take the way of large ones."""
    monkeypatch.setattr(packing, "FEW", 0)
    monkeypatch.setattr(packing, "AT_ONCE", 3)
    monkeypatch.setattr(prices, "AT_ONCE", 3)
    monkeypatch.setattr(exact, "FEW_COLUMNS", 0)


@pytest.mark.slow
@settings(parent=some, max_examples=100)
@pytest.mark.parametrize("inside", [0, 3_000])
@given(problem=problems())
def test_the_way_of_large_problems_finds_as_many(problem: Problem, inside: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "FEW", 0)
        patch.setattr(packing, "AT_ONCE", 3)
        patch.setattr(prices, "AT_ONCE", 3)
        patch.setattr(prices, "MOST_INSIDE", inside)
        answer = solve(problem)
    assert answer.served == answer.served_bound == optimum(problem)


HARD = crowd(14, 110, seed=3)


def first_answer(problem: Problem) -> int:
    """Return how many people the first answer serves: each ring taken if nobody of it is yet."""
    graph = graph_of(problem)
    rings = possible(graph, problem.max_length, 0)
    order = hardest_first(rings, graph.people)
    return int(rings.served[taken_in_order(rings, graph.people, order)].sum())


def test_taking_what_comes_first_is_not_enough() -> None:
    """A control: the comparison with the optimum catches a solver that only takes what comes."""
    crowds = [crowd(9, 27, 1, seed=seed) for seed in range(12)]
    best = [optimum(problem) for problem in crowds]
    assert [solve(problem).served for problem in crowds] == best
    assert [first_answer(problem) for problem in crowds] != best


def test_in_rounds_or_one_after_the_other_the_same_are_taken() -> None:
    problem = crowd(60, 400, 3, 4)
    graph = graph_of(problem)
    rings = possible(graph, 4, 0)
    order = np.random.default_rng(1).permutation(len(rings))
    busy: set[int] = set()
    expected = np.zeros(len(rings), bool)
    for one in order.tolist():
        who = set(rings.who[one].tolist()) - {-1}
        if not who & busy:
            expected[one] = True
            busy |= who
    assert (taken_in_order(rings, graph.people, order) == expected).all()


def test_parts_share_nobody_and_hang_together() -> None:
    problem = crowd(200, 500, 4, 4)
    graph = graph_of(problem)
    rings = possible(graph, 4, 0)
    part = parts_of(rings, graph.people).tolist()
    of_person: dict[int, set[int]] = {}
    for line, number in zip(rings.who.tolist(), part, strict=True):
        for one in set(line) - {-1}:
            of_person.setdefault(one, set()).add(number)
    assert all(len(numbers) == 1 for numbers in of_person.values())
    # Merged one after the other.
    group = {one: one for one in of_person}
    for line in rings.who.tolist():
        members = {group[one] for one in line if one >= 0}
        group = {one: min(members) if own in members else own for one, own in group.items()}
    assert len(set(group.values())) == len(set(part))


def test_all_loops_and_chains_are_listed() -> None:
    for seed in range(4):
        problem = crowd(7, 24, 2, 4, seed)
        named = Problem(
            problem.people, problem.arcs, problem.apart[:2], problem.givers, problem.max_length
        )
        graph = graph_of(named)
        rings = listing.listed(graph, 4, np.random.default_rng(0))
        found = [tuple(graph.names[one] for one in line if one >= 0) for line in rings.who.tolist()]
        assert rings.whole
        assert sorted(found) == sorted(every_ring(named))


def test_prices_bound_every_answer() -> None:
    graph = graph_of(HARD)
    rings = possible(graph, 3, 0)
    for inside in (0, 3_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(prices, "MOST_INSIDE", inside)
            patch.setattr(prices, "AT_ONCE", 5)
            found = prices.priced(rings, graph.people, np.empty(0, np.int64))
        assert (found.lacking(rings) >= 0).all()
        assert (found.of_person >= 0).all()
        assert solve(HARD).served <= found.of_person.sum() / prices.UNIT < 15


def test_prices_that_a_solver_never_found_still_bound_every_answer() -> None:
    graph = graph_of(HARD)
    rings = possible(graph, 3, 0)
    for said in ([], [0.0] * graph.people, [float("nan")] * graph.people, [3.0] * graph.people):
        of_person = prices.rounded(rings, graph.people, said)
        assert (prices.costs(rings, of_person) >= rings.served * prices.UNIT).all()


# Limits


def test_a_list_that_is_not_whole_is_bounded_by_a_flow(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = crowd(40, 400, 2, 4)
    best = solve(problem)
    for name in ("MOST_PATHS", "MOST_RINGS"):
        with monkeypatch.context() as patch:
            patch.setattr(listing.Purse, "__init__", poor(name))
            answer = solve(problem)
        assert check(problem, answer) == []
        assert 0 < answer.served <= best.served <= answer.served_bound <= 40


@pytest.mark.slow
@some
@given(problems())
def test_the_flow_bounds_every_answer(problem: Problem) -> None:
    assert optimum(problem) <= flow_bound(graph_of(problem)) <= len(problem.people)


# What comes first is not best, and the relaxation promises more than there is.
KNOTTED = [crowd(40, 190, 0, 4, seed) for seed in (0, 7, 9)] + [crowd(60, 300, 0, 3, 9)]


@pytest.mark.slow
def test_above_the_limits_a_gap_remains_and_is_said(
    monkeypatch: pytest.MonkeyPatch, nothing_is_few: None
) -> None:
    best = [solve(problem) for problem in KNOTTED]
    assert [one.served for one in best] == [one.served_bound for one in best]
    monkeypatch.setattr(exact, "MOST_COLUMNS", 0)
    monkeypatch.setattr(nearby, "MOST_WORK", 1_500)
    for near in (200, 5):
        monkeypatch.setattr(nearby, "MOST_NEAR", near)
        found = [solve(problem) for problem in KNOTTED]
        assert [check(*pair) for pair in zip(KNOTTED, found, strict=True)] == [[]] * len(KNOTTED)
        assert all(one.served <= two.served for one, two in zip(found, best, strict=True))
        assert all(one.served_bound >= two.served for one, two in zip(found, best, strict=True))
        assert any(one.served < one.served_bound for one in found)


@pytest.mark.slow
def test_neighbourhoods_find_what_coming_first_misses(
    monkeypatch: pytest.MonkeyPatch, nothing_is_few: None
) -> None:
    best = [solve(problem).served for problem in KNOTTED]
    monkeypatch.setattr(exact, "MOST_COLUMNS", 0)
    monkeypatch.setattr(nearby, "MOST_WORK", 1_500)
    near = [solve(problem).served for problem in KNOTTED]
    monkeypatch.setattr(nearby, "MOST_WORK", 0)
    first = [solve(problem).served for problem in KNOTTED]
    assert sum(first) < sum(near) <= sum(best)
    assert sum(best) - sum(near) <= 2


@pytest.mark.slow
def test_a_solver_that_is_interrupted_leaves_a_valid_bound(
    monkeypatch: pytest.MonkeyPatch, nothing_is_few: None
) -> None:
    problem = crowd(100, 800, 0, 3, seed=4)
    monkeypatch.setattr(nearby, "MOST_WORK", 100)
    best = solve(problem)
    monkeypatch.setattr(whole, "FEWEST_PAUSES", 0)
    monkeypatch.setattr(whole, "PAUSED_COLUMNS", 0)
    answer = solve(problem)
    assert check(problem, answer) == []
    assert answer.served <= best.served <= best.served_bound <= answer.served_bound


def test_prices_are_valid_when_the_turns_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prices, "MOST_INSIDE", 0)
    monkeypatch.setattr(prices, "AT_ONCE", 3)
    monkeypatch.setattr(prices, "MOST_TURNS", 1)
    graph = graph_of(HARD)
    rings = possible(graph, 3, 0)
    found = prices.priced(rings, graph.people, np.arange(2))
    assert (found.lacking(rings) >= 0).all()


def test_a_flow_without_an_answer_bounds_nothing_below_everyone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Lost(min_cost_flow.SimpleMinCostFlow):  # type: ignore[misc]
        def solve(self) -> None:
            return None

    monkeypatch.setattr(min_cost_flow, "SimpleMinCostFlow", Lost)
    assert flow_bound(graph_of(HARD)) == len(HARD.people)


def test_parts_are_priced_some_at_a_time(nothing_is_few: None) -> None:
    one = KNOTTED[0]
    again = tuple((f"{giver}'", f"{receiver}'") for giver, receiver in one.arcs)
    people = one.people + tuple(f"{name}'" for name in one.people)
    twice = solve(Problem(people, one.arcs + again, max_length=4))
    alone = solve(Problem(one.people, one.arcs, max_length=4))
    assert (twice.served, twice.served_bound) == (2 * alone.served, 2 * alone.served)


def test_a_few_are_tried_in_every_way() -> None:
    graph = graph_of(HARD)
    rings = possible(graph, 3, 0).only(np.arange(few.FEW))
    named = [tuple(str(one) for one in line if one >= 0) for line in rings.who.tolist()]
    which = few.best_of_few(rings)
    assert rings.served[list(which)].sum() == most_served(Problem((), ()), named)


@pytest.mark.slow
@some
@given(problems())
def test_a_part_solved_as_it_is_serves_as_many_as_by_its_prices(problem: Problem) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "FEW", 0)
        at_once = solve(problem)
        patch.setattr(exact, "FEW_COLUMNS", 0)
        by_prices = solve(problem)
    assert at_once.served == at_once.served_bound == by_prices.served
