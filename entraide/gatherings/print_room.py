"""Papers are typeset behind the pages, in a process of its own.

Typst, its fonts and what it remembers weigh more than the pages: the process ends with the work and
the memory comes back. It reads no database: the parent reads, the child typesets.
"""

import logging
import multiprocessing
import zipfile
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from entraide.gatherings.actions import print_outs
from entraide.gatherings.models import Gathering, PrintOut
from entraide.gatherings.queries import papers, print_outs as printed
from entraide.gatherings.queries.print_outs import Made
from entraide.people.models import Person
from entraide.ui import typeset

logger = logging.getLogger("entraide.background")
FORK = multiprocessing.get_context("fork")
TEMPLATES = "gatherings/paper"
# What one paper takes at most, in seconds: a thousand people take less (bench/papers.py).
PATIENCE = 60.0


@transaction.atomic
def order(gathering: Gathering, *, names: Sequence[str], by: Person) -> PrintOut:
    """Ask for papers; they are made behind the pages."""
    print_out, new = print_outs.ask(gathering, papers=names, by=by)
    if new:
        print_papers.enqueue(print_out.pk)
    return print_out


@task()
def print_papers(number: int) -> str:
    """Make the papers of a print-out, one by one, then the archive of all of them."""
    print_out = print_outs.begin(number)
    if print_out is None:
        return "nothing to do"
    try:
        made = _make(print_out)
        print_outs.finish(print_out, made)
    except Exception as fault:
        # The class only: what the template refused may hold a name.
        logger.error("print-out %s not made: %s", number, type(fault).__name__)
        print_outs.fail(print_out)
        return "failed"
    return "ready" if made.pages else "failed"


def _make(print_out: PrintOut) -> Made:
    gathering, made = print_out.gathering, Made()
    folder = printed.folder(print_out)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lacks = papers.lacking(gathering)
    names = [name for name in papers.PAPERS if name in (print_out.papers or papers.PAPERS)]
    press = Press()
    try:
        for done, name in enumerate(names):
            print_outs.advance(print_out, done, len(names))
            if papers.PAPERS[name].needs in lacks:
                made.skipped.append(name)
            elif pages := press.make(name, gathering, folder):
                made.pages[name] = pages
            else:
                made.failed.append(name)
    finally:
        press.close()
    _archive(gathering, folder, list(made.pages))
    return made


def _archive(gathering: Gathering, folder: Path, names: list[str]) -> None:
    """Put the papers in one file; they are compressed already."""
    if names:
        with zipfile.ZipFile(folder / printed.archive_name(gathering), "w") as archive:
            for name in names:
                path = folder / printed.file_name(gathering, name)
                archive.write(path, path.name)


class Press:
    """The child process that typesets; started again when a paper was too much for it."""

    def __init__(self) -> None:
        self.line: Connection | None = None
        self.child: Any = None

    def make(self, name: str, gathering: Gathering, folder: Path) -> int:
        """Make a paper; return how many pages it has, 0 when it could not be made."""
        line = self.line or self._start()
        now = timezone.now()
        data = papers.data_of(name, gathering, now)
        path = folder / printed.file_name(gathering, name)
        try:
            line.send((f"{TEMPLATES}/{papers.PAPERS[name].template}", data, now, path))
            answer = line.recv() if line.poll(PATIENCE) else "too long"
        except (EOFError, OSError):
            answer = "the process ended"
        if isinstance(answer, int):
            return answer
        logger.error("paper %s not made: %s", name, answer)
        self.close()
        return 0

    def _start(self) -> Connection:
        here, there = FORK.Pipe()
        self.child = FORK.Process(target=_work, args=(there, here), daemon=True)
        self.child.start()
        there.close()
        self.line = here
        return here

    def close(self) -> None:
        """End the child."""
        if self.line:
            self.line.close()
            self.child.join(timeout=0.5)
            if self.child.is_alive():
                self.child.kill()
                self.child.join()
        self.line = self.child = None


def _work(line: Connection, parents: Connection) -> None:
    """Typeset what comes, in the child, until the parent hangs up."""
    # Held open here, the other end would never be seen to hang up.
    parents.close()
    while True:
        try:
            template, data, at, path = line.recv()
        except EOFError:
            return
        line.send(_typeset(template, data, at, path))


def _typeset(template: str, data: papers.Data, at: Any, path: Path) -> int | str:
    """Write a file; return its pages, or the class of what went wrong: the rest may hold a name."""
    try:
        content = typeset.pdf(template, data, at=at)
        path.write_bytes(content)
        return typeset.pages(content)
    except Exception as fault:
        return type(fault).__name__
