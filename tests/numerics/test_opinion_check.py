"""The verifier of opinion refuses every wrong answer."""

from dataclasses import replace
from typing import Any

import pytest

from entraide.numerics.opinion import (
    Divide,
    Problem,
    Representative,
    Solution,
    Unsaid,
    check,
    solve,
    votes_of,
)

from .test_opinion import crowd

VOTES = crowd(40, 12, seed=2, camps=2)
PEERS = {f"p{i}": ("habitants" if i % 4 < 2 else "prescripteurs") for i in range(36)}
PROBLEM = Problem(votes_of(VOTES), PEERS)
RIGHT = solve(PROBLEM)
GIVEN = replace(PROBLEM, groups={f"p{i}": "xy"[i % 2] for i in range(30)}, peer_groups={})
GIVEN_RIGHT = solve(GIVEN)
assert RIGHT.groups is not None
assert RIGHT.by_peer_group is not None
GROUPS, BY_PEERS = dict(RIGHT.groups), RIGHT.by_peer_group
PLACES = dict(RIGHT.positions)
AXES = dict(RIGHT.axes)
FIRST = RIGHT.representative["0"][0]
LAST = max(GROUPS, key=lambda name: GROUPS[name])


def turned(axis: int, sign: float, length: float = 1.0) -> dict[str, tuple[float, float]]:
    """Return both axes and positions as they are, one of them otherwise."""
    return {
        name: (
            weights[0] * (sign if axis == 0 else 1),
            weights[1] * (sign * length if axis else 1),
        )
        for name, weights in AXES.items()
    }


def peers(**changes: Any) -> Solution:
    return replace(RIGHT, by_peer_group=replace(BY_PEERS, **changes))


def tally(**changes: Any) -> Solution:
    """Return the right answer with another count of the first statement."""
    group, statement = "habitants", next(iter(AXES))
    rows = BY_PEERS.counts[group]
    other = {**rows, statement: rows[statement]._replace(**changes)}
    return peers(counts={**BY_PEERS.counts, group: other})


def first(**changes: Any) -> Solution:
    """Return the right answer with other figures of the first representative statement."""
    listed = (FIRST._replace(**changes), *RIGHT.representative["0"][1:])
    return replace(RIGHT, representative={**RIGHT.representative, "0": listed})


def without(values: Any, *names: str) -> Any:
    return {name: one for name, one in values.items() if name not in names}


def test_the_right_answers_are_right() -> None:
    assert check(PROBLEM, RIGHT) == []
    assert check(GIVEN, GIVEN_RIGHT) == []
    # Turned over, the directions are the same.
    over = {name: (-place[0], place[1]) for name, place in PLACES.items()}
    assert check(PROBLEM, replace(RIGHT, axes=turned(0, -1), positions=over)) == []


