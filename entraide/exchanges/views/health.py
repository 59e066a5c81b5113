"""The health of mutual aid, for the collective and its researchers: aggregates only."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.exchanges.access import NeighbourRequest, neighbours
from entraide.exchanges.actions import remembering
from entraide.exchanges.health_wording import sentence, told
from entraide.exchanges.models import Circle, Snapshot
from entraide.exchanges.queries import health as queries
from entraide.exchanges.views.desk import circle_of
from entraide.people.access import DeskRequest, desk
from entraide.people.models import LISTENERS


@desk(LISTENERS)
def health(request: DeskRequest) -> HttpResponse:
    """What is told of twelve months, each number with its formula and its limits."""
    circle = circle_of(request)
    context = {"membership": request.membership, **_shown(request, circle)}
    return render(request, "exchanges/desk/health.html", context)


@neighbours
def ours(request: NeighbourRequest) -> HttpResponse:
    """The same, for those who make it: they are the collective."""
    context = {"neighbour": request.neighbour, **_shown(request, request.circle)}
    return render(request, "exchanges/health.html", context)


def _shown(request: HttpRequest, circle: Circle) -> dict[str, Any]:
    """Return the figures of the quarter that is asked for, or of the last."""
    snapshots = queries.last(circle)
    asked = request.GET.get("au", "")
    chosen = next((one for one in snapshots if str(one.quarter) == asked), None)
    shown = chosen or (snapshots[0] if snapshots else None)
    return {
        "circle": circle, "snapshots": snapshots, "shown": shown,
        "told": told(shown, snapshots) if shown else None, "next": queries.next_day(),
    }  # fmt: skip


@desk(LISTENERS)
@require_POST
def take_up(request: DeskRequest, pk: int, name: str) -> HttpResponse:
    """Make a figure a measure of the thread."""
    circle = circle_of(request)
    snapshot = get_object_or_404(Snapshot, circle=circle, pk=pk)
    if name not in snapshot.measures:
        raise Http404
    note = remembering.take_up(snapshot, name, sentence(snapshot, name))
    messages.success(request, _("C'est une mesure du fil : un cahier peut s'y appuyer."))
    return redirect("notebooks:note", circle.collective.slug, note.uid)
