"""How far coders agree beyond chance, with as many coders as there are and values missing.

Problem: some coders each said of some units one of a few values (a theme is there, or not). Do they
see the same?

Mathematics: Krippendorff's alpha for nominal values, 1 - observed / expected disagreement, over the
units that two coders or more have valued; Cohen's kappa for two coders. The interval of alpha comes
from drawing units with replacement (bootstrap), as many as there are, `DRAWS` times.

1. Count the values of each unit; leave out units with fewer than two.
2. Observed: pairs of different values inside units, each unit weighing 1 / (its values - 1).
3. Expected: pairs of different values among all values together.
4. Draw units, compute alpha again, take the 2.5 % and 97.5 % of the draws in which it is defined.

Units and values are counted, no measure. Complexity: units x values, and draws x kinds of units x
values for the interval.

Source: Krippendorff, Computing Krippendorff's alpha-reliability (2011); Cohen, A coefficient of
agreement for nominal scales (1960); Efron, Tibshirani, An introduction to the bootstrap (1993).
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

DRAWS = 2_000
OUTSIDE = 0.05
Unit = Mapping[str, Hashable]
Reals = NDArray[np.float64]


def alpha(units: Sequence[Unit]) -> float | None:
    """Return alpha: 1 is agreement, 0 is chance, less is worse; None when nothing varies.

    Args:
        units: for each unit, what each coder said: {coder: value}; who said nothing is left out.

    >>> round(alpha([{"a": 1, "b": 1}, {"a": 0, "b": 0}, {"a": 1, "b": 0}]), 3)
    0.444
    """
    kinds, counts = _kinds(units)
    if not len(kinds):
        return None
    found = float(_alphas(kinds, counts[None, :])[0])
    return None if np.isnan(found) else found


def interval(units: Sequence[Unit], *, seed: int) -> tuple[float, float] | None:
    """Return where alpha would be in 95 % of other draws of such units; None when nothing varies.

    Deterministic for a seed. With few units it is wide: that is what it says.
    """
    kinds, counts = _kinds(units)
    if len(kinds) == 0 or alpha(units) is None:
        return None
    lots = np.random.default_rng(seed)
    total = int(counts.sum())
    drawn = lots.multinomial(total, counts / total, size=DRAWS)
    found = _alphas(kinds, drawn)
    low, high = np.nanquantile(found, [OUTSIDE / 2, 1 - OUTSIDE / 2])
    return float(low), float(high)


def kappa(units: Sequence[Unit], one: str, other: str) -> float | None:
    """Return Cohen's kappa of two coders over the units both valued; None when nothing varies.

    >>> kappa([{"a": 1, "b": 1}, {"a": 0, "b": 0}, {"a": 1, "b": 0}, {"a": 0, "b": 0}], "a", "b")
    0.5
    """
    both = [(unit[one], unit[other]) for unit in units if one in unit and other in unit]
    if not both:
        return None
    agreed = sum(left == right for left, right in both) / len(both)
    lefts, rights = Counter(left for left, _ in both), Counter(right for _, right in both)
    chance = sum(lefts[value] * rights[value] for value in lefts) / len(both) ** 2
    return None if chance == 1 else (agreed - chance) / (1 - chance)


def _kinds(units: Sequence[Unit]) -> tuple[Reals, NDArray[np.int64]]:
    """Return the kinds of units, as counts of each value, and how many units are of each kind."""
    values = sorted({value for unit in units for value in unit.values()}, key=repr)
    place = {value: number for number, value in enumerate(values)}
    found: Counter[tuple[int, ...]] = Counter()
    for unit in units:
        if len(unit) > 1:
            row = [0] * len(values)
            for value in unit.values():
                row[place[value]] += 1
            found[tuple(row)] += 1
    kinds = sorted(found)
    return np.array(kinds, float), np.array([found[kind] for kind in kinds], np.int64)


def _alphas(kinds: Reals, drawn: NDArray[np.int64]) -> Reals:
    """Return alpha of each draw of units (a row each); not a number where nothing varies."""
    sizes = kinds.sum(axis=1)
    # Ordered pairs of different values inside a unit.
    apart = (sizes**2 - (kinds**2).sum(axis=1)) / (sizes - 1)
    observed = drawn @ apart
    values = drawn @ kinds
    total = values.sum(axis=1)
    expected = (total**2 - (values**2).sum(axis=1)) / (total - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Reals = np.where(expected > 0, 1 - observed / expected, np.nan)
    return found
