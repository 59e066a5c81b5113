"""Refuses to start on a database that could lose what it acknowledged."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from entraide.settings.database import wal_is_safe

# PRAGMA synchronous, https://sqlite.org/pragma.html#pragma_synchronous
FULL, EXTRA = 2, 3


def weakness(journal: str, synchronous: int, version: tuple[int, int, int]) -> str | None:
    """Return what could be lost with this journal mode, or None when nothing is."""
    if journal == "wal":
        if not wal_is_safe(version):
            return "this SQLite has a race in WAL mode that loses commits"
        return None if synchronous >= FULL else "a power cut loses the last commits"
    if journal not in {"delete", "truncate", "persist"}:
        return "a crash in the middle of a write spoils the file"
    return None if synchronous >= EXTRA else "a power cut brings back a journal already used"


@register(Tags.database)
def sqlite_is_durable(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Read how the live connections are set."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor != "sqlite" or connection.is_in_memory_db():  # type: ignore[attr-defined]
            continue
        with connection.cursor() as cursor:
            journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
            synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
        if reason := weakness(journal, synchronous, sqlite3.sqlite_version_info):
            hint = "See docs/decisions/durability.md."
            found.append(Error(f"SQLite is not durable: {reason}.", hint=hint, id="entraide.E001"))
    return found
