"""What votes say: counts by hand, directions by full decompositions, groups that are there."""

from collections.abc import Sequence
from math import isclose, prod, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as st

from entraide.numerics.opinion import (
    Problem,
    Solution,
    Votes,
    axes,
    check,
    grid,
    groups,
    problem as opinion_problem,
    published,
    solve,
    stability,
    statements,
    votes_of,
)

Row = tuple[str, str, int]
some = settings(max_examples=40, deadline=None, derandomize=True)
names = st.sampled_from(["a", "b", "c", "d", "9", "10"])
rows = st.lists(
    st.tuples(names, st.sampled_from(["s", "t", "u", "7"]), st.sampled_from([1, -1, 0])),
    min_size=1,
    max_size=30,
)
labels = st.dictionaries(names, st.sampled_from(["x", "y"]))


def asked(votes: Sequence[Row], **more: Any) -> Problem:
    return Problem(votes_of(votes), **more)


def crowd(people: int, count: int, seed: int, camps: int = 2, seen: float = 0.8) -> list[Row]:
    """Return votes of camps that differ on every statement."""
    lots = np.random.default_rng(seed)
    views = lots.choice((-1.5, 1.5), (camps, count))
    said = views[np.arange(people) % camps] + lots.logistic(0, 0.7, (people, count))
    vote = np.where(said > 0.3, 1, np.where(said < -0.3, -1, 0))
    voted = lots.random((people, count)) < seen
    return [(f"p{person}", f"s{one}", int(vote[person, one])) for person, one in np.argwhere(voted)]


def full(votes: Sequence[Row]) -> tuple[list[str], list[str], Any]:
    """Return the last votes as a table with nan where nothing was seen."""
    last = {(voter, statement): vote for voter, statement, vote in votes}
    voters = sorted({one for one, _ in last}, key=opinion_problem.natural)
    columns = sorted({one for _, one in last}, key=opinion_problem.natural)
    table = np.full((len(voters), len(columns)), np.nan)
    for (voter, statement), vote in last.items():
        table[voters.index(voter), columns.index(statement)] = vote
    return voters, columns, table


def decomposed(votes: Sequence[Row]) -> tuple[Any, Any, Any]:
    """Return positions, directions and their strengths, by a full decomposition."""
    _, columns, table = full(votes)
    seen = ~np.isnan(table)
    centred = np.where(seen, table - np.nanmean(table, axis=0), 0)
    _, strengths, directions = np.linalg.svd(centred, full_matrices=False)
    scale = np.sqrt(len(columns) / seen.sum(axis=1))[:, None]
    return centred @ directions[:2].T * scale, directions[:2], strengths


def same_up_to_sign(left: Any, right: Any, off: float = 1e-6) -> bool:
    return bool(min(np.abs(left - right).max(), np.abs(left + right).max()) <= off)


# Votes


@some
@given(rows, labels, st.randoms(use_true_random=False))
def test_only_the_last_vote_of_a_pair_depends_on_the_order(
    votes: list[Row], given_: dict[str, str], lots: Any
) -> None:
    last = list({(voter, one): (voter, one, vote) for voter, one, vote in votes}.values())
    right = solve(asked(votes, groups=given_, peer_groups=given_))
    lots.shuffle(last)
    assert solve(asked(last, groups=given_, peer_groups=given_)) == right
    assert solve(asked(votes + votes[-1:], groups=given_, peer_groups=given_)) == right
    voter, statement, vote = votes[0]
    again = [(voter, statement, -vote), *votes[1:], votes[0]]
    assert solve(asked([*again, *last], groups=given_, peer_groups=given_)) == right


@some
@given(rows, labels)
def test_whoever_never_voted_changes_nothing(votes: list[Row], given_: dict[str, str]) -> None:
    cast, given_ = votes_of(votes), {"a": "x"} | given_
    more = Votes(("z", *cast.voters), (*cast.statements, "w"), *moved(cast))
    with_z = given_ | {"z": "z"}
    assert solve(Problem(more, with_z, groups=with_z)) == solve(
        Problem(cast, given_, groups=given_)
    )


