"""Words with a neighbour, and keeping somebody away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.exchanges.access import NeighbourRequest, neighbours
from entraide.exchanges.actions import blocking, talking as actions
from entraide.exchanges.forms.posting import MessageForm
from entraide.exchanges.models import Neighbour, Post, Talk
from entraide.exchanges.queries import board


@neighbours
@require_POST
def write(request: NeighbourRequest, what: str, uid: UUID) -> HttpResponse:
    """Write to somebody about their offer or their need."""
    form = MessageForm(request.POST)
    about = _about(request, what, uid)
    if form.is_valid():
        try:
            data = form.cleaned_data
            talk = actions.begin(request.neighbour, data["words"], key=data["key"], **about)
        except actions.Unreachable as fault:
            raise Http404 from fault
        except actions.TooMany:
            form.add_error(None, _("C'est beaucoup pour un jour : la suite demain."))
        else:
            return redirect("exchanges:talk", request.circle.collective.slug, talk.uid)
    post = about.get("offer") or about["need"]
    whose = post.neighbour if "offer" in about else post.answers
    context = {
        "circle": request.circle, "neighbour": request.neighbour, "post": post, "form": form,
        "need": "need" in about, "whose": whose, "by_phone": not whose.email,
    }  # fmt: skip
    return render(request, "exchanges/post.html", context, status=422)


def _about(request: NeighbourRequest, what: str, uid: UUID) -> dict[str, Any]:
    """Return the offer or the need that one sees, as one writes about it."""
    if what == "offres":
        return {
            "offer": get_object_or_404(board.offers(request.circle, request.neighbour), uid=uid)
        }
    return {"need": get_object_or_404(board.needs(request.circle, request.neighbour), uid=uid)}


def own_talk(request: NeighbourRequest, uid: UUID) -> Talk:
    """Return a talk of one's own."""
    return get_object_or_404(board.talks(request.neighbour), uid=uid)


@neighbours
def talk(request: NeighbourRequest, uid: UUID) -> HttpResponse:
    """What two neighbours wrote to each other."""
    found = own_talk(request, uid)
    if "close" in request.POST:
        actions.close(found, request.neighbour)
        messages.success(request, _("C'est terminé : on n'écrit plus ici."))
        return redirect("exchanges:mine", request.circle.collective.slug)
    form = MessageForm(request.POST or None)
    if form.is_valid():
        try:
            data = form.cleaned_data
            actions.write(found, request.neighbour, data["words"], key=data["key"])
        except actions.Unreachable:
            form.add_error(None, _("On n'écrit plus ici."))
        except actions.TooMany:
            form.add_error(None, _("C'est beaucoup pour un jour : la suite demain."))
        else:
            return redirect("exchanges:talk", request.circle.collective.slug, uid)
    other = found.other if found.opener == request.neighbour else found.opener
    context = {
        "circle": request.circle, "neighbour": request.neighbour, "talk": found, "other": other,
        "said": found.messages.select_related("sender"), "form": form,
    }  # fmt: skip
    return render(request, "exchanges/talk.html", context, status=422 if form.is_bound else 200)


@neighbours
@require_POST
def apart(request: NeighbourRequest, uid: UUID) -> HttpResponse:
    """Never meet somebody again here: they are not told.

    Of who left, or who asked for it first, the answer is the same: one would learn which.
    """
    found = Neighbour.objects.filter(circle=request.circle, uid=uid, left_on=None)
    other = found.exclude(pk=request.neighbour.pk).first()
    if other:
        blocking.block(request.neighbour, other)
    messages.success(request, _blocked(request.neighbour))
    return redirect("exchanges:mine", request.circle.collective.slug)


def _blocked(me: Neighbour) -> str:
    """Return what a block does, and what it cannot do."""
    said = [_("C'est fait : vous ne vous trouverez plus. Personne ne le sait.")]
    if me.offers.filter(audience=Post.Audience.NEIGHBOURHOOD, withdrawn_on=None).exists():
        said.append(_("Ce que vous montrez à tout le quartier se lit encore sans entrer."))
    if me.known.contacts:
        said.append(
            _(
                "Aux tables et aux chantiers, on vous reconnaît au contact que vous avez laissé"
                " ici : si l'un de vous s'inscrit autrement, dites-le à l'équipe."
            )
        )
    else:
        said.append(
            _(
                "Aux tables des rencontres, dites-le à l'équipe : vous n'avez laissé aucun"
                " contact qui vous y fasse reconnaître."
            )
        )
    return " ".join(said)
