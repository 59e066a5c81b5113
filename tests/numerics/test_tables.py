"""Tables: mixed, peer, with demands; what is refused is impossible."""

from copy import deepcopy
from itertools import product

import highspy
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from entraide.numerics import tables
from entraide.numerics.faults import Infeasible, Undecided
from entraide.numerics.tables import Lock, Person, Problem, Round, check
from entraide.numerics.tables.problem import rooms, sizes
from entraide.numerics.tables.start import Demands, programmed, read, seats

from .make import guests, met_again, quick, room, seatings, table_problems, unlabelled

some = settings(max_examples=40, deadline=None, derandomize=True)


def solve(problem: Problem, seed: int = 0) -> tables.Solution:
    """Solve in less time than is planned."""
    return tables.solve(problem, seed=seed, pace=quick)


def refused(problem: Problem) -> tuple[str, str, tuple[str, ...]]:
    """Return the kind, the sentence and the names of what is refused."""
    with pytest.raises(Infeasible) as reason:
        solve(problem)
    return reason.value.kind, str(reason.value), reason.value.about


def seat_of(problem: Problem, answer: tables.Solution, person: str, number: int = 0) -> int:
    """Return the table of a person in a round."""
    seated = answer.rounds[number].tables
    return next(at for at, table in enumerate(seated) if person in table)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("people", "counts"),
    [(1, (1,)), (1, (1, 1)), (5, (1,)), (5, (5, 5)), (2, (1, 2)), (7, (3, 2, 3)), (9, (9, 1))],
)
def test_rooms_of_odd_sizes_are_seated(people: int, counts: tuple[int, ...]) -> None:
    problem = room(people, *counts)
    assert check(problem, solve(problem)) == []


def test_no_round_is_an_empty_answer() -> None:
    assert solve(Problem(guests(3), ())) == tables.Solution((), 0, 0)


def test_people_without_traits_only_meet() -> None:
    people = tuple(Person(name, {}) for name in "abcd")
    answer = solve(Problem(people, (Round("r", 2), Round("s", 2))))
    assert (answer.rounds[0].deviation, answer.repeats) == (0.0, 0)


@pytest.mark.slow
def test_each_table_is_a_miniature_of_the_room() -> None:
    people = tuple(Person(f"p{i}", {"group": "abcd"[i % 4]}) for i in range(24))
    answer = tables.solve(Problem(people, (Round("r", 6), Round("s", 6))))
    assert [seating.deviation for seating in answer.rounds] == [0.0, 0.0]
    assert answer.repeats == 0


def test_the_work_ends_when_nothing_can_be_better() -> None:
    asked: list[float] = []

    def noted(part: float) -> float:
        asked.append(part)
        return part

    people = tuple(Person(f"p{i}", {"group": "abcd"[i % 4]}) for i in range(16))
    tables.solve(Problem(people, (Round("r", 4),)), pace=noted)
    assert asked[-1] < 1


def test_couples_at_every_seat_change_company() -> None:
    couples = tuple((f"p{2 * i}", f"p{2 * i + 1}") for i in range(8))
    problem = room(16, 4, 4, keep_together=couples)
    # Each couple meets again; of 4 tables of 2 couples none is the same twice.
    assert tables.solve(problem, pace=lambda part: 20 * part).repeats == 8


def test_everyone_in_one_unit_needs_one_table() -> None:
    chain = tuple((f"p{i}", f"p{i + 1}") for i in range(5))
    assert solve(room(6, 1, keep_together=chain)).repeats == 0
    kind, _, about = refused(room(6, 2, keep_together=chain))
    assert (kind, about) == ("unit-too-large", ("r0", "p0", "p1", "p2", "p3", "p4", "p5"))


def test_peer_tables_hold_one_group_and_have_no_deviation() -> None:
    problem = Problem(guests(9), (Round("peers", 4, "group"), Round("mix", 3)))
    answer = solve(problem)
    group = {person.id: person.traits["group"] for person in problem.people}
    found = [{group[person] for person in table} for table in answer.rounds[0].tables]
    assert found == [{"a"}, {"a"}, {"b"}, {"c"}]
    assert (answer.rounds[0].deviation, answer.rounds[0].deviation_bound) == (None, None)
    assert check(problem, answer) == []