def moved(votes: Votes) -> tuple[Any, Any, Any]:
    """Return the columns of votes when one voter comes before all others."""
    voter = votes.voter[:]
    for place, one in enumerate(voter):
        voter[place] = one + 1
    return voter, votes.statement, votes.vote


@pytest.mark.slow
@some
@given(rows, labels, st.permutations(["a", "b", "c", "d", "9", "10"]))
def test_other_names_give_the_same_figures(
    votes: list[Row], given_: dict[str, str], others: list[str]
) -> None:
    new = dict(zip(["a", "b", "c", "d", "9", "10"], others, strict=True))
    statement = {"s": "7", "t": "u", "u": "s", "7": "t"}
    right = solve(asked(votes, groups=given_, min_votes=1))
    renamed = solve(
        asked(
            [(new[voter], statement[one], vote) for voter, one, vote in votes],
            groups={new[voter]: label for voter, label in given_.items()},
            min_votes=1,
        )
    )
    assert renamed.consensus == {statement[one]: part for one, part in right.consensus.items()}
    assert [one[:2] for one in renamed.unsaid] == [one[:2] for one in right.unsaid]
    assert set(renamed.positions) == {new[voter] for voter in right.positions}
    strengths = [*decomposed(votes)[2], 0, 0]
    assume(strengths[0] > strengths[1] + 0.05 and strengths[1] > strengths[2] + 0.05)
    for axis in (0, 1):
        before = [place[axis] for place in right.positions.values()]
        after = [renamed.positions[new[voter]][axis] for voter in right.positions]
        assert same_up_to_sign(np.array(after), np.array(before))


@pytest.mark.slow
def test_votes_are_cut_in_blocks_of_people(monkeypatch: pytest.MonkeyPatch) -> None:
    votes = crowd(40, 12, seed=3)
    lots = np.random.default_rng(1)
    mixed = [votes[one] for one in lots.permutation(len(votes))]
    again = [(voter, one, -vote) for voter, one, vote in mixed[:50]] + mixed
    right = solve(asked(votes))
    in_order = sorted(votes, key=lambda row: opinion_problem.natural(row[0]))
    monkeypatch.setattr(grid, "CELLS", 60)
    monkeypatch.setattr(grid, "PIECE", 7)
    for cast in (votes, in_order, mixed, again):
        assert same(solve(asked(cast)), right)
    # More blocks than fit in 16 bits are only numbered with more.
    monkeypatch.setattr(grid, "CELLS", 1)
    assert same(solve(asked(mixed)), right)


def same(left: Solution, right: Solution) -> bool:
    """Tell whether two answers are the same up to rounding of the positions."""
    here, there = (np.array(list(one.positions.values())) for one in (left, right))
    said = [(one.groups, one.consensus, one.stability) for one in (left, right)]
    return said[0] == said[1] and np.allclose(here, there)


# Consensus and representative statements


@some
@given(rows, labels)
def test_consensus_is_the_product_over_groups(votes: list[Row], given_: dict[str, str]) -> None:
    voters, columns, table = full(votes)
    inside = sorted({label for voter, label in given_.items() if voter in voters})
    right = {}
    for place, name in enumerate(columns):
        parts = []
        for group in inside:
            own = [table[row, place] for row, v in enumerate(voters) if given_.get(v) == group]
            seen = [vote for vote in own if not np.isnan(vote)]
            parts.append((seen.count(1) + 1) / (len(seen) + 2))
        right[name] = prod(parts)
    found = solve(asked(votes, groups=given_)).consensus
    assert found == (pytest.approx(right, rel=1e-12) if inside else {})


