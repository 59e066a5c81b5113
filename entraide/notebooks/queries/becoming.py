"""What became of a voice: what rests on it, near and far, that may be shown."""

from dataclasses import dataclass

from entraide.notebooks.models import Note
from entraide.notebooks.queries import notes, thread
from entraide.people.models import Person


@dataclass(frozen=True)
class Link:
    """A note on the way, with how many links lead to it."""

    note: Note
    depth: int


def links_up(note: Note, person: Person | None) -> tuple[list[Link], int]:
    """Return what rests on a note and may be read, the nearest first, and how much may not yet."""
    return _links(thread.up(note.pk), person)


def links_down(note: Note, person: Person | None) -> tuple[list[Link], int]:
    """Return what a note rests on and may be read, the nearest first, and how much may not."""
    return _links(thread.down(note.pk), person)


def _links(walk: dict[int, int], person: Person | None) -> tuple[list[Link], int]:
    shown = notes.visible_to(person).filter(pk__in=walk).select_related("notebook", "peer_group")
    found = [Link(note, walk[note.pk]) for note in shown]
    found.sort(key=lambda link: (link.depth, link.note.pk))
    return found, len(walk) - len(found)