def test_tables_are_shared_out_so_that_the_fullest_is_small() -> None:
    people = tuple(Person(f"p{i}", {"g": "b" if i < 7 else "a"}) for i in range(9))
    shared = rooms(Problem(people, ()), Round("r", 4, "g"))
    assert [(len(one.people), one.first, one.tables) for one in shared] == [(2, 0, 1), (7, 1, 3)]


def test_a_group_takes_no_more_tables_than_people() -> None:
    people = tuple(Person(f"p{i}", {"g": "ab"[i > 0]}) for i in range(3))
    shared = rooms(Problem(people, ()), Round("r", 3, "g"))
    assert [one.tables for one in shared] == [1, 2]


def test_together_apart_and_settled_seats_are_kept_in_every_round() -> None:
    problem = room(
        12,
        4,
        4,
        keep_together=(("p0", "p1"), ("p1", "p2")),
        keep_apart=(("p3", "p4"), ("p0", "p5"), ("p5", "p6")),
        locked=(Lock("r1", "p1", 3), Lock("r1", "p7", 0)),
    )
    answer = solve(problem)
    assert check(problem, answer) == []
    assert [seat_of(problem, answer, name, 1) for name in ("p0", "p2", "p7")] == [3, 3, 0]


def test_everyone_settled_is_only_measured() -> None:
    locks = tuple(Lock("r0", f"p{i}", i % 3) for i in range(8))
    answer = solve(room(8, 3, locked=locks))
    assert answer.rounds[0].tables == (("p0", "p3", "p6"), ("p1", "p4", "p7"), ("p2", "p5"))


def test_a_larger_table_goes_where_demands_need_it() -> None:
    # Two settled seats, one table of three: only the second one can hold it.
    problem = room(
        5,
        2,
        keep_together=(("p2", "p3"),),
        keep_apart=(("p0", "p2"),),
        locked=(Lock("r0", "p0", 0), Lock("r0", "p1", 1)),
    )
    assert {tuple(map(len, solve(problem, seed).rounds[0].tables)) for seed in range(5)} == {(2, 3)}


def test_the_integer_programme_seats_what_chance_does_not() -> None:
    rivals = [frozenset({1}), frozenset({0}), frozenset[int]()]
    held, places = programmed(Demands("r", range(5), 2, [(0,), (1, 2), (3,)], rivals, {0: 0, 2: 1}))
    assert held == {0: 0, 1: 1, 2: 1}
    assert list(places) == [2, 3]


def test_the_integer_programme_keeps_equal_tables_equal() -> None:
    held, places = programmed(Demands("r", range(4), 2, [(0, 1)], [frozenset()], {0: 1}))
    assert (held, list(places)) == ({0: 1}, [2, 2])


def test_met_before_counts_once_however_often_it_is_said() -> None:
    problem = room(2, 1, met_before=(("p0", "p1"), ("p1", "p0"), ("p0", "p1")))
    answer = solve(problem)
    assert (answer.repeats, answer.repeats_bound) == (1, 1)


def test_together_and_apart_is_refused() -> None:
    pairs = {"keep_together": (("p0", "p1"), ("p1", "p2")), "keep_apart": (("p2", "p0"),)}
    assert refused(room(6, 2, **pairs)) == (
        "together-and-apart",
        '"p2" and "p0" must sit both together and apart',
        ("p2", "p0"),
    )


def test_more_tables_than_people_is_refused() -> None:
    kind, sentence, about = refused(room(2, 3))
    assert (kind, about) == ("more-tables-than-people", ("r0",))
    assert sentence == 'round "r0" has 3 tables for 2 people'


def test_fewer_tables_than_groups_is_refused() -> None:
    kind, _, about = refused(Problem(guests(6), (Round("r", 2, "group"),)))
    assert (kind, about) == ("fewer-tables-than-groups", ("r",))


def test_together_across_groups_is_refused() -> None:
    problem = Problem(guests(6), (Round("r", 3, "group"),), keep_together=(("p0", "p1"),))
    kind, sentence, about = refused(problem)
    assert (kind, about) == ("together-across-groups", ("r", "p0", "p1"))
    assert sentence == '"p0" and "p1" must sit together, but round "r" seats a and b apart'


def test_more_people_apart_than_tables_is_refused_with_names() -> None:
    pairs = (("p0", "p1"), ("p1", "p2"), ("p0", "p2"), ("p4", "p5"))
    kind, sentence, about = refused(room(6, 2, keep_apart=pairs))
    assert (kind, sorted(about)) == ("too-many-apart", ["p0", "p1", "p2", "r0"])
    assert "must all sit apart, but there are 2 tables" in sentence


