"""Mediation before exclusion, at the desk."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.exchanges.actions import mediating as actions
from entraide.exchanges.forms.mediating import MediationForm, OutcomeForm
from entraide.exchanges.models import Mediation
from entraide.exchanges.views.desk import circle_of
from entraide.people.access import DeskRequest, desk
from entraide.people.models import EDITORS


@desk(EDITORS)
def mediations(request: DeskRequest) -> HttpResponse:
    """The mediations that go on or ended; a new one."""
    circle = circle_of(request)
    form = MediationForm(request.POST or None, circle=circle)
    if form.is_valid():
        data = form.cleaned_data
        actions.begin(data["neighbour"], data["mediator"], by=request.user)
        said = _("La médiation est ouverte avec %(name)s.")
        messages.success(request, said % {"name": form.cleaned_data["neighbour"]})
        return redirect("exchanges:mediations", circle.collective.slug)
    context = {
        "membership": request.membership, "circle": circle, "form": form,
        "found": Mediation.objects.filter(circle=circle).select_related("neighbour"),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "exchanges/desk/mediations.html", context, status=status)


@desk(EDITORS)
@require_POST
def mediation(request: DeskRequest, pk: int) -> HttpResponse:
    """Say how one ended; after a disagreement, ask somebody to leave."""
    circle = circle_of(request)
    found = get_object_or_404(Mediation, circle=circle, pk=pk)
    if "exclude" in request.POST:
        try:
            actions.exclude(found.neighbour, by=request.user)
        except actions.NotTried:
            messages.error(request, _("On ne demande à personne de partir sans médiation."))
        except actions.TooSoon:
            messages.error(request, _("On laisse une semaine au moins pour se parler."))
        except actions.Alone:
            messages.error(request, _("Qui a ouvert la médiation ne décide pas seul de la fin."))
        else:
            messages.success(
                request, _("C'est fait. Tout ce qui était à cette personne est effacé.")
            )
        return redirect("exchanges:mediations", circle.collective.slug)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        raise Http404
    actions.end(found, form.cleaned_data["outcome"])
    return redirect("exchanges:mediations", circle.collective.slug)
