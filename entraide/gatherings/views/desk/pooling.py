"""Bringing the tables together: a wall for the room, groups made by hand, questions carried on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.gatherings.access import own_gathering
from entraide.gatherings.actions import pooling as actions
from entraide.gatherings.forms.pooling import CarryForm, GroupForm, WallForm
from entraide.gatherings.models import Gathering
from entraide.gatherings.queries import pooling as queries
from entraide.notebooks.actions import anchoring
from entraide.people.access import DeskRequest, desk
from entraide.people.models import EDITORS, LISTENERS
from entraide.ui.fields import number_typed

ON_THE_WALL = 40


@desk(LISTENERS)
def wall(request: DeskRequest, slug: str) -> HttpResponse:
    """The voices as they arrive, in big type for the screen of the room."""
    gathering = own_gathering(request, slug)
    form = WallForm(request.GET, gathering=gathering)
    voices, held = queries.latest(gathering, form.wanted(), ON_THE_WALL)
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "form": form,
        "voices": voices,
        "held": held,
    }
    return render(request, "gatherings/desk/wall.html", context)


@desk(EDITORS)
def pool(request: DeskRequest, slug: str) -> HttpResponse:
    """Group similar voices by hand."""
    gathering = own_gathering(request, slug)
    form = GroupForm(request.POST or None, gathering=gathering)
    if form.is_valid():
        group(gathering, form)
        messages.success(request, _("C'est rassemblé."))
        return redirect("gatherings:desk_pool", request.membership.collective.slug, slug)
    ticked = {number_typed(one) for one in request.POST.getlist("voices")}
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "form": form,
        "ticked": ticked,
        "voices": queries.ungrouped(gathering),
        "groups": queries.groups(gathering),
        "workshops": queries.workshops(gathering),
    }
    status = 422 if form.is_bound else 200
    return render(request, "gatherings/desk/pool.html", context, status=status)


def group(gathering: Gathering, form: GroupForm) -> None:
    """Make a group, or add voices to one."""
    data = form.cleaned_data
    if data["target"]:
        anchoring.anchor(data["target"], data["voices"])
    else:
        actions.group(
            gathering, text=data["text"], stance=data["stance"], voices=data["voices"],
            key=data["key"],
        )  # fmt: skip


@desk(EDITORS)
@require_POST
def carry(request: DeskRequest, slug: str) -> HttpResponse:
    """Carry a sentence to a workshop, or take it back."""
    gathering = own_gathering(request, slug)
    form = CarryForm(request.POST, gathering=gathering)
    if form.is_valid():
        note, moment = form.cleaned_data["note"], form.cleaned_data["moment"]
        if "back" in request.POST:
            actions.take_back(note, moment)
            messages.success(request, _("Ce sujet n'est plus porté."))
        else:
            actions.carry(note, moment)
            messages.success(request, _("Les tables de cet atelier ont ce sujet."))
    else:
        messages.error(request, _("Cette page est abîmée. Rechargez-la."))
    return redirect("gatherings:desk_pool", request.membership.collective.slug, slug)
