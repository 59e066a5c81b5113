"""The verifier of tables refuses every wrong seating and every wrong figure."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from entraide.numerics.tables import Lock, Problem, Round, Seating, Solution, check, solve
from entraide.numerics.tables.measure import deviation

from .make import guests, quick

PROBLEM = Problem(
    guests(9),
    (Round("peers", 5, "group"), Round("mix", 4)),
    keep_together=(("p0", "p3"),),
    keep_apart=(("p1", "p4"),),
    met_before=(("p2", "p5"),),
    locked=(Lock("mix", "p6", 2),),
)
RIGHT = solve(PROBLEM, pace=quick)


def seated(number: int, *tables: str, **figures: Any) -> Solution:
    """Return the right answer with other tables in one round, written `0 3 6`."""
    rounds = list(RIGHT.rounds)
    people: Any = tuple(tuple(f"p{name}" for name in table.split()) for table in tables)
    rounds[number] = replace(rounds[number], **({"tables": people} if tables else figures))
    return replace(RIGHT, rounds=tuple(rounds))


def test_the_right_answer_is_right() -> None:
    assert check(PROBLEM, RIGHT) == []


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (replace(RIGHT, rounds=RIGHT.rounds[:1]), "rounds: ['peers', 'mix'] are expected"),
        (replace(RIGHT, rounds=RIGHT.rounds[::-1]), "rounds: ['peers', 'mix'] are expected"),
        (replace(RIGHT, repeats=RIGHT.repeats + 1), "repeats: "),
        (replace(RIGHT, repeats_bound=7), "repeats_bound: "),
        (seated(0, deviation=0.0), "peers: a peer round has no deviation"),
        (seated(1, deviation=0.0), "mix: deviation is "),
        (seated(1, deviation=None), "mix: deviation is "),
        (seated(1, deviation_bound=0.5), "mix: deviation_bound is "),
        (seated(1, "0 3 6", "1 2 4", "5 7", "8 z"), 'mix: unknown person "pz"'),
        (seated(1, "0 3 6", "1 2 4", "5 7", "8 0"), 'mix: "p0" sits twice'),
        (seated(1, "0 3 6", "1 2", "5 7", "8"), 'mix: "p4" has no seat'),
        (seated(1, "0 3 6", "1 2 4", "5 7 8"), "mix: 3 tables for 4"),
        (seated(1, "0 3", "1 2 5 7", "6 8", "4"), "mix: tables of 1 and of 4 people"),
        (seated(1, "0 1", "3 2 7", "6 8", "4 5"), 'mix: "p0" and "p3" are not together'),
        (seated(1, "0 3", "1 4 7", "6 8", "2 5"), 'mix: "p1" and "p4" are not apart'),
        (seated(1, "0 3", "6 1 7", "4 8", "2 5"), 'mix: "p6" is not at table 2'),
        (seated(0, "0 3", "6", "1 2", "4 7", "5 8"), "peers: table 2 mixes b, c"),
        (seated(0, "0 3", "6", "1 4 7", "2 5 8", ""), "peers: table 4 mixes nobody"),
        (seated(0, "0 3", "6", "1 4", "7", "2 5 8"), 'peers: "p1" and "p4" are not apart'),
    ],
)
def test_a_wrong_answer_is_refused(answer: Solution, sentence: str) -> None:
    found = check(PROBLEM, answer)
    assert [line for line in found if line.startswith(sentence)] != [], found


def test_uneven_tables_within_a_group_are_refused() -> None:
    problem = Problem(guests(12), (Round("peers", 4, "group"),))
    tables = ("p0 p3 p6", "p9", "p1 p4 p7 p10", "p2 p5 p8 p11")
    wrong = Solution((Seating("peers", tuple(tuple(one.split()) for one in tables)),), 0, 0)
    assert check(problem, wrong) == ["peers, a: tables of 1 and of 3 people"]


def test_people_who_swap_are_noticed_by_the_figures() -> None:
    problem = Problem(guests(6), (Round("mix", 2),))
    right = solve(problem, pace=quick)
    left, other = right.rounds[0].tables
    for one, guest in product(left, other):
        here = tuple(guest if name == one else name for name in left)
        there = tuple(one if name == guest else name for name in other)
        swapped = (replace(right.rounds[0], tables=(here, there)),)
        same = deviation(problem.people, (here, there)) == right.rounds[0].deviation
        assert (check(problem, replace(right, rounds=swapped)) == []) == same
