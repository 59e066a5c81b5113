"""What circulates: checked by hand, by another program, and by what chance does."""

import doctest
import itertools

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from entraide.numerics import circulation
from entraide.numerics.circulation import (
    NAMES,
    UNKNOWN,
    Act,
    Measure,
    Problem,
    Solution,
    check,
    measures,
    problem,
    solve,
)
from entraide.numerics.circulation.measures import (
    LONGEST,
    as_gifts,
    bridging,
    concentration,
    hanging,
    loop_of,
    reciprocity,
    strongly_connected,
)

rows = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=25)


def test_links_that_are_all_mutual_and_none() -> None:
    assert reciprocity(as_gifts([(0, 1), (1, 0), (2, 3), (3, 2)])) == pytest.approx(1)
    assert reciprocity(as_gifts([(0, 1), (1, 2), (2, 3)])) < 0
    # Said by hand: 2 of 3 links are mutual, among 4 people 3 of 12 links exist.
    assert reciprocity(as_gifts([(0, 1), (1, 0), (2, 3)])) == pytest.approx(
        (2 / 3 - 1 / 4) / (3 / 4)
    )


def test_links_drawn_by_lot_are_as_mutual_as_chance() -> None:
    lots = np.random.default_rng(3)
    gifts = lots.integers(0, 60, (900, 2))
    assert abs(reciprocity(gifts)) < 0.06


def test_everybody_linked_to_all_is_no_more_than_chance() -> None:
    gifts = as_gifts([(a, b) for a in range(4) for b in range(4) if a != b])
    assert reciprocity(gifts) == 0


@settings(max_examples=150, deadline=None)
@given(rows)
def test_a_gift_is_on_a_loop_as_every_walk_tells(told: list[tuple[int, int]]) -> None:
    pairs = {one for one in told if one[0] != one[1]}
    apart = [one for one in told if one[0] != one[1]]
    found = loop_of(as_gifts(apart)) if apart else np.zeros(0)
    for most in (2, 3, LONGEST):
        on_a_loop = {
            link
            for size in range(2, most + 1)
            for ring in itertools.permutations(range(7), size)
            if all(pair in pairs for pair in _links_of(ring))
            for link in _links_of(ring)
        }
        assert [one in on_a_loop for one in apart] == (found <= most).tolist()


def _links_of(ring: tuple[int, ...]) -> list[tuple[int, int]]:
    return list(zip(ring, (*ring[1:], ring[0]), strict=True))


@settings(max_examples=150, deadline=None)
@given(rows)
def test_two_are_in_one_part_when_each_reaches_the_other(told: list[tuple[int, int]]) -> None:
    reach = np.eye(7, dtype=bool)
    for giver, receiver in told:
        reach[giver, receiver] = True
    for middle in range(7):
        reach |= np.outer(reach[:, middle], reach[middle])
    part = strongly_connected(as_gifts(told))
    for one, other in itertools.combinations(part, 2):
        assert (part[one] == part[other]) == bool(reach[one, other] and reach[other, one])


def test_concentration_between_each_as_much_and_one_alone() -> None:
    assert concentration(np.array([0, 1, 2, 3] * 5), 4) == pytest.approx(0)
    # By hand: one gives 1, one gives 3: (1 * 1 + 2 * 3) * 2 / (2 * 4) - 3 / 2.
    assert concentration(np.array([0, 1, 1, 1]), 2) == pytest.approx(0.25)
    assert concentration(np.array([0] * 97 + [1, 2, 3]), 4) > 0.7
    assert concentration(np.array([], dtype=np.int64), 50) == 0


def test_who_gives_nothing_counts_in_how_concentrated_giving_is() -> None:
    # One for fifty; eleven, each as much, for 650.
    assert concentration(np.array([0] * 50), 50) == pytest.approx(1 - 1 / 50)
    assert concentration(np.arange(11).repeat(4), 650) == pytest.approx(1 - 11 / 650)
    # As the definition says: how far apart all pairs are, over twice the mean.
    times = np.array([0, 0, 0, 1, 2, 2, 5])
    pairs = np.abs(times[:, None] - times[None, :]).mean()
    assert concentration(np.arange(7).repeat(times), 7) == pytest.approx(pairs / 2 / times.mean())
    problem = Problem((0,) * 12, tuple(Act((0,), (1 + one % 11,)) for one in range(22)), members=40)
    found = solve(problem)
    assert found.measures["giving"].value == pytest.approx(1 - 1 / 40)
    assert found.measures["receiving"].value == pytest.approx(1 - 11 / 40)
    assert check(problem, found) == []


