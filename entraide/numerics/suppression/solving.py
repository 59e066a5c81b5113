"""Hides until nothing is told too well; then shows again what need not be hidden."""

from .attack import Attack
from .problem import Key, Problem, Solution, Table, Target, parts, published, shown, targets, value

# What rounding of the programmes may hide.
SLACK = 1e-6
# How many numbers are shown again at once, at most.
TOGETHER = 4


def solve(problem: Problem) -> Solution:
    """Return what to hide in the next tables."""
    attack = Attack(problem)
    found = Solution(problem.table.hidden, problem.table.silent)
    # What is safe stays so when more is hidden: only what is new is looked at again.
    looked: set[Target] = set()
    told: list[Target] = []
    while told := _told_too_well(problem, found, attack, told, looked):
        added = {key for key in (_beside(problem, found, one) for one in told) if key is not None}
        if not added:
            raise ArithmeticError("tables published before tell it already")
        for key in added:
            attack.hide(key)
        found = _with(found, added)
    return _shown_again(problem, found, attack)


def _told_too_well(
    problem: Problem, found: Solution, attack: Attack, told: list[Target], looked: set[Target]
) -> list[Target]:
    every = targets(problem, found)
    wanted = [one for one in every if one in told or one not in looked]
    looked.update(every)
    return [one for one in wanted if _narrow(problem, attack, one)]


def _narrow(problem: Problem, attack: Attack, target: Target) -> bool:
    return attack.width(target, problem.least) < problem.least - SLACK


def _beside(problem: Problem, found: Solution, target: Target) -> Key | None:
    """Return what to hide so that this is told less well: the smallest number beside it."""
    table = problem.table
    every = shown(published(problem, found))
    near = [key for key in every if _is_near(key, target[2], table)]
    return min(near or every, key=lambda key: _weight(key, table), default=None)


def _weight(key: Key, table: Table) -> tuple[int, int, str]:
    """Return what a number is worth: how many, then of how many cells it is the total."""
    return value(key, table), len(parts(key, table)), repr(key)


def _is_near(one: Key, other: Key, table: Table) -> bool:
    """Tell whether two numbers share a row or a column; a sum has those of its cells."""
    rows, columns = _lines(other, table)
    these, those = _lines(one, table)
    return bool(rows & these or columns & those)


def _lines(key: Key, table: Table) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return the rows and the columns of a number, each with its table."""
    cells = table.sums[key][0] if isinstance(key, int) else {key}
    return ({(sheet, row) for sheet, row, _column in cells},
            {(sheet, column) for sheet, _row, column in cells})  # fmt: skip


def _with(found: Solution, added: set[Key]) -> Solution:
    cells = {key for key in added if not isinstance(key, int)}
    return Solution(found.hidden | cells, found.silent | (added - cells))


def _without(found: Solution, shown_now: list[Key]) -> Solution:
    return Solution(found.hidden - set(shown_now), found.silent - set(shown_now))


def _shown_again(problem: Problem, found: Solution, attack: Attack) -> Solution:
    """Show again what is hidden for nothing: sums first, then the largest numbers."""
    extra = sorted(
        _extra(problem, found),
        key=lambda key: (isinstance(key, int), _weight(key, problem.table)), reverse=True,
    )  # fmt: skip
    # What was told too well once is the first to be told again.
    weak: list[Target] = []
    for key in extra:
        if key not in found.hidden | found.silent:
            continue
        shown_now, told = _tried(problem, found, attack, key, weak)
        if told is None:
            found = _without(found, shown_now)
        else:
            for one in shown_now:
                attack.hide(one)
            weak = [told, *(one for one in weak if one != told)]
    return found


def _extra(problem: Problem, found: Solution) -> frozenset[Key]:
    """Return what is hidden beside what must be."""
    return (found.hidden - problem.table.hidden) | (found.silent - problem.table.silent)


def _tried(
    problem: Problem, found: Solution, attack: Attack, key: Key, weak: list[Target]
) -> tuple[list[Key], Target | None]:
    """Show a number, with those hidden for nothing that it tells; return what it tells too well."""
    table, extra = problem.table, _extra(problem, found)
    group = [key]
    attack.show(key)
    while True:
        told = _first_told(problem, _without(found, group), attack, weak)
        if told is None or len(group) == TOGETHER:
            return group, told
        first, last, one = told
        if (first, last) != (table.first, table.last) or one not in extra or told in problem.few:
            return group, told
        group.append(one)
        attack.show(one)


def _first_told(
    problem: Problem, tried: Solution, attack: Attack, weak: list[Target]
) -> Target | None:
    every = targets(problem, tried)
    order = [*(one for one in weak if one in every), *every]
    return next((one for one in order if _narrow(problem, attack, one)), None)
