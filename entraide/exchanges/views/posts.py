"""The board; one offer, one need; posting and changing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from entraide.exchanges.access import CircleRequest, NeighbourRequest, circle_page, neighbours
from entraide.exchanges.actions import posting as actions
from entraide.exchanges.forms.posting import LookForm, MessageForm, NeedForm, PostForm
from entraide.exchanges.models import Need, Offer, Post
from entraide.exchanges.queries import (
    board as queries,
    loops,
    matching,
    parties as parties_of,
    people,
)
from entraide.ui.fields import number_typed
from entraide.ui.pages import compressed

ON_A_PAGE, MOST_PAGES = 20, 500


@compressed
@circle_page
def board(request: CircleRequest) -> HttpResponse:
    """What is offered and needed today, for who looks."""
    form = LookForm(request.GET or None, circle=request.circle, viewer=request.neighbour)
    asked = form.asked() if request.GET else queries.Asked()
    offers = queries.offers(request.circle, request.neighbour, asked)
    page = Paginator(queries.listed(offers), ON_A_PAGE).get_page(request.GET.get("page"))
    needs = queries.listed(queries.needs(request.circle, request.neighbour, asked))
    turned = min(number_typed(request.GET.get("besoins", "")) or 1, MOST_PAGES)
    begin = (turned - 1) * ON_A_PAGE
    # One more than a page shows: whether there are others costs no question of its own.
    found = list(needs[begin : begin + ON_A_PAGE + 1])
    query = request.GET.copy()
    for name in ("page", "besoins"):
        query.pop(name, None)
    context = {
        "circle": request.circle,
        "neighbour": request.neighbour,
        "form": form,
        "page": page,
        "asked": query.urlencode(),
        "needs": found[:ON_A_PAGE],
        "needs_before": turned - 1,
        "needs_after": turned + 1 if len(found) > ON_A_PAGE else 0,
    }
    return render(request, "exchanges/board.html", context)


@compressed
@circle_page
def charter(request: CircleRequest) -> HttpResponse:
    """The charter, what to do when something goes wrong, what a helping hand is."""
    context = {
        "circle": request.circle, "neighbour": request.neighbour,
        "trusted": people.trusted(request.circle),
    }  # fmt: skip
    return render(request, "exchanges/charter.html", context)


@compressed
@circle_page
def parties(request: CircleRequest) -> HttpResponse:
    """The work parties to come."""
    coming, me = parties_of.coming(request.circle), request.neighbour
    context = {
        "circle": request.circle, "neighbour": me, "parties": coming,
        "idea": parties_of.idea([one.gathering for one in coming], me) if me else None,
    }  # fmt: skip
    return render(request, "exchanges/parties.html", context)


@circle_page
def offer(request: CircleRequest, uid: UUID) -> HttpResponse:
    """An offer, as those who may see it read it."""
    me = request.neighbour
    found = queries.own_offers(me).filter(uid=uid).first() if me else None
    mine = found is not None
    found = found or get_object_or_404(queries.offers(request.circle, me), uid=uid)
    context = {
        "circle": request.circle, "neighbour": me, "post": found, "mine": mine,
        "form": MessageForm(), "by_phone": not found.neighbour.email, "whose": found.neighbour,
    }  # fmt: skip
    return render(request, "exchanges/post.html", context)


@circle_page
def need(request: CircleRequest, uid: UUID) -> HttpResponse:
    """A need: for who has it, who could answer; for others when it is shown."""
    me = request.neighbour
    own_needs = queries.own_needs(me) if me else Need.objects.none()
    found = own_needs.filter(uid=uid).first()
    living = found and not (found.over or found.met_on or found.hidden)
    could = matching.someone_could(me, [found])[found.pk] if me and found and living else []
    mine = found is not None
    found = found or get_object_or_404(queries.needs(request.circle, me), uid=uid)
    context = {
        "circle": request.circle, "neighbour": me, "post": found, "mine": mine, "need": True,
        "could": could, "form": MessageForm(), "by_phone": not found.answers.email,
        "whose": found.answers,
    }  # fmt: skip
    return render(request, "exchanges/post.html", context)


@neighbours
def new(request: NeighbourRequest, what: str) -> HttpResponse:
    """Offer something, or say a need."""
    needed = what == "demander"
    make = NeedForm if needed else PostForm
    form = make(request.POST or None, circle=request.circle, need=needed)
    if form.is_valid():
        try:
            made = _make(request, form, needed=needed)
        except actions.TooMany:
            form.add_error(None, _("C'est beaucoup pour un jour : la suite demain."))
        else:
            name = "exchanges:need" if needed else "exchanges:offer"
            return redirect(name, request.circle.collective.slug, made.uid)
    context = {"circle": request.circle, "neighbour": request.neighbour, "form": form}
    context["need"] = needed
    return render(request, "exchanges/new.html", context, status=422 if form.is_bound else 200)


def _make(request: NeighbourRequest, form: PostForm, *, needed: bool) -> Offer | Need:
    data = form.cleaned_data
    if needed:
        carried = bool(data.get("carried"))
        return actions.ask(request.neighbour, form.posted(), carried=carried, key=data["key"])
    return actions.offer(request.neighbour, form.posted(), key=data["key"])


def own(request: NeighbourRequest, what: str, uid: UUID) -> Offer | Need:
    """Return a post of one's own, or one carries."""
    model: Any = Need if what == "besoins" else Offer
    found: Offer | Need = get_object_or_404(
        model, circle=request.circle, uid=uid, withdrawn_on=None
    )
    whose = found.answers if isinstance(found, Need) else found.neighbour
    if whose != request.neighbour:
        raise Http404
    return found


