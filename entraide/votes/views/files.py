"""Votes as files, for researchers."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse

from entraide.people.access import DeskRequest, desk
from entraide.people.models import LISTENERS
from entraide.ui.sheets import download
from entraide.votes.access import own_poll
from entraide.votes.queries import exports


@desk(LISTENERS)
def votes(request: DeskRequest, uid: UUID) -> HttpResponse:
    """One vote a line, as Polis exports."""
    return download([exports.votes(own_poll(request, uid))], "votes", "csv")


@desk(LISTENERS)
def comments(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The statements, as Polis exports."""
    return download([exports.comments(own_poll(request, uid))], "comments", "csv")


@desk(LISTENERS)
def participants(request: DeskRequest, uid: UUID) -> HttpResponse:
    """One voter a line, as Polis exports."""
    return download([exports.participants(own_poll(request, uid))], "participants-votes", "csv")


@desk(LISTENERS)
def problem(request: DeskRequest, uid: UUID) -> HttpResponse:
    """What `entraide solve opinion` reads."""
    response = JsonResponse(exports.problem(own_poll(request, uid)))
    response.headers["Content-Disposition"] = 'attachment; filename="votes.json"'
    return response
