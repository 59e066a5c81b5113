"""A table writes: its code opens its page for the time of the workshop, without account."""

import uuid
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy as _lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from entraide.gatherings.actions import scribing as actions
from entraide.gatherings.forms.scribing import (
    CodeForm,
    LineForm,
    SheetForm,
    read_sent,
)
from entraide.gatherings.models import Table
from entraide.gatherings.queries import pooling, scribing as queries
from entraide.gatherings.queries.scribing import Writing
from entraide.notebooks.actions import writing
from entraide.notebooks.models import Anchor, Note, Notebook
from entraide.notebooks.queries import notes
from entraide.people import receipt_words
from entraide.people.asking import Question, ask
from entraide.people.models import PeerGroup
from entraide.ui import queued

# A phone that was without network sends what it kept in the days after.
COOKIE, SALT, KEPT = "tables", "entraide.table", 8 * 24 * 3600
CODE = Question(
    purpose="table",
    template="gatherings/table_code.html",
    form=CodeForm,
    field="code",
    unknown=_lazy("Ce code n'ouvre aucune table maintenant. Relisez-le, ou appelez l'animation."),
)
MOST_TABLES = 20
SLIPS = 12


def _opened(request: HttpRequest) -> list[str]:
    """Return the tables whose code was typed on this device."""
    try:
        found: list[str] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return []
    return found


def _keep(response: HttpResponse, tables: list[str]) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps(tables[-MOST_TABLES:], salt=SALT),
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def open_table(request: HttpRequest, uid: uuid.UUID) -> tuple[Table, Writing]:
    """Return a table whose code was typed here and that may be written now, or 404."""
    table = queries.by_uid(uid) if str(uid) in _opened(request) else None
    state = queries.writing_at(table.moment, timezone.now()) if table else None
    if table is None or state is None:
        raise Http404
    return table, state


@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Type the code of a table."""

    def opened(table: Table, _code: str) -> HttpResponse:
        response = redirect("gatherings:table", table.uid)
        others = [one for one in _opened(request) if one != str(table.uid)]
        _keep(response, [*others, str(table.uid)])
        return response

    return ask(request, CODE, find=queries.by_code, opened=opened)


def _too_late(request: HttpRequest, uid: uuid.UUID) -> HttpResponse | None:
    """Return a page with what was typed, when this device had opened a table that is over."""
    typed = request.POST.get("text") or request.POST.get("lines")
    table = queries.by_uid(uid) if typed and str(uid) in _opened(request) else None
    if table is None or queries.writing_at(table.moment, timezone.now()):
        return None
    return render(request, "gatherings/table_over.html", {"typed": typed}, status=410)


@never_cache
def table(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The page of a table: its voices, one more, reading them back. After it, its paper sheet."""
    if late := _too_late(request, uid):
        return late
    found, state = open_table(request, uid)
    notebook = actions.notebook_of(found)
    if request.method == "POST":
        return _write_one(request, found, notebook, state)
    return _show(request, found, notebook, state)


def _line_form(table: Table, notebook: Notebook, typed: QueryDict | None = None) -> LineForm:
    return LineForm(
        typed,
        earlier=list(notes.of(notebook).filter(withdrawn=False)),
        subjects=pooling.subjects_of(table),
        peers=notebook.peer_group,
    )


def _write_one(
    request: HttpRequest, table: Table, notebook: Notebook, state: Writing
) -> HttpResponse:
    form = _line_form(table, notebook, request.POST)
    if not form.is_valid():
        return _show(request, table, notebook, state, form=form)
    slip = f"{table.uid} {form.cleaned_data['key']}"
    line = form.line(slip)
    try:
        writing.write(notebook, [line], day=_day(table))
    except writing.NotebookClosed:
        form.add_error(None, closed_sentence())
        return _show(request, table, notebook, state, form=form)
    if not line.slip:
        messages.success(request, _("C'est écrit."))
        return redirect("gatherings:table", table.uid)
    words = receipt_words.receipt_for(slip)
    place = f"{settings.SITE_ADDRESS}{reverse('notebooks:voice_words')}"
    context = {"table": table, "words": words, "text": line.text, "place": place}
    return render(request, "gatherings/table_slip.html", context)


def closed_sentence() -> str:
    """Return what to do when a notebook is closed."""
    return _("Ce carnet est fermé. Demandez à l'animation de le rouvrir : vos mots restent ici.")


def _day(table: Table) -> Any:
    """Return the day of the workshop, whatever the clock of the device says."""
    return timezone.localtime(table.moment.starts_at).date()


