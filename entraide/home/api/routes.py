"""The addresses of the interface: read only, limited, kept for a minute by whoever asks."""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import conditional_page
from ninja import NinjaAPI
from ninja.decorators import decorate_view
from ninja.params import functions as param_functions
from ninja.throttling import AnonRateThrottle

from entraide.expertise.queries import editions as edition_queries, proposals as proposal_queries
from entraide.gatherings.queries import public
from entraide.home.api import schemas, told
from entraide.notebooks.queries import explorer
from entraide.people import throttle

RATE = "120/m"
MOST = 100
View = Callable[..., HttpResponse]
Offset = Annotated[int, param_functions.Query(ge=0, le=100_000)]
Year = Annotated[int | None, param_functions.Query(ge=2000, le=2100)]


class Throttle(AnonRateThrottle):
    """So many questions a minute from one place, which is never known by its address."""

    def get_cache_key(self, request: HttpRequest) -> str:
        """Return a name for who asks that does not hold their address."""
        return throttle.client_name(request, "api")


api = NinjaAPI(
    title="Entraide",
    version="1.0",
    description=str(
        _("Ce que tout le monde lit, pour d'autres programmes : rencontres, cahiers, propositions.")
    ),
    docs_url=None,
    urls_namespace="api",
    throttle=[Throttle(RATE)],
)


def shared(view: View) -> View:
    """Let any page of a partner ask, and keep the answer for a minute; 304 when nothing changed."""

    @wraps(view)
    @conditional_page
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=60"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


def page(rows: Any, offset: int) -> Any:
    """Return at most `MOST` rows from here on."""
    return rows[offset : offset + MOST]


@api.get("/gatherings", response=list[schemas.Gathering])
@decorate_view(shared)
def gatherings(request: HttpRequest, offset: Offset = 0) -> Any:
    """Gatherings that were announced, the latest first; 100 at a time."""
    found = public.public_gatherings().select_related("collective").order_by("-starts_at", "pk")
    return [told.gathering(one) for one in page(found, offset)]


@api.get("/cahiers", response=list[schemas.Edition])
@decorate_view(shared)
def cahiers(
    request: HttpRequest,
    year: Year = None,
    offset: Offset = 0,
) -> Any:
    """The last edition of each cahier, the newest first; 100 at a time."""
    found = edition_queries.library(edition_queries.Shelf(year=year))
    return [told.edition(one) for one in page(found, offset)]


@api.get("/cahiers/{slug}/{number}", response=schemas.WholeEdition)
@decorate_view(shared)
def cahier(request: HttpRequest, slug: str, number: int) -> Any:
    """An edition with its text, as it is read today."""
    found = edition_queries.find(slug, number)
    if found is None:
        raise Http404
    return told.whole_edition(found)


@api.get("/threads/{uid}", response=schemas.Thread)
@decorate_view(shared)
def thread(request: HttpRequest, uid: UUID) -> Any:
    """What a published note rests on, and what rests on it."""
    found = explorer.explore(uid, None)
    if found is None:
        raise Http404
    return told.thread(found)


@api.get("/institutions", response=list[schemas.Institution])
@decorate_view(shared)
def institutions(request: HttpRequest) -> Any:
    """Every institution that was asked something."""
    return [
        {
            "slug": one.addressee.slug,
            "name": str(one.addressee),
            "address": told.address("expertise:institution", one.addressee.slug),
            "sent": one.sent,
            "answered": one.answered,
        }
        for one in proposal_queries.institutions()
    ]


@api.get("/proposals", response=list[schemas.Proposal])
@decorate_view(shared)
def proposals(request: HttpRequest, institution: str = "", offset: Offset = 0) -> Any:
    """Proposals that were sent, the last to change first; 100 at a time."""
    found = proposal_queries.public()
    if institution:
        found = found.filter(addressee__slug=institution)
    numbers = list(page(found, offset).values_list("pk", flat=True))
    return told.proposals(proposal_queries.public().filter(pk__in=numbers))
