"""Bringing tables together: similar voices grouped by hand under one sentence."""

from collections.abc import Iterable

from django.db import transaction

from entraide.notebooks.actions import anchoring, writing
from entraide.notebooks.models import Note, Notebook


@transaction.atomic
def group(
    pooling: Notebook, *, text: str, stance: str, voices: Iterable[Note], key: str = ""
) -> Note:
    """Write the sentence that voices have in common; it rests on them."""
    uid = writing.uid_of(f"group {pooling.pk}", key, text)
    line = writing.Line(uid, text, stance=stance, kind=Note.Kind.CLAIM)
    writing.write(pooling, [line])
    note = Note.objects.get(uid=line.uid)
    anchoring.anchor(note, voices)
    return note
