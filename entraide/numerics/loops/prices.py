"""What each person's place is worth: prices that prove how many people can be served at most.

The linear relaxation of the packing: maximise the people served by loops and chains x >= 0, at most
one at each person. Its dual gives every person a price such that each loop or chain costs at least
what it serves; then no answer serves more than all prices together.

1. Solve over some loops and chains; those that cost less than they serve are added, the best of
   each person first, until none does (column generation) or the limit of steps is reached.
2. Prices are rounded up to 1 / `UNIT` person. Whoever starts a loop or chain that would still cost
   too little pays the rest. What follows is arithmetic of whole numbers: the bound holds whatever
   the solver did.

Source: Barnhart, Johnson, Nemhauser, Savelsbergh, Vance, Branch-and-price (1998); Abraham, Blum,
Sandholm, Clearing algorithms for barter exchange markets (2007); HiGHS, highs.dev.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from .graph import Ints
from .listing import NOBODY, Rings

UNIT = 1 << 32
# Up to so many are solved at once; beyond, so many are added at a time.
AT_ONCE = 4_000
MOST_INSIDE = 3_000
MOST_TURNS = 60
MOST_STEPS = 400_000
ADDED_PER_PERSON = 2
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Prices:
    """`of_person` in 1 / `UNIT` person; `used` the relaxed answer, one number a loop or chain."""

    of_person: Ints
    used: Floats

    def lacking(self, rings: Rings) -> Ints:
        """Return what each loop or chain costs beyond what it serves, in 1 / `UNIT` person."""
        return costs(rings, self.of_person) - rings.served * UNIT


def costs(rings: Rings, of_person: Ints) -> Ints:
    """Return what each loop or chain costs."""
    total: Ints = np.append(of_person, 0)[rings.who].sum(axis=1)
    return total


def priced(rings: Rings, people: int, first: Ints) -> Prices:
    """Return the prices of people numbered from 0; `first` is an answer to begin with."""
    if people <= MOST_INSIDE:
        return from_inside(rings, people)
    return step_by_step(rings, people, first)


def from_inside(rings: Rings, people: int) -> Prices:
    """Return the prices of a few thousand people, by an interior point method.

    Where everything is possible, corners are so many that the simplex method takes minutes.
    """
    solver = rows(people)
    add(solver, rings)
    solver.setOptionValue("solver", "ipx")
    solver.setOptionValue("run_crossover", "off")
    solver.setOptionValue("ipm_iteration_limit", MOST_TURNS)
    solver.run()
    solution = solver.getSolution()
    return Prices(rounded(rings, people, solution.row_dual), np.array(solution.col_value))


def step_by_step(rings: Rings, people: int, first: Ints) -> Prices:
    """Return the prices of many people, by the simplex method and column generation."""
    solver = rows(people)
    solver.setOptionValue("simplex_iteration_limit", MOST_STEPS)
    inside = np.zeros(len(rings), bool)
    known, new = np.empty(0, np.int64), first
    for _ in range(MOST_TURNS):
        add(solver, rings.only(new))
        inside[new] = True
        known = np.concatenate([known, new])
        solver.run()
        duals = of_rows(people, solver.getSolution().row_dual)
        short = rings.served - np.append(duals, 0.0)[rings.who].sum(axis=1)
        new = cheapest(rings, np.where(inside, 0.0, short), people)
        if not len(new):
            break
    solution = solver.getSolution()
    used = np.zeros(len(rings))
    used[known] = np.array(solution.col_value)
    return Prices(rounded(rings, people, solution.row_dual), used)


def rows(people: int) -> highspy.Highs:
    """Return a quiet solver on one thread: each person at most once, nothing to choose yet."""
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.addRows(
        people, np.full(people, -highspy.kHighsInf), np.ones(people), 0,
        np.zeros(people, np.int32), np.empty(0, np.int32), np.empty(0),
    )  # fmt: skip
    return solver


def add(solver: highspy.Highs, rings: Rings) -> None:
    """Add loops and chains as variables: at most one of those of a person is used."""
    there = rings.who != NOBODY
    size = there.sum(axis=1)
    count, total = len(rings), int(size.sum())
    solver.addCols(
        count, -rings.served.astype(float), np.zeros(count), np.full(count, highspy.kHighsInf),
        total, (np.cumsum(size) - size).astype(np.int32), rings.who[there].astype(np.int32),
        np.ones(total),
    )  # fmt: skip


def cheapest(rings: Rings, short: Floats, people: int) -> Ints:
    """Return those that cost less than they serve: the best of each person, and the next best."""
    left = np.flatnonzero(short > 1e-7)
    left = left[np.argsort(-short[left], kind="stable")]
    found = []
    for _ in range(ADDED_PER_PERSON):
        place = np.full(people + 1, len(left))
        for column in rings.who[left].T:
            np.minimum.at(place, column, np.arange(len(left)))
        place[NOBODY] = len(left)
        best = np.unique(place[place < len(left)])
        found.append(left[best])
        left = np.delete(left, best)
    return np.concatenate(found)


def of_rows(people: int, duals: Sequence[float]) -> Floats:
    """Return what the solver says of each person, never below 0; 0 when it says nothing."""
    found = -np.array(duals) if len(duals) == people else np.zeros(people)
    return np.maximum(np.nan_to_num(found), 0.0)


def rounded(rings: Rings, people: int, duals: Sequence[float]) -> Ints:
    """Return prices rounded up, raised where a loop or chain would cost less than it serves.

    Nothing serves more people than it has: a price above that helps nobody.
    """
    dear = np.minimum(of_rows(people, duals), rings.who.shape[1])
    of_person: Ints = np.ceil(dear * UNIT).astype(np.int64)
    missing = np.maximum(rings.served * UNIT - costs(rings, of_person), 0)
    raised = np.zeros(people, np.int64)
    np.maximum.at(raised, rings.who[:, 0], missing)
    of_person += raised
    return of_person
