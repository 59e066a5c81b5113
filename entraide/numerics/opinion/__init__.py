"""Votes on statements: what groups share, what tells them apart, where people stand.

In words: people agree (1), disagree (-1) or pass (0) on statements; nobody sees all of them. What
the peer groups that people gave themselves say comes first, counted exactly. Groups that nobody
named are searched second, and never shown without their stability.

The mathematics. The last vote of a person on a statement counts. S people of a group saw a
statement, A of them agree.

1. Consensus across groups: the product over groups of (A + 1) / (S + 2), so that no majority can
   speak for a group (`statements`).
2. Representative statements of a group: a two-proportion z test against everybody else in a group,
   and a test of the share against one half; both above 1.2816, best first, at most five; among
   them, always, what the group agrees on most (`statements`).
3. Positions: each vote minus the mean of its statement, an unseen cell exactly 0; the two
   directions of largest variance; a person's projection times the square root of (statements /
   votes of the person), so that few votes do not pull to the middle (`axes`).
4. Groups: k-means of the positions for k = 2 to 5, every group of at least five people, the k of
   the best silhouette (`groups`).
5. Stability: the share of 20 draws without a tenth of the people in which the whole search finds
   as many groups, and an adjusted Rand index of at least 0.9 (`stability`).
6. Peer groups: counts, shares that agree with Wilson's 95 % interval, statements that divide.
   Groups under five voters are left out, and more if their votes would be what is missing from a
   total (`peers`).

When something cannot be said, `unsaid` tells why. The order of the voters, of the statements and of
the votes changes nothing, save the last vote of a pair. Identifiers are strings, votes are numbers
of people. Time grows with votes x steps of the search of directions (10 to 30).

Source: Small, Bjorkegren, Erkkila, Shaw, Megill, Polis: Scaling deliberation by mapping high
dimensional opinion spaces (2021); Rousseeuw, Silhouettes (1987); Hubert, Arabie, Comparing
partitions (1985); Wilson, Probable inference (1927).

>>> votes = votes_of([("a", "s", 1), ("b", "s", 1), ("c", "s", -1), ("c", "s", 1)])
>>> solve(Problem(votes, groups={"a": "x", "b": "x", "c": "y"})).consensus
{'s': 0.5}
"""

from collections.abc import Callable
from importlib import import_module

from .problem import (
    Divide,
    PeerGroups,
    Problem,
    Representative,
    Solution,
    Tally,
    Unsaid,
    Votes,
    published,
    votes_of,
)

__all__ = [
    "Divide",
    "PeerGroups",
    "Problem",
    "Representative",
    "Solution",
    "Tally",
    "Unsaid",
    "Votes",
    "check",
    "published",
    "solve",
    "votes_of",
]


def as_planned(part: float) -> float:
    """Take the steps planned, whatever the time."""
    return part


def solve(
    problem: Problem, *, seed: int = 0, pace: Callable[[float], float] = as_planned
) -> Solution:
    """Return what the votes say; the same for the same seed.

    `pace` is told after each draw of the stability which part of the draws is done. Its answer is
    not used: the work takes the time it takes.
    """
    # Loaded when somebody solves: pages that only show results do without numpy.
    answer: Solution = import_module(f"{__name__}.solving").solve(problem, seed=seed, pace=pace)
    return answer


def check(problem: Problem, solution: Solution) -> list[str]:
    """Return every violation as a sentence, nothing when the answer is right."""
    found: list[str] = import_module(f"{__name__}.checking").check(problem, solution)
    return found
