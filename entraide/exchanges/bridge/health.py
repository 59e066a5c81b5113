"""The health of mutual aid: from acts to measures and tables in which nobody can be found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from entraide.exchanges.bridge.health_counts import (
    COMMON,
    FEWEST,
    KINDS,
    MOST_OF_ONE,
    SHARES,
    Kept,
    kept_of,
)
from entraide.exchanges.bridge.health_tables import RECIPROCITIES, Names, NotVerified, tables
from entraide.exchanges.models import Circle, Snapshot
from entraide.exchanges.quarters import WINDOW
from entraide.exchanges.queries import health as queries
from entraide.exchanges.queries.health import Year
from entraide.numerics import circulation
from entraide.numerics.circulation import Measure

SEED = 11
# Of what is no sum of quarters, it is told in which dozen it is.
DOZEN = FEWEST + 1
# The measures that follow from sums, each with all that it tells.
NEEDS = {
    "bridging": ("across", "inside"), "voice": ("told",), "substitution": ("instead", "own"),
    **dict.fromkeys(RECIPROCITIES, RECIPROCITIES),
}  # fmt: skip
# Shares of gifts or of people: who is on a loop depends on what others do in other quarters.
BY_DOZENS = ("loops_2", "loops_3", "loops_4", "loops_any", "isolation")

__all__ = ["KINDS", "NotVerified", "compute", "read"]


@dataclass(frozen=True)
class Asked:
    """What a snapshot is computed from: read before, so that the computing reads nothing."""

    year: Year
    # Tables published before, oldest first: (first quarter, last quarter, the tables).
    earlier: Sequence[tuple[int, int, Mapping[str, Any]]]
    # The counts of each quarter, as they were kept.
    kept: Mapping[int, Kept]
    names: Names


def read(circle: Circle, quarter: int) -> Asked:
    """Return what the snapshot of a quarter is computed from."""
    year = queries.year_of(circle, quarter, WINDOW)
    before = Snapshot.objects.filter(circle=circle, quarter__lt=quarter).order_by("quarter")
    return asked_of(year, list(before), {kind: queries.names(kind, year) for kind in KINDS})


def asked_of(
    year: Year,
    before: Sequence[Snapshot],
    names: Names,
) -> Asked:
    """Return what a snapshot is computed from, after those before it, oldest first."""
    earlier = [
        (int(one.tables["direction"]["first"]), one.quarter, one.tables)
        for one in before
        if "direction" in one.tables
    ]
    kept: dict[int, Kept] = {}
    for one in before:
        # Quarters of which nothing was told were counted with the first that came after.
        for number, counts in one.counts.get("missed", {}).items():
            kept.setdefault(int(number), counts)
        kept[one.quarter] = one.counts
    return Asked(year, earlier, kept, names)


def compute(asked: Asked) -> dict[str, Any]:
    """Return the fields of a snapshot; in a process of its own.

    Raises:
        NotVerified: when a measure or a table does not pass its verifier.
    """
    year = asked.year
    problem = problem_of(year)
    kept = kept_of(year, asked.kept)
    missed = set(kept) - set(asked.kept) - {year.quarter}
    people = {who for act in problem.acts for who in (*act.givers, *act.receivers)}
    enough = len(people) >= FEWEST and len(problem.acts) >= FEWEST
    found: dict[str, Any] = {
        "first": year.first,
        "counts": {**kept[year.quarter], "missed": {str(one): kept[one] for one in missed}},
        # By dozens: two dates do not tell how many came between.
        "people": len(people) - (len(people) - FEWEST) % DOZEN if enough else 0,
        "enough": enough, "measures": {}, "tables": {},
    }  # fmt: skip
    if enough:
        found["tables"] = tables(year, asked.names, kept, asked.earlier)
        found["measures"] = measures(problem, found["tables"])
    return found


def problem_of(year: Year) -> circulation.Problem:
    """Return the acts as the core takes them, of people who are still there."""
    acts = [one for one in year.acts if one.givers or one.receivers]
    return circulation.Problem(
        groups=tuple(year.groups),
        acts=tuple(
            circulation.Act(
                givers=tuple(one.givers), receivers=tuple(one.receivers), branch=one.branch,
                together=one.how == COMMON, told=one.told, minutes=one.minutes,
                stands_in=one.stands_in,
            )
            for one in acts
        ),
        members=year.members,
    )  # fmt: skip


# Measures


def measures(problem: circulation.Problem, published: Mapping[str, Any]) -> dict[str, list[float]]:
    """Return what may be told: [value, low, high] of what rests on enough people.

    Args:
        problem: the acts of the year.
        published: the tables and the sums that are told with them.

    Raises:
        NotVerified: when they are not what the acts say.
    """
    solution = circulation.solve(problem, seed=SEED)
    if circulation.check(problem, solution):
        raise NotVerified
    told = {
        name: _told(name, one, published)
        for name, one in solution.measures.items()
        if not _tells_of_few(name, one, problem.members)
    }
    return {name: [round(one, 2) for one in said] for name, said in told.items() if said}


def _tells_of_few(name: str, one: Measure, members: int) -> bool:
    """Tell whether too few people are behind a measure, nobody too, or one for most of it."""
    if one.people < FEWEST or one.most > MOST_OF_ONE:
        return True
    # The others are told by difference: as many are not isolated, and so on.
    return name == "isolation" and members - one.people < FEWEST


def _told(name: str, one: Measure, published: Mapping[str, Any]) -> list[float]:
    """Return a measure as it is shown; nothing when a sum that it tells is not."""
    sums = published[SHARES]["sums"]
    if any(sums[need] is None for need in NEEDS.get(name, ())):
        return []
    if name in BY_DOZENS:
        # Of gifts that are not told, a share may not be: it would tell how many they are.
        known = name == "isolation" or published["direction"]["values"][-1][-1] is not None
        return by_dozens(one) if known else []
    if name not in NEEDS or name == "bridging":
        return [one.value, one.low, one.high]
    # As wide as the acts say, around what the counts say: they keep those of who left.
    value = _share(name, published)
    return [value, max(0, value - one.value + one.low), min(1, value - one.value + one.high)]


def _share(name: str, published: Mapping[str, Any]) -> float:
    """Return a share of acts, or of their minutes, from the counts as they were kept."""
    sums = published[SHARES]["sums"]
    if name == "voice":
        return float(sums["told"] / published["branches"]["values"][-1][-1])
    if name == "substitution":
        return float(published[SHARES]["minutes"])
    return float(sums[name] / sum(sums[one] for one in RECIPROCITIES))


def by_dozens(one: Measure) -> list[float]:
    """Return a share of a known whole that tells in which dozen its count is, and not more.

    Its value is the middle of the dozen; its interval goes from one dozen to another. Nothing when
    the whole ends before the dozen does.

    >>> by_dozens(Measure(0.25, 0.2, 0.3, whole=100))
    [0.295, 0.12, 0.48]
    """
    count = round(one.value * one.whole)
    begin = count - count % DOZEN
    if begin + DOZEN > one.whole:
        return []
    steps = ceil(max(one.value - one.low, one.high - one.value) * one.whole / DOZEN)
    low, high = begin - steps * DOZEN, begin + DOZEN + steps * DOZEN
    ends = (begin + (DOZEN - 1) / 2, max(0, low), min(one.whole, high))
    return [end / one.whole for end in ends]
