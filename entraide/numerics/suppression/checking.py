"""Attacks what would be published, with a programme written otherwise (CLP)."""

from collections.abc import Iterable, Sequence

from ortools.linear_solver import pywraplp

from .problem import Cell, Problem, Solution, Table, Target, Tie, inside, published, shapes, targets

SLACK = 1e-4
# More than any count.
LARGE = 10_000_000.0


def check(problem: Problem, solution: Solution) -> list[str]:
    """Return every number that is told too well, and every one that must be hidden and is not."""
    late = sorted(problem.table.hidden - solution.hidden)
    loud = sorted(problem.table.silent - solution.silent, key=repr)
    faults = [f"{key}: must be hidden" for key in (*late, *loud)]
    known = Known([*problem.earlier, published(problem, solution)], problem.ties)
    for target in targets(problem, solution):
        low, high = known.possible(target)
        if high - low < problem.least - SLACK:
            faults.append(f"{target}: between {low:.1f} and {high:.1f}")
    return faults


class Known:
    """Everything that tables of several dates tell, as equations on the cells of each quarter."""

    def __init__(self, tables: Sequence[Table], ties: Iterable[Tie] = ()) -> None:
        # GLOP found contradictions where there were none, among so many equations that agree.
        self.solver = pywraplp.Solver.CreateSolver("CLP")
        self.tables = tables
        self.unknown: dict[tuple[int, Cell], pywraplp.Variable] = {}
        for table in tables:
            self._read(table)
        for tie in ties:
            more, less = (self._summed(tie.quarter, tie.quarter, one)
                          for one in (tie.plus, tie.minus))  # fmt: skip
            self.solver.Add(more - less == tie.value)
        # What nothing bounds; the solver does not take a programme without equations either.
        self.solver.Add(self._every() <= LARGE)

    def _every(self) -> pywraplp.LinearExpr:
        """Return all acts of all quarters."""
        last = self.tables[-1]
        cells = [(sheet, row, column) for sheet, (height, width) in enumerate(shapes(last))
                 for row in range(height) for column in range(width)]  # fmt: skip
        return self._summed(min(one.first for one in self.tables), last.last, cells)

    def _read(self, table: Table) -> None:
        for sheet, lines in enumerate(table.values):
            for row, line in enumerate(lines):
                for column, count in enumerate(line):
                    cell = (sheet, row, column)
                    if cell not in table.hidden and cell not in table.silent:
                        form = self._summed(table.first, table.last, inside(cell, table))
                        self.solver.Add(form == count)
        for place, (cells, count) in enumerate(table.sums):
            if place not in table.silent:
                self.solver.Add(self._summed(table.first, table.last, cells) == count)

    def _summed(self, first: int, last: int, cells: Iterable[Cell]) -> pywraplp.LinearExpr:
        wanted = [(quarter, cell) for cell in cells for quarter in range(first, last + 1)]
        return self.solver.Sum([self._of(one) for one in wanted])

    def _of(self, key: tuple[int, Cell]) -> pywraplp.Variable:
        if key not in self.unknown:
            self.unknown[key] = self.solver.NumVar(0, self.solver.infinity(), "")
        return self.unknown[key]

    def possible(self, target: Target) -> tuple[float, float]:
        """Return the least and the largest value that a number can have."""
        first, last, key = target
        table = self.tables[-1]
        cells = table.sums[key][0] if isinstance(key, int) else inside(key, table)
        form = self._summed(first, last, cells)
        return self._best(self.solver.Minimize, form), self._best(self.solver.Maximize, form)

    def _best(self, sense: pywraplp.Solver, form: pywraplp.LinearExpr) -> float:
        sense(form)
        if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
            raise ArithmeticError("what is shown contradicts itself")
        best: float = self.solver.Objective().Value()
        return best


def possible(
    tables: Sequence[Table], target: Target, ties: Iterable[Tie] = ()
) -> tuple[float, float]:
    """Return the least and the largest value that a number can have, given what tables show."""
    return Known(tables, ties).possible(target)