@settings(max_examples=120, deadline=None, derandomize=True)
@given(rows, labels, st.integers(1, 8), st.booleans())
def test_every_answer_passes_the_verifier(
    votes: list[Row], given_: dict[str, str], min_votes: int, search: bool
) -> None:
    problem = asked(
        votes, peer_groups=given_, min_votes=min_votes, groups=None if search else given_
    )
    assert check(problem, solve(problem)) == []


def test_a_group_that_agrees_with_nothing_is_shown_by_what_it_refuses() -> None:
    votes = [(f"x{i}", "s", -1) for i in range(9)] + [(f"y{i}", "s", 1) for i in range(9)]
    found = solve(asked(votes, groups={voter: voter[0] for voter, _, _ in votes}))
    shown = {group: [one[:2] for one in listed] for group, listed in found.representative.items()}
    assert shown == {"x": [("s", -1)], "y": [("s", 1)]}
    one = found.representative["y"][0]
    assert (one.votes, one.seen, one.share) == (9, 9, 10 / 11)
    assert isclose(one.z_half, 2 * sqrt(10) * (1 - 0.5))
    assert isclose(one.ratio, (10 / 11) / (1 / 11))


def test_a_group_without_any_clear_statement_shows_the_least_unclear() -> None:
    votes = [("a", "s", 0), ("b", "s", 0), ("a", "t", 0), ("b", "t", -1)]
    found = solve(asked(votes, groups={"a": "x", "b": "y"}))
    assert {group: len(listed) for group, listed in found.representative.items()} == {
        "x": 1, "y": 1,
    }  # fmt: skip


def test_at_most_five_statements_are_shown_agreement_first() -> None:
    votes = [
        (f"{group}{i}", f"s{j}", (1 if j < 4 else -1) * (1 if group == "x" else -1))
        for group in "xy"
        for i in range(9)
        for j in range(8)
    ]
    found = solve(asked(votes, groups={voter: voter[0] for voter, _, _ in votes}))
    assert [one.vote for one in found.representative["x"]] == [1, 1, 1, 1, -1]
    # All are equally clear: the one agreed on best is there, the others are the first ones.
    assert [one.statement for one in found.representative["y"]] == ["s4", "s0", "s1", "s2", "s3"]


def test_equal_shares_of_everybody_differ_by_nothing() -> None:
    every = np.array([0, 5])
    assert statements.difference(every, every, every, every).tolist() == [0.0, 0.0]


# Positions


@some
@given(st.integers(5, 30), st.integers(3, 20), st.integers(0, 100))
def test_positions_are_those_of_a_full_decomposition(people: int, count: int, seed: int) -> None:
    votes = crowd(people, count, seed, seen=0.7)
    found = solve(asked(votes, min_votes=1, groups={}))
    places, directions, strengths = decomposed(votes)
    assume(strengths[0] > strengths[1] * 1.02 and strengths[1] > strengths[2] * 1.02)
    assert list(found.positions) == full(votes)[0]
    for axis in (0, 1):
        ours = np.array([one[axis] for one in found.positions.values()])
        assert same_up_to_sign(ours, places[:, axis])
        weights = np.array([one[axis] for one in found.axes.values()])
        assert same_up_to_sign(weights, directions[axis])
        assert weights.sum() > -1e-9


@pytest.mark.slow
def test_many_statements_are_decomposed_step_by_step() -> None:
    votes = crowd(80, axes.EXACT_STATEMENTS + 40, seed=2, camps=3)
    found = solve(asked(votes))
    assert check(asked(votes), found) == []
    places, _, _ = decomposed(votes)
    for axis in (0, 1):
        ours = np.array([one[axis] for one in found.positions.values()])
        assert same_up_to_sign(ours, places[:, axis], 1e-3)


