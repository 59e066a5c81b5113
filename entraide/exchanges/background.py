"""What is computed behind the pages of mutual aid, in processes of their own."""

import logging
import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from django.utils import timezone
from django_tasks import task

from entraide.exchanges.actions import looping as actions, remembering
from entraide.exchanges.bridge import health, looping
from entraide.exchanges.models import Circle, Search
from entraide.exchanges.queries import health as queries

logger = logging.getLogger("entraide.background")
FORK = multiprocessing.get_context("fork")


class Interrupted(Exception):
    """The process that computes was ended: the program closes, or memory ran out."""


def apart(compute: Callable[..., Any], *given: object) -> Any:
    """Return what a process that ends with the work computes: solvers weigh more than pages.

    Raises:
        Interrupted: when it was ended from outside.
    """
    try:
        with ProcessPoolExecutor(1, mp_context=FORK, initializer=_ends_when_asked) as child:
            return child.submit(compute, *given).result()
    except BrokenProcessPool as fault:
        raise Interrupted from fault


def _ends_when_asked() -> None:
    """End at once at Ctrl-C: what is computed can be computed again, nobody waits for it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


@task()
def look_for_loops(number: int) -> str:
    """Look for loops, and propose them to each person apart."""
    asked = Search.objects.select_related("circle__collective").filter(pk=number)
    search = asked.filter(state=Search.State.ASKED).first()
    if search is None:
        return "nothing to do"
    who = looping.free(search.circle)
    problem = looping.problem_of(search.circle, who, search.max_length)
    try:
        answer = apart(looping.compute, problem, actions.refused(search.circle))
    except Interrupted:
        actions.lose(search)
        return "lost"
    except Exception as fault:  # Whatever it is, who waits for loops must know.
        logger.exception("search %s: %s", number, type(fault).__name__)
        actions.lose(search)
        return "lost"
    actions.propose(search, looping.found(who, problem, answer))
    return "done"


def look_again() -> None:
    """Look for other loops where one ended and nobody looked since: the others are free."""
    for circle in Circle.objects.all():
        search = actions.look_again(circle)
        if search:
            look_for_loops.enqueue(search.pk)


@task()
def remember_quarters(number: int) -> str:
    """Compute the figures of each quarter of a circle that is over, and keep them."""
    circle = Circle.objects.select_related("collective").filter(pk=number).first()
    if circle is None:
        return "nothing to do"
    for quarter in queries.due(circle, timezone.localdate()):
        asked = health.read(circle, quarter)
        try:
            found = apart(health.compute, asked)
        except Interrupted:
            return "lost"
        except Exception as fault:  # Tried again tomorrow; no figure is better than a wrong one.
            logger.exception("snapshot %s of %s: %s", quarter, number, type(fault).__name__)
            return "lost"
        remembering.remember(circle, quarter, found)
    return "done"
