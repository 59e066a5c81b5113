"""What everybody reads: the library, editions, what changed between two."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from entraide.expertise.forms.publishing import LibraryForm
from entraide.expertise.models import Edition
from entraide.expertise.queries import editions
from entraide.ui.pages import cached_page


@cached_page(editions.version)
def library(request: HttpRequest) -> HttpResponse:
    """The last edition of every cahier, by theme, neighbourhood and year."""
    form = LibraryForm(request.GET)
    context = {"form": form, "editions": editions.library(form.shelf())}
    return render(request, "expertise/library.html", context)


def found(slug: str, number: int | None = None) -> Edition:
    """Return an edition, or 404."""
    edition = editions.find(slug, number)
    if edition is None:
        raise Http404
    return edition


def last(request: HttpRequest, slug: str) -> HttpResponse:
    """The permanent address of a cahier leads to its last edition."""
    return HttpResponseRedirect(reverse("expertise:edition", args=[slug, found(slug).number]))


@cached_page(editions.version)
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An edition: every sentence leads to its thread."""
    return render(request, "expertise/edition.html", page_of(found(slug, number)))


def page_of(one: Edition) -> dict[str, Any]:
    """Return what the page, the paper and the embed of an edition show."""
    address = reverse("expertise:edition", args=[one.cahier.slug, one.number])
    return {
        "edition": one,
        "read": editions.read(one),
        "address": f"{settings.SITE_ADDRESS}{address}",
    }


@cached_page(editions.version)
def differences(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What changed since the edition before."""
    one = found(slug, number)
    context = {"edition": one, "differences": editions.differences(one)}
    return render(request, "expertise/differences.html", context)


def content(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The content of an edition as it is hashed, for who wants to verify it."""
    one = found(slug, number)
    response = HttpResponse(one.content, content_type="application/json")
    response["ETag"] = f'"{one.digest}"'
    return response
