"""Seat every round, improve all of them together, keep the best."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from .deal import (
    APART,
    FORBIDDEN,
    MET,
    SETTLED,
    Block,
    Deal,
    copies,
    dealt,
    deviations,
    hot_values,
    pairing,
    relations,
    side_by_side,
)
from .heat import LARGE, SMALL, cool, settle
from .measure import deviation, deviation_bound, repeats, repeats_bound
from .problem import Problem, Room, Seating, Solution, rooms
from .refusals import refuse
from .start import Demands, seats
from .units import units

# The part of the work done, from the part planned: see `solve`.
Pace = Callable[[float], float]
LAST_STEPS = 60
LOOK_EVERY = 100
CLOSE = 1e-3
# Copies of a room fill the arrays up to about this many pairs of tables.
PAIRS = 48
MOST_COPIES = 12
# A room of at most so many people is searched until seeds agree (`bench/compose.py`).
SMALL_ROOM = 30
SMALL_STEPS = 5_000  # for each of two or three rounds
SMALL_COPIES = 32


def solve(problem: Problem, *, seed: int = 0, pace: Pace) -> Solution:
    """Return the best seating found: see the package."""
    refuse(problem)
    if not problem.rounds:
        return Solution((), 0, 0, seed)
    lots = np.random.default_rng(seed)
    blocks, demands = asked(problem)
    number = wanted_copies(problem, blocks)
    together = side_by_side([started(problem, blocks, demands, lots) for _ in range(number)])
    improve(together, number, problem, lots, pace)
    found = best(together, number, problem)
    return answer(problem, blocks, found, seed)


def asked(problem: Problem) -> tuple[list[Block], list[Demands]]:
    """Return the tables of each room of each round, and what each room demands of its seating."""
    number_of = {person.id: number for number, person in enumerate(problem.people)}
    unit_of = units(number_of, problem.keep_together)
    together = [[number_of[one] for one in unit] for unit in sorted(set(unit_of.values()))]
    apart = [(number_of[one], number_of[other]) for one, other in problem.keep_apart]
    blocks, demands = [], []
    for number, one in enumerate(problem.rounds):
        settled = {
            number_of[lock.person]: lock.table for lock in problem.locked if lock.round == one.id
        }
        for room in rooms(problem, one):
            people = np.array(room.people)
            blocks.append(Block(number, people, room.tables, mixed=one.by is None))
            demands.append(demanded(one.id, room, together, apart, settled))
    return blocks, demands


def demanded(
    name: str,
    room: Room,
    together: Sequence[Sequence[int]],
    apart: Sequence[tuple[int, int]],
    settled: dict[int, int],
) -> Demands:
    """Return the demands of a room; people who are alone are listed when they matter."""
    inside = set(room.people)
    listed = [tuple(unit) for unit in together if unit[0] in inside]
    pairs = [two for two in apart if two[0] in inside and two[1] in inside]
    unit_of = {person: number for number, unit in enumerate(listed) for person in unit}
    here = {person: table - room.first for person, table in settled.items() if person in inside}
    for person in sorted({one for two in pairs for one in two} | here.keys()):
        if person not in unit_of:
            unit_of[person] = len(listed)
            listed.append((person,))
    rivals: list[set[int]] = [set() for _ in listed]
    for one, other in pairs:
        rivals[unit_of[one]].add(unit_of[other])
        rivals[unit_of[other]].add(unit_of[one])
    return Demands(
        name,
        room.people,
        room.tables,
        listed,
        [frozenset(mine) for mine in rivals],
        {unit_of[person]: table for person, table in here.items()},
    )


def started(
    problem: Problem, blocks: Sequence[Block], demands: Sequence[Demands], lots: np.random.Generator
) -> Deal:
    """Return a deal that meets all demands, the rest at random."""
    seating = [seats(demand, lots) for demand in demands]
    deal = dealt(hot_values(problem.people), blocks, seating, len(problem.rounds))
    number_of = {person.id: number for number, person in enumerate(problem.people)}

    def numbers(pairs: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
        return [(number_of[one], number_of[other]) for one, other in pairs]

    relation, concerned = relations(
        len(problem.people), numbers(problem.met_before), numbers(problem.keep_apart)
    )
    deal.frozen[:, deal.people] = FORBIDDEN
    moving: dict[tuple[int, ...], None] = {}
    for block, demand in zip(blocks, demands, strict=True):
        for number, unit in enumerate(demand.units):
            if number in demand.settled:
                deal.frozen[block.round, list(unit)] = SETTLED
            elif len(unit) > 1:
                deal.frozen[block.round, list(unit)] = FORBIDDEN
            if len(unit) > 1:
                moving[tuple(unit)] = None
    return replace(
        deal,
        relation=relation,
        concerned=concerned,
        units=[np.array(unit) for unit in moving],
    )


def wanted_copies(problem: Problem, blocks: Sequence[Block]) -> int:
    """Return how many copies of the room fill the arrays well."""
    if is_small(problem):
        return SMALL_COPIES
    pairs = sum(block.tables // 2 for block in blocks)
    return min(MOST_COPIES, max(1, PAIRS // max(1, pairs)))


def improve(
    deal: Deal, number: int, problem: Problem, lots: np.random.Generator, pace: Pace
) -> None:
    """Cool a deal, as long as planned or as told, then settle it."""
    pairs = pairing(deal.block_of)
    if not len(pairs.left) or (deal.frozen[:, : deal.people] >= SETTLED).all():
        return
    planned, schedule = steps(problem), SMALL if is_small(problem) else LARGE
    target = bounds(problem)
    step, part = 0, pace(0.0)
    while part < 1:
        cool(deal, pairs, lots, schedule, part, step)
        step += 1
        part = pace(step / planned)
        if step % LOOK_EVERY == 0 and reached(deal, number, target):
            break
    settle(deal, lots, LAST_STEPS)


def is_small(problem: Problem) -> bool:
    """Tell whether a room is small: few plans are good, and only a long search finds them."""
    return len(problem.people) <= SMALL_ROOM


def steps(problem: Problem) -> int:
    """Return how many steps are planned: more when rounds share people, fewer in large rooms.

    Measured on 170 people (`bench/compose.py`): four times as many steps gain less than 0.3 % of
    the deviation.
    """
    mixed = sum(one.by is None for one in problem.rounds)
    if is_small(problem):
        return SMALL_STEPS * min(3, max(2, mixed))
    return min(10_000 if mixed > 2 else 5_000, max(300, 4_200_000 // len(problem.people)))


Target = tuple[int, float, float]


def bounds(problem: Problem) -> Target:
    """Return what no seating can do better: repeats, deviation of mixed and of peer rounds."""
    mixed = peers = 0.0
    for one in problem.rounds:
        for room in rooms(problem, one):
            people = [problem.people[number] for number in room.people]
            bound = deviation_bound(people, room.tables)
            mixed, peers = (mixed, peers + bound) if one.by else (mixed + bound, peers)
    return repeats_bound(problem), mixed, peers


def reached(deal: Deal, number: int, target: Target) -> bool:
    """Tell whether a copy is as good as any seating can be."""
    least, mixed, peers = target
    for copy, (here, there) in enumerate(zip(*deviations(deal, number), strict=True)):
        if here <= mixed + CLOSE and there <= peers + CLOSE:
            apart, repeated = faults(deal, number, copy)
            return apart == 0 and repeated <= least
    return False


def faults(deal: Deal, number: int, copy: int) -> tuple[int, int]:
    """Return, for a copy, the pairs that must be apart and are not, and the repeated meetings."""
    people = deal.people // number
    found = copies(deal, number)[copy]
    relation, numbers = deal.relation, deal.concerned[:people]
    met: set[tuple[int, int]] = set()
    apart = repeated = 0
    for table, mixed in zip(found, deal.mixed, strict=False):
        for place, one in enumerate(table):
            for other in table[:place]:
                kind = int(relation[numbers[one], numbers[other]])
                apart += bool(kind & APART)
                if mixed:
                    repeated += bool(kind & MET) or (other, one) in met
                    met.add((other, one))
    return apart, repeated


def best(deal: Deal, number: int, problem: Problem) -> list[list[int]]:
    """Return the tables of the best copy: demands, then repeats, then deviation."""
    mixed, peers = deviations(deal, number)
    merits = [
        (*faults(deal, number, copy), round(mixed[copy], 4), round(peers[copy], 4))
        for copy in range(number)
    ]
    return copies(deal, number)[merits.index(min(merits))]


def answer(
    problem: Problem, blocks: Sequence[Block], tables: Sequence[list[int]], seed: int
) -> Solution:
    """Return seated rounds with their figures and bounds."""
    people = problem.people
    names = iter([tuple(people[number].id for number in table) for table in tables])
    seatings = []
    for number, one in enumerate(problem.rounds):
        count = sum(block.tables for block in blocks if block.round == number)
        here = tuple(next(names) for _ in range(count))
        measured = (deviation(people, here), deviation_bound(people, one.tables))
        seatings.append(Seating(one.id, here, *(measured if one.by is None else (None, None))))
    seated = {seating.id: seating.tables for seating in seatings}
    return Solution(tuple(seatings), repeats(problem, seated), repeats_bound(problem), seed)
