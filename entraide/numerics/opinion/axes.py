"""The two directions in which votes vary most, and where people stand in them.

The matrix X has a row for each person and a column for each statement: the vote minus the mean of
the votes on that statement, exactly 0 where nothing was seen. The directions are the first two
eigenvectors of X'X.

- Up to 200 statements: X'X itself, piece by piece, and all its eigenvectors.
- Above: Lanczos, with every new vector made orthogonal to all before (10 to 30 steps). A step
  multiplies by X and by X' and looks at each vote once: a table of 3 x statements holds what each
  value is worth, and the votes choose from it. As quick as a full table, and never as large.

Complexity: votes x statements, or votes x steps. Source: Lanczos, An iteration method for the
solution of the eigenvalue problem (1950); Parlett, The symmetric eigenvalue problem (1998).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from .grid import Floats, Grid, centred, tally

EXACT_STATEMENTS = 200
MOST_STEPS = 300
# Whether the directions are found is looked at after so many steps each time.
LOOK_EVERY = 3
# The part of the largest eigenvalue below which a direction is rounding.
NOTHING = 1e-12
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Axes:
    """Weights of the statements in two directions (2 x statements); what each vote is worth."""

    weights: Floats
    values: Floats

    @property
    def flat(self) -> bool:
        """Tell whether nobody differs from anybody."""
        return not self.weights[0].any()


def axes_of(grid: Grid, start: Floats | None = None, tolerance: float = TOLERANCE) -> Axes:
    """Return the two directions; `start` is near them, if it is known."""
    counts = tally(grid)[0]
    values = centred(counts)
    spread = float((counts * values**2).sum())
    weights = np.zeros((2, grid.statements))
    # Sums of whole numbers over whole numbers: what is not zero is far above rounding.
    if spread > NOTHING * max(1, len(grid.cells)):
        found = (
            by_table(grid, values)
            if grid.statements <= EXACT_STATEMENTS
            else lanczos(partial(product, grid, values), first_step(grid, start), tolerance)
        )
        weights[: len(found)] = found
    return Axes(np.array([oriented(one) for one in weights]), values)


def by_table(grid: Grid, values: Floats) -> Floats:
    """Return the first directions, from all products of two statements."""
    products = np.zeros((grid.statements, grid.statements))
    for people, _, _ in grid.pieces():
        rows = full(grid, values, people)
        products += rows.T @ rows
    return first_two(*np.linalg.eigh(products))


def full(grid: Grid, values: Floats, people: slice) -> Floats:
    """Return the rows of X of some people."""
    starts = grid.starts[people.start : people.stop + 1]
    cells = grid.cells[starts[0] : starts[-1]]
    rows = np.zeros((len(starts) - 1, grid.statements))
    first = np.arange(len(rows), dtype=np.int64) * grid.statements
    rows.ravel()[np.repeat(first, np.diff(starts)) + cells // 3] = values.ravel().take(cells)
    return rows


def first_step(grid: Grid, start: Floats | None) -> Floats:
    """Return where Lanczos starts: near the directions, or anywhere; not drawn by the seed."""
    if start is not None:
        return np.asarray(start.sum(axis=0))
    return np.random.default_rng(0).standard_normal(grid.statements)


def product(grid: Grid, values: Floats, vector: Floats) -> Floats:
    """Return X'X times a vector, from the votes alone."""
    worth = (values * vector[:, None]).ravel()
    back = np.zeros(3 * grid.statements)
    for _, starts, cells in grid.pieces():
        sums = np.add.reduceat(worth.take(cells), starts[:-1])
        back += np.bincount(cells, np.repeat(sums, np.diff(starts)), minlength=len(back))
    return np.asarray((back.reshape(-1, 3) * values).sum(axis=1))


def lanczos(multiply: Callable[[Floats], Floats], start: Floats, tolerance: float) -> Floats:
    """Return the first two eigenvectors, or one when there is no second.

    Stops when what is left of both is below `tolerance` times the first eigenvalue.
    """
    steps = min(MOST_STEPS, len(start))
    basis, small = np.empty((steps, len(start))), np.zeros((steps + 1, steps + 1))
    vector = start / np.linalg.norm(start)
    for step in range(steps):
        basis[step] = vector
        known = basis[: step + 1]
        image = multiply(vector)
        small[step, step] = image @ vector
        # Twice is enough to be orthogonal up to rounding.
        for _ in range(2):
            image -= (known @ image) @ known
        left = float(np.linalg.norm(image))
        ended = left <= NOTHING * small.trace()
        if ended or step % LOOK_EVERY == LOOK_EVERY - 1:
            found, inside = np.linalg.eigh(small[: step + 1, : step + 1])
            if ended or np.abs(inside[-1, -2:]).max() * left <= tolerance * found[-1]:
                break
        small[step, step + 1] = small[step + 1, step] = left
        vector = image / left
    return np.asarray(first_two(found, inside) @ basis[: len(found)])


def first_two(values: Floats, vectors: Floats) -> Floats:
    """Return the vectors (columns) of the two largest values, or of one if the other is nothing."""
    kept = values[::-1][:2] > NOTHING * values[-1]
    return np.asarray(vectors[:, ::-1][:, :2].T[kept])


def oriented(weights: Floats) -> Floats:
    """Return a direction turned so that agreeing with everything is on its positive side."""
    total = float(weights.sum())
    if abs(total) < 1e-9:
        total = float(weights[np.abs(weights).argmax()])
    return -weights if total < 0 else weights


def positions_of(grid: Grid, axes: Axes) -> Floats:
    """Return where each person stands: people x 2."""
    found = np.empty((grid.people, 2))
    for axis, weights in enumerate(axes.weights):
        worth = (axes.values * weights[:, None]).ravel()
        for people, starts, cells in grid.pieces():
            found[people, axis] = np.add.reduceat(worth.take(cells), starts[:-1])
    return found * np.sqrt(grid.statements / grid.votes)[:, None]
