"""What circulates in mutual aid, as a whole: never of one person.

In words: people gave, lent, exchanged, worked together. Tell, of all of it, how mutual it is, what
comes back by others, on how few people it rests, who it joins; and how sure each number is.

The mathematics. A gift goes from a giver to a receiver; common work goes from nobody to nobody and
counts where it is said. A link is a pair (giver, receiver), however many gifts.

1. `reciprocity`: r is the share of links that go both ways, a the density of links among those who
   have one; (r - a) / (1 - a) is 0 when links are as mutual as if drawn by lot, 1 when all are,
   below 0 when they avoid it (Garlaschelli, Loffredo).
2. `loops_2`, `_3`, `_4`, `loops_any`: the share of gifts whose link is on a directed loop of at
   most so many people, or of any length (both ends in one strongly connected part: Sharir).
3. `giving`, `receiving`: the Gini coefficient of gifts given, received, among all members: who
   gave nothing counts as 0, so that one alone for n people is 1 - 1 / n.
4. `isolation`: the share of the members who met at most one other person in all of it.
5. `bridging`: the share of gifts between two groups, less what it would be if the same givers and
   receivers met by lot (Krackhardt, Stern: ties across against ties inside).
6. `unequal`, `peers`, `multilateral`: of the acts of which the kind is known, the shares of those
   between groups, inside one group, and of common work or of several givers and several receivers
   (Gardin's three reciprocities). Somebody's group is unknown: so is the kind, but of the last.
7. `voice`: the share of acts whose story became a voice. `substitution`: the share of the minutes
   that stand in for a right.
8. `hanging`: the share of branches of at least eleven gifts of which one person gives 80 % or
   more; what was not said is no branch. Nothing when no branch has so many.

Intervals: acts are dealt into 40 groups by a seed, each group is left out in turn, and what that
changes gives the standard error (the delete-a-group jackknife). Drawing acts again with replacement
would not do: it loses a third of the links, and every measure of links falls with them. They say
how much a number would move if other acts of the same kind had been told; not that what is told is
all. With fewer than 40 acts each one is left out in turn.

`people` of a measure: on how many different people it rests (those who gave, those on such loops,
those of such acts, those who met at most one); `most`: the largest share of what it counts that
one person is in. So who publishes can leave out what tells of few, or mostly of one.

`check` counts again without the code that counts. Shares are between 0 and 1; `reciprocity` and
`bridging` between -1 and 1. Time grows with groups x links x the links of a person squared.

Source: Garlaschelli, Loffredo, Patterns of link reciprocity in directed networks, Physical Review
Letters 93 (2004); Sharir, A strong-connectivity algorithm (1981); Gini (1912); Krackhardt, Stern,
Informal networks and organizational crises (1988); Gardin, Les initiatives solidaires (2006);
Kott, The delete-a-group jackknife (2001); Lin, Lunde, Sarkar, On the theoretical properties of the
network jackknife (2020).

>>> acts = tuple(Act((one,), ((one + 1) % 3,)) for one in range(3))
>>> found = solve(Problem((0, 0, 1), acts, members=4))
>>> found.measures["loops_3"].value, found.measures["isolation"].value
(1.0, 0.25)
"""

from importlib import import_module

from .check import check
from .problem import NAMES, UNKNOWN, Act, Measure, Problem, Solution, kind_of

__all__ = [
    "NAMES", "UNKNOWN", "Act", "Measure", "Problem", "Solution", "check", "kind_of", "solve",
]  # fmt: skip


def solve(problem: Problem, *, seed: int = 0) -> Solution:
    """Return the measures of some acts; none of what cannot be said of them."""
    # Loaded when somebody solves: its arrays weigh more than all the pages together.
    found: Solution = import_module(f"{__name__}.solving").solve(problem, seed=seed)
    return found
