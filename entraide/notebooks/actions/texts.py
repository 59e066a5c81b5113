"""Texts under discussion: numbered paragraphs; a new version leaves the old one as it was."""

import difflib
from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction

from entraide.notebooks.actions import anchoring, writing
from entraide.notebooks.models import Anchor, Note, Notebook
from entraide.people.models import Collective

# A paragraph takes the place of the one it looks most like, from this share of common signs on.
ALIKE = 0.5


@transaction.atomic
def write_text(
    collective: Collective,
    *,
    title: str,
    paragraphs: Sequence[str],
    previous: Notebook | None = None,
) -> Notebook:
    """Write a text, or its next version; return its notebook, closed."""
    text = Notebook.objects.create(
        collective=collective,
        kind=Notebook.Kind.TEXT,
        title=title,
        previous=previous,
        access=previous.access if previous else Notebook.Access.LISTENERS,
    )
    lines = [writing.Line(uuid4(), one, kind=Note.Kind.PROPOSAL) for one in paragraphs]
    writing.write(text, lines)
    writing.close(text, read_back=False)
    if previous:
        _follow(list(text.notes.all()), list(previous.notes.all()))
    return text


def _follow(fresh: Sequence[Note], old: Sequence[Note]) -> None:
    """Tie each paragraph to the one whose place it takes; critiques find their way by it."""
    for note in fresh:
        likeness = [
            (difflib.SequenceMatcher(None, one.text, note.text).ratio(), -one.number, one)
            for one in old
        ]
        best = max(likeness, default=None, key=lambda each: each[:2])
        if best and best[0] >= ALIKE:
            anchoring.anchor(note, [best[2]], how=Anchor.How.FOLLOWS)
