"""Verify what votes are said to say, without the code that found it.

Counts, shares and tests are computed again, one statement after the other. The directions are
verified by what they must be: of length 1, at right angles, each one turned into itself by X'X, and
no direction at right angles to both with more variance (power iteration). Groups: everybody nearest
to the mean of their own group. Which of several good divisions is the best, and how stable it is,
cannot be verified without searching again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isclose, sqrt

import numpy as np
from numpy.typing import NDArray

from .problem import (
    AGREE,
    DISAGREE,
    DRAWS,
    FEWEST,
    FEWEST_PLACED,
    FEWEST_STATEMENTS,
    MOST_GROUPS,
    MOST_SHOWN,
    Z_90,
    Z_95,
    Divide,
    PeerGroups,
    Problem,
    Representative,
    Solution,
    Tally,
    Votes,
    natural,
    published,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Sums in another order; directions found step by step; centres that stand nearly still.
CLOSE, TURNED, NEARLY = 1e-9, 1e-4, 5e-3
STEPS = 30


def check(problem: Problem, solution: Solution) -> list[str]:
    """Return every violation as a sentence, nothing when the answer is right."""
    last = last_votes(problem.votes)
    found = reasons(problem, solution, last)
    found += places(problem, solution, last)
    found += divisions(problem, solution)
    labels = problem.groups if problem.groups is not None else solution.groups or {}
    table = Table(last, labels)
    found += same_numbers("consensus", solution.consensus, table.consensus())
    found += same_lists("representative", solution.representative, table)
    return found + peer_groups(problem, solution.by_peer_group, last)


# Votes


@dataclass(frozen=True)
class Last:
    """The last vote of each voter on each statement; names in alphabetical order, numbers first."""

    voters: list[str]
    statements: list[str]
    voter: Ints
    statement: Ints
    vote: Ints

    @cached_property
    def seen(self) -> Ints:
        """Return how many statements each voter voted on."""
        return np.bincount(self.voter, minlength=len(self.voters))

    @cached_property
    def centred(self) -> Floats:
        """Return each vote minus the mean of its statement."""
        count = np.bincount(self.statement)
        means: Floats = np.bincount(self.statement, self.vote) / np.maximum(count, 1)
        return self.vote - means[self.statement]

    def placed(self, min_votes: int) -> list[int]:
        """Return who voted often enough to have a position."""
        return np.flatnonzero(self.seen >= min(min_votes, len(self.statements))).tolist()


def last_votes(votes: Votes) -> Last:
    """Return the last votes."""
    voter, statement = (np.asarray(one, np.int64) for one in (votes.voter, votes.statement))
    # The first time that a pair is there from the end.
    pair = (voter * max(1, len(votes.statements)) + statement)[::-1]
    kept = len(pair) - 1 - np.unique(pair, return_index=True)[1]
    voters, whose = sorted_names(votes.voters, voter[kept])
    statements, which = sorted_names(votes.statements, statement[kept])
    return Last(voters, statements, whose, which, np.asarray(votes.vote, np.int64)[kept])


def sorted_names(names: tuple[str, ...], used: Ints) -> tuple[list[str], Ints]:
    """Return the names that are used, sorted, and the place of each use."""
    order = sorted(set(used.tolist()), key=lambda one: natural(names[one]))
    place = np.zeros(len(names), np.int64)
    place[order] = np.arange(len(order))
    return [names[one] for one in order], place[used]


# What is said and what is not


def reasons(problem: Problem, solution: Solution, last: Last) -> list[str]:
    """Return what is not said without a reason, and reasons that do not hold."""
    wanted = {}
    people = len(last.placed(problem.min_votes))
    if kind := no_positions(problem, last, people):
        wanted["positions"] = {kind}
    if problem.groups is None and solution.groups is None:
        few = "too-few-people" if people < 2 * FEWEST else "no-division"
        wanted["groups"] = {"no-positions" if "positions" in wanted else few}
    if problem.peer_groups and solution.by_peer_group is None:
        wanted["by_peer_group"] = {"too-few-people"}
    said = {one.about: {one.kind} for one in solution.unsaid if one.sentence}
    if said == wanted and len(said) == len(solution.unsaid):
        return []
    return [f"unsaid: {shown_reasons(wanted)} is expected, not {shown_reasons(said)}"]


def shown_reasons(reasons: Mapping[str, set[str]]) -> str:
    """Return reasons as a message shows them."""
    parts = [f"{about} {', '.join(kinds)}" for about, kinds in sorted(reasons.items())]
    return "; ".join(parts) or "nothing"


def no_positions(problem: Problem, last: Last, people: int) -> str:
    """Return why nobody has a position, or nothing."""
    if len(last.statements) < FEWEST_STATEMENTS:
        return "too-few-statements"
    if people < FEWEST_PLACED:
        return "too-few-people"
    return "" if np.abs(last.centred).max() > CLOSE else "all-alike"


# Positions


def places(problem: Problem, solution: Solution, last: Last) -> list[str]:
    """Return wrong positions and axes."""
    people = last.placed(problem.min_votes)
    none = bool(no_positions(problem, last, len(people)))
    names = [] if none else [last.voters[one] for one in people]
    found = same_names("positions", solution.positions, names)
    found += same_names("axes", solution.axes, [] if none else last.statements)
    if none or found:
        return found
    axes = np.array([solution.axes[name] for name in last.statements]).T
    return directions(axes, last) + projections(solution, axes, last, people)


def same_names(place: str, given: Iterable[str], right: Iterable[str]) -> list[str]:
    """Return names that are missing or too many."""
    given, right = set(given), set(right)
    found = [f'{place}: "{name}" is missing' for name in sorted(right - given)]
    return found + [f'{place}: "{name}" does not belong there' for name in sorted(given - right)]


def directions(axes: Floats, last: Last) -> list[str]:
    """Return why these are not the two directions of largest variance."""
    length = np.linalg.norm(axes, axis=1)
    flat = length[1] == 0
    if abs(length[0] - 1) > CLOSE or not (flat or abs(length[1] - 1) <= CLOSE):
        return ["axes: each direction has length 1"]
    if abs(axes[0] @ axes[1]) > CLOSE:
        return ["axes: the directions are not at right angles"]
    images = np.array([turned(one, last) for one in axes])
    variance = (images * axes).sum(axis=1)
    off = np.linalg.norm(images - variance[:, None] * axes, axis=1)
    if variance[1] > variance[0] * (1 + TURNED) or off.max() > TURNED * variance[0]:
        return ["axes: these are not directions of largest variance"]
    if strongest(axes, last) > variance[1] + TURNED * variance[0]:
        return ["axes: another direction has more variance"]
    return []


def turned(vector: Floats, last: Last) -> Floats:
    """Return X'X times a vector."""
    sums = np.bincount(last.voter, last.centred * vector[last.statement])
    return np.asarray(np.bincount(last.statement, last.centred * sums[last.voter]), np.float64)


