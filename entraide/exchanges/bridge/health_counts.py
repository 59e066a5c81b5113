"""The counts of mutual aid, quarter by quarter, and which of them rest on few people."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from entraide.exchanges.models import How
from entraide.exchanges.queries.health import NOT_SAID, Key, Row, Year
from entraide.notebooks.small_numbers import LEAST_CROSSED
from entraide.numerics import circulation

# Under so many people, or so many acts, nothing is told.
FEWEST = LEAST_CROSSED
# One person alone makes no more than this share of what is shown.
MOST_OF_ONE = 0.5
# The tables that are shown, and what the shares of acts count.
KINDS = ("direction", "branches")
SHARES = "shares"
TOTAL = "+"
COMMON = str(How.COMMON.value)
# The counts of a quarter as they are kept, by kind: how many, and which of them rest on few.
Kept = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Counted:
    """The acts of some quarters: how many in each cell, and who is behind each number."""

    counts: Counter[Key]
    people: Mapping[Key, Counter[int]]

    def rests_on_few(self, keys: Iterable[Key]) -> bool:
        """Tell whether too few people are behind a number, nobody too, or one for most of it."""
        behind: Counter[int] = Counter()
        total = 0
        for key in keys:
            behind.update(self.people.get(key, Counter()))
            total += self.counts[key]
        return len(behind) < FEWEST or max(behind.values()) > MOST_OF_ONE * total


def kept_of(year: Year, known: Mapping[int, Kept]) -> dict[int, Kept]:
    """Return the counts of every quarter: as they were kept, else as they are now."""
    now = {
        number: {kind: _kept(counted(year.acts, kind, number), kind) for kind in (*KINDS, SHARES)}
        for number in range(year.first, year.quarter + 1)
        if number not in known
    }
    return {**now, **known}


def counted(acts: Sequence[Row], kind: str, *quarters: int) -> Counted:
    """Return the counts of some quarters, by row and column.

    Args:
        acts: all of them.
        kind: colleges that give and receive, branches and ways, or what shares count.
        quarters: their numbers.
    """
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
    return _shares(act) if kind == SHARES else Counter(_pairs(act))


def _pairs(act: Row) -> list[Key]:
    if act.how == COMMON:
        return []
    return [(_key(one), _key(other)) for one in act.gave for other in act.received]


def _key(number: int) -> str:
    return str(number) if number >= 0 else NOT_SAID


def _shares(act: Row) -> Counter[Key]:
    """Return what an act counts for in shares; minutes too, to see who makes most of them."""
    hours = ("instead" if act.stands_in else "own") if act.minutes else "unmeasured"
    found = Counter[Key]([("voice", "told" if act.told else "untold"), ("rights", hours)])
    if act.minutes:
        found["minutes", hours] = act.minutes
    found.update(_kinds(act))
    found.update(
        ("sums", "inside" if one == other else "across")
        for one, other in _pairs(act)
        if NOT_SAID not in (one, other)
    )
    return found


def _kinds(act: Row) -> list[Key]:
    """Return the reciprocity of an act, by the colleges of everybody in it, who left too."""
    common = act.how == COMMON
    kind = circulation.kind_of(act.gave, act.received, together=common)
    if kind != "multilateral":
        return [("kinds", kind or "unsaid")]
    return [("sums", kind)] if common else [("sums", kind), ("kinds", "several")]


def _kept(found: Counted, kind: str) -> dict[str, Any]:
    """Return the counts of a quarter as they are kept; a table with its totals."""
    lines: dict[Key, list[Key]] = defaultdict(list)
    for row, column in found.counts:
        totals = product((row, TOTAL), (column, TOTAL)) if kind in KINDS else [(row, column)]
        for key in totals:
            lines[key].append((row, column))
    return {
        "counts": [[*key, count] for key, count in sorted(found.counts.items())],
        "few": [list(key) for key in sorted(lines) if found.rests_on_few(lines[key])],
    }
