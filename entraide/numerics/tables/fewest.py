"""Who moves when demands are broken: the fewest people, proven by an integer programme.

One variable per unit and table. Staying costs nothing, moving costs one; a fraction too small to
pay for a move tells tables apart: repeated meetings with those who sit there, then deviation.
"""

from collections.abc import Sequence

import numpy as np

from ..faults import Infeasible, Undecided
from .mending import Floor, cost
from .problem import sizes
from .start import Demands, programmed


def fewest(floor: Floor, now: Sequence[Sequence[str]]) -> list[list[str]] | None:
    """Return the tables that meet all demands with the fewest moves; None when none was found."""
    units = list(dict.fromkeys(floor.unit.get(person, (person,)) for person in floor.people))
    number_of = {person: number for number, unit in enumerate(units) for person in unit}
    demands = Demands(
        "mending",
        range(len(floor.people)),
        len(now),
        [range(len(unit)) for unit in units],
        [
            frozenset(
                number_of[other]
                for person in unit
                for other in floor.apart.get(person, ())
                if other in number_of
            )
            for unit in units
        ],
        {number_of[person]: table for person, table in floor.settled.items()},
        prices(floor, units, now),
    )
    try:
        held, _places = programmed(demands)
    except (Infeasible, Undecided):
        return None
    tables: list[list[str]] = [[] for _ in now]
    for unit, table in held.items():
        tables[table].extend(units[unit])
    return tables


def prices(
    floor: Floor, units: Sequence[Sequence[str]], now: Sequence[Sequence[str]]
) -> list[list[float]]:
    """Return what each unit costs at each table: people who move, and less than one in all."""
    places = sizes(len(floor.people), len(now))[0]
    again, off = np.moveaxis(
        np.array(
            [
                [
                    cost(floor, unit, [one for one in table if one not in unit], places)
                    for table in now
                ]
                for unit in units
            ],
            float,
        ),
        2,
        0,
    )
    # Repeated meetings first: a deviation is a fraction of one of them.
    taste = again + (off - off.min()) / (1 + off.max() - off.min())
    taste /= (1 + taste.max()) * 2 * len(units)
    at = {person: number for number, table in enumerate(now) for person in table}
    moves = [
        [sum(at.get(person, table) != table for person in unit) for table in range(len(now))]
        for unit in units
    ]
    found: list[list[float]] = (np.array(moves) + taste).tolist()
    return found
