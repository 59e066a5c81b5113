"""Helpers for tests of what happens at the same time, and of how much a page asks."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

together = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one transaction in at a time"
)


def at_once(*acts: Callable[[], object]) -> list[BaseException]:
    """Do several things in threads that start at the same time; return what failed."""
    start = threading.Barrier(len(acts))
    failed: list[BaseException] = []

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            act()
        except BaseException as fault:
            failed.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return failed


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as done:
        assert client.get(address).status_code == 200
    return len(done)
