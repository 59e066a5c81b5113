"""By voice: what somebody of the team types, reads aloud and answers for who has no e-mail."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from entraide.exchanges.actions import blocking, circles, looping, posting, rights, talking, telling
from entraide.exchanges.forms.posting import MessageForm, NeedForm, PostForm
from entraide.exchanges.forms.rights import RightForm, initial_of
from entraide.exchanges.forms.telling import DeedByVoiceForm
from entraide.exchanges.models import Link, Message, Need, Neighbour, Offer, RightClaim
from entraide.exchanges.queries import board, calls as queries, loops, people as neighbours
from entraide.exchanges.views.desk import circle_of
from entraide.people import receipt_words
from entraide.people.access import DeskRequest, desk
from entraide.people.models import DESK, EDITORS
from entraide.ui.fields import new_key

ON_A_PAGE = 60


def _theirs(request: DeskRequest, uid: UUID) -> Neighbour:
    """Return somebody for whom the team may type: who has no e-mail."""
    found = Neighbour.objects.select_related("circle__collective")
    return get_object_or_404(found, circle=circle_of(request), uid=uid, left_on=None, email="")


@never_cache
@desk(DESK)
def behalf(request: DeskRequest, uid: UUID, what: str) -> HttpResponse:
    """Type an offer or a need for somebody on the phone, or from the paper board."""
    neighbour = _theirs(request, uid)
    needed = what == "demander"
    make = NeedForm if needed else PostForm
    form = make(request.POST or None, circle=neighbour.circle, need=needed)
    if form.is_valid():
        _post(request, neighbour, form, needed=needed)
        return _written_for(request, neighbour)
    return _typed_for(request, neighbour, form, need=needed)


@never_cache
@desk(DESK)
def tell(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Type what was done for somebody on the phone; a story, they tell themselves."""
    neighbour = _theirs(request, uid)
    form = DeedByVoiceForm(request.POST or None, neighbour=neighbour)
    if form.is_valid():
        gave, received = form.sides(neighbour)
        key = form.cleaned_data["key"]
        telling.tell(
            neighbour.circle,
            form.told(),
            givers=gave,
            receivers=received,
            teller=neighbour,
            key=key,
        )
        return _written_for(request, neighbour)
    return _typed_for(request, neighbour, form, deed=True)


def _typed_for(
    request: DeskRequest, neighbour: Neighbour, form: Form, **what: bool | Message
) -> HttpResponse:
    """Show the form in which the desk types for somebody."""
    context = {
        "membership": request.membership, "circle": neighbour.circle, "neighbour": neighbour,
        "form": form, **what,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "exchanges/desk/behalf.html", context, status=status)


def _written_for(request: DeskRequest, neighbour: Neighbour) -> HttpResponse:
    messages.success(request, _("C'est écrit pour %(name)s.") % {"name": neighbour})
    slug = request.membership.collective.slug
    return redirect("exchanges:desk_neighbour", slug, neighbour.uid)


def _post(request: DeskRequest, neighbour: Neighbour, form: PostForm, *, needed: bool) -> None:
    data, by = form.cleaned_data, request.user
    if needed:
        carried = bool(data.get("carried"))
        posting.ask(neighbour, form.posted(), carried=carried, key=data["key"], by=by)
    else:
        posting.offer(neighbour, form.posted(), key=data["key"], by=by)


@desk(DESK)
def calls(request: DeskRequest) -> HttpResponse:
    """Whom to call, and what to tell them."""
    found = circle_of(request)
    asked, news = loops.by_voice(found)
    context = {
        "membership": request.membership, "circle": found, "calls": queries.to_call(found),
        "loops": asked, "news": news,
    }  # fmt: skip
    return render(request, "exchanges/desk/calls.html", context)


@desk(DESK)
def people(request: DeskRequest) -> HttpResponse:
    """Those for whom somebody of the team may type: who has no e-mail.

    A name that is looked for is sent, never in the address.
    """
    found = circle_of(request)
    asked = request.POST.get("name", "").strip()[:80]
    named = Neighbour.objects.filter(circle=found, left_on=None, email="")
    named = named.select_related("neighbourhood", "peer_group")
    rows: Sequence[Neighbour] | QuerySet[Neighbour] = named
    if asked:
        # Who has just that name first; the others are found by more of it.
        order = {pk: place for place, pk in enumerate(neighbours.called(found, asked))}
        rows = sorted(named.filter(pk__in=order), key=lambda one: order[one.pk])
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "membership": request.membership, "circle": found, "page": page, "asked_name": asked,
    }  # fmt: skip
    return render(request, "exchanges/desk/people.html", context)


