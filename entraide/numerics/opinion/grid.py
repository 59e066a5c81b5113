"""The last vote of each person on each statement, as two arrays.

1. Names are sorted: the order in which people and statements come changes nothing.
2. People are cut in blocks that are small enough to be a full table; votes are written into it in
   the order they were cast, so that the last one stays; what was written is read off.

Time and memory grow with the votes and with people x statements / 8 bytes of one block at most.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .problem import Votes, natural

Ints = NDArray[np.int64]
Bytes = NDArray[np.int8]
Floats = NDArray[np.float64]
# A block of people has at most so many cells. Votes are handled so many at a time, or somewhat more
# when there are many statements: what fits near the processor.
CELLS = 1 << 18
PIECE = 1 << 15
# The three values of a vote, in the order of the cells of a statement.
VALUES = np.array([-1.0, 0.0, 1.0])


@dataclass(frozen=True)
class Grid:
    """Votes sorted by person: those of person i are `cells[starts[i]:starts[i + 1]]`.

    A cell is 3 x statement + vote + 1. Everybody voted, and every statement has votes, except in a
    part of a grid.
    """

    statements: int
    starts: Ints
    cells: Ints

    @property
    def people(self) -> int:
        """Return the number of people."""
        return len(self.starts) - 1

    @property
    def votes(self) -> Ints:
        """Return how many votes each person cast."""
        return np.diff(self.starts)

    def pieces(self, groups: int = 1) -> Iterator[tuple[slice, Ints, Ints]]:
        """Return people, where their votes start in the piece, and their cells: piece by piece."""
        most = max(PIECE, 16 * groups * self.statements)
        first = 0
        while first < self.people:
            from_here = int(self.starts[first])
            last = int(np.searchsorted(self.starts, from_here + most, "right")) - 1
            last = min(self.people, max(last, first + 1))
            starts = self.starts[first : last + 1] - from_here
            yield slice(first, last), starts, self.cells[from_here : int(self.starts[last])]
            first = last

    def only(self, people: NDArray[np.bool_]) -> "Grid":
        """Return the votes of some people."""
        votes = self.votes
        cells = self.cells[np.repeat(people, votes)]
        return Grid(self.statements, starts_of(votes[people]), cells)


def starts_of(votes: Ints) -> Ints:
    """Return where each person's votes start, and where the last one's end."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(votes, dtype=np.int64)])


@dataclass(frozen=True)
class Named:
    """A grid with the names of its people and statements."""

    people: list[str]
    statements: list[str]
    grid: Grid


def grid_of(votes: Votes) -> Named:
    """Return the last votes, sorted by person; who never voted is not there."""
    voter, statement, vote = (np.asarray(one) for one in (votes.voter, votes.statement, votes.vote))
    people, person_of = ranked(votes.voters, voter)
    statements, column_of = ranked(votes.statements, statement)
    width = len(statements)
    rows = max(1, CELLS // max(1, width))
    counted = np.zeros(len(people), np.int64)
    cells = np.empty(len(voter), np.intp)
    filled = 0
    for first, chosen in blocks(person_of, voter, rows):
        last = min(first + rows, len(people))
        place = (person_of - first).take(voter[chosen])
        place *= width
        place += column_of.take(statement[chosen])
        place, value = last_votes(place, vote[chosen], (last - first) * width)
        row_starts = np.arange(last - first + 1) * width
        counted[first:last] = np.diff(np.searchsorted(place, row_starts))
        here = cells[filled : filled + len(place)]
        np.subtract(place, np.repeat(row_starts[:-1], counted[first:last]), out=here)
        here *= 3
        here += value
        here += 1
        filled += len(place)
    return Named(people, statements, Grid(width, starts_of(counted), cells[:filled]))


def last_votes(place: Ints, vote: Bytes, cells: int) -> tuple[Ints, Bytes]:
    """Return the places where something was written, sorted, and what was written last."""
    if (place[1:] > place[:-1]).all():
        return place, vote
    table = np.zeros(cells, np.int8)
    # Of several votes at one place, numpy keeps the last.
    table[place] = vote + 2
    written: Ints = np.flatnonzero(table != 0)
    return written, table.take(written) - np.int8(2)


def ranked(names: Sequence[str], used: Ints) -> tuple[list[str], Ints]:
    """Return the names that are used, sorted, and the new place of each one."""
    present = np.zeros(len(names), bool)
    present[used] = True
    keys = sort_keys(names)
    order = sorted(np.flatnonzero(present).tolist(), key=keys.__getitem__)
    place = np.full(len(names), -1, np.int64)
    place[order] = np.arange(len(order))
    return [names[one] for one in order], place


def sort_keys(names: Sequence[str]) -> Sequence[tuple[object, ...]]:
    """Return a key for each name, in the order of `natural`; the quick way when all are numbers."""
    if all(map(str.isdecimal, names)) and all(map(str.isascii, names)):
        return list(zip(map(len, names), names, strict=True))
    return list(map(natural, names))


def blocks(person_of: Ints, voter: Ints, rows: int) -> Iterator[tuple[int, Ints | slice]]:
    """Return the first person of each block, and its votes in the order they were cast."""
    last = int(person_of.max(initial=-1)) // rows
    if last <= 0:
        yield from [(0, slice(None))][: len(voter)]
        return
    block: Ints = np.empty(len(voter), np.uint16 if last < 1 << 16 else np.int64)
    counts = np.zeros(last + 1, np.int64)
    for first in range(0, len(voter), PIECE):
        piece = person_of.take(voter[first : first + PIECE]) // rows
        counts += np.bincount(piece, minlength=last + 1)
        block[first : first + PIECE] = piece
    order = None
    if (block[1:] < block[:-1]).any():
        # Stable, so that the last vote of a pair stays the last one.
        order = np.argsort(block, kind="stable")
    ends = starts_of(counts)
    for one in range(last + 1):
        here = slice(int(ends[one]), int(ends[one + 1]))
        yield one * rows, here if order is None else order[here]


def tally(grid: Grid, label: Ints | None = None, groups: int = 1) -> Ints:
    """Return votes by group, statement and value (disagree, pass, agree).

    `label` is the group of each person, or -1 for nobody's; without it, everybody is one group.
    """
    width = 3 * grid.statements
    found = np.zeros((groups + 1) * width, np.int64)
    for people, starts, cells in grid.pieces(groups):
        if label is None:
            found[:width] += np.bincount(cells, minlength=width)
        else:
            # Group -1 is counted last, then left out.
            group = np.where(label[people] < 0, groups, label[people])
            whose = np.repeat(group * width, np.diff(starts))
            found += np.bincount(cells + whose, minlength=len(found))
    return found.reshape(groups + 1, grid.statements, 3)[:groups]


def centred(counts: Ints) -> Floats:
    """Return each value of a vote minus the mean of its statement: statements x 3."""
    seen = np.maximum(counts.sum(axis=1), 1)
    means: Floats = (counts[:, 2] - counts[:, 0]) / seen
    return VALUES - means[:, None]