@pytest.mark.parametrize("camps", [2, 3])
def test_camps_without_doubt_leave_no_further_direction(camps: int) -> None:
    views = np.random.default_rng(4).choice((-1, 1), (camps, axes.EXACT_STATEMENTS + 20))
    votes = [
        (f"p{person}", f"s{one}", int(vote))
        for person in range(30)
        for one, vote in enumerate(views[person % camps])
    ]
    problem = asked(votes, stability=False)
    found = solve(problem)
    assert check(problem, found) == []
    flat = all(abs(place[1]) < 1e-6 for place in found.positions.values())
    assert (flat, len(set((found.groups or {}).values()))) == (camps == 2, camps)


def test_the_search_of_directions_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(axes, "MOST_STEPS", 6)
    monkeypatch.setattr(axes, "TOLERANCE", 0.0)
    votes = crowd(40, axes.EXACT_STATEMENTS + 20, seed=2)
    weights = np.array(list(solve(asked(votes, groups={})).axes.values()))
    assert np.allclose(weights.T @ weights, np.eye(2))


def test_a_direction_whose_weights_cancel_is_turned_by_the_largest() -> None:
    assert axes.oriented(np.array([-0.8, 0.4, 0.4])).tolist() == [0.8, -0.4, -0.4]
    assert axes.oriented(np.array([0.6, -0.8])).tolist() == [-0.6, 0.8]


def test_few_votes_do_not_pull_to_the_middle() -> None:
    votes = [(f"p{i}", f"s{j}", 1 if i % 2 else -1) for i in range(10) for j in range(8)]
    votes += [("few", f"s{j}", 1) for j in range(7)] + [("too-few", f"s{j}", 1) for j in range(6)]
    found = solve(asked(votes))
    assert "too-few" not in found.positions
    assert found.positions["few"][0] == pytest.approx(found.positions["p1"][0], rel=0.1)


# What cannot be said


def reasons(solution: Solution) -> dict[str, str]:
    return {one.about: one.kind for one in solution.unsaid}


@pytest.mark.parametrize(
    ("votes", "kinds"),
    [
        ([], {"positions": "too-few-statements", "groups": "no-positions"}),
        ([("a", "s", 1)], {"positions": "too-few-statements", "groups": "no-positions"}),
        (
            [("a", "s", 1), ("a", "t", 1)],
            {"positions": "too-few-people", "groups": "no-positions"},
        ),
        (
            [(voter, one, 1) for voter in "abc" for one in "st"],
            {"positions": "all-alike", "groups": "no-positions"},
        ),
        (
            [(f"p{i}", one, i % 2) for i in range(9) for one in "st"],
            {"groups": "too-few-people"},
        ),
        (
            [(f"p{i}", one, int(i < 4)) for i in range(30) for one in "st"],
            {"groups": "no-division"},
        ),
    ],
)
def test_what_cannot_be_said_has_a_reason(votes: list[Row], kinds: dict[str, str]) -> None:
    problem = asked(votes, peer_groups={"a": "x"})
    found = solve(problem)
    assert reasons(found) == kinds | {"by_peer_group": "too-few-people"}
    assert (found.groups, found.stability, found.consensus, found.representative) == (
        None, None, {}, {},
    )  # fmt: skip
    assert bool(found.positions) == bool(found.axes) == ("positions" not in kinds)
    assert check(problem, found) == []


def test_the_reasons_are_sentences() -> None:
    found = solve(asked([("a", "s", 1)], peer_groups={"a": "x"}))
    assert [one.sentence for one in found.unsaid] == [
        "no positions: 1 statement with votes, 2 needed",
        "no groups: nobody has a position",
        "no peer groups: none can be shown without telling the votes of fewer than 5 people",
    ]
    found = solve(asked([("a", "s", 1), ("a", "t", 1)]))
    assert found.unsaid[0].sentence == "no positions: 1 person with 2 votes or more, 2 needed"


# Groups


def test_camps_are_found_and_hold() -> None:
    votes = crowd(60, 20, seed=1, camps=3)
    problem = asked(votes)
    found = solve(problem)
    assert found.groups is not None
    assert found.stability == 1.0
    camps = {found.groups[f"p{i}"] for i in range(0, 60, 3)}
    assert (len(camps), set(found.groups.values())) == (1, {"0", "1", "2"})
    assert check(problem, found) == []
    assert solve(asked(votes, stability=False)).stability is None


