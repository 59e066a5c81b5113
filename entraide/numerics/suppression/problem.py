"""Tables published at several dates, and what must stay hidden in the next one."""

from dataclasses import dataclass

Cell = tuple[int, int]
# A quarter and a cell: something that no table shows, and that two dates could tell.
Target = tuple[int, int, Cell]


@dataclass(frozen=True)
class Table:
    """What is known of the quarters first to last, all of them together.

    Args:
        first: the number of its first quarter.
        last: the number of its last quarter.
        values: counts with totals, one row and one column more; those that are hidden are not read.
        hidden: the cells that are not shown.
        sums: sums of cells that follow from something else that is shown, each as its cells
            without totals and its value.
        silent: the sums that are not shown, by their place.
    """

    first: int
    last: int
    values: tuple[tuple[int, ...], ...]
    hidden: frozenset[Cell] = frozenset()
    sums: tuple[tuple[frozenset[Cell], int], ...] = ()
    silent: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Problem:
    """The next table, what it may not tell, and what was published before.

    Args:
        table: what would be published; what it hides already is hidden.
        few: cells of single quarters that rest on too few people: (first, last, cell).
        earlier: the tables published before, of the same rows and columns.
        least: how wide the possible values of a hidden number must stay, a count.
    """

    table: Table
    few: frozenset[Target] = frozenset()
    earlier: tuple[Table, ...] = ()
    least: int = 11


@dataclass(frozen=True)
class Solution:
    """What is hidden in the next table: cells, and sums by their place."""

    hidden: frozenset[Cell]
    silent: frozenset[int] = frozenset()


def shape(table: Table) -> Cell:
    """Return the rows and columns of a table without its totals."""
    return len(table.values) - 1, len(table.values[0]) - 1


def inside(cell: Cell, size: Cell) -> list[Cell]:
    """Return the cells without totals that a cell sums: itself, a row, a column, or all."""
    row, column = cell
    rows = range(size[0]) if row == size[0] else (row,)
    columns = range(size[1]) if column == size[1] else (column,)
    return [(one, other) for one in rows for other in columns]


def targets(problem: Problem, solution: Solution) -> list[Target]:
    """Return what must not be told: every hidden cell of every date, and the small quarters."""
    tables = [*problem.earlier, published(problem, solution)]
    hidden = {(one.first, one.last, cell) for one in tables for cell in one.hidden}
    return sorted(hidden | problem.few)


def published(problem: Problem, solution: Solution) -> Table:
    """Return the next table as it would be published."""
    one = problem.table
    return Table(one.first, one.last, one.values, solution.hidden, one.sums, solution.silent)
