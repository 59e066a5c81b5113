"""Every loop and chain that there could be, as the lines of an array.

1. Loops start at the person of the smallest number: paths grow by one person with a larger number
   at a time, all paths at once; a path whose last person gives to the first is a loop.
2. Chains grow in the same way from the givers; every beginning of a chain is a chain.
3. A path in which two people must be apart, or one is there twice, is left at once.
4. Of those with the same people, one is kept: they serve as many and exclude the same others.

Paths are looked at in portions of starts. Each portion may look at its part of `MOST_PATHS` paths
and keep its part of `MOST_RINGS` loops or chains; beyond, some are drawn, and the list says that it
is not `whole`. Time grows with paths, memory with what is kept and with one portion.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .graph import Flags, Graph, Ints, among

# Beyond, the list is not whole: see docs/formats.md.
MOST_PATHS = 16_000_000
MOST_RINGS = 2_000_000
# Paths of a portion: some tens of megabytes.
PORTION = 1_000_000
NOBODY = -1


@dataclass(frozen=True)
class Rings:
    """Loops and chains, one a line: `who` has the numbers of its people in order, then `NOBODY`.

    `served` counts who receives. `whole` tells whether every set of people is there.
    """

    who: Ints
    served: Ints
    whole: bool = True

    def __len__(self) -> int:
        return len(self.served)

    def only(self, chosen: Flags | Ints) -> "Rings":
        """Return some of them."""
        return replace(self, who=self.who[chosen], served=self.served[chosen])


@dataclass
class Purse:
    """What may still be looked at and kept; who draws when it is not enough."""

    lots: np.random.Generator
    paths: int = MOST_PATHS
    rings: int = MOST_RINGS
    whole: bool = True

    def share(self, part: float) -> "Purse":
        """Return a part of what is left."""
        return Purse(self.lots, int(max(self.paths, 0) * part), int(max(self.rings, 0) * part))

    def spend(self, spent: "Purse", part: float) -> None:
        """Take back what is left of a part."""
        given = self.share(part)
        self.paths -= given.paths - spent.paths
        self.rings -= given.rings - spent.rings
        self.whole = self.whole and spent.whole


def listed(graph: Graph, longest: int, lots: np.random.Generator) -> Rings:
    """Return the loops of 2 to `longest` people, and the chains that serve 1 to `longest`.

    Several may have the same people, in another order: see `once`.
    """
    purse = Purse(lots)
    found: list[Ints] = [np.empty((0, longest + 1), np.int64)]
    asking, givers = np.arange(graph.asking), np.arange(graph.asking, graph.people)
    for starts, closed in ((givers, False), (asking, True)):
        for some, part in portions(graph, starts, longest):
            mine = purse.share(part)
            new = grown(graph, some, closed, mine, longest)
            found += [padded(paths, longest + 1) for paths in new]
            purse.spend(mine, part)
    return replace(of_lines(graph, np.concatenate(found)), whole=purse.whole)


def of_lines(graph: Graph, who: Ints) -> Rings:
    """Return loops and chains from the numbers of their people."""
    size = (who != NOBODY).sum(axis=1)
    return Rings(who, np.where(who[:, 0] >= graph.asking, size - 1, size))


def portions(graph: Graph, starts: Ints, longest: int) -> Iterator[tuple[Ints, float]]:
    """Return some starts after others, with the part that they are of those that are left."""
    ahead = paths_ahead(graph, longest)[starts]
    starts, ahead = starts[ahead > 0], ahead[ahead > 0]
    total = np.cumsum(ahead)
    ends = np.flatnonzero(np.diff(total // PORTION, append=np.inf)) + 1
    first, done = 0, 0.0
    for end in ends.tolist():
        yield starts[first:end], min(1.0, (total[end - 1] - done) / (total[-1] - done))
        first, done = end, float(total[end - 1])


def paths_ahead(graph: Graph, longest: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return how many ways of 1 to `longest` - 1 arcs start at each person, passing anybody."""
    ways = np.ones(graph.people)
    for _ in range(longest - 1):
        total = np.concatenate([[0.0], np.cumsum(ways[graph.heads])])
        ways = np.diff(total[graph.starts]) + 1
    return ways - 1


