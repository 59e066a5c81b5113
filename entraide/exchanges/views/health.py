"""The health of mutual aid, for the collective and its researchers: aggregates only."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.exchanges.actions import remembering
from entraide.exchanges.health_wording import sentence, told
from entraide.exchanges.models import Snapshot
from entraide.exchanges.queries import health as queries
from entraide.exchanges.views.desk import circle_of
from entraide.people.access import DeskRequest, desk
from entraide.people.models import LISTENERS


@desk(LISTENERS)
def health(request: DeskRequest) -> HttpResponse:
    """What is told of twelve months, each number with its formula and its limits."""
    circle = circle_of(request)
    snapshots = queries.last(circle)
    asked = request.GET.get("au", "")
    chosen = next((one for one in snapshots if str(one.quarter) == asked), None)
    shown = chosen or (snapshots[0] if snapshots else None)
    context = {
        "membership": request.membership, "circle": circle, "snapshots": snapshots,
        "shown": shown, "told": told(shown, snapshots) if shown else None,
        "next": queries.next_day(),
    }  # fmt: skip
    return render(request, "exchanges/desk/health.html", context)


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
