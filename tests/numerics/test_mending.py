"""A changed room is seated again with few moves."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings

from entraide.numerics import tables
from entraide.numerics.faults import Infeasible
from entraide.numerics.tables import Lock, Person, Problem, check
from entraide.numerics.tables.mending import mend

from .make import quick, room, table_problems

Seated = dict[str, tuple[tuple[str, ...], ...]]
some = settings(max_examples=60, deadline=None, derandomize=True)


def seated(problem: Problem) -> Seated:
    answer = tables.solve(problem, pace=quick)
    assert check(problem, answer) == []
    return {seating.id: seating.tables for seating in answer.rounds}


def moved(before: Seated, after: Seated) -> set[str]:
    """Return who no longer sits with everyone who stays."""
    found: set[str] = set()
    for name, now in after.items():
        at = {person: number for number, table in enumerate(before[name]) for person in table}
        for number, table in enumerate(now):
            found |= {person for person in table if at.get(person, number) != number}
    return found


def without(problem: Problem, person: str) -> Problem:
    """Return the problem when somebody does not come."""
    people = tuple(one for one in problem.people if one.id != person)
    together, apart, met = (
        tuple(two for two in pairs if person not in two)
        for pairs in (problem.keep_together, problem.keep_apart, problem.met_before)
    )
    locked = tuple(lock for lock in problem.locked if lock.person != person)
    return Problem(people, problem.rounds, together, apart, met, locked)


def test_an_unchanged_room_stays_as_it_is() -> None:
    problem = room(10, 3, 3, keep_together=(("p0", "p1"),))
    before = seated(problem)
    assert seated(mend(problem, before)) == before


def test_someone_who_comes_takes_the_free_seat() -> None:
    problem = room(11, 3, 3)
    before = seated(problem)
    come = replace(problem, people=(*problem.people, Person("new", {"group": "a"})))
    after = seated(mend(come, before))
    assert moved(before, after) == set()


def test_someone_who_leaves_a_smaller_table_makes_one_person_move() -> None:
    problem = room(8, 3)
    before = seated(problem)
    gone = before["r0"][2][0]
    after = seated(mend(without(problem, gone), before))
    assert len(moved(before, after)) == 1


def test_a_table_that_goes_gives_its_people_to_the_others() -> None:
    problem = room(9, 3)
    before = seated(problem)
    fewer = replace(problem, rounds=(problem.rounds[0]._replace(tables=2),))
    assert len(moved(before, seated(mend(fewer, before)))) <= 6


def test_a_round_that_was_not_seated_is_left_to_the_solver() -> None:
    problem = room(6, 2, 2, locked=(Lock("r1", "p0", 1),))
    before = {"r0": seated(problem)["r0"]}
    assert {lock for lock in mend(problem, before).locked if lock.round == "r1"} == {
        Lock("r1", "p0", 1)
    }


def test_a_couple_for_whom_no_table_has_two_seats_makes_one_person_move() -> None:
    problem = room(6, 2)
    before = seated(problem)
    couple = (Person("new", {"group": "a"}), Person("newer", {"group": "b"}))
    come = replace(
        problem,
        people=(*problem.people, *couple),
        keep_together=(("new", "newer"),),
        locked=(Lock("r0", "p0", table_of(before, "p0")),),
    )
    after = seated(mend(come, before))
    assert len(moved(before, after)) == 1
    assert check(come, tables.solve(mend(come, before), pace=quick)) == []


def table_of(seated: Seated, person: str) -> int:
    """Return the table of someone in the first round."""
    return next(number for number, table in enumerate(seated["r0"]) if person in table)


def test_a_new_tie_moves_two_people_and_a_new_distance_two() -> None:
    problem = room(24, 4)
    before = seated(problem)
    first = before["r0"][0]
    tied = replace(problem, keep_together=((first[0], before["r0"][1][0]),))
    assert len(moved(before, seated(mend(tied, before)))) == 2
    parted = replace(problem, keep_apart=((first[0], first[1]),))
    assert len(moved(before, seated(mend(parted, before)))) == 2


def test_tables_keep_their_place_when_one_goes_empty() -> None:
    problem = room(9, 3)
    before = seated(problem)
    gone = set(before["r0"][0])
    smaller = replace(problem, people=tuple(one for one in problem.people if one.id not in gone))
    assert len(moved(before, seated(mend(smaller, before)))) == 2


def test_whoever_is_settled_elsewhere_goes_there() -> None:
    problem = room(8, 2)
    before = seated(problem)
    person = before["r0"][0][0]
    asked = replace(problem, locked=(Lock("r0", person, 1),))
    after = seated(mend(asked, before))
    assert person in after["r0"][1]
    assert len(moved(before, after)) == 2


def test_settled_people_keep_a_table_that_becomes_too_small() -> None:
    # Five of the first table are settled, and eight people at two tables are four and four.
    problem = room(8, 2)
    names = [person.id for person in problem.people]
    locked = tuple(Lock("r0", name, 0) for name in names[:5])
    asked = replace(problem, locked=locked)
    mended = mend(asked, {"r0": [names[:5], names[5:]]})
    assert mended == asked
    with pytest.raises(Infeasible):
        tables.solve(mended, pace=quick)


def test_a_unit_whose_settled_seats_differ_is_left_to_the_refusals() -> None:
    problem = room(6, 2, keep_together=(("p0", "p1"),))
    locked = (Lock("r0", "p0", 0), Lock("r0", "p1", 1))
    asked = replace(problem, locked=locked)
    mended = mend(asked, {"r0": [["p0", "p2", "p3"], ["p1", "p4", "p5"]]})
    assert mended == asked
    with pytest.raises(Infeasible, match="settled at two tables"):
        tables.solve(mended, pace=quick)


def test_a_large_room_with_a_new_tie_is_mended_in_time() -> None:
    problem = room(200, 25)
    before = {"r0": tuple(tuple(f"p{n}" for n in range(table, 200, 25)) for table in range(25))}
    asked = replace(
        problem, keep_together=(("p0", "p1"), ("p30", "p77")), keep_apart=(("p2", "p27"),)
    )
    began = time.monotonic()
    mended = mend(asked, before)
    assert time.monotonic() - began < 10
    after = tables.solve(mended, pace=quick)
    assert check(asked, after) == []
    assert len(moved(before, {"r0": after.rounds[0].tables})) <= 6


@pytest.mark.slow
@some
@given(table_problems(rounds=2))
def test_mending_keeps_every_demand_whoever_leaves(problem: Problem) -> None:
    try:
        before = seated(problem)
    except Infeasible:
        return
    smaller = without(problem, problem.people[-1].id)
    try:
        anew = tables.solve(smaller, pace=quick)
    except Infeasible:
        return
    after = tables.solve(mend(smaller, before), pace=quick)
    assert check(smaller, after) == []
    assert len(after.rounds) == len(anew.rounds)
