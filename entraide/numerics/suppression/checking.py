"""Attacks what would be published, with programmes written anew for each number (GLOP)."""

from collections.abc import Iterator

from ortools.linear_solver import pywraplp

from .problem import Cell, Problem, Solution, Table, Target, inside, published, shape, targets

SLACK = 1e-4
# More than any count: a number that can be so large has no bound.
LARGE = 10_000_000.0


def check(problem: Problem, solution: Solution) -> list[str]:
    """Return every number that is told too well, and every one that must be hidden and is not."""
    faults = [f"{cell}: must be hidden" for cell in sorted(problem.table.hidden - solution.hidden)]
    tables = [*problem.earlier, published(problem, solution)]
    for target in targets(problem, solution):
        low, high = possible(tables, target)
        if high < LARGE and high - low < problem.least - SLACK:
            faults.append(f"{target}: between {low:.1f} and {high:.1f}")
    return faults


def possible(tables: list[Table], target: Target) -> tuple[float, float]:
    """Return the least and the largest value that a number can have, given what tables show."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    size = shape(tables[0])
    unknown: dict[tuple[int, Cell], pywraplp.Variable] = {}

    def summed(first: int, last: int, cells: list[Cell]) -> pywraplp.LinearExpr:
        keys = [(quarter, cell) for quarter in range(first, last + 1) for cell in cells]
        for key in keys:
            if key not in unknown:
                unknown[key] = solver.NumVar(0, LARGE, "")
        return solver.Sum([unknown[key] for key in keys])

    for table in tables:
        for cells, value in _shown(table, size):
            solver.Add(summed(table.first, table.last, cells) == value)
    first, last, cell = target
    form = summed(first, last, inside(cell, size))
    ends = []
    for sense in (solver.Minimize, solver.Maximize):
        sense(form)
        if solver.Solve() != pywraplp.Solver.OPTIMAL:
            raise ArithmeticError("what is shown contradicts itself")
        ends.append(solver.Objective().Value())
    return ends[0], ends[1]


def _shown(table: Table, size: Cell) -> Iterator[tuple[list[Cell], int]]:
    """Yield the cells and the value of each sum that a table shows."""
    for row, line in enumerate(table.values):
        for column, value in enumerate(line):
            if (row, column) not in table.hidden:
                yield inside((row, column), size), value
    for place, (cells, value) in enumerate(table.sums):
        if place not in table.silent:
            yield sorted(cells), value
