"""Figures kept once a quarter, and taken up as measures of the thread."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from entraide.exchanges.actions.telling import stories_of
from entraide.exchanges.models import Circle, Snapshot
from entraide.exchanges.quarters import first_day
from entraide.notebooks.actions import writing
from entraide.notebooks.models import Note


def remember(circle: Circle, quarter: int, found: dict[str, Any]) -> bool:
    """Keep the figures of a quarter, once; return whether they are new.

    Args:
        circle: whose.
        quarter: the number of its last quarter.
        found: what `bridge.health.compute` returned.
    """
    since: date = first_day(found.pop("first"))
    try:
        with transaction.atomic():
            Snapshot.objects.create(
                circle=circle, quarter=quarter, since=since, until=first_day(quarter + 1), **found
            )
    except IntegrityError:
        return False
    return True


@transaction.atomic
def take_up(snapshot: Snapshot, name: str, sentence: str) -> Note:
    """Make a figure a measure of the thread, on which a sentence of a cahier can rest; once."""
    uid = writing.uid_of(f"snapshot {snapshot.circle_id}", f"{snapshot.quarter} {name}", "")
    return writing.write_one(
        stories_of(snapshot.circle), sentence, Note.Kind.MEASURE, day=timezone.localdate(), uid=uid
    )
