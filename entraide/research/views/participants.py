"""Who takes part, who wants to, and what structures agreed to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext

from entraide.people.models import Organisation
from entraide.research.access import ProgrammeRequest, leaders, programme_page
from entraide.research.actions import participating as actions
from entraide.research.forms.programmes import (
    AgreementForm,
    EndAgreementForm,
    LeaveForm,
    ParticipantForm,
    WelcomeForm,
)
from entraide.research.models import Agreement, Participant
from entraide.research.queries import participants as queries


def back(request: ProgrammeRequest) -> HttpResponse:
    """Return to those who take part."""
    return redirect(
        "research:participants", request.membership.collective.slug, request.programme.slug
    )


@programme_page
def participants(request: ProgrammeRequest) -> HttpResponse:
    """Who takes part: members, students, observers; for who organises, who wants to."""
    found = request.programme
    context = {
        "membership": request.membership,
        "programme": found,
        "viewer": request.viewer,
        "participants": queries.active(found),
        "agreements": found.agreements.select_related("organisation"),
    }
    if request.viewer.leads:
        context |= {"candidates": queries.candidates(found), "gone": queries.gone(found)}
    return render(request, "research/desk/participants.html", context)


@leaders
def welcome(request: ProgrammeRequest) -> HttpResponse:
    """Invite somebody."""
    form = WelcomeForm(request.POST or None, programme=request.programme)
    if form.is_valid():
        try:
            made = actions.welcome(request.programme, form.welcomed())
        except actions.AlreadyThere:
            form.add_error("email", _("Cette personne participe déjà."))
        else:
            messages.success(request, _("%(name)s participe.") % {"name": made})
            return back(request)
    return _page(request, "research/desk/welcome.html", form=form)


def _page(request: ProgrammeRequest, template: str, **context: object) -> HttpResponse:
    """Return a page with its forms; 422 when one was refused."""
    form = context.get("form")
    everything = {
        "membership": request.membership,
        "programme": request.programme,
        "viewer": request.viewer,
        **context,
    }
    status = 422 if getattr(form, "is_bound", False) else 200
    return render(request, template, everything, status=status)


@leaders
def participant(request: ProgrammeRequest, number: int) -> HttpResponse:
    """What is known of somebody; a candidate is taken in here, who leaves leaves here."""
    found = get_object_or_404(Participant, programme=request.programme, pk=number)
    if found.kind == Participant.Kind.CANDIDATE:
        return _candidate(request, found)
    leaving = "leave" in request.POST
    form = ParticipantForm(None if leaving else request.POST or None, instance=found)
    leave = LeaveForm(request.POST if leaving else None)
    if leaving and leave.is_valid():
        actions.leave(found, day=leave.cleaned_data["day"])
        messages.success(request, _("C'est noté. Ce qui était partagé reste."))
        return back(request)
    if not leaving and form.is_valid():
        form.save()
        messages.success(request, _("C'est enregistré."))
        return back(request)
    return _page(
        request, "research/desk/participant.html", form=form, leave=leave, participant=found
    )


def _candidate(request: ProgrammeRequest, found: Participant) -> HttpResponse:
    """Take in somebody who wants to take part, or not."""
    if request.method == "POST" and "forget" in request.POST:
        found.delete()
        messages.success(request, _("La demande est effacée."))
        return back(request)
    initial = {
        "name": found.name, "peer_group": found.peer_group_id, "function": found.function,
        "contact": found.contact if "@" not in found.contact else "",
        "email": found.contact if "@" in found.contact else "",
    }  # fmt: skip
    form = WelcomeForm(request.POST or None, programme=request.programme, initial=initial)
    if form.is_valid():
        try:
            actions.welcome(request.programme, form.welcomed())
        except actions.AlreadyThere:
            form.add_error("email", _("Cette personne participe déjà."))
        else:
            found.delete()
            messages.success(request, _("%(name)s participe.") % {"name": found})
            return back(request)
    return _page(request, "research/desk/welcome.html", form=form, candidate=found)


@leaders
def agreement(request: ProgrammeRequest, number: int | None = None) -> HttpResponse:
    """What a structure agrees to; ended early, it says why."""
    found = number and get_object_or_404(Agreement, programme=request.programme, pk=number)
    initial = _told(found) if found else None
    ending = bool(found) and "end" in request.POST
    form = AgreementForm(None if ending else request.POST or None, initial=initial)
    end = EndAgreementForm(request.POST if ending else None)
    if found and ending and end.is_valid():
        left = actions.end_agreement(found, **end.cleaned_data)
        said = ngettext(
            "L'accord est terminé. %(n)s personne continue sur son temps.",
            "L'accord est terminé. %(n)s personnes continuent sur leur temps.",
            left,
        )
        messages.success(request, said % {"n": left})
        return back(request)
    if not ending and form.is_valid():
        form.save(request.programme, found or None)
        messages.success(request, _("C'est enregistré."))
        return back(request)
    return _page(
        request, "research/desk/agreement.html", form=form, end=end, agreement=found or None,
        structures=Organisation.objects.all(),
    )  # fmt: skip


def _told(found: Agreement) -> dict[str, object]:
    """Return what an agreement says, as its form has it."""
    names = ("hours_per_quarter", "starts_on", "ends_on", "signatory", "signed_on")
    return {"organisation": str(found.organisation)} | {n: getattr(found, n) for n in names}
