"""The examples in docstrings are true."""

import doctest
from types import ModuleType

import pytest

from entraide.gatherings.forms import scribing
from entraide.notebooks import french, identifying, likeness, provenance


@pytest.mark.parametrize("module", [french, identifying, likeness, provenance, scribing])
def test_examples_are_true(module: ModuleType) -> None:
    done = doctest.testmod(module)
    assert (done.failed, done.attempted > 0) == (0, True)
