"""The check that refuses a database that could lose what it acknowledged."""

from pathlib import Path

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from entraide.home.checks import sqlite_is_durable, weakness
from entraide.settings.database import read_database, sqlite_durability, wal_is_safe

OLD, FIXED = (3, 40, 1), (3, 51, 3)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 0), False),
        ((3, 50, 6), False), ((3, 50, 7), True), ((3, 51, 2), False), ((3, 51, 3), True),
        ((3, 52, 0), True),
    ],
)  # fmt: skip
def test_wal_is_safe_from_its_fix_on(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) is safe


@pytest.mark.parametrize(
    ("journal", "synchronous", "version", "durable"),
    [
        ("delete", 3, OLD, True), ("delete", 2, OLD, False), ("wal", 2, OLD, False),
        ("wal", 2, FIXED, True), ("wal", 1, FIXED, False), ("memory", 3, FIXED, False),
        ("off", 3, FIXED, False),
    ],
)  # fmt: skip
def test_what_is_weaker_than_the_design_is_named(
    journal: str, synchronous: int, version: tuple[int, int, int], durable: bool
) -> None:
    assert (weakness(journal, synchronous, version) is None) is durable


def test_what_we_choose_is_durable() -> None:
    levels = {"FULL": 2, "EXTRA": 3}
    for version in (OLD, FIXED):
        journal, synchronous = sqlite_durability(version)
        assert weakness(journal.lower(), levels[synchronous], version) is None


def test_the_live_connection_is_read(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    settings = {**connections["default"].settings_dict}
    settings |= read_database(f"sqlite:///{tmp_path / 'real.sqlite3'}")
    connections.settings["durable"] = settings
    connections.settings["weak"] = settings | {"OPTIONS": {"init_command": "PRAGMA synchronous=1"}}
    try:
        with django_db_blocker.unblock():
            assert sqlite_is_durable(databases=["durable"]) == []
            found = sqlite_is_durable(databases=["weak"])
        assert [error.id for error in found] == ["entraide.E001"]
    finally:
        for alias in ("durable", "weak"):
            connections[alias].close()
            del connections[alias]
            del connections.settings[alias]
