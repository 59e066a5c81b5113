"""What every template may say."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the facts of this instance that its templates show."""
    return {
        "demo": settings.DEMO,
        "languages": settings.LANGUAGES,
        "path": request.path,
    }
