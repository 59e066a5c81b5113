"""Typesets for tests in a process of its own, as the product does.

Typst has threads, and they stay behind at a fork: the process of the tests forks, so it never
loads Typst itself.
"""

import multiprocessing
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from entraide.ui import typeset

FORK = multiprocessing.get_context("fork")
T = TypeVar("T")


def pdf(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return what `typeset.pdf` returns, or fail with what it says."""
    line = _line()
    line.send((typeset.HOUSE, template, data, at))
    content, fault = line.recv()
    assert fault is None, fault
    assert isinstance(content, bytes)
    return content


def apart(function: Callable[[], T]) -> T:
    """Return what a function returns in a new process."""
    here, there = FORK.Pipe()
    child = FORK.Process(target=lambda: there.send(function()))
    child.start()
    there.close()
    returned: T = here.recv()
    child.join()
    return returned


@cache
def _line() -> Connection:
    here, there = FORK.Pipe()
    FORK.Process(target=_work, args=(there, here), daemon=True).start()
    there.close()
    return here


def _work(line: Connection, parents: Connection) -> None:
    parents.close()
    while True:
        try:
            house, template, data, at = line.recv()
        except EOFError:
            return
        line.send(_made(house, template, data, at))


def _made(
    house: Path, template: str, data: Mapping[str, Any], at: datetime
) -> tuple[bytes | None, str | None]:
    typeset.HOUSE = house
    try:
        return typeset.pdf(template, data, at=at), None
    except Exception as fault:
        return None, f"{type(fault).__name__}: {getattr(fault, 'diagnostic', fault)}"
