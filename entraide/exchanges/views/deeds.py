"""What was done, told by those who did it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from entraide.exchanges.access import NeighbourRequest, neighbours
from entraide.exchanges.actions import telling as actions
from entraide.exchanges.forms.telling import DeedForm, about_talk
from entraide.exchanges.models import Neighbour, Talk
from entraide.exchanges.queries import board
from entraide.people import receipt_words

ON_A_PAGE = 50


def _talk(me: Neighbour, number: str) -> Talk | None:
    """Return the talk after which a deed is told, if this is the number of one's own."""
    try:
        return board.talks(me).filter(uid=UUID(number)).first()
    except ValueError:
        return None


def _number(request: NeighbourRequest) -> UUID:
    try:
        return UUID(request.POST.get("deed", ""))
    except ValueError as fault:
        raise Http404 from fault


@neighbours
def trace(request: NeighbourRequest) -> HttpResponse:
    """What somebody was in, for their own eyes."""
    if request.method == "POST":
        found = get_object_or_404(board.trace(request.neighbour), uid=_number(request))
        actions.erase_trace(request.neighbour, only=found)
        messages.success(request, _("Vous n'y êtes plus."))
        return redirect("exchanges:trace", request.circle.collective.slug)
    page = Paginator(board.trace(request.neighbour), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"circle": request.circle, "neighbour": request.neighbour, "page": page}
    return render(request, "exchanges/trace.html", context)


@never_cache
@neighbours
def new(request: NeighbourRequest) -> HttpResponse:
    """Tell a deed; its story, if there is one, gets four words."""
    me = request.neighbour
    talk = _talk(me, request.GET.get("fil", ""))
    initial = about_talk(talk, me) if talk else None
    form = DeedForm(request.POST or None, neighbour=me, initial=initial)
    if form.is_bound and actions.too_many(me):
        form.add_error(None, _("C'est beaucoup pour un jour : la suite demain."))
    if not form.is_valid():
        context = {"circle": request.circle, "neighbour": me, "form": form}
        status = 422 if form.is_bound else 200
        return render(request, "exchanges/deed.html", context, status=status)
    key = form.cleaned_data["key"]
    gave, received = form.sides(me)
    made = actions.tell(
        request.circle, form.told(), givers=gave, receivers=received, teller=me, key=key
    )
    if not form.cleaned_data["story"]:
        messages.success(request, _("C'est raconté. Merci."))
        return redirect("exchanges:mine", request.circle.collective.slug)
    slip = f"story {key}"
    actions.tell_story(made, form.cleaned_data["story"], slip=slip)
    context = {
        "circle": request.circle, "neighbour": me, "words": receipt_words.receipt_for(slip),
    }  # fmt: skip
    return render(request, "exchanges/told.html", context)
