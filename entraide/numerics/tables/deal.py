"""The arrays on which tables are improved: every table of every round, side by side.

Small rooms are copied: several independent deals in the same arrays cost little more than one, and
the best one is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .problem import Person, traits

Ints = NDArray[np.int64]
Reals = NDArray[np.float32]
Bits = NDArray[np.int8]

MET, APART = 1, 2
# A swap never moves these; a unit moves as one, what is settled does not move at all.
FORBIDDEN = np.float32(1e6)
SETTLED = np.float32(2e6)


@dataclass(frozen=True)
class Block:
    """Tables that may exchange people: one round, or one peer group of a round.

    `people` are numbered in the whole problem.
    """

    round: int
    people: Ints
    tables: int
    mixed: bool


@dataclass(frozen=True)
class Deal:
    """All tables in arrays; seats change in place, everything else stays.

    `nobody` (number `people`) fills the last seat of a table that has one less. T tables, S seats,
    V values of traits, R rounds.

    - `seats` (T, S): who sits there; `table_of` (R, people + 1): at which table
    - `counts`, `targets` (T, V): who is there, and what a miniature of the room would have
    - `hot` (people + 1, V): 1 where a person has a value
    - `relation`, `concerned`: `MET` and `APART` bits between the people concerned
    - `units`: people who move together; `frozen` (R, people + 1)
    - `block_of`, `round_of` (T); `mixed` (T): 1 where meetings count; `meeting`: those rounds
    """

    seats: Ints
    table_of: Ints
    counts: Reals
    targets: Reals
    hot: Reals
    relation: Bits
    concerned: Ints
    units: Sequence[Ints]
    frozen: Reals
    block_of: Ints
    round_of: Ints
    mixed: Reals
    meeting: Sequence[int]

    @property
    def people(self) -> int:
        """Return how many people sit, all copies together; also the number of `nobody`."""
        return len(self.hot) - 1


@dataclass(frozen=True)
class Pairing:
    """Which tables may be paired: positions in a list of tables sorted by block."""

    left: Ints
    right: Ints


def pairing(block_of: Ints) -> Pairing:
    """Return the pairs of positions, half of each block against the other half."""
    left, right = [], []
    for block in np.unique(block_of):
        at = np.flatnonzero(np.sort(block_of) == block)
        half = len(at) // 2
        left.append(at[:half])
        right.append(at[half : 2 * half])
    return Pairing(np.concatenate(left), np.concatenate(right))


def dealt(
    hot: Reals, blocks: Sequence[Block], seating: Sequence[Sequence[Sequence[int]]], rounds: int
) -> Deal:
    """Return the arrays of seated blocks, without relations, units or settled seats."""
    nobody = len(hot) - 1
    width = max(len(people) for tables in seating for people in tables)
    total = sum(block.tables for block in blocks)
    seats = np.full((total, width), nobody, np.int64)
    table_of = np.full((rounds, nobody + 1), -1, np.int64)
    # Nobody never sits where somebody does, so nobody never meets anybody.
    table_of[:, nobody] = -2
    targets = np.zeros((total, hot.shape[1]), np.float32)
    first = 0
    for block, tables in zip(blocks, seating, strict=True):
        share = hot[block.people].sum(axis=0) / len(block.people)
        for number, people in enumerate(tables):
            seats[first + number, : len(people)] = people
            table_of[block.round, list(people)] = first + number
            targets[first + number] = len(people) * share
        first += len(tables)
    lengths = [block.tables for block in blocks]
    return Deal(
        seats=seats,
        table_of=table_of,
        counts=hot[seats].sum(axis=1),
        targets=targets,
        hot=hot,
        relation=np.zeros((1, 1), np.int8),
        concerned=np.zeros(nobody + 1, np.int64),
        units=(),
        frozen=np.zeros((rounds, nobody + 1), np.float32),
        block_of=np.repeat(np.arange(len(blocks)), lengths),
        round_of=np.repeat([block.round for block in blocks], lengths),
        mixed=np.repeat([float(block.mixed) for block in blocks], lengths).astype(np.float32),
        meeting=sorted({block.round for block in blocks if block.mixed}),
    )


def side_by_side(deals: Sequence[Deal]) -> Deal:
    """Return several deals of one problem as one; each copy numbers its own people."""
    one = deals[0]
    people, tables, blocks = one.people, len(one.seats), int(one.block_of.max()) + 1
    if len(deals) == 1:
        return one
    seats = [
        np.where(deal.seats == people, people * len(deals), deal.seats + copy * people)
        for copy, deal in enumerate(deals)
    ]
    at = [
        np.where(deal.table_of < 0, deal.table_of, deal.table_of + copy * tables)[:, :people]
        for copy, deal in enumerate(deals)
    ]
    return replace(
        one,
        seats=np.concatenate(seats),
        table_of=np.concatenate([*at, one.table_of[:, people:]], axis=1),
        counts=np.concatenate([deal.counts for deal in deals]),
        targets=np.concatenate([deal.targets for deal in deals]),
        hot=np.concatenate([one.hot[:people]] * len(deals) + [one.hot[people:]]),
        concerned=np.concatenate([one.concerned[:people]] * len(deals) + [one.concerned[people:]]),
        units=[unit + copy * people for copy in range(len(deals)) for unit in one.units],
        frozen=np.concatenate(
            [deal.frozen[:, :people] for deal in deals] + [one.frozen[:, people:]], axis=1
        ),
        block_of=np.concatenate([one.block_of + copy * blocks for copy in range(len(deals))]),
        round_of=np.tile(one.round_of, len(deals)),
        mixed=np.tile(one.mixed, len(deals)),
    )


def copies(deal: Deal, number: int) -> list[list[list[int]]]:
    """Return the tables of each of `number` copies, people numbered as in the problem."""
    people = deal.people // number
    tables = len(deal.seats) // number
    rows = [sorted((row[row < deal.people] % people).tolist()) for row in deal.seats]
    return [rows[copy * tables : (copy + 1) * tables] for copy in range(number)]


def deviations(deal: Deal, number: int) -> tuple[list[float], list[float]]:
    """Return, for each of `number` copies, the deviation of mixed tables, and of peer tables."""
    off = np.abs(deal.counts - deal.targets).sum(axis=1, dtype=np.float64).reshape(number, -1)
    mixed = deal.mixed.reshape(number, -1)
    return (off * mixed).sum(axis=1).tolist(), (off * (1 - mixed)).sum(axis=1).tolist()


def hot_values(people: Sequence[Person]) -> Reals:
    """Return who has which value of which trait: shape (people + 1, values), the last row zero."""
    column: dict[tuple[str, str], int] = {}
    for trait in traits(people):
        for value in sorted({one.traits[trait] for one in people if trait in one.traits}):
            column[trait, value] = len(column)
    hot = np.zeros((len(people) + 1, max(1, len(column))), np.float32)
    for number, person in enumerate(people):
        for item in person.traits.items():
            hot[number, column[item]] = 1
    return hot


def relations(
    people: int, met: Sequence[tuple[int, int]], apart: Sequence[tuple[int, int]]
) -> tuple[Bits, Ints]:
    """Return the bits between the people concerned, and the number of each person among them.

    Number 0 stands for everyone who is in no pair.
    """
    inside = sorted({one for two in (*met, *apart) for one in two})
    numbers = np.zeros(people + 1, np.int64)
    numbers[inside] = np.arange(1, len(inside) + 1)
    table = np.zeros((len(inside) + 1, len(inside) + 1), np.int8)
    for bit, pairs in ((MET, met), (APART, apart)):
        for left, right in pairs:
            table[numbers[left], numbers[right]] |= bit
            table[numbers[right], numbers[left]] |= bit
    return table, numbers
