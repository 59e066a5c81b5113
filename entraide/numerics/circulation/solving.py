"""All measures of some acts, and of the same acts with a part of them left out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import measures
from .measures import Gifts, Ints
from .problem import BEYOND, NAMES, UNKNOWN, Measure, Problem, Solution

# How many groups of acts are left out in turn, and how many standard errors make 95 % of them
# (Student, 39 degrees of freedom).
GROUPS, SURE = 40, 2.023
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """Acts as arrays: one row for each gift, for each meeting of two people, for each act.

    Args:
        gifts: (m, 2), without common work; `gift_of` and `branch`: its act and branch, (m,).
        meetings: (k, 2), two different people who were in one act; `meeting_of`: its act, (k,).
        acts: one column for each of kind, told, minutes, minutes that stand in; (a, 4).
        group: of each person, (n,).
        members: how many people are in it.
    """

    gifts: Gifts
    gift_of: Ints
    branch: Ints
    meetings: Gifts
    meeting_of: Ints
    acts: Ints
    group: Ints
    members: int


# Kinds of an act, in its first column.
NOT_SAID, UNEQUAL, PEERS, MULTILATERAL = range(4)
KINDS = {"unequal": UNEQUAL, "peers": PEERS, "multilateral": MULTILATERAL}
LOOPS = {"loops_2": 2, "loops_3": 3, "loops_4": measures.LONGEST, "loops_any": measures.LONGER}


def solve(problem: Problem, *, seed: int) -> Solution:
    """Return the measures, each with its interval."""
    table = table_of(problem)
    count = len(problem.acts)
    if not count:
        return Solution({})
    value = measured(table, np.ones(count, dtype=np.int64))
    group = np.random.default_rng(seed).permutation(count) % GROUPS
    groups = range(min(GROUPS, count)) if count > 1 else ()
    again = [measured(table, (group != one).astype(np.int64)) for one in groups]
    people = people_of(problem, table)
    return Solution({
        name: _with_interval(
            name, value[name], [one[name] for one in again if name in one], people[name]
        )
        for name in NAMES
        if name in value
    })  # fmt: skip


def _with_interval(name: str, value: float, again: list[float], people: int) -> Measure:
    """Return a measure with the interval that the groups left out give it."""
    spread = float(np.std(again) * np.sqrt(len(again) - 1)) if again else 0.0
    lowest = -1.0 if name in BEYOND else 0.0
    low, high = max(lowest, value - SURE * spread), min(1.0, value + SURE * spread)
    return Measure(value, min(low, value), max(high, value), people)


def people_of(problem: Problem, table: Table) -> dict[str, int]:
    """Return on how many people each measure rests."""
    gifts = table.gifts
    length = measures.loop_of(gifts) if len(gifts) else np.zeros(0, dtype=np.int64)
    said = (table.group[gifts] != UNKNOWN).all(axis=1)
    kind, told, _minutes, stands_in = table.acts.T
    inside = [{*act.givers, *act.receivers} for act in problem.acts]

    def of(acts: NDArray[np.bool_]) -> int:
        return len({one for act in np.flatnonzero(acts) for one in inside[act]})

    return {
        "reciprocity": len(np.unique(gifts)),
        **{name: len(np.unique(gifts[length <= most])) for name, most in LOOPS.items()},
        "giving": len(np.unique(gifts[:, 0])),
        "receiving": len(np.unique(gifts[:, 1])),
        "isolation": problem.members - _met_several(table.meetings),
        "bridging": len(np.unique(gifts[said])),
        **{name: of(kind == number) for name, number in KINDS.items()},
        "voice": of(told > 0),
        "substitution": of(stands_in > 0),
        "hanging": len(np.unique(gifts[:, 0])),
    }


def table_of(problem: Problem) -> Table:
    """Return the acts of a problem as arrays."""
    gifts, meetings = [], []
    for number, act in enumerate(problem.acts):
        if not act.together:
            gifts += [
                (giver, receiver, number, act.branch)
                for giver in act.givers
                for receiver in act.receivers
                if giver != receiver
            ]
        inside = sorted({*act.givers, *act.receivers})
        meetings += [(one, other, number) for one in inside for other in inside if one != other]
    rows = np.array(gifts, dtype=np.int64).reshape(-1, 4)
    met = np.array(meetings, dtype=np.int64).reshape(-1, 3)
    acts = [
        (_kind(problem, number), act.told, act.minutes, act.minutes * act.stands_in)
        for number, act in enumerate(problem.acts)
    ]
    return Table(
        gifts=rows[:, :2], gift_of=rows[:, 2], branch=rows[:, 3], meetings=met[:, :2],
        meeting_of=met[:, 2], acts=np.array(acts, dtype=np.int64).reshape(-1, 4),
        group=np.array(problem.groups, dtype=np.int64), members=problem.members,
    )  # fmt: skip


def _kind(problem: Problem, number: int) -> int:
    act = problem.acts[number]
    if act.together or min(len(act.givers), len(act.receivers)) > 1:
        return MULTILATERAL
    gave, received = ({problem.groups[one] for one in side} for side in (act.givers, act.receivers))
    if UNKNOWN in gave | received or not gave or not received:
        return NOT_SAID
    return PEERS if len(gave | received) == 1 else UNEQUAL


def measured(table: Table, times: Ints) -> dict[str, float]:
    """Return every measure that can be said, each act counted so many times; shape (a,)."""
    gifts = np.repeat(table.gifts, times[table.gift_of], axis=0)
    branch = np.repeat(table.branch, times[table.gift_of])
    return {
        **_of_gifts(gifts, branch, table),
        **_of_acts(table.acts, times),
        "isolation": _isolation(np.repeat(table.meetings, times[table.meeting_of], axis=0), table),
    }


def _of_gifts(gifts: Gifts, branch: Ints, table: Table) -> dict[str, float]:
    if not len(gifts):
        return {}
    length = measures.loop_of(gifts)
    across, by_lot = measures.bridging(gifts, table.group)
    return {
        "reciprocity": measures.reciprocity(gifts),
        **{name: float((length <= most).mean()) for name, most in LOOPS.items()},
        "giving": measures.concentration(gifts[:, 0]),
        "receiving": measures.concentration(gifts[:, 1]),
        "bridging": across - by_lot,
        "hanging": measures.hanging(gifts[:, 0], branch),
    }


def _of_acts(acts: Ints, times: Ints) -> dict[str, float]:
    kind, told, minutes, stands_in = acts.T
    found = {"voice": _share(told, times)}
    of_kind = {name: times[kind == number].sum() for name, number in KINDS.items()}
    said = sum(of_kind.values())
    if said:
        found |= {name: float(count / said) for name, count in of_kind.items()}
    if (minutes * times).sum():
        found["substitution"] = float((stands_in * times).sum() / (minutes * times).sum())
    return found


def _share(flags: Ints, times: Ints) -> float:
    return float((flags * times).sum() / times.sum())


def _isolation(meetings: Gifts, table: Table) -> float:
    return 1 - _met_several(meetings) / table.members if table.members else 0.0


def _met_several(meetings: Gifts) -> int:
    """Return how many people met two others or more."""
    _people, partners = np.unique(measures.links(meetings)[:, 0], return_counts=True)
    return int((partners >= 2).sum())
