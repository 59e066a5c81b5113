"""A better answer of a large part, one neighbourhood after another.

1. Take a person whom nobody serves, by lot; take back the loops and chains around them.
2. Solve what is possible among the people thus free exactly (HiGHS); keep it if it serves as many.
3. End when the bound is met, or after `MOST_WORK`.

Source: Shaw, Using constraint programming and local search methods to solve vehicle routing
problems (1998), which calls this large neighbourhood search.
"""

import numpy as np

from .graph import Flags, Ints
from .listing import NOBODY, Rings
from .parts import renumbered
from .whole import solved_whole

# A try costs the loops and chains that it solves, and a hundredth of all for looking at them.
MOST_WORK = 150_000
LOOKED_AT = 100
TAKEN_BACK = 12
MOST_NEAR = 200


def improved(
    rings: Rings, people: int, lacking: Ints, taken: Flags, bound: int, seed: int
) -> Flags:
    """Return which are taken in a better answer, or one as good.

    `lacking` is what each one costs beyond what it serves; those that cost little are tried first.
    """
    lots = np.random.default_rng(seed)
    served = int(rings.served[taken].sum())
    work = MOST_WORK
    while served < bound and work > 0:
        back = around(rings, people, taken, lots)
        near = possible(rings, people, taken, back, lacking)
        work -= len(near) + len(rings) // LOOKED_AT + 1
        few, who = renumbered(rings.only(near))
        which, _ = solved_whole(few, len(who), seed)
        gained = int(rings.served[near[which]].sum()) - int(rings.served[back].sum())
        if gained >= 0:
            taken = taken.copy()
            taken[back] = False
            taken[near[which]] = True
            served += gained
    return taken


def around(rings: Rings, people: int, taken: Flags, lots: np.random.Generator) -> Ints:
    """Return some that are taken, around somebody who could be in one and is in none."""
    waiting = np.ones(people + 1, bool)
    waiting[rings.who[taken]] = False
    waiting[NOBODY] = False
    inside = np.zeros(people + 1, bool)
    inside[lots.choice(np.flatnonzero(waiting))] = True
    back = np.empty(0, np.int64)
    mine = np.flatnonzero(taken)
    while len(back) < TAKEN_BACK:
        met = inside[rings.who].any(axis=1)
        inside[rings.who[met]] = True
        inside[NOBODY] = False
        again = mine[inside[rings.who[mine]].any(axis=1)]
        if len(again) == len(back):
            break
        more = np.setdiff1d(again, back)
        back = np.concatenate([back, lots.permutation(more)[: TAKEN_BACK - len(back)]])
    return back


def possible(rings: Rings, people: int, taken: Flags, back: Ints, lacking: Ints) -> Ints:
    """Return what could be taken when some are taken back: the cheapest, and those themselves."""
    stays = taken.copy()
    stays[back] = False
    busy = np.zeros(people + 1, bool)
    busy[rings.who[stays]] = True
    busy[NOBODY] = False
    free = np.flatnonzero(~busy[rings.who].any(axis=1))
    if len(free) > MOST_NEAR:
        free = free[np.argsort(lacking[free], kind="stable")[:MOST_NEAR]]
    return np.union1d(free, back)
