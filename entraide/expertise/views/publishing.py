"""Publishes a cahier: what is still missing, then the edition; errata afterwards."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.expertise.access import writers
from entraide.expertise.actions import publishing as actions
from entraide.expertise.forms.publishing import ErratumForm
from entraide.expertise.models import Cahier
from entraide.expertise.queries import content, editions, obstacles, sources
from entraide.people.access import DeskRequest


@writers
def publish(request: DeskRequest, cahier: Cahier) -> HttpResponse:
    """What stands in the way, who is not heard, and the button."""
    lacking = obstacles.of(cahier, content.parts(cahier))
    if request.method == "POST":
        try:
            edition = actions.publish(cahier, by=request.user)
        except actions.NotReady as fault:
            lacking = fault.obstacles
        else:
            messages.success(request, _("Le cahier est publié. Cette édition ne changera plus."))
            return redirect("expertise:edition", cahier.slug, edition.number)
    return _show(request, cahier, lacking, status=422 if request.method == "POST" else 200)


def _show(
    request: DeskRequest,
    cahier: Cahier,
    lacking: list[obstacles.Obstacle],
    *,
    typed: ErratumForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "membership": request.membership,
        "cahier": cahier,
        "writes": True,
        "lacking": lacking,
        "unheard": sources.unheard(cahier),
        "editions": [
            (one, typed if typed and typed.edition == one.number else ErratumForm(one.number))
            for one in editions.of(cahier)
        ],
    }
    return render(request, "expertise/desk/publish.html", context, status=status)


@writers
@require_POST
def erratum(request: DeskRequest, cahier: Cahier, number: int) -> HttpResponse:
    """Tell what is wrong in an edition, beside it."""
    edition = get_object_or_404(cahier.editions, number=number)
    form = ErratumForm(number, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        actions.correct(edition, data["text"], number=data["number"], by=request.user)
        messages.success(request, _("L'erratum est sur la page de l'édition."))
        return redirect("expertise:publish", request.membership.collective.slug, cahier.slug)
    lacking = obstacles.of(cahier, content.parts(cahier))
    return _show(request, cahier, lacking, typed=form, status=422)
