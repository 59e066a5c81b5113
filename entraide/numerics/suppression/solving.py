"""Hides until nothing is told too well; then shows again what need not be hidden."""

from .attack import Attack
from .problem import Cell, Problem, Solution, Target, targets

# What rounding of the programmes may hide.
SLACK = 1e-6


def solve(problem: Problem) -> Solution:
    """Return what to hide in the next table."""
    attack = Attack(problem)
    found = Solution(problem.table.hidden, problem.table.silent)
    while told := _told_too_well(problem, found, attack):
        added = {key for key in (_beside(problem, found, one) for one in told) if key is not None}
        if not added:
            raise ArithmeticError("tables published before tell it already")
        for key in added:
            attack.hide(key)
        found = _with(found, added)
    return _shown_again(problem, found, attack)


def _told_too_well(problem: Problem, found: Solution, attack: Attack) -> list[Target]:
    return [one for one in targets(problem, found) if _narrow(problem, attack, one)]


def _narrow(problem: Problem, attack: Attack, target: Target) -> bool:
    return attack.width(target, problem.least) < problem.least - SLACK


def _beside(problem: Problem, found: Solution, target: Target) -> Cell | int | None:
    """Return what to hide so that this is told less well: the smallest number beside it."""
    values = problem.table.values
    every = [(row, column) for row, line in enumerate(values) for column in range(len(line))]
    shown = [cell for cell in every if cell not in found.hidden]
    row, column = target[2]
    near = [cell for cell in shown if cell[0] == row or cell[1] == column]
    if near or shown:
        return min(near or shown, key=lambda cell: (values[cell[0]][cell[1]], cell))
    sums = [place for place in range(len(problem.table.sums)) if place not in found.silent]
    return sums[0] if sums else None


def _with(found: Solution, added: set[Cell | int]) -> Solution:
    cells = {key for key in added if not isinstance(key, int)}
    sums = {key for key in added if isinstance(key, int)}
    return Solution(found.hidden | cells, found.silent | sums)


def _shown_again(problem: Problem, found: Solution, attack: Attack) -> Solution:
    """Show again what is hidden for nothing, the largest numbers first."""
    values = problem.table.values
    extra = sorted(
        found.hidden - problem.table.hidden, key=lambda cell: (-values[cell[0]][cell[1]], cell)
    )
    # What was told too well once is the first to be told again.
    weak: list[Target] = []
    for cell in extra:
        tried = Solution(found.hidden - {cell}, found.silent)
        attack.show(cell)
        every = targets(problem, tried)
        order = [*(one for one in weak if one in every), *every]
        told = next((one for one in order if _narrow(problem, attack, one)), None)
        if told is None:
            found = tried
        else:
            attack.hide(cell)
            weak = [told, *(one for one in weak if one != told)]
    return found
