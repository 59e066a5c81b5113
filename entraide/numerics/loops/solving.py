"""Solve loops and chains: list them, pack them, and say the bound."""

from collections.abc import Iterable

import numpy as np

from .graph import Graph, graph_of
from .listing import NOBODY, Rings, listed, numbered, once, without
from .packing import packed
from .problem import Problem, Ring, Solution
from .relaxed import flow_bound


def solve(problem: Problem, *, seed: int = 0, refused: Iterable[Ring] = ()) -> Solution:
    """Return the loops and chains that serve most people: see the package."""
    graph = graph_of(problem)
    rings = possible(graph, problem.max_length, seed, refused)
    best = packed(rings, graph.people, graph.asking, seed)
    bound = best.bound if rings.whole else max(best.served, flow_bound(graph))
    chosen = sorted(rings.who[best.which].tolist())
    named = [tuple(graph.names[one] for one in line if one != NOBODY) for line in chosen]
    loops = tuple(ring for line, ring in zip(chosen, named, strict=True) if line[0] < graph.asking)
    return Solution(loops, tuple(named[len(loops) :]), best.served, bound, seed)


def possible(graph: Graph, longest: int, seed: int, refused: Iterable[Ring] = ()) -> Rings:
    """Return every loop and chain that nobody refused, one of each set of people."""
    lots = np.random.default_rng(seed)
    return once(without(listed(graph, longest, lots), numbered(graph, refused)), lots)
