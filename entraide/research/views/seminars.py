"""Seminars: the calendar, the day, what each action tells, what peers say, what changes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from entraide.notebooks.actions.writing import uid_of
from entraide.research.access import (
    ProgrammeRequest,
    leaders,
    own_seminar,
    programme_page,
    writers,
)
from entraide.research.actions import presences, programmes, seminars as actions
from entraide.research.forms import seminars as forms
from entraide.research.models import (
    Decision,
    Presence,
    Seminar,
)
from entraide.research.queries import overview, presences as counted, seminars as queries


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
    here, still_open = queries.decisions(found)
    return _page(
        request,
        "research/desk/seminar.html",
        status=422 if move or decision else 200,
        seminar=found,
        told=queries.told(found, request.user.pk),
        decisions=here,
        still_open=still_open,
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
def presences_of(request: ProgrammeRequest, number: int) -> HttpResponse:
    """Who comes to a seminar, who came, and for how many hours."""
    found = own_seminar(request, number)
    days = counted.of_gathering(found.gathering)
    return _page(request, "research/desk/presences.html", seminar=found, days=days)


@leaders
@require_POST
def expect(request: ProgrammeRequest, number: int) -> HttpResponse:
    """Sign up everybody who takes part."""
    found = own_seminar(request, number)
    new = presences.expect_everyone(request.programme, found.gathering, by=request.user)
    said = ngettext("%(n)s personne est inscrite.", "%(n)s personnes sont inscrites.", new)
    messages.success(request, said % {"n": new})
    return redirect("research:presences", *_address(request), found.number)


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
        return redirect("research:presences", *_address(request), found.number)
    status = 422 if form.is_bound else 200
    return _page(
        request, "research/desk/presence.html", status=status, seminar=found, presence=one,
        form=form,
    )  # fmt: skip


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
