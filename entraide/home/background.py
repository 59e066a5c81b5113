"""What works behind the pages: tasks that are due, and the housekeeping of each hour."""

import logging
import os
import signal
import threading
from datetime import date, timedelta
from types import FrameType

from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from entraide.exchanges.actions import keeping
from entraide.exchanges.background import look_again, remember_quarters
from entraide.exchanges.models import Circle
from entraide.expertise.actions import publishing
from entraide.expertise.actions.reminding import remind
from entraide.gatherings.actions.housekeeping import housekeep
from entraide.notebooks.actions import forgetting
from entraide.research.actions import participating

logger = logging.getLogger("entraide.background")
PAUSE = 2.0  # seconds between two looks
KEPT = timedelta(days=7)  # how long a finished task is remembered


def work(*, parent: int | None = None) -> None:
    """Do what is due until asked to stop, or until the parent process is gone."""
    stop = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, ask_to_stop)
    signal.signal(signal.SIGTERM, ask_to_stop)
    forgotten = taken_back = 0
    done_on: date | None = None
    while not stop.is_set() and (parent is None or os.getppid() == parent):
        try:
            run_due()
            forgotten = forgetting.forget(forgotten)
            taken_back = publishing.take_back(taken_back)
            done_on = _do_daily(done_on)
        except Exception:
            # One bad round must not stop the letters of the next.
            logger.exception("a round of background work failed")
        close_old_connections()
        stop.wait(PAUSE)


def _do_daily(last: date | None) -> date:
    """Remind, let go who left, end what is over, tell figures, once a day; return the day."""
    today = timezone.localdate()
    if today != last:
        remind(today)
        participating.sweep(today)
        keeping.sweep(today)
        look_again()
        for circle in Circle.objects.values_list("pk", flat=True):
            remember_quarters.enqueue(circle)
    return today


def run_due() -> None:
    """Do one round: housekeeping, then every task that is ready."""
    now = timezone.now()
    housekeep(now=now)
    if DBTaskResult.objects.ready().exists():
        worker = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="entraide",
            excluded_queue_names=[],
        )
        worker.run()
        DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()
