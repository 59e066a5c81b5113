"""Tables of several dates tell of few people neither alone nor together."""

import doctest
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from entraide.numerics import suppression
from entraide.numerics.suppression import Cell, Problem, Solution, Table, Tie, check, solve
from entraide.numerics.suppression.checking import possible
from entraide.numerics.suppression.problem import published

LEAST = 11
counts = st.sampled_from([0, 0, 1, 2, 5, 12, 20, 60])


def summed(quarters: np.ndarray, first: int, last: int) -> tuple[tuple[int, ...], ...]:
    """Return the table of some quarters with its totals; (quarters, rows, columns)."""
    window = quarters[first : last + 1].sum(axis=0)
    rows = np.vstack([window, window.sum(axis=0)])
    return tuple(tuple(int(one) for one in (*line, line.sum())) for line in rows)


def small(values: tuple[tuple[int, ...], ...]) -> frozenset[Cell]:
    return frozenset(
        (0, row, column)
        for row, line in enumerate(values)
        for column, value in enumerate(line)
        if value < LEAST
    )


def dates(quarters: np.ndarray, *, hide: bool = True) -> list[tuple[Problem, Solution]]:
    """Publish the table of four quarters at the end of each quarter."""
    earlier: list[Table] = []
    found = []
    for last in range(len(quarters)):
        first = max(0, last - 3)
        values = summed(quarters, first, last)
        few = frozenset(
            (one, one, (0, int(row), int(column)))
            for one in range(last + 1)
            for row, column in np.argwhere((quarters[one] > 0) & (quarters[one] < LEAST))
        )
        problem = Problem(Table(first, last, (values,), small(values)), few, tuple(earlier))
        solution = solve(problem) if hide else Solution(problem.table.hidden)
        found.append((problem, solution))
        earlier.append(published(problem, solution))
    return found


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(counts, min_size=9, max_size=9), min_size=1, max_size=6))
@pytest.mark.slow
def test_no_date_tells_of_few_whatever_the_others_tell(told: list[list[int]]) -> None:
    quarters = np.array(told).reshape(-1, 3, 3)
    for problem, solution in dates(quarters):
        assert check(problem, solution) == []


def test_hiding_only_small_numbers_is_found() -> None:
    """The control: small numbers alone are hidden, and the totals tell them."""
    quarters = np.array([[[40, 60], [70, 5]]])
    ((problem, alone),) = dates(quarters, hide=False)
    assert alone.hidden == {(0, 1, 1)}
    assert check(problem, alone) != []
    assert check(problem, Solution(frozenset())) != []
    assert check(problem, solve(problem)) == []


def test_two_dates_tell_what_neither_tells() -> None:
    """The control of the dates: a table that is safe alone is not beside the one before."""
    quarters = np.array([[[40, 60], [70, 50]], [[0, 30], [30, 3]]])
    first, second = dates(quarters)
    assert first[1].hidden == frozenset()
    alone = replace(second[0], earlier=(), few=frozenset())
    # Everything is 11 or more: alone, nothing is hidden; beside the first, 53 - 50 tells the 3.
    assert solve(alone).hidden == frozenset()
    assert "between 3.0 and 3.0" in " ".join(check(second[0], Solution(frozenset())))
    assert second[1].hidden


def test_a_sum_that_is_told_otherwise_counts() -> None:
    values = ((40, 6, 46), (7, 50, 57), (47, 56, 103))
    across = (frozenset({(0, 0, 1), (0, 1, 0)}), 13)
    bare = Problem(Table(0, 0, (values,), small(values)))
    told = Problem(Table(0, 0, (values,), small(values), sums=(across,)))
    everything = Solution(frozenset((0, row, column) for row in range(3) for column in range(3)))
    assert check(bare, everything) == []
    low, high = possible([published(told, everything)], (0, 0, (0, 0, 1)))
    assert (round(low), round(high)) == (0, 13)
    only_totals = Solution(frozenset((0, row, column) for row in range(2) for column in range(2)))
    assert check(told, solve(told)) == []
    assert len(solve(told).hidden) + len(solve(told).silent) >= len(solve(bare).hidden)
    assert check(told, only_totals) != []


def test_a_table_without_small_numbers_shows_everything() -> None:
    quarters = np.full((1, 3, 3), 20)
    ((_problem, found),) = dates(quarters)
    assert found == Solution(frozenset())


def test_what_need_not_be_hidden_is_shown_again() -> None:
    quarters = np.array([[[40, 60, 20], [70, 5, 30], [30, 3, 90]]])
    ((problem, found),) = dates(quarters)
    for cell in found.hidden - problem.table.hidden:
        assert check(problem, Solution(found.hidden - {cell}, found.silent)) != []


def voiced(told: int, *, silent: bool = True) -> Problem:
    """Return forty acts of two kinds, and how many of them were told; the others rest on few."""
    acts = ((25, 15, 40), (25, 15, 40))
    voice = ((told, 40 - told, 40), (told, 40 - told, 40))
    never = frozenset((1, row, column) for row in range(2) for column in range(3))
    share = (frozenset({(1, 0, 0)}), told)
    every = frozenset({(0, 0, 0), (0, 0, 1)})
    return Problem(
        Table(0, 0, (acts, voice), sums=(share,), silent=never | ({0} if silent else set())),
        few=frozenset({(0, 0, (1, 0, 1))}),
        ties=(Tie(0, every, frozenset({(1, 0, 0), (1, 0, 1)})),),
    )


def test_a_share_of_a_total_that_is_shown_tells_the_others() -> None:
    """Thirty-six of forty were told: four were not, whatever table they are in."""
    problem = voiced(36, silent=False)
    shown = Solution(frozenset(), problem.table.silent)
    assert check(problem, shown) == ["(0, 0, (1, 0, 1)): between 4.0 and 4.0"]
    # Without knowing that both tables count the same acts, nobody would see it.
    assert check(replace(problem, ties=()), shown) == []
    found = solve(problem)
    assert (found.hidden, 0 in found.silent) == (frozenset(), True)
    assert check(problem, found) == []
    # The verifier says so when a share that must not be told is.
    assert check(voiced(36), shown) != []


def test_a_share_of_one_quarter_is_told_by_two_dates() -> None:
    """Twenty of eighty acts, then twenty-one of a hundred: one story in the last quarter."""
    first, second = voiced(20, silent=False), voiced(1, silent=False)
    both = Table(0, 1, tuple(
        tuple(tuple(a + b for a, b in zip(*lines, strict=True))
              for lines in zip(*sheets, strict=True))
        for sheets in zip(first.table.values, second.table.values, strict=True)
    ), sums=((first.table.sums[0][0], 21),), silent=first.table.silent)  # fmt: skip
    again = Problem(
        both, few=frozenset({(1, 1, (1, 0, 0))}), earlier=(first.table,),
        ties=(*first.ties, replace(first.ties[0], quarter=1)),
    )  # fmt: skip
    told = Solution(frozenset(), both.silent)
    assert check(again, told) == ["(1, 1, (1, 0, 0)): between 1.0 and 1.0"]
    assert check(replace(again, few=frozenset()), told) == []
    found = solve(again)
    assert (found.hidden, 0 in found.silent) == (frozenset(), True)


def test_the_example_of_the_documentation_holds() -> None:
    done = doctest.testmod(suppression)
    assert done.attempted == 4
    assert done.failed == 0
