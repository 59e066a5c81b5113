"""Print-outs: asked for, made behind the pages, erased after a day with their files."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from entraide.gatherings.models import Gathering, PrintOut
from entraide.gatherings.queries import print_outs
from entraide.gatherings.queries.print_outs import BUSY, Made
from entraide.people.models import Person

KEPT = timedelta(days=1)
# A print-out whose process died says so after this time.
LOST = timedelta(minutes=10)


@transaction.atomic
def ask(gathering: Gathering, *, papers: Sequence[str], by: Person) -> tuple[PrintOut, bool]:
    """Ask for papers, all of them when none is named; asked twice in a row, it is one print-out.

    Returns:
        the print-out, and whether it is a new one.
    """
    # Two clicks come one after the other.
    Gathering.objects.select_for_update().get(pk=gathering.pk)
    for waiting in gathering.print_outs.filter(state__in=BUSY):
        if waiting.papers == list(papers):
            return waiting, False
    return gathering.print_outs.create(papers=list(papers), asked_by=by), True


def begin(number: int) -> PrintOut | None:
    """Mark a print-out as running and return it, unless it runs already or is gone."""
    asked = PrintOut.objects.filter(pk=number, state=PrintOut.State.ASKED)
    if not asked.update(state=PrintOut.State.RUNNING):
        return None
    return PrintOut.objects.select_related("gathering__collective").get(pk=number)


def advance(print_out: PrintOut, done: int, of: int) -> None:
    """Write how far the work is."""
    PrintOut.objects.filter(pk=print_out.pk).update(progress=100 * done // max(1, of))


def finish(print_out: PrintOut, made: Made) -> None:
    """Keep what was made; a print-out of which nothing could be made has failed."""
    folder = print_outs.folder(print_out)
    (folder / print_outs.INDEX).write_text(json.dumps(asdict(made)), encoding="utf-8")
    state = PrintOut.State.READY if made.pages else PrintOut.State.FAILED
    PrintOut.objects.filter(pk=print_out.pk).update(
        state=state, progress=100, done_at=timezone.now()
    )


def fail(print_out: PrintOut) -> None:
    """Say that nothing came of a print-out."""
    PrintOut.objects.filter(pk=print_out.pk, state__in=BUSY).update(
        state=PrintOut.State.FAILED, done_at=timezone.now()
    )


def expire(*, now: datetime) -> int:
    """Erase print-outs older than a day and folders of none; give lost ones up."""
    PrintOut.objects.filter(state=PrintOut.State.RUNNING, asked_at__lte=now - LOST).update(
        state=PrintOut.State.FAILED, done_at=now
    )
    erased, _rows = PrintOut.objects.filter(asked_at__lte=now - KEPT).delete()
    _sweep()
    return erased


def _sweep() -> None:
    """Erase the folders that no print-out owns."""
    folders = {path.name: path for path in _folders()}
    if not folders:
        return
    uids = [uid for uid in map(_uid, folders) if uid]
    owned = PrintOut.objects.filter(uid__in=uids).values_list("uid", flat=True)
    for name in folders.keys() - set(map(str, owned)):
        shutil.rmtree(folders[name], ignore_errors=True)


def _folders() -> list[Path]:
    try:
        return list(print_outs.every_folder().iterdir())
    except FileNotFoundError:
        return []


def _uid(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
