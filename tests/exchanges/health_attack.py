"""Somebody who reads every figure of mutual aid ever published, and what is true.

The attack is written without the code that it attacks: linear programmes (CLP) whose unknowns are
the acts of each quarter. It reads what is on the screen: tables, totals, measures to two decimals.
It knows that every act that is not common has one giver and one receiver, that common work alone
is of several, and that what was said lasted an hour: so it is in the acts of these tests.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from ortools.linear_solver import pywraplp

from entraide.exchanges.actions import circles, telling
from entraide.exchanges.models import Circle, Deed, Neighbour, RightClaim, Snapshot
from entraide.exchanges.quarters import first_day, quarter_of
from tests.make import make_group, make_need, make_neighbour

LEAST, HALF = 11, 0.005
QUARTERS = [date(2025, 2, 1), date(2025, 5, 1), date(2025, 8, 1), date(2025, 11, 1),
            date(2026, 2, 1)]  # fmt: skip
# (what, which row, which column): "direction", "branches", or what each act is once.
Atom = tuple[str, str, str]


def crowd(circle: Circle, people: int) -> list[Neighbour]:
    """Let so many join, of two colleges; one in six does not say which."""
    groups = [make_group(), make_group("chercheurs")]
    return [
        make_neighbour(
            circle, f"N{number}", peer_group=None if number % 6 == 5 else groups[number % 2]
        )
        for number in range(people)
    ]


def give(
    giver: Neighbour,
    receiver: Neighbour | None,
    day: date,
    *,
    story: bool = False,
    how: str = "gift",
    **values: Any,
) -> Deed:
    told = telling.Told(how=how, words="Un geste.", day=day, **values)
    made = telling.tell(
        giver.circle, told, givers=[giver], receivers=[receiver] if receiver else []
    )
    if story:
        telling.tell_story(made, "Une histoire.", slip=f"s{made.pk}")
    Deed.objects.filter(pk=made.pk).update(told_on=day)
    return made


def together(people: Sequence[Neighbour], day: date) -> Deed:
    told = telling.Told(how="common", words="Un chantier.", day=day)
    made = telling.tell(people[0].circle, told, givers=people)
    Deed.objects.filter(pk=made.pk).update(told_on=day)
    return made


def right(who: Neighbour, **values: Any) -> RightClaim:
    return RightClaim.objects.create(
        need=make_need(who), right="Une aide", service="La mairie", **values
    )


def leave(who: Neighbour) -> None:
    circles.leave(who)


# What is true


@dataclass
class Truth:
    """How many acts each atom of each quarter has, and who is behind them."""

    counts: Counter[tuple[int, Atom]]
    people: dict[tuple[int, Atom], Counter[int]]

    def rests_on_few(self, quarters: Iterable[int], atoms: Iterable[Atom]) -> bool:
        """Tell whether something happened, and to fewer than eleven, or for most of it to one."""
        keys = list(product(quarters, atoms))
        count = sum(self.counts[key] for key in keys)
        behind: Counter[int] = Counter()
        for key in keys:
            behind.update(self.people.get(key, Counter()))
        return bool(count) and (len(behind) < LEAST or max(behind.values()) * 2 > count)


def truth_of(circle: Circle) -> Truth:
    truth = Truth(Counter(), defaultdict(Counter))
    for deed in Deed.objects.filter(circle=circle).prefetch_related("parts"):
        parts = list(deed.parts.all())
        for atom in _atoms(deed, parts):
            truth.counts[quarter_of(deed.told_on), atom] += 1
            who = {one.neighbour_id for one in parts if one.neighbour_id}
            truth.people[quarter_of(deed.told_on), atom].update(who)
    return truth


def _atoms(deed: Deed, parts: Sequence[Any]) -> list[Atom]:
    category = deed.category and (deed.category.parent_id or deed.category_id)
    right_of = getattr(deed.need, "right", None) if deed.need else None
    asked = right_of and right_of.counted and right_of.asked_on
    instead = bool(asked and asked <= deed.day)
    found: list[Atom] = [
        ("branches", str(category or "-"), deed.how),
        ("voice", "", "told" if deed.story_id else "untold"),
        ("rights", "", ("instead" if instead else "own") if deed.minutes else "unmeasured"),
    ]
    gave, received = ([one.peer_group_id for one in parts if one.gave == side]
                      for side in (True, False))  # fmt: skip
    if deed.how != "common":
        found += [
            ("direction", str(one or "-"), str(other or "-")) for one in gave for other in received
        ]
    return found


# What can be told


class Reader:
    """Everything that was published, as equations on the acts of each quarter."""

    def __init__(self, published: Sequence[Snapshot]) -> None:
        self.solver = pywraplp.Solver.CreateSolver("CLP")
        self.unknown: dict[tuple[int, Atom], Any] = {}
        self.published = [one for one in published if one.enough]
        self.rows = {
            kind: ([key for key, _name in self.published[-1].tables[kind]["rows"]],
                   [key for key, _name in self.published[-1].tables[kind]["columns"]])
            for kind in ("direction", "branches")
        }  # fmt: skip
        for quarter in range(
            min(quarter_of(one.since) for one in self.published), self.published[-1].quarter + 1
        ):
            self._know_how_they_go_together(quarter)
        for one in self.published:
            self._read(one)

    def atoms(self, kind: str, row: str | None = None, column: str | None = None) -> list[Atom]:
        rows, columns = self.rows[kind]
        return [
            (kind, a, b)
            for a in rows for b in columns
            if row in (None, a) and column in (None, b)
        ]  # fmt: skip

    def reciprocities(self) -> dict[str, list[Atom]]:
        colleges = [one for one in self.rows["direction"][0] if one != "-"]
        return {
            "unequal": [("direction", a, b) for a in colleges for b in colleges if a != b],
            "peers": [("direction", one, one) for one in colleges],
            "multilateral": self.atoms("branches", column="common"),
        }

    def _know_how_they_go_together(self, quarter: int) -> None:
        at = [quarter]
        apart = [one for one in self.atoms("branches") if one[2] != "common"]
        self.solver.Add(self.sum(at, self.atoms("direction")) == self.sum(at, apart))
        for name, parts in (("voice", ("told", "untold")),
                            ("rights", ("instead", "own", "unmeasured"))):  # fmt: skip
            every = [(name, "", part) for part in parts]
            self.solver.Add(self.sum(at, every) == self.sum(at, self.atoms("branches")))

    def _read(self, one: Snapshot) -> None:
        window = range(quarter_of(one.since), one.quarter + 1)
        for kind in ("direction", "branches"):
            table = one.tables[kind]
            rows = [*(key for key, _name in table["rows"]), None]
            columns = [*(key for key, _name in table["columns"]), None]
            for row, line in zip(rows, table["values"], strict=True):
                for column, value in zip(columns, line, strict=True):
                    if value is not None:
                        form = self.sum(window, self.atoms(kind, row, column))
                        self.solver.Add(form == value)
        for name, (part, whole) in self.shares().items():
            if name in one.measures:
                self._share(window, part, whole, one.measures[name][0])

    def shares(self) -> dict[str, tuple[list[Atom], list[Atom]]]:
        """Return what each share of acts counts, and of what."""
        kinds = self.reciprocities()
        every = [atom for atoms in kinds.values() for atom in atoms]
        hours: list[Atom] = [("rights", "", "instead"), ("rights", "", "own")]
        return {
            **{name: (atoms, every) for name, atoms in kinds.items()},
            "voice": ([("voice", "", "told")], self.atoms("branches")),
            "substitution": (hours[:1], hours),
        }

    def _share(
        self, window: range, part: Sequence[Atom], whole: Sequence[Atom], value: float
    ) -> None:
        some, every = self.sum(window, part), self.sum(window, whole)
        self.solver.Add(some >= (value - HALF) * every)
        self.solver.Add(some <= (value + HALF) * every)

    def sum(self, quarters: Iterable[int], atoms: Iterable[Atom]) -> Any:
        return self.solver.Sum([self._of(key) for key in product(quarters, list(atoms))])

    def _of(self, key: tuple[int, Atom]) -> Any:
        if key not in self.unknown:
            self.unknown[key] = self.solver.NumVar(0, 100_000, "")
        return self.unknown[key]

    def width(self, quarters: Iterable[int], atoms: Sequence[Atom]) -> float:
        form = self.sum(quarters, atoms)
        ends = []
        for sense in (self.solver.Minimize, self.solver.Maximize):
            sense(form)
            assert self.solver.Solve() == pywraplp.Solver.OPTIMAL
            ends.append(self.solver.Objective().Value())
        return float(ends[1] - ends[0])


def told_too_well(circle: Circle, published: Sequence[Snapshot]) -> list[str]:
    """Return every number that rests on few, or is hidden, and is told to within less than eleven.

    Of each quarter alone and of each window: cells, rows, columns, totals, what shares count.
    """
    reader, truth = Reader(published), truth_of(circle)
    wanted = [*_hidden(reader), *_small(reader, truth)]
    return [
        f"{first_day(quarters[0])} {len(quarters)} {name}"
        for name, quarters, atoms in wanted
        if reader.width(quarters, atoms) < LEAST - 1e-3
    ]


def _hidden(reader: Reader) -> Iterable[tuple[str, Sequence[int], list[Atom]]]:
    for one in reader.published:
        window = range(quarter_of(one.since), one.quarter + 1)
        for kind, (rows, columns) in reader.rows.items():
            for row, line in zip([*rows, None], one.tables[kind]["values"], strict=True):
                for column, value in zip([*columns, None], line, strict=True):
                    if value is None:
                        yield f"{kind} {row} {column}", window, reader.atoms(kind, row, column)


def _small(reader: Reader, truth: Truth) -> Iterable[tuple[str, Sequence[int], list[Atom]]]:
    numbers = {
        f"{kind} {row} {column}": reader.atoms(kind, row, column)
        for kind, (rows, columns) in reader.rows.items()
        for row in [*rows, None]
        for column in [*columns, None]
    }
    numbers |= reader.reciprocities()
    for name, parts in (("voice", ("told", "untold")), ("rights", ("instead", "own"))):
        numbers |= {part: [(name, "", part)] for part in parts}
    windows = [range(quarter_of(one.since), one.quarter + 1) for one in reader.published]
    quarters = {quarter for window in windows for quarter in window}
    for name, atoms in numbers.items():
        # The hours of neighbours are of no right: their number is told to nobody.
        for when in (*windows, *([one] for one in sorted(quarters))):
            if truth.rests_on_few(when, atoms):
                yield name, when, atoms
