"""The one way a page reaches a circle, and who is there: by four words, or by an account."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode

from entraide.exchanges.models import Circle, Neighbour
from entraide.exchanges.queries import people
from entraide.people.open_forms import ReceiptForm

COOKIE, SALT, KEPT = "voisinage", "entraide.neighbour", 3600
# Before the names of fields that were typed on another page.
TYPED = "typed-"
Page = Callable[..., HttpResponse]


class CircleRequest(HttpRequest):
    """A request at a page of the mutual aid of a collective."""

    circle: Circle
    # Nobody, for a stranger.
    neighbour: Neighbour | None
    # Whether it is their account that says who they are, and no four words.
    by_account: bool


class NeighbourRequest(CircleRequest):
    """A request of somebody who is in it."""

    neighbour: Neighbour


def circle_page(view: Page) -> Page:
    """Open a page of the circle in its address, to everybody."""

    @wraps(view)
    def answer(
        request: CircleRequest, collective: str, *args: object, **kwargs: object
    ) -> HttpResponse:
        found = people.by_uid(collective, uid) if (uid := _kept(request)) else None
        # Who is kept on this device comes with their circle: one question of the database less.
        circles = Circle.objects.select_related("collective")
        circle = found.circle if found else get_object_or_404(circles, collective__slug=collective)
        request.circle, request.neighbour, request.by_account = circle, found, False
        if found is None and request.user.is_authenticated:
            request.neighbour = people.of_person(circle, request.user)
            request.by_account = request.neighbour is not None
        response = view(request, *args, **kwargs)
        if found and COOKIE not in response.cookies:
            # An hour after the last page, not after the first.
            keep(response, found)
        if request.neighbour:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer


def neighbours(view: Page) -> Page:
    """Open a page to who is in the circle; others are asked for their four words."""

    @wraps(view)
    @circle_page
    def answer(request: CircleRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.neighbour is None:
            if request.method == "POST":
                return _ask_first(request)
            to = urlencode({"next": request.path})
            return redirect(f"/entraide/{request.circle.collective.slug}/quatre-mots/?{to}")
        return view(request, *args, **kwargs)

    return answer


def _ask_first(request: CircleRequest) -> HttpResponse:
    """Ask for the four words of who was away too long; what they typed waits behind."""
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    context = {"form": ReceiptForm(), "next": request.path, "typed": typed}
    return render(request, "exchanges/words.html", context, status=403)


def typed_before(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what somebody had typed before they were asked for their four words."""
    return [
        (name.removeprefix(TYPED), value)
        for name, values in request.POST.lists()
        if name.startswith(TYPED)
        for value in values
    ]


def _kept(request: HttpRequest) -> str:
    """Return who the cookie of four words keeps on this device; nothing without one."""
    try:
        return str(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT))
    except signing.BadSignature:
        return ""


def keep(response: HttpResponse, neighbour: Neighbour) -> None:
    """Keep who it is on this device for an hour, signed."""
    response.set_cookie(
        COOKIE,
        signing.dumps(str(neighbour.uid), salt=SALT),
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget(response: HttpResponse) -> None:
    """Keep nobody on this device."""
    response.delete_cookie(COOKIE, samesite="Lax")
