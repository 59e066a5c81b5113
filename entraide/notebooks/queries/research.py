"""What leaves for researchers: notebooks as a study, for the team or for others.

Who asks must listen in the collective. Others are told where and by which peers a voice was said
only as anybody may read it (`explorer.told_of`), and get no order, no memo and no link that would
tell more.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from entraide.notebooks.models import Note, Notebook
from entraide.notebooks.queries import coding, explorer
from entraide.notebooks.queries.notes import is_read_twice
from entraide.notebooks.queries.research_parts import (
    memos_of,
    own_tables,
    themes_from,
    ties_of,
    told_tables,
    voices_of,
)
from entraide.notebooks.queries.research_rows import (
    Rows,
    coders_of,
    notes_of,
    rows_of,
    small_sensitive,
)
from entraide.notebooks.refi.study import Study, Theme
from entraide.notebooks.small_numbers import LEAST_CROSSED
from entraide.people.models import Collective

# The other kinds have pages of their own, and say again what notes of these say.
KINDS = (
    Notebook.Kind.TABLE, Notebook.Kind.TEXT, Notebook.Kind.POOLING, Notebook.Kind.LOGBOOK,
    Notebook.Kind.POLL, Notebook.Kind.EDITION,
)  # fmt: skip


class Audience(TextChoices):
    """Who will have the file."""

    TEAM = "team", _("L'équipe : tout, sauf les paroles gardées pour nous.")
    WHOLE = "whole", _("L'équipe, pour une copie : tout, paroles gardées pour nous comprises.")
    SHARED = "shared", _("D'autres personnes : seulement les paroles relues et montrables.")


@dataclass(frozen=True)
class Wish:
    """What is asked: for whom, and whether coders are named."""

    audience: str = Audience.TEAM
    named: bool = False

    @property
    def shared(self) -> bool:
        """Tell whether the file is for people outside the team."""
        return self.audience == Audience.SHARED


@dataclass(frozen=True)
class Left:
    """How much was left out; then how much of what is in must be handled with care."""

    out: Counter[str]
    kept: Counter[str]
    sensitive: int = 0
    memos: int = 0
    ties: int = 0


def notebooks(collective: Collective) -> QuerySet[Notebook]:
    """Return the notebooks of a collective that can leave, the oldest first."""
    found = Notebook.objects.filter(collective=collective, kind__in=KINDS)
    return found.select_related("peer_group").order_by("pk")


def themes_of(collective: Collective) -> tuple[Theme, ...]:
    """Return the codebook, each theme after the one it is under."""
    return themes_from((node.theme for node in coding.tree(collective)), shared=False)


def study_of(collective: Collective, chosen: Sequence[Notebook], wish: Wish) -> tuple[Study, Left]:
    """Return notebooks of a collective as a study, and what was left out; eight queries."""
    everything = notes_of(chosen)
    notes = [note for note in everything if _goes(note, wish)]
    rows = rows_of(collective, chosen, notes)
    out = Counter(_care(note) for note in set(everything) - set(notes))
    kept = Counter(_care(note) for note in notes)
    if wish.shared:
        return _shared(rows, Left(out, kept))
    return _own(rows, chosen, Left(out, kept), named=wish.named)


def _goes(note: Note, wish: Wish) -> bool:
    """Tell whether a note is in the file."""
    if wish.shared:
        return not note.withdrawn and explorer.is_public(note)
    return wish.audience == Audience.WHOLE or note.showing != Note.Showing.WITHHELD


def _care(note: Note) -> str:
    """Return why a note is one to handle with care, "" when anybody may read it."""
    if note.withdrawn:
        return "withdrawn"
    if note.showing == Note.Showing.WITHHELD:
        return "withheld"
    if explorer.is_public(note):
        return ""
    return "unread" if is_read_twice(note) else "private"


def _own(rows: Rows, chosen: Sequence[Notebook], left: Left, *, named: bool) -> tuple[Study, Left]:
    """Return everything, for the team."""
    coders = coders_of(rows.people, rows.collective, named=named)
    voices = voices_of(rows, coders)
    ties = ties_of(rows, voices)
    study = Study(
        title=rows.collective.name,
        tables=tuple(own_tables(rows, voices, chosen)),
        themes=themes_from(rows.themes, shared=False),
        coders=tuple(sorted(coders.values(), key=lambda coder: coder.name)),
        memos=memos_of(rows, voices, coders),
        ties=ties,
    )
    return study, Left(left.out, left.kept, ties=len(rows.anchors) - len(ties))


def _shared(rows: Rows, left: Left) -> tuple[Study, Left]:
    """Return what may leave the team."""
    few = small_sensitive(rows, LEAST_CROSSED)
    coders = coders_of(rows.people, rows.collective, named=False)
    voices = voices_of(rows, coders, few)
    present = {one.coder for voice in voices.values() for one in voice.found}
    present |= {coder for voice in voices.values() for coder in voice.looks}
    study = Study(
        title=rows.collective.name,
        tables=tuple(told_tables(rows, voices)),
        themes=themes_from(rows.themes, shared=True),
        coders=tuple(
            sorted((c for c in coders.values() if c.key in present), key=lambda coder: coder.name)
        ),
    )
    sensitive = sum(one.theme_id in few for one in rows.codings)
    return study, Left(left.out, left.kept, sensitive, len(rows.memos), len(rows.anchors))