def test_noise_has_no_stability() -> None:
    lots = np.random.default_rng(5)
    votes = [(f"p{i}", f"s{j}", int(lots.choice((-1, 0, 1)))) for i in range(40) for j in range(9)]
    held = solve(asked(votes)).stability
    assert held is not None
    assert held < 0.5


def test_the_work_says_how_far_it_is() -> None:
    parts: list[float] = []

    def pace(part: float) -> float:
        parts.append(part)
        return part

    solve(asked(crowd(20, 8, seed=1)), pace=pace)
    assert parts == [one / 20 for one in range(1, 21)]


def test_another_seed_finds_the_same_camps() -> None:
    votes = crowd(60, 20, seed=1, camps=3)
    found = [solve(asked(votes, stability=False), seed=seed).groups for seed in range(5)]
    assert all(one == found[0] for one in found)


def blobs(*sizes: int, seed: int = 0) -> Any:
    """Return places in round heaps, each far from the others."""
    lots = np.random.default_rng(seed)
    middles = np.array([(0, 0), (9, 0), (0, 9), (9, 9), (20, 4)])
    return np.concatenate(
        [lots.normal(0, 1, (size, 2)) + middles[heap] for heap, size in enumerate(sizes)]
    )


@pytest.mark.parametrize("sizes", [(9, 7), (400, 300, 200), (40, 30, 20, 10), (9, 8, 7, 6, 5)])
def test_heaps_are_found_and_numbered_from_the_largest(sizes: tuple[int, ...]) -> None:
    found = groups.search(blobs(*sizes), np.random.default_rng(1))
    assert found is not None
    assert found.tolist() == [heap for heap, size in enumerate(sizes) for _ in range(size)]


def test_equal_heaps_are_numbered_from_left_to_right() -> None:
    places = blobs(10, 10)
    for turned in (places, -places):
        found = groups.search(turned, np.random.default_rng(1))
        assert found is not None
        assert turned[found == 0, 0].mean() < turned[found == 1, 0].mean()


def test_a_handful_far_away_is_no_group() -> None:
    far = np.concatenate([blobs(500, 450), np.full((4, 2), 300.0)])
    found = groups.search(far, np.random.default_rng(1))
    assert found is None or np.bincount(found).min() >= 5
    # All of them are in the draw, or none: a division may only fail with everybody.
    for seed in range(8):
        found = groups.search(far, np.random.default_rng(seed))
        assert found is None or np.bincount(found).min() >= 5


def test_no_division_is_found_where_each_would_be_too_small() -> None:
    assert groups.search(np.zeros((30, 2)), np.random.default_rng(0)) is None
    assert groups.search(np.zeros((9, 2)), np.random.default_rng(0)) is None


def test_the_silhouette_is_that_of_the_definition() -> None:
    places = blobs(6, 5, 1)
    label = np.array([0] * 6 + [1] * 5 + [2])
    apart = groups.distances(places)
    right = []
    for one in range(11):
        own = [apart[one, two] for two in range(12) if label[two] == label[one] and two != one]
        means = [
            np.mean([apart[one, two] for two in range(12) if label[two] == other])
            for other in range(3)
            if other != label[one]
        ]
        inside, outside = np.mean(own), min(means)
        right.append((outside - inside) / max(inside, outside))
    found = groups.silhouette(apart, label, 3)
    assert found == pytest.approx(sum(right) / 12)
    # A group of nobody is no neighbour.
    assert groups.silhouette(apart, label, 4) == pytest.approx(found)


def test_agreement_of_divisions() -> None:
    one = np.array([0, 0, 0, 1, 1, 1])
    assert stability.agreement(one, 1 - one) == 1.0
    # 2 pairs together in both, 6 and 3 in each, of 15: (2 - 1.2) / (4.5 - 1.2).
    other = np.array([0, 0, 1, 1, 2, 2])
    assert stability.agreement(one, other) == pytest.approx((2 - 1.2) / (4.5 - 1.2))
    assert stability.agreement(one * 0, one * 0) == 1.0


