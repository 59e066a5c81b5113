"""Seminars: the calendar, the day, what each action tells, what peers say, what changes."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from entraide.notebooks.actions.writing import uid_of
from entraide.research.access import (
    Page,
    ProgrammeRequest,
    leaders,
    own_action,
    own_seminar,
    programme_page,
    writers,
)
from entraide.research.actions import presences, programmes, seminars as actions
from entraide.research.forms import seminars as forms
from entraide.research.models import (
    CollectiveAction,
    Decision,
    Feedback,
    Improvement,
    Presence,
    Seminar,
)
from entraide.research.queries import logbooks, overview, presences as counted, seminars as queries


def _page(
    request: ProgrammeRequest, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Return a page of the programme."""
    everything = {
        "membership": request.membership,
        "programme": request.programme,
        "viewer": request.viewer,
        **context,
    }
    return render(request, template, everything, status=status)


def back(request: ProgrammeRequest, seminar: Seminar) -> HttpResponse:
    """Return to a seminar."""
    return redirect("research:seminar", *_address(request), seminar.number)


def _address(request: ProgrammeRequest) -> tuple[str, str]:
    return request.membership.collective.slug, request.programme.slug


@programme_page
def calendar(request: ProgrammeRequest) -> HttpResponse:
    """The seminars of the programme; who organises puts them on the calendar."""
    form = forms.PlanForm(request.POST or None, programme=request.programme)
    if request.method == "POST" and not request.viewer.leads:
        raise Http404
    if form.is_valid():
        made = programmes.plan_seminars(
            request.programme, form.days(), place=form.cleaned_data["place"], by=request.user
        )
        said = ngettext(
            "%(n)s séminaire est au calendrier.", "%(n)s séminaires sont au calendrier.", len(made)
        )
        messages.success(request, said % {"n": len(made)})
        return redirect("research:seminars", *_address(request))
    return _page(
        request, "research/desk/seminars.html", status=422 if form.is_bound else 200, form=form,
        seminars=overview.calendar(request.programme), now=timezone.now(),
    )  # fmt: skip


@programme_page
def seminar(request: ProgrammeRequest, number: int) -> HttpResponse:
    """The day of a seminar, action by action."""
    return show(request, own_seminar(request, number))


def show(
    request: ProgrammeRequest,
    found: Seminar,
    *,
    move: forms.MoveForm | None = None,
    decision: forms.DecisionForm | None = None,
) -> HttpResponse:
    """Return the page of a seminar; a form that was refused is as it was typed."""
    return _page(
        request,
        "research/desk/seminar.html",
        status=422 if move or decision else 200,
        seminar=found,
        told=queries.told(found, request.user.pk),
        decisions=queries.decisions(found),
        still_open=queries.still_open(found),
        days=counted.of_gathering(found.gathering) if request.viewer.leads else [],
        move=move or forms.MoveForm(),
        decision=decision or forms.DecisionForm(programme=request.programme),
    )


@leaders
@require_POST
def move(request: ProgrammeRequest, number: int) -> HttpResponse:
    """Move a seminar to another day: what was prepared stays with it."""
    found = own_seminar(request, number)
    form = forms.MoveForm(request.POST)
    if not form.is_valid():
        return show(request, found, move=form)
    programmes.move(found, form.cleaned_data["day"], by=request.user)
    found.refresh_from_db()
    messages.success(request, _("Le séminaire est déplacé. Ce qui était préparé le suit."))
    return back(request, found)


@leaders
@require_POST
def expect(request: ProgrammeRequest, number: int) -> HttpResponse:
    """Sign up everybody who takes part."""
    found = own_seminar(request, number)
    new = presences.expect_everyone(request.programme, found.gathering, by=request.user)
    said = ngettext("%(n)s personne est inscrite.", "%(n)s personnes sont inscrites.", new)
    messages.success(request, said % {"n": new})
    return back(request, found)


@leaders
def presence(request: ProgrammeRequest, number: int, pk: int) -> HttpResponse:
    """Count other hours for somebody, and say why."""
    found = own_seminar(request, number)
    one = get_object_or_404(Presence, gathering=found.gathering, pk=pk)
    initial = {"hours": one.minutes / 60 if one.minutes is not None else None, "why": one.why}
    form = forms.MinutesForm(request.POST or None, initial=initial)
    if form.is_valid():
        minutes, why = form.minutes(), form.cleaned_data["why"]
        presences.correct(one, minutes=minutes, why=why, by=request.user)
        messages.success(request, _("C'est enregistré."))
        return back(request, found)
    status = 422 if form.is_bound else 200
    return _page(
        request, "research/desk/presence.html", status=status, seminar=found, presence=one,
        form=form,
    )  # fmt: skip


def _of_action(view: Page) -> Page:
    """Open a page of an action at a seminar to who carries it."""

    @wraps(view)
    @programme_page
    def answer(
        request: ProgrammeRequest, number: int, slug: str, *args: object, **kwargs: object
    ) -> HttpResponse:
        found, action = own_seminar(request, number), own_action(request, slug)
        if not logbooks.carries(action, request.user):
            raise Http404
        return view(request, found, action, *args, **kwargs)

    return answer


