"""Writes a cahier: text on one side, voices on the other; every sentence gets its anchors."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from entraide.expertise.access import (
    MEMBERS,
    may_write,
    own_cahier,
    own_passage,
    own_section,
    writers,
)
from entraide.expertise.actions import drafting as actions, tying
from entraide.expertise.forms.cahiers import (
    FigureForm,
    QuoteForm,
    SearchForm,
    SectionForm,
    SentencesForm,
    TieForm,
    WordsForm,
)
from entraide.expertise.models import Cahier, Passage
from entraide.expertise.queries import content, figures, obstacles, sources
from entraide.notebooks.models import Note
from entraide.people.access import DeskRequest, desk
from entraide.ui.fields import number_typed
from entraide.ui.telling import tell_errors


def _back(request: DeskRequest, slug: str, passage: Passage | None = None) -> HttpResponse:
    """Return to the text, where one was."""
    response = redirect("expertise:cahier", request.membership.collective.slug, slug)
    if passage:
        response["Location"] += f"?phrase={passage.note.uid}#p-{passage.note.uid}"
    return response


@desk(MEMBERS)
def cahier(request: DeskRequest, slug: str) -> HttpResponse:
    """The text, with what each sentence rests on; beside it, for who writes, the voices."""
    found = own_cahier(request, slug)
    if not may_write(found, request.membership):
        return _read(request, found)
    search = SearchForm(request.POST or None)
    return _write(request, found, _pane(request, found, search), search)


def _write(
    request: DeskRequest, found: Cahier, pane: dict[str, Any], search: SearchForm, status: int = 200
) -> HttpResponse:
    context = {
        **_page(request, found),
        "search": search,
        "sentences": SentencesForm(),
        "section_form": SectionForm(),
        **pane,
    }
    return render(request, "expertise/desk/write.html", context, status=status)


def _page(request: DeskRequest, found: Cahier) -> dict[str, Any]:
    """Return the text of a cahier with what it lacks."""
    parts = content.parts(found)
    lacks: dict[int, list[str]] = {}
    lacking = obstacles.of(found, parts)
    for one in lacking:
        if one.passage:
            lacks.setdefault(one.passage.pk, []).append(one.sentence)
    return {
        "membership": request.membership,
        "cahier": found,
        "parts": parts,
        "lacks": lacks,
        "lacking": len(lacking),
        "round": found.rounds.first(),
        "writes": may_write(found, request.membership),
    }


def _pane(request: DeskRequest, found: Cahier, search: SearchForm) -> dict[str, Any]:
    """Return the voices beside the text: found by their words, or like the chosen sentence."""
    chosen = _chosen(found, request.GET.get("phrase", ""))
    text = search.cleaned_data["text"] if search.is_bound and search.is_valid() else ""
    if text:
        return {"chosen": chosen, "text": text, "voices": sources.search(found, request.user, text)}
    if chosen is None or chosen.kind == Passage.Kind.QUOTE:
        return {"chosen": chosen, "voices": []}
    held = set(chosen.note.anchors.values_list("rests_on", flat=True))
    alike = sources.suggestions(found, request.user, chosen.note.text, held=held)
    return {"chosen": chosen, "voices": alike}


def _chosen(found: Cahier, typed: str) -> Passage | None:
    try:
        uid = UUID(typed)
    except ValueError:
        return None
    passages = Passage.objects.filter(section__cahier=found).select_related("note")
    return passages.filter(note__uid=uid).first()


def _read(request: DeskRequest, found: Cahier) -> HttpResponse:
    """The text for who does not write it: every member may be asked for consent."""
    return render(request, "expertise/desk/read.html", _page(request, found))


def _inside(request: DeskRequest, found: Cahier, **more: Any) -> dict[str, Any]:
    """Return what a page inside a cahier shows, for who writes in it."""
    return {"membership": request.membership, "cahier": found, "writes": True, **more}


# Parts


@writers
@require_POST
def add_section(request: DeskRequest, found: Cahier) -> HttpResponse:
    """Add a part."""
    form = SectionForm(request.POST)
    if form.is_valid():
        actions.add_section(found, form.cleaned_data["title"], by=request.user)
    tell_errors(request, form)
    return _back(request, found.slug)


@writers
@require_POST
def section(request: DeskRequest, found: Cahier, number: int) -> HttpResponse:
    """Rename a part, move it, take it away when it is empty."""
    part = own_section(found, number)
    if "up" in request.POST or "down" in request.POST:
        actions.move_section(part, up="up" in request.POST, by=request.user)
    elif "remove" in request.POST:
        try:
            actions.remove_section(part, by=request.user)
        except actions.NotEmpty:
            messages.error(request, _("Cette partie a des phrases. Déplacez-les d'abord."))
    else:
        form = SectionForm(request.POST)
        if form.is_valid():
            actions.rename_section(part, form.cleaned_data["title"], by=request.user)
        tell_errors(request, form)
    return _back(request, found.slug)


@writers
def add(request: DeskRequest, found: Cahier, number: int) -> HttpResponse:
    """Add sentences to a part."""
    part = own_section(found, number)
    form = SentencesForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        made = actions.add_claims(part, data["sentences"], by=request.user, key=data["key"])
        return _back(request, found.slug, made[0])
    context = _inside(request, found, section=part, form=form)
    status = 422 if form.is_bound else 200
    return render(request, "expertise/desk/add.html", context, status=status)


@writers
def quote(request: DeskRequest, found: Cahier, number: int) -> HttpResponse:
    """Quote a voice in a part."""
    part = own_section(found, number)
    form = QuoteForm(request.POST or None, cahier=found)
    if form.is_valid():
        try:
            made = actions.add_quote(part, form.cleaned_data["voice"], by=request.user)
        except actions.NotCleared:
            form.add_error("voice", _("Cette parole vient de changer ou d'être retirée."))
        else:
            return _back(request, found.slug, made)
    context = _inside(request, found, section=part, form=form)
    status = 422 if form.is_bound else 200
    return render(request, "expertise/desk/quote.html", context, status=status)


@writers
def figure(request: DeskRequest, found: Cahier, number: int) -> HttpResponse:
    """Put a figure of today's in a part."""
    part = own_section(found, number)
    offered = figures.choices(request.membership.collective, timezone.localdate())
    form = FigureForm(request.POST or None, offered=offered)
    if form.is_valid():
        data, (made, below) = form.cleaned_data, form.chosen()
        passage = actions.add_measure(part, data["text"], made, by=request.user, key=data["key"])
        if below:
            tying.rest_on(passage, below)
        return _back(request, found.slug, passage)
    context = _inside(request, found, section=part, form=form, offered=offered)
    status = 422 if form.is_bound else 200
    return render(request, "expertise/desk/figure.html", context, status=status)


