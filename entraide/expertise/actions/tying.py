"""Ties the sentences of a cahier to what they rest on; each refusal is said in plain words."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from entraide.expertise.actions.drafting import What, record
from entraide.expertise.models import Passage
from entraide.expertise.queries import sources
from entraide.notebooks.actions import anchoring
from entraide.notebooks.models import Note
from entraide.people.models import Person


class Refused(ValueError):
    """A sentence cannot rest on this; nothing was tied. Holds what to say."""


@transaction.atomic
def tie(passage: Passage, notes: Sequence[Note], *, by: Person) -> int:
    """Let a sentence rest on notes; return how many are new.

    Raises:
        Refused: when one of them may not carry it; nothing is tied then.
    """
    cahier = passage.section.cahier
    _check(passage, notes, by)
    known = set(passage.note.anchors.values_list("rests_on", flat=True))
    fresh = [note for note in notes if note.pk not in known]
    try:
        anchoring.anchor(passage.note, fresh)
    except anchoring.Circle as circle:
        raise Refused(
            _("Ce serait un cercle : cette note s'appuie déjà sur la phrase.")
        ) from circle
    for note in fresh:
        record(cahier, What.ANCHORED, by=by, note=passage.note, words=named(note))
    return len(fresh)


def _check(passage: Passage, notes: Sequence[Note], by: Person) -> None:
    """Refuse what a sentence may not rest on, the first reason first."""
    if passage.kind == Passage.Kind.QUOTE:
        raise Refused(_("Une citation s'appuie sur sa parole seule."))
    if any(note.pk == passage.note_id for note in notes):
        raise Refused(_("Une phrase ne s'appuie pas sur elle-même."))
    if any(note.withdrawn for note in notes):
        raise Refused(_("Cette parole a été retirée : plus rien ne s'appuie sur elle."))
    wanted = {note.pk for note in notes}
    allowed = sources.anchorable(passage.section.cahier, by).filter(pk__in=wanted)
    if wanted - set(allowed.values_list("pk", flat=True)):
        raise Refused(_("Cette note n'est pas à vous, ou ne peut rien porter."))


@transaction.atomic
def rest_on(passage: Passage, notes: Sequence[Note]) -> None:
    """Let a figure rest on what it was counted from."""
    anchoring.anchor(passage.note, notes)


@transaction.atomic
def untie(passage: Passage, note: Note, *, by: Person) -> None:
    """Take one of the notes away from under a sentence."""
    anchoring.untie(passage.note, note)
    record(passage.section.cahier, What.UNTIED, by=by, note=passage.note, words=named(note))


@transaction.atomic
def confirm(passage: Passage, *, by: Person) -> None:
    """Say that a sentence that was changed still rests on the same notes."""
    passage.unconfirmed = False
    passage.save(update_fields=["unconfirmed"])
    record(passage.section.cahier, What.CONFIRMED, by=by, note=passage.note)


def named(note: Note) -> str:
    """Return how the history names a note: never by its words."""
    return f"{note.get_kind_display()} {note.number}, {note.notebook.title}"
