"""What a device queued while the network was down: how it is read, and the page that queues it."""

import json
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static

from entraide.ui.fields import tidy_text

MOST_SENT = 500
MOST_TIES = 50
DAMAGED = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
Line = TypeVar("Line")


class BadLines(ValueError):
    """What a device sent is not lines."""


def read_body(body: bytes) -> Any:
    """Return what a device sent.

    Raises:
        BadLines: when it is no document.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise BadLines from fault


def read_lines(document: Any, read: Callable[[Any], Line]) -> tuple[list[Line], list[str]]:
    """Return the lines of a device's document, and the numbers of those that are damaged.

    Args:
        document: what was sent; its lines are under "lines".
        read: what reads one of them, raising one of `DAMAGED` when it cannot.

    Raises:
        BadLines: when it is no list of lines at all.
    """
    lines = document.get("lines") if isinstance(document, dict) else None
    if not isinstance(lines, list) or len(lines) > MOST_SENT:
        raise BadLines
    good, bad = [], []
    for one in lines:
        try:
            good.append(read(one))
        except DAMAGED:
            bad.append(str(one.get("uid", "")) if isinstance(one, dict) else "")
    return good, bad


def words(found: Any, longest: int) -> str:
    """Return a text that can be stored; half a sign is none."""
    if not isinstance(found, str):
        raise TypeError("no text")
    found.encode()
    text = tidy_text(found).strip()
    if len(text) > longest:
        raise ValueError("too long")
    return text


def count(found: Any) -> int:
    """Return a number of changes."""
    return min(max(0, int(found or 0)), 10**6)


def numbers(found: Any) -> tuple[UUID, ...]:
    """Return the numbers of other lines."""
    return tuple(UUID(str(uid)) for uid in list(found or ())[:MOST_TIES])


def worker(request: HttpRequest, store: str, *files: str) -> HttpResponse:
    """Return the script that keeps a page on the device, with the files it needs.

    Args:
        request: for the script, at an address below the page.
        store: the word its part of the device's memory begins with.
        files: names of static files.
    """
    context = {"files": json.dumps([static(name) for name in files]), "store": store}
    return render(request, "ui/keep_page.js", context, content_type="text/javascript")
