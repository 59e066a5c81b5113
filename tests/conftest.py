"""What every test finds."""

import pytest
from django.core.cache import caches

from entraide.numerics.tables import solving
from entraide.ui.pages import forget_all
from entraide.ui.shells import forget_shells


@pytest.fixture(autouse=True)
def empty_caches() -> None:
    """Forget kept pages and wrong tries between tests."""
    caches["default"].clear()
    forget_all()
    forget_shells()


@pytest.fixture
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rooms are small in tests: the first steps find what there is to find."""
    monkeypatch.setattr(solving, "steps", lambda problem: 100)