def grown(graph: Graph, starts: Ints, closed: bool, purse: Purse, longest: int) -> Iterator[Ints]:
    """Return the loops, or chains, of some starts: an array for each number of people."""
    paths = starts[:, None]
    for _ in range(longest - closed):
        paths = extended(graph, paths, purse)
        paths = paths[allowed(graph, paths, closed)]
        rings = paths[graph.gives(paths[:, -1], paths[:, 0])] if closed else paths
        if len(rings) > purse.rings:
            rings = rings[drawn(len(rings), purse.rings, purse.lots)]
            purse.whole = False
        purse.rings -= len(rings)
        yield rings


def extended(graph: Graph, paths: Ints, purse: Purse) -> Ints:
    """Return the paths with one person more, or as many of them as may be looked at."""
    last = paths[:, -1]
    counts = graph.starts[last + 1] - graph.starts[last]
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    if total > purse.paths:
        place = drawn(total, purse.paths, purse.lots)
        path = np.searchsorted(ends, place, "right")
        purse.whole = False
    else:
        place, path = np.arange(total), np.repeat(np.arange(len(paths)), counts)
    purse.paths -= len(place)
    head = graph.heads[graph.starts[last[path]] + place - (ends - counts)[path]]
    return np.column_stack([paths[path], head])


def drawn(total: int, number: int, lots: np.random.Generator) -> Ints:
    """Return about `number` places under `total`, sorted, each once."""
    places: Ints = np.unique(lots.integers(0, total, number)) if number else np.empty(0, np.int64)
    return places


def allowed(graph: Graph, paths: Ints, closed: bool) -> Flags:
    """Tell which paths may stay, given that they could without their last person."""
    last = paths[:, -1]
    fine = last > paths[:, 0] if closed else np.ones(len(paths), bool)
    for place in range(paths.shape[1] - 1):
        other = paths[:, place]
        fine &= last != other
        if len(graph.apart):
            fine &= ~among(graph.apart, last * graph.people + other)
    return fine


def padded(paths: Ints, width: int) -> Ints:
    """Return paths as lines of `width` people, nobody at the end."""
    nobody = np.full((len(paths), width - paths.shape[1]), NOBODY)
    return np.concatenate([paths, nobody], axis=1)


def once(rings: Rings, lots: np.random.Generator) -> Rings:
    """Return the same in an order drawn by lot, the first of each set of people only.

    A chain and a loop never have the same people: a loop has no giver.
    """
    rings = rings.only(lots.permutation(len(rings)))
    people = np.sort(rings.who, axis=1)
    # Equal lines are next to each other when lines are sorted by a number drawn for each set. Two
    # sets with the same number are told apart below: at worst, one of them is kept twice.
    of_set = np.random.default_rng(0).integers(0, 2**62, int(people.max(initial=0)) + 2)
    mark = of_set[people].sum(axis=1)
    order = np.argsort(mark, kind="stable")
    again = np.zeros(len(rings), bool)
    again[order[1:]] = (people[order[1:]] == people[order[:-1]]).all(axis=1)
    return rings.only(~again)


def without(rings: Rings, refused: Iterable[Sequence[int]]) -> Rings:
    """Return the rest when some are refused; a refused loop is the same from whomever it starts."""
    kept = np.ones(len(rings), bool)
    for one in refused:
        if len(one) <= rings.who.shape[1]:
            line = padded(np.array([one], np.int64), rings.who.shape[1])
            kept &= (rings.who != line).any(axis=1)
    return rings.only(kept)


def numbered(graph: Graph, refused: Iterable[Sequence[str]]) -> list[list[int]]:
    """Return loops and chains by number, loops from the smallest; unknown people are nobody's."""
    number = {name: place for place, name in enumerate(graph.names)}
    found = []
    for ring in refused:
        line = [number.get(name, len(number)) for name in ring]
        if line and line[0] < graph.asking:
            turn = line.index(min(line))
            line = line[turn:] + line[:turn]
        found.append(line)
    return found
