"""Groups of people who stand near each other: k-means with a silhouette.

1. At most 700 people are drawn by lot. For k = 2 to 5, starts: the first centre is a person drawn
   by lot, each next one drawn in proportion to the squared distance (k-means++). Up to 400 people,
   24 starts from all of them, since divisions of few people are often nearly as good; otherwise
   six from 200. All move together for eight rounds (Lloyd).
2. The best start goes on with the 700 for eight rounds; or the next best, when it leaves fewer than
   five people in a group.
3. The divisions are compared by the mean silhouette of these people: (b - a) / max(a, b), where a
   is somebody's mean distance to their own group and b to the nearest other one.
4. The best division goes on with everybody, until its centres stand still; or the next best, when
   it leaves fewer than five people in a group.

Groups are numbered from the largest; equal ones from left to right. Complexity: people x groups x
rounds. Source: Arthur, Vassilvitskii, k-means++ (2007); Rousseeuw, Silhouettes (1987).
"""

import numpy as np
from numpy.typing import NDArray

from .grid import Floats, Ints
from .problem import FEWEST, MOST_GROUPS

Singles = NDArray[np.float32]
DRAWN = 700
# Many starts from all of them while they are at most SMALL; otherwise few starts from few of them.
SMALL, FEW_PEOPLE = 400, 200
MANY_STARTS, FEW_STARTS = 24, 6
# Rounds of all starts, then of the best one, then at most so many with everybody.
FIRST_ROUNDS, SECOND_ROUNDS, MOST_ROUNDS = 8, 8, 200
# Centres that move less than this part of the spread stand still.
SETTLED = 1e-3


def search(places: Floats, lots: np.random.Generator) -> Ints | None:
    """Return the group of each person, or None when no division leaves five people in each."""
    some = places[lots.permutation(len(places))[:DRAWN]]
    least = FEWEST if len(some) == len(places) else 1
    apart = distances(some)
    found = []
    for groups in range(2, min(MOST_GROUPS, len(places) // FEWEST) + 1):
        centres = divided(some, groups, least, lots)
        if centres is not None:
            quality = silhouette(apart, labels(some, centres), groups)
            found.append((-quality, groups, centres))
    for _, groups, rough in sorted(found, key=lambda one: one[:2]):
        centres = settle(places, rough, MOST_ROUNDS)
        label = labels(places, centres)
        sizes = np.bincount(label, minlength=groups)
        if sizes.min() >= FEWEST:
            # The largest first, then from left to right.
            order = np.lexsort((centres[0, :, 0], -sizes))
            return np.asarray(np.argsort(order)[label])
    return None


def divided(some: Floats, groups: int, least: int, lots: np.random.Generator) -> Floats | None:
    """Return the centres of the best division with at least so many people in each group."""
    small = len(some) <= SMALL
    few = some if small else some[:FEW_PEOPLE]
    count = MANY_STARTS if small else FEW_STARTS
    centres = settle(few, starts(few, groups, count, lots), FIRST_ROUNDS)
    near = nearness(few, centres)
    # The sum of squared distances is least where that of nearness is most.
    best = np.take_along_axis(near, near.argmax(axis=2)[:, :, None], axis=2).sum(axis=(0, 2))
    for one in np.argsort(-best, kind="stable"):
        settled = settle(some, centres[one : one + 1], SECOND_ROUNDS)
        if np.bincount(labels(some, settled), minlength=groups).min() >= least:
            return settled
    return None


def labels(places: Floats, centres: Floats) -> Ints:
    """Return the nearest centre of the first start for each person."""
    return np.asarray(nearness(places, centres).argmax(axis=2)[:, 0])


def starts(some: Floats, groups: int, count: int, lots: np.random.Generator) -> Floats:
    """Return centres to start from: starts x groups x 2."""
    chosen = np.empty((count, groups), np.int64)
    chosen[:, 0] = lots.integers(len(some), size=count)
    off = np.full((count, len(some)), np.inf)
    for group in range(1, groups):
        last = some[chosen[:, group - 1]]
        off = np.minimum(off, ((some - last[:, None]) ** 2).sum(axis=2))
        reached = off.cumsum(axis=1)
        drawn = lots.random((count, 1)) * reached[:, -1:]
        chosen[:, group] = np.minimum((reached <= drawn).sum(axis=1), len(some) - 1)
    return some[chosen]


def settle(places: Floats, centres: Floats, rounds: int) -> Floats:
    """Return centres that have stopped moving, all starts together."""
    spread = float(places.var(axis=0).sum())
    for _ in range(rounds):
        before = centres
        centres = means(places, nearness(places, centres).argmax(axis=2), centres)
        if ((centres - before) ** 2).max() <= SETTLED**2 * spread:
            break
    return centres


def nearness(places: Floats, centres: Floats) -> Floats:
    """Return how near each centre of each start is to each person: people x starts x groups.

    p.c - |c|^2 / 2 is what the squared distance |p|^2 - 2 p.c + |c|^2 has of the centre.
    """
    flat = centres.reshape(-1, 2)
    near: Floats = places @ flat.T - (flat**2).sum(axis=1) / 2
    return near.reshape(len(places), *centres.shape[:2])


def means(places: Floats, label: Ints, before: Floats) -> Floats:
    """Return the mean of each group of each start; a group of nobody stays where it was."""
    groups = before.shape[1]
    inside = (label[:, :, None] == np.arange(groups)).reshape(len(places), -1).astype(float)
    size = (np.ones(len(places)) @ inside)[:, None]
    found = (inside.T @ places) / np.maximum(size, 1)
    return np.where(size > 0, found, before.reshape(-1, 2)).reshape(before.shape)


def distances(places: Floats) -> Singles:
    """Return all distances between people; single precision is plenty for a mean."""
    across, up = places.T.astype(np.float32)
    squares: Singles = np.subtract.outer(across, across)
    squares *= squares
    squares += np.subtract.outer(up, up) ** 2
    return np.sqrt(squares, out=squares)


def silhouette(apart: Singles, label: Ints, groups: int) -> float:
    """Return the mean silhouette; who is alone in a group counts 0, as does a group of nobody."""
    everybody = np.arange(len(label))
    inside = np.zeros((len(label), groups), np.float32)
    inside[everybody, label] = 1
    size = inside.sum(axis=0)
    sums = apart @ inside
    own = sums[everybody, label] / np.maximum(size[label] - 1, 1)
    sums[everybody, label] = np.inf
    other = np.where(size > 0, sums / np.maximum(size, 1), np.inf).min(axis=1)
    larger = np.maximum(own, other)
    good = (size[label] > 1) & (larger > 0) & np.isfinite(other)
    return float(np.where(good, (other - own) / np.where(good, larger, 1), 0).mean())
