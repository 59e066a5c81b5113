"""Ranked wishes: the fairest answer, with its proof."""

from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from entraide.numerics.faults import Infeasible, Undecided
from entraide.numerics.wishes import Option, Person, Problem, check, solve
from entraide.numerics.wishes.flow import best_flow, network
from entraide.numerics.wishes.parties import UNPLACED, Group, groups, left
from entraide.numerics.wishes.problem import PRICES, PROGRAMME, levels
from entraide.numerics.wishes.programme import whole_parties

from .make import fairest, merit_of, places, wish, wish_problems

some = settings(max_examples=50, deadline=None, derandomize=True)


def test_nobody_is_left_out_when_a_second_wish_makes_room() -> None:
    people = (wish("a", "help", "jardin"), wish("b", "help"))
    answer = solve(Problem(places(help=1, jardin=1), people))
    assert answer.assigned == {"a": "jardin", "b": "help"}
    assert (answer.unplaced, answer.profile) == ((), (1, 1))


def test_two_second_wishes_are_fairer_than_one_first_and_one_third() -> None:
    people = (wish("a", "x", "y", "z"), wish("b", "x"), wish("c", "y", "v"))
    answer = solve(Problem(places(x=1, y=1, z=1, v=1), people))
    assert answer.assigned == {"a": "y", "b": "x", "c": "v"}
    assert answer.profile == (1, 2, 0)


def test_a_party_stays_together_or_has_nothing() -> None:
    people = (wish("a", "help", party="f"), wish("b", "help", party="f"), wish("c", "help"))
    answer = solve(Problem(places(help=1), people))
    assert (answer.assigned, answer.unplaced) == ({"c": "help"}, ("a", "b"))
    assert check(Problem(places(help=1), people), answer) == []


def test_a_party_larger_than_every_option_has_nothing() -> None:
    people = tuple(wish(name, "help", party="f") for name in "abc")
    assert solve(Problem(places(help=2), people)).unplaced == ("a", "b", "c")


def test_a_party_that_a_flow_would_cut_needs_the_integer_programme() -> None:
    people = (
        *(wish(name, "x", "y", party="f") for name in "ab"),
        *(wish(name, "x", "y", party="g") for name in "cd"),
    )
    problem = Problem(places(x=3, y=3), people)
    answer = solve(problem)
    assert (answer.profile, answer.proof.method) == ((2, 2), PROGRAMME)
    assert check(problem, answer) == []


def test_prices_may_prove_parties_when_cutting_them_brings_nothing() -> None:
    people = (*(wish(name, "x", "y", party="f") for name in "ab"), wish("c", "y"))
    answer = solve(Problem(places(x=2, y=1), people))
    assert (answer.profile, answer.proof.method) == ((3, 0), PRICES)


def test_another_best_flow_may_leave_every_party_whole() -> None:
    people = (
        *(wish(name, "y", "z", "x", party="f") for name in "ab"),
        *(wish(name, "x", "z", "y", party="g") for name in "cd"),
        wish("e", "z", "x", "y"),
        wish("f", "x", "z", "y"),
    )
    problem = Problem(places(x=2, y=3, z=2), people)
    answer = solve(problem)
    assert (answer.profile, answer.proof.method) == ((5, 1, 0), PRICES)
    assert check(problem, answer) == []


def test_a_party_whose_members_disagree_counts_each_at_their_rank() -> None:
    people = (wish("a", "x", "y", party="f"), wish("b", "y", "x", party="f"))
    answer = solve(Problem(places(x=2, y=2), people))
    assert answer.profile == (1, 1)


def test_a_promise_comes_before_the_number_of_people_placed() -> None:
    people = (wish("a", "x", "y", rank=1), *(wish(name, "x", party="f") for name in "bc"))
    answer = solve(Problem(places(x=2, y=1), people))
    assert answer.assigned == {"a": "x"}


def test_a_promise_beyond_the_list_means_not_unplaced() -> None:
    people = (wish("a", "x", rank=9), wish("b", "x"))
    assert solve(Problem(places(x=1), people)).assigned == {"a": "x"}


def test_promises_that_cannot_all_be_kept_are_refused_with_names() -> None:
    people = (wish("a", "x", rank=1), wish("b", "x", rank=1))
    with pytest.raises(Infeasible, match="cannot all be kept") as reason:
        solve(Problem(places(x=1), people))
    assert reason.value.kind == "promises"
    assert len(reason.value.about) == 1


def test_a_need_that_no_option_meets_is_refused_with_names() -> None:
    with pytest.raises(Infeasible, match='no option offers "quiet", which "a" needs') as reason:
        solve(Problem(places(x=1), (wish("a", "x", needs=["quiet"]),)))
    assert (reason.value.kind, reason.value.about) == ("need-without-option", ("quiet", "a"))


def test_empty_wishes_leave_people_without() -> None:
    problem = Problem(places(x=1), (wish("a"),))
    answer = solve(problem)
    assert (answer.unplaced, answer.profile) == (("a",), ())
    assert check(problem, answer) == []


def test_without_options_everyone_is_unplaced() -> None:
    problem = Problem((), (wish("a"), wish("b", party="f")))
    assert solve(problem).unplaced == ("a", "b")
    assert check(problem, solve(problem)) == []


def test_nobody_is_answered_with_nothing() -> None:
    assert solve(Problem(places(x=1), ())).assigned == {}


