"""The notebooks of a collective, for those who listen."""

from django.db.models import Count, Q, QuerySet

from entraide.notebooks.models import Notebook
from entraide.people.models import Collective


def notebooks(collective: Collective) -> QuerySet[Notebook]:
    """Return the notebooks of a collective with how many notes each has; the newest first."""
    said = Count("notes", filter=Q(notes__withdrawn=False))
    # A query that counts forgets the order of its model.
    return Notebook.objects.filter(collective=collective).annotate(said=said).order_by("-pk")
