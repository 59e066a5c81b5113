"""The product's settings, with the pages of the measure beside its own."""

from entraide.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
