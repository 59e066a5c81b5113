"""Ranked wishes under capacity, answered fairly, with a proof.

In words: people rank options that have few places; some need what only certain options offer; some
come as a party and stay together. Nobody is put where they did not wish. The answer leaves as few
people as possible with nothing; then as few as possible at the last rank; then at the rank before,
and so on (the lexicographic optimum, also called rank-maximal from the end, or "fair").

1. Merge those who wish the same (`parties`).
2. Without parties this is a flow: solve it level after level, read prices off it (`flow`).
3. If the flow cuts a party in two, look for another best flow that does not; if every one does,
   solve integer programmes, level after level (`programme`).
4. Draw lots, from the seed, between those who wish the same (`solving`).

The prices prove the answer to anyone who can add and compare (`prices`). Identifiers are strings,
capacities and profiles count people. Time grows with groups x options x levels of the flow solver.

Source: Irving, Kavitha, Mehlhorn, Michail, Paluch, Rank-maximal matchings (2006); Ahuja, Magnanti,
Orlin, Network Flows (1993).

>>> options = (Option("help", 1), Option("jardin", 1))
>>> people = (Person("a", ("help", "jardin")), Person("b", ("help",)))
>>> solve(Problem(options, people)).assigned
{'a': 'jardin', 'b': 'help'}
"""

from importlib import import_module

from .check import check
from .problem import Option, Person, Problem, Proof, Solution

__all__ = ["Option", "Person", "Problem", "Proof", "Solution", "check", "solve"]


def solve(problem: Problem, *, seed: int = 0) -> Solution:
    """Return the fairest answer.

    Raises `Infeasible` when a need has no option or promised ranks cannot be kept, `Undecided`
    when parties make the problem larger than the documented limit.
    """
    # Loaded when somebody solves: the solvers weigh more than all the pages together.
    answer: Solution = import_module(f"{__name__}.solving").solve(problem, seed=seed)
    return answer
