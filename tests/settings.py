"""The settings of the tests: a folder of their own, then the product's settings unchanged."""

import os
import tempfile
from pathlib import Path

# Each process of a parallel run has a folder of its own.
if "PYTEST_XDIST_WORKER" in os.environ or "ENTRAIDE_DATA" not in os.environ:
    os.environ["ENTRAIDE_DATA"] = tempfile.mkdtemp(prefix="entraide-tests-")
os.environ.setdefault("ENTRAIDE_ADDRESS", "http://127.0.0.1:8000")

from entraide.settings import *  # noqa: F403
from entraide.settings import ALLOWED_HOSTS, STORAGES

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
# Pages are tested without collecting files first; the real server does collect (tests/browser).
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = Path(os.environ["ENTRAIDE_DATA"]) / "static"
STATIC_ROOT.mkdir(exist_ok=True)