@neighbours
def change(request: NeighbourRequest, what: str, uid: UUID) -> HttpResponse:
    """Say it otherwise, prolong it, take it away; say that a need is met."""
    found = own(request, what, uid)
    slug = request.circle.collective.slug
    if "withdraw" in request.POST:
        actions.withdraw(found)
        messages.success(request, _("C'est retiré."))
        return redirect("exchanges:mine", slug)
    if "prolong" in request.POST:
        actions.prolong(found)
        until = date_format(found.until, "j F")
        messages.success(request, _("C'est prolongé jusqu'au %(day)s.") % {"day": until})
        return redirect("exchanges:mine", slug)
    if "met" in request.POST and isinstance(found, Need):
        met = request.POST["met"] == "1"
        actions.meet(found, met=met)
        said = _("Tant mieux. Vous pouvez raconter ce qui s'est fait.") if met else _("C'est noté.")
        messages.success(request, said)
        return redirect("exchanges:mine", slug)
    needed = isinstance(found, Need)
    form = PostForm(
        request.POST or None, circle=request.circle, need=needed, initial=_initial(found)
    )
    if form.is_valid():
        actions.change(found, form.posted())
        messages.success(request, _("C'est enregistré."))
        return redirect("exchanges:mine", slug)
    context = {
        "circle": request.circle, "neighbour": request.neighbour, "form": form, "post": found,
        "need": needed,
    }  # fmt: skip
    return render(request, "exchanges/new.html", context, status=422 if form.is_bound else 200)


def _initial(found: Post) -> dict[str, Any]:
    names = ("title", "category", "how", "words", "when", "place", "languages", "until", "audience")
    return {name: getattr(found, name) for name in names}


@neighbours
def mine(request: NeighbourRequest) -> HttpResponse:
    """One's own page: offers, needs and who could answer, words, loops."""
    me = request.neighbour
    all_needs = list(queries.own_needs(me, with_rights=True))
    own_needs = [one for one in all_needs if queries.lingers(one)]
    kept, ended = loops.mine(me)
    living = [one for one in own_needs if not (one.over or one.met_on or one.hidden)]
    could = matching.someone_could(me, living)
    context = {
        "circle": request.circle,
        "neighbour": me,
        "offers": queries.own_offers(me),
        "needs": [
            (one, len({offer.neighbour_id for offer in could.get(one.pk, ())})) for one in own_needs
        ],
        "talks": queries.talks(me),
        "loops": kept,
        "claims": [one for one in all_needs if queries.waits_for_a_right(one)],
        "ended": ended,
    }
    return render(request, "exchanges/mine.html", context)
