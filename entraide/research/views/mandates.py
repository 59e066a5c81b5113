"""Mandates and outside inputs, and who wants to take part."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from entraide.research.access import ProgrammeRequest, programme_page, writers
from entraide.research.actions import mandates as actions
from entraide.research.forms import mandates as forms
from entraide.research.models import Mandate, OutsideInput
from entraide.research.queries import mandates as queries
from entraide.ui.fields import number_typed


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


@programme_page
def mandates(request: ProgrammeRequest) -> HttpResponse:
    """What institutions ask of those who take part."""
    found = queries.of(request.programme)
    return _page(request, "research/desk/mandates.html", mandates=found)


@writers
def mandate_new(request: ProgrammeRequest) -> HttpResponse:
    """Write down what an institution asks."""
    form = forms.MandateForm(request.POST or None, programme=request.programme)
    if form.is_valid():
        made = actions.receive(request.programme, form.commanded())
        return redirect("research:mandate", *_address(request), made.pk)
    status = 422 if form.is_bound else 200
    return _page(request, "research/desk/mandate_new.html", status=status, form=form)


@programme_page
def mandate(request: ProgrammeRequest, number: int) -> HttpResponse:
    """A mandate: asked, said by the field, proposed instead, where it is; one's own memos."""
    found = get_object_or_404(
        Mandate.objects.select_related("says", "counter", "programme__notebook"),
        programme=request.programme,
        pk=number,
    )
    if number_of_memo := request.POST.get("erase", ""):
        pk = number_typed(number_of_memo) or 0
        get_object_or_404(queries.memos(found, request.user), pk=pk).delete()
        return redirect("research:mandate", *_address(request), found.pk)
    named = str(request.POST.get("form", ""))
    typed = _forms(found, request.POST if named else None, named)
    form = typed.get(named)
    may = request.viewer.writes or named == "memo"
    if form and may and form.is_valid():
        _do(found, form, request)
        messages.success(request, _("C'est enregistré."))
        return redirect("research:mandate", *_address(request), found.pk)
    return _page(
        request,
        "research/desk/mandate.html",
        status=422 if form else 200,
        mandate=found,
        forms=typed,
        memos=queries.memos(found, request.user),
        rests=found.says.anchors.select_related("rests_on") if found.says else (),
    )


def _forms(found: Mandate, typed: Any, named: str) -> dict[str, django_forms.BaseForm]:
    """Return the forms of the page of a mandate; the one that was sent has what was typed."""
    says, notes = found.says, queries.offered(found)
    held = list(says.anchors.values_list("rests_on", flat=True)) if says else []
    every: dict[str, django_forms.BaseForm] = {
        "says": forms.SaysForm(
            typed if named == "says" else None,
            notes=notes,
            initial={"text": says.text if says else "", "notes": held},
        ),
        "counter": forms.CounterForm(
            typed if named == "counter" else None,
            initial={"text": found.counter.text if found.counter else ""},
        ),
        "step": forms.MandateStepForm(
            typed if named == "step" else None, initial={"state": found.state}
        ),
        "memo": forms.MemoForm(typed if named == "memo" else None),
    }
    return every


def _do(found: Mandate, form: Any, request: ProgrammeRequest) -> None:
    """Do what a form of the page of a mandate asks."""
    data = form.cleaned_data
    if form.name == "says":
        actions.say(found, data["text"], on=list(data["notes"]))
    elif form.name == "counter":
        actions.counter(found, data["text"])
    elif form.name == "step":
        actions.step(found, **data)
    else:
        actions.note_for_oneself(found, data["text"], author=request.user)


@writers
def mandate_settings(request: ProgrammeRequest, number: int) -> HttpResponse:
    """Change what is asked, by whom, until when."""
    found = get_object_or_404(Mandate, programme=request.programme, pk=number)
    form = forms.MandateForm(
        request.POST or None, programme=request.programme, initial=forms.initial_of(found)
    )
    if form.is_valid():
        actions.settle(found, form.commanded())
        return redirect("research:mandate", *_address(request), found.pk)
    status = 422 if form.is_bound else 200
    return _page(request, "research/desk/mandate_new.html", status=status, form=form, mandate=found)


# Outside inputs


@programme_page
def inputs(request: ProgrammeRequest) -> HttpResponse:
    """What the collective needs from outside, and what remained."""
    found = queries.inputs(request.programme)
    return _page(request, "research/desk/inputs.html", inputs=found)


@writers
def input_new(request: ProgrammeRequest) -> HttpResponse:
    """Say what is needed."""
    return _input(request, OutsideInput(programme=request.programme))


@writers
def input_settings(request: ProgrammeRequest, number: int) -> HttpResponse:
    """Change what is needed, or who could come."""
    return _input(request, get_object_or_404(OutsideInput, programme=request.programme, pk=number))


def _input(request: ProgrammeRequest, found: OutsideInput) -> HttpResponse:
    form = forms.InputForm(request.POST or None, programme=request.programme, instance=found)
    if form.is_valid():
        made = form.save()
        return redirect("research:input", *_address(request), made.pk)
    status = 422 if form.is_bound else 200
    return _page(request, "research/desk/input_new.html", status=status, form=form, needed=found)


@programme_page
def outside(request: ProgrammeRequest, number: int) -> HttpResponse:
    """An outside input: needed, who could come, the gathering, what remained."""
    found = get_object_or_404(
        OutsideInput.objects.select_related("question", "action__notebook", "gathering"),
        programme=request.programme,
        pk=number,
    )
    named = str(request.POST.get("form", ""))
    gathering = forms.GatheringForm(request.POST if named == "gathering" else None)
    remains = forms.RemainsForm(request.POST if named == "remains" else None)
    if named == "gathering" and request.viewer.leads and gathering.is_valid():
        actions.invite(found, **gathering.cleaned_data)
        messages.success(request, _("La rencontre est en brouillon : publiez-la à son bureau."))
        return redirect("research:input", *_address(request), found.pk)
    if named == "remains" and request.viewer.writes and remains.is_valid():
        data = remains.cleaned_data
        actions.remains(found, data["texts"], key=data["key"])
        messages.success(request, _("C'est écrit."))
        return redirect("research:input", *_address(request), found.pk)
    return _page(
        request,
        "research/desk/input.html",
        status=422 if named else 200,
        needed=found,
        gathering=gathering,
        remains=remains,
        notes=found.remains.filter(withdrawn=False),
    )
