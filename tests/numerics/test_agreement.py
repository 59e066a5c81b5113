"""Agreement between coders: published figures, and what must hold."""

import doctest

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from entraide.numerics import agreement
from entraide.numerics.agreement import Unit, alpha, interval, kappa

# Krippendorff (2011), example C: four observers, twelve units, nominal values; "." is missing.
PUBLISHED = [
    {"A": 1, "B": 1, "D": 1},
    {"A": 2, "B": 2, "C": 3, "D": 2},
    {"A": 3, "B": 3, "C": 3, "D": 3},
    {"A": 3, "B": 3, "C": 3, "D": 3},
    {"A": 2, "B": 2, "C": 2, "D": 2},
    {"A": 1, "B": 2, "C": 3, "D": 4},
    {"A": 4, "B": 4, "C": 4, "D": 4},
    {"A": 1, "B": 1, "C": 2, "D": 1},
    {"A": 2, "B": 2, "C": 2, "D": 2},
    {"B": 5, "C": 5, "D": 5},
    {"C": 1, "D": 1},
    {"C": 3},
]
UNITS = st.lists(
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 1), max_size=4), max_size=30
)


def test_the_published_example_is_found() -> None:
    found = alpha(PUBLISHED)
    assert found is not None
    assert round(found, 3) == 0.743


def test_examples_are_true() -> None:
    done = doctest.testmod(agreement)
    assert (done.failed, done.attempted) == (0, 2)


@pytest.mark.parametrize(
    ("units", "found"),
    [
        ([], None),
        ([{"a": 1}], None),
        ([{"a": 1, "b": 1}, {"a": 1, "b": 1}], None),
        ([{"a": 1, "b": 1}, {"a": 0, "b": 0}], 1.0),
        ([{"a": 1, "b": 0}, {"a": 0, "b": 1}], -0.5),
    ],
)
def test_agreement_at_its_ends(units: list[Unit], found: float | None) -> None:
    assert alpha(units) == found
    assert (interval(units, seed=1) is None) == (found is None)


def test_kappa_is_that_of_the_source() -> None:
    counts = {(1, 1): 20, (1, 0): 5, (0, 1): 10, (0, 0): 15}
    units = [{"a": x, "b": y} for (x, y), n in counts.items() for _ in range(n)]
    assert kappa(units, "a", "b") == pytest.approx(0.4)
    assert kappa(units, "a", "c") is None
    assert kappa([{"a": 1, "b": 1}], "a", "b") is None


@settings(deadline=None, max_examples=60)
@given(UNITS, st.permutations("abcd"))
def test_who_is_who_and_single_values_change_nothing(
    units: list[dict[str, int]], names: list[str]
) -> None:
    other = dict(zip("abcd", names, strict=True))
    renamed = [{other[coder]: value for coder, value in unit.items()} for unit in units]
    assert alpha([*reversed(renamed), {"a": 1}]) == pytest.approx(alpha(units), nan_ok=True)


@settings(deadline=None, max_examples=30)
@given(UNITS)
def test_the_interval_is_the_same_for_a_seed_and_in_order(units: list[dict[str, int]]) -> None:
    found = interval(units, seed=3)
    assert found == interval(units, seed=3)
    if found:
        assert -1 <= found[0] <= found[1] <= 1


def test_more_units_make_the_interval_narrower() -> None:
    few = [{"a": 1, "b": 1}, {"a": 0, "b": 0}, {"a": 1, "b": 0}, {"a": 0, "b": 0}] * 3
    narrow, wide = interval(few * 20, seed=1), interval(few, seed=1)
    assert narrow is not None
    assert wide is not None
    assert narrow[1] - narrow[0] < (wide[1] - wide[0]) / 2


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2), max_size=4),
        min_size=2,
        max_size=25,
    )
)
def test_alpha_is_that_of_the_package_of_its_field(units: list[dict[str, int]]) -> None:
    """With any number of coders and missing values; where the package refuses, we say nothing."""
    table = np.array([[unit.get(coder, np.nan) for unit in units] for coder in "abcd"], float)
    ours = alpha(units)
    pairable = [unit for unit in units if len(unit) > 1]
    if len({value for unit in pairable for value in unit.values()}) < 2:
        assert ours is None
    else:
        theirs = krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
        assert ours == pytest.approx(theirs, abs=1e-12)