# Peer groups


def test_peer_groups_are_counted_each_by_itself() -> None:
    votes = [(f"a{i}", "s", 1 if i < 6 else -1 if i < 8 else 0) for i in range(9)]
    votes += [(f"b{i}", "s", -1) for i in range(6)] + [("b0", "t", 1)]
    problem = asked(votes, peer_groups={voter: voter[0] for voter, _, _ in votes})
    answer = solve(problem)
    assert check(problem, answer) == []
    found = answer.by_peer_group
    assert found is not None
    assert (found.people, found.left_out) == ({"a": 9, "b": 6}, 0)
    tally = found.counts["a"]["s"]
    assert tally[:5] == (6, 2, 1, 9, 6 / 9)
    # Wilson, 6 of 9, by hand: 0.6168 and 0.2626 on both sides.
    assert tally[5:] == pytest.approx((0.3542, 0.8794), abs=5e-5)
    assert list(found.counts["a"]["t"]) == [0, 0, 0, 0, None, 0, 1]
    assert found.counts["b"]["s"][4:6] == (0.0, 0.0)
    assert found.consensus == pytest.approx({"s": 7 / 11 * 1 / 8, "t": 1 / 2 * 2 / 3})
    assert [one[:3] for one in found.divides] == [("s", "a", "b")]
    assert found.divides[0].difference == pytest.approx(7 / 11 - 1 / 8)
    assert found.representative["b"][-1][:2] == ("s", -1)


def test_small_groups_are_left_out_and_nobody_finds_them_by_subtraction() -> None:
    sizes = {"a": 12, "b": 7, "c": 3}
    votes = [(f"{name}{i}", "s", 1) for name, size in sizes.items() for i in range(size)]
    peers = {voter: voter[0] for voter, _, _ in votes}
    found = solve(asked(votes, peer_groups=peers)).by_peer_group
    assert found is not None
    assert (found.people, found.left_out) == ({"a": 12}, 10)
    alone = solve(asked(votes[:12], peer_groups=peers)).by_peer_group
    assert alone is not None
    assert (found.counts, found.consensus, found.representative) == (
        alone.counts, alone.consensus, alone.representative,
    )  # fmt: skip
    # With two voters of no group, those left out are five: nothing more has to go.
    found = solve(asked([*votes, ("y", "s", 1), ("z", "s", 1)], peer_groups=peers)).by_peer_group
    assert found is not None
    assert (found.people, found.left_out) == ({"a": 12, "b": 7}, 5)


@some
@given(st.dictionaries(names, st.integers(1, 12)), st.integers(0, 8))
def test_groups_left_out_are_lost_among_five(sizes: dict[str, int], others: int) -> None:
    shown = published(sizes, others)
    out = others + sum(size for name, size in sizes.items() if name not in shown)
    assert len(shown) == len(sizes) or out >= 5 or not shown
    assert all(sizes[name] >= 5 for name in shown)
    if min(sizes.values(), default=5) >= 5:
        assert len(shown) == len(sizes)


def test_statements_divide_where_enough_people_saw_them() -> None:
    votes = [(f"a{i}", f"s{j}", 1) for i in range(9) for j in range(7)]
    votes += [(f"b{i}", f"s{j}", -1) for i in range(9) for j in range(7) if i < 4 or j]
    votes += [("a0", "few", 1), ("b0", "few", -1)]
    problem = asked(votes, peer_groups={voter: voter[0] for voter, _, _ in votes})
    answer = solve(problem)
    assert check(problem, answer) == []
    found = answer.by_peer_group
    assert found is not None
    assert [one.statement for one in found.divides] == ["s1", "s2", "s3", "s4", "s5"]
