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
    key: str = "",
) -> Notebook:
    """Write a text, or its next version; return its notebook, closed.

    The same key twice is the same text.
    """
    given = {
        "collective": collective,
        "kind": Notebook.Kind.TEXT,
        "title": title,
        "previous": previous,
        "access": previous.access if previous else Notebook.Access.LISTENERS,
    }
    uid = writing.uid_of(f"text {collective.pk}", key, "\n".join([title, *paragraphs]))
    text, new = Notebook.objects.get_or_create(uid=uid, defaults=given)
    if not new:
        return text
    lines = [writing.Line(uuid4(), one, kind=Note.Kind.PROPOSAL) for one in paragraphs]
    writing.write(text, lines)
    writing.close(text, read_back=False)
    if previous:
        _follow(list(text.notes.all()), list(previous.notes.all()))
    return text


def _follow(fresh: Sequence[Note], old: Sequence[Note]) -> None:
    """Tie each paragraph to the one whose place it takes; critiques find their way by it."""
    for note in fresh:
        best = _most_like(note.text, old)
        if best:
            anchoring.anchor(note, [best], how=Anchor.How.FOLLOWS)


def _most_like(text: str, old: Sequence[Note]) -> Note | None:
    """Return the note whose words are most like these: the same ones, else by common signs.

    A bound that is quick to compute (the signs that both have) puts most of them aside: two texts
    of 190 paragraphs take a second, not a minute.
    """
    same = next((one for one in old if one.text == text), None)
    if same:
        return same
    matcher = difflib.SequenceMatcher(None, "", text, autojunk=False)
    best, found = ALIKE, None
    for one in old:
        matcher.set_seq1(one.text)
        if matcher.real_quick_ratio() < best or matcher.quick_ratio() < best:
            continue
        likeness = matcher.ratio()
        if likeness > best or (found is None and likeness == best):
            best, found = likeness, one
    return found
