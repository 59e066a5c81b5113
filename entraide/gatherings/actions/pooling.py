"""Brings tables together, and carries questions to the tables of the afternoon."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _, override

from entraide.gatherings.actions import places
from entraide.gatherings.models import Gathering, Moment, Subject, Table
from entraide.notebooks.actions import pooling
from entraide.notebooks.models import Note, Notebook


@transaction.atomic
def pooling_of(gathering: Gathering) -> Notebook:
    """Return the notebook of what the tables have in common, made at the first need."""
    gathering = places.lock(gathering)
    if gathering.pooling is None:
        # In the language of the house, whoever opens it first.
        with override(settings.LANGUAGE_CODE):
            title = _("Mise en commun")
        gathering.pooling = Notebook.objects.create(
            collective=gathering.collective,
            kind=Notebook.Kind.POOLING,
            title=title,
            occasion=gathering.title,
        )
        gathering.save(update_fields=["pooling"])
    return gathering.pooling


@transaction.atomic
def group(
    gathering: Gathering, *, text: str, stance: str, voices: Iterable[Note], key: str = ""
) -> Note:
    """Group voices of the tables under one sentence; the same key twice is the same group."""
    notebook = pooling_of(gathering)
    return pooling.group(notebook, text=text, stance=stance, voices=voices, key=key)


@transaction.atomic
def carry(note: Note, moment: Moment, table: Table | None = None) -> None:
    """Make a sentence a subject of a workshop, or of one of its tables; carried once."""
    Subject.objects.get_or_create(moment=moment, table=table, note=note)


@transaction.atomic
def take_back(note: Note, moment: Moment) -> None:
    """Take a subject away from a workshop; what was said about it stays."""
    Subject.objects.filter(moment=moment, note=note).delete()