def _show(
    request: HttpRequest,
    table: Table,
    notebook: Notebook,
    state: Writing,
    *,
    form: LineForm | None = None,
    sheet: SheetForm | None = None,
) -> HttpResponse:
    live = state is Writing.LIVE
    lines = list(queries.told(notebook))
    nonce = uuid.uuid4().hex
    context = {
        "table": table,
        "notebook": notebook,
        "live": live,
        # What was typed is never thrown away, even when nothing is written here any more.
        "writes": (live and not notebook.closed) or form is not None,
        "copies": not notebook.closed or sheet is not None,
        "title": queries.table_title(table),
        "workshop": queries.workshop_title(table),
        "subjects": pooling.subjects_of(table),
        "lines": lines if live else [],
        "known": [_told(note) for note in lines] if live else [],
        "written": len(lines),
        "form": form or _line_form(table, notebook),
        "sheet": sheet or SheetForm(peers=notebook.peer_group),
        "groups": PeerGroup.objects.all(),
        "slips": [
            {"slip": f"{nonce} {n}", "words": receipt_words.receipt_for(f"{table.uid} {nonce} {n}")}
            for n in range(SLIPS)
        ],
    }
    bound = (form or sheet) is not None
    return render(request, "gatherings/table.html", context, status=422 if bound else 200)


@never_cache
@require_POST
def sheet(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Type a paper sheet, one voice a line."""
    if late := _too_late(request, uid):
        return late
    found, state = open_table(request, uid)
    notebook = actions.notebook_of(found)
    form = SheetForm(request.POST, peers=notebook.peer_group)
    if form.is_valid():
        lines = form.written(f"{found.uid} {form.cleaned_data['key']}")
        try:
            writing.write(notebook, lines, day=_day(found))
        except writing.NotebookClosed:
            form.add_error(None, closed_sentence())
        else:
            count = len(lines)
            said = ngettext("%(n)d parole est écrite.", "%(n)d paroles sont écrites.", count)
            messages.success(request, said % {"n": count})
            return redirect("gatherings:table", found.uid)
    return _show(request, found, notebook, state, sheet=form)


@never_cache
@require_POST
def lines(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Receive what a device queued; answer all the voices of the table."""
    found, state = open_table(request, uid)
    notebook = actions.notebook_of(found)
    try:
        sent = queued.read_body(request.body)
        good, bad = read_sent(sent, str(found.uid))
    except queued.BadLines:
        return JsonResponse({"error": "lines"}, status=400)
    try:
        written = writing.write(notebook, good, day=_day(found))
    except writing.NotebookClosed:
        return JsonResponse({"closed": True}, status=409)
    answer: dict[str, Any] = {
        "lost": [*map(str, written.lost), *bad],
        "unslipped": [str(uid) for uid in written.unslipped],
    }
    stamp = queries.stamp(notebook)
    if state is Writing.LIVE and sent.get("stamp") != stamp:
        answer |= {"stamp": stamp, "notes": [_told(note) for note in queries.told(notebook)]}
    return JsonResponse(answer)


def _told(note: Note) -> dict[str, Any]:
    """Return a voice as the page of the table shows it."""
    return {
        "uid": str(note.uid),
        "number": note.number,
        "text": note.text,
        "stance": note.stance,
        "group": note.peer_group_id,
        "language": note.language,
        "joins": [str(a.rests_on.uid) for a in note.anchors.all() if a.how == Anchor.How.JOINS],
        "about": [str(a.rests_on.uid) for a in note.anchors.all() if a.how == Anchor.How.ABOUT],
        "revision": note.revision,
        "withdrawn": note.withdrawn,
    }


@never_cache
def change(request: HttpRequest, uid: uuid.UUID, number: int) -> HttpResponse:
    """Correct or take away a voice of this table, while it writes."""
    found, state = open_table(request, uid)
    notebook = actions.notebook_of(found)
    note = notes.of(notebook).filter(number=number, withdrawn=False).first()
    if state is not Writing.LIVE or notebook.closed or note is None:
        raise Http404
    if "withdraw" in request.POST:
        writing.withdraw(note)
        messages.success(request, _("La parole %(n)s est retirée.") % {"n": number})
        return redirect("gatherings:table", uid)
    initial = {
        "text": note.text, "stance": note.stance, "peer_group": note.peer_group_id,
        "language": note.language,
    }  # fmt: skip
    form = LineForm(request.POST or None, earlier=[], subjects=[], peers=None, initial=initial)
    if form.is_valid():
        changed = replace(
            form.line(""), uid=note.uid, joins=None, about=None,
            revision=note.revision + 1, base=note.revision,
        )  # fmt: skip
        writing.write(notebook, [changed])
        messages.success(request, _("La parole %(n)s est corrigée.") % {"n": number})
        return redirect("gatherings:table", uid)
    context = {"table": found, "note": note, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "gatherings/table_line.html", context, status=status)


@never_cache
@require_POST
def close(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Close the notebook of a table, read back or not."""
    found, state = open_table(request, uid)
    if state is not Writing.LIVE:
        raise Http404
    actions.close(found, read_back="read_back" in request.POST)
    messages.success(request, _("Le carnet est fermé. Merci à toute la table."))
    return redirect("gatherings:table", uid)


@never_cache
@require_GET
def worker(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The script that keeps the page of a table on the device, with the files it needs."""
    open_table(request, uid)
    files = ("ui/entraide.css", "ui/device.js", "ui/queue.js", "gatherings/capture.js")
    return queued.worker(request, "table", *files)
