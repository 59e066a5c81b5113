"""Votes are counted behind the pages, in a process of its own that ends with the work."""

import logging
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from django_tasks import task

from entraide.votes import bridge
from entraide.votes.models import Reckoning
from entraide.votes.queries import counting

logger = logging.getLogger("entraide.background")
FORK = multiprocessing.get_context("fork")


@task()
def reckon(number: int) -> str:
    """Count the votes of a poll and keep what they say."""
    reckoning = Reckoning.objects.select_related("poll__notebook").filter(pk=number).first()
    if reckoning is None or reckoning.state != Reckoning.State.ASKED:
        return "nothing to do"
    poll = reckoning.poll
    digest, rows = counting.digest(poll), counting.rows(poll)
    try:
        with ProcessPoolExecutor(max_workers=1, mp_context=FORK) as child:
            solution = child.submit(bridge.reckon, rows, counting.groups(poll)).result()
    except Exception as fault:  # Whatever it is, who waits for the count must know.
        logger.exception("reckoning %s: %s", number, type(fault).__name__)
        Reckoning.objects.filter(pk=number).update(state=Reckoning.State.LOST)
        return "lost"
    Reckoning.objects.filter(pk=number).update(
        state=Reckoning.State.READY,
        digest=digest,
        ballots=len({ballot for ballot, _statement, _value in rows}),
        votes=len(rows),
        solution=solution,
    )
    return "done"
