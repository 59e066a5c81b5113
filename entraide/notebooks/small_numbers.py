"""Tables of numbers in which nobody can be found: small numbers are hidden, and enough others.

A number under the least that may be shown is hidden, be it a cell or a total (0 is shown: nobody is
in it). A number hidden alone in its row or column would be found by subtraction: others are hidden
with it until no hidden number follows from what is shown.

Mathematics: hidden numbers are the edges of a graph between rows and columns; totals are one more
row and one more column. A hidden number can take another value if and only if its edge is in a
circle (values go up and down in turn around it, totals with them); an edge in no circle is a
bridge, and is found by subtraction. Each bridge is closed into a circle by hiding, with it, the
three other corners of the rectangle that costs least, all above 0, so that each can change by one
either way. There always is one: the totals of its row and column, and the whole.

Source: Gusfield, A graph theoretic approach to statistical data security, SIAM J. Computing 17
(1988).
"""

from collections.abc import Sequence, Set as AbstractSet
from itertools import product

# Inside one event; crossed with a neighbourhood or a sensitive theme: the other.
LEAST, LEAST_CROSSED = 5, 11
Counts = Sequence[Sequence[int]]
Cell = tuple[int, int]


def with_totals(counts: Counts) -> list[list[int]]:
    """Return the table with one more column and one more row, of totals.

    >>> with_totals([[1, 2], [3, 4]])
    [[1, 2, 3], [3, 4, 7], [4, 6, 10]]
    """
    rows = [[*line, sum(line)] for line in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def hidden(counts: Counts, *, least: Sequence[int] = ()) -> set[Cell]:
    """Return the cells (row, column) of `with_totals(counts)` that must not be shown.

    `least`: the least that each row may show, `LEAST` where nothing is said. Takes at most cells
    squared times rows and columns steps: tables have some hundred cells.

    >>> sorted(hidden([[3, 9, 8], [7, 20, 6], [9, 9, 9]]))
    [(0, 0), (0, 2), (1, 0), (1, 2)]
    """
    table = with_totals(counts)
    cells = [(row, column) for row, line in enumerate(table) for column in range(len(line))]
    rows = [*least, *[LEAST] * (len(table) - len(least))]
    found = {cell for cell in cells if 0 < _at(table, cell) < rows[cell[0]]}
    while lonely := bridges(found):
        rectangles = [corners for cell in lonely for corners in _rectangles(table, cell)]
        found |= min(rectangles, key=lambda corners: _price(table, corners - found))
    return found


def _at(table: Counts, cell: Cell) -> int:
    return table[cell[0]][cell[1]]


def _rectangles(table: Counts, cell: Cell) -> list[set[Cell]]:
    """Return the other corners of each rectangle of this cell that has no empty corner."""
    row, column = cell
    others = product(range(len(table)), range(len(table[0])))
    found = [
        {(row, there), (below, column), (below, there)}
        for below, there in others
        if below != row and there != column
    ]
    return [corners for corners in found if all(_at(table, one) for one in corners)]


def _price(table: Counts, cells: AbstractSet[Cell]) -> tuple[int, int, list[Cell]]:
    """Return what hiding these cells costs: how many people they tell of, then how many cells."""
    return sum(_at(table, cell) for cell in cells), len(cells), sorted(cells)


def bridges(edges: set[Cell]) -> list[Cell]:
    """Return the hidden cells that are in no circle of hidden cells, in order."""
    return [edge for edge in sorted(edges) if not _joined(edge, edges - {edge})]


def _joined(edge: Cell, others: set[Cell]) -> bool:
    """Tell whether the row and the column of a cell are joined by other hidden cells."""
    rows, columns = {edge[0]}, set[int]()
    grows = True
    while grows:
        reached = {column for row, column in others if row in rows} - columns
        columns |= reached
        added = {row for row, column in others if column in columns} - rows
        rows |= added
        grows = bool(reached or added)
    return edge[1] in columns
