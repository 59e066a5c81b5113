"""Loops: accepted or not by each, apart; looked for at the desk; answered by voice."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.exchanges import background
from entraide.exchanges.access import NeighbourRequest, neighbours
from entraide.exchanges.actions import looping as actions, talking
from entraide.exchanges.models import Link, Neighbour
from entraide.exchanges.queries import loops as queries
from entraide.exchanges.views.desk import circle_of
from entraide.people.access import DeskRequest, desk
from entraide.people.models import DESK, EDITORS

# Three people at most, or four for who wants to try.
LENGTHS = (3, 4)
ANSWERS = {"yes": Link.Answer.YES, "no": Link.Answer.NO}


@neighbours
@require_POST
def answer(request: NeighbourRequest, pk: int) -> HttpResponse:
    """Accept a loop, or not."""
    link = get_object_or_404(Link, neighbour=request.neighbour, pk=pk)
    _answered(request, link)
    return redirect("exchanges:mine", request.circle.collective.slug)


def _answered(request: NeighbourRequest | DeskRequest, link: Link, *, voice: bool = False) -> None:
    says = ANSWERS.get(request.POST.get("says", ""))
    if says is None:
        raise Http404
    try:
        loop = actions.answer(link, says, by_voice=voice)
    except actions.Over:
        messages.info(request, _("Cette boucle n'attend plus de réponse."))
        return
    sentences = {
        "agreed": _("Tout le monde a accepté."),
        "refused": _("C'est noté : elle n'aura pas lieu. Personne ne saura qui a dit non."),
        "proposed": _("C'est noté. On attend les autres."),
        "off": _("Elle ne tient plus : une offre ou un besoin a changé depuis."),
    }
    messages.success(request, sentences[loop.state])
    if loop.state in queries.ENDED:
        # The others are free again: the next best is looked for at once.
        search = actions.look(loop.search.circle, loop.search.max_length)
        background.look_for_loops.enqueue(search.pk)


@neighbours
@require_POST
def agreed(request: NeighbourRequest, pk: int) -> HttpResponse:
    """Write to the next or the one before of a loop all accepted; or say that it took place."""
    link = get_object_or_404(Link, neighbour=request.neighbour, pk=pk)
    slug = request.circle.collective.slug
    if "done" in request.POST:
        actions.done(link)
        messages.success(request, _("Bravo. Vous pouvez raconter ce qui s'est fait."))
        return redirect("exchanges:deed_new", slug)
    if "give_up" in request.POST:
        actions.give_up(link)
        messages.success(request, _("C'est noté : elle n'aura pas lieu. Les autres le liront."))
        return redirect("exchanges:mine", slug)
    other = Neighbour.objects.filter(links__loop=link.loop, uid=_uid(request)).first()
    if other is None:
        raise Http404
    try:
        talk = talking.open_after(link, other)
    except talking.Unreachable as fault:
        raise Http404 from fault
    return redirect("exchanges:talk", slug, talk.uid)


def _uid(request: NeighbourRequest) -> UUID:
    try:
        return UUID(request.POST.get("write", ""))
    except ValueError as fault:
        raise Http404 from fault


@desk(DESK)
@require_POST
def by_voice(request: DeskRequest, pk: int) -> HttpResponse:
    """Keep what somebody answered on the phone."""
    circle = circle_of(request)
    asked = {one.link.pk: one.link for one in queries.by_voice(circle)[0]}
    if pk not in asked:
        raise Http404
    link = asked[pk]
    _answered(request, link, voice=True)
    return redirect("exchanges:desk_aid_calls", circle.collective.slug)


@desk(EDITORS)
def loops(request: DeskRequest) -> HttpResponse:
    """Look for loops; see how many people they would serve, and what bounds it."""
    circle = circle_of(request)
    if request.method == "POST":
        asked = request.POST.get("length", "")
        length = int(asked) if asked in map(str, LENGTHS) else LENGTHS[0]
        background.look_for_loops.enqueue(actions.look(circle, length).pk)
        return redirect("exchanges:loops", circle.collective.slug)
    search = queries.last(circle)
    context = {
        "membership": request.membership, "circle": circle, "search": search, "lengths": LENGTHS,
        "more": queries.one_more(search) if search else [],
        "alike": queries.alike(search) if search else [],
    }  # fmt: skip
    response = render(request, "exchanges/desk/loops.html", context)
    if search and search.state == search.State.ASKED:
        response.headers["Refresh"] = "2"
    return response
