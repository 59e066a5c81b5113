"""The cahiers of a collective: all of them, one's presentation, its history, who is not heard."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from entraide.expertise.access import MEMBERS, may_write, own_cahier, writers
from entraide.expertise.actions import drafting as actions
from entraide.expertise.forms.cahiers import CahierForm, initial_of
from entraide.expertise.models import Cahier
from entraide.expertise.queries import cahiers as queries, sources
from entraide.people.access import DeskRequest, desk
from entraide.people.models import LISTENERS


@desk(MEMBERS)
def cahiers(request: DeskRequest) -> HttpResponse:
    """The cahiers of the collective: written, asked about, published."""
    context = {
        "membership": request.membership,
        "cahiers": queries.of(request.membership.collective),
    }
    return render(request, "expertise/desk/cahiers.html", context)


@desk(LISTENERS)
def new(request: DeskRequest) -> HttpResponse:
    """Begin a cahier."""
    collective = request.membership.collective
    form = CahierForm(request.POST or None, collective=collective)
    if form.is_valid():
        key = form.cleaned_data["key"]
        made = actions.begin(collective, form.values(), by=request.user, key=key)
        return redirect("expertise:cahier", collective.slug, made.slug)
    context = {"membership": request.membership, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "expertise/desk/settings.html", context, status=status)


@writers
def settings(request: DeskRequest, cahier: Cahier) -> HttpResponse:
    """What a cahier is called, what it hears, who writes it."""
    collective = request.membership.collective
    form = CahierForm(request.POST or None, collective=collective, initial=initial_of(cahier))
    if form.is_valid():
        actions.settle(cahier, form.values(), by=request.user)
        messages.success(request, _("C'est enregistré."))
        return redirect("expertise:cahier", collective.slug, cahier.slug)
    context = {"membership": request.membership, "form": form, "cahier": cahier, "writes": True}
    status = 422 if form.is_bound else 200
    return render(request, "expertise/desk/settings.html", context, status=status)


@desk(MEMBERS)
def history(request: DeskRequest, slug: str) -> HttpResponse:
    """Who changed what, and when."""
    cahier = own_cahier(request, slug)
    context = {
        "membership": request.membership,
        "cahier": cahier,
        "changes": queries.history(cahier),
        "writes": may_write(cahier, request.membership),
    }
    return render(request, "expertise/desk/history.html", context)


@desk(LISTENERS)
def unheard(request: DeskRequest, slug: str) -> HttpResponse:
    """The voices that no sentence of the cahier cites."""
    cahier = own_cahier(request, slug)
    context = {
        "membership": request.membership,
        "cahier": cahier,
        "unheard": sources.unheard(cahier),
        "where": True,
        "writes": may_write(cahier, request.membership),
    }
    return render(request, "expertise/desk/unheard.html", context)
