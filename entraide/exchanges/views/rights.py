"""Rights beside needs; what worries somebody, for the trusted person alone."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from entraide.exchanges.access import CircleRequest, NeighbourRequest, circle_page, neighbours
from entraide.exchanges.actions import rights as actions, signalling
from entraide.exchanges.forms.rights import RightForm, SignalForm, initial_of
from entraide.exchanges.models import Need, RightClaim, Signal
from entraide.exchanges.queries import board, people, rights as queries
from entraide.exchanges.views.desk import circle_of
from entraide.people import throttle
from entraide.people.access import DeskRequest, desk
from entraide.people.models import LISTENERS, Role
from entraide.ui.fields import number_typed

SIGNAL = "signal"


@neighbours
def right(request: NeighbourRequest, uid: UUID) -> HttpResponse:
    """Say that a right exists for one's need, that it was asked, what was answered."""
    mine = Need.objects.filter(board.whose(request.neighbour), circle=request.circle)
    need = get_object_or_404(mine, uid=uid)
    known = RightClaim.objects.filter(need=need).first()
    form = RightForm(request.POST or None, initial=initial_of(known))
    if form.is_valid():
        actions.claim(need, form.claimed())
        messages.success(request, _("C'est noté."))
        return redirect("exchanges:mine", request.circle.collective.slug)
    context = {
        "circle": request.circle, "neighbour": request.neighbour, "post": need, "form": form,
    }  # fmt: skip
    return render(request, "exchanges/right.html", context, status=422 if form.is_bound else 200)


@never_cache
@circle_page
def signal(request: CircleRequest) -> HttpResponse:
    """Tell the trusted person something, with or without one's name."""
    circle = request.circle
    form = SignalForm(request.POST or None)
    if request.neighbour is None:
        del form.fields["named"]
    if form.is_bound and throttle.pause_left(request, SIGNAL):
        form.add_error(None, _("Trop de messages d'affilée : réessayez dans une minute."))
    trusted = people.trusted(circle)
    if form.is_valid() and trusted:
        throttle.count_failure(request, SIGNAL)
        who = request.neighbour if form.cleaned_data.get("named") else None
        signalling.signal(circle, form.cleaned_data["words"], neighbour=who)
        return render(request, "exchanges/signalled.html", {"circle": circle})
    context = {
        "circle": circle, "neighbour": request.neighbour, "form": form, "trusted": trusted,
    }  # fmt: skip
    return render(request, "exchanges/signal.html", context, status=422 if form.is_bound else 200)


@desk(Role.values)
def signals(request: DeskRequest) -> HttpResponse:
    """What was told to the trusted person: for nobody else, whatever their role."""
    circle = circle_of(request)
    mine = Signal.objects.filter(circle=circle, trusted=request.user)
    if people.trusted(circle) != request.user and not mine.exists():
        raise Http404
    if request.method == "POST":
        found = get_object_or_404(mine, pk=number_typed(request.POST.get("close", "")) or 0)
        signalling.close(found)
        return redirect("exchanges:signals", circle.collective.slug)
    context = {
        "membership": request.membership, "circle": circle,
        "signals": mine.filter(closed_on=None).select_related("neighbour"),
    }  # fmt: skip
    return render(request, "exchanges/desk/signals.html", context)


@desk(LISTENERS)
def substituted(request: DeskRequest) -> HttpResponse:
    """The rights for which neighbours stand in."""
    circle = circle_of(request)
    context = {
        "membership": request.membership, "circle": circle, "found": queries.substituted(circle),
    }  # fmt: skip
    return render(request, "exchanges/desk/rights.html", context)


@desk(LISTENERS)
@require_POST
def propose(request: DeskRequest) -> HttpResponse:
    """Begin a proposal to the service that ought to answer."""
    circle = circle_of(request)
    asked = (request.POST.get("right", ""), request.POST.get("service", ""))
    found = next(
        (one for one in queries.substituted(circle) if (one.right, one.service) == asked), None
    )
    if found is None:
        raise Http404
    made = actions.propose(circle, found, by=request.user)
    return redirect("expertise:desk_proposal", circle.collective.slug, made.slug)
