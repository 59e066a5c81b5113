"""The best answer of one part, from its prices: integer programmes over few loops and chains.

What a loop or chain costs beyond what it serves, it lacks. What an answer lacks, with the prices
of those it leaves out, is what separates it from all prices together. So an answer that serves t
people uses none that lacks more than (all prices - t).

A part of few loops and chains is solved as it is. Else:

1. Aim at the bound: solve exactly among those that such an answer could use (`whole`).
2. If it is proven that none reaches it, aim at one more than the best found, in the same way: the
   answer is then the best there is.
3. If the limits came first, improve the best found by neighbourhoods (`nearby`): a gap may remain.

Source: reduced cost fixing: Wolsey, Integer Programming (1998), chapter 7.
"""

from dataclasses import dataclass, replace

import numpy as np

from .graph import Ints
from .listing import Rings
from .nearby import improved
from .prices import UNIT
from .whole import solved_whole

# A programme of more is not tried: a gap may remain.
MOST_COLUMNS = 20_000
# A part of fewer is solved as it is.
FEW_COLUMNS = 5_000


@dataclass(frozen=True)
class Best:
    """Which loops and chains, how many people they serve, and a number that nobody exceeds."""

    which: Ints
    served: int
    bound: int


@dataclass(frozen=True)
class Part:
    """The loops and chains of a part, people numbered from 0, and what each one lacks.

    `lacking` and `total`, all prices together, are in 1 / `UNIT` person.
    """

    rings: Rings
    people: int
    lacking: Ints
    total: int


def best_of_part(part: Part, start: Best, seed: int) -> Best:
    """Return the best answer found from `start`, with its bound; see the limits."""
    if start.served >= start.bound:
        return start
    if len(part.rings) <= FEW_COLUMNS:
        return at_once(part, start, seed)
    best = aimed(part, start, start.bound, seed)
    if best.served < best.bound < start.bound:
        best = aimed(part, best, best.served + 1, seed)
    return by_neighbourhoods(part, best, seed) if best.served < best.bound else best


def at_once(part: Part, start: Best, seed: int) -> Best:
    """Return the best answer of a part that is small enough to be solved as it is."""
    which, most = solved_whole(part.rings, part.people, seed, start.bound, last=True)
    served = int(part.rings.served[which].sum())
    best = Best(which, served, start.bound) if served > start.served else start
    return replace(best, bound=min(best.bound, max(best.served, most)))


def by_neighbourhoods(part: Part, best: Best, seed: int) -> Best:
    """Return a better answer, or the same."""
    taken = np.zeros(len(part.rings), bool)
    taken[best.which] = True
    taken = improved(part.rings, part.people, part.lacking, taken, best.bound, seed)
    return Best(np.flatnonzero(taken), int(part.rings.served[taken].sum()), best.bound)


def aimed(part: Part, best: Best, wanted: int, seed: int) -> Best:
    """Return an answer that serves `wanted` people or more, or a bound that says why not."""
    kept = np.flatnonzero(part.lacking <= part.total - wanted * UNIT)
    if len(kept) > MOST_COLUMNS:
        return best
    which, most = solved_whole(part.rings.only(kept), part.people, seed, best.bound)
    served = int(part.rings.served[kept[which]].sum())
    if served > best.served:
        best = Best(kept[which], served, best.bound)
    return replace(best, bound=min(best.bound, max(best.served, wanted - 1, most)))
