"""A page in two parts: a shell that changes when someone edits, and numbers that change often.

When people sign up one after the other, each sign-up makes the page new; only its few living
fragments are rendered again and put into the kept shell (measured: docs/decisions/pages.md).
"""

import secrets
import time
from collections.abc import Callable, Mapping

# Drawn anew in each process: no text that people type can hold it.
MARK = f"\ue000{secrets.token_hex(8)}\ue000"
MOST_SHELLS = 200
SECONDS = 60.0

Key = tuple[object, ...]
_shells: dict[Key, tuple[float, list[str]]] = {}


def mark(name: str) -> str:
    """Return what stands in a shell where the fragment of this name goes."""
    return f"{MARK}{name}{MARK}"


def fill(shell: list[str], fragments: Mapping[str, str]) -> str:
    """Return the page: every second piece of a shell names a fragment."""
    return "".join(
        fragments.get(piece, "") if number % 2 else piece for number, piece in enumerate(shell)
    )


def cut(page: str) -> list[str]:
    """Return a rendered page as a shell."""
    return page.split(MARK)


def kept_shell(key: Key, build: Callable[[], str]) -> list[str]:
    """Return the shell kept under this key, built when it is missing or a minute old."""
    now = time.monotonic()
    until, shell = _shells.get(key, (0.0, []))
    if now >= until:
        shell = cut(build())
        if len(_shells) >= MOST_SHELLS:
            _shells.pop(next(iter(_shells)), None)
        _shells[key] = (now + SECONDS, shell)
    return shell


def forget_shells() -> None:
    """Forget every kept shell."""
    _shells.clear()