def test_what_only_a_search_excludes_is_refused_too() -> None:
    ring = tuple((f"p{i}", f"p{(i + 1) % 5}") for i in range(5))
    kind, sentence, about = refused(room(6, 2, keep_apart=ring))
    assert (kind, about) == ("no-seating", ("r0",))
    assert "no seating meets all" in sentence


@pytest.mark.parametrize(
    ("seats_settled", "demands", "words"),
    [
        ("p0:0 p1:0 p2:0 p3:0", {}, "too many settled seats"),
        ("p0:0 p1:0 p2:0 p3:1 p4:1 p5:1", {}, "too many settled seats"),
        ("p0:0 p1:1", {"keep_together": (("p0", "p1"),)}, "settled at two tables"),
        ("p0:0 p1:0", {"keep_apart": (("p0", "p1"),)}, "settled at one table"),
    ],
)
def test_settled_seats_that_contradict_are_refused(
    seats_settled: str, demands: dict[str, tuple[tuple[str, str], ...]], words: str
) -> None:
    pairs = [one.split(":") for one in seats_settled.split()]
    locks = tuple(Lock("r0", person, int(table)) for person, table in pairs)
    kind, sentence, _ = refused(room(7, 3, locked=locks, **demands))
    assert kind == "locks"
    assert words in sentence


def test_a_seat_settled_among_another_group_is_refused() -> None:
    problem = Problem(guests(6), (Round("r", 3, "group"),), locked=(Lock("r", "p0", 2),))
    kind, sentence, about = refused(problem)
    assert (kind, about) == ("locks", ("r", "p0"))
    assert "a table of another group" in sentence


def test_more_demands_than_the_limit_are_undecided() -> None:
    demands = Demands("r", range(600), 300, [(i,) for i in range(200)], [frozenset()] * 200)
    with pytest.raises(Undecided, match="too many demands"):
        programmed(demands)


def test_a_programme_that_did_not_end_is_undecided() -> None:
    with pytest.raises(Undecided, match="nor proven impossible"):
        read(highspy.Highs(), Demands("r", (), 1), np.zeros((1, 1), np.int32))


def test_seats_without_demands_are_drawn_from_the_seed() -> None:
    demands = Demands("r", range(8), 3)
    found = [seats(demands, np.random.default_rng(seed)) for seed in (1, 1, 2)]
    assert found[0] == found[1] != found[2]
    assert [len(table) for table in found[0]] == [3, 3, 2]


@some
@given(table_problems(most=6, rounds=1))
def test_what_is_refused_is_what_trying_everything_cannot_seat(problem: Problem) -> None:
    one = problem.rounds[0]
    if one.by is None:
        possible = next(seatings(problem, one), None) is not None
        if possible:
            assert check(problem, solve(problem)) == []
        else:
            refused(problem)


@pytest.mark.slow
@some
@given(table_problems())
def test_every_answer_passes_the_verifier(problem: Problem) -> None:
    before = deepcopy(problem)
    try:
        answer = solve(problem)
    except Infeasible:
        return
    assert check(problem, answer) == []
    assert problem == before


@pytest.mark.slow
@settings(max_examples=25, deadline=None, derandomize=True)
@given(table_problems(), st.integers(0, 3))
def test_solving_is_a_function_of_problem_and_seed(problem: Problem, seed: int) -> None:
    try:
        answer = solve(problem, seed)
    except Infeasible:
        assert refused(problem) == refused(problem)
    else:
        assert solve(problem, seed) == answer


@pytest.mark.parametrize("counts", [(2, 2), (3, 2), (3, 3, 3)])
def test_the_fewest_repeats_that_trying_everything_finds(counts: tuple[int, ...]) -> None:
    problem = room(6, *counts, met_before=(("p0", "p1"),))
    everything = product(*(unlabelled(problem, one) for one in problem.rounds))
    fewest = min(met_again(problem.met_before, seated) for seated in everything)
    assert solve(problem).repeats == fewest


def test_table_sizes_differ_by_one_at_most() -> None:
    assert [sizes(10, 4), sizes(8, 4), sizes(1, 1)] == [(3, 3, 2, 2), (2, 2, 2, 2), (1,)]
