"""Small problems of loops with what trying everything finds, and crowds."""

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any

import numpy as np
from hypothesis import settings, strategies as st

from entraide.numerics.loops import Problem, Ring, Solution, listing

some = settings(max_examples=200, deadline=None, derandomize=True)
NAMES = "abcdefg"


@st.composite
def problems(draw: st.DrawFn, *, most: int = 6) -> Problem:
    """Draw two to `most` people, up to two givers, half of the arcs or fewer."""
    people = tuple(NAMES[: draw(st.integers(2, most))])
    givers = tuple("yz"[: draw(st.integers(0, 2))])
    arcs = [(one, other) for one in (*people, *givers) for other in people if one != other]
    pairs = [(one, other) for one, other in permutations((*people, *givers), 2)]
    return Problem(
        people,
        tuple(draw(st.lists(st.sampled_from(arcs), max_size=3 * most))),
        tuple(draw(st.lists(st.sampled_from(pairs), max_size=2))),
        givers,
        draw(st.integers(2, 4)),
    )


def fine(problem: Problem, ring: Ring) -> bool:
    """Tell whether a loop, said from its smallest name, or a chain keeps the rules."""
    closed = ring[0] in problem.people
    steps = {(one, other) for one, other in zip(ring, ring[1:] + ring[:1], strict=True)}
    if not closed:
        steps.discard((ring[-1], ring[0]))
    apart = {frozenset(two) for two in problem.apart}
    return (
        len(ring) <= problem.max_length + (not closed)
        and (not closed or ring[0] == min(ring))
        and steps <= set(problem.arcs)
        and not any(two <= set(ring) for two in apart)
    )


def every_ring(problem: Problem) -> list[Ring]:
    """Return every loop and chain."""
    return [
        ring
        for size in range(2, problem.max_length + 2)
        for start in (*problem.people, *problem.givers)
        for rest in permutations(problem.people, size - 1)
        if start not in rest and fine(problem, ring := (start, *rest))
    ]


def most_served(problem: Problem, rings: Sequence[Ring]) -> int:
    """Return how many people the best of some loops and chains serve."""
    if not rings:
        return 0
    first, rest = rings[0], rings[1:]
    with_it = [ring for ring in rest if not set(ring) & set(first)]
    here = len(first) - (first[0] in problem.givers)
    return max(most_served(problem, rest), here + most_served(problem, with_it))


def optimum(problem: Problem, refused: Sequence[Ring] = ()) -> int:
    return most_served(problem, [ring for ring in every_ring(problem) if ring not in refused])


def crowd(people: int, arcs: int, givers: int = 0, length: int = 3, seed: int = 1) -> Problem:
    """Return a random problem, with some people apart."""
    lots = np.random.default_rng(seed)
    ends = lots.integers(0, [people + givers, people], (arcs, 2)).tolist()
    apart = lots.integers(0, people, (people, 2)).tolist()
    return Problem(
        tuple(f"p{one}" for one in range(people)),
        tuple((f"p{one}", f"p{other}") for one, other in ends if one != other),
        tuple((f"p{one}", f"p{other}") for one, other in apart if one != other),
        tuple(f"p{one}" for one in range(people, people + givers)),
        length,
    )


def rings_of(answer: Solution) -> Iterator[Ring]:
    yield from answer.loops
    yield from answer.chains


def poor(name: str) -> object:
    """Return how a purse begins that may look at little, or keep little."""
    few_paths = 300 if name == "MOST_PATHS" else 10**6
    few_rings = 30 if name == "MOST_RINGS" else 10**6

    def begin(self: listing.Purse, lots: Any, paths: int = 0, rings: int = 0) -> None:
        self.lots, self.whole = lots, True
        self.paths, self.rings = paths or few_paths, rings or few_rings

    return begin
