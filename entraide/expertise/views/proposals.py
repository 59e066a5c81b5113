"""Proposals at the desk: drafted, sent, merged and split; their letter."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.expertise.access import own_proposal
from entraide.expertise.actions import proposals as actions
from entraide.expertise.forms import proposals as forms
from entraide.expertise.models import Commitment, Proposal
from entraide.expertise.queries import papers, proposals as queries
from entraide.notebooks.actions.anchoring import Circle
from entraide.people.access import DeskRequest, desk
from entraide.people.models import EDITORS, LISTENERS
from entraide.ui.press import NotTypeset, not_printed, pdf_apart


def back(request: DeskRequest, slug: str) -> HttpResponse:
    """Return to a proposal."""
    return redirect("expertise:desk_proposal", request.membership.collective.slug, slug)


@desk(LISTENERS)
def proposals(request: DeskRequest) -> HttpResponse:
    """The proposals of the collective, and whose date has passed."""
    collective, today = request.membership.collective, timezone.localdate()
    context = {
        "membership": request.membership,
        "proposals": queries.told(queries.of(collective), today),
        "due": queries.due(collective, today),
    }
    return render(request, "expertise/desk/proposals.html", context)


@desk(EDITORS)
def new(request: DeskRequest) -> HttpResponse:
    """Write a proposal."""
    collective = request.membership.collective
    form = forms.ProposalForm(request.POST or None, collective=collective)
    if form.is_valid():
        made = actions.draft(
            collective, form.asked(), by=request.user, key=form.cleaned_data["key"]
        )
        return back(request, made.slug)
    context = {"membership": request.membership, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "expertise/desk/proposal_new.html", context, status=status)


@desk(LISTENERS)
def proposal(request: DeskRequest, slug: str) -> HttpResponse:
    """A proposal: its steps, its answers, what was committed to, what is tried."""
    return show(request, own_proposal(request, slug))


def show(request: DeskRequest, found: Proposal, name: str = "", form: Any = None) -> HttpResponse:
    """Return the page of a proposal; with a form that was refused, where it was typed."""
    (told,) = queries.told(Proposal.objects.filter(pk=found.pk), timezone.localdate())
    context = {
        "membership": request.membership,
        "proposal": found,
        "told": told,
        "doors": found.doors.prefetch_related("uses"),
        "leads": request.membership.leads,
        "over": found.state in queries.OVER and not form,
        "forms": {**forms.of_proposal(found), name: form},
        "open": [
            (one, form if name == f"kept-{one.pk}" else forms.of_commitment(one))
            for one in told.commitments
            if one.state == Commitment.State.OPEN
        ],
        "trials": [
            (
                one,
                queries.observations(one),
                form if name == f"trial-{one.pk}" else forms.of_trial(one),
            )
            for one in told.experiments
        ],
    }
    status = 422 if form else 200
    return render(request, "expertise/desk/proposal.html", context, status=status)


def done(
    request: DeskRequest,
    found: Proposal,
    form: Any,
    do: Callable[[dict[str, Any]], object],
    said: str,
) -> HttpResponse:
    """Do what a form of the page asks; what is refused is shown again with its words.

    Args:
        request: of a form of the page of a proposal.
        found: the proposal.
        form: what was typed; its name on the page is its `name`.
        do: called with what was typed when it can be.
        said: what to say once it is done.
    """
    if form.is_valid():
        try:
            do(form.cleaned_data)
        except actions.Over:
            form.add_error(None, _("Cette proposition continue dans une autre : écrivez là-bas."))
        except Circle:
            form.add_error(None, _("L'autre s'appuie déjà sur une partie de celle-ci."))
        else:
            messages.success(request, said)
            return back(request, found.slug)
    return show(request, found, form.name, form)


@desk(EDITORS)
@require_POST
def step(request: DeskRequest, slug: str) -> HttpResponse:
    """Write a step, or take one away that was written by mistake."""
    found = own_proposal(request, slug)
    if "undo" in request.POST:
        last = found.steps.latest("day", "pk")
        if last.state in forms.BY_HAND:
            actions.take_back(last)
        else:
            messages.error(request, _("Cette étape suit d'une réponse : elle reste."))
        return back(request, slug)

    def do(data: dict[str, Any]) -> None:
        actions.take_step(found, by=request.user, **data)

    return done(request, found, forms.StepForm(request.POST), do, _("L'étape est écrite."))


@desk(EDITORS)
@require_POST
def merge(request: DeskRequest, slug: str) -> HttpResponse:
    """Let another proposal take this one in."""
    found = own_proposal(request, slug)
    form = forms.MergeForm(request.POST, proposal=found)

    def do(data: dict[str, Any]) -> None:
        actions.merge(found, data["into"], by=request.user)

    return done(request, found, form, do, _("Elles sont réunies. Le fil est gardé."))


@desk(EDITORS)
@require_POST
def split(request: DeskRequest, slug: str) -> HttpResponse:
    """Go on as several proposals."""
    found = own_proposal(request, slug)

    def do(data: dict[str, Any]) -> None:
        actions.split(found, data["parts"], by=request.user)

    said = _("Elle est partagée. Chaque partie s'appuie sur elle.")
    return done(request, found, forms.SplitForm(request.POST), do, said)


@desk(LISTENERS)
def letter(request: DeskRequest, slug: str) -> HttpResponse:
    """The letter that carries the proposal."""
    found = own_proposal(request, slug)
    claims = [
        anchor.rests_on
        for anchor in found.note.anchors.select_related("rests_on__notebook")
        if not anchor.rests_on.withdrawn
    ]
    data = papers.letter(found, claims)
    try:
        content = pdf_apart("expertise/paper/letter.typ", data, at=timezone.now())
    except NotTypeset as fault:
        return not_printed(request, fault)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="lettre-{slug}.pdf"'
    return response
