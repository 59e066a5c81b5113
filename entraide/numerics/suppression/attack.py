"""What somebody who reads every table can tell of a number: two linear programmes (HiGHS)."""

import highspy
import numpy as np

from .problem import Cell, Problem, Table, Target, inside, shape

# Only the objective changes from one number to the next: primal simplex goes on from the last.
OPTIONS = {"output_flag": False, "threads": 1, "presolve": "off", "simplex_strategy": 4}


class Attack:
    """All that is known, and how far each number could be from what it is.

    Rows of the next table can be hidden and shown again: the programmes start from the last.
    """

    def __init__(self, problem: Problem) -> None:
        tables = [*problem.earlier, problem.table]
        self.size = shape(problem.table)
        self.first = min(one.first for one in tables)
        self.quarters = max(one.last for one in tables) - self.first + 1
        self.model = highspy.Highs()
        for option, value in OPTIONS.items():
            self.model.setOptionValue(option, value)
        count = self.quarters * self.size[0] * self.size[1]
        self.model.addVars(count, np.zeros(count), np.full(count, highspy.kHighsInf))
        for one in problem.earlier:
            self._know(one)
        self.rows = self._know(problem.table, keep=True)

    def _know(self, table: Table, *, keep: bool = False) -> dict[Cell | int, tuple[int, int]]:
        """Add what a table shows; with `keep`, what it hides too, free, to be shown again."""
        known: dict[Cell | int, tuple[int, int]] = {}
        facts: list[tuple[Cell | int, list[Cell], int, bool]] = [
            ((row, column), inside((row, column), self.size), value, (row, column) in table.hidden)
            for row, line in enumerate(table.values)
            for column, value in enumerate(line)
        ]
        facts += [
            (number, sorted(cells), value, number in table.silent)
            for number, (cells, value) in enumerate(table.sums)
        ]
        for key, cells, value, hidden in facts:
            if hidden and not keep:
                continue
            index = self._columns(table.first, table.last, cells)
            low, high = (-highspy.kHighsInf, highspy.kHighsInf) if hidden else (value, value)
            known[key] = (self.model.getNumRow(), value)
            self.model.addRow(low, high, len(index), index, np.ones(len(index)))
        return known

    def _columns(self, first: int, last: int, cells: list[Cell]) -> np.ndarray:
        wide = self.size[1]
        area = self.size[0] * wide
        return np.array([
            (quarter - self.first) * area + row * wide + column
            for quarter in range(first, last + 1)
            for row, column in cells
        ], dtype=np.int32)  # fmt: skip

    def hide(self, key: Cell | int) -> None:
        """Show a cell or a sum of the next table no more."""
        row, _value = self.rows[key]
        self.model.changeRowBounds(row, -highspy.kHighsInf, highspy.kHighsInf)

    def show(self, key: Cell | int) -> None:
        """Show it again."""
        row, value = self.rows[key]
        self.model.changeRowBounds(row, value, value)

    def width(self, target: Target, least: float) -> float:
        """Return how far apart the possible values of a number are; `least` when it is not bounded.

        The second programme is left out when the first says enough.
        """
        first, last, cell = target
        index = self._columns(first, last, inside(cell, self.size))
        ones = np.ones(len(index))
        self.model.changeColsCost(len(index), index, ones)
        low = self._best(highspy.ObjSense.kMinimize)
        high = self._best(highspy.ObjSense.kMaximize)
        self.model.changeColsCost(len(index), index, np.zeros(len(index)))
        return least if low is None or high is None else high - low

    def _best(self, sense: highspy.ObjSense) -> float | None:
        """Return the best value, or nothing when there is no bound."""
        self.model.changeObjectiveSense(sense)
        self.model.run()
        status = self.model.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return float(self.model.getInfo().objective_function_value)
        if status in (
            highspy.HighsModelStatus.kUnbounded,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        ):
            return None
        raise ArithmeticError(f"the programme ended as {status}")
