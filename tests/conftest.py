"""What every test finds."""

from pathlib import Path

import pytest
from django.core.cache import caches
from pytest_django import Settings

from entraide.numerics.tables import solving
from entraide.ui import press
from entraide.ui.pages import forget_all
from entraide.ui.shells import forget_shells


@pytest.fixture(autouse=True)
def empty_caches() -> None:
    """Forget kept pages and wrong tries between tests."""
    caches["default"].clear()
    forget_all()
    forget_shells()


@pytest.fixture
def before_the_press(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    """Answer with what goes to the press for a file: in a PDF, words are compressed."""
    # Files that are kept are kept apart from those of other tests, which are real.
    settings.DATA_FOLDER = tmp_path
    monkeypatch.setattr(press, "by_another_process", lambda asked: asked)


@pytest.fixture
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rooms are small in tests: the first steps find what there is to find."""
    monkeypatch.setattr(solving, "steps", lambda problem: 100)
