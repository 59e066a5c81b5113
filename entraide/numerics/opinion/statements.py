"""What groups share, and what tells each of them from the others.

Of the S votes of a group on a statement, C are the vote looked at (agree, or disagree). Everybody
else in a group is the rest: S', C'.

- share = (C + 1) / (S + 2); ratio = share / ((C' + 1) / (S' + 2))
- z_half = 2 sqrt(S + 1) ((C + 1) / (S + 1) - 1/2): is the share above one half?
- z = (p - p') / sqrt(q (1 - q) (1 / (S + 1) + 1 / (S' + 1))), where p = (C + 1) / (S + 1), p' the
  same of the rest, and q that of both together; 0 where q = 1: is the share above the rest's?

Representative statements of a group, as Polis chooses them:

1. A statement is shown by its vote of the larger z. It is sufficient when, for one of the votes, z
   and z_half are both above 1.2816.
2. One statement is what the group agrees on best. From the first to the last: the first with
   z_half above 1.2816, or with a ratio above 1 and a share above one half, is held; another one
   takes its place by share x z_half, or, when the one held has a ratio above 1, by ratio x z x
   share x z_half. Statements on which the group only passed do not count.
3. That one, then the sufficient ones by ratio x z x share x z_half: the first five, agreement
   before disagreement.
4. Without a sufficient one: the one of step 2, or else the one of the largest z.

Complexity: groups x statements. Source: Small et al., Polis (2021).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .grid import Floats, Ints
from .problem import AGREE, DISAGREE, MOST_SHOWN, Z_90, Representative


@dataclass(frozen=True)
class Compared:
    """Figures of each group and statement, for agreement, then for disagreement: 2 x G x M."""

    count: Ints
    seen: Ints
    share: Floats
    ratio: Floats
    z: Floats
    z_half: Floats
    merit: Floats


def consensus(counts: Ints) -> Floats:
    """Return the group-aware consensus of each statement, from groups x statements x values."""
    return np.asarray(((counts[:, :, 2] + 1) / (counts.sum(axis=2) + 2)).prod(axis=0))


def compared(counts: Ints) -> Compared:
    """Return the figures of groups x statements x values."""
    count = np.stack([counts[:, :, 2], counts[:, :, 0]])
    seen = counts.sum(axis=2)
    others, rest = count.sum(axis=1, keepdims=True) - count, seen.sum(axis=0) - seen
    share = (count + 1) / (seen + 2)
    ratio = share / ((others + 1) / (rest + 2))
    z_half = 2 * np.sqrt(seen + 1) * ((count + 1) / (seen + 1) - 0.5)
    z = difference(count, seen, others, rest)
    merit = ratio * z * share * z_half
    return Compared(count, np.broadcast_to(seen, count.shape), share, ratio, z, z_half, merit)


def difference(count: Ints, seen: Ints, others: Ints, rest: Ints) -> Floats:
    """Return the z of two shares, one vote added to each count."""
    both = (count + others + 2) / (seen + rest + 2)
    spread = both * (1 - both) * (1 / (seen + 1) + 1 / (rest + 1))
    apart = (count + 1) / (seen + 1) - (others + 1) / (rest + 1)
    return np.where(both == 1, 0.0, apart / np.sqrt(np.where(both == 1, 1.0, spread)))


def representative(counts: Ints, names: Sequence[str]) -> list[tuple[Representative, ...]]:
    """Return the representative statements of each group, in order."""
    figures = compared(counts)
    side = np.where(figures.z[0] > figures.z[1], 0, 1)
    merit = np.take_along_axis(figures.merit, side[None], axis=0)[0]
    enough = np.minimum(figures.z, figures.z_half).max(axis=0) > Z_90
    found = []
    for group in range(len(counts)):
        first = most_agreed(figures, group)
        if first is None and not enough[group].any():
            first = int(figures.z[:, group].max(axis=0).argmax())
            chosen = [first]
        else:
            chosen = [] if first is None else [first]
            order = np.argsort(-merit[group], kind="stable")
            chosen += [one for one in order.tolist() if enough[group, one] and one != first]
        kept = sorted(chosen[:MOST_SHOWN], key=lambda one: int(side[group, one]))
        found.append(
            tuple(shown(figures, names, group, one, int(side[group, one])) for one in kept)
        )
    return found


def most_agreed(figures: Compared, group: int) -> int | None:
    """Return the statement that a group agrees on best, or None."""
    share, ratio, half, merit = (
        one[0, group].tolist()
        for one in (figures.share, figures.ratio, figures.z_half, figures.merit)
    )
    voted = figures.count[:, group].sum(axis=0) > 0
    held = None
    for one in np.flatnonzero(voted).tolist():
        if held is None:
            better = half[one] > Z_90 or (ratio[one] > 1 and share[one] > 0.5)
        elif ratio[held] > 1:
            better = merit[one] > merit[held]
        else:
            better = share[one] * half[one] > share[held] * half[held]
        held = one if better else held
    return held


def shown(
    figures: Compared, names: Sequence[str], group: int, one: int, side: int
) -> Representative:
    """Return a statement with its figures."""
    place = (side, group, one)
    return Representative(
        names[one],
        (AGREE, DISAGREE)[side],
        float(figures.z[place]),
        float(figures.z_half[place]),
        float(figures.share[place]),
        float(figures.ratio[place]),
        int(figures.count[place]),
        int(figures.seen[place]),
    )
