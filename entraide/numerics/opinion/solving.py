"""From votes to what they say: see the package."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from .axes import Axes, axes_of, positions_of
from .grid import Floats, Grid, Ints, Named, grid_of, tally
from .groups import search
from .peers import peers_of
from .problem import (
    FEWEST,
    FEWEST_PLACED,
    FEWEST_STATEMENTS,
    MOST_GROUPS,
    Position,
    Problem,
    Representative,
    Solution,
    Unsaid,
    natural,
)
from .stability import stability
from .statements import consensus, representative

Pace = Callable[[float], float]


@dataclass(frozen=True)
class Map:
    """The directions, who has a position, and everybody's place."""

    axes: Axes
    placed: Ints
    places: Floats


@dataclass(frozen=True)
class Groups:
    """Groups found or given: their names, and the place of each person's among them, or -1."""

    names: list[str]
    label: Ints
    stability: float | None = None


def solve(problem: Problem, *, seed: int = 0, pace: Pace) -> Solution:
    """Return what the votes say: see the package."""
    named = grid_of(problem.votes)
    where = located(named.grid, problem.min_votes)
    if problem.groups is None:
        groups = searched(problem, named.grid, where, np.random.default_rng(seed), pace)
    else:
        groups = given(named, problem.groups)
    peers = peers_of(named, problem.peer_groups) if problem.peer_groups else None
    unsaid = [one for one in (where, groups) if isinstance(one, Unsaid)]
    if problem.peer_groups and peers is None:
        unsaid.append(no_peers())
    positions, axes = ({}, {}) if isinstance(where, Unsaid) else drawn(named, where)
    shared, typical = ({}, {}) if isinstance(groups, Unsaid) else told(named, groups)
    labels, held = None, None
    if problem.groups is None and isinstance(groups, Groups):
        labels, held = members(named, groups), groups.stability
    return Solution(positions, axes, labels, held, shared, typical, peers, tuple(unsaid), seed)


# Where people stand


def located(grid: Grid, min_votes: int) -> Map | Unsaid:
    """Return where people stand, or why nobody does."""
    least = min(min_votes, grid.statements)
    people = np.flatnonzero(grid.votes >= least)
    if grid.statements < FEWEST_STATEMENTS:
        kind = "too-few-statements"
        reason = f"{counted(grid.statements, 'statement')} with votes, {FEWEST_STATEMENTS} needed"
    elif len(people) < FEWEST_PLACED:
        kind = "too-few-people"
        reason = f"{enough_votes(len(people), least)}, {FEWEST_PLACED} needed"
    else:
        axes = axes_of(grid)
        if not axes.flat:
            return Map(axes, people, positions_of(grid, axes))
        kind, reason = "all-alike", "on every statement, all votes are the same"
    return Unsaid("positions", kind, f"no positions: {reason}")


def drawn(named: Named, where: Map) -> tuple[dict[str, Position], dict[str, Position]]:
    """Return positions and axes by name."""
    people = [named.people[one] for one in where.placed.tolist()]
    across, up = where.places[where.placed].T.tolist()
    right, above = where.axes.weights.tolist()
    return (
        dict(zip(people, zip(across, up, strict=True), strict=True)),
        dict(zip(named.statements, zip(right, above, strict=True), strict=True)),
    )


# Groups


def searched(
    problem: Problem, grid: Grid, where: Map | Unsaid, lots: np.random.Generator, pace: Pace
) -> Groups | Unsaid:
    """Return the groups of people who stand near each other, or why there are none."""
    if isinstance(where, Unsaid):
        return Unsaid("groups", "no-positions", "no groups: nobody has a position")
    people = len(where.placed)
    if people < 2 * FEWEST:
        least = min(problem.min_votes, grid.statements)
        reason = f"{enough_votes(people, least)}, {2 * FEWEST} needed"
        return Unsaid("groups", "too-few-people", f"no groups: {reason}")
    found = search(where.places[where.placed], lots)
    if found is None:
        reason = f"no division into 2 to {MOST_GROUPS} leaves {FEWEST} people in each"
        return Unsaid("groups", "no-division", f"no groups: {reason}")
    label = np.full(grid.people, -1, np.int64)
    label[where.placed] = found
    names = [str(one) for one in range(int(found.max()) + 1)]
    held = stability(grid, where.axes, label, lots, pace) if problem.stability else None
    return Groups(names, label, held)


def given(named: Named, labels: Mapping[str, str]) -> Groups:
    """Return the groups given from outside, of those among their people who voted."""
    own = [labels.get(name) for name in named.people]
    names = sorted({one for one in own if one is not None}, key=natural)
    number = {name: place for place, name in enumerate(names)}
    label = [-1 if one is None else number[one] for one in own]
    return Groups(names, np.array(label, np.int64))


def members(named: Named, groups: Groups) -> dict[str, str]:
    """Return the group of each person who has one."""
    placed = np.flatnonzero(groups.label >= 0)
    return {
        named.people[one]: groups.names[label]
        for one, label in zip(placed.tolist(), groups.label[placed].tolist(), strict=True)
    }


def told(
    named: Named, groups: Groups
) -> tuple[dict[str, float], dict[str, tuple[Representative, ...]]]:
    """Return what groups share, and what tells each of them from the others."""
    if not groups.names:
        return {}, {}
    counts = tally(named.grid, groups.label, len(groups.names))
    shared = consensus(counts).tolist()
    return (
        dict(zip(named.statements, shared, strict=True)),
        dict(zip(groups.names, representative(counts, named.statements), strict=True)),
    )


# Sentences


def no_peers() -> Unsaid:
    """Return why no peer group is shown."""
    reason = f"none can be shown without telling the votes of fewer than {FEWEST} people"
    return Unsaid("by_peer_group", "too-few-people", f"no peer groups: {reason}")


def enough_votes(people: int, votes: int) -> str:
    """Return a number of people who cast enough votes."""
    return f"{counted(people, 'person', 'people')} with {counted(votes, 'vote')} or more"


def counted(number: int, one: str, several: str = "") -> str:
    """Return a number of things.

    >>> counted(1, "vote"), counted(3, "vote")
    ('1 vote', '3 votes')
    """
    return f"{number} {one if number == 1 else several or one + 's'}"
