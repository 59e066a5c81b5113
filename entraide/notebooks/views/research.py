"""Files for researchers, and files that they bring."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from entraide import __version__
from entraide.notebooks.actions import research as actions
from entraide.notebooks.forms.research import BringForm, ExportForm
from entraide.notebooks.queries import research as queries
from entraide.notebooks.queries.data_sheet import sheet
from entraide.notebooks.refi import outward, tables, writing
from entraide.notebooks.refi.study import Study
from entraide.people.access import DeskRequest, desk
from entraide.people.models import LISTENERS
from entraide.ui.sheets import FORMATS, Table, download, to_csv, to_ods

ORIGIN = f"Entraide {__version__}"
# What a file is sent as, and how its name ends.
KINDS = {
    "qdpx": ("application/octet-stream", "qdpx"),
    "csv": ("application/zip", "zip"),
    "ods": (FORMATS["ods"], "ods"),
    "json": ("application/json", "json"),
}


@desk(LISTENERS)
def research(request: DeskRequest) -> HttpResponse:
    """Choose what leaves, read its sheet, take the file."""
    collective = request.membership.collective
    form = ExportForm(
        request.POST if request.method == "POST" else None,
        collective=collective,
        initial={"notebooks": _asked_for(request)},
    )
    study = _study(request, form) if form.is_valid() else None
    kind = request.POST.get("format", "")
    if study and kind in KINDS:
        return _sent(_written(study, kind), f"carnets-{collective.slug}", kind)
    context = {
        "membership": request.membership,
        "form": form,
        "sheet": "\n".join(study.sheet) if study else "",
    }
    status = 422 if form.is_bound and not study else 200
    return render(request, "notebooks/desk/research.html", context, status=status)


def _asked_for(request: DeskRequest) -> list[int]:
    """Return the notebook that the page was asked for, ticked beforehand."""
    try:
        uid = UUID(request.GET.get("carnet", ""))
    except ValueError:
        return []
    offered = queries.notebooks(request.membership.collective)
    return list(offered.filter(uid=uid).values_list("pk", flat=True))


def _study(request: DeskRequest, form: ExportForm) -> Study:
    """Return what was asked for, with its sheet."""
    collective, wish = request.membership.collective, form.wish()
    study, left = queries.study_of(collective, form.chosen(), wish)
    return replace(study, sheet=sheet(study, left, wish, timezone.localdate()))


def _written(study: Study, kind: str) -> bytes:
    if kind == "qdpx":
        return writing.to_qdpx(outward.to_project(study, origin=ORIGIN))
    if kind == "json":
        return tables.to_json(study)
    found = tables.tables(study)
    return to_ods(found) if kind == "ods" else _archive(found, study)


def _archive(found: list[Table], study: Study) -> bytes:
    """Return a file for each table that says something, and the sheet as a text."""
    files = {f"{one.title}.csv": to_csv([one]) for one in found[:-1] if one.rows}
    return writing.packed(files | {"fiche.txt": "\n".join((*study.sheet, "")).encode()})


def _sent(content: bytes, name: str, kind: str) -> HttpResponse:
    sent_as, ending = KINDS[kind]
    response = HttpResponse(content, content_type=sent_as)
    day = timezone.localdate().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{day}.{ending}"'
    return response


@desk(LISTENERS)
def codebook_qdc(request: DeskRequest) -> HttpResponse:
    """The codebook as REFI-QDA has it."""
    themes = queries.themes_of(request.membership.collective)
    if not themes:
        messages.error(request, _("La grille est vide. Ajoutez d'abord un thème."))
        return redirect("notebooks:themes", request.membership.collective.slug)
    content = writing.to_qdc(outward.codes(themes), outward.groups(themes), origin=ORIGIN)
    response = HttpResponse(content, content_type="application/xml")
    response.headers["Content-Disposition"] = 'attachment; filename="grille-de-codage.qdc"'
    return response


@desk(LISTENERS)
def codebook_taguette(request: DeskRequest) -> HttpResponse:
    """The codebook as Taguette imports it."""
    themes = queries.themes_of(request.membership.collective)
    return download([tables.taguette(themes)], "grille-taguette", "csv")


@desk(LISTENERS)
def bring(request: DeskRequest) -> HttpResponse:
    """Bring a project, a codebook or voices."""
    form = BringForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data = form.cleaned_data
        brought = actions.bring(
            request.membership.collective, data["study"], by=request.user, key=data["key"]
        )
        _tell(request, brought)
        return _next_page(request, brought)
    context = {"membership": request.membership, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "notebooks/desk/research_bring.html", context, status=status)


def _tell(request: DeskRequest, brought: actions.Brought) -> None:
    """Say what came, and what of the file has no place here."""
    if brought.notebooks:
        n = len(brought.notebooks)
        told = ngettext("%(n)d carnet est repris", "%(n)d carnets sont repris", n) % {"n": n}
        inside = _("paroles : %(voices)d, codages : %(codings)d, thèmes nouveaux : %(themes)d") % {
            "voices": brought.voices,
            "codings": brought.codings,
            "themes": brought.themes,
        }
        messages.success(request, f"{told} ({inside}).")
    else:
        said = ngettext("%(n)d thème est ajouté.", "%(n)d thèmes sont ajoutés.", brought.themes)
        messages.success(request, said % {"n": brought.themes})
    for sentence in brought.missed:
        messages.warning(request, sentence)


def _next_page(request: DeskRequest, brought: actions.Brought) -> HttpResponse:
    slug = request.membership.collective.slug
    if len(brought.notebooks) == 1:
        return redirect("notebooks:notebook", slug, brought.notebooks[0].uid)
    return redirect("notebooks:notebooks" if brought.notebooks else "notebooks:themes", slug)