def test_bridging_is_told_beside_what_chance_would_do() -> None:
    group = np.array([0, 0, 1, 1, -1])
    inside, chance = bridging(as_gifts([(0, 1), (1, 0), (2, 3), (3, 2)]), group)
    assert (inside, chance) == (0, 0.5)
    # Who did not say their group is left out.
    across, _chance = bridging(as_gifts([(0, 2), (2, 0), (4, 0)]), group)
    assert across == 1
    assert bridging(as_gifts([(4, 0)]), group) == (0, 0)


def test_what_hangs_on_one_person() -> None:
    giver = np.array([0] * 10 + [1, 2] + list(range(12)))
    category = np.array([0] * 12 + [1] * 12)
    assert hanging(giver, category) == 0.5
    # Too few gifts for any: nothing can be said.
    assert hanging(giver[:5], category[:5]) is None


def test_what_was_not_said_is_no_branch() -> None:
    giver = np.array([0] * 12 + list(range(12)))
    category = np.array([UNKNOWN] * 12 + [1] * 12)
    assert hanging(giver, category) == 0
    assert hanging(giver[:12], category[:12]) is None
    alone = Problem((0, 0), (Act((0,), (1,)),) * 12, members=2)
    assert "hanging" not in solve(alone).measures
    assert check(alone, Solution({"hanging": Measure(0, 0, 0)})) != []


def test_it_is_told_of_how_much_one_person_is() -> None:
    """Thirteen stories of one giver, seven of others: thirteen of twenty."""
    acts = [Act((0,), (1 + one,), told=True, minutes=10) for one in range(13)]
    acts += [Act((one, one + 1), (20,), told=True, minutes=10) for one in range(1, 15, 2)]
    acts.append(Act((3,), (4,), minutes=600, stands_in=True))
    acts += [Act((one,), (one + 1,), minutes=1, stands_in=True) for one in range(5, 15)]
    found = solve(Problem((0,) * 21, tuple(acts), members=30)).measures
    assert found["voice"].most == pytest.approx(13 / 20)
    # In minutes: one act of ten hours beside ten of a minute.
    assert found["substitution"].most == pytest.approx(600 / 610)
    assert found["substitution"].people == 13
    # The first gives 13 of the 38 gifts; one receives 14.
    assert found["giving"].most == pytest.approx(14 / 38)
    assert (found["loops_any"].whole, found["isolation"].whole, found["voice"].whole) == (38, 30, 0)


PEOPLE = 6
sides = st.lists(st.integers(0, PEOPLE - 1), max_size=3, unique=True).map(tuple)
acts = st.one_of(
    st.builds(
        Act, sides, sides, branch=st.integers(UNKNOWN, 2), told=st.booleans(),
        minutes=st.integers(0, 90), stands_in=st.booleans(),
    ),
    sides.map(lambda people: Act(people, people, together=True)),
)  # fmt: skip
problems = st.builds(
    Problem,
    groups=st.lists(st.integers(UNKNOWN, 2), min_size=PEOPLE, max_size=PEOPLE).map(tuple),
    acts=st.lists(acts, min_size=1, max_size=25).map(tuple),
    members=st.integers(PEOPLE, 12),
)


@settings(max_examples=60, deadline=None)
@given(problems)
@pytest.mark.slow
def test_who_counts_again_finds_the_same(problem: Problem) -> None:
    found = solve(problem, seed=1)
    assert check(problem, found) == []
    for one in found.measures.values():
        assert -1 - 1e-9 <= one.low <= one.high <= 1 + 1e-9


