"""SQLite by default, set so that an acknowledged sign-up survives a power cut; or PostgreSQL."""

import os
import sqlite3
from typing import Any

import dj_database_url

from entraide.settings.folder import DATA_FOLDER


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Tell whether this SQLite has the fix of the WAL race that loses commits.

    Source: the release notes of SQLite 3.51.3, 3.50.7 and 3.44.6.
    """
    return (
        version >= (3, 51, 3)
        or (3, 50, 7) <= version < (3, 51, 0)
        or (3, 44, 6) <= version < (3, 45, 0)
    )


def sqlite_durability(version: tuple[int, int, int]) -> tuple[str, str]:
    """Return (journal mode, synchronous) that lose nothing with this version of SQLite."""
    return ("WAL", "FULL") if wal_is_safe(version) else ("DELETE", "EXTRA")


def sqlite_options() -> dict[str, Any]:
    """Return the options of Django's SQLite connection."""
    journal, synchronous = sqlite_durability(sqlite3.sqlite_version_info)
    return {
        # Writers queue at the door instead of failing in the middle of a transaction.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What is erased is written over in the file, not only forgotten by it.
        "init_command": f"PRAGMA journal_mode={journal}; PRAGMA synchronous={synchronous}; "
        "PRAGMA secure_delete=ON;",
    }


def read_database(url: str) -> dict[str, Any]:
    """Return Django's settings for the database at this URL."""
    found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600))
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["OPTIONS"] = sqlite_options()
    return found


DATABASES = {
    "default": read_database(
        os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_FOLDER / 'entraide.sqlite3'}"
    )
}
