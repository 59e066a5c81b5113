"""One more link: what it brings is what solving again finds."""

from itertools import permutations

import pytest

from entraide.numerics import loops
from entraide.numerics.loops import (
    Problem,
    Solution,
    check,
    listing,
    next_best,
    one_more,
    solve,
)
from tests.numerics.rings import crowd, poor


def test_one_more_link_is_what_solving_again_finds() -> None:
    for seed in range(3):
        problem = crowd(12, 30, 1, 2 + seed, seed)
        answer = solve(problem)
        missing = [
            (one, other)
            for one, other in permutations((*problem.people, *problem.givers), 2)
            if other in problem.people and (one, other) not in problem.arcs
        ]
        for link in one_more(problem, answer, candidates=missing[::5], most=20):
            again = solve(with_arc(problem, link.arc))
            assert link.more == link.at_most == again.served - answer.served, link
            assert (link.ring != ()) >= (link.more > 0)
            assert check(with_arc(problem, link.arc), Solution((), (), 0, 0)) == []


def with_arc(problem: Problem, arc: tuple[str, str]) -> Problem:
    return Problem(
        problem.people, (*problem.arcs, arc), problem.apart, problem.givers, problem.max_length
    )


def test_links_are_sought_among_those_whom_nobody_serves() -> None:
    arcs = (("a", "b"), ("b", "a"), ("c", "d"), ("d", "e"), ("a", "c"))
    problem = Problem(tuple("abcde"), arcs, givers=("z",))
    answer = solve(problem)
    found = one_more(problem, answer)
    assert found[0] == loops.Link(("e", "c"), 3, 3, ("e", "c", "d")) or found[0].more == 3
    assert {link.arc for link in found if link.more == 3} == {("e", "c"), ("z", "c")}
    assert not {link.arc for link in found} & set(arcs)
    assert len(one_more(problem, answer, most=2)) == 2


def test_a_link_that_cannot_be_brings_nothing() -> None:
    problem = Problem(("a", "b"), (("a", "b"),), givers=("z",))
    arcs = [("a", "b"), ("a", "a"), ("a", "z"), ("b", "a")]
    found = one_more(problem, solve(problem), candidates=arcs)
    assert [link.more for link in found] == [2, 0, 0, 0]
    assert found[0].arc == ("b", "a")


def test_the_first_link_of_all_brings_what_its_chain_serves() -> None:
    problem = Problem(("a", "b"), (), givers=("z",))
    found = one_more(problem, solve(problem))
    assert {(link.arc, link.more) for link in found} == {(("z", "a"), 1), (("z", "b"), 1)}
    assert one_more(problem, solve(problem), candidates=[("a", "b")])[0].more == 0


def test_a_link_between_people_apart_brings_nothing() -> None:
    problem = Problem(("a", "b"), (("a", "b"),), (("b", "a"),))
    assert one_more(problem, solve(problem), candidates=[("b", "a")])[0].more == 0


def test_a_link_is_compared_with_the_best_that_nobody_refused() -> None:
    arcs = (("a", "b"), ("b", "a"), ("b", "c"))
    problem = Problem(("a", "b", "c"), arcs, max_length=2)
    refused = [("a", "b")]
    answer = next_best(problem, refused)
    assert one_more(problem, answer, candidates=[("c", "b")], refused=refused)[0].more == 2
    assert one_more(problem, solve(problem), candidates=[("c", "b")])[0].more == 0


def test_where_the_list_is_not_whole_a_link_is_only_bounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = crowd(40, 400, 2, 4)
    answer = solve(problem)
    monkeypatch.setattr(listing.Purse, "__init__", poor("MOST_PATHS"))
    arcs = [("p0", f"p{one}") for one in range(1, 9)]
    found = one_more(problem, answer, candidates=arcs)
    # An arc that exists, or would only close what `apart` forbids, brings nothing for certain.
    assert {(link.more, link.at_most) for link in found} == {(0, 4), (0, 0)}


# Size
