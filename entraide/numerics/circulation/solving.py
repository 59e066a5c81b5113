"""All measures of some acts, and of the same acts with a part of them left out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import measures
from .measures import Gifts, Ints
from .problem import BEYOND, NAMES, UNKNOWN, Measure, Problem, Solution, kind_of

# How many groups of acts are left out in turn, and how many standard errors make 95 % of them
# (Student, 39 degrees of freedom).
GROUPS, SURE = 40, 2.023
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Behind:
    """On how many people a measure rests, how much of it on one, and of how many it is a share."""

    people: int
    most: float = 0.0
    whole: int = 0


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
    behind = behind_each(problem, table)
    return Solution({
        name: _with_interval(
            name, value[name], [one[name] for one in again if name in one], behind[name]
        )
        for name in NAMES
        if name in value
    })  # fmt: skip


def _with_interval(name: str, value: float, again: list[float], behind: Behind) -> Measure:
    """Return a measure with the interval that the groups left out give it."""
    spread = float(np.std(again) * np.sqrt(len(again) - 1)) if again else 0.0
    lowest = -1.0 if name in BEYOND else 0.0
    low, high = max(lowest, value - SURE * spread), min(1.0, value + SURE * spread)
    return Measure(
        value, min(low, value), max(high, value), behind.people, behind.most, behind.whole
    )


def behind_each(problem: Problem, table: Table) -> dict[str, Behind]:
    """Return on whom each measure rests."""
    return {
        **_behind_gifts(table),
        **_behind_acts(problem, table),
        "isolation": Behind(problem.members - _met_several(table.meetings), whole=problem.members),
    }


def _behind_gifts(table: Table) -> dict[str, Behind]:
    gifts = table.gifts
    every = np.ones(len(gifts), dtype=bool)
    length = measures.loop_of(gifts) if len(gifts) else np.zeros(0, dtype=np.int64)

    def of(told: Flags, side: slice = slice(2), whole: int = 0) -> Behind:
        inside = gifts[told]
        return Behind(len(np.unique(inside[:, side])), _most(inside.ravel(), len(inside)), whole)

    return {
        "reciprocity": of(every),
        **{name: of(length <= most, whole=len(gifts)) for name, most in LOOPS.items()},
        "giving": of(every, slice(1)),
        "receiving": of(every, slice(1, 2)),
        "bridging": of((table.group[gifts] != UNKNOWN).all(axis=1)),
        "hanging": of(measures.enough(table.branch), slice(1)),
    }


def _behind_acts(problem: Problem, table: Table) -> dict[str, Behind]:
    kind, told, minutes, stands_in = table.acts.T
    once = np.ones(len(kind), dtype=np.int64)

    def of(acts: Flags, times: Ints) -> Behind:
        rows = np.array(
            [
                (who, times[act])
                for act in np.flatnonzero(acts)
                for who in {*problem.acts[act].givers, *problem.acts[act].receivers}
            ],
            dtype=np.int64,
        ).reshape(-1, 2)
        who = np.repeat(rows[:, 0], rows[:, 1])
        return Behind(len(np.unique(rows[:, 0])), _most(who, int(times[acts].sum())))

    return {
        **{name: of(kind == number, once) for name, number in KINDS.items()},
        "voice": of(told > 0, once),
        # Who is in most of the hours is in most of it, however few the acts.
        "substitution": of(stands_in > 0, minutes),
    }


def _most(who: Ints, count: int) -> float:
    """Return the largest share of what is counted that one person is in; each time they are."""
    return float(np.unique(who, return_counts=True)[1].max() / count) if len(who) else 0.0


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
    gave, received = ([problem.groups[one] for one in side] for side in (act.givers, act.receivers))
    return KINDS.get(kind_of(gave, received, together=act.together), NOT_SAID)


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
    hanging = measures.hanging(gifts[:, 0], branch)
    return {
        "reciprocity": measures.reciprocity(gifts),
        **{name: float((length <= most).mean()) for name, most in LOOPS.items()},
        "giving": measures.concentration(gifts[:, 0], table.members),
        "receiving": measures.concentration(gifts[:, 1], table.members),
        "bridging": across - by_lot,
        **({} if hanging is None else {"hanging": hanging}),
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
