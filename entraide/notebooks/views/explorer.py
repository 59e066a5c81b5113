"""The thread of a sentence, a proposal, an answer, a voice: a public page."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from entraide.notebooks.queries import explorer
from entraide.ui.pages import compressed


@compressed
def thread(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What a note rests on and what rests on it, as anybody may read it."""
    found = explorer.explore(uid, None)
    if found is None:
        raise Http404
    return render(request, "notebooks/explorer.html", {"thread": found, "note": found.root.note})
