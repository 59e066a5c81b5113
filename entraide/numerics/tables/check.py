"""Verify a seating, without the code that found it."""

from collections import Counter
from collections.abc import Sequence

from .measure import deviation, deviation_bound, repeats, repeats_bound
from .problem import Person, Problem, Round, Seating, Solution

CLOSE = 1e-6


def check(problem: Problem, solution: Solution) -> list[str]:
    """Return every violation as a sentence, nothing when the answer is right."""
    asked = [one.id for one in problem.rounds]
    if [seating.id for seating in solution.rounds] != asked:
        return [f"rounds: {asked} are expected, in this order"]
    pairs = list(zip(problem.rounds, solution.rounds, strict=True))
    found = [line for one, seating in pairs for line in everyone_once(problem, one, seating)]
    if found:
        return found
    for one, seating in pairs:
        found += even_tables(problem, one, seating)
        found += demands(problem, one, seating)
        found += figures(problem, one, seating)
    return found + totals(problem, solution)


def everyone_once(problem: Problem, one: Round, seating: Seating) -> list[str]:
    """Return who is forgotten, unknown or seated twice, and a wrong number of tables."""
    known = {person.id for person in problem.people}
    seated = Counter(person for table in seating.tables for person in table)
    found = [f'{one.id}: unknown person "{name}"' for name in seated if name not in known]
    found += [f'{one.id}: "{name}" sits twice' for name, count in seated.items() if count > 1]
    found += [f'{one.id}: "{name}" has no seat' for name in known if name not in seated]
    if len(seating.tables) != one.tables:
        found.append(f"{one.id}: {len(seating.tables)} tables for {one.tables}")
    return sorted(found)


def even_tables(problem: Problem, one: Round, seating: Seating) -> list[str]:
    """Return sizes that differ by more than one, and groups that do not sit apart."""
    if one.by is None:
        return uneven(one.id, [len(table) for table in seating.tables])
    value = {person.id: person.traits[one.by] for person in problem.people}
    found: list[str] = []
    by_group: dict[str, list[int]] = {}
    for number, table in enumerate(seating.tables):
        groups = sorted({value[person] for person in table})
        if len(groups) != 1:
            found.append(f"{one.id}: table {number} mixes {', '.join(groups) or 'nobody'}")
        else:
            by_group.setdefault(groups[0], []).append(len(table))
    for group, lengths in by_group.items():
        found += uneven(f"{one.id}, {group}", lengths)
    return found


def uneven(place: str, lengths: Sequence[int]) -> list[str]:
    """Return a sentence when table sizes differ by more than one."""
    if max(lengths) - min(lengths) <= 1:
        return []
    return [f"{place}: tables of {min(lengths)} and of {max(lengths)} people"]


def demands(problem: Problem, one: Round, seating: Seating) -> list[str]:
    """Return who should sit together, apart or at a settled table, and does not."""
    at = {person: number for number, table in enumerate(seating.tables) for person in table}
    found = [
        f'{one.id}: "{left}" and "{right}" are not together'
        for left, right in problem.keep_together
        if at[left] != at[right]
    ]
    found += [
        f'{one.id}: "{left}" and "{right}" are not apart'
        for left, right in problem.keep_apart
        if at[left] == at[right]
    ]
    found += [
        f'{one.id}: "{lock.person}" is not at table {lock.table}'
        for lock in problem.locked
        if lock.round == one.id and at[lock.person] != lock.table
    ]
    return found


def figures(problem: Problem, one: Round, seating: Seating) -> list[str]:
    """Return wrong deviations and bounds."""
    if one.by is not None:
        given = (seating.deviation, seating.deviation_bound)
        return [] if given == (None, None) else [f"{one.id}: a peer round has no deviation"]
    found = []
    people: tuple[Person, ...] = problem.people
    for name, said, right in (
        ("deviation", seating.deviation, deviation(people, seating.tables)),
        ("deviation_bound", seating.deviation_bound, deviation_bound(people, one.tables)),
    ):
        if said is None or abs(said - right) > CLOSE:
            found.append(f"{one.id}: {name} is {right}, not {said}")
    return found


def totals(problem: Problem, solution: Solution) -> list[str]:
    """Return wrong numbers of repeats."""
    seated = {seating.id: seating.tables for seating in solution.rounds}
    found = []
    for name, said, right in (
        ("repeats", solution.repeats, repeats(problem, seated)),
        ("repeats_bound", solution.repeats_bound, repeats_bound(problem)),
    ):
        if said != right:
            found.append(f"{name}: {right}, not {said}")
    return found
