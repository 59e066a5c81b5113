"""Hides the numbers of tables that would tell of few people, also beside those of other dates.

In words: tables of counts, with totals, are published each quarter, of the last four quarters. Some
cells rest on too few people. Hide them, and enough others, so that nobody who reads everything ever
published can tell a hidden number better than to within `least`; nor what happened in a single
quarter, from two dates that overlap, where that rests on too few.

Mathematics. Unknowns: x of each quarter, table and cell, at least 0. What is shown is linear in x:
a cell of a window is the sum of its quarters, a total the sum of its cells; so are other sums that
are told, and what ties the tables of a quarter to each other (as many acts in one as in the other).
A share whose whole is shown is the sum that it counts. The least and the largest value of a hidden
number, given all that, are two linear programmes. It is safe when they are at least `least` apart.

1. Hide what must be hidden; look at every hidden number from both sides (`attack`).
2. For each that is told too well, hide the smallest number still shown in its row or its column, be
   it a cell or a sum, or anywhere. Again, until none is.
3. Show again what need not be hidden: sums first, then the largest numbers; what each tells of
   others that were hidden for nothing is shown with it.

It always ends: a table that shows nothing tells nothing. Hiding fewest is not proven: finding it is
hard in general (Kelly, Golden, Assad). `check` attacks with a programme written otherwise.

Counts are of acts; time grows with cells squared x two linear programmes each.

Source: Fischetti, Salazar, Solving the cell suppression problem on tabular data with linear
constraints, Management Science 47 (2001); Kelly, Golden, Assad, Cell suppression: disclosure
protection for sensitive tabular data, Networks 22 (1992).

>>> values = ((40, 60, 100), (70, 5, 75), (110, 65, 175))
>>> table = Table(0, 3, (values,), frozenset({(0, 1, 1)}))
>>> check(Problem(table), Solution(table.hidden))
['(0, 3, (0, 1, 1)): between 5.0 and 5.0']
>>> len(solve(Problem(table)).hidden), check(Problem(table), solve(Problem(table)))
(4, [])
"""

from importlib import import_module

from .problem import Cell, Key, Problem, Solution, Table, Target, Tie

__all__ = ["Cell", "Key", "Problem", "Solution", "Table", "Target", "Tie", "check", "solve"]


def solve(problem: Problem, *, seed: int = 0) -> Solution:
    """Return what to hide; no lots are drawn, the seed changes nothing."""
    # Loaded when somebody solves: the solver weighs more than all the pages together.
    found: Solution = import_module(f"{__name__}.solving").solve(problem)
    return found


def check(problem: Problem, solution: Solution) -> list[str]:
    """Return every number that is told too well, and every one that must be hidden and is not."""
    found: list[str] = import_module(f"{__name__}.checking").check(problem, solution)
    return found
