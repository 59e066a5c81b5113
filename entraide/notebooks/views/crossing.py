"""Themes crossed with colleges, stances, tables: a chart, its table, the voices behind."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from entraide.notebooks.queries import crossing as queries
from entraide.notebooks.small_numbers import LEAST, LEAST_CROSSED
from entraide.notebooks.views.themes import own_theme
from entraide.people.access import DeskRequest, desk
from entraide.people.models import LISTENERS

NAMES = {"colleges": _("collège"), "positions": _("position"), "tables": _("table")}


@desk(LISTENERS)
def crossing(request: DeskRequest, way: str = "colleges") -> HttpResponse:
    """The table of one way of crossing."""
    if way not in queries.WAYS:
        raise Http404
    crossed = queries.cross(request.membership.collective, way)
    context = {
        "membership": request.membership,
        "way": way,
        "ways": [
            (key, " × ".join(str(NAMES[one]) for one in chosen))
            for key, chosen in queries.WAYS.items()
        ],
        "crossing": crossed,
        "chart": queries.chart(crossed),
        "least": LEAST,
        "least_crossed": LEAST_CROSSED,
    }
    return render(request, "notebooks/desk/crossing.html", context)


@desk(LISTENERS)
def behind(request: DeskRequest, way: str, uid: UUID, column: str) -> HttpResponse:
    """The voices behind one number."""
    collective = request.membership.collective
    theme = own_theme(request, uid)
    named = queries.keys(collective, way) if way in queries.WAYS else {}
    if column not in named or queries.is_hidden(collective, theme, way, column):
        raise Http404
    context = {
        "membership": request.membership,
        "way": way,
        "theme": theme,
        "column": named[column],
        "lines": queries.behind(collective, theme, way, column),
    }
    return render(request, "notebooks/desk/behind.html", context)
