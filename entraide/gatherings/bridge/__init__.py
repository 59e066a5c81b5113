"""Rows to problems, problems to results: what composing a day computes.

`day.gathered` reads everything once; `compute` is a pure function of what was read, so that it may
run in a process of its own; what it returns is checked by the independent verifiers before anyone
sees it. Wishes first, then tables: which visit someone makes is one of the traits that tables mix.
"""

from dataclasses import replace

from entraide.gatherings.bridge.day import Day, NotFair, Pace, Result, gathered
from entraide.gatherings.bridge.seating import seat_all
from entraide.gatherings.bridge.wishing import answer_wishes
from entraide.numerics.faults import Infeasible, Undecided

__all__ = ["Day", "Infeasible", "NotFair", "Undecided", "compute", "gathered"]


def compute(day: Day, pace: Pace) -> Result:
    """Compose a day. Raises `Infeasible`, `Undecided`, or `NotFair` when the check fails."""
    answered = [answer_wishes(day, part) for part in day.wish_parts]
    given = {
        one["moment"]: {int(who): option for who, option in one["assigned"].items()}
        for one in answered
    }
    day = replace(day, visits={**day.visits, **given})
    parts = [
        replace(part, options=given.get(part.moment, part.options)) for part in day.table_parts
    ]
    return {"wishes": answered, "tables": seat_all(day, parts, pace)}
