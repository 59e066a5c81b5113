"""What follows a proposal: private links, answers, commitments and their proofs, trials."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.expertise.access import own_proposal
from entraide.expertise.actions import answers, doors, experiments
from entraide.expertise.forms import proposals as forms
from entraide.expertise.views.proposals import back, done
from entraide.people.access import DeskRequest, desk
from entraide.people.models import EDITORS, LISTENERS
from entraide.ui.fields import number_typed


@desk(EDITORS)
@require_POST
def door(request: DeskRequest, slug: str) -> HttpResponse:
    """Make, prolong or close the private link of an institution."""
    found = own_proposal(request, slug)
    if "prolong" in request.POST or "close" in request.POST:
        typed = request.POST.get("prolong") or request.POST.get("close") or ""
        one = get_object_or_404(found.doors, pk=number_typed(typed))
        if "prolong" in request.POST:
            doors.prolong(one)
        else:
            doors.close(one)
        return back(request, slug)
    _made, token = doors.make(found, by=request.user)
    link = f"{settings.SITE_ADDRESS}{reverse('expertise:answer', args=[token])}"
    # Told once: only its digest is kept.
    messages.success(request, _("Copiez ce lien maintenant, il n'est montré qu'une fois :"))
    messages.info(request, link)
    return back(request, slug)


@desk(EDITORS)
@require_POST
def answered(request: DeskRequest, slug: str) -> HttpResponse:
    """Type an answer that came by letter or by voice."""
    found = own_proposal(request, slug)
    form = forms.TypedAnswerForm(request.POST)

    def do(data: dict[str, Any]) -> None:
        answers.answer(found, form.said(), day=data["day"], by=request.user)

    return done(request, found, form, do, _("La réponse est écrite."))


@desk(EDITORS)
@require_POST
def committed(request: DeskRequest, slug: str) -> HttpResponse:
    """Write what the institution commits to."""
    found = own_proposal(request, slug)

    def do(data: dict[str, Any]) -> None:
        answers.commit(found, data["text"], due_on=data["due_on"], by=request.user)

    said = _("L'engagement est écrit. Nous rappellerons sa date.")
    return done(request, found, forms.CommitmentForm(request.POST), do, said)


@desk(EDITORS)
@require_POST
def kept(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Say that a commitment was kept, with what shows it; or given up."""
    found = own_proposal(request, slug)
    one = get_object_or_404(found.commitments.select_related("note", "proposal"), pk=number)
    if "drop" in request.POST:
        answers.drop(one, day=timezone.localdate(), by=request.user)
        return back(request, slug)

    def do(data: dict[str, Any]) -> None:
        answers.keep(one, data["proof"], day=data["day"], by=request.user)

    form = forms.of_commitment(one, request.POST)
    return done(request, found, form, do, _("L'engagement est tenu."))


@desk(EDITORS)
@require_POST
def try_it(request: DeskRequest, slug: str) -> HttpResponse:
    """Try the proposal in a neighbourhood."""
    found = own_proposal(request, slug)
    form = forms.TrialForm(request.POST)

    def do(data: dict[str, Any]) -> None:
        experiments.try_it(found, form.trial(), key=data["key"])

    return done(request, found, form, do, _("L'essai a son journal de bord."))


@desk(LISTENERS)
@require_POST
def observe(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Write what is observed; show the logbook of a trial to everybody, or not."""
    found = own_proposal(request, slug)
    one = get_object_or_404(found.experiments.select_related("notebook", "note"), pk=number)
    if "show" in request.POST or "hide" in request.POST:
        if not request.membership.leads:
            raise Http404
        experiments.show_experiment(one, shown="show" in request.POST)
        return back(request, slug)

    def do(data: dict[str, Any]) -> None:
        experiments.observe(one, data["text"], day=data["day"])

    return done(request, found, forms.of_trial(one, request.POST), do, _("C'est écrit."))


@desk(EDITORS)
@require_POST
def address(request: DeskRequest, slug: str) -> HttpResponse:
    """Write where letters to the institution go."""
    found = own_proposal(request, slug)
    form = forms.AddressForm(request.POST, instance=found.addressee)

    def do(data: dict[str, Any]) -> None:
        form.save()

    return done(request, found, form, do, _("C'est enregistré."))
