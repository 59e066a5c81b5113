"""The fairest answer when parties may be cut: minimum cost flows, level after level.

1. Arcs go from groups of people to options; an arc costs what it leaves at each level.
2. As many levels as fit in 64 bits are weighed together. Weights need only beat one exchange of
   places, which meets every option at most once: their base grows with the number of options, not
   of people.
3. The prices of a best flow (shortest paths between options, by exchanges) tell which arcs every
   best flow leaves empty and which options every best flow fills. The next levels keep to those.

A price vector per option, compared like words in a dictionary, proves the whole: no exchange of
places, however long, makes the profile better.

Source: Ahuja, Magnanti, Orlin, Network Flows (1993), chapters 9 and 11 (optimality by potentials).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from .parties import UNPLACED, Group

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
# The solver multiplies costs by its number of nodes; the product stays in 64 bits.
LARGEST = 2**60
FAR = np.int64(2**61)


@dataclass(frozen=True)
class Network:
    """Groups, options and the arcs between them, as arrays of one line an arc.

    `cost[level]` is dense per arc, per member of the party, in 1 / `unit` person. Option number
    `options` stands for "unplaced".
    """

    people: Ints
    capacity: Ints
    group: Ints
    option: Ints
    cost: Ints
    unit: int

    @property
    def options(self) -> int:
        """Return the number of real options."""
        return len(self.capacity)


@dataclass(frozen=True)
class Cut:
    """A best answer of the relaxed problem: people by arc; prices by level and option.

    All best answers use only the arcs `allowed`, and fill the options that are `full`.
    """

    flow: Ints
    prices: Ints
    allowed: Flags
    full: Flags


def network(parts: Sequence[Group], capacity: Sequence[int], levels: int, unit: int) -> Network:
    """Return the arcs of a problem."""
    rows = [
        (number, len(capacity) if option == UNPLACED else option, cost, unit // part.size)
        for number, part in enumerate(parts)
        for option, cost in part.costs.items()
    ]
    cost = np.zeros((levels, len(rows)), np.int64)
    for arc, (_, _, counts, scale) in enumerate(rows):
        for level, count in counts:
            cost[level, arc] = count * scale
    return Network(
        people=np.array([len(part.parties) * part.size for part in parts], np.int64),
        capacity=np.array(capacity, np.int64),
        group=np.array([row[0] for row in rows], np.int64),
        option=np.array([row[1] for row in rows], np.int64),
        cost=cost,
        unit=unit,
    )


def best_cut(net: Network) -> Cut:
    """Return the best flow and its prices."""
    levels = len(net.cost)
    base = 4 * net.unit * (net.options + 2) + 1
    allowed = np.ones(len(net.group), bool)
    full = np.zeros(net.options, bool)
    prices = np.zeros((levels, net.options), np.int64)
    flow = np.zeros(len(net.group), np.int64)
    done = 0
    while done < levels:
        count = levels_that_fit(base, levels - done, len(net.people) + net.options + 3)
        weights = base ** np.arange(count - 1, -1, -1, dtype=np.int64)
        cost = weights @ net.cost[done : done + count]
        flow = best_flow(net, cost, allowed, full)
        far = 2 * net.unit * (net.options + 2) * int(weights[0])
        price = shortest_prices(net, cost, flow, allowed, full, far)
        prices[done : done + count] = digits(price, base, count)
        allowed, full = face(net, cost, price, allowed, full)
        done += count
    return Cut(flow, prices, allowed, full)


def levels_that_fit(base: int, levels: int, nodes: int) -> int:
    """Return how many levels can be weighed together."""
    count = 1
    while count < levels and base ** (count + 1) * nodes < LARGEST:
        count += 1
    return count


def best_flow(net: Network, cost: Ints, allowed: Flags, full: Flags) -> Ints:
    """Return the people on each arc in a flow of least cost.

    Groups supply their people; a full option takes exactly its capacity, the others send what they
    got to a sink, which takes the rest.
    """
    groups, options = len(net.people), net.options
    sink = groups + options + 1
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = np.flatnonzero(allowed)
    most = net.people[net.group[arcs]]
    used = solver.add_arcs_with_capacity_and_unit_cost(
        net.group[arcs], groups + net.option[arcs], most, cost[arcs]
    )
    ends = np.append(np.flatnonzero(~full), options)
    room = np.append(net.capacity[~full], net.people.sum())
    solver.add_arcs_with_capacity_and_unit_cost(
        groups + ends, np.full(len(ends), sink), room, np.zeros(len(ends), np.int64)
    )
    taken = np.where(full, net.capacity, 0)
    supply = np.concatenate([net.people, -taken, [0, taken.sum() - net.people.sum()]])
    solver.set_nodes_supplies(np.arange(sink + 1), supply)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"the flow solver stopped: {status}")
    flow = np.zeros(len(net.group), np.int64)
    flow[arcs] = solver.flows(used)
    return flow


def shortest_prices(
    net: Network, cost: Ints, flow: Ints, allowed: Flags, full: Flags, far: int
) -> Ints:
    """Return the price of a place in each option.

    What one place fewer would cost: the cheapest chain of exchanges that ends in an option with
    free places, or in nothing. Shortest paths (Bellman-Ford) over the options; `far` is more than
    any chain, for options that no chain leaves.
    """
    step = exchanges(net, cost, flow, allowed)
    taken = np.bincount(net.option, weights=flow, minlength=net.options + 1)[:-1]
    free = np.append((taken < net.capacity) & ~full, True)
    price = np.where(free, 0, far)
    lower = np.minimum(price, (step + price[None, :]).min(axis=1))
    # It ends: no exchange around a circle improves a best flow.
    while not np.array_equal(lower, price):
        price, lower = lower, np.minimum(lower, (step + lower[None, :]).min(axis=1))
    return price[:-1]


def exchanges(net: Network, cost: Ints, flow: Ints, allowed: Flags) -> Ints:
    """Return the least cost of moving someone from each option to each other: a square table."""
    size = net.options + 1
    step = np.full((size, size), FAR // 2)
    mine = cheapest_held(net, cost, flow)
    for option in range(size):
        held = mine[option]
        arcs = np.flatnonzero((held[net.group] < FAR) & allowed)
        np.minimum.at(step[option], net.option[arcs], cost[arcs] - held[net.group[arcs]])
    return step


def cheapest_held(net: Network, cost: Ints, flow: Ints) -> Ints:
    """Return, by option and group, the cost of the arc in use; `FAR` where none is."""
    held = np.full((net.options + 1, len(net.people)), FAR)
    used = np.flatnonzero(flow > 0)
    held[net.option[used], net.group[used]] = cost[used]
    return held


def face(net: Network, cost: Ints, price: Ints, allowed: Flags, full: Flags) -> tuple[Flags, Flags]:
    """Return the arcs that a best flow may use, and the options that it must fill."""
    paid = cost + np.append(price, 0)[net.option]
    least = np.full(len(net.people), FAR)
    np.minimum.at(least, net.group[allowed], paid[allowed])
    return allowed & (paid == least[net.group]), full | (price > 0)


def digits(numbers: Ints, base: int, count: int) -> Ints:
    """Return whole numbers as `count` digits around zero, the weightiest first: shape (count, n).

    >>> digits(np.array([7, -1]), 9, 2).tolist()
    [[1, 0], [-2, -1]]
    """
    rest = numbers.copy()
    rows = []
    for _ in range(count - 1):
        digit = (rest + base // 2) % base - base // 2
        rows.append(digit)
        rest = (rest - digit) // base
    return np.array([rest, *reversed(rows)])
