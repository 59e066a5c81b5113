"""The team: its desks, its members, and the local outbox."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from entraide.people import outbox as local_outbox
from entraide.people.access import DeskRequest, desk
from entraide.people.actions import invite
from entraide.people.forms import (
    CollectiveForm,
    InviteForm,
    RoleForm,
    last_coordinator,
    organisation_named,
)
from entraide.people.models import COORDINATORS, Membership
from entraide.people.queries import desks as find_desks


@never_cache
@login_required
def desks(request: DeskRequest) -> HttpResponse:
    """Where a member goes: straight to the only desk, or to a choice."""
    found = find_desks(request.user)
    if len(found) == 1:
        return redirect(found[0].front, found[0].collective.slug)
    return render(request, "people/desks.html", {"memberships": found})


@desk(COORDINATORS)
def members(request: DeskRequest) -> HttpResponse:
    """Who is in the team; invite someone."""
    collective = request.membership.collective
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        _membership, new = invite(
            collective,
            name=data["name"],
            email=data["email"],
            role=data["role"],
            seconded_by=organisation_named(data),
            hours_per_quarter=data["hours_per_quarter"],
        )
        if new:
            messages.success(request, _("C'est fait : cette personne peut entrer."))
            return redirect("people:members", collective.slug)
        form.add_error("email", _("Cette personne est déjà membre."))
    context = {
        "membership": request.membership,
        "form": form,
        "members": collective.memberships.select_related("person", "seconded_by").order_by(
            "person__name"
        ),
    }
    return render(request, "people/members.html", context)


@desk(COORDINATORS)
def member(request: DeskRequest, number: int) -> HttpResponse:
    """Change a member's role, or end the membership."""
    collective = request.membership.collective
    found = get_object_or_404(Membership, pk=number, collective=collective)
    form = RoleForm(request.POST or None, instance=found)
    if request.method == "POST" and "remove" in request.POST:
        if last_coordinator(found):
            form.add_error(None, _("Il faut au moins une personne à la coordination."))
        else:
            found.delete()
            return redirect("people:members", collective.slug)
    elif request.method == "POST" and form.is_valid():
        form.save()
        return redirect("people:members", collective.slug)
    context = {"membership": request.membership, "form": form, "member": found}
    return render(request, "people/member.html", context)


@desk(COORDINATORS)
def collective(request: DeskRequest) -> HttpResponse:
    """What visitors read about the collective."""
    form = CollectiveForm(request.POST or None, instance=request.membership.collective)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(request, _("C'est enregistré."))
        return redirect("gatherings:desk", saved.slug)
    return render(
        request, "people/collective.html", {"membership": request.membership, "form": form}
    )


def outbox(request: HttpRequest) -> HttpResponse:
    """The letters that did not leave because there is no mail server; demonstration only.

    On a real instance the page does not exist: letters hold the codes of others.
    """
    if not (settings.MAIL_STAYS_LOCAL and (settings.DEMO or settings.DEBUG)):
        raise Http404
    return render(request, "people/outbox.html", {"letters": local_outbox.letters()})
