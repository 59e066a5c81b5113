"""What every test finds."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def empty_caches() -> Iterator[None]:
    """Forget kept pages and wrong tries between tests."""
    for name in ("default", "pages"):
        caches[name].clear()
    yield
