"""The thread, walked both ways by one recursive question to the database.

Who may see what is asked apart: a walk gives numbers and depths only.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from entraide.notebooks.models import Anchor, Note

# A thread of the source has six links; beyond this one is in a circle that nobody made.
DEEPEST = 30
# As far as a whole thread is shown, and how many notes each way are looked at for it.
DEEPEST_SHOWN, MOST_WALKED = 250, 1_000

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
# Both ways at once, with the links themselves: which way, the note, what it rests on.
_LINKS = """
WITH RECURSIVE root(note_id) AS (SELECT id FROM notebooks_note WHERE uid = %s),
down(note_id, depth) AS (
    SELECT note_id, 0 FROM root
    UNION
    SELECT a.rests_on_id, w.depth + 1
    FROM down w JOIN notebooks_anchor a ON a.note_id = w.note_id
    WHERE w.depth < %s AND a.how IN ({walked})
),
up(note_id, depth) AS (
    SELECT note_id, 0 FROM root
    UNION
    SELECT a.note_id, w.depth + 1
    FROM up w JOIN notebooks_anchor a ON a.rests_on_id = w.note_id
    WHERE w.depth < %s AND a.how IN ({walked})
),
-- The nearest first: both databases walk in rings, and stop when enough was found.
below(note_id) AS (SELECT note_id FROM down LIMIT %s),
over(note_id) AS (SELECT note_id FROM up LIMIT %s)
SELECT 2, note_id, note_id FROM root
UNION ALL
SELECT DISTINCT 0, a.note_id, a.rests_on_id FROM below w
JOIN notebooks_anchor a ON a.note_id = w.note_id WHERE a.how IN ({walked})
UNION ALL
SELECT DISTINCT 1, a.note_id, a.rests_on_id FROM over w
JOIN notebooks_anchor a ON a.rests_on_id = w.note_id WHERE a.how IN ({walked})
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
# What carries what was said. A voice that speaks of a paragraph does not rest on it, and a version
# that replaces another says something else.
CARRYING = (Anchor.How.RESTS, Anchor.How.JOINS, Anchor.How.QUOTES, Anchor.How.ANSWERS)
LINKS = _LINKS.format(walked=", ".join(f"'{how}'" for how in CARRYING))


def down(note: int, *, deepest: int = DEEPEST) -> dict[int, int]:
    """Return what a note rests on, near and far: {number of the note: fewest links to it}."""
    return _walk(DOWN, note, deepest)


def up(note: int, *, deepest: int = DEEPEST) -> dict[int, int]:
    """Return what rests on a note, near and far: {number of the note: fewest links to it}."""
    return _walk(UP, note, deepest)


@dataclass(frozen=True)
class Links:
    """The links of the whole thread of a note, down and up, each a note and the one it rests on."""

    root: int
    down: list[tuple[int, int]]
    up: list[tuple[int, int]]


def links(uid: UUID) -> Links | None:
    """Return what a note rests on and what rests on it, near and far; one query.

    None when there is no such note.
    """
    adapted = Note._meta.get_field("uid").get_db_prep_value(uid, connection)
    with connection.cursor() as cursor:
        cursor.execute(LINKS, [adapted, DEEPEST_SHOWN, DEEPEST_SHOWN, MOST_WALKED, MOST_WALKED])
        found = cursor.fetchall()
    root = next((note for way, note, _same in found if way == 2), None)
    if root is None:
        return None
    return Links(
        root=root,
        down=[(note, below) for way, note, below in found if way == 0],
        up=[(note, below) for way, note, below in found if way == 1],
    )


_UNDER = """
WITH RECURSIVE under(note_id) AS (
    SELECT n.id FROM notebooks_note n WHERE n.notebook_id = %s AND NOT n.withdrawn
    UNION
    SELECT a.rests_on_id FROM under w JOIN notebooks_anchor a ON a.note_id = w.note_id
    WHERE a.how IN ({walked})
)
SELECT note_id FROM under
"""
UNDER = _UNDER.format(walked=", ".join(f"'{how}'" for how in CARRYING))


def under(notebook: int) -> set[int]:
    """Return the living notes of a notebook and everything that they rest on; one query."""
    with connection.cursor() as cursor:
        cursor.execute(UNDER, [notebook])
        return {row[0] for row in cursor.fetchall()}


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
