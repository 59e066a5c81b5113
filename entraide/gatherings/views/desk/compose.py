"""Composing the day: what to compose, how far it is, what was found, then accept or leave."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.gatherings import background
from entraide.gatherings.access import own_gathering
from entraide.gatherings.actions import composing as actions
from entraide.gatherings.forms.composing import ComposeForm
from entraide.gatherings.models import Composition, Gathering
from entraide.gatherings.queries import composing, desk as desk_queries
from entraide.gatherings.queries.preview import preview
from entraide.people.access import DeskRequest, desk
from entraide.people.models import EDITORS

State = Composition.State


@desk(EDITORS)
def compose(request: DeskRequest, slug: str) -> HttpResponse:
    """Choose what to compose; what was composed last is one click away."""
    gathering = own_gathering(request, slug)
    confirmed = desk_queries.numbers(gathering).confirmed
    last = composing.latest(gathering)
    form = ComposeForm(
        request.POST or None,
        gathering=gathering,
        people=confirmed,
        initial={"way": Composition.Way.FEW_MOVES} if composed(gathering) else None,
    )
    if request.method == "POST" and form.is_valid():
        asked = actions.ask(
            gathering,
            parts=form.chosen(),
            way=form.cleaned_data["way"],
            who=form.cleaned_data["who"],
            by=request.user,
        )
        background.compose.enqueue(asked.pk)
        return redirect(
            "gatherings:desk_composition", request.membership.collective.slug, slug, asked.pk
        )
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "form": form,
        "confirmed": confirmed,
        "last": last,
        "composed": composing.composed_tables(gathering),
    }
    status = 422 if form.is_bound else 200
    return render(request, "gatherings/desk/compose.html", context, status=status)


def composed(gathering: Gathering) -> bool:
    """Tell whether a composition was accepted before."""
    return gathering.compositions.filter(state=State.ACCEPTED).exists()


def own_composition(gathering: Gathering, number: int) -> Composition:
    """Return a composition of this gathering, or 404."""
    return get_object_or_404(
        gathering.compositions.select_related("gathering", "asked_by"), pk=number
    )


@desk(EDITORS)
def composition(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """How far a composition is, or what it found."""
    gathering = own_gathering(request, slug)
    found = own_composition(gathering, number)
    readable = found.state in (State.READY, State.ACCEPTED) and found.result
    changed = found.state == State.READY and composing.input_digest(found) != found.input_digest
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "composition": found,
        "running": found.state in (State.ASKED, State.RUNNING),
        "preview": preview(found) if readable else None,
        "changed": changed,
    }
    response = render(request, "gatherings/desk/composition.html", context)
    if context["running"]:
        response.headers["Refresh"] = "2"
    return response


@desk(EDITORS)
@require_POST
def decide(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Stop with the best so far, accept, or leave."""
    gathering = own_gathering(request, slug)
    found = own_composition(gathering, number)
    collective = request.membership.collective.slug
    if "stop" in request.POST:
        actions.stop(found)
    elif "discard" in request.POST:
        actions.discard(found)
        messages.success(request, _("Cette composition est laissée. Rien n'a changé."))
        return redirect("gatherings:desk_compose", collective, slug)
    elif "accept" in request.POST:
        try:
            actions.accept(found, by=request.user)
        except actions.Changed:
            messages.error(request, _("Quelque chose a changé depuis. Composez encore une fois."))
        else:
            messages.success(request, _("C'est accepté : chacune et chacun a son plan."))
            return redirect("gatherings:desk_tables", collective, slug)
    return redirect("gatherings:desk_composition", collective, slug, number)
