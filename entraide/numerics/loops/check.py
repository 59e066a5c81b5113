"""Verify loops and chains: rules and counts, without the code that found them."""

from collections import Counter
from collections.abc import Iterator

from .problem import Problem, Ring, Solution


def check(problem: Problem, solution: Solution) -> list[str]:
    """Return every violation as a sentence, nothing when the answer keeps every rule.

    That no answer serves more than `served_bound` people is not verified here: only that this one
    does not. Time grows with arcs and people.
    """
    arcs = frozenset(problem.arcs)
    apart = frozenset(frozenset(two) for two in problem.apart)
    found = []
    for place, ring, closed in placed(solution):
        found += [f"{place}: {said}" for said in of_whom(problem, ring, closed)]
        found += [f"{place}: {said}" for said in ungiven(arcs, ring, closed)]
        found += [f"{place}: {said}" for said in together(apart, ring)]
    return found + twice(solution) + counts(solution)


def placed(solution: Solution) -> Iterator[tuple[str, Ring, bool]]:
    """Return each loop and chain with its place; loops are closed."""
    for index, ring in enumerate(solution.loops):
        yield f"loops[{index}]", ring, True
    for index, ring in enumerate(solution.chains):
        yield f"chains[{index}]", ring, False


def of_whom(problem: Problem, ring: Ring, closed: bool) -> list[str]:
    """Return what is wrong with who is there, and how many they are."""
    people, givers = frozenset(problem.people), frozenset(problem.givers)
    most = problem.max_length if closed else problem.max_length + 1
    found = []
    if not 2 <= len(ring) <= most:
        found.append(f"{len(ring)} people, not 2 to {most}")
    if not closed and ring and ring[0] not in givers:
        found.append(f'"{ring[0]}", who starts the chain, is no giver')
    for name in ring if closed else ring[1:]:
        if name in givers:
            found.append(f'"{name}" is a giver, and can only start a chain')
        elif name not in people:
            found.append(f'unknown person "{name}"')
    return found


def ungiven(arcs: frozenset[tuple[str, str]], ring: Ring, closed: bool) -> list[str]:
    """Return the links that nobody offered."""
    following = (*ring[1:], ring[0]) if closed and ring else ring[1:]
    return [
        f'no arc from "{one}" to "{other}"'
        for one, other in zip(ring, following, strict=False)
        if (one, other) not in arcs
    ]


def together(apart: frozenset[frozenset[str]], ring: Ring) -> list[str]:
    """Return the pairs that must not meet, next to each other or not."""
    return [
        f'"{one}" and "{other}" must be apart'
        for index, one in enumerate(ring)
        for other in ring[index + 1 :]
        if frozenset((one, other)) in apart
    ]


def twice(solution: Solution) -> list[str]:
    """Return who is in several places."""
    times = Counter(name for _, ring, _ in placed(solution) for name in ring)
    return [f'"{name}" is there {count} times' for name, count in times.items() if count > 1]


def counts(solution: Solution) -> list[str]:
    """Return figures that are not those of the loops and chains."""
    served = sum(map(len, solution.loops)) + sum(len(ring) - 1 for ring in solution.chains)
    found = []
    if solution.served != served:
        found.append(f"served: {served} people receive, not {solution.served}")
    if solution.served_bound < served:
        found.append(f"served_bound: {solution.served_bound} is below the {served} who receive")
    return found
