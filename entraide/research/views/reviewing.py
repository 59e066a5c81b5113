"""What actions tell at a seminar, what peers answer, what teams change."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.research.access import (
    Page,
    ProgrammeRequest,
    own_action,
    own_seminar,
    programme_page,
    read_team,
    writers,
)
from entraide.research.actions import seminars as actions
from entraide.research.forms import seminars as forms
from entraide.research.models import CollectiveAction, Feedback, Improvement, Seminar, StageReview
from entraide.research.queries import seminars as queries
from entraide.research.queries.seminars import Prepared


def _page(
    request: ProgrammeRequest, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    everything = {
        "membership": request.membership,
        "programme": request.programme,
        "viewer": request.viewer,
        **context,
    }
    return render(request, template, everything, status=status)


def _address(request: ProgrammeRequest) -> tuple[str, str]:
    return request.membership.collective.slug, request.programme.slug


def _of_action(view: Page) -> Page:
    """Open a page of an action at a seminar to who carries it."""

    @wraps(view)
    @programme_page
    def answer(
        request: ProgrammeRequest, number: int, slug: str, *args: object, **kwargs: object
    ) -> HttpResponse:
        found, action = own_seminar(request, number), own_action(request, slug)
        read_team(request, action)
        if not request.carries:
            raise Http404
        return view(request, found, action, *args, **kwargs)

    return answer


@_of_action
def review(request: ProgrammeRequest, found: Seminar, action: CollectiveAction) -> HttpResponse:
    """Prepare what an action tells, from its logbook since the last seminar."""
    known = found.reviews.filter(action=action).select_related("note").first()
    lines = queries.prepared(found, action, request.user.pk)
    initial = forms.initial_of(known, lines.entries)
    if "draft" in request.POST:
        form = _drafted(request, lines, initial)
        return _review(request, found, action, form, lines)
    form = forms.ReviewForm(request.POST or None, entries=lines.entries, initial=initial)
    if not form.is_valid():
        return _review(request, found, action, form, lines)
    data = form.cleaned_data
    try:
        actions.review(found, action, form.told(), entries=data["entries"], seen=data["seen"])
    except actions.Overtaken as fault:
        form.add_error(None, _("Quelqu'un de l'équipe a écrit entre-temps : relisez."))
        return _review(request, found, action, form, lines, other=fault.now)
    messages.success(request, _("Le point d'étape est prêt."))
    return redirect("research:seminar", *_address(request), found.number)


def _drafted(
    request: ProgrammeRequest, lines: Prepared, initial: dict[str, Any]
) -> forms.ReviewForm:
    """Return the form with a first text made of the lines that were ticked."""
    ticked = set(request.POST.getlist("entries"))
    chosen = [one for one in lines.entries if str(one.pk) in ticked]
    names = ("tried", "happened", "asks")
    typed = {name: str(request.POST.get(name, "")) for name in names}
    parts = forms.drafted(chosen, typed)
    kept = {**initial, **parts, "entries": [one.pk for one in chosen]}
    return forms.ReviewForm(entries=lines.entries, initial=kept)


def _review(
    request: ProgrammeRequest,
    found: Seminar,
    action: CollectiveAction,
    form: forms.ReviewForm,
    lines: Prepared,
    other: StageReview | None = None,
) -> HttpResponse:
    coming = queries.open_improvements(request.programme, found).filter(
        feedback__review__action=action
    )
    outcomes = [
        (
            one,
            forms.OutcomeForm(improvement=one, entries=lines.entries, initial={"state": "kept"}),
        )
        for one in coming
    ]
    return _page(
        request,
        "research/desk/review.html",
        status=422 if form.is_bound else 200,
        seminar=found,
        action=action,
        form=form,
        other=other,
        lines=lines,
        coming=outcomes,
    )


@programme_page
def feedbacks(request: ProgrammeRequest, number: int, slug: str) -> HttpResponse:
    """What an action told, what peers say of it, what its team makes of that."""
    action = own_action(request, slug)
    read_team(request, action)
    return show_feedbacks(request, own_seminar(request, number), action)


def show_feedbacks(
    request: ProgrammeRequest,
    found: Seminar,
    action: CollectiveAction,
    *,
    feedback: forms.FeedbackForm | None = None,
    take: tuple[int, forms.TakeForm] | None = None,
) -> HttpResponse:
    """Return the page of the feedbacks of an action; a refused form is as it was typed."""
    known = found.reviews.filter(action=action).select_related("note").first()
    said = queries.feedbacks_of(Q(review=known)) if known else ()
    questions = list(request.programme.questions.all()) if request.carries else []
    refused = dict([take]) if take else {}
    rows = [
        (one, refused.get(one.pk) or forms.TakeForm(feedback=one, questions=questions))
        for one in said
    ]
    return _page(
        request,
        "research/desk/feedbacks.html",
        status=422 if feedback or take else 200,
        seminar=found,
        action=action,
        review=known,
        rows=rows,
        carries=request.carries,
        form=feedback or forms.FeedbackForm(),
    )


@writers
@require_POST
def give_back(request: ProgrammeRequest, number: int, slug: str) -> HttpResponse:
    """Write what peers say."""
    found, action = own_seminar(request, number), own_action(request, slug)
    read_team(request, action)
    known = found.reviews.filter(action=action, note__isnull=False).first()
    form = forms.FeedbackForm(request.POST)
    if known is None:
        form.add_error(None, _("Le point d'étape n'est pas encore écrit."))
    if form.is_valid() and known:
        actions.give_back(known, form.cleaned_data["texts"], key=form.cleaned_data["key"])
        messages.success(request, _("C'est écrit."))
        return redirect("research:feedbacks", *_address(request), number, slug)
    return show_feedbacks(request, found, action, feedback=form)


@_of_action
@require_POST
def take(
    request: ProgrammeRequest, found: Seminar, action: CollectiveAction, pk: int
) -> HttpResponse:
    """Answer a feedback: what the team changes, or why it does not."""
    one = get_object_or_404(Feedback, review__seminar=found, review__action=action, pk=pk)
    form = forms.TakeForm(
        request.POST, feedback=one, questions=list(request.programme.questions.all())
    )
    leaving = "leave" in request.POST
    if form.is_valid() and not leaving and not form.cleaned_data["text"].strip():
        form.add_error("text", _("Dites ce que vous changez, ou laissez ce retour."))
    if form.is_valid():
        data = form.cleaned_data
        if leaving:
            actions.leave(one, data["why"])
        else:
            actions.take(one, data["text"].strip(), data["question"], why=data["why"])
        messages.success(request, _("C'est noté."))
        return redirect("research:feedbacks", *_address(request), found.number, action.slug)
    return show_feedbacks(request, found, action, take=(one.pk, form))


@_of_action
@require_POST
def outcome(
    request: ProgrammeRequest, found: Seminar, action: CollectiveAction, pk: int
) -> HttpResponse:
    """Say what became of an improvement."""
    one = get_object_or_404(
        Improvement.objects.select_related("note", "feedback__note"),
        feedback__review__action=action,
        pk=pk,
    )
    entries = action.entries.filter(note__isnull=False, withdrawn=False).select_related("note")
    form = forms.OutcomeForm(request.POST, improvement=one, entries=entries)
    if form.is_valid():
        data = form.cleaned_data
        actions.step(one, data["state"], why=data["why"], day=data["day"])
        actions.observe_effect(one, data["effect"])
        messages.success(request, _("C'est noté."))
        return redirect("research:review", *_address(request), found.number, action.slug)
    context = {"seminar": found, "action": action, "improvement": one, "form": form}
    return _page(request, "research/desk/outcome.html", status=422, **context)
