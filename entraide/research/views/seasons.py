"""Seasons: the gatherings of a quarter on one page, and on a leaflet to fold."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from entraide.expertise.actions.drafting import free_slug
from entraide.people.access import DeskRequest, desk
from entraide.people.models import EDITORS
from entraide.research.forms.shelf import SeasonForm
from entraide.research.models import Season
from entraide.research.queries import leaflet as papers, shelf as queries
from entraide.ui.pages import compressed
from entraide.ui.press import NotTypeset, kept_pdf, not_printed

SIZES = ("a4", "a3")


@compressed
def season(request: HttpRequest, slug: str) -> HttpResponse:
    """A season, as everybody reads it."""
    found = get_object_or_404(queries.seasons(), slug=slug)
    gatherings = queries.gatherings(found)
    context = {"season": found, "months": queries.by_month(gatherings)}
    return render(request, "research/season.html", context)


def leaflet(request: HttpRequest, slug: str, size: str) -> HttpResponse:
    """The leaflet of a season, to print on both sides and fold."""
    found = get_object_or_404(queries.seasons(), slug=slug)
    return _leaflet(request, found, size)


def _leaflet(request: HttpRequest, found: Season, size: str) -> HttpResponse:
    if size not in SIZES:
        raise Http404
    data = papers.leaflet(found, queries.gatherings(found), size)
    try:
        content = kept_pdf(
            "leaflets", f"{found.pk}-{size}", "research/paper/leaflet.typ", data, at=timezone.now()
        )
    except NotTypeset as fault:
        return not_printed(request, fault)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.slug}-{size}.pdf"'
    return response


@desk(EDITORS)
def desk_seasons(request: DeskRequest) -> HttpResponse:
    """The seasons of the collective."""
    found = queries.seasons(request.membership.collective)
    return render(
        request, "research/desk/seasons.html", {"membership": request.membership, "seasons": found}
    )


@desk(EDITORS)
def desk_season(request: DeskRequest, number: int | None = None) -> HttpResponse:
    """Make a season, change it; see what it shows."""
    collective = request.membership.collective
    found = get_object_or_404(Season, collective=collective, pk=number) if number else None
    form = SeasonForm(request.POST or None, instance=found)
    if form.is_valid():
        made = form.save(commit=False)
        made.collective = collective
        made.slug = made.slug or free_slug(Season, made.title)
        made.save()
        made.partners.set(form.partners())
        return redirect("research:desk_season", collective.slug, made.pk)
    context = {
        "membership": request.membership,
        "form": form,
        "season": found,
        "gatherings": queries.gatherings(found) if found else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "research/desk/season.html", context, status=status)


@desk(EDITORS)
def desk_leaflet(request: DeskRequest, number: int, size: str) -> HttpResponse:
    """The leaflet of a season before everybody sees it."""
    found = get_object_or_404(Season, collective=request.membership.collective, pk=number)
    return _leaflet(request, found, size)
