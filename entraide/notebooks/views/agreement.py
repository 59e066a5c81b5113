"""Do coders see the same? Theme by theme, and side by side where they do not."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from entraide.notebooks.bridge import FEWEST, agreements
from entraide.notebooks.queries import agreement as queries, coding
from entraide.notebooks.views.themes import own_theme
from entraide.people.access import DeskRequest, desk
from entraide.people.models import LISTENERS


@desk(LISTENERS)
def agreement(request: DeskRequest) -> HttpResponse:
    """The agreement on each theme, with its interval."""
    collective = request.membership.collective
    said = queries.said(collective)
    coders = queries.coders(said)
    themes = [node.theme for node in coding.tree(collective)]
    several = len(coders) > 1
    context = {
        "membership": request.membership,
        "coders": coders,
        "rows": agreements(themes, said, queries.looks(collective), coders) if several else [],
        "fewest": FEWEST,
    }
    return render(request, "notebooks/desk/agreement.html", context)


@desk(LISTENERS)
def apart(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The notes on which coders differ about a theme, side by side."""
    theme = own_theme(request, uid)
    collective = request.membership.collective
    said = queries.said(collective)
    coders = queries.coders(said)
    (found,) = agreements([theme], said, queries.looks(collective), coders)
    rows = [
        (note, [_found(said[note.pk].get(coder.pk), theme.pk) for coder in coders])
        for note in queries.notes(found.apart)
    ]
    context = {
        "membership": request.membership,
        "theme": theme,
        "coders": coders,
        "rows": rows,
    }
    return render(request, "notebooks/desk/apart.html", context)


def _found(themes: set[int] | None, theme: int) -> str:
    """Return what a coder said of a theme in a note: yes, no, or nothing read."""
    if themes is None:
        return "unread"
    return "yes" if theme in themes else "no"
