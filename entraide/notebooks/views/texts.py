"""Texts under discussion: written, read with their critiques, written anew."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from entraide.notebooks.access import own_notebook
from entraide.notebooks.actions import texts as actions
from entraide.notebooks.forms.texts import TextForm
from entraide.notebooks.models import Notebook
from entraide.notebooks.queries import critique, notes
from entraide.people.access import DeskRequest, desk
from entraide.people.models import EDITORS, LISTENERS


def own_text(request: DeskRequest, uid: UUID) -> Notebook:
    """Return a text of the member's collective; another notebook is no text."""
    found = own_notebook(request, uid)
    if found.kind != Notebook.Kind.TEXT:
        raise Http404
    return found


@desk(LISTENERS)
def text(request: DeskRequest, uid: UUID) -> HttpResponse:
    """A text, paragraph by paragraph, with what is said of each."""
    found = own_text(request, uid)
    context = {
        "membership": request.membership,
        "text": found,
        "paragraphs": critique.paragraphs(found, notes.visible_to(request.user)),
        "versions": critique.versions(found),
    }
    return render(request, "notebooks/desk/text.html", context)


@desk(EDITORS)
def write(request: DeskRequest, uid: UUID | None = None) -> HttpResponse:
    """Write a text, or its next version."""
    previous = own_text(request, uid) if uid else None
    initial = {}
    if previous:
        paragraphs = previous.notes.order_by("number").values_list("text", flat=True)
        initial = {"title": previous.title, "text": "\n\n".join(paragraphs)}
    form = TextForm(request.POST or None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        made = actions.write_text(
            request.membership.collective,
            title=data["title"],
            paragraphs=data["text"],
            previous=previous,
            key=data["key"],
        )
        messages.success(request, _("Le texte est prêt : chaque paragraphe a son numéro."))
        return redirect("notebooks:text", request.membership.collective.slug, made.uid)
    context = {"membership": request.membership, "form": form, "previous": previous}
    status = 422 if form.is_bound else 200
    return render(request, "notebooks/desk/text_form.html", context, status=status)
