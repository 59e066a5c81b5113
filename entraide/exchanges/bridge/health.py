"""The health of mutual aid: from acts to measures and tables in which nobody can be found."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from entraide.exchanges.models import Circle, Snapshot
from entraide.exchanges.quarters import WINDOW
from entraide.exchanges.queries import health as queries
from entraide.exchanges.queries.health import NOT_SAID, Key, Row, Year
from entraide.notebooks.small_numbers import LEAST_CROSSED
from entraide.numerics import circulation, suppression
from entraide.numerics.suppression import Cell, Problem, Table

# Under so many people, or so many acts, nothing is told.
FEWEST = LEAST_CROSSED
SEED = 11
KINDS = ("direction", "branches")
# One person alone makes no more than this share of what is shown.
MOST_OF_ONE = 0.5
# Shares of one whole: where one is hidden, all are.
WHOLES = (("unequal", "peers", "multilateral"),)


class NotVerified(Exception):
    """What was computed does not hold, or tells of few: nothing is kept."""


@dataclass(frozen=True)
class Counted:
    """A table of one quarter: acts by row and column, and who is behind each number."""

    counts: Counter[Key]
    people: Mapping[Key, Counter[int]]


@dataclass(frozen=True)
class Asked:
    """What a snapshot is computed from: read before, so that the computing reads nothing."""

    year: Year
    # Tables published before, oldest first: (first quarter, last quarter, the table).
    earlier: Mapping[str, Sequence[tuple[int, int, dict[str, Any]]]]
    # The counts of each quarter, as they were kept.
    kept: Mapping[int, Mapping[str, Any]]
    names: Mapping[str, tuple[dict[str, str], dict[str, str]]]


def read(circle: Circle, quarter: int) -> Asked:
    """Return what the snapshot of a quarter is computed from."""
    year = queries.year_of(circle, quarter, WINDOW)
    before = list(Snapshot.objects.filter(circle=circle, quarter__lt=quarter).order_by("quarter"))
    earlier = {
        kind: [
            (int(one.tables[kind]["first"]), one.quarter, one.tables[kind])
            for one in before
            if kind in one.tables
        ]
        for kind in KINDS
    }
    kept = {one.quarter: one.counts for one in before}
    return Asked(year, earlier, kept, {kind: queries.names(kind, year) for kind in KINDS})


def compute(asked: Asked) -> dict[str, Any]:
    """Return the fields of a snapshot; in a process of its own.

    Raises:
        NotVerified: when a measure or a table does not pass its verifier.
    """
    year = asked.year
    problem = problem_of(year)
    counts = {kind: _kept(counted(year.acts, kind, year.quarter)) for kind in KINDS}
    people = {who for act in problem.acts for who in (*act.givers, *act.receivers)}
    enough = len(people) >= FEWEST and len(problem.acts) >= FEWEST
    found: dict[str, Any] = {
        "first": year.first, "counts": counts, "people": len(people) if enough else 0,
        "enough": enough, "measures": {}, "tables": {},
    }  # fmt: skip
    if enough:
        found["tables"] = {kind: table(asked, kind, counts[kind]) for kind in KINDS}
        found["measures"] = measures(problem)
        if None in found["tables"]["direction"]["sums"]:
            for name in ("bridging", *WHOLES[0]):
                found["measures"].pop(name, None)
    return found


def problem_of(year: Year) -> circulation.Problem:
    """Return the acts as the core takes them, of people who are still there."""
    acts = [one for one in year.acts if one.givers or one.receivers]
    return circulation.Problem(
        groups=tuple(year.groups),
        acts=tuple(
            circulation.Act(
                givers=tuple(one.givers), receivers=tuple(one.receivers), branch=one.branch,
                together=one.how == "common", told=one.told, minutes=one.minutes,
                stands_in=one.stands_in,
            )
            for one in acts
        ),
        members=year.members,
    )  # fmt: skip


def measures(problem: circulation.Problem) -> dict[str, list[float]]:
    """Return what may be told: [value, low, high] of what rests on enough people, or on nobody."""
    solution = circulation.solve(problem, seed=SEED)
    if circulation.check(problem, solution):
        raise NotVerified
    few = {name for name, one in solution.measures.items() if 0 < one.people < FEWEST}
    # The others are told by difference: as many are not isolated, and so on.
    known = solution.measures.get("isolation")
    if known and problem.members - known.people < FEWEST:
        few.add("isolation")
    for whole in WHOLES:
        few |= set(whole) if few & set(whole) else set()
    return {
        name: [round(one.value, 2), round(one.low, 2), round(one.high, 2)]
        for name, one in solution.measures.items()
        if name not in few
    }


def counted(acts: Sequence[Row], kind: str, *quarters: int) -> Counted:
    """Return the table of some quarters: by college of giver and receiver, or branch and way."""
    counts: Counter[Key] = Counter()
    people: dict[Key, Counter[int]] = defaultdict(Counter)
    for act in acts:
        if act.quarter not in quarters:
            continue
        for key, times in _cells(act, kind).items():
            counts[key] += times
            for who in {*act.givers, *act.receivers}:
                people[key][who] += times
    return Counted(counts, people)


def _cells(act: Row, kind: str) -> Counter[Key]:
    """Return what an act counts for: each giver with each receiver, or once for its branch."""
    if kind == "branches":
        return Counter([(_key(act.branch), act.how)])
    if act.how == "common":
        return Counter()
    return Counter((_key(one), _key(other)) for one in act.gave for other in act.received)


def _key(number: int) -> str:
    return str(number) if number >= 0 else NOT_SAID


def _kept(found: Counted) -> dict[str, Any]:
    """Return the counts of a quarter as they are kept, and the cells that rest on few."""
    return {
        "counts": [[*key, count] for key, count in sorted(found.counts.items())],
        "few": [list(key) for key in sorted(found.counts) if _rests_on_few(found, [key])],
    }


def _rests_on_few(found: Counted, keys: Sequence[Key]) -> bool:
    """Tell whether too few people are behind a number, or one of them for most of it."""
    behind: Counter[int] = Counter()
    for key in keys:
        behind.update(found.people.get(key, Counter()))
    total = sum(found.counts[key] for key in keys)
    return len(behind) < FEWEST or max(behind.values()) > MOST_OF_ONE * total


def table(asked: Asked, kind: str, now: dict[str, Any]) -> dict[str, Any]:
    """Return a table of the year in which nobody can be found, beside those of other dates.

    Raises:
        NotVerified: when the attack finds somebody.
    """
    year = asked.year
    rows, columns = asked.names[kind]
    kept = {
        # A quarter of which nothing was told yet is counted now.
        number: asked.kept[number][kind]
        if number in asked.kept
        else _kept(counted(year.acts, kind, number))
        for number in range(year.first, year.quarter)
    }
    kept[year.quarter] = now
    grid = Grid(list(rows), list(columns))
    window = Counter[Key]()
    for one in kept.values():
        window.update(grid.known(one["counts"]))
    behind = counted(year.acts, kind, *range(year.first, year.quarter + 1))
    hidden = {cell for cell in grid.cells() if _rests_on_few(behind, grid.inside(cell))}
    values = grid.with_totals(window)
    problem = Problem(
        Table(year.first, year.quarter, values, frozenset(hidden), grid.sums(grid.rows, window)),
        few=frozenset(
            (number, number, grid.cell(key))
            for number, one in kept.items()
            for key in map(tuple, one["few"])
        ),
        earlier=tuple(grid.table(*one) for one in asked.earlier[kind]),
        least=FEWEST,
    )  # fmt: skip
    solution = suppression.solve(problem)
    if suppression.check(problem, solution):
        raise NotVerified
    return {
        "first": year.first, "rows": [[key, rows[key]] for key in rows],
        "columns": [[key, columns[key]] for key in columns],
        "values": [
            [None if (row, column) in solution.hidden else one for column, one in enumerate(line)]
            for row, line in enumerate(values)
        ],
        "sums": [
            None if place in solution.silent else value
            for place, (_cells_of, value) in enumerate(problem.table.sums)
        ],
    }  # fmt: skip


@dataclass(frozen=True)
class Grid:
    """Rows and columns by their keys, with a total after each."""

    rows: Sequence[str]
    columns: Sequence[str]

    def cell(self, key: Sequence[str]) -> Cell:
        """Return where a key is; what no row or column has counts as not said."""
        row, column = key
        return (_place(self.rows, row), _place(self.columns, column))

    def known(self, counts: Sequence[Sequence[Any]]) -> Counter[Key]:
        """Return kept counts under the keys of today: branches that are gone are not said."""
        found: Counter[Key] = Counter()
        for row, column, count in counts:
            place = self.cell((row, column))
            found[self.rows[place[0]], self.columns[place[1]]] += count
        return found

    def cells(self) -> list[Cell]:
        """Return every cell, totals too."""
        return [(r, c) for r in range(len(self.rows) + 1) for c in range(len(self.columns) + 1)]

    def inside(self, cell: Cell) -> list[Key]:
        """Return the keys that a cell sums."""
        rows = self.rows if cell[0] == len(self.rows) else [self.rows[cell[0]]]
        columns = self.columns if cell[1] == len(self.columns) else [self.columns[cell[1]]]
        return [(row, column) for row in rows for column in columns]

    def with_totals(self, counts: Counter[Key]) -> tuple[tuple[int, ...], ...]:
        """Return the counts with their totals."""
        width = len(self.columns) + 1
        flat = [sum(counts[key] for key in self.inside(cell)) for cell in self.cells()]
        return tuple(tuple(flat[at : at + width]) for at in range(0, len(flat), width))

    def sums(
        self, rows: Sequence[str], counts: Counter[Key] | None = None
    ) -> tuple[tuple[frozenset[Cell], int], ...]:
        """Return what measures tell of a square table: how much goes across, and stays inside.

        Args:
            rows: its rows then; those that are gone count as not said.
            counts: by their keys; 0 without.
        """
        if self.rows != self.columns:
            return ()
        said = [one for one in rows if one in self.rows and one != NOT_SAID]
        across = [(one, other) for one in said for other in said if one != other]
        inside = [(one, one) for one in said]
        known = counts or Counter()
        return tuple(
            (frozenset(map(self.cell, keys)), sum(known[key] for key in keys))
            for keys in (across, inside)
        )

    def table(self, first: int, last: int, published: Mapping[str, Any]) -> Table:
        """Return a table published before, with the rows and columns of today.

        What it has no row or column for was nothing then; rows that are gone count as not said.
        """
        rows = [key for key, _name in published["rows"]]
        columns = [key for key, _name in published["columns"]]
        shown: dict[Cell, list[int | None]] = defaultdict(list)
        for row, line in enumerate(published["values"]):
            for column, value in enumerate(line):
                at = (
                    len(self.rows) if row == len(rows) else _place(self.rows, rows[row]),
                    len(self.columns)
                    if column == len(columns)
                    else _place(self.columns, columns[column]),
                )
                shown[at].append(value)
        values, hidden = (
            [[0] * (len(self.columns) + 1) for _row in range(len(self.rows) + 1)],
            set(),
        )
        for (row, column), parts in shown.items():
            if None in parts:
                hidden.add((row, column))
            else:
                values[row][column] = sum(one for one in parts if one is not None)
        sums = tuple(
            (cells, value or 0)
            for (cells, _zero), value in zip(self.sums(rows), published["sums"], strict=True)
        )
        silent = {place for place, value in enumerate(published["sums"]) if value is None}
        return Table(
            first, last, tuple(map(tuple, values)), frozenset(hidden), sums, frozenset(silent)
        )


def _place(keys: Sequence[str], key: str) -> int:
    return keys.index(key) if key in keys else keys.index(NOT_SAID)
