"""The tables of mutual aid, and the sums that its measures tell, in which nobody can be found.

One problem of everything that is told in acts: two tables that are shown, and three that are not,
of which measures tell shares. They go together: there are as many acts in each.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from entraide.exchanges.bridge.health_counts import (
    COMMON,
    FEWEST,
    KINDS,
    SHARES,
    TOTAL,
    Counted,
    Kept,
    counted,
)
from entraide.exchanges.queries.health import NOT_SAID, Key, Year
from entraide.numerics import suppression
from entraide.numerics.suppression import Cell, Problem, Solution, Table, Target, Tie

# What each act is once: its reciprocity when it is not common, its story, its hours.
ONCE = {
    "kinds": ("unequal", "peers", "several", "unsaid"),
    "voice": ("told", "untold"),
    "rights": ("instead", "own", "unmeasured"),
}
# What measures tell, and what each counts: how many go across colleges, how many were told...
SUMS: dict[str, tuple[Key, ...]] = {
    "across": (("sums", "across"),),
    "inside": (("sums", "inside"),),
    "unequal": (("kinds", "unequal"),),
    "peers": (("kinds", "peers"),),
    "multilateral": (("sums", "multilateral"),),
    "told": (("voice", "told"),),
    "instead": (("rights", "instead"), ("minutes", "instead")),
    "own": (("rights", "own"), ("minutes", "own")),
}
# Nothing tells how many acts say no hours: a share of minutes is of those that do.
UNTOLD = ("rights", "unmeasured")
PLACES = {name: place for place, name in enumerate(SUMS)}
# Shares of one whole: where one is not told, none is.
RECIPROCITIES = ("unequal", "peers", "multilateral")
WHOLES = (("across", "inside"), RECIPROCITIES, ("instead", "own"))
Counts = Mapping[str, Counter[Key]]
Names = Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]]


class NotVerified(Exception):
    """What was computed does not hold, or tells of few: nothing is kept."""


@dataclass(frozen=True)
class Grid:
    """A table by the keys of its rows and columns, with a total after each."""

    sheet: int
    rows: Sequence[str]
    columns: Sequence[str]

    def cell(self, key: Sequence[str]) -> Cell:
        """Return where a key is; what no row or column has counts as not said."""
        row, column = key
        return (self.sheet, _place(self.rows, row), _place(self.columns, column))

    def known(self, counts: Sequence[Sequence[Any]]) -> Counter[Key]:
        """Return kept counts under the keys of today: branches that are gone are not said."""
        found: Counter[Key] = Counter()
        for row, column, count in counts:
            _sheet, line, place = self.cell((row, column))
            found[self.rows[line], self.columns[place]] += count
        return found

    def cells(self) -> list[Cell]:
        """Return every cell, totals too."""
        rows, columns = range(len(self.rows) + 1), range(len(self.columns) + 1)
        return [(self.sheet, row, column) for row in rows for column in columns]

    def atoms(self, *columns: str) -> frozenset[Cell]:
        """Return the cells without totals, of some columns or of all."""
        return frozenset(
            self.cell((row, column)) for row in self.rows for column in columns or self.columns
        )

    def inside(self, cell: Cell) -> list[Key]:
        """Return the keys that a cell sums."""
        _sheet, row, column = cell
        rows = self.rows if row == len(self.rows) else [self.rows[row]]
        columns = self.columns if column == len(self.columns) else [self.columns[column]]
        return [(one, other) for one in rows for other in columns]

    def with_totals(self, counts: Counter[Key]) -> tuple[tuple[int, ...], ...]:
        """Return the counts with their totals."""
        width = len(self.columns) + 1
        flat = [sum(counts[key] for key in self.inside(cell)) for cell in self.cells()]
        return tuple(tuple(flat[at : at + width]) for at in range(0, len(flat), width))


def _place(keys: Sequence[str], key: str) -> int:
    if key == TOTAL:
        return len(keys)
    return keys.index(key) if key in keys else keys.index(NOT_SAID)


@dataclass(frozen=True)
class Sheets:
    """Every table of the problem, those that are shown first."""

    grids: Mapping[str, Grid]

    def known(self, kept: Iterable[Kept]) -> Counts:
        """Return the counts of some quarters together."""
        found: dict[str, Counter[Key]] = {name: Counter() for name in self.grids}
        for quarter in kept:
            for kind in KINDS:
                found[kind].update(self.grids[kind].known(quarter[kind]["counts"]))
            for group, name, count in quarter.get(SHARES, {}).get("counts", ()):
                if group in ONCE:
                    found[group][group, name] += count
        return found

    def values(self, counts: Counts) -> tuple[tuple[tuple[int, ...], ...], ...]:
        """Return every table with its totals."""
        return tuple(grid.with_totals(counts[name]) for name, grid in self.grids.items())

    def sum(self, cells: Iterable[Cell], counts: Counts) -> int:
        """Return how many some cells without totals are together."""
        flat = {
            grid.cell(key): count
            for name, grid in self.grids.items()
            for key, count in counts[name].items()
        }
        return sum(flat.get(cell, 0) for cell in cells)

    def sums(self, colleges: Sequence[str]) -> list[frozenset[Cell]]:
        """Return the cells of what measures tell, in the order of `SUMS`.

        Args:
            colleges: those of then; those that are gone count as not said.
        """
        grid = self.grids["direction"]
        said = [one for one in colleges if one in grid.rows and one != NOT_SAID]
        told = {
            "across": {grid.cell((a, b)) for a in said for b in said if a != b},
            "inside": {grid.cell((one, one)) for one in said},
            "multilateral": {self.cell("kinds", "several"), *self.common()},
            **{
                name: {self.cell(*SUMS[name][0])}
                for name in ("unequal", "peers", "told", "instead", "own")
            },
        }
        return [frozenset(told[name]) for name in SUMS]

    def cell(self, group: str, name: str) -> Cell:
        """Return where something that each act is once is counted."""
        return self.grids[group].cell((group, name))

    def common(self) -> frozenset[Cell]:
        """Return the cells of common work."""
        return self.grids["branches"].atoms(COMMON)

    def place(self, kind: str, key: Sequence[str]) -> Cell | int:
        """Return where a number that was kept is: a cell, or a sum by its place."""
        group, name = key
        if kind in KINDS:
            return self.grids[kind].cell(key)
        if group == "sums":
            return PLACES[name]
        return self.cell("rights" if group == "minutes" else group, name)

    def few(self, kept: Mapping[int, Kept]) -> set[Target]:
        """Return every number of a single quarter that rests on few."""
        return {
            (number, number, self.place(kind, key))
            for number, quarter in kept.items()
            for kind in (*KINDS, SHARES)
            for key in quarter.get(kind, {}).get("few", ())
            if tuple(key) != UNTOLD
        }

    def ties(self, kept: Mapping[int, Kept]) -> Iterator[Tie]:
        """Yield how the tables of each quarter go together.

        Whoever reads them may know that each act had one giver and one receiver, or how many had
        more: what goes from a college to another, and the acts that are counted, then tell each
        other.
        """
        grids = self.grids
        apart = grids["branches"].atoms(
            *(one for one in grids["branches"].columns if one != COMMON)
        )
        across, inside, unequal, peers, *_others = self.sums(grids["direction"].rows)
        pairs = [
            (grids["direction"].atoms(), apart), (grids["kinds"].atoms(), apart),
            (grids["voice"].atoms(), grids["branches"].atoms()),
            (grids["rights"].atoms(), grids["branches"].atoms()),
            (across, unequal), (inside, peers),
        ]  # fmt: skip
        for number, quarter in kept.items():
            if SHARES not in quarter:
                continue
            counts = self.known([quarter])
            for plus, minus in pairs:
                more = self.sum(plus, counts) - self.sum(minus, counts)
                yield Tie(number, plus, minus, more)

    def never(self) -> frozenset[Cell]:
        """Return the cells of the tables of which only sums are told."""
        return frozenset(cell for name in ONCE for cell in self.grids[name].cells())

    def table(self, first: int, last: int, published: Mapping[str, Any]) -> Table:
        """Return what was published before, with the rows and columns of today."""
        shown = [_shown(self.grids[kind], published[kind]) for kind in KINDS]
        values = (
            *(values for values, _hidden in shown),
            *(self.grids[name].with_totals(Counter()) for name in ONCE),
        )
        told = told_before(published)
        colleges = [key for key, _name in published["direction"]["rows"]]
        return Table(
            first, last, values, frozenset().union(*(hidden for _values, hidden in shown)),
            sums=tuple(
                (cells, told[name] or 0)
                for name, cells in zip(SUMS, self.sums(colleges), strict=True)
            ),
            silent=self.never() | {PLACES[name] for name in SUMS if told[name] is None},
        )  # fmt: skip


def sheets_of(names: Names) -> Sheets:
    """Return the tables of a problem."""
    keys = {kind: (list(rows), list(columns)) for kind, (rows, columns) in names.items()}
    keys |= {name: ([name], list(columns)) for name, columns in ONCE.items()}
    return Sheets({
        name: Grid(sheet, *keys[name]) for sheet, name in enumerate((*KINDS, *ONCE))
    })  # fmt: skip


def told_before(published: Mapping[str, Any]) -> dict[str, int | None]:
    """Return the sums that were told before; the first snapshots knew but those of colleges."""
    colleges = published["direction"].get("sums", ())
    known = dict(zip(SUMS, colleges, strict=False)) | published.get(SHARES, {}).get("sums", {})
    return {name: known.get(name) for name in SUMS}


def _shown(
    grid: Grid, published: Mapping[str, Any]
) -> tuple[tuple[tuple[int, ...], ...], set[Cell]]:
    """Return a table that was published, and what it hides, with the rows and columns of today.

    What it has no row or column for was nothing then; rows that are gone count as not said.
    """
    rows, columns = ([*(key for key, _name in published[side]), TOTAL]
                     for side in ("rows", "columns"))  # fmt: skip
    parts: dict[Cell, list[int | None]] = defaultdict(list)
    for row, line in zip(rows, published["values"], strict=True):
        for column, value in zip(columns, line, strict=True):
            parts[grid.cell((row, column))].append(value)
    hidden = {cell for cell, values in parts.items() if None in values}
    width = len(grid.columns) + 1
    flat = [
        0 if cell in hidden else sum(one or 0 for one in parts.get(cell, ()))
        for cell in grid.cells()
    ]
    return tuple(tuple(flat[at : at + width]) for at in range(0, len(flat), width)), hidden


# What is published


def tables(
    year: Year,
    names: Names,
    kept: Mapping[int, Kept],
    earlier: Sequence[tuple[int, int, Mapping[str, Any]]],
) -> dict[str, Any]:
    """Return the tables of the year in which nobody can be found, beside those of other dates.

    With them, the sums that measures may tell.

    Args:
        year: its acts, as they are now.
        names: the names of the rows and of the columns of each table.
        kept: the counts of each quarter.
        earlier: what was published before: (first quarter, last quarter, the tables).

    Raises:
        NotVerified: when the attack finds somebody.
    """
    sheets = sheets_of(names)
    window = [kept[number] for number in range(year.first, year.quarter + 1)]
    behind = {
        kind: counted(year.acts, kind, *range(year.first, year.quarter + 1))
        for kind in (*KINDS, SHARES)
    }
    hidden = _hidden(sheets, behind)
    # Quarters kept before shares were counted tell nothing of them.
    whole = all(SHARES in one for one in window)
    silent = _silent(sheets, behind[SHARES], hidden) if whole else frozenset(PLACES.values())
    few = _few(sheets, behind[SHARES], window) if whole else set()
    counts = sheets.known(window)
    problem = Problem(
        Table(
            year.first, year.quarter, sheets.values(counts), hidden,
            sums=tuple((cells, sheets.sum(cells, counts))
                       for cells in sheets.sums(sheets.grids["direction"].rows)),
            silent=sheets.never() | silent,
        ),
        few=frozenset(sheets.few(kept) | {(year.first, year.quarter, one) for one in few}),
        earlier=tuple(sheets.table(*one) for one in earlier),
        ties=tuple(sheets.ties(kept)), least=FEWEST,
    )  # fmt: skip
    solution = suppression.solve(problem)
    if suppression.check(problem, solution):
        raise NotVerified
    told = _told(sheets, problem.table, solution)
    minutes = None if told["instead"] is None else _minutes(window)
    return _published(sheets, names, problem.table, solution) | {
        SHARES: {"first": year.first, "sums": told, "minutes": minutes}
    }


def _hidden(sheets: Sheets, behind: Mapping[str, Counted]) -> frozenset[Cell]:
    """Return the cells of the tables that rest on few, or on nobody."""
    return frozenset(
        cell
        for kind in KINDS
        for cell in sheets.grids[kind].cells()
        if behind[kind].rests_on_few(sheets.grids[kind].inside(cell))
    )


def _silent(sheets: Sheets, behind: Counted, hidden: AbstractSet[Cell]) -> frozenset[int]:
    """Return the sums that are not told: what rests on few, or on nobody, and what tells it."""
    few = {name for name, keys in SUMS.items() if any(behind.rests_on_few([key]) for key in keys)}
    return frozenset(PLACES[name] for name in _together(sheets, few, hidden))


def _together(sheets: Sheets, silent: set[str], hidden: AbstractSet[Cell]) -> set[str]:
    """Return the sums that are not told when some are not, and some cells are hidden."""
    branches = sheets.grids["branches"]
    found = set(silent)
    if branches.cell((TOTAL, TOTAL)) in hidden:
        found.add("told")
    if branches.cell((TOTAL, COMMON)) in hidden:
        found.add("multilateral")
    for whole in WHOLES:
        # What is told of acts between colleges tells what goes from one to another.
        if found & {*whole, *(WHOLES[0] if whole == RECIPROCITIES else ())}:
            found |= set(whole)
    return found


def _few(sheets: Sheets, behind: Counted, window: Sequence[Kept]) -> set[Cell | int]:
    """Return what shares count in the whole year that rests on few."""
    told = {(group, name) for one in window for group, name, _count in one[SHARES]["counts"]}
    few = {key for key in told - {UNTOLD} if behind.rests_on_few([key])}
    return {sheets.place(SHARES, key) for key in few}


def _published(
    sheets: Sheets, names: Names, table: Table, solution: Solution
) -> dict[str, dict[str, Any]]:
    """Return the tables as they are kept: nothing where a number is hidden."""
    found = {}
    for sheet, kind in enumerate(KINDS):
        rows, columns = names[kind]
        values = [
            [None if (sheet, row, column) in solution.hidden else one
             for column, one in enumerate(line)]
            for row, line in enumerate(table.values[sheet])
        ]  # fmt: skip
        found[kind] = {
            "first": table.first, "rows": [[key, rows[key]] for key in rows],
            "columns": [[key, columns[key]] for key in columns], "values": values,
        }  # fmt: skip
    return found


def _told(sheets: Sheets, table: Table, solution: Solution) -> dict[str, int | None]:
    """Return the sums that may be told, by their names; nothing for the others."""
    silent = {name for name in SUMS if PLACES[name] in solution.silent}
    away = _together(sheets, silent, solution.hidden)
    return {name: None if name in away else table.sums[place][1] for name, place in PLACES.items()}


def _minutes(window: Sequence[Kept]) -> float:
    """Return the share of the minutes that stand in for a right, from 0 to 1."""
    found: Counter[str] = Counter()
    for one in window:
        for group, name, count in one.get(SHARES, {}).get("counts", ()):
            found[name] += count if group == "minutes" else 0
    every = found["instead"] + found["own"]
    return round(found["instead"] / every, 2) if every else 0.0