@desk(DESK)
def neighbour(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Somebody without e-mail: what the team does for them, and what of theirs it reads aloud.

    Of who comes back to read by themselves, nothing is shown.
    """
    found = _theirs(request, uid)
    offers, needs = (board.own_offers(found), board.own_needs(found)) if found.called else ([], [])
    context = {
        "membership": request.membership, "circle": found.circle, "neighbour": found,
        "offers": offers, "needs": needs,
    }  # fmt: skip
    return render(request, "exchanges/desk/neighbour.html", context)


def _called(request: DeskRequest, uid: UUID) -> Neighbour:
    """Return somebody who asked to be called."""
    found = Neighbour.objects.filter(neighbours.callable_()).select_related("circle__collective")
    return get_object_or_404(found, circle=circle_of(request), uid=uid, left_on=None)


@desk(DESK)
@require_POST
def hold(request: DeskRequest, uid: UUID, what: str, post: UUID) -> HttpResponse:
    """Prolong, take away what somebody has on the board, as they say on the phone."""
    whose = _called(request, uid)
    found: Offer | Need
    if what == "besoins":
        found = get_object_or_404(board.own_needs(whose), uid=post)
    else:
        found = get_object_or_404(board.own_offers(whose), uid=post)
    if "prolong" in request.POST:
        posting.prolong(found)
    elif "withdraw" in request.POST:
        posting.withdraw(found)
    elif "met" in request.POST and isinstance(found, Need):
        posting.meet(found)
    return _written_for(request, whose)


@desk(DESK)
def right(request: DeskRequest, uid: UUID, post: UUID) -> HttpResponse:
    """Type that a right exists for somebody's need, and what became of it."""
    whose = _called(request, uid)
    need = get_object_or_404(board.own_needs(whose), uid=post)
    known = RightClaim.objects.filter(need=need).first()
    form = RightForm(request.POST or None, initial=initial_of(known))
    if form.is_valid():
        rights.claim(need, form.claimed())
        return _written_for(request, whose)
    return _typed_for(request, whose, form, right=True)


@desk(DESK)
@require_POST
def apart(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Keep somebody away from who they name on the phone; who types it says nothing of it."""
    whose = _theirs(request, uid)
    found = neighbours.named(whose, request.POST.get("name", "")[:80])
    if len(found) == 1:
        blocking.block(whose, found[0])
        messages.success(request, _("C'est fait. Personne ne le sait."))
    elif found:
        messages.error(request, _("Plusieurs personnes s'appellent ainsi : rien n'est fait."))
    else:
        messages.error(request, _("Personne ici ne s'appelle ainsi."))
    slug = request.membership.collective.slug
    return redirect("exchanges:desk_neighbour", slug, whose.uid)


@never_cache
@desk(EDITORS)
@require_POST
def renew(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Draw other four words for who lost theirs; they read on their page that it was done."""
    whose, key = _theirs(request, uid), new_key()
    circles.renew(whose, key)
    context = {
        "membership": request.membership, "circle": whose.circle, "neighbour": whose,
        "words": receipt_words.receipt_for(key), "renewed": True,
    }  # fmt: skip
    return render(request, "exchanges/desk/welcomed.html", context)


def _message(request: DeskRequest, pk: int) -> Message:
    """Return a message that is read aloud to somebody, or was just now."""
    return get_object_or_404(queries.aloud(circle_of(request)), pk=pk)


@desk(DESK)
@require_POST
def told(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that a message was told on the phone."""
    talking.told(_message(request, pk))
    return redirect("exchanges:desk_aid_calls", request.membership.collective.slug)


@desk(DESK)
@require_POST
def loop_told(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that somebody was told how their loop stands."""
    found = Link.objects.filter(neighbours.callable_(prefix="neighbour__"))
    link = get_object_or_404(found, loop__search__circle=circle_of(request), pk=pk)
    looping.told(link)
    return redirect("exchanges:desk_aid_calls", request.membership.collective.slug)


@never_cache
@desk(DESK)
def reply(request: DeskRequest, pk: int) -> HttpResponse:
    """Type what somebody answers to a message that was read to them."""
    message = _message(request, pk)
    if message.told_on:
        # Pressed twice: it is done.
        return redirect("exchanges:desk_aid_calls", request.membership.collective.slug)
    talk, whose = message.talk, queries.to_whom(message)
    form = MessageForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            talking.write(talk, whose, data["words"], key=data["key"])
        except talking.Unreachable:
            form.add_error(None, _("On n'écrit plus ici."))
        except talking.TooMany:
            form.add_error(None, _("C'est beaucoup pour un jour : la suite demain."))
        else:
            talking.told(message)
            messages.success(request, _("C'est écrit pour %(name)s.") % {"name": whose})
            return redirect("exchanges:desk_aid_calls", request.membership.collective.slug)
    return _typed_for(request, whose, form, message=message)