def test_capacities_beyond_64_bits_are_places_enough() -> None:
    problem = Problem(places(x=10**30, y=0), (wish("a", "y", "x"), wish("b", "x")))
    answer = solve(problem)
    assert (answer.profile, answer.proof.potentials["x"]) == ((1, 1), {})
    assert check(problem, answer) == []


def test_party_sizes_without_a_small_common_multiple_are_solved_whole() -> None:
    people = tuple(
        wish(f"{size}-{number}", "x", party=str(size))
        for size in (23, 19, 17, 13, 11, 7, 16, 9, 5)
        for number in range(size)
    )
    answer = solve(Problem(places(x=100), people))
    assert (answer.profile, answer.proof.method) == ((100,), PROGRAMME)


def test_many_levels_are_weighed_in_several_goes() -> None:
    names = [f"o{number:02}" for number in range(30)]
    people = tuple(
        wish(f"p{number}", *names[number % 7 :], *names[: number % 7]) for number in range(30)
    )
    problem = Problem(places(**dict.fromkeys(names, 1)), people)
    answer = solve(problem)
    assert (answer.unplaced, answer.proof.method) == ((), PRICES)
    assert check(problem, answer) == []


def test_lots_decide_between_those_who_wish_the_same() -> None:
    problem = Problem(places(x=1), tuple(wish(name, "x") for name in "abcdef"))
    winners = {next(iter(solve(problem, seed=seed).assigned)) for seed in range(40)}
    assert winners == set("abcdef")


def test_more_variables_than_the_limit_are_not_tried() -> None:
    group = Group(2, {0: (), UNPLACED: ((0, 2),)}, (("a", "b"),))
    with pytest.raises(Undecided, match="20002 variables; the limit is 20000"):
        whole_parties([group] * 10_001, [5], 1)


def test_a_programme_without_a_proof_is_undecided() -> None:
    group = Group(2, {0: (), UNPLACED: ((0, 2),)}, (("a", "b"),))
    with pytest.raises(Undecided, match="not proven"):
        whole_parties([group], [-1], 1)


def test_a_flow_that_stops_is_no_answer() -> None:
    group = Group(1, {0: ()}, (("a",),))
    net = network([group], [3], 1, 1)
    with pytest.raises(ArithmeticError, match="stopped"):
        best_flow(net, np.zeros(1, np.int64), np.ones(1, bool), np.ones(1, bool))


@pytest.mark.slow
@some
@given(wish_problems())
def test_trying_everything_finds_nothing_fairer(problem: Problem) -> None:
    best = fairest(problem)
    if best is None:
        with pytest.raises(Infeasible, match="cannot all be kept"):
            solve(problem)
    else:
        answer = solve(problem)
        assert merit_of(problem, answer) == best
        assert check(problem, answer) == []


@pytest.mark.slow
@some
@given(wish_problems(parties=False))
def test_without_parties_flow_and_integer_programme_agree(problem: Problem) -> None:
    parts, names = groups(problem), levels(problem)
    capacity = [option.capacity for option in problem.options]
    best = left(parts, whole_parties(parts, capacity, len(names)), len(names))
    kept = "promised" not in names or best[0] == 0
    if kept:
        answer = solve(problem)
        assert answer.proof.method == PRICES
        found = [len(answer.unplaced), *reversed(answer.profile[1:])]
        assert best[-len(found) :] == found


@some
@given(wish_problems(), st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_change_the_profile(problem: Problem, lots: object) -> None:
    if fairest(problem) is not None:
        other = list(problem.people)
        lots.shuffle(other)  # type: ignore[attr-defined]
        assert solve(replace(problem, people=tuple(other))).profile == solve(problem).profile


@some
@given(wish_problems(), st.integers(0, 2))
def test_one_more_place_never_makes_it_less_fair(problem: Problem, which: int) -> None:
    if fairest(problem) is not None:
        options = list(problem.options)
        options[which] = options[which]._replace(capacity=options[which].capacity + 1)
        more = replace(problem, options=tuple(options))
        assert merit_of(more, solve(more)) <= merit_of(problem, solve(problem))


@pytest.mark.slow
@some
@given(wish_problems(), st.integers(0, 3))
def test_solving_is_a_function_of_problem_and_seed(problem: Problem, seed: int) -> None:
    if fairest(problem) is not None:
        before = deepcopy(problem)
        assert solve(problem, seed=seed) == solve(problem, seed=seed)
        assert problem == before


def test_it_does_not_matter_is_one_rank_for_all_the_others() -> None:
    options = tuple(Option(name, 1) for name in "xyz")
    people = (
        Person("a", ("x",)),
        Person("b", ("x",), then_any=True),
        Person("c", (), then_any=True),
    )
    problem = Problem(options, people)
    answer = solve(problem)
    assert check(problem, answer) == []
    assert answer.assigned["a"] == "x"
    # b has y or z at rank 2, c has the other one at rank 1: listing them would cost a rank 3.
    assert answer.profile == (2, 1)


def test_parties_may_be_indifferent_too() -> None:
    options = (Option("x", 1), Option("y", 2))
    people = (
        Person("a", ("x",), party="f"),
        Person("b", ("x",), party="f", then_any=True),
        Person("c", ("x",), party="g", then_any=True),
        Person("d", ("y",), party="g"),
    )
    answer = solve(Problem(options, people))
    assert check(Problem(options, people), answer) == []
    assert (answer.unplaced, answer.profile) == (("a", "b"), (1, 1))
