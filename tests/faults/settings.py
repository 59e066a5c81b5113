"""The product's settings, without collecting static files first."""

import os

os.environ.setdefault("ENTRAIDE_DATA", "data")

from entraide.settings import *  # noqa: F403
from entraide.settings import STATIC_ROOT, STORAGES

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(exist_ok=True)
