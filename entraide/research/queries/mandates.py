"""Mandates and outside inputs of a programme; what one noted for oneself, for oneself only."""

from django.db.models import QuerySet

from entraide.notebooks.models import Note
from entraide.people.models import Person
from entraide.research.models import Entry, Mandate, MandateMemo, OutsideInput, Programme

MOST_OFFERED = 200


def of(programme: Programme) -> QuerySet[Mandate]:
    """Return the mandates of a programme, the newest first."""
    return programme.mandates.select_related("says", "counter").prefetch_related("steps")


def memos(mandate: Mandate, person: Person) -> QuerySet[MandateMemo]:
    """Return what somebody noted for themselves about a mandate; nobody else's, whoever asks."""
    return mandate.memos.filter(author=person)


def offered(mandate: Mandate) -> QuerySet[Note]:
    """Return what the field may rest on: the last lines shared by the actions it touches.

    Those of every action when it touches none in particular; those it rests on already, always.
    """
    actions = mandate.actions.all() if mandate.actions.exists() else mandate.programme.actions.all()
    told = Entry.objects.filter(
        action__in=actions, sharing__in=Entry.TOLD, withdrawn=False, note__withdrawn=False
    )
    last = list(told.order_by("-day", "-pk").values_list("note", flat=True)[:MOST_OFFERED])
    held = list(mandate.says.anchors.values_list("rests_on", flat=True)) if mandate.says else []
    return Note.objects.filter(pk__in={*last, *held}).order_by("-day", "-pk")


def inputs(programme: Programme) -> QuerySet[OutsideInput]:
    """Return the outside inputs of a programme, those still looked for first."""
    found = programme.inputs.select_related("question", "action__notebook", "gathering")
    return found.prefetch_related("remains").order_by("left_on", "-pk")
