"""Tables published at several dates, and what must stay hidden in the next ones."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

# A table of counts with its totals: one row and one column more.
Sheet = tuple[tuple[int, ...], ...]
# The number of its table, its row, its column.
Cell = tuple[int, int, int]
# A number: a cell, or a sum by its place.
Key = Cell | int
# A quarter and a number: something that no table shows, and that two dates could tell.
Target = tuple[int, int, Key]


@dataclass(frozen=True)
class Table:
    """What is known of the quarters first to last, all of them together.

    Args:
        first: the number of its first quarter.
        last: the number of its last quarter.
        values: tables of counts with totals; the numbers that are not shown are not read.
        hidden: the cells that are not shown, and that nobody may tell.
        sums: sums of cells that are told too, each as its cells without totals and its value.
        silent: cells and sums that are not shown, and that need no protection of their own.
    """

    first: int
    last: int
    values: tuple[Sheet, ...]
    hidden: frozenset[Cell] = frozenset()
    sums: tuple[tuple[frozenset[Cell], int], ...] = ()
    silent: frozenset[Key] = frozenset()


@dataclass(frozen=True)
class Tie:
    """Something that everybody knows of one quarter: these cells less those are so many.

    Args:
        quarter: its number.
        plus: cells without totals.
        minus: cells without totals.
        value: how many more they are.
    """

    quarter: int
    plus: frozenset[Cell]
    minus: frozenset[Cell]
    value: int = 0


@dataclass(frozen=True)
class Problem:
    """The next tables, what they may not tell, and what was published before.

    Args:
        table: what would be published; what it hides already is hidden.
        few: numbers of some quarters that rest on too few people: (first, last, cell or sum).
        earlier: what was published before, of the same tables, rows, columns and sums.
        ties: how the cells of a quarter go together.
        least: how wide the possible values of a hidden number must stay, a count.
    """

    table: Table
    few: frozenset[Target] = frozenset()
    earlier: tuple[Table, ...] = ()
    ties: tuple[Tie, ...] = ()
    least: int = 11


@dataclass(frozen=True)
class Solution:
    """What is not shown in the next tables: cells, and cells and sums that need no protection."""

    hidden: frozenset[Cell]
    silent: frozenset[Key] = frozenset()


def shapes(table: Table) -> list[tuple[int, int]]:
    """Return the rows and columns of each table without its totals."""
    return [(len(sheet) - 1, len(sheet[0]) - 1) for sheet in table.values]


def inside(cell: Cell, table: Table) -> list[Cell]:
    """Return the cells without totals that a cell sums: itself, a row, a column, or all."""
    sheet, row, column = cell
    height, width = shapes(table)[sheet]
    rows = range(height) if row == height else (row,)
    columns = range(width) if column == width else (column,)
    return [(sheet, one, other) for one in rows for other in columns]


def parts(key: Key, table: Table) -> list[Cell]:
    """Return the cells without totals that a number sums."""
    return sorted(table.sums[key][0]) if isinstance(key, int) else inside(key, table)


def keys(table: Table) -> list[Key]:
    """Return every number that a table can show: its cells, then its sums."""
    cells: Iterable[Key] = (
        (place, row, column)
        for place, sheet in enumerate(table.values)
        for row, line in enumerate(sheet)
        for column in range(len(line))
    )
    return [*cells, *range(len(table.sums))]


def value(key: Key, table: Table) -> int:
    """Return how many a number is."""
    if isinstance(key, int):
        return table.sums[key][1]
    sheet, row, column = key
    return table.values[sheet][row][column]


def shown(table: Table) -> list[Key]:
    """Return every number that a table shows."""
    return [one for one in keys(table) if one not in table.hidden and one not in table.silent]


def targets(problem: Problem, solution: Solution) -> list[Target]:
    """Return what must not be told: every hidden cell of every date, and what rests on few."""
    tables = [*problem.earlier, published(problem, solution)]
    hidden: set[Target] = {(one.first, one.last, cell) for one in tables for cell in one.hidden}
    return sorted(hidden | problem.few, key=repr)


def published(problem: Problem, solution: Solution) -> Table:
    """Return the next tables as they would be published."""
    return replace(problem.table, hidden=solution.hidden, silent=solution.silent)
