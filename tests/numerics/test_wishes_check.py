"""The verifier of wishes refuses every wrong answer, and every wrong proof."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from entraide.numerics.faults import Infeasible
from entraide.numerics.wishes import Option, Problem, Proof, Solution, check, solve
from entraide.numerics.wishes.problem import PRICES, PROGRAMME, profile

from .make import merit_of, places, wish, wish_problems

PEOPLE = (wish("a", "x", "y"), wish("b", "x"), wish("c", "y", "x"))
PROBLEM = Problem(places(x=1, y=3), PEOPLE)
RIGHT = solve(PROBLEM)


def moved(problem: Problem, assigned: Mapping[str, str], proof: Proof) -> Solution:
    """Return an answer whose own figures are right."""
    unplaced = tuple(person.id for person in problem.people if person.id not in assigned)
    return Solution(assigned, unplaced, profile(problem, assigned), proof)


def test_the_right_answer_is_right() -> None:
    assert RIGHT.assigned == {"a": "y", "b": "x", "c": "y"}
    assert RIGHT.proof == Proof(PRICES, {"x": {"unplaced": 1}, "y": {}})
    assert check(PROBLEM, RIGHT) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"assigned": {"a": "y", "c": "y"}}, '"b" must be assigned or unplaced, and only one'),
        ({"unplaced": ("a",)}, '"a" must be assigned or unplaced, and only one of them'),
        ({"unplaced": ("z",)}, 'unplaced: unknown person "z"'),
        ({"unplaced": ("z", "z")}, 'unplaced: "z" is there twice'),
        ({"assigned": {**RIGHT.assigned, "z": "x"}}, 'assigned: unknown person "z"'),
        ({"assigned": {**RIGHT.assigned, "a": "zoo"}}, 'assigned.a: unknown option "zoo"'),
        ({"assigned": {**RIGHT.assigned, "b": "y"}}, '"b" did not wish "y"'),
        ({"assigned": {**RIGHT.assigned, "a": "x"}}, '"x" has 2 people for 1 places'),
        ({"profile": (3, 0)}, "profile: [3, 0] is not what the places say"),
        ({"proof": Proof("trust me")}, 'proof: unknown method "trust me"'),
        ({"proof": Proof(PRICES)}, "proof: a: another option would cost less"),
        ({"proof": Proof(PRICES, {"y": {"2": 1}})}, 'proof: "y" has free places and a price'),
        ({"proof": Proof(PRICES, {"x": {"unplaced": -1}})}, 'proof: the price of "x" is below'),
        (
            {"proof": Proof(PRICES, {"x": {"unplaced": 2}})},
            "proof: b: another option would cost less",
        ),
    ],
)
def test_a_wrong_answer_is_refused(change: dict[str, Any], sentence: str) -> None:
    found = check(PROBLEM, replace(RIGHT, **change))
    assert [line for line in found if sentence in line] != [] or found == [sentence]


def test_swapped_people_are_refused() -> None:
    swapped = {"a": "x", "b": "y", "c": "y"}
    assert check(PROBLEM, replace(RIGHT, assigned=swapped)) == ['"b" did not wish "y"']


@pytest.mark.parametrize("proof", [RIGHT.proof, Proof(PRICES), Proof(PROGRAMME)])
def test_a_valid_but_less_fair_answer_is_refused_whatever_its_proof(proof: Proof) -> None:
    worse = moved(PROBLEM, {"a": "x", "c": "y"}, proof)
    found = check(PROBLEM, worse)
    assert found != []
    assert all(line.startswith("proof: ") for line in found)


def test_an_answer_that_claims_a_programme_is_solved_again() -> None:
    assert check(PROBLEM, replace(RIGHT, proof=Proof(PROGRAMME))) == []


@pytest.mark.slow
def test_a_claim_too_large_to_verify_is_not_believed() -> None:
    options = tuple(Option(f"o{number}", 1) for number in range(150))
    names = [option.id for option in options]
    people = tuple(
        wish(f"p{number}", *names[number:], *names[:number], party=f"f{number}")
        for number in range(150)
    )
    problem = Problem(options, people)
    claim = replace(solve(problem), proof=Proof(PROGRAMME))
    sentence = "proof: it cannot be verified: parties make an integer programme of 22650 variables"
    assert check(problem, claim) == [f"{sentence}; the limit is 20000"]


def test_needs_promises_and_parties_are_looked_at() -> None:
    options = (Option("x", 3, frozenset(["quiet"])), Option("y", 3))
    people = (
        wish("a", "x", "y", needs=["quiet"]),
        wish("b", "x", "y", rank=1),
        wish("c", "x", "y", party="f"),
        wish("d", "x", "y", party="f"),
        wish("e", "x", rank=1),
    )
    problem = Problem(options, people)
    assert check(problem, moved(problem, {"a": "y", "b": "y", "c": "x"}, Proof(PRICES))) == [
        '"a" needs "quiet", which "y" does not offer',
        '"b" was promised rank 1',
        '"e" was promised rank 1',
        'party "f" is not together',
    ]


def test_promises_kept_pass_the_verifier_with_a_programme() -> None:
    people = (wish("a", "x", "y", rank=1), wish("b", "x", "y"), wish("c", "y", "x"))
    problem = Problem(places(x=1, y=2), people)
    assert check(problem, replace(solve(problem), proof=Proof(PROGRAMME))) == []
    worse = moved(problem, {"a": "x", "c": "y"}, Proof(PROGRAMME))
    sentence = "solving again leaves [0, 0, 1] people at ['promised', 'unplaced', '2']"
    assert check(problem, worse) == [f"proof: {sentence}, not [0, 1, 0]"]


@pytest.mark.slow
@settings(max_examples=50, deadline=None, derandomize=True)
@given(wish_problems(), st.data())
def test_any_change_of_places_is_refused_or_as_fair(problem: Problem, data: st.DataObject) -> None:
    try:
        right = solve(problem)
    except Infeasible:
        return
    person = data.draw(st.sampled_from(problem.people))
    where = data.draw(st.sampled_from([None, *(option.id for option in problem.options)]))
    assigned = {name: option for name, option in right.assigned.items() if name != person.id}
    if where in person.wishes:
        assigned[person.id] = str(where)
    changed = moved(problem, assigned, right.proof)
    if check(problem, changed) == []:
        assert merit_of(problem, changed) == merit_of(problem, right)
