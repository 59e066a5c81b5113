"""Verify an answer to ranked wishes: rules and prices without the code that found it."""

from collections import Counter
from importlib import import_module

from ..faults import Undecided
from .parties import groups, left, parties
from .prices import faults_of_prices
from .problem import PRICES, PROGRAMME, Option, Person, Problem, Solution, levels, profile, rank


def check(problem: Problem, solution: Solution) -> list[str]:
    """Return every violation as a sentence, nothing when the answer is right and proven.

    Prices prove by sums and comparisons. An integer programme leaves none: that answer is compared
    with the one that the same exact programme finds again.
    """
    found = everyone_once(problem, solution) or places(problem, solution)
    if found:
        return found
    if solution.profile != profile(problem, solution.assigned):
        found.append(f"profile: {list(solution.profile)} is not what the places say")
    return found + unproven(problem, solution)


def everyone_once(problem: Problem, solution: Solution) -> list[str]:
    """Return who is forgotten, unknown or counted twice, and unknown options."""
    known = {person.id for person in problem.people}
    options = {option.id for option in problem.options}
    unplaced = Counter(solution.unplaced)
    found = [f'assigned: unknown person "{one}"' for one in solution.assigned if one not in known]
    found += [f'unplaced: unknown person "{one}"' for one in unplaced if one not in known]
    found += [f'unplaced: "{one}" is there twice' for one, count in unplaced.items() if count > 1]
    for one in known:
        if (one in solution.assigned) == (one in unplaced):
            found.append(f'"{one}" must be assigned or unplaced, and only one of them')
    found += [
        f'assigned.{one}: unknown option "{option}"'
        for one, option in solution.assigned.items()
        if option not in options
    ]
    return sorted(found)


def places(problem: Problem, solution: Solution) -> list[str]:
    """Return broken rules: wishes, needs, promises, capacities, parties."""
    options = {option.id: option for option in problem.options}
    found = []
    for person in problem.people:
        where = solution.assigned.get(person.id)
        if sentence := misplaced(person, None if where is None else options[where]):
            found.append(sentence)
    for option, count in Counter(solution.assigned.values()).items():
        if count > options[option].capacity:
            found.append(f'"{option}" has {count} people for {options[option].capacity} places')
    for party in parties(problem):
        if len({solution.assigned.get(person.id) for person in party}) > 1:
            found.append(f'party "{party[0].party}" is not together')
    return found


def misplaced(person: Person, option: Option | None) -> str:
    """Return why one person may not be there, or have nothing; empty when they may."""
    place = None if option is None else rank(person, option.id)
    if option is not None and place is None:
        return f'"{person.id}" did not wish "{option.id}"'
    if option is not None and not person.needs <= option.offers:
        missing = min(person.needs - option.offers)
        return f'"{person.id}" needs "{missing}", which "{option.id}" does not offer'
    if person.at_least is None:
        return ""
    if place is not None and place <= person.at_least:
        return ""
    return f'"{person.id}" was promised rank {person.at_least}'


def unproven(problem: Problem, solution: Solution) -> list[str]:
    """Return why the proof does not hold."""
    if solution.proof.method == PRICES:
        return faults_of_prices(problem, solution)
    if solution.proof.method != PROGRAMME:
        return [f'proof: unknown method "{solution.proof.method}"']
    return less_fair(problem, solution)


def less_fair(problem: Problem, solution: Solution) -> list[str]:
    """Return a sentence when solving again finds a fairer answer, or cannot."""
    parts, names = groups(problem), levels(problem)
    try:
        # Loaded when somebody asks for it: the solver weighs more than all the pages together.
        counts = import_module(f"{__package__}.programme").whole_parties(
            parts, [option.capacity for option in problem.options], len(names)
        )
    except Undecided as reason:
        return [f"proof: it cannot be verified: {reason}"]
    # Every promise is kept here: `places` would have said otherwise.
    broken = [0] if "promised" in names else []
    mine = [*broken, len(solution.unplaced), *reversed(solution.profile[1:])]
    best = left(parts, counts, len(names))
    if mine == best:
        return []
    return [f"proof: solving again leaves {best} people at {list(names)}, not {mine}"]
