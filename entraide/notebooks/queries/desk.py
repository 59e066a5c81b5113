"""The notebooks of a collective, for those who listen."""

from django.db.models import Count, Q, QuerySet

from entraide.notebooks.models import Anchor, Note, Notebook
from entraide.people.models import Collective


def notebooks(collective: Collective) -> QuerySet[Notebook]:
    """Return the notebooks kept by hand with how many notes each has; the newest first."""
    said = Count("notes", filter=Q(notes__withdrawn=False))
    # A query that counts forgets the order of its model.
    found = Notebook.objects.filter(collective=collective)
    found = found.exclude(kind__in=Notebook.KEPT_ELSEWHERE)
    return found.annotate(said=said).order_by("-pk")


def about(note: Note) -> QuerySet[Note]:
    """Return what a note speaks of: paragraphs of a text, questions carried to its table."""
    found = Note.objects.filter(carries__note=note, carries__how=Anchor.How.ABOUT)
    return found.select_related("notebook", "peer_group").order_by("notebook", "number")


def said_of(note: Note) -> QuerySet[Note]:
    """Return the notes that speak of a note."""
    found = Note.objects.filter(anchors__rests_on=note, anchors__how=Anchor.How.ABOUT)
    return found.select_related("notebook", "peer_group").order_by("notebook", "number")