# Passages


@writers
def passage(request: DeskRequest, found: Cahier, uid: UUID) -> HttpResponse:
    """One sentence: its words, its anchors, what looks like it."""
    one = own_passage(found, uid)
    typed = request.POST or None
    form = WordsForm(typed, initial=_words(one))
    overtaken = ""
    if form.is_valid():
        try:
            _save(one, form.cleaned_data, request)
        except actions.Overtaken as fault:
            overtaken = fault.now
            form = WordsForm(_caught_up(request.POST, one))
            form.add_error(
                "text",
                _("Quelqu'un a changé cette phrase pendant que vous écriviez. Choisissez."),
            )
        else:
            messages.success(request, _("C'est enregistré."))
            return _back(request, found.slug, one)
    anchors = one.note.anchors.select_related("rests_on__notebook", "rests_on__peer_group")
    context = _inside(request, found, passage=one, form=form, overtaken=overtaken, anchors=anchors)
    status = 422 if form.is_bound else 200
    return render(request, "expertise/desk/passage.html", context, status=status)


def _words(one: Passage) -> dict[str, Any]:
    return {"text": one.note.text, "reason": one.reason, "base": one.note.revision}


def _caught_up(typed: QueryDict, one: Passage) -> QueryDict:
    """Return what was typed, as a change of the words of now: sent again, it replaces them."""
    again = typed.copy()
    again["base"] = str(Note.objects.values_list("revision", flat=True).get(pk=one.note_id))
    return again


def _save(one: Passage, data: dict[str, Any], request: DeskRequest) -> None:
    actions.reword(one, data["text"], base=data["base"], by=request.user)
    if data["reason"] != one.reason:
        actions.give_reason(one, data["reason"], by=request.user)


@writers
@require_POST
def change(request: DeskRequest, found: Cahier, uid: UUID) -> HttpResponse:
    """Move a passage, take it away, say that its anchors hold."""
    one = own_passage(found, uid)
    if "remove" in request.POST:
        actions.remove(one, by=request.user)
        messages.success(request, _("La phrase est retirée. L'histoire du cahier la garde."))
        return _back(request, found.slug)
    if "confirm" in request.POST:
        tying.confirm(one, by=request.user)
    elif "up" in request.POST or "down" in request.POST:
        actions.move(one, up="up" in request.POST, by=request.user)
    return _back(request, found.slug, one)


@writers
@require_POST
def tie(request: DeskRequest, found: Cahier) -> HttpResponse:
    """Let a sentence rest on what is ticked."""
    form = TieForm(request.POST, cahier=found, person=request.user)
    if form.is_valid():
        one = own_passage(found, form.cleaned_data["phrase"])
        try:
            count = tying.tie(one, list(form.cleaned_data["notes"]), by=request.user)
        except tying.Refused as refused:
            form.add_error(None, str(refused))
        else:
            said = ngettext("%(n)d ancrage est noué.", "%(n)d ancrages sont noués.", count)
            messages.success(request, said % {"n": count})
            return _back(request, found.slug, one)
    tell_errors(request, form)
    typed = map(number_typed, request.POST.getlist("notes"))
    ticked = {number for number in typed if number is not None}
    pane = {
        "chosen": _chosen(found, request.POST.get("phrase", "")),
        "voices": sources.anchorable(found, request.user).filter(pk__in=ticked),
        "ticked": ticked,
        "refused": True,
    }
    return _write(request, found, pane, SearchForm(), status=422)


@writers
@require_POST
def untie(request: DeskRequest, found: Cahier, uid: UUID, below: UUID) -> HttpResponse:
    """Take a note away from under a sentence."""
    one = own_passage(found, uid)
    anchored = Note.objects.filter(carries__note=one.note_id)
    note = get_object_or_404(anchored.select_related("notebook"), uid=below)
    tying.untie(one, note, by=request.user)
    messages.success(request, _("L'ancrage est défait."))
    collective = request.membership.collective.slug
    return redirect("expertise:passage", collective, found.slug, uid)
