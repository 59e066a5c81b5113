"""The years of a programme on one cloth; the report of a year, begun as a cahier."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from entraide.research.access import ProgrammeRequest, only, programme_page
from entraide.research.actions import annual
from entraide.research.queries import reports, timeline as queries
from entraide.research.views.hours import year_or_404


@programme_page
def timeline(request: ProgrammeRequest) -> HttpResponse:
    """Seminars as warp, actions as weft, improvements and cahiers as knots; and as lists."""
    found = request.programme
    context = {
        "membership": request.membership,
        "programme": found,
        "viewer": request.viewer,
        "cloth": queries.weave(found),
        "years": reports.years(found),
    }
    return render(request, "research/desk/timeline.html", context)


@programme_page
@only(lambda viewer: viewer.membership.listens)
@require_POST
def assemble(request: ProgrammeRequest, year: int) -> HttpResponse:
    """Begin the report of a year."""
    found = year_or_404(request, year)
    made = annual.assemble(request.programme, found, by=request.user)
    return redirect("expertise:cahier", request.membership.collective.slug, made.slug)