@_of_action
def review(request: ProgrammeRequest, found: Seminar, action: CollectiveAction) -> HttpResponse:
    """Prepare what an action tells, from its logbook since the last seminar."""
    known = found.reviews.filter(action=action).select_related("note").first()
    entries = queries.since(found, action)
    if known:
        entries = (entries | action.entries.filter(reviews=known, note__isnull=False)).distinct()
    initial = forms.initial_of(known, entries)
    if "draft" in request.POST:
        return _drafted(request, found, action, initial)
    form = forms.ReviewForm(request.POST or None, entries=entries, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.review(
                found, action, form.told(), entries=list(data["entries"]), seen=data["seen"]
            )
        except actions.Overtaken as fault:
            form.add_error(None, _("Quelqu'un de l'équipe a écrit entre-temps : relisez."))
            return _review(request, found, action, form, other=fault.now)
        messages.success(request, _("Le point d'étape est prêt."))
        return back(request, found)
    return _review(request, found, action, form)


def _drafted(
    request: ProgrammeRequest, found: Seminar, action: CollectiveAction, initial: dict[str, Any]
) -> HttpResponse:
    """Return the form with a first text made of the lines that were ticked."""
    ticked = [int(one) for one in request.POST.getlist("entries") if one.isdecimal()]
    entries = queries.since(found, action)
    names = ("tried", "happened", "asks")
    typed = {name: str(request.POST.get(name, "")) for name in names}
    parts = forms.drafted(entries.filter(pk__in=ticked), typed)
    form = forms.ReviewForm(entries=entries, initial={**initial, **parts, "entries": ticked})
    return _review(request, found, action, form)


def _review(
    request: ProgrammeRequest,
    found: Seminar,
    action: CollectiveAction,
    form: forms.ReviewForm,
    *,
    other: Any = None,
) -> HttpResponse:
    entries = queries.since(found, action)
    coming = queries.open_improvements(request.programme, found).filter(
        feedback__review__action=action
    )
    return _page(
        request,
        "research/desk/review.html",
        status=422 if form.is_bound else 200,
        seminar=found,
        action=action,
        form=form,
        other=other,
        before=queries.before(found),
        kept=queries.not_shared(found, action, request.user.pk),
        coming=[
            (one, forms.OutcomeForm(improvement=one, entries=entries, initial={"state": "kept"}))
            for one in coming
        ],
    )


@programme_page
def feedbacks(request: ProgrammeRequest, number: int, slug: str) -> HttpResponse:
    """What an action told, what peers say of it, what its team makes of that."""
    return show_feedbacks(request, own_seminar(request, number), own_action(request, slug))


def show_feedbacks(
    request: ProgrammeRequest,
    found: Seminar,
    action: CollectiveAction,
    *,
    feedback: forms.FeedbackForm | None = None,
    take: tuple[int, forms.TakeForm] | None = None,
) -> HttpResponse:
    """Return the page of the feedbacks of an action; a refused form is as it was typed."""
    told = next(
        (one for one in queries.told(found, request.user.pk) if one.action.pk == action.pk), None
    )
    rows = [
        (
            one,
            take[1]
            if take and take[0] == one.pk
            else forms.TakeForm(feedback=one, programme=request.programme),
        )
        for one in (told.feedbacks if told else ())
    ]
    return _page(
        request,
        "research/desk/feedbacks.html",
        status=422 if feedback or take else 200,
        seminar=found,
        action=action,
        review=told.review if told else None,
        rows=rows,
        carries=logbooks.carries(action, request.user),
        form=feedback or forms.FeedbackForm(),
    )


@writers
@require_POST
def give_back(request: ProgrammeRequest, number: int, slug: str) -> HttpResponse:
    """Write what peers say."""
    found, action = own_seminar(request, number), own_action(request, slug)
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
    form = forms.TakeForm(request.POST, feedback=one, programme=request.programme)
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
    entries = action.entries.filter(note__isnull=False, withdrawn=False)
    form = forms.OutcomeForm(request.POST, improvement=one, entries=entries)
    if form.is_valid():
        data = form.cleaned_data
        actions.step(one, data["state"], why=data["why"], day=data["day"])
        actions.observe_effect(one, list(data["effect"]))
        messages.success(request, _("C'est noté."))
        return redirect("research:review", *_address(request), found.number, action.slug)
    context = {"seminar": found, "action": action, "improvement": one, "form": form}
    return _page(request, "research/desk/outcome.html", status=422, **context)


@writers
@require_POST
def decide(request: ProgrammeRequest, number: int) -> HttpResponse:
    """Write what the seminar decides."""
    found = own_seminar(request, number)
    form = forms.DecisionForm(request.POST, programme=request.programme)
    if not form.is_valid():
        return show(request, found, decision=form)
    data = form.cleaned_data
    uid = uid_of(f"decision {found.pk}", data["key"], data["text"])
    actions.decide(found, data["text"], by=data["by"], due_on=data["due_on"], uid=uid)
    messages.success(request, _("C'est décidé."))
    return back(request, found)


@writers
@require_POST
def done(request: ProgrammeRequest, number: int, pk: int) -> HttpResponse:
    """Say that what was decided is done, or is not after all."""
    found = own_seminar(request, number)
    one = get_object_or_404(Decision, seminar__programme=request.programme, pk=pk)
    one.done_on = None if one.done_on else timezone.localdate()
    one.save(update_fields=["done_on"])
    return back(request, found)
