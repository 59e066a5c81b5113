"""Lists as page, print, .ods and .csv."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from entraide.gatherings.access import own_gathering
from entraide.gatherings.queries.lists import LISTS, title_of
from entraide.people.access import DeskRequest, desk
from entraide.people.models import DESK
from entraide.ui.sheets import FORMATS, download


@desk(DESK)
def lists(request: DeskRequest, slug: str) -> HttpResponse:
    """Every list there is."""
    context = {
        "membership": request.membership,
        "gathering": own_gathering(request, slug),
        "lists": [(name, title_of(name)) for name in LISTS],
    }
    return render(request, "gatherings/desk/lists.html", context)


@desk(DESK)
def one_list(request: DeskRequest, slug: str, name: str, kind: str = "") -> HttpResponse:
    """One list, as a page or as a file."""
    gathering = own_gathering(request, slug)
    if name not in LISTS or (kind and kind not in FORMATS):
        raise Http404
    tables = LISTS[name](gathering)
    if kind:
        return download(tables, f"{slug}-{name}", kind)
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "name": name,
        "title": title_of(name),
        "tables": tables,
    }
    return render(request, "gatherings/desk/list.html", context)
