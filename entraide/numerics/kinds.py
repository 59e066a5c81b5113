"""The kinds of problems that have files: what the command line solves and checks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import tables, wishes
from .tables import files as table_files
from .wishes import files as wish_files

Json = Any
Pace = Callable[[float], float]


@dataclass(frozen=True)
class Kind:
    """One kind: documents to problems and back; `solve` takes the problem, a seed and a pace.

    `patient`: it has an answer at any moment, and a better one later; it follows the pace.
    """

    read_problem: Callable[[Json], Any]
    read_solution: Callable[[Any, Json], Any]
    write_solution: Callable[[Any, Any], dict[str, Json]]
    solve: Callable[[Any, int, Pace], Any]
    check: Callable[[Any, Any], list[str]]
    patient: bool


KINDS = {
    "wishes": Kind(
        wish_files.read_problem,
        wish_files.read_solution,
        wish_files.write_solution,
        # Exact, and quick: it takes the time it takes.
        lambda problem, seed, _pace: wishes.solve(problem, seed=seed),
        wishes.check,
        patient=False,
    ),
    "tables": Kind(
        table_files.read_problem,
        table_files.read_solution,
        table_files.write_solution,
        lambda problem, seed, pace: tables.solve(problem, seed=seed, pace=pace),
        tables.check,
        patient=True,
    ),
}