def test_an_answer_that_says_something_else_is_found() -> None:
    """The control of the verifier: each number wrong by a little, an interval upside down."""
    often = (Act((0,), (1,), branch=2),) * 11
    problem = Problem((0, 0, 1, UNKNOWN), (*acts_of_four(), *often), members=5)
    right = solve(problem).measures
    assert set(right) == set(NAMES)
    for name, one in right.items():
        wrong = Measure(one.value + 0.01, one.low, one.high + 0.01)
        (fault,) = check(problem, Solution({**right, name: wrong}))
        assert fault.startswith(name)
    upside_down = Solution({"voice": Measure(right["voice"].value, 0.9, 0.1)})
    assert "does not hold" in check(problem, upside_down)[0]
    assert "nobody knows" in check(problem, Solution({"wealth": Measure(1, 1, 1)}))[0]


def acts_of_four() -> tuple[Act, ...]:
    return (
        Act((0,), (1,), told=True, minutes=30),
        Act((1,), (2,), minutes=90, stands_in=True),
        Act((2,), (0,), branch=1),
        Act((0, 1, 2), (0, 1, 2), together=True),
        Act((3,), (0,)),
    )


def test_four_people_by_hand() -> None:
    told = solve(Problem((0, 0, 1, UNKNOWN), acts_of_four(), members=5)).measures
    found = {name: one.value for name, one in told.items()}
    assert found["loops_2"] == 0
    assert found["loops_3"] == 0.75
    # Three who met two others at least, of five: the fourth met one, the fifth nobody.
    assert found["isolation"] == pytest.approx(0.4)
    assert found["voice"] == 0.2
    assert found["substitution"] == 0.75
    # Nobody but the first gave twice; the third met the two others at work.
    people = {name: one.people for name, one in told.items()}
    assert (people["giving"], people["receiving"], people["isolation"]) == (4, 3, 2)
    assert (people["loops_2"], people["loops_3"], people["reciprocity"]) == (0, 3, 4)
    assert (people["voice"], people["substitution"], people["bridging"]) == (2, 2, 3)
    assert (people["unequal"], people["peers"], people["multilateral"]) == (3, 2, 3)
    # Inside a group, between two, between two, together; the last said nothing.
    assert (found["peers"], found["unequal"], found["multilateral"]) == (0.25, 0.5, 0.25)


def test_the_interval_narrows_with_the_acts_and_follows_the_seed() -> None:
    lots = np.random.default_rng(1)
    few = random_problem(lots, 60)
    many = Problem(few.groups, few.acts * 30, few.members)
    one, other = solve(few, seed=5).measures["giving"], solve(many, seed=5).measures["giving"]
    assert 0 < other.high - other.low < one.high - one.low
    assert one.value == pytest.approx(other.value)
    assert solve(few, seed=5) == solve(few, seed=5)
    assert solve(few, seed=5) != solve(few, seed=6)
    assert solve(Problem((), (), 0)).measures == {}


def test_the_examples_of_the_documentation_hold() -> None:
    for module in (circulation, measures, problem):
        done = doctest.testmod(module)
        assert done.attempted
        assert done.failed == 0


def test_the_interval_of_a_share_is_that_of_its_binomial() -> None:
    lots = np.random.default_rng(4)
    told = lots.random(1_000) < 0.3
    acts = tuple(Act((0,), (1,), told=bool(one)) for one in told)
    widths = [
        (one.high - one.low) / 2
        for one in (
            solve(Problem((0, 0), acts, 2), seed=seed).measures["voice"] for seed in range(20)
        )
    ]
    wanted = 1.96 * (0.3 * 0.7 / len(acts)) ** 0.5
    assert sum(widths) / len(widths) == pytest.approx(wanted, rel=0.2)


def test_links_have_intervals_that_hold_them() -> None:
    """Drawn again with replacement, a third of the links would be lost, the number with them."""
    problem = random_problem(np.random.default_rng(2), 150)
    for one in solve(problem).measures.values():
        assert one.low <= one.value <= one.high
    found = solve(problem).measures["loops_2"]
    assert found.low < found.value < found.high


def random_problem(lots: np.random.Generator, count: int) -> Problem:
    pairs = lots.integers(0, 20, (count, 2)).tolist()
    return Problem(
        groups=tuple(lots.integers(0, 3, 20).tolist()),
        acts=tuple(Act((a,), (b,)) for a, b in pairs if a != b),
        members=20,
    )
