"""Two people read a voice before anyone else may; one who withholds it is enough."""

from django.db import transaction
from django.utils import timezone

from entraide.notebooks.actions.writing import trace
from entraide.notebooks.models import Note, NoteChange, Reading
from entraide.people.models import Person

READERS = 2
Showing = Note.Showing


@transaction.atomic
def read(note: Note, *, reader: Person, shows: bool) -> str:
    """Keep what a reader says, the last time they said it; return what becomes of the voice."""
    note = Note.objects.select_for_update().get(pk=note.pk)
    said = {"shows": shows, "day": timezone.localdate()}
    Reading.objects.update_or_create(note=note, reader=reader, defaults=said)
    verdicts = list(note.readings.values_list("shows", flat=True))
    if not all(verdicts):
        becomes = Showing.WITHHELD
    elif len(verdicts) >= READERS:
        becomes = Showing.SHOWN
    else:
        becomes = Showing.UNREAD
    if becomes != note.showing:
        note.showing = becomes
        note.save(update_fields=["showing"])
        if becomes != Showing.UNREAD:
            trace(note, NoteChange.What(becomes), by=reader)
    return becomes
