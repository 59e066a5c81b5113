"""Seat a room before it is improved: units, settled seats and people apart first, then the others.

Tried at random a few times, largest units first; when that fails, an integer programme decides, so
that what is refused is proven impossible.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import highspy
import numpy as np
from numpy.typing import NDArray

from ..faults import Infeasible, Undecided
from .problem import sizes

TRIES = 40
MOST_NODES = 100_000
MOST_VARIABLES = 50_000

# The table of each unit, and the seats of each table.
Held = tuple[dict[int, int], Sequence[int]]


@dataclass(frozen=True)
class Demands:
    """What a room of a round asks of its seating; people are numbered.

    `units`: who sits together, people alone included when they are apart from others or settled;
    `rivals`: for each unit, the units that must be apart from it; `settled[unit]`: its table;
    `prices`: what each unit costs at each table, for `programmed` alone.
    """

    name: str
    people: Sequence[int]
    tables: int
    units: Sequence[Sequence[int]] = ()
    rivals: Sequence[frozenset[int]] = ()
    settled: Mapping[int, int] = field(default_factory=dict)
    prices: Sequence[Sequence[float]] = ()


def seats(demands: Demands, lots: np.random.Generator) -> list[list[int]]:
    """Return the people of each table.

    Raises `Infeasible` when no seating meets the demands, `Undecided` when none was found in time.
    """
    held, places = placed(demands, lots) or programmed(demands)
    tables: list[list[int]] = [[] for _ in places]
    for unit, at in held.items():
        tables[at].extend(demands.units[unit])
    seated = {person for people in tables for person in people}
    others = iter(
        [person for person in lots.permutation(demands.people).tolist() if person not in seated]
    )
    for people, room in zip(tables, places, strict=True):
        people.extend(islice(others, room - len(people)))
    return tables


def placed(demands: Demands, lots: np.random.Generator) -> Held | None:
    """Return a table for each unit, found at random, or None."""
    for _ in range(TRIES):
        places = drawn_places(demands, lots)
        held = tried(demands, places, lots)
        if held is not None:
            return held, places
    return None


def drawn_places(demands: Demands, lots: np.random.Generator) -> list[int]:
    """Return the seats of each table: the larger ones where most seats are settled, then by lot."""
    found = list(sizes(len(demands.people), demands.tables))
    if not demands.settled:
        return found
    held = Counter[int]()
    for unit, table in demands.settled.items():
        held[table] += len(demands.units[unit])
    noise = lots.random(demands.tables)
    order = sorted(range(demands.tables), key=lambda table: (-held[table], noise[table]))
    for table, room in zip(order, sizes(len(demands.people), demands.tables), strict=True):
        found[table] = room
    return found


def tried(
    demands: Demands, places: Sequence[int], lots: np.random.Generator
) -> dict[int, int] | None:
    """Seat the units one by one, the hardest first, where they fit; None when one does not."""
    noise = lots.random(len(demands.units))
    order = sorted(
        range(len(demands.units)),
        key=lambda unit: (unit not in demands.settled, -len(demands.units[unit]), noise[unit]),
    )
    held: dict[int, int] = {}
    room = list(places)
    for unit in order:
        size = len(demands.units[unit])
        wanted = demands.settled.get(unit)
        tables = range(len(places)) if wanted is None else (wanted,)
        taken = {held[rival] for rival in demands.rivals[unit] if rival in held}
        free = [table for table in tables if room[table] >= size and table not in taken]
        if not free:
            return None
        held[unit] = free[int(lots.integers(len(free)))]
        room[held[unit]] -= size
    return held


def programmed(demands: Demands) -> Held:
    """Return a table for each unit, the cheapest ones, or the proof that there are none.

    One variable per unit and table, and one per table: whether it is a larger one.
    """
    count, tables = len(demands.units), demands.tables
    if count * tables > MOST_VARIABLES:
        raise Undecided(f'round "{demands.name}": too many demands to be sure')
    places = sizes(len(demands.people), tables)
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_max_nodes", MOST_NODES)
    for unit in range(count):
        wanted = demands.settled.get(unit)
        for table in range(tables):
            solver.addVar(float(wanted == table), float(wanted in (None, table)))
    for _ in range(tables):
        solver.addVar(0.0, 1.0)
    columns = np.arange((count + 1) * tables, dtype=np.int32)
    kinds = np.full(len(columns), highspy.HighsVarType.kInteger)
    solver.changeColsIntegrality(len(columns), columns, kinds)
    at = columns.reshape(count + 1, tables)
    for unit, costs in enumerate(demands.prices):
        solver.changeColsCost(tables, at[unit], np.array(costs))
    add_rules(solver, demands, at, places)
    solver.run()
    found = read(solver, demands, at)
    larger = found[-1].round().astype(int)
    return (
        {unit: int(row.argmax()) for unit, row in enumerate(found[:-1])},
        (places[-1] + larger).tolist() if places[0] > places[-1] else places,
    )


def add_rules(
    solver: highspy.Highs, demands: Demands, at: NDArray[np.int32], places: Sequence[int]
) -> None:
    """Add the rows: each unit at one table, no table above its seats, rivals apart."""
    count, tables = len(demands.units), len(places)
    for unit in range(count):
        solver.addRow(1.0, 1.0, tables, at[unit], np.ones(tables))
    least = places[-1]
    larger = float(sum(room > least for room in places))
    solver.addRow(larger, larger, tables, at[-1], np.ones(tables))
    weights = np.array([*(len(unit) for unit in demands.units), -1], float)
    for table in range(tables):
        here = at[:, table].copy()
        solver.addRow(-1.0, float(least), count + 1, here, weights)
        for unit, rivals in enumerate(demands.rivals):
            for rival in sorted(other for other in rivals if other > unit):
                solver.addRow(0.0, 1.0, 2, here[[unit, rival]], np.ones(2))


def read(solver: highspy.Highs, demands: Demands, at: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return what the integer programme found, or raise what it proved."""
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        raise Infeasible(
            "no-seating",
            f'round "{demands.name}": no seating meets all that must be together, apart '
            "and at settled tables",
            (demands.name,),
        )
    if status != highspy.HighsModelStatus.kOptimal:
        raise Undecided(f'round "{demands.name}": no seating was found, nor proven impossible')
    values: NDArray[np.float64] = np.array(solver.getSolution().col_value)[at]
    return values
