"""Listen: what each table has written, the codes, opening the writing by hand."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.gatherings.access import own_gathering
from entraide.gatherings.actions import scribing as actions
from entraide.gatherings.queries import listening as queries
from entraide.gatherings.queries.scribing import WORKSHOPS
from entraide.notebooks.models import Notebook
from entraide.people.access import DeskRequest, desk
from entraide.people.models import EDITORS, LISTENERS


@desk(LISTENERS)
def listening(request: DeskRequest, slug: str) -> HttpResponse:
    """The workshops of a gathering and what their tables have said."""
    gathering = own_gathering(request, slug)
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "workshops": queries.workshops(gathering, timezone.now()),
        "texts": texts_of(request),
        "leads": request.membership.may(EDITORS),
    }
    return render(request, "gatherings/desk/listening.html", context)


@desk(EDITORS)
@require_POST
def open_writing(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Let the codes of a workshop open its tables now."""
    gathering = own_gathering(request, slug)
    workshops = gathering.moments.filter(kind__in=WORKSHOPS)
    moment = get_object_or_404(workshops, pk=number)
    actions.open_writing(moment, by=request.user)
    messages.success(request, _("L'écriture est ouverte pour trois heures."))
    return redirect("gatherings:desk_listening", request.membership.collective.slug, slug)


def texts_of(request: DeskRequest) -> QuerySet[Notebook]:
    """Return the texts of the collective that no newer version has replaced."""
    return Notebook.objects.filter(
        collective=request.membership.collective, kind=Notebook.Kind.TEXT, versions=None
    )


@desk(EDITORS)
@require_POST
def discuss(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Choose the text that the tables of a workshop discuss, or none."""
    gathering = own_gathering(request, slug)
    moment = get_object_or_404(gathering.moments.filter(kind__in=WORKSHOPS), pk=number)
    chosen = [text for text in texts_of(request) if str(text.uid) == request.POST.get("text")]
    actions.discuss(moment, chosen[0] if chosen else None)
    messages.success(request, _("C'est noté."))
    return redirect("gatherings:desk_listening", request.membership.collective.slug, slug)
