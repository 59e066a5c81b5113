"""A changed room is seated again with few moves."""

from dataclasses import replace

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


def test_a_couple_for_whom_no_table_has_two_seats_has_the_round_seated_anew() -> None:
    problem = room(6, 2)
    before = seated(problem)
    couple = (Person("new", {"group": "a"}), Person("newer", {"group": "b"}))
    come = replace(
        problem,
        people=(*problem.people, *couple),
        keep_together=(("new", "newer"),),
        locked=(Lock("r0", "p0", 1),),
    )
    mended = mend(come, before)
    assert mended == come
    assert seated(mended)["r0"][1].count("p0") == 1


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