WRONG: list[tuple[Solution, str]] = [
    (replace(RIGHT, positions=without(PLACES, "p1")), 'positions: "p1" is missing'),
    (replace(RIGHT, positions=PLACES | {"z": (0.0, 0.0)}), 'positions: "z" does not belong there'),
    (replace(RIGHT, positions=PLACES | {"p1": (0.0, 0.0)}), 'positions: "p1" stands elsewhere'),
    (replace(RIGHT, axes=without(AXES, "s1")), 'axes: "s1" is missing'),
    (replace(RIGHT, axes=AXES | {"z": (0.0, 0.0)}), 'axes: "z" does not belong there'),
    (replace(RIGHT, axes=turned(0, 2)), "axes: each direction has length 1"),
    (replace(RIGHT, axes=turned(1, 1, 0.5)), "axes: each direction has length 1"),
    (
        replace(RIGHT, axes={name: (one[0], one[0]) for name, one in AXES.items()}),
        "axes: the directions are not at right angles",
    ),
    (
        replace(RIGHT, axes={name: (one[1], one[0]) for name, one in AXES.items()}),
        "axes: these are not directions of largest variance",
    ),
    (
        replace(RIGHT, axes={n: (float(n == "s1"), float(n == "s2")) for n in AXES}),
        "axes: these are not directions of largest variance",
    ),
    (
        replace(RIGHT, axes={name: (one[0], 0.0) for name, one in AXES.items()}),
        "axes: another direction has more variance",
    ),
    (
        replace(RIGHT, axes=dict.fromkeys(AXES, (0.0, 0.0))),
        "axes: each direction has length 1",
    ),
    (replace(RIGHT, groups=without(GROUPS, "p1")), 'groups: "p1" is missing'),
    (replace(RIGHT, groups=dict.fromkeys(GROUPS, "0")), "groups: 2 to 5 groups are expected"),
    (replace(RIGHT, groups=GROUPS | {"p1": "x"}), "groups: 2 to 5 groups are expected"),
    (
        replace(RIGHT, groups={name: str(i % 6) for i, name in enumerate(GROUPS)}),
        "groups: 2 to 5 groups are expected",
    ),
    (replace(RIGHT, groups=GROUPS | {"p1": "2"}), "groups: a group of 1 people"),
    (
        replace(RIGHT, groups={n: str(int(n not in list(GROUPS)[:5])) for n in GROUPS}),
        "groups: the largest comes first",
    ),
    (replace(RIGHT, groups=GROUPS | {LAST: "0"}), f'groups: "{LAST}" stands nearer to another'),
    (replace(RIGHT, stability=None), "stability: expected when it is asked for, and only then"),
    (replace(RIGHT, stability=0.93), "stability: 0.93 is not a share of 20 draws"),
    (replace(RIGHT, stability=1.05), "stability: 1.05 is not a share of 20 draws"),
    (replace(RIGHT, groups=None), "groups: none are searched when labels are given, and none have"),
    (
        replace(RIGHT, groups=None, stability=None),
        "unsaid: groups no-division is expected, not nothing",
    ),
    (replace(RIGHT, consensus=without(RIGHT.consensus, "s1")), 'consensus: "s1" is missing'),
    (replace(RIGHT, consensus={**RIGHT.consensus, "s1": 0.5}), "consensus.s1: "),
    (replace(RIGHT, representative={}), 'representative: "0" is missing'),
    (
        replace(RIGHT, representative={**RIGHT.representative, "9": ()}),
        'representative: "9" does not belong there',
    ),
    (
        replace(RIGHT, representative={**RIGHT.representative, "0": RIGHT.representative["1"]}),
        "representative.0: ",
    ),
    (first(vote=-FIRST.vote), "representative.0: "),
    (first(z=FIRST.z + 1e-6), "representative.0: wrong figures"),
    (first(z_half=0.0), "representative.0: wrong figures"),
    (first(share=0.5), "representative.0: wrong figures"),
    (first(ratio=1.0), "representative.0: wrong figures"),
    (first(votes=FIRST.votes + 1), "representative.0: wrong figures"),
    (first(seen=FIRST.seen + 1), "representative.0: wrong figures"),
    (
        replace(RIGHT, unsaid=(Unsaid("positions", "all-alike", "x"),)),
        "unsaid: nothing is expected, not positions all-alike",
    ),
    (replace(RIGHT, by_peer_group=None), "by_peer_group: missing"),
    (
        peers(people={"habitants": BY_PEERS.people["habitants"]}),
        "by_peer_group: exactly habitants, prescripteurs may be shown",
    ),
    (peers(people={**BY_PEERS.people, "habitants": 3}), "by_peer_group.people.habitants: "),
    (peers(left_out=0), "by_peer_group.left_out: "),
    (peers(counts={}), 'by_peer_group.counts: "habitants" is missing'),
    (
        peers(counts={**BY_PEERS.counts, "habitants": {}}),
        'by_peer_group.counts.habitants: "s0" is missing',
    ),
    (tally(agree=0), "by_peer_group.counts.habitants.s0: wrong figures"),
    (tally(seen=99), "by_peer_group.counts.habitants.s0: wrong figures"),
    (tally(share=0.123), "by_peer_group.counts.habitants.s0: wrong figures"),
    (tally(low=0.0), "by_peer_group.counts.habitants.s0: wrong figures"),
    (tally(high=1.0), "by_peer_group.counts.habitants.s0: wrong figures"),
    (peers(consensus={}), 'by_peer_group.consensus: "s0" is missing'),
    (peers(representative={}), 'by_peer_group.representative: "habitants" is missing'),
    (
        peers(divides=(*BY_PEERS.divides, Divide("s0", "habitants", "prescripteurs", 0.9, 3.0))),
        "by_peer_group.divides: ",
    ),
]


