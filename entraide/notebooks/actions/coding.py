"""Codes notes: each coder for themselves; having found nothing is written too."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from entraide.notebooks.models import Coding, Look, Memo, Note, Theme
from entraide.people.models import Collective, Person


@transaction.atomic
def code_whole(note: Note, themes: Iterable[Theme], *, coder: Person) -> None:
    """Let a coder find exactly these themes in the whole note; spans stay as they are."""
    wanted = {theme.pk: theme for theme in themes}
    mine = Coding.objects.filter(note=note, coder=coder, end=0)
    mine.exclude(theme__in=wanted).delete()
    known = set(mine.values_list("theme_id", flat=True))
    Coding.objects.bulk_create(
        Coding(note=note, theme=theme, coder=coder, day=timezone.localdate())
        for number, theme in wanted.items()
        if number not in known
    )
    _look(note, coder)


def _look(note: Note, coder: Person) -> None:
    """Keep that a coder has looked at a note, now: with the themes there are now."""
    Look.objects.filter(note=note, coder=coder).delete()
    Look.objects.create(note=note, coder=coder)


@transaction.atomic
def code_span(note: Note, theme: Theme, start: int, end: int, *, coder: Person) -> None:
    """Find a theme in some words of a note.

    Raises:
        ValueError: when these are no words of the note.
    """
    if not 0 <= start < end <= len(note.text):
        raise ValueError("no words")
    Coding.objects.get_or_create(
        note=note, theme=theme, coder=coder, start=start, end=end,
        defaults={"day": timezone.localdate()},
    )  # fmt: skip
    _look(note, coder)


@transaction.atomic
def remove(coding: Coding) -> None:
    """Take a coding away."""
    coding.delete()


@transaction.atomic
def write_memo(
    collective: Collective, text: str, *, by: Person, note: Note | None = None,
    theme: Theme | None = None,
) -> Memo:  # fmt: skip
    """Keep a memo about a note or a theme."""
    return Memo.objects.create(
        collective=collective, note=note, theme=theme, text=text, by=by, day=timezone.localdate()
    )
