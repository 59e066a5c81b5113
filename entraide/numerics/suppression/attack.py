"""What somebody who reads every table can tell of a number: two linear programmes (HiGHS)."""

from collections.abc import Sequence

import highspy
import numpy as np

from .problem import Cell, Key, Problem, Table, Target, keys, parts, shapes, value

# Only the objective changes from one number to the next: primal simplex goes on from the last.
OPTIONS = {"output_flag": False, "threads": 1, "presolve": "off", "simplex_strategy": 4}


class Attack:
    """All that is known, and how far each number could be from what it is.

    Rows of the next tables can be hidden and shown again: the programmes start from the last.
    """

    def __init__(self, problem: Problem) -> None:
        tables = [*problem.earlier, problem.table]
        self.table = problem.table
        sizes = [height * width for height, width in shapes(problem.table)]
        # Where the cells of each table begin among those of a quarter.
        self.begin = np.cumsum([0, *sizes])
        self.first = min(one.first for one in tables)
        quarters = max(one.last for one in tables) - self.first + 1
        self.model = highspy.Highs()
        for option, setting in OPTIONS.items():
            self.model.setOptionValue(option, setting)
        count = quarters * int(self.begin[-1])
        self.model.addVars(count, np.zeros(count), np.full(count, highspy.kHighsInf))
        for tie in problem.ties:
            self._tie(tie.quarter, sorted(tie.plus), sorted(tie.minus), tie.value)
        for one in problem.earlier:
            self._know(one)
        self.rows = self._know(problem.table, keep=True)

    def _tie(self, quarter: int, plus: list[Cell], minus: list[Cell], more: int) -> None:
        if not self.first <= quarter <= self.table.last:
            return
        index = self._columns(quarter, quarter, [*plus, *minus])
        signs = np.array([1.0] * len(plus) + [-1.0] * len(minus))
        self.model.addRow(more, more, len(index), index, signs)

    def _know(self, table: Table, *, keep: bool = False) -> dict[Key, tuple[int, int]]:
        """Add what a table shows; with `keep`, what it hides too, free, to be shown again."""
        known: dict[Key, tuple[int, int]] = {}
        for key in keys(table):
            away = key in table.hidden or key in table.silent
            if away and not keep:
                continue
            index = self._columns(table.first, table.last, parts(key, table))
            count = value(key, table)
            low, high = (-highspy.kHighsInf, highspy.kHighsInf) if away else (count, count)
            known[key] = (self.model.getNumRow(), count)
            self.model.addRow(low, high, len(index), index, np.ones(len(index)))
        return known

    def _columns(self, first: int, last: int, cells: Sequence[Cell]) -> np.ndarray:
        size = shapes(self.table)
        places = np.array(
            [self.begin[sheet] + row * size[sheet][1] + column for sheet, row, column in cells],
            dtype=np.int32,
        )
        quarters = np.arange(first - self.first, last - self.first + 1, dtype=np.int32)
        return (quarters[:, None] * np.int32(self.begin[-1]) + places).ravel()

    def hide(self, key: Key) -> None:
        """Show a number of the next tables no more."""
        row, _value = self.rows[key]
        self.model.changeRowBounds(row, -highspy.kHighsInf, highspy.kHighsInf)

    def show(self, key: Key) -> None:
        """Show it again."""
        row, count = self.rows[key]
        self.model.changeRowBounds(row, count, count)

    def width(self, target: Target, least: float) -> float:
        """Return how far apart the possible values of a number are; `least` when it is not bounded.

        The second programme is left out when the first says enough.
        """
        first, last, key = target
        index = self._columns(first, last, parts(key, self.table))
        self.model.changeColsCost(len(index), index, np.ones(len(index)))
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