@pytest.mark.parametrize(("answer", "sentence"), WRONG)
def test_a_wrong_answer_is_refused(answer: Solution, sentence: str) -> None:
    found = check(PROBLEM, answer)
    assert [line for line in found if line.startswith(sentence)] != [], found


def test_what_divides_is_verified() -> None:
    votes = [(f"a{i}", f"s{j}", 1) for i in range(9) for j in range(3)]
    votes += [(f"b{i}", f"s{j}", -1) for i in range(9) for j in range(3)]
    problem = Problem(votes_of(votes), {voter: voter[0] for voter, _, _ in votes})
    right = solve(problem)
    assert right.by_peer_group is not None
    one, *others = right.by_peer_group.divides
    assert check(problem, right) == []
    for wrong in ((), tuple(others), (one._replace(most="b", least="a"), *others)):
        answer = replace(right, by_peer_group=replace(right.by_peer_group, divides=wrong))
        assert check(problem, answer)[0].startswith("by_peer_group.divides: s0, s1, s2 expected")


def test_given_labels_leave_nothing_to_search() -> None:
    wrong = replace(GIVEN_RIGHT, groups=GROUPS)
    assert check(GIVEN, wrong)[0].startswith("groups: none are searched when labels are given")
    wrong = replace(GIVEN_RIGHT, stability=1.0)
    assert check(GIVEN, wrong)[0].startswith("groups: none are searched when labels are given")
    asked = replace(PROBLEM, stability=False)
    assert check(asked, RIGHT) == ["stability: expected when it is asked for, and only then"]


def test_people_who_may_not_be_shown_are_not() -> None:
    few = replace(PROBLEM, peer_groups={f"p{i}": "few" for i in range(4)})
    right = solve(few)
    assert check(few, right) == []
    shown = replace(BY_PEERS, people={"few": 4})
    said = replace(right, by_peer_group=shown, unsaid=())
    assert check(few, said) == ["by_peer_group: exactly nothing may be shown"]


def test_a_reason_is_said_once_and_in_words() -> None:
    alike = Problem(votes_of([(voter, one, 1) for voter in "abc" for one in "st"]))
    right = solve(alike)
    assert check(alike, right) == []
    for wrong in (
        right.unsaid * 2,
        (right.unsaid[0]._replace(sentence=""), right.unsaid[1]),
        (right.unsaid[0]._replace(kind="too-few-people"), right.unsaid[1]),
    ):
        assert check(alike, replace(right, unsaid=wrong))[0].startswith("unsaid: ")
    there = replace(right, positions={"a": (0.0, 0.0)}, axes={"s": (1.0, 0.0)})
    assert check(alike, there) == [
        'positions: "a" does not belong there',
        'axes: "s" does not belong there',
    ]


def test_a_plane_has_no_third_direction() -> None:
    votes = [(f"p{i}", one, 1 if i % 2 else -1) for i in range(12) for one in "st"]
    votes += [(f"p{i}", "t", 0) for i in range(4)]
    problem = Problem(votes_of(votes))
    assert check(problem, solve(problem)) == []


def test_a_group_that_refuses_everything_is_verified() -> None:
    votes = [("a", "s", 0), ("b", "s", 0), ("a", "t", 0), ("b", "t", -1)]
    problem = Problem(votes_of(votes), groups={"a": "x", "b": "y"})
    right = solve(problem)
    assert check(problem, right) == []
    one: Representative = right.representative["x"][0]
    wrong = replace(right, representative={**right.representative, "x": (one, one)})
    assert check(problem, wrong) != []
