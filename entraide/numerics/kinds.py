"""The kinds of problems that have files: what the command line solves and checks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from . import loops, opinion, tables, wishes
from .loops import files as loop_files
from .opinion import files as opinion_files
from .tables import files as table_files
from .wishes import files as wish_files

Json = Any
Pace = Callable[[float], float]


@dataclass(frozen=True)
class Kind:
    """One kind: documents to problems and back; `solve` takes the problem, a seed and a pace.

    `patient`: it has an answer at any moment, and a better one later; it follows the pace.
    `read_table` reads a CSV file, piece by piece, where a kind has such files.
    """

    read_problem: Callable[[Json], Any]
    read_solution: Callable[[Any, Json], Any]
    write_solution: Callable[[Any, Any], dict[str, Json]]
    solve: Callable[[Any, int, Pace], Any]
    check: Callable[[Any, Any], list[str]]
    patient: bool
    read_table: Callable[[BinaryIO], Any] | None = None


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
    "opinion": Kind(
        opinion_files.read_problem,
        opinion_files.read_solution,
        opinion_files.write_solution,
        # The pace is only told how far it is.
        lambda problem, seed, pace: opinion.solve(problem, seed=seed, pace=pace),
        opinion.check,
        patient=False,
        read_table=opinion_files.read_table,
    ),
    "loops": Kind(
        loop_files.read_problem,
        loop_files.read_solution,
        loop_files.write_solution,
        # Its limits count work: it takes the time it takes.
        lambda problem, seed, _pace: loops.solve(problem, seed=seed),
        loops.check,
        patient=False,
    ),
}
