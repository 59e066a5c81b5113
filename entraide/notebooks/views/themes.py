"""The codebook: a tree of themes, changed by those who code, kept with its history."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from entraide.notebooks.actions import themes as actions
from entraide.notebooks.forms.coding import COLUMNS, CodebookForm, MergeForm, SplitForm, ThemeForm
from entraide.notebooks.models import Theme, ThemeChange
from entraide.notebooks.queries import coding as queries
from entraide.people.access import DeskRequest, desk
from entraide.people.models import LISTENERS
from entraide.ui.sheets import Table, download

LAST_CHANGES = 20


def own_theme(request: DeskRequest, uid: UUID) -> Theme:
    """Return a living theme of the member's collective; anyone else's does not exist."""
    themes = Theme.objects.filter(collective=request.membership.collective, merged_into=None)
    return get_object_or_404(themes, uid=uid)


def back(request: DeskRequest) -> HttpResponse:
    """Return to the codebook."""
    return redirect("notebooks:themes", request.membership.collective.slug)


@desk(LISTENERS)
def themes(request: DeskRequest) -> HttpResponse:
    """The codebook, and a file of themes to add."""
    collective = request.membership.collective
    form = CodebookForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            count = actions.add_all(collective, form.cleaned_data["file"], by=request.user)
        except actions.NotATree:
            form.add_error("file", _("Un thème serait sous lui-même. Relisez la colonne parent."))
        else:
            said = ngettext("%(n)d thème est ajouté.", "%(n)d thèmes sont ajoutés.", count)
            messages.success(request, said % {"n": count})
            return back(request)
    changes = ThemeChange.objects.filter(theme__collective=collective)
    context = {
        "membership": request.membership,
        "tree": queries.tree(collective),
        "changes": changes.select_related("theme", "by")[:LAST_CHANGES],
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "notebooks/desk/themes.html", context, status=status)


@desk(LISTENERS)
@require_POST
def footholds(request: DeskRequest) -> HttpResponse:
    """Add the five footholds."""
    actions.add_footholds(request.membership.collective, by=request.user)
    messages.success(request, _("Les cinq points d'appui sont dans la grille."))
    return back(request)


@desk(LISTENERS)
def codebook(request: DeskRequest) -> HttpResponse:
    """The codebook as a file."""
    rows: list[tuple[str | int, ...]] = [
        (
            node.theme.name,
            node.theme.parent.name if node.theme.parent else "",
            node.theme.definition,
            node.theme.examples,
            node.theme.dye,
            actions.YES if node.theme.sensitive else "",
        )
        for node in queries.tree(request.membership.collective)
    ]
    return download([Table("themes", COLUMNS, rows)], "grille-de-codage", "csv")


@desk(LISTENERS)
def theme(request: DeskRequest, uid: UUID | None = None) -> HttpResponse:
    """A theme: its words, its passages, its history; or a new one."""
    collective = request.membership.collective
    found = own_theme(request, uid) if uid else Theme(collective=collective)
    form = ThemeForm(request.POST or None, instance=found, collective=collective)
    if form.is_valid():
        try:
            # The form has changed its instance already: a fresh one tells what was before.
            saved = own_theme(request, uid) if uid else Theme(collective=collective)
            actions.save(saved, form.cleaned_data, by=request.user)
        except actions.NotATree:
            form.add_error("parent", _("Un thème ne peut pas être sous lui-même."))
        else:
            messages.success(request, _("C'est enregistré."))
            return back(request)
    context = {
        "membership": request.membership,
        "theme": found if uid else None,
        "form": form,
        "passages": queries.passages(found) if uid else [],
        "merge": MergeForm(theme=found) if uid else None,
        "changes": found.changes.select_related("by") if uid else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "notebooks/desk/theme.html", context, status=status)


@desk(LISTENERS)
@require_POST
def merge(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Let another theme take all of this one."""
    found = own_theme(request, uid)
    form = MergeForm(request.POST, theme=found)
    try:
        if form.is_valid():
            actions.merge(found, form.cleaned_data["into"], by=request.user)
            messages.success(request, _("Les deux thèmes sont réunis."))
            return back(request)
    except actions.NotATree:
        pass
    messages.error(
        request, _("Ces deux thèmes ne peuvent pas être réunis : l'un contient l'autre.")
    )
    return redirect("notebooks:theme", request.membership.collective.slug, uid)


@desk(LISTENERS)
@require_POST
def split(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Give some passages of a theme to a new one."""
    found = own_theme(request, uid)
    form = SplitForm(request.POST, theme=found)
    if form.is_valid():
        data = form.cleaned_data
        actions.split(found, data["name"], data["codings"], by=request.user)
        messages.success(request, _("Le nouveau thème a ses passages."))
        return back(request)
    for errors in form.errors.values():
        messages.error(request, " ".join(str(error) for error in errors))
    return redirect("notebooks:theme", request.membership.collective.slug, uid)
