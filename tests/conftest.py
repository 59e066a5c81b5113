"""What every test finds."""

import pytest
from django.core.cache import caches

from entraide.ui.pages import forget_all
from entraide.ui.shells import forget_shells


@pytest.fixture(autouse=True)
def empty_caches() -> None:
    """Forget kept pages and wrong tries between tests."""
    caches["default"].clear()
    forget_all()
    forget_shells()
