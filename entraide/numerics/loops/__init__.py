"""Loops of reciprocity: a gives to b, b to c, c to a; and chains begun by those who ask nothing.

In words: people say what they can give and what they need, so that one knows who could give to
whom. Find loops of 2 to `max_length` people in which everyone gives to the next, and chains that
start with a giver and serve up to `max_length` people. Nobody is in two of them; some people are
never in the same one. Serve as many people as possible.

Mathematics: the most valuable set packing. Each loop or chain counts those it serves; each person
is in at most one.

1. List every loop and chain, short paths growing (`listing`).
2. Cut into parts that share nobody; try everything in small parts (`parts`, `few`).
3. Price the places of larger parts: the dual of the linear relaxation proves a bound (`prices`).
4. Prove the best by integer programmes over those that a better answer could use (`exact`,
   `whole`); above the limits, improve by neighbourhoods (`nearby`), and a gap remains.
5. Where the list would be too long, it is drawn by lot, and a flow gives the bound (`relaxed`).

Every limit counts work, not time: docs/formats.md. Among answers that serve as many, parts of at
most 24 loops and chains leave most givers free, then have most loops and chains, so the shortest;
then lots are drawn from the seed. Larger parts only promise the same answer for the same seed.
Everything counts people. Time grows with the paths of at most `max_length` people, then with the
loops and chains found.

Source: Abraham, Blum, Sandholm, Clearing algorithms for barter exchange markets (2007); Roth,
Sonmez, Unver, Efficient kidney exchange (2007); Dickerson, Manlove, Plaut, Sandholm, Trimble,
Position-indexed formulations for kidney exchange (2016).

>>> arcs = (("a", "b"), ("b", "a"), ("b", "c"), ("c", "a"), ("z", "b"))
>>> problem = Problem(("a", "b", "c"), arcs, givers=("z",))
>>> best = solve(problem)
>>> best.loops, best.chains, best.served, best.served_bound
((('a', 'b', 'c'),), (), 3, 3)
>>> next_best(problem, best.loops).chains
(('z', 'b', 'c', 'a'),)
"""

from collections.abc import Iterable, Sequence
from importlib import import_module

from .check import check
from .problem import Arc, Link, Problem, Ring, Solution

__all__ = ["Arc", "Link", "Problem", "Ring", "Solution", "check", "next_best", "one_more", "solve"]

MOST_CANDIDATES = 100


def solve(problem: Problem, *, seed: int = 0, refused: Iterable[Ring] = ()) -> Solution:
    """Return the loops and chains that serve most people, with the bound; the same for a seed.

    `refused`: loops and chains that must not come back, as tuples of names in order; a loop is the
    same from whomever it starts. Those that do not exist change nothing.
    """
    # Loaded when somebody solves: the solvers weigh more than all the pages together.
    answer: Solution = import_module(f"{__name__}.solving").solve(
        problem, seed=seed, refused=refused
    )
    return answer


def next_best(problem: Problem, refused: Iterable[Ring], *, seed: int = 0) -> Solution:
    """Return the best answer without loops and chains that somebody refused: see `solve`."""
    return solve(problem, seed=seed, refused=refused)


def one_more(
    problem: Problem,
    solution: Solution,
    *,
    candidates: Sequence[Arc] | None = None,
    most: int = MOST_CANDIDATES,
    seed: int = 0,
    refused: Iterable[Ring] = (),
) -> tuple[Link, ...]:
    """Return what one more arc would bring, best first: at most `most` arcs are tried.

    `candidates` are the arcs to try, between people of the problem (else `KeyError`); one that
    exists, leads to a giver or to oneself brings nothing. Without them, arcs are sought that would
    close a path of people whom `solution` does not serve, or let an idle giver begin one. Each
    touched part is solved again with the arc and without: `Link.more` compares best answers of the
    problem, without those that were `refused` for `solution`. Time: that of solving those parts,
    for each arc; next to none where the arc serves only people whom nobody serves.
    """
    found: tuple[Link, ...] = import_module(f"{__name__}.links").one_more(
        problem, solution, candidates=candidates, most=most, seed=seed, refused=refused
    )
    return found
