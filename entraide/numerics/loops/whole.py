"""Loops and chains that share nobody: one integer programme (HiGHS)."""

from itertools import count
from typing import Any

import highspy
import numpy as np

from .graph import Ints
from .listing import Rings
from .prices import Floats, add, rows

# Branches, and pauses of the solver, before giving up: it pauses for each round of cuts at the
# start, and while it branches. A small programme may pause more often: columns x pauses count.
MOST_NODES = 5_000
FEWEST_PAUSES = 16
PAUSED_COLUMNS = 300_000
# What a programme that stands for its whole part may do before.
LAST_NODES, LAST_PAUSES = 20_000, 4_000


def solved_whole(
    rings: Rings, people: int, seed: int, aim: float = np.inf, *, last: bool = False
) -> tuple[Ints, int]:
    """Return which ones serve most people, and a number that none of these could exceed.

    Ends when `aim` people are served. Both are exact, unless there are too many branches; more are
    tried when nothing else will be (`last`).
    """
    solver = rows(people)
    add(solver, rings)
    columns = np.arange(len(rings), dtype=np.int32)
    solver.changeColsIntegrality(
        len(rings), columns, np.full(len(rings), highspy.HighsVarType.kInteger)
    )
    solver.setOptionValue("random_seed", seed % 2**31)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.5)
    solver.setOptionValue("mip_max_nodes", LAST_NODES if last else MOST_NODES)
    solver.setOptionValue("objective_target", -float(aim))
    pauses = count()
    most = LAST_PAUSES if last else max(FEWEST_PAUSES, PAUSED_COLUMNS // max(len(rings), 1))

    def enough(event: Any) -> None:
        if next(pauses) >= most:
            event.interrupt()

    solver.cbMipInterrupt += enough
    solver.run()
    found = solver.getInfo()
    values: Floats = np.array(solver.getSolution().col_value)
    if found.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        values = np.zeros(len(rings))
    which: Ints = np.flatnonzero(values > 0.5)
    return which, int(min(np.floor(1e-6 - found.mip_dual_bound), rings.served.sum()))
