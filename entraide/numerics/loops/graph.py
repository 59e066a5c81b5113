"""People and arcs as arrays: who gives to whom, and who must be apart."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .problem import Arc, Problem

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Graph:
    """People are numbered from 0, first those who need something, then the givers.

    Who receives from person i: `heads[starts[i]:starts[i + 1]]`, sorted. `keys` are the arcs as
    giver x people + receiver, sorted; `apart` the pairs in both orders, the same way.
    """

    names: tuple[str, ...]
    asking: int
    starts: Ints
    heads: Ints
    keys: Ints
    apart: Ints

    @property
    def people(self) -> int:
        """Return how many people there are, givers included."""
        return len(self.names)

    def gives(self, givers: Ints, receivers: Ints) -> Flags:
        """Tell, pair by pair, whether the first can give to the second."""
        return among(self.keys, givers * self.people + receivers)


def graph_of(problem: Problem, more: tuple[Arc, ...] = ()) -> Graph:
    """Return people and arcs as arrays, an arc said twice once; `more` are arcs to add."""
    names = (*problem.people, *problem.givers)
    number = {name: place for place, name in enumerate(names)}
    count = len(names)
    keys = keys_of(problem.arcs + more, number)
    apart = keys_of(problem.apart, number)
    backwards = apart % max(count, 1) * count + apart // max(count, 1)
    return Graph(
        names,
        len(problem.people),
        np.searchsorted(keys, np.arange(count + 1) * count),
        keys % max(count, 1),
        keys,
        np.union1d(apart, backwards),
    )


def keys_of(pairs: tuple[Arc, ...], number: dict[str, int]) -> Ints:
    """Return pairs as whole numbers, sorted, each once."""
    flat = np.fromiter((number[name] for pair in pairs for name in pair), np.int64, 2 * len(pairs))
    keys: Ints = np.unique(flat[::2] * len(number) + flat[1::2])
    return keys


def among(keys: Ints, wanted: Ints) -> Flags:
    """Tell which numbers are among sorted ones.

    >>> among(np.array([2, 5]), np.array([5, 3, 9])).tolist()
    [True, False, False]
    """
    if not len(keys):
        return np.zeros(len(wanted), bool)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found: Flags = keys[place] == wanted
    return found
