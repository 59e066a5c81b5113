"""Themes crossed with colleges, stances, tables: a chart, its table, the voices behind."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from entraide.notebooks.queries import crossing as queries
from entraide.notebooks.small_numbers import LEAST
from entraide.notebooks.views.themes import own_theme
from entraide.people.access import DeskRequest, desk
from entraide.people.models import LISTENERS


@desk(LISTENERS)
def crossing(request: DeskRequest, way: str = "colleges") -> HttpResponse:
    """The table of one way of crossing."""
    if way not in queries.WAYS:
        raise Http404
    context = {
        "membership": request.membership,
        "way": way,
        "ways": [
            ("colleges", _("par collège")),
            ("positions", _("par position")),
            ("tables", _("par table")),
        ],
        "crossing": queries.cross(request.membership.collective, way),
        "least": LEAST,
    }
    return render(request, "notebooks/desk/crossing.html", context)


@desk(LISTENERS)
def behind(request: DeskRequest, way: str, uid: UUID, column: str) -> HttpResponse:
    """The voices behind one number."""
    collective = request.membership.collective
    theme = own_theme(request, uid)
    named = queries.keys(collective, way) if way in queries.WAYS else {}
    if column not in named:
        raise Http404
    context = {
        "membership": request.membership,
        "way": way,
        "theme": theme,
        "column": named[column],
        "lines": queries.behind(collective, theme, way, column),
    }
    return render(request, "notebooks/desk/behind.html", context)
