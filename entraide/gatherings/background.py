"""What is computed behind the pages, in a process of its own.

The solvers weigh more than the pages: their process ends with the work, and the memory comes back.
It reads no database; it is told what was read, and tells how far it is.
"""

import logging
import multiprocessing
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from django_tasks import task

from entraide.gatherings import bridge
from entraide.gatherings.actions import composing
from entraide.gatherings.bridge import Day, Infeasible, NotFair, Undecided
from entraide.gatherings.composing_wording import impossible_sentence, lost_sentence
from entraide.gatherings.models import Composition

logger = logging.getLogger("entraide.background")
FORK = multiprocessing.get_context("fork")
LOOK_SECONDS = 0.4
DONE, PART, IMPOSSIBLE = "done", "part", "impossible"


@task()
def compose(number: int) -> str:
    """Compute a composition and keep it for people to read."""
    composition = composing.begin(number)
    if composition is None:
        return "nothing to do"
    day = bridge.gathered(composition)
    if not day.people:
        arrived = composition.who == Composition.Who.ARRIVED
        why = "nobody-came" if arrived else "nobody"
        composing.give_up(composition, impossible_sentence(why, ()))
        return "nobody"
    here, there = FORK.Pipe()
    child = FORK.Process(target=work, args=(there, day), daemon=True)
    child.start()
    there.close()
    try:
        return follow(composition, here)
    finally:
        child.join(timeout=5)
        if child.is_alive():
            child.kill()


def follow(composition: Composition, line: Connection) -> str:
    """Listen to the child until it is done; pass a wish to stop on to it."""
    told = False
    part = 0.0
    word: str
    value: Any
    while True:
        try:
            word, value = line.recv() if line.poll(LOOK_SECONDS) else (PART, part)
        except (EOFError, OSError):
            logger.error("composition %s: the process ended without an answer", composition.pk)
            composing.give_up(composition, lost_sentence())
            return "lost"
        if word == DONE:
            composing.finish(composition, value)
            return "done"
        if word == IMPOSSIBLE:
            composing.give_up(composition, impossible_sentence(*value))
            return "impossible"
        part = float(value)
        if composing.advance(composition, part) and not told:
            # A child that has just died says so at the next look, by an end of file.
            with suppress(OSError):
                line.send("stop")
            told = True


def work(line: Connection, day: Day) -> None:
    """Compute, in the child."""
    pace = Pace(line)
    try:
        line.send((DONE, bridge.compute(day, pace)))
    except Infeasible as reason:
        line.send((IMPOSSIBLE, (reason.kind, reason.about)))
    except Undecided:
        line.send((IMPOSSIBLE, ("undecided", ())))
    except NotFair as fault:
        logger.error("a composition did not pass its check: %s", fault)
        line.send((IMPOSSIBLE, ("not-fair", ())))


class Pace:
    """Tells the parent how far the work is; stops when the parent says so."""

    def __init__(self, line: Connection) -> None:
        self.line = line
        self.spoke = 0.0
        self.stopped = False

    def __call__(self, part: float) -> float:
        """Return the part to go on from."""
        now = time.monotonic()
        if now - self.spoke > LOOK_SECONDS:
            self.spoke = now
            self.stopped = self.stopped or self.line.poll()
            self.line.send((PART, part))
        return 1.0 if self.stopped else part
