"""Solve ranked wishes: relaxed flow first, integer programmes only if a party would be cut."""

from collections.abc import Mapping, Sequence

import numpy as np

from ..faults import Infeasible
from .flow import Cut, best_cut, network
from .parties import UNPLACED, Group, groups, share
from .problem import PRICES, PROGRAMME, Problem, Proof, Solution, levels, profile
from .programme import whole_parties, whole_parties_of_a_cut

# Prices are in parts of a person: beyond, they would not fit in 64 bits.
FINEST = 2**30
Counts = list[dict[int, int]]


def solve(problem: Problem, *, seed: int = 0) -> Solution:
    """Return the fairest answer: see the package. Raise `Infeasible` with the reason."""
    refuse_unmet_needs(problem)
    names = levels(problem)
    parts = groups(problem)
    # More places than people count as one more, which fits in 64 bits.
    capacity = [min(option.capacity, len(problem.people) + 1) for option in problem.options]
    unit = share(parts)
    cut = best_cut(network(parts, capacity, len(names), unit)) if unit <= FINEST else None
    counts = uncut(parts, cut) if cut else None
    if cut and counts is None:
        counts = whole_parties_of_a_cut(parts, capacity, cut)
    proof = Proof(PRICES, potentials(problem, names, cut), unit) if cut else Proof(PROGRAMME)
    if counts is None:
        counts = whole_parties(parts, capacity, len(names))
        proof = Proof(PROGRAMME)
    assigned, unplaced = drawn(problem, parts, counts, seed)
    refuse_broken_promises(problem, unplaced)
    return Solution(assigned, unplaced, profile(problem, assigned), proof, seed)


def refuse_unmet_needs(problem: Problem) -> None:
    """Raise `Infeasible` when somebody needs what no option offers."""
    offered = frozenset[str]().union(*(option.offers for option in problem.options))
    for person in problem.people:
        if person.needs <= offered:
            continue
        missing = sorted(person.needs - offered)
        raise Infeasible(
            "need-without-option",
            f'no option offers "{missing[0]}", which "{person.id}" needs',
            (missing[0], person.id),
        )


def refuse_broken_promises(problem: Problem, unplaced: Sequence[str]) -> None:
    """Raise `Infeasible` when even the fairest answer leaves out someone promised a rank."""
    without = set(unplaced)
    broken = tuple(
        person.id
        for person in problem.people
        if person.at_least is not None and person.id in without
    )
    if broken:
        raise Infeasible(
            "promises",
            "the promised ranks (at_least) cannot all be kept; at best, these stay without: "
            + ", ".join(broken),
            broken,
        )


def uncut(parts: Sequence[Group], cut: Cut) -> Counts | None:
    """Return the parties of each group by option, unless the best flow cuts one in two."""
    counts: Counts = []
    arc = 0
    for part in parts:
        mine: dict[int, int] = {}
        for option in part.costs:
            people = int(cut.flow[arc])
            if people % part.size:
                return None
            if people:
                mine[option] = people // part.size
            arc += 1
        counts.append(mine)
    return counts


def drawn(
    problem: Problem, parts: Sequence[Group], counts: Counts, seed: int
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Draw lots among those who wish the same; return who is where, and who is not.

    The order is that of the people of the problem.
    """
    lots = np.random.default_rng(seed)
    option_of: dict[str, str] = {}
    for part, mine in zip(parts, counts, strict=True):
        order = lots.permutation(len(part.parties)) if len(mine) > 1 else range(len(part.parties))
        at = 0
        for option, number in mine.items():
            if option != UNPLACED:
                name = problem.options[option].id
                for place in order[at : at + number]:
                    for person in part.parties[place]:
                        option_of[person] = name
            at += number
    assigned = {p.id: option_of[p.id] for p in problem.people if p.id in option_of}
    return assigned, tuple(p.id for p in problem.people if p.id not in option_of)


def potentials(problem: Problem, names: Sequence[str], cut: Cut) -> Mapping[str, Mapping[str, int]]:
    """Return the prices by option and level, without zeros."""
    return {
        option.id: {
            name: int(cut.prices[level, number])
            for level, name in enumerate(names)
            if cut.prices[level, number]
        }
        for number, option in enumerate(problem.options)
    }
