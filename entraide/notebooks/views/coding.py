"""Coding a notebook, note by note, alone or together; nothing is coded by itself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.notebooks.access import own_notebook
from entraide.notebooks.actions import coding as actions
from entraide.notebooks.forms.coding import CodingForm
from entraide.notebooks.models import Coding, Note, Notebook
from entraide.notebooks.queries import coding as queries
from entraide.people.access import DeskRequest, desk
from entraide.people.models import LISTENERS
from entraide.ui.fields import number_typed


@desk(LISTENERS)
def start(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Go to the next note that this coder has not looked at."""
    notebook = own_notebook(request, uid)
    note = queries.next_to_code(notebook, request.user) or queries.to_code(notebook).first()
    if note is None:
        messages.error(request, _("Ce carnet n'a pas encore de paroles."))
        return redirect("notebooks:notebook", request.membership.collective.slug, uid)
    return redirect("notebooks:code", request.membership.collective.slug, uid, note.number)


@desk(LISTENERS)
def code(request: DeskRequest, uid: UUID, number: int) -> HttpResponse:
    """A note and the themes: of the whole, or of some of its words."""
    notebook = own_notebook(request, uid)
    note = get_object_or_404(queries.to_code(notebook), number=number)
    form = CodingForm(
        request.POST if request.method == "POST" else None,
        text=note.text,
        collective=request.membership.collective,
    )
    if form.is_valid():
        save(request, note, form)
        return next_page(request, notebook, note, stays=bool(form.cleaned_data["words"][1]))
    together = "ensemble" in request.GET
    mine = queries.codings_of(note, request.user, together=together)
    near = queries.alike(note)
    context = {
        "membership": request.membership,
        "notebook": notebook,
        "note": note,
        "tree": queries.tree(request.membership.collective),
        "form": form,
        "together": together,
        "codings": mine,
        "ticked": {number_typed(one) for one in request.POST.getlist("themes")}
        if form.is_bound
        else {one.theme_id for one in mine if not one.end and one.coder == request.user},
        "alike": near,
        # Alone, one sees nothing of what the others thought.
        "nearby": queries.coded_nearby(near) if together else [],
        "memos": note.memos.select_related("by")
        if together
        else note.memos.filter(by=request.user).select_related("by"),
        "progress": queries.progress(notebook),
        "everything": queries.to_code(notebook).count(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "notebooks/desk/code.html", context, status=status)


def save(request: DeskRequest, note: Note, form: CodingForm) -> None:
    """Keep what the coder found, and the memo."""
    data = form.cleaned_data
    start, end = data["words"]
    if end:
        # What is ticked already for the whole voice was not ticked for these words.
        mine = note.codings.filter(coder=request.user, end=0).values("theme")
        for theme in data["themes"].exclude(pk__in=mine) or data["themes"]:
            actions.code_span(note, theme, start, end, coder=request.user)
    else:
        actions.code_whole(note, data["themes"], coder=request.user)
    if data["memo"]:
        collective = request.membership.collective
        actions.write_memo(collective, data["memo"], by=request.user, note=note)


def next_page(request: DeskRequest, notebook: Notebook, note: Note, *, stays: bool) -> HttpResponse:
    """Stay at a note of which words were coded, else go to the next one not looked at."""
    collective = request.membership.collective.slug
    following = queries.next_to_code(notebook, request.user, note.number)
    if stays or following is None:
        messages.success(request, _("C'est codé.") if stays else _("Vous avez tout lu."))
        return redirect("notebooks:code", collective, notebook.uid, note.number)
    return redirect("notebooks:code", collective, notebook.uid, following.number)


@desk(LISTENERS)
@require_POST
def uncode(request: DeskRequest, uid: UUID, number: int) -> HttpResponse:
    """Take one of one's own codings away."""
    notebook = own_notebook(request, uid)
    mine = Coding.objects.filter(note__notebook=notebook, note__number=number, coder=request.user)
    chosen = number_typed(request.POST.get("coding", "")) or 0
    actions.remove(get_object_or_404(mine, pk=chosen))
    messages.success(request, _("Ce codage est retiré."))
    return redirect("notebooks:code", request.membership.collective.slug, uid, number)
