"""Who may read which notes, and search in them."""

from django.db import connection
from django.db.models import Q, QuerySet

from entraide.notebooks.french import search_words
from entraide.notebooks.models import Note, Notebook, Receipt
from entraide.people import receipt_words
from entraide.people.models import LISTENERS, Person

MOST_FOUND = 50
MOST_CANDIDATES = 200

# What two people must read before anyone else does: voices, and sentences made of them.
MADE_OF_VOICES = (Notebook.Kind.POLL, Notebook.Kind.POOLING)
READ_TWICE = Q(kind=Note.Kind.VOICE) | Q(notebook__kind__in=MADE_OF_VOICES)
# What is shown one by one, even where the notebook is public: the lines of a logbook too.
SHOWN_SINGLY = READ_TWICE | Q(notebook__kind=Notebook.Kind.LOGBOOK)


def is_read_twice(note: Note) -> bool:
    """Tell whether two people must read a note before anyone else does: `READ_TWICE` in Python."""
    return note.kind == Note.Kind.VOICE or note.notebook.kind in MADE_OF_VOICES


def is_shown_singly(note: Note) -> bool:
    """Tell whether a note is shown by itself, not with its notebook: `SHOWN_SINGLY` in Python."""
    return is_read_twice(note) or note.notebook.kind == Notebook.Kind.LOGBOOK


def notebooks_visible_to(person: Person | None) -> QuerySet[Notebook]:
    """Return the notebooks one may read: those of one's collectives, and the public ones."""
    public = Q(access=Notebook.Access.PUBLIC)
    if person is None:
        return Notebook.objects.filter(public)
    heard = person.memberships.filter(role__in=LISTENERS).values("collective")
    return Notebook.objects.filter(public | Q(collective__in=heard))


def visible_to(person: Person | None) -> QuerySet[Note]:
    """Return the notes one may read.

    Those who listen read all of their collective. Anyone else reads public notebooks only; of
    voices and statements those that two readers found could be shown, of logbooks the lines that
    were shared with everybody.
    """
    seen = Note.objects.filter(notebook__in=notebooks_visible_to(person))
    shown = ~SHOWN_SINGLY | Q(showing=Note.Showing.SHOWN)
    if person is None:
        return seen.filter(shown)
    heard = person.memberships.filter(role__in=LISTENERS).values("collective")
    return seen.filter(shown | Q(notebook__collective__in=heard))


def of(notebook: Notebook) -> QuerySet[Note]:
    """Return the notes of a notebook, in order, with what a list shows of them."""
    notes = Note.objects.filter(notebook=notebook).select_related("peer_group")
    return notes.order_by("number")


def by_receipt(words: str) -> Note | None:
    """Return the voice that these four words open."""
    digest = receipt_words.receipt_digest(words.split())
    found = Receipt.objects.filter(digest=digest)
    receipt = found.select_related("note__notebook__collective", "note__peer_group").first()
    return receipt.note if receipt else None


def search(collective: int, text: str) -> list[Note]:
    """Return the newest notes of a collective that hold all these words, at most `MOST_FOUND`.

    Whoever asks must have been let in to the collective.
    """
    words = search_words(text)
    if not words:
        return []
    return _notes(collective, _found(collective, words, every=True, most=MOST_FOUND))


def search_any(collective: int, words: list[str]) -> list[Note]:
    """Return the newest notes of a collective that hold any of these words (as they are searched).

    Whoever asks must have been let in to the collective.
    """
    if not words:
        return []
    return _notes(collective, _found(collective, words, every=False, most=MOST_CANDIDATES))


def _notes(collective: int, numbers: list[int]) -> list[Note]:
    found = Note.objects.filter(pk__in=numbers, notebook__collective=collective)
    return list(found.select_related("notebook", "peer_group").order_by("-pk"))


def _found(collective: int, words: list[str], *, every: bool, most: int) -> list[int]:
    """Return the numbers of the newest notes of a collective with every or any of these words."""
    scope = f"zc{int(collective)}z"
    if connection.vendor == "sqlite":
        question = (
            "SELECT rowid FROM notebooks_search WHERE notebooks_search MATCH %s"
            " ORDER BY rowid DESC LIMIT %s"
        )
        joined = (" AND " if every else " OR ").join(f'"{word}"' for word in words)
        asked = f'"{scope}" AND ({joined})'
    else:
        question = (
            "SELECT id FROM notebooks_note WHERE to_tsvector('simple', searched)"
            " @@ to_tsquery('simple', %s) ORDER BY id DESC LIMIT %s"
        )
        joined = (" & " if every else " | ").join(f"'{word}'" for word in words)
        asked = f"'{scope}' & ({joined})"
    with connection.cursor() as cursor:
        cursor.execute(question, [asked, most])
        return [row[0] for row in cursor.fetchall()]
