"""Improve tables by heat: pairs of tables exchange two people, all pairs at once.

One step:

1. Pair the tables of each round at random: pairs share nothing, so they can move together.
2. For each pair, weigh every exchange of one person against one person, and no exchange: change of
   the deviation, and of the repeated meetings times their weight. Tables of arrays, no loop.
3. Choose one with the probability `exp(-change / temperature)`: the least of the changes minus
   temperature times Gumbel noise is exactly that choice (heat bath).

Rounds move together too, each weighing meetings as the others were before the step: two people
who come together twice in one step are a rare mistake, which the next steps see and the last ones,
round by round, repair.

Cooled as a `Schedule` says, while repeats weigh more and more. A step costs about pairs x seats^2 x
values operations.

Source: Kirkpatrick, Gelatt, Vecchi, Optimization by simulated annealing (1983); Geman, Geman,
Stochastic relaxation, Gibbs distributions (1984); the noise: Gumbel (1954).
"""

from dataclasses import dataclass

import numpy as np

from .deal import APART, MET, SETTLED, Deal, Ints, Pairing, Reals, pairing


@dataclass(frozen=True)
class Schedule:
    """From which heat to which, and from which weight of a repeat to which."""

    hot: float
    cold: float
    light: float
    heavy: float


# Measured by bench/compose.py: a small room must stay hot, it freezes far from its best.
LARGE = Schedule(0.3, 0.05, 0.8, 4.0)
SMALL = Schedule(0.7, 0.2, 1.0, 3.0)
# Two people who must be apart weigh more than any table can gain.
BREACH = np.float32(1e3)
# In the last steps a repeat weighs more than any deviation that one exchange can gain.
STRICT = np.float32(50)
# Units are few and slow to weigh.
UNIT_EVERY = 4
# How often a unit changes places with another unit rather than with people who are alone.
WITH_UNIT = 0.4
TINY = np.float32(1e-30)


def cool(
    deal: Deal,
    pairs: Pairing,
    lots: np.random.Generator,
    schedule: Schedule,
    part: float,
    step: int,
) -> None:
    """Make one step at the heat of `part`, from 0 (hot) to 1 (cold)."""
    temperature = np.float32(schedule.hot * (schedule.cold / schedule.hot) ** part)
    weight = np.float32(schedule.light * (schedule.heavy / schedule.light) ** part)
    exchange(deal, pairs, lots, temperature, weight)
    if deal.units and step % UNIT_EVERY == 0:
        move_unit(deal, lots, temperature, weight)


def settle(deal: Deal, lots: np.random.Generator, steps: int) -> None:
    """Take only exchanges that improve, repeats first, one round after the other."""
    for number in np.unique(deal.round_of):
        # Tables of other rounds are each a block of their own: they find no partner.
        alone = np.where(deal.round_of == number, deal.block_of, -1 - np.arange(len(deal.seats)))
        pairs = pairing(alone)
        for _ in range(steps):
            if len(pairs.left):
                exchange(deal, pairs, lots, np.float32(0), STRICT, alone)
    for _ in range(steps if deal.units else 0):
        move_unit(deal, lots, np.float32(0), STRICT)


def exchange(
    deal: Deal,
    pairs: Pairing,
    lots: np.random.Generator,
    temperature: np.float32,
    weight: np.float32,
    block_of: Ints | None = None,
) -> None:
    """Let every pair of tables exchange two people, or not."""
    blocks = deal.block_of if block_of is None else block_of
    shuffled = np.argsort(blocks + lots.random(len(blocks)))
    one, other = shuffled[pairs.left], shuffled[pairs.right]
    left, right = deal.seats[one], deal.seats[other]
    change = change_of_deviation(deal, (one, left), (other, right))
    change += change_of_meetings(deal, one, left, right, weight)
    half, width = left.shape
    flat = change.reshape(half, width * width)
    stay = np.zeros(half, np.float32)
    if temperature:
        noise = np.log(lots.standard_exponential((half, width * width + 1), np.float32) + TINY)
        noise *= temperature
        flat += noise[:, 1:]
        stay = noise[:, 0]
    best = flat.argmin(axis=1)
    moved = np.flatnonzero(flat[np.arange(half), best] < stay)
    if len(moved):
        place, guest = np.divmod(best[moved], width)
        swap(deal, (one[moved], place), (other[moved], guest))


def change_of_deviation(deal: Deal, one: tuple[Ints, Ints], other: tuple[Ints, Ints]) -> Reals:
    """Return what each exchange changes in the deviation: shape (pairs, seats, seats).

    `one` and `other` are tables and their people. Leaving and joining are counted value by value; a
    value that both people have does not move, so its four changes are taken back. People who may
    not move cost more than anything.
    """
    sides = []
    for tables, people in (one, other):
        gap = deal.counts[tables] - deal.targets[tables]
        now = np.abs(gap)
        held = deal.frozen[deal.round_of[tables][:, None], people]
        sides.append((deal.hot[people], np.abs(gap + 1) - now, np.abs(gap - 1) - now, held))
    (left, left_more, left_less, left_held), (right, right_more, right_less, right_held) = sides
    leave = left_less + right_more
    come = right_less + left_more
    both = (left * (leave + come)[:, None, :]) @ right.transpose(0, 2, 1)
    change: Reals = (left @ leave[:, :, None])[:, :, 0][:, :, None] + left_held[:, :, None]
    change = change + ((right @ come[:, :, None])[:, :, 0] + right_held)[:, None, :]
    change -= both
    return change