def strongest(axes: Floats, last: Last) -> float:
    """Return a variance that some direction at right angles to both axes has at least."""
    vector = np.asarray(np.random.default_rng(1).standard_normal(axes.shape[1]), np.float64)
    variance = 0.0
    for _ in range(STEPS):
        vector = vector - (axes @ vector) @ axes
        size = float(np.linalg.norm(vector))
        if size <= CLOSE:
            break
        vector = vector / size
        image = turned(vector, last)
        variance = float(vector @ image)
        vector = image
    return variance


def projections(solution: Solution, axes: Floats, last: Last, people: list[int]) -> list[str]:
    """Return positions that do not follow from the axes."""
    given = np.array([solution.positions[last.voters[one]] for one in people])
    sums = [np.bincount(last.voter, last.centred * one[last.statement]) for one in axes]
    right = np.array(sums).T * np.sqrt(len(last.statements) / last.seen)[:, None]
    off = np.abs(given - right[people]).max(axis=1)
    wrong = np.flatnonzero(off > CLOSE * max(1.0, float(np.abs(right).max()))).tolist()
    return [f'positions: "{last.voters[people[one]]}" stands elsewhere' for one in wrong]


# Groups


def divisions(problem: Problem, solution: Solution) -> list[str]:
    """Return why these groups are not a division that may be shown."""
    groups, held = solution.groups, solution.stability
    if groups is None or problem.groups is not None:
        if groups is None and held is None:
            return []
        return ["groups: none are searched when labels are given, and none have no stability"]
    found = same_names("groups", groups, solution.positions)
    sizes = Counter(groups.values())
    names = [str(one) for one in range(len(sizes))]
    if set(sizes) != set(names) or not 2 <= len(sizes) <= MOST_GROUPS:
        return [*found, f"groups: 2 to {MOST_GROUPS} groups are expected, numbered from 0"]
    counts = [sizes[name] for name in names]
    if min(counts) < FEWEST:
        found.append(f"groups: a group of {min(counts)} people")
    if counts != sorted(counts, reverse=True):
        found.append("groups: the largest comes first")
    if (held is None) == problem.stability:
        found.append("stability: expected when it is asked for, and only then")
    if held is not None and not any(isclose(held * DRAWS, one) for one in range(DRAWS + 1)):
        found.append(f"stability: {held} is not a share of {DRAWS} draws")
    return found or nearest(solution, groups)


