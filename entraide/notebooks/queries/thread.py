"""The thread, walked both ways by one recursive question to the database.

Who may see what is asked apart: a walk gives numbers and depths only.
"""

from typing import Any

from django.db import connection

from entraide.notebooks.models import Anchor

# A thread of the source has six links; beyond this one is in a circle that nobody made.
DEEPEST = 30

_WALK = """
WITH RECURSIVE walk(note_id, depth) AS (
    SELECT CAST(%s AS bigint), 0
    UNION
    SELECT a.{there}, w.depth + 1
    FROM walk w JOIN notebooks_anchor a ON a.{here} = w.note_id
    WHERE w.depth < %s
)
SELECT note_id, MIN(depth) FROM walk WHERE depth > 0 GROUP BY note_id
"""
_ABOVE = """
WITH RECURSIVE above(note_id) AS (
    SELECT CAST(%s AS bigint)
    UNION
    SELECT a.note_id FROM above w JOIN notebooks_anchor a ON a.rests_on_id = w.note_id
)
SELECT note_id FROM above
"""
DOWN = _WALK.format(here="note_id", there="rests_on_id")
UP = _WALK.format(here="rests_on_id", there="note_id")


def down(note: int, *, deepest: int = DEEPEST) -> dict[int, int]:
    """Return what a note rests on, near and far: {number of the note: fewest links to it}."""
    return _walk(DOWN, note, deepest)


def up(note: int, *, deepest: int = DEEPEST) -> dict[int, int]:
    """Return what rests on a note, near and far: {number of the note: fewest links to it}."""
    return _walk(UP, note, deepest)


def above(note: int) -> set[int]:
    """Return a note and everything that rests on it, however far: what it must never rest on."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [note])
        return {row[0] for row in cursor.fetchall()}


def _walk(question: str, note: int, deepest: int) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(question, [note, deepest])
        found: list[tuple[int, int]] = cursor.fetchall()
    return dict(found)


def circles() -> list[int]:
    """Return the notes that no order can put after what they rest on: in a circle, or above one.

    Reads every anchor once and takes away, again and again, the notes that rest on nothing left
    (Kahn, Topological sorting of large networks, 1962). Memory grows with the number of anchors.
    """
    rests: dict[int, int] = {}
    carries: dict[int, list[int]] = {}
    pairs: Any = Anchor.objects.order_by().values_list("note_id", "rests_on_id")
    for note, below in pairs.iterator(chunk_size=10_000):
        rests[note] = rests.get(note, 0) + 1
        carries.setdefault(below, []).append(note)
    free = [note for note in carries if note not in rests]
    while free:
        for note in carries.get(free.pop(), ()):
            rests[note] -= 1
            if rests[note] == 0:
                free.append(note)
    return sorted(note for note, left in rests.items() if left)
