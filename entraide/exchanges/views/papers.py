"""The board of the week on paper, and one's own trace."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from entraide.exchanges.access import NeighbourRequest, neighbours
from entraide.exchanges.queries import papers as queries
from entraide.exchanges.views.desk import circle_of
from entraide.people.access import DeskRequest, desk
from entraide.people.models import DESK
from entraide.ui.press import NotTypeset, not_printed, pdf_apart


@desk(DESK)
def board(request: DeskRequest) -> HttpResponse:
    """The board of the week, for the wall of the third place."""
    data = queries.board(circle_of(request))
    return _printed(request, "exchanges/paper/board.typ", data, "tableau-entraide")


@neighbours
def trace(request: NeighbourRequest) -> HttpResponse:
    """One's own trace, to keep or to burn."""
    data = queries.trace(request.neighbour)
    return _printed(request, "exchanges/paper/trace.typ", data, "ma-trace")


def _printed(request: HttpRequest, template: str, data: dict[str, Any], name: str) -> HttpResponse:
    try:
        content = pdf_apart(template, data, at=timezone.now())
    except NotTypeset as fault:
        return not_printed(request, fault)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