def nearest(solution: Solution, groups: Mapping[str, str]) -> list[str]:
    """Return who stands nearer to the mean of another group."""
    names = list(groups)
    where = np.array([solution.positions[name] for name in names])
    label = np.array([int(groups[name]) for name in names])
    means = np.array([where[label == one].mean(axis=0) for one in range(label.max() + 1)])
    off = np.linalg.norm(where[:, None] - means, axis=2)
    slack = NEARLY * sqrt(float(where.var(axis=0).sum()))
    wrong = np.flatnonzero(off[np.arange(len(names)), label] > off.min(axis=1) + slack).tolist()
    return [f'groups: "{names[one]}" stands nearer to another group' for one in wrong]


# Statements


class Table:
    """The votes of each group on each statement: agree, disagree, pass."""

    def __init__(self, last: Last, labels: Mapping[str, str]) -> None:
        own = [labels.get(name) for name in last.voters]
        self.statements = last.statements
        self.groups = sorted({one for one in own if one is not None}, key=natural)
        number = {name: place for place, name in enumerate(self.groups)}
        label = np.array([-1 if one is None else number[one] for one in own], np.int64)
        inside = label[last.voter] >= 0
        votes = np.zeros((len(self.groups), len(self.statements), 3), np.int64)
        spots = (label[last.voter], last.statement, last.vote)
        np.add.at(votes, tuple(one[inside] for one in spots), 1)
        # A vote of -1 counts from the end.
        self.votes: list[list[tuple[int, int, int]]] = [
            [(agree, disagree, passed) for passed, agree, disagree in rows]
            for rows in votes.tolist()
        ]

    def consensus(self) -> dict[str, float]:
        """Return the product over groups of (agree + 1) / (seen + 2)."""
        found = {}
        for place, name in enumerate(self.statements if self.groups else ()):
            product = 1.0
            for rows in self.votes:
                product *= (rows[place][0] + 1) / (sum(rows[place]) + 2)
            found[name] = product
        return found

    def side(self, group: int, place: int, vote: int) -> Representative:
        """Return a statement with the figures of one vote of a group."""
        column = (AGREE, DISAGREE).index(vote)
        own = self.votes[group][place]
        every = [rows[place] for rows in self.votes]
        others = sum(one[column] for one in every) - own[column]
        rest = sum(map(sum, every)) - sum(own)
        return figures(self.statements[place], vote, (own[column], sum(own)), (others, rest))

    def typical(self, group: int) -> list[Representative]:
        """Return the representative statements of a group, in order."""
        pairs = [
            (self.side(group, place, AGREE), self.side(group, place, DISAGREE))
            for place in range(len(self.statements))
        ]
        larger = {one.statement: one if one.z > other.z else other for one, other in pairs}
        enough = [
            larger[one.statement]
            for one, other in pairs
            if any(min(side.z, side.z_half) > Z_90 for side in (one, other))
        ]
        first = most_agreed(pairs)
        if first is None and not enough:
            return [max(larger.values(), key=lambda one: one.z)]
        head = [] if first is None else [larger[first]]
        tail = sorted((one for one in enough if one.statement != first), key=merit, reverse=True)
        return sorted((head + tail)[:MOST_SHOWN], key=lambda one: -one.vote)


def figures(
    statement: str, vote: int, own: tuple[int, int], others: tuple[int, int]
) -> Representative:
    """Return the figures of a vote: (so many, of so many) in the group, and among the others."""
    share, rest = ((count + 1) / (seen + 2) for count, seen in (own, others))
    half = 2 * sqrt(own[1] + 1) * ((own[0] + 1) / (own[1] + 1) - 0.5)
    return Representative(
        statement, vote, two_shares(own, others), half, share, share / rest, own[0], own[1]
    )


def two_shares(own: tuple[int, int], others: tuple[int, int]) -> float:
    """Return the z of the difference of two shares, one vote added to each count."""
    (here, seen), (there, rest) = ((count + 1, all_ + 1) for count, all_ in (own, others))
    both = (here + there) / (seen + rest)
    if both == 1:
        return 0.0
    return (here / seen - there / rest) / sqrt(both * (1 - both) * (1 / seen + 1 / rest))


def merit(one: Representative) -> float:
    """Return what representative statements are sorted by."""
    return one.ratio * one.z * one.share * one.z_half


def most_agreed(pairs: list[tuple[Representative, Representative]]) -> str | None:
    """Return the statement that a group agrees on best."""
    held: Representative | None = None
    for one, other in pairs:
        if one.votes == other.votes == 0:
            continue
        if held is None:
            better = one.z_half > Z_90 or (one.ratio > 1 and one.share > 0.5)
        elif held.ratio > 1:
            better = merit(one) > merit(held)
        else:
            better = one.share * one.z_half > held.share * held.z_half
        held = one if better else held
    return None if held is None else held.statement