def change_of_meetings(
    deal: Deal, tables: Ints, left: Ints, right: Ints, weight: np.float32
) -> Reals:
    """Return what each exchange costs in meetings: shape (pairs, seats, seats)."""
    width = left.shape[1]
    people = np.concatenate([left, right], axis=1)
    cost = meeting_cost(deal, tables, people, people, weight)
    everyone = np.arange(2 * width)
    cost[:, everyone, everyone] = 0
    towards = cost.reshape(len(people), 2 * width, 2, width).sum(axis=3)
    moves = towards[:, :width, 1] - towards[:, :width, 0]
    comes = towards[:, width:, 0] - towards[:, width:, 1]
    change: Reals = moves[:, :, None] + comes[:, None, :] - 2 * cost[:, :width, width:]
    return change


def meeting_cost(deal: Deal, tables: Ints, some: Ints, others: Ints, weight: np.float32) -> Reals:
    """Return what it costs that two people sit together: shape (pairs, some, others).

    `weight` if they meet in another mixed round, or met before; much more if they must be apart.
    `tables` tells the round of each pair of tables.
    """
    rounds = deal.round_of[tables]
    met = np.zeros((len(some), some.shape[1], others.shape[1]), bool)
    for number in deal.meeting:
        at = deal.table_of[number]
        elsewhere = (rounds != number)[:, None]
        # Outside this round, people of the same table; in it, nobody: -3 is no table.
        mine = np.where(elsewhere, at[some], -3)
        met |= mine[:, :, None] == at[others][:, None, :]
    if len(deal.relation) == 1:
        found: Reals = met * (weight * deal.mixed[tables])[:, None, None]
        return found
    bits = deal.relation[deal.concerned[some][:, :, None], deal.concerned[others][:, None, :]]
    met |= (bits & MET).astype(bool)
    cost: Reals = met * (weight * deal.mixed[tables])[:, None, None]
    cost += (bits & APART).astype(np.float32) * BREACH
    return cost


def swap(deal: Deal, one: tuple[Ints, Ints], other: tuple[Ints, Ints]) -> None:
    """Exchange the people of two lists of seats, each a pair of tables and places."""
    leave, come = deal.seats[one], deal.seats[other]
    gain = deal.hot[come] - deal.hot[leave]
    np.add.at(deal.counts, one[0], gain)
    np.subtract.at(deal.counts, other[0], gain)
    deal.seats[one], deal.seats[other] = come, leave
    rounds = deal.round_of[one[0]]
    deal.table_of[rounds, leave], deal.table_of[rounds, come] = other[0], one[0]


def move_unit(
    deal: Deal, lots: np.random.Generator, temperature: np.float32, weight: np.float32
) -> None:
    """Let one unit change table with as many people, in one round, or not."""
    unit = deal.units[int(lots.integers(len(deal.units)))]
    number = int(lots.integers(len(deal.table_of)))
    if deal.frozen[number, unit[0]] >= SETTLED:
        return
    here = int(deal.table_of[number, unit[0]])
    ask = guest_unit if lots.random() < WITH_UNIT else guest_singles
    there, guests = ask(deal, lots, unit, here)
    if there == here or len(guests) != len(unit):
        return
    if unit_change(deal, (here, unit), (there, guests), weight) > temperature * lots.exponential():
        return
    swap(deal, places(deal, here, unit), places(deal, there, guests))


def guest_unit(deal: Deal, lots: np.random.Generator, unit: Ints, here: int) -> tuple[int, Ints]:
    """Return another unit and its table; nobody when it may not come here."""
    number = deal.round_of[here]
    other = deal.units[int(lots.integers(len(deal.units)))]
    there = int(deal.table_of[number, other[0]])
    may_come = (
        deal.block_of[there] == deal.block_of[here] and deal.frozen[number, other[0]] < SETTLED
    )
    return there, other if may_come else other[:0]


def guest_singles(deal: Deal, lots: np.random.Generator, unit: Ints, here: int) -> tuple[int, Ints]:
    """Return people who are alone at another table: as many as the unit, or fewer."""
    there = int(lots.choice(np.flatnonzero(deal.block_of == deal.block_of[here])))
    row = deal.seats[there]
    single = row[deal.frozen[deal.round_of[here], row] == 0]
    return there, lots.permutation(single)[: len(unit)]


def places(deal: Deal, table: int, people: Ints) -> tuple[Ints, Ints]:
    """Return the seats of some people of one table."""
    found = np.flatnonzero(np.isin(deal.seats[table], people))
    return np.full(len(found), table), found


def unit_change(
    deal: Deal, one: tuple[int, Ints], other: tuple[int, Ints], weight: np.float32
) -> float:
    """Return what it changes that a unit and as many guests exchange tables."""
    (here, unit), (there, guests) = one, other
    tables = np.array([here, there])
    gap = deal.counts[tables] - deal.targets[tables]
    gain = deal.hot[guests].sum(axis=0) - deal.hot[unit].sum(axis=0)
    change = float((np.abs(gap + np.stack([gain, -gain])) - np.abs(gap)).sum())
    stay = deal.seats[here][~np.isin(deal.seats[here], unit)]
    host = deal.seats[there][~np.isin(deal.seats[there], guests)]
    gained = ((unit, host), (guests, stay))
    lost = ((unit, stay), (guests, host))
    for sign, couples in ((1, gained), (-1, lost)):
        for some, others in couples:
            cost = meeting_cost(deal, tables[:1], some[None], others[None], weight)
            change += sign * float(cost.sum())
    return change
