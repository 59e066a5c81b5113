"""Words that were taken back leave the index of searches too."""

from django.db import connection

from entraide.notebooks.models import NoteChange
from entraide.notebooks.search_index import forget_words

FORGOTTEN = (NoteChange.What.CORRECTED, NoteChange.What.WITHDRAWN)


def forget(after: int) -> int:
    """Forget the words of changes after this one, if any; return the last change."""
    changes = NoteChange.objects.filter(what__in=FORGOTTEN).order_by("-pk")
    last: int = changes.values_list("pk", flat=True).first() or 0
    if last > after:
        forget_words(connection)
    return max(last, after)
