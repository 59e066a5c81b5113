"""The one way a desk page reaches a notebook or a note."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from entraide.notebooks.models import Note, Notebook
from entraide.people.access import DeskRequest


def own_notebook(request: DeskRequest, uid: UUID) -> Notebook:
    """Return a notebook of the member's collective; anyone else's does not exist."""
    return get_object_or_404(Notebook, collective=request.membership.collective, uid=uid)


def own_by_hand(request: DeskRequest, uid: UUID) -> Notebook:
    """Return a notebook that the team opens and shows by hand; of others there is no such page."""
    found = own_notebook(request, uid)
    if found.kind in Notebook.KEPT_ELSEWHERE:
        raise Http404
    return found


def own_note(request: DeskRequest, uid: UUID) -> Note:
    """Return a note of the member's collective; anyone else's does not exist."""
    notes = Note.objects.select_related("notebook__collective", "peer_group")
    return get_object_or_404(notes, notebook__collective=request.membership.collective, uid=uid)
