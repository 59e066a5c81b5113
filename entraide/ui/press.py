"""Typesets one file in a process of its own: Typst weighs more than the pages, and goes with it."""

import hashlib
import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from entraide.ui import typeset

logger = logging.getLogger("entraide.papers")

# What one file takes at most, in seconds.
PATIENCE = 60.0


class NotTypeset(Exception):
    """A file could not be made; holds the class of what went wrong, never a text of people."""


def pdf_apart(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return what `typeset.pdf` returns, made by another process that ends with it.

    Raises:
        NotTypeset: when it could not be made, or not in time.
    """
    asked = json.dumps({"template": template, "data": data, "at": at.isoformat()})
    return by_another_process(asked.encode())


def by_another_process(asked: bytes) -> bytes:
    """Return what `main` writes for what it reads, in a process of its own."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "entraide.ui.press"],
            input=asked,
            capture_output=True,
            timeout=PATIENCE,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise NotTypeset("too long") from fault
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise NotTypeset(lines[-1].split(":", 1)[0] if lines else "ended")
    return done.stdout


def kept_pdf(
    folder: str, name: str, template: str, data: Mapping[str, Any], *, at: datetime
) -> bytes:
    """Return what `pdf_apart` returns, made once for what it says, then read from a file.

    Args:
        folder: in the folder of the neighbourhood, where the file is kept.
        name: of what is printed; files of what it said before go: what was taken back is in none.
        template: of the file.
        data: what it says. When it was printed ("printed") makes no other file.
        at: the date that the file says it is of.

    Raises:
        NotTypeset: when it could not be made, or not in time.
    """
    where = Path(settings.DATA_FOLDER) / folder
    where.mkdir(mode=0o700, exist_ok=True)
    said = json.dumps({**data, "printed": ""}, sort_keys=True)
    digest = hashlib.sha256(said.encode()).hexdigest()[:16]
    path = where / f"{name}-{digest}.pdf"
    for old in where.glob(f"{name}-*.pdf"):
        if old != path:
            old.unlink(missing_ok=True)
    if not path.exists():
        beside = path.with_suffix(".part")
        beside.write_bytes(pdf_apart(template, data, at=at))
        beside.replace(path)
    return path.read_bytes()


def not_printed(request: HttpRequest, fault: NotTypeset) -> HttpResponse:
    """Return a page that says what to do when a file could not be made."""
    logger.error("a file was not made: %s", fault)
    return render(request, "ui/not_printed.html", status=503)


def main() -> None:
    """Read what is asked, write the file."""
    # Without `django.setup`, which takes longer than the file: nothing here needs the apps.
    asked = json.load(sys.stdin)
    at = datetime.fromisoformat(asked["at"])
    sys.stdout.buffer.write(typeset.pdf(asked["template"], asked["data"], at=at))


if __name__ == "__main__":
    main()
