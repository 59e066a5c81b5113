"""Tables that are each a miniature of the room, where nobody meets the same person twice.

In words: people have traits (peer group, neighbourhood, age...). In a mixed round each table should
have every value in the share that it has in the room; over all rounds two people should meet once
at most. In a peer round each value of one trait sits apart. Some people must sit together or apart;
some met before; some seats are settled.

Order of merit: demands kept, then repeated meetings (pairs that meet again, counted as often as
they do), then deviation (sum over tables, traits and values of |count - share x size|). Every
answer says what no answer can do better (`measure`).

1. Refuse what contradicts itself, with the reason (`refusals`).
2. Seat units and people apart, exactly if need be; everyone else at random (`start`).
3. Improve all mixed rounds together by heat, in passes; keep the best (`heat`, `solving`).
4. Figures and bounds in exact arithmetic (`measure`); `check` computes them again.

A step costs about tables x seats^2 x values operations. The best of the field swap one pair at a
time: Harvey, Winterer, Solving the MOLR and social golfer problems (2005); here all pairs of tables
move at once.

>>> people = tuple(Person(name, {"group": group}) for name, group in zip("abcd", "xxyy"))
>>> answer = solve(Problem(people, (Round("r", 2),)))
>>> answer.rounds[0].deviation, answer.repeats
(0.0, 0)
"""

from collections.abc import Callable
from importlib import import_module

from .check import check
from .mending import mend
from .problem import Lock, Person, Problem, Round, Seating, Solution

__all__ = [
    "Lock",
    "Person",
    "Problem",
    "Round",
    "Seating",
    "Solution",
    "check",
    "mend",
    "solve",
]


def as_planned(part: float) -> float:
    """Take the steps planned, whatever the time."""
    return part


def solve(
    problem: Problem, *, seed: int = 0, pace: Callable[[float], float] = as_planned
) -> Solution:
    """Return the best seating found; the same one for the same seed.

    `pace` is asked after each step, with the part of the planned steps that is done; it returns the
    part to go on from: that one, another one to work longer or shorter (the time spent, say), or 1
    to stop now. Raises `Infeasible` when demands contradict each other, `Undecided` when a rare
    case was neither met nor proven impossible.
    """
    # Loaded when somebody solves: the solvers weigh more than all the pages together.
    answer: Solution = import_module(f"{__name__}.solving").solve(problem, seed=seed, pace=pace)
    return answer
