"""Small numbers cannot be found, not by subtraction either."""

from itertools import product

import pytest
from hypothesis import given, settings, strategies as st

from entraide.notebooks.small_numbers import LEAST, Cell, Counts, bridges, hidden, with_totals

TABLES = st.integers(1, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 9), min_size=columns, max_size=columns), min_size=1, max_size=4
    )
)
SMALL_TABLES = st.integers(1, 3).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 4), min_size=columns, max_size=columns), min_size=1, max_size=2
    )
)
ONE_MORE = 3


def possible(counts: Counts, cells: set[Cell]) -> dict[Cell, set[int]]:
    """Return the values that each hidden number may have, given all that is shown: brute force."""
    shown = with_totals(counts)
    inside = sorted((r, c) for r, c in cells if r < len(counts) and c < len(counts[0]))
    most = max(map(max, counts)) + ONE_MORE
    values: dict[Cell, set[int]] = {cell: set() for cell in cells}
    for chosen in product(range(most + 1), repeat=len(inside)):
        guess = [list(line) for line in counts]
        for (row, column), value in zip(inside, chosen, strict=True):
            guess[row][column] = value
        table = with_totals(guess)
        everything = product(range(len(table)), range(len(table[0])))
        if all(table[r][c] == shown[r][c] for r, c in everything if (r, c) not in cells):
            for row, column in cells:
                values[row, column].add(table[row][column])
    return values


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ([[5, 6], [7, 8]], set()),
        ([[0, 6], [7, 0]], set()),
        ([[1, 6], [7, 8]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
        ([[3, 9, 8], [7, 20, 6], [9, 9, 9]], {(0, 0), (0, 2), (1, 0), (1, 2)}),
        ([[3, 20, 30]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
        ([[4]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
        ([[0, 0], [0, 0]], set()),
    ],
)
def test_small_numbers_are_hidden_with_enough_others(
    counts: list[list[int]], found: set[Cell]
) -> None:
    assert hidden(counts) == found


@settings(deadline=None, max_examples=150)
@given(TABLES)
def test_every_small_number_is_hidden_and_none_follows_from_the_others(
    counts: list[list[int]],
) -> None:
    found = hidden(counts)
    assert bridges(found) == []
    table = with_totals(counts)
    assert all(table[r][c] for r, c in found)
    small = {(r, c) for r, line in enumerate(table) for c, x in enumerate(line) if 0 < x < LEAST}
    assert small <= found


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(SMALL_TABLES)
def test_brute_force_finds_no_hidden_number(counts: list[list[int]]) -> None:
    values = possible(counts, hidden(counts, least=[3] * (len(counts) + 1)))
    assert [cell for cell, each in values.items() if len(each) < 2] == []


def test_hiding_only_small_numbers_is_found_by_subtraction() -> None:
    """The test of the test."""
    counts = [[1, 6], [7, 8]]
    assert possible(counts, {(0, 0)}) == {(0, 0): {1}}
    assert possible(counts, {(0, 0), (0, 1)}) == {(0, 0): {1}, (0, 1): {6}}
    assert bridges({(0, 0)}) == [(0, 0)]
