"""Whether other people would have given the same groups.

1. Leave out a tenth of the people, drawn by lot (at least one).
2. Search the directions, the places and the groups again, from the votes of the others alone.
3. The draw holds when there are as many groups, and the adjusted Rand index between the groups of
   those who are in both is at least 0.9.
4. The stability is the share of 20 draws that hold.

The adjusted Rand index is 1 when two divisions are the same and 0, on average, when they have
nothing to do with each other: (s - e) / (m - e), where s is the number of pairs of people who are
together in both, a and b those together in each, e = ab / all pairs, m = (a + b) / 2.

Source: Hubert, Arabie, Comparing partitions (1985); Hennig, Cluster-wise assessment of cluster
stability (2007).
"""

from collections.abc import Callable

import numpy as np

from .axes import Axes, axes_of, positions_of
from .grid import Grid, Ints
from .groups import search
from .problem import DRAWS, HOLDS, LEFT_OUT

# The directions of a draw only need to tell the groups.
TOLERANCE = 1e-4


def stability(
    grid: Grid, axes: Axes, label: Ints, lots: np.random.Generator, pace: Callable[[float], float]
) -> float:
    """Return the share of draws that hold; `label` is the group of each person, or -1."""
    held = 0
    for draw in range(DRAWS):
        out = lots.permutation(grid.people)[: max(1, grid.people // LEFT_OUT)]
        kept = np.ones(grid.people, bool)
        kept[out] = False
        held += holds(grid.only(kept), axes, label[kept], lots)
        pace((draw + 1) / DRAWS)
    return held / DRAWS


def holds(grid: Grid, axes: Axes, label: Ints, lots: np.random.Generator) -> bool:
    """Tell whether the people of a grid form the same groups by themselves."""
    placed = label >= 0
    here = axes_of(grid, axes.weights, TOLERANCE)
    found = None if here.flat else search(positions_of(grid, here)[placed], lots)
    if found is None or found.max() != label.max():
        return False
    return agreement(found, label[placed]) >= HOLDS


def agreement(left: Ints, right: Ints) -> float:
    """Return the adjusted Rand index of two divisions of the same people."""
    wide = int(right.max()) + 1
    table = np.bincount(left * wide + right, minlength=(int(left.max()) + 1) * wide)
    table = table.reshape(-1, wide)
    together, here, there = (
        float(pairs(one).sum()) for one in (table, table.sum(axis=1), table.sum(axis=0))
    )
    expected = here * there / float(pairs(np.array(len(left))))
    most = (here + there) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def pairs(people: Ints) -> Ints:
    """Return how many pairs so many people make."""
    return people * (people - 1) // 2
