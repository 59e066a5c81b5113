"""What one more link would bring: for the person who goes and asks.

A new arc is in one loop or chain at most, since its giver is. So the best answer with it is either
the best without, or one new loop or chain and the best of the rest.

1. List the loops and chains through the new arc.
2. Only the parts that these touch change: pack them again, with the new ones and without.
3. The difference is what the link brings.

Which links are tried: those given; else, those that would close a path of people, or let a giver
who gives nothing yet begin one. Those with most people whom nobody serves come first, then by lot.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from .exact import Best
from .graph import Flags, Graph, Ints, graph_of
from .listing import NOBODY, Purse, Rings, allowed, extended, of_lines, once, padded
from .packing import packed
from .parts import parts_of
from .problem import Arc, Link, Problem, Ring, Solution
from .solving import possible

# Paths looked at to find links worth trying.
MOST_TRAILS = 100_000


@dataclass(frozen=True)
class Before:
    """The problem without new links: its loops and chains, and who is in none of the answer.

    `idle` has one place more than there are people: true, for nobody. `proven`: none is better.
    """

    graph: Graph
    rings: Rings
    idle: Flags
    proven: bool
    longest: int
    seed: int

    @cached_property
    def part(self) -> Ints:
        """Return the part of each loop or chain."""
        return parts_of(self.rings, self.graph.people)

    @cached_property
    def backwards(self) -> Graph:
        """Return the same people with every arc turned round."""
        people = self.graph.people
        keys = np.sort(self.graph.keys % people * people + self.graph.keys // people)
        starts = np.searchsorted(keys, np.arange(people + 1) * people)
        return replace(self.graph, starts=starts, heads=keys % people, keys=keys)

    def around(self, who: Ints) -> Rings:
        """Return the loops and chains of the parts that some people are in."""
        inside = np.zeros(self.graph.people + 1, bool)
        inside[who] = True
        inside[NOBODY] = False
        touched = np.unique(self.part[inside[self.rings.who].any(axis=1)])
        return self.rings.only(np.isin(self.part, touched))

    def known(self, rings: Rings) -> Best:
        """Return how many the best of whole parts serves: as the answer does, if it is proven."""
        if not self.proven:
            return self.best(rings)
        inside = np.unique(rings.who[rings.who != NOBODY])
        # Givers come last among people: they are served nothing.
        served = int((~self.idle[inside[inside < self.graph.asking]]).sum())
        return Best(np.empty(0, np.int64), served, served)

    def best(self, rings: Rings) -> Best:
        """Return the best of some loops and chains."""
        return packed(rings, self.graph.people, self.graph.asking, self.seed)


def one_more(
    problem: Problem,
    solution: Solution,
    *,
    candidates: Sequence[Arc] | None = None,
    most: int,
    seed: int,
    refused: Iterable[Ring],
) -> tuple[Link, ...]:
    """Return what links would bring, best first: see the package."""
    graph = graph_of(problem)
    before = Before(
        graph,
        possible(graph, problem.max_length, seed, refused),
        waiting(graph, solution),
        solution.served == solution.served_bound,
        problem.max_length,
        seed,
    )
    number = {name: place for place, name in enumerate(graph.names)}
    if candidates is None:
        pairs = hopeful(before, most)
    else:
        pairs = [(number[one], number[other]) for one, other in candidates[:most]]
    found = [brought(before, giver, receiver) for giver, receiver in pairs]
    return tuple(sorted(found, key=lambda link: (-link.more, -link.at_most)))


def brought(before: Before, giver: int, receiver: int) -> Link:
    """Return what one link would bring."""
    graph = before.graph
    arc = graph.names[giver], graph.names[receiver]
    new = through(before, giver, receiver)
    if not len(new):
        return Link(arc, 0, 0, ())
    most = int(new.served.max())
    alone = before.proven and before.idle[new.who].all(axis=1) & (new.served == most)
    if np.any(alone):
        # Nobody else is touched, and no link brings more than the people of its loop or chain.
        return Link(arc, most, most, named(graph, new.who[alone][0]))
    old = before.around(new.who)
    together = Rings(np.concatenate([new.who, old.who]), np.append(new.served, old.served))
    was, now = before.known(old), before.best(together)
    used = now.which[now.which < len(new)]
    ring = named(graph, new.who[used].ravel())
    if not (before.rings.whole and new.whole):
        # Nothing is proven but this: the link is in one loop or chain.
        return Link(arc, 0, before.longest, ring)
    return Link(arc, max(now.served - was.bound, 0), min(now.bound - was.served, most), ring)


def through(before: Before, giver: int, receiver: int) -> Rings:
    """Return the loops and chains that use a link which is not there yet."""
    graph, longest = before.graph, before.longest
    if giver == receiver or receiver >= graph.asking or graph.gives(
        np.array([giver]), np.array([receiver])
    ).any():  # fmt: skip
        return of_lines(graph, np.empty((0, longest + 1), np.int64))
    lots = np.random.default_rng(before.seed)
    purse = Purse(lots)
    after = trails(graph, np.array([[receiver]]), longest - 1, purse)
    found = []
    for trail in after:
        if giver < graph.asking and trail.shape[1] < longest:
            closed = trail[graph.gives(trail[:, -1], np.full(len(trail), giver))]
            found.append(beside(np.array([[giver]]), closed, graph))
    for ahead in trails(before.backwards, np.array([[giver]]), longest - 1, purse):
        begun = ahead[ahead[:, -1] >= graph.asking][:, ::-1]
        for trail in after:
            if begun.shape[1] + trail.shape[1] <= longest + 1:
                found.append(beside(begun, trail, graph))
    who = np.concatenate([padded(lines, longest + 1) for lines in found])
    return replace(once(of_lines(graph, who), lots), whole=purse.whole)


def trails(graph: Graph, start: Ints, steps: int, purse: Purse) -> list[Ints]:
    """Return the paths that go on from a start, by their number of people."""
    found = [start]
    for _ in range(steps):
        paths = extended(graph, found[-1], purse)
        found.append(paths[allowed(graph, paths, closed=False)])
    return found


def beside(left: Ints, right: Ints, graph: Graph) -> Ints:
    """Return every path of the left followed by one of the right, with nobody twice."""
    one = np.repeat(np.arange(len(left)), len(right))
    other = np.tile(np.arange(len(right)), len(left))
    paths = np.concatenate([left[one], right[other]], axis=1)
    fine = np.ones(len(paths), bool)
    for size in range(left.shape[1] + 1, paths.shape[1] + 1):
        fine &= allowed(graph, paths[:, :size], closed=False)
    return paths[fine]


def waiting(graph: Graph, solution: Solution) -> Flags:
    """Tell whom nobody serves, which givers give nothing; and at the end true, for nobody."""
    busy = {name for ring in (*solution.loops, *solution.chains) for name in ring}
    return np.array([name not in busy for name in graph.names] + [True], bool)


def named(graph: Graph, line: Ints) -> Ring:
    """Return the names of people in order."""
    return tuple(graph.names[one] for one in line.tolist() if one != NOBODY)


def hopeful(before: Before, most: int) -> list[tuple[int, int]]:
    """Return links worth trying, at most so many."""
    graph, idle, lots = before.graph, before.idle, np.random.default_rng(before.seed)
    starts = lots.permutation(np.flatnonzero(idle[: graph.asking]))[:, None]
    givers = np.flatnonzero(idle[graph.asking : -1])[:most] + graph.asking
    purse = Purse(lots, paths=MOST_TRAILS)
    links: list[Ints] = [np.empty((0, 3), np.int64)]
    for trail in trails(graph, starts[: MOST_TRAILS // 10], before.longest - 1, purse):
        worth = idle[trail].sum(axis=1)
        closing = np.column_stack([-worth, trail[:, -1], trail[:, 0]])
        best = closing[np.argsort(closing[:, 0], kind="stable")]
        links.append(best[best[:, 1] != best[:, 2]])
        begun = np.repeat(best[:most], len(givers), axis=0)
        begun[:, 1] = np.tile(givers, len(best[:most]))
        links.append(begun)
    every = np.concatenate(links)
    every = every[~graph.gives(every[:, 1], every[:, 2])]
    every = every[np.argsort(every[:, 0], kind="stable")]
    pairs = dict.fromkeys(zip(every[:, 1].tolist(), every[:, 2].tolist(), strict=True))
    return list(pairs)[:most]
