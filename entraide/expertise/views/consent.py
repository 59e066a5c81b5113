"""The round of consent: asked of every member, typed from paper, its objections answered."""

from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.expertise.access import MEMBERS, may_write, own_cahier, writers
from entraide.expertise.actions import consent as actions
from entraide.expertise.forms.consent import (
    ObjectionForm,
    PaperReplyForm,
    ReplyForm,
    RoundForm,
    own_reply,
)
from entraide.expertise.models import Cahier, ConsentRound, Objection
from entraide.expertise.queries import content, rounds
from entraide.people.access import DeskRequest, desk


def _back(request: DeskRequest, slug: str) -> HttpResponse:
    return redirect("expertise:consent", request.membership.collective.slug, slug)


@desk(MEMBERS)
def consent(request: DeskRequest, slug: str) -> HttpResponse:
    """The text that is asked about, one's own reply, how the round stands."""
    cahier = own_cahier(request, slug)
    last = cahier.rounds.first()
    form = None
    if last and last.is_open and request.method == "POST":
        form = ReplyForm(request.POST)
        if form.is_valid() and _replied(request, last, form):
            return _back(request, slug)
    return _show(request, cahier, {"form": form} if form and form.is_bound else {})


def _show(request: DeskRequest, cahier: Cahier, bound: dict[str, Any]) -> HttpResponse:
    """Return the page of the round; a form that was refused is shown with what was typed."""
    last = cahier.rounds.first()
    form = None
    if last and last.is_open:
        form = ReplyForm(initial=own_reply(last, request.user))
    context = {
        "membership": request.membership,
        "cahier": cahier,
        "parts": content.parts(cahier),
        "round": last,
        "form": form,
        "writes": may_write(cahier, request.membership),
        "standing": rounds.standing(last) if last else None,
        "round_form": RoundForm(),
        "paper": PaperReplyForm(collective=request.membership.collective, auto_id="paper-%s"),
        **bound,
    }
    status = 422 if bound else 200
    return render(request, "expertise/desk/consent.html", context, status=status)


def _replied(request: DeskRequest, last: ConsentRound, form: ReplyForm) -> bool:
    """Keep a reply; return whether it came in time."""
    data = form.cleaned_data
    try:
        actions.reply(last, data["says"], data["words"], person=request.user)
    except actions.RoundOver:
        form.add_error(None, _("Le tour vient d'être refermé. Parlez à la coordination."))
        return False
    messages.success(request, _("C'est noté. Vous pouvez changer jusqu'à la fin du tour."))
    return True


@writers
@require_POST
def ask(request: DeskRequest, cahier: Cahier) -> HttpResponse:
    """Open a round, or close the one that is open."""
    last = cahier.rounds.first()
    if "close" in request.POST and last:
        actions.close_round(last, by=request.user)
        messages.success(request, _("Le tour est refermé."))
        return _back(request, cahier.slug)
    form = RoundForm(request.POST)
    if form.is_valid():
        try:
            actions.open_round(cahier, closes_on=form.cleaned_data["closes_on"], by=request.user)
        except actions.NothingToAsk:
            form.add_error(None, _("Il n'y a pas de phrase, ou un tour est déjà ouvert."))
        else:
            messages.success(request, _("Le tour est ouvert à tous les membres du collectif."))
            return _back(request, cahier.slug)
    return _show(request, cahier, {"round_form": form})


@writers
@require_POST
def paper(request: DeskRequest, cahier: Cahier) -> HttpResponse:
    """Type a reply that came on paper."""
    asked = get_object_or_404(cahier.rounds, closed_on=None)
    collective = request.membership.collective
    form = PaperReplyForm(request.POST, collective=collective, auto_id="paper-%s")
    if form.is_valid():
        data = form.cleaned_data
        uid = uuid5(NAMESPACE_OID, f"reply {asked.pk} {data['key']}")
        actions.reply(asked, data["says"], data["words"], person=data["person"], uid=uid)
        messages.success(request, _("La réponse sur papier est tapée."))
        return _back(request, cahier.slug)
    return _show(request, cahier, {"paper": form})


@writers
def objection(request: DeskRequest, cahier: Cahier, number: int) -> HttpResponse:
    """Answer an objection, or take it into the text."""
    found = get_object_or_404(
        Objection.objects.select_related("note__notebook", "answer", "reply__round"),
        pk=number,
        reply__round__cahier=cahier,
    )
    form = ObjectionForm(request.POST or None, cahier=cahier)
    if form.is_valid():
        data = form.cleaned_data
        if data["passage"]:
            actions.integrate(found, data["passage"], by=request.user)
        else:
            actions.answer(found, data["answer"], by=request.user)
        messages.success(request, _("C'est écrit. Dites-le à la personne qui objecte."))
        return _back(request, cahier.slug)
    context = {
        "membership": request.membership, "cahier": cahier, "objection": found, "form": form,
        "writes": True,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "expertise/desk/objection.html", context, status=status)
