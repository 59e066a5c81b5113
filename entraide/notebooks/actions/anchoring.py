"""Ties notes into the thread, which never comes back on itself."""

from collections.abc import Iterable

from django.db import connection, transaction

from entraide.notebooks.models import Anchor, Note
from entraide.notebooks.queries import thread


class Circle(ValueError):
    """What a note would rest on rests on that note already."""


@transaction.atomic
def anchor(note: Note, rests_on: Iterable[Note], *, how: str = Anchor.How.RESTS) -> None:
    """Let a note rest on others; those it rests on already stay as they are.

    Raises:
        Circle: when one of them is the note itself, or rests on it; nothing is tied then.
    """
    _alone()
    above = thread.above(note.pk)
    below = list(rests_on)
    if any(one.pk in above for one in below):
        raise Circle
    anchors = [Anchor(note=note, rests_on=one, how=how) for one in below]
    Anchor.objects.bulk_create(anchors, ignore_conflicts=True)


def _alone() -> None:
    """Let no one else tie anything until this transaction ends.

    Two people who tie two notes to each other at once would each see no circle. SQLite has one
    writer already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE notebooks_anchor IN SHARE ROW EXCLUSIVE MODE")


@transaction.atomic
def untie(note: Note, rests_on: Note) -> None:
    """Take one link away."""
    Anchor.objects.filter(note=note, rests_on=rests_on).delete()
