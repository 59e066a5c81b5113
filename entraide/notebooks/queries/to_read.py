"""Voices that a second look must read before anyone else does."""

from dataclasses import dataclass

from django.db.models import QuerySet

from entraide.notebooks.identifying import pieces
from entraide.notebooks.models import Note, Notebook
from entraide.notebooks.queries import notes
from entraide.people.models import Person

Showing = Note.Showing


@dataclass(frozen=True)
class ToRead:
    """A voice, cut where something could tell who spoke."""

    note: Note
    pieces: list[tuple[str, str]]

    @property
    def is_marked(self) -> bool:
        """Tell whether anything is pointed out."""
        return any(what for _text, what in self.pieces)


def voices(notebook: Notebook) -> QuerySet[Note]:
    """Return the living voices and statements of a notebook."""
    return Note.objects.filter(notes.READ_TWICE, notebook=notebook, withdrawn=False)


def for_reader(notebook: Notebook, reader: Person, most: int) -> list[ToRead]:
    """Return the voices that still need this reader, with what is pointed out in them."""
    mine = voices(notebook).filter(showing=Showing.UNREAD).exclude(readings__reader=reader)
    return [ToRead(note, pieces(note.text)) for note in mine.order_by("number")[:most]]


def progress(notebook: Notebook) -> dict[str, int]:
    """Return how many voices are shown, withheld, and still to be read."""
    found = list(voices(notebook).values_list("showing", flat=True))
    return {showing: found.count(showing) for showing in Showing.values}
