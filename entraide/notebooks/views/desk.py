"""The notebooks of a collective, read and searched by those who listen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.notebooks.access import own_by_hand, own_note, own_notebook
from entraide.notebooks.actions import writing
from entraide.notebooks.forms.search import SearchForm
from entraide.notebooks.models import Notebook
from entraide.notebooks.queries import desk as queries, explorer, notes
from entraide.people.access import DeskRequest, desk
from entraide.people.models import EDITORS, LISTENERS


@desk(LISTENERS)
def notebooks(request: DeskRequest) -> HttpResponse:
    """Every notebook, and the voices that hold some words."""
    form = SearchForm(request.POST or None)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    collective = request.membership.collective
    context = {
        "membership": request.membership,
        "notebooks": queries.notebooks(collective),
        "form": form,
        "text": text,
        "found": notes.search(collective.pk, text) if text else [],
        "most": notes.MOST_FOUND,
    }
    return render(request, "notebooks/desk/notebooks.html", context)


@desk(LISTENERS)
def notebook(request: DeskRequest, uid: UUID) -> HttpResponse:
    """A notebook, line by line."""
    found = own_notebook(request, uid)
    context = {
        "membership": request.membership,
        "notebook": found,
        "lines": notes.of(found),
        "by_hand": found.kind not in Notebook.KEPT_ELSEWHERE,
        "may_open": request.membership.may(EDITORS),
    }
    return render(request, "notebooks/desk/notebook.html", context)


@desk(LISTENERS)
def note(request: DeskRequest, uid: UUID) -> HttpResponse:
    """A note and its thread, both ways."""
    found = own_note(request, uid)
    context = {
        "membership": request.membership,
        "note": found,
        "thread": explorer.explore(uid, request.user),
        "about": queries.about(found),
        "said": queries.said_of(found),
        "changes": found.changes.all(),
        "desk": True,
    }
    return render(request, "notebooks/desk/note.html", context)


@desk(EDITORS)
@require_POST
def reopen(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Open a closed notebook again."""
    found = own_by_hand(request, uid)
    writing.reopen(found)
    messages.success(request, _("Le carnet est rouvert."))
    return redirect("notebooks:notebook", request.membership.collective.slug, uid)
