"""The logbook of an action, for its team: a line in half a minute, also with the network down."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_POST

from entraide.notebooks.actions.writing import uid_of
from entraide.research.access import ProgrammeRequest, carriers, own_entry
from entraide.research.actions import logbook as actions
from entraide.research.forms.actions import DictatedForm, EntryForm, PhotographForm, read_entry
from entraide.research.models import CollectiveAction, Entry
from entraide.research.queries import logbooks
from entraide.ui import queued

# The lines that a phone shows, and that a new one may rest on.
MOST_SHOWN = 60


def back(request: ProgrammeRequest, action: CollectiveAction) -> HttpResponse:
    """Return to the logbook."""
    return redirect("research:logbook", *_address(request, action))


def _address(request: ProgrammeRequest, action: CollectiveAction) -> tuple[str, str, str]:
    return request.membership.collective.slug, request.programme.slug, action.slug


def _last(request: ProgrammeRequest, action: CollectiveAction) -> list[Entry]:
    """Return the last lines that the writer may read: those that a new one may rest on."""
    found = logbooks.readable(action, request.user, carrying=request.carries)
    return list(found[:MOST_SHOWN])


@carriers
def logbook(request: ProgrammeRequest, action: CollectiveAction) -> HttpResponse:
    """The logbook on a phone: write a line, see the last ones."""
    earlier = _last(request, action)
    form = EntryForm(request.POST or None, earlier=earlier)
    if form.is_valid():
        line = form.line(uid_of(f"entry {action.pk}", form.cleaned_data["key"], "line"))
        try:
            actions.write(action, [line], author=request.user)
        except actions.Ended:
            form.add_error(None, ended_sentence())
        else:
            messages.success(request, _("C'est noté."))
            return back(request, action)
    return _show(request, action, entries=earlier, form=form)


def ended_sentence() -> str:
    """Return what to do when an action is over."""
    return _("Cette action est terminée : reprenez-la pour écrire encore.")


def _show(
    request: ProgrammeRequest,
    action: CollectiveAction,
    *,
    entries: Sequence[Entry] | None = None,
    form: EntryForm | None = None,
    dictated: DictatedForm | None = None,
    photograph: PhotographForm | None = None,
) -> HttpResponse:
    entries = _last(request, action) if entries is None else entries
    refused = (form and form.is_bound) or dictated or photograph
    context = {
        "membership": request.membership,
        "programme": request.programme,
        "viewer": request.viewer,
        "action": action,
        "entries": entries,
        "known": [told(one, request) for one in reversed(entries)],
        "form": form or EntryForm(earlier=entries),
        "dictated": dictated or DictatedForm(),
        "photograph": photograph or PhotographForm(),
        "ended": action.state == CollectiveAction.State.ENDED,
    }
    return render(request, "research/desk/logbook.html", context, status=422 if refused else 200)


def told(entry: Entry, request: ProgrammeRequest) -> dict[str, Any]:
    """Return a line as the page of the logbook shows it."""
    return {
        "uid": str(entry.uid),
        "text": entry.words,
        "kind": entry.kind,
        "sharing": entry.sharing,
        "day": entry.day.isoformat(),
        "on": [str(one.uid) for one in entry.rests_on.all()],
        "revision": entry.revision,
        "withdrawn": entry.withdrawn,
        "mine": entry.author_id == request.user.pk,
    }


@carriers
@require_POST
def dictated(request: ProgrammeRequest, action: CollectiveAction) -> HttpResponse:
    """Type several lines: from paper, or as somebody dictates them."""
    form = DictatedForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        lines = [
            actions.Line(
                uid=uid_of(f"entry {action.pk} {number}", data["key"], text), text=text, kind=kind,
                day=data["day"], sharing=data["sharing"],
            )
            for number, (kind, text) in enumerate(data["lines"])
        ]  # fmt: skip
        try:
            actions.write(action, lines, author=request.user)
        except actions.Ended:
            form.add_error(None, ended_sentence())
        else:
            n = len(lines)
            said = ngettext("%(n)s note est écrite.", "%(n)s notes sont écrites.", n)
            messages.success(request, said % {"n": n})
            return back(request, action)
    return _show(request, action, dictated=form)


@carriers
@require_POST
def add_photograph(request: ProgrammeRequest, action: CollectiveAction) -> HttpResponse:
    """Add a picture of a thing or a place: it needs the network, its words do not."""
    form = PhotographForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        line = form.line(uid_of(f"photograph {action.pk}", data["key"], data["text"]))
        try:
            actions.add_photograph(action, line, data["file"], author=request.user)
        except actions.Ended:
            form.add_error(None, ended_sentence())
        else:
            messages.success(request, _("La photo est là."))
            return back(request, action)
    return _show(request, action, photograph=form)


@carriers
@require_POST
def lines(request: ProgrammeRequest, action: CollectiveAction) -> HttpResponse:
    """Receive what a device queued; answer the last lines."""
    try:
        good, bad = queued.read_lines(queued.read_body(request.body), read_entry)
        lost = actions.write(action, good, author=request.user)
    except queued.BadLines:
        return JsonResponse({"error": "lines"}, status=400)
    except actions.Ended:
        return JsonResponse({"ended": True}, status=409)
    known = [told(one, request) for one in reversed(_last(request, action))]
    answer = {"lost": [*map(str, lost), *bad], "unslipped": [], "notes": known, "stamp": ""}
    return JsonResponse(answer)


@carriers
def entry(request: ProgrammeRequest, action: CollectiveAction, uid: UUID) -> HttpResponse:
    """Change a line of one's own, share it, or take it away."""
    found = own_entry(request, action, uid)
    if request.method == "POST" and "withdraw" in request.POST:
        actions.withdraw(found)
        messages.success(request, _("Cette note est effacée."))
        return back(request, action)
    below = list(found.rests_on.select_related("note"))
    last = {one.pk: one for one in (*below, *_last(request, action)) if one.pk != found.pk}
    earlier = list(last.values())
    initial = {
        "text": found.words, "kind": found.kind, "sharing": found.sharing, "day": found.day,
        "on": [one.uid for one in below],
    }  # fmt: skip
    form = EntryForm(request.POST or None, earlier=earlier, initial=initial)
    if form.is_valid():
        line = form.line(found.uid, revision=found.revision + 1)
        try:
            actions.write(action, [line], author=request.user)
        except actions.Ended:
            form.add_error(None, ended_sentence())
        else:
            messages.success(request, _("C'est enregistré."))
            return back(request, action)
    context = {
        "membership": request.membership,
        "programme": request.programme,
        "viewer": request.viewer,
        "action": action,
        "entry": found,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "research/desk/entry.html", context, status=status)


@carriers
@require_GET
def worker(request: ProgrammeRequest, action: CollectiveAction) -> HttpResponse:
    """The script that keeps the page of a logbook on the device."""
    files = ("ui/entraide.css", "ui/device.js", "ui/queue.js", "research/logbook.js")
    return queued.worker(request, "logbook", *files)
