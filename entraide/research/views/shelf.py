"""The learning shelf and its reading lists: read by everybody, filled by those who teach."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from entraide.people.access import DeskRequest, desk
from entraide.people.models import LISTENERS
from entraide.research.forms.public import SearchForm
from entraide.research.forms.shelf import (
    ReadingListForm,
    ResourceForm,
    initial_of,
)
from entraide.research.models import ReadingList, Resource
from entraide.research.queries import shelf as queries
from entraide.ui.pages import compressed


@compressed
def shelf(request: HttpRequest) -> HttpResponse:
    """What one learns from, for everybody."""
    form = SearchForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    context = {
        "form": form,
        "resources": queries.resources(module=asked.get("module"), kind=asked.get("kind", "")),
        "lists": queries.reading_lists(),
    }
    return render(request, "research/shelf.html", context)


@compressed
def reading_list(request: HttpRequest, number: int) -> HttpResponse:
    """A reading list, in order."""
    found = get_object_or_404(queries.reading_lists(), pk=number)
    return render(request, "research/reading_list.html", {"list": found})


@desk(LISTENERS)
def desk_shelf(request: DeskRequest) -> HttpResponse:
    """The shelf of the collective: add, change."""
    collective = request.membership.collective
    context = {
        "membership": request.membership,
        "resources": queries.resources(collective),
        "lists": queries.reading_lists(collective),
    }
    return render(request, "research/desk/shelf.html", context)


@desk(LISTENERS)
def resource(request: DeskRequest, number: int | None = None) -> HttpResponse:
    """Add a resource, change it, take it away."""
    collective = request.membership.collective
    found = get_object_or_404(Resource, collective=collective, pk=number) if number else None
    if found and request.method == "POST" and "remove" in request.POST:
        found.delete()
        return redirect("research:desk_shelf", collective.slug)
    form = ResourceForm(request.POST or None, collective=collective, instance=found)
    if form.is_valid():
        form.save_all()
        return redirect("research:desk_shelf", collective.slug)
    context = {"membership": request.membership, "form": form, "resource": found}
    status = 422 if form.is_bound else 200
    return render(request, "research/desk/resource.html", context, status=status)


@desk(LISTENERS)
def desk_list(request: DeskRequest, number: int | None = None) -> HttpResponse:
    """Make a reading list, change it, take it away."""
    collective = request.membership.collective
    found = get_object_or_404(ReadingList, collective=collective, pk=number) if number else None
    if found and request.method == "POST" and "remove" in request.POST:
        found.delete()
        return redirect("research:desk_shelf", collective.slug)
    initial = initial_of(found) if found else None
    form = ReadingListForm(request.POST or None, collective=collective, initial=initial)
    if form.is_valid():
        form.save(collective, found)
        return redirect("research:desk_shelf", collective.slug)
    context = {
        "membership": request.membership,
        "form": form,
        "list": found,
        "resources": queries.resources(collective),
    }
    status = 422 if form.is_bound else 200
    return render(request, "research/desk/reading_list.html", context, status=status)