def same_numbers(place: str, given: Mapping[str, float], right: Mapping[str, float]) -> list[str]:
    """Return wrong numbers by name."""
    found = same_names(place, given, right)
    return found + [
        f"{place}.{name}: {number}, not {given[name]}"
        for name, number in right.items()
        if name in given and not isclose(given[name], number, rel_tol=CLOSE)
    ]


def same_lists(
    place: str, given: Mapping[str, tuple[Representative, ...]], table: Table
) -> list[str]:
    """Return wrong lists of representative statements."""
    found = same_names(place, given, table.groups)
    for number, name in enumerate(table.groups):
        right = table.typical(number)
        said = given.get(name, ())
        if [one[:2] for one in said] != [one[:2] for one in right]:
            order = ", ".join(f"{one.statement} ({one.vote})" for one in right)
            found.append(f"{place}.{name}: {order} are expected, in this order")
        elif not all(map(alike, said, right)):
            found.append(f"{place}.{name}: wrong figures")
    return found


def alike(said: Representative | Tally | Divide, right: Representative | Tally | Divide) -> bool:
    """Tell whether all fields are the same, numbers up to rounding."""
    return all(
        isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)
        if isinstance(one, float) and isinstance(other, float)
        else one == other
        for one, other in zip(said, right, strict=True)
    )


# Peer groups


def peer_groups(problem: Problem, peers: PeerGroups | None, last: Last) -> list[str]:
    """Return what is wrong about peer groups."""
    group_of = {name: problem.peer_groups.get(name) for name in last.voters}
    sizes = Counter(one for one in group_of.values() if one is not None)
    shown = published(sizes, list(group_of.values()).count(None))
    if peers is None:
        return ["by_peer_group: missing"] if shown else []
    if set(peers.people) != set(shown) or not shown:
        return [f"by_peer_group: exactly {', '.join(shown) or 'nothing'} may be shown"]
    found = [
        f"by_peer_group.people.{name}: {sizes[name]}, not {count}"
        for name, count in peers.people.items()
        if count != sizes[name]
    ]
    out = len(last.voters) - sum(sizes[name] for name in shown)
    if peers.left_out != out:
        found.append(f"by_peer_group.left_out: {out}, not {peers.left_out}")
    table = Table(last, {name: one for name, one in group_of.items() if one in shown})
    found += counts(peers, table)
    found += same_numbers("by_peer_group.consensus", peers.consensus, table.consensus())
    found += same_lists("by_peer_group.representative", peers.representative, table)
    right = dividing(table)
    if len(peers.divides) != len(right) or not all(map(alike, peers.divides, right)):
        names = ", ".join(one.statement for one in right) or "nothing"
        found.append(f"by_peer_group.divides: {names} expected, in this order, with their figures")
    return found


def dividing(table: Table) -> list[Divide]:
    """Return the statements on which two groups differ most."""
    found = []
    for place, statement in enumerate(table.statements):
        sides = [table.side(group, place, AGREE) for group in range(len(table.groups))]
        known = [group for group, side in enumerate(sides) if side.seen >= FEWEST]
        if known:
            most = max(known, key=lambda group: sides[group].share)
            least = min(known, key=lambda group: sides[group].share)
            z = two_shares(sides[most][-2:], sides[least][-2:])
            apart = sides[most].share - sides[least].share
            if z > Z_95:
                found.append(Divide(statement, table.groups[most], table.groups[least], apart, z))
    return sorted(found, key=lambda one: -one.difference)[:MOST_SHOWN]


def counts(peers: PeerGroups, table: Table) -> list[str]:
    """Return wrong counts."""
    found = same_names("by_peer_group.counts", peers.counts, table.groups)
    for group, rows in zip(table.groups, table.votes, strict=True):
        given = peers.counts.get(group, {})
        found += same_names(f"by_peer_group.counts.{group}", given, table.statements)
        for name, votes in zip(table.statements, rows, strict=True):
            if name in given and not counted(given[name], votes):
                found.append(f"by_peer_group.counts.{group}.{name}: wrong figures")
    return found


def counted(tally: Tally, votes: tuple[int, int, int]) -> bool:
    """Tell whether a tally is right, and its interval Wilson's."""
    seen = sum(votes)
    if tally[:4] != (*votes, seen):
        return False
    if not seen:
        return tally[4:] == (None, 0, 1)
    share = votes[0] / seen
    # The share that was seen is as far from each end as 1.96 deviations of that end reach.
    ends = [
        isclose((share - end) ** 2, Z_95**2 * end * (1 - end) / seen, abs_tol=CLOSE)
        for end in (tally.low, tally.high)
    ]
    return tally.share == share and all(ends) and 0 <= tally.low <= share <= tally.high <= 1
