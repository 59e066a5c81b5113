"""The closing sheet of a day: who said on it "je veux participer" becomes a candidate."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext

from entraide.gatherings.models import Gathering
from entraide.gatherings.queries import arrival
from entraide.research.access import ProgrammeRequest, leaders
from entraide.research.actions import participating as actions


@leaders
def closing(request: ProgrammeRequest) -> HttpResponse:
    """Choose the gathering whose sheet is printed or typed."""
    found = Gathering.objects.filter(
        collective=request.membership.collective, state=Gathering.State.PUBLISHED, purged_at=None
    ).order_by("-starts_at")
    context = {
        "membership": request.membership,
        "programme": request.programme,
        "viewer": request.viewer,
        "gatherings": found,
    }
    return render(request, "research/desk/closing.html", context)


@leaders
def closing_sheet(request: ProgrammeRequest, slug: str) -> HttpResponse:
    """Print the sheet; tick who said yes on it."""
    gathering = get_object_or_404(
        Gathering, collective=request.membership.collective, slug=slug, purged_at=None
    )
    people = arrival.expected(gathering)
    if request.method == "POST":
        wanted = set(request.POST.getlist("wants"))
        chosen = [one.person for one in people if str(one.person.pk) in wanted]
        new = sum(actions.want_from(request.programme, one) for one in chosen)
        said = ngettext(
            "%(n)s personne veut participer.", "%(n)s personnes veulent participer.", new
        )
        messages.success(request, said % {"n": new} if new else _("Personne de nouveau."))
        return redirect(
            "research:participants", request.membership.collective.slug, request.programme.slug
        )
    context = {
        "membership": request.membership,
        "programme": request.programme,
        "viewer": request.viewer,
        "gathering": gathering,
        "people": people,
    }
    return render(request, "research/desk/closing_sheet.html", context)
