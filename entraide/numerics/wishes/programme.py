"""The fairest answer when a party is never cut: integer programmes, level after level.

One variable per group and option: how many of its parties go there. Each level is made smallest
while the levels before keep their value; HiGHS proves each one.

Source: Huangfu, Hall, Parallelizing the dual revised simplex method (2018); highs.dev.
"""

from collections.abc import Sequence

import highspy
import numpy as np
from numpy.typing import NDArray

from ..faults import Undecided
from .flow import Cut
from .parties import Group
from .problem import MOST_PARTY_VARIABLES

# Branches before giving up: minutes at the sizes accepted.
MOST_NODES = 200_000
MOST_NODES_OF_A_CUT = 1_000


def whole_parties(
    parts: Sequence[Group], capacity: Sequence[int], levels: int
) -> list[dict[int, int]]:
    """Return, for each group, how many of its parties go to each option.

    Raises `Undecided` above the size that the documentation states.
    """
    arcs = all_arcs(parts)
    if len(arcs) > MOST_PARTY_VARIABLES:
        raise Undecided(
            f"parties make an integer programme of {len(arcs)} variables; "
            f"the limit is {MOST_PARTY_VARIABLES}"
        )
    solver = programme(parts, arcs, [(0, room) for room in capacity])
    values = np.zeros(len(arcs))
    for level in range(levels):
        cost = np.array(
            [dict(parts[number].costs[option]).get(level, 0) for number, option in arcs], float
        )
        if not cost.any():
            continue
        columns = np.arange(len(arcs), dtype=np.int32)
        solver.changeColsCost(len(arcs), columns, cost)
        values = best(solver)
        used = np.flatnonzero(cost).astype(np.int32)
        total = float(np.rint(cost @ values))
        solver.addRow(0.0, total, len(used), used, cost[used])
    return counted(parts, arcs, values)


def whole_parties_of_a_cut(
    parts: Sequence[Group], capacity: Sequence[int], cut: Cut
) -> list[dict[int, int]] | None:
    """Return the same when some best answer of the relaxed problem cuts no party; else None.

    Few arcs remain in the best answers: this is quick at any size.
    """
    arcs = [arc for arc, kept in zip(all_arcs(parts), cut.allowed, strict=True) if kept]
    room = [(most if full else 0, most) for most, full in zip(capacity, cut.full, strict=True)]
    solver = programme(parts, arcs, room)
    solver.setOptionValue("mip_max_nodes", MOST_NODES_OF_A_CUT)
    try:
        return counted(parts, arcs, best(solver))
    except Undecided:
        return None


def all_arcs(parts: Sequence[Group]) -> list[tuple[int, int]]:
    """Return the variables: each group with each of its options, in the order of the network."""
    return [(number, option) for number, part in enumerate(parts) for option in part.costs]


def counted(
    parts: Sequence[Group], arcs: Sequence[tuple[int, int]], values: NDArray[np.float64]
) -> list[dict[int, int]]:
    """Return values by group and option, without zeros."""
    found: list[dict[int, int]] = [{} for _ in parts]
    for (number, option), value in zip(arcs, values.round().astype(int).tolist(), strict=True):
        if value:
            found[number][option] = value
    return found


def programme(
    parts: Sequence[Group], arcs: Sequence[tuple[int, int]], rooms: Sequence[tuple[int, int]]
) -> highspy.Highs:
    """Return the rules: every party somewhere or unplaced, each option between two numbers."""
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.5)
    solver.setOptionValue("mip_max_nodes", MOST_NODES)
    for number, _ in arcs:
        solver.addVar(0.0, float(len(parts[number].parties)))
    columns = np.arange(len(arcs), dtype=np.int32)
    solver.changeColsIntegrality(
        len(arcs), columns, np.full(len(arcs), highspy.HighsVarType.kInteger)
    )
    groups, options = np.array(arcs, np.int32).T
    for part, mine in zip(parts, positions(groups, len(parts)), strict=True):
        count = float(len(part.parties))
        solver.addRow(count, count, len(mine), mine, np.ones(len(mine)))
    sizes = np.array([part.size for part in parts], float)
    # Option -1, nothing, has room for everyone.
    inside = positions(options + 1, len(rooms) + 1)[1:]
    for (least, most), here in zip(rooms, inside, strict=True):
        solver.addRow(float(least), float(most), len(here), here, sizes[groups[here]])
    return solver


def positions(numbers: NDArray[np.int32], count: int) -> list[NDArray[np.int32]]:
    """Return where each number from 0 to `count` - 1 is.

    >>> [found.tolist() for found in positions(np.array([0, 2, 0], np.int32), 3)]
    [[0, 2], [], [1]]
    """
    order = np.argsort(numbers, kind="stable").astype(np.int32)
    return np.split(order, np.searchsorted(numbers[order], np.arange(1, count)))


def best(solver: highspy.Highs) -> NDArray[np.float64]:
    """Return the values of a proven optimum."""
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise Undecided("the integer programme of the parties was not proven within its limit")
    return np.array(solver.getSolution().col_value)
