"""Check a proof by prices, without solving.

Let every place have a price, one number per level, compared like words in a dictionary. If

1. no price is below zero, and an option with free places costs nothing,
2. every party is where its cost and its price together are least ("nothing" has no price),

then no answer has a better profile: the sum of costs and prices cannot be lower, and the sum of
prices of the places taken cannot be higher. Needs only additions and comparisons.
"""

from collections import Counter
from collections.abc import Mapping

from .parties import UNPLACED, Cost, alike, ids, parties, pricing
from .problem import Problem, Proof, Solution, levels

Price = tuple[int, ...]


def faults_of_prices(problem: Problem, solution: Solution) -> list[str]:
    """Return why the prices do not prove the answer; nothing when they do."""
    names = levels(problem)
    prices = read_prices(problem, solution.proof, names)
    taken = Counter(solution.assigned.values())
    zero = (0,) * len(names)
    found = []
    for number, option in enumerate(problem.options):
        if prices[number] < zero:
            found.append(f'proof: the price of "{option.id}" is below zero')
        if taken[option.id] < option.capacity and prices[number] != zero:
            found.append(f'proof: "{option.id}" has free places and a price')
    prices[UNPLACED] = zero
    return found + envious(problem, solution, prices)


def read_prices(problem: Problem, proof: Proof, names: tuple[str, ...]) -> dict[int, Price]:
    """Return the price of each option, level by level."""
    return {
        number: tuple(proof.potentials.get(option.id, {}).get(name, 0) for name in names)
        for number, option in enumerate(problem.options)
    }


def envious(problem: Problem, solution: Solution, prices: Mapping[int, Price]) -> list[str]:
    """Return the parties that have a cheaper option, as sentences; identical cases once."""
    number_of = {option.id: number for number, option in enumerate(problem.options)}
    cost_of = pricing(problem)
    seen: set[object] = set()
    found = []
    for party in parties(problem):
        where = solution.assigned.get(party[0].id)
        key = (alike(party), where)
        if key in seen:
            continue
        seen.add(key)
        mine = number_of[where] if where is not None else UNPLACED
        paid = {
            option: total(cost, prices[option], solution.proof.unit, len(party))
            for option, cost in cost_of(party).items()
        }
        if mine not in paid or paid[mine] > min(paid.values()):
            found.append(f"proof: {', '.join(ids(party))}: another option would cost less")
    return found


def total(cost: Cost, price: Price, unit: int, size: int) -> Price:
    """Return cost and price together, for a whole party, in 1 / `unit` person."""
    sums = [one * size for one in price]
    for level, count in cost:
        sums[level] += count * unit
    return tuple(sums)
