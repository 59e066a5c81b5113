"""A bound that does not need the list of loops and chains: a flow.

Everyone receives from one person at most and gives to one at most; only givers give without
receiving. Loops may then be of any length, and people who must be apart may meet: every answer of
the problem is among these, so none serves more.

As an assignment: everyone gives to somebody, or to themselves (no part in anything); who ends a
chain closes it through one hub that leads to the givers. An arc used is a person served.

Source: Ahuja, Magnanti, Orlin, Network Flows (1993), chapters 9 and 12.
"""

import numpy as np
from ortools.graph.python import min_cost_flow

from .graph import Graph


def flow_bound(graph: Graph) -> int:
    """Return how many people can be served at most, whatever the lengths; time: one flow."""
    people = np.arange(graph.people)
    asking, givers = people[: graph.asking], people[graph.asking :]
    receives, hub = graph.people, 2 * graph.people
    tails = np.repeat(people, np.diff(graph.starts))
    start = np.concatenate([tails, people, asking, np.full(len(givers), hub)])
    end = np.concatenate([graph.heads, people, np.full(len(asking), hub - receives), givers])
    cost = np.zeros(len(start), np.int64)
    cost[: len(tails)] = -1
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        start, end + receives, np.ones(len(start), np.int64), cost
    )
    supply = np.concatenate([np.ones(receives, np.int64), -np.ones(receives, np.int64)])
    solver.set_nodes_supplies(np.arange(2 * receives), supply)
    if solver.solve() != solver.OPTIMAL:
        return graph.asking
    return int(-solver.optimal_cost())
