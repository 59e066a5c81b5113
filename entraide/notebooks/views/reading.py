"""Reading before showing: could one recognise who spoke? Two people say, one by one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from entraide.notebooks.access import own_by_hand, own_notebook
from entraide.notebooks.actions import reading as actions
from entraide.notebooks.models import Note, Notebook
from entraide.notebooks.queries import notes, to_read
from entraide.people.access import DeskRequest, desk
from entraide.people.models import COORDINATORS, LISTENERS
from entraide.ui.fields import number_typed

AT_ONCE = 20


@desk(LISTENERS)
def read(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The voices that still need this reader; each is shown or withheld in one tap."""
    notebook = own_notebook(request, uid)
    if "show_all" in request.POST:
        return _show_all(request, notebook)
    if request.method == "POST":
        note = get_object_or_404(
            to_read.voices(notebook), number=number_typed(request.POST.get("note", "")) or 0
        )
        becomes = actions.read(note, reader=request.user, shows="show" in request.POST)
        messages.success(request, said(becomes))
        return redirect("notebooks:read", request.membership.collective.slug, uid)
    voices = to_read.for_reader(notebook, request.user, AT_ONCE)
    context = {
        "membership": request.membership,
        "notebook": notebook,
        "voices": voices,
        "plain": [one.note.number for one in voices if not one.is_marked],
        "progress": to_read.progress(notebook),
    }
    return render(request, "notebooks/desk/read.html", context)


def _show_all(request: DeskRequest, notebook: Notebook) -> HttpResponse:
    """Keep that all voices of the page may be shown, those with something pointed out apart."""
    numbers = {number_typed(one) for one in request.POST.getlist("notes")}
    left = to_read.for_reader(notebook, request.user, AT_ONCE)
    read = [one.note for one in left if one.note.number in numbers and not one.is_marked]
    for note in read:
        actions.read(note, reader=request.user, shows=True)
    count = len(read)
    told = ngettext("%(n)d parole est relue.", "%(n)d paroles sont relues.", count)
    messages.success(request, told % {"n": count})
    return redirect("notebooks:read", request.membership.collective.slug, notebook.uid)


def said(becomes: str) -> str:
    """Return what to say once a voice was read."""
    return {
        Note.Showing.SHOWN: _("Deux personnes l'ont relue : elle est montrable."),
        Note.Showing.WITHHELD: _("Elle est gardée pour nous. Elle reste comptée."),
    }.get(Note.Showing(becomes), _("C'est noté. Une autre personne doit encore la relire."))


@desk(COORDINATORS)
@require_POST
def show(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Show a notebook to everyone, or take it back."""
    notebook = own_by_hand(request, uid)
    public = "show" in request.POST
    notebook.access = Notebook.Access.PUBLIC if public else Notebook.Access.LISTENERS
    notebook.save(update_fields=["access"])
    return redirect("notebooks:notebook", request.membership.collective.slug, uid)


def public(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A notebook that everyone may read: its voices that two people found could be shown."""
    notebook = get_object_or_404(notes.notebooks_visible_to(None), uid=uid)
    shown = notes.visible_to(None).filter(notebook=notebook, withdrawn=False)
    progress = to_read.progress(notebook)
    context = {
        "notebook": notebook,
        "lines": shown.select_related("peer_group").order_by("number"),
        "kept": progress[Note.Showing.WITHHELD] + progress[Note.Showing.UNREAD],
    }
    return render(request, "notebooks/public.html", context)
