"""The product's settings, without collecting static files first."""

import os

os.environ.setdefault("ENTRAIDE_DATA", "data")

from entraide.settings import *  # noqa: E402, F403
from entraide.settings import STORAGES  # noqa: E402

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
