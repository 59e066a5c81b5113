"""The one way a page reaches a circle, and who is there: by four words, or by an account."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
# What is pressed on pages that say what they erase.
ERASING = {"leave", "trace", "withdraw", "deed"}
PARTS, STAMP = 2, 8
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
        kept = _kept(request)
        found = people.by_uid(collective, *kept) if kept else None
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
            return _to_the_words(request)
        return view(request, *args, **kwargs)

    return answer


def _ask_first(request: CircleRequest) -> HttpResponse:
    """Ask for the four words of who was away too long; what they sent waits behind, for them alone.

    What erases is not sent again by another page than the one that says so.
    """
    kept = _kept(request, max_age=None)
    if not kept or ERASING & set(request.POST):
        return _to_the_words(request)
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    whose = signing.dumps(kept[0], salt=SALT)
    context = {"form": ReceiptForm(), "next": request.path, "typed": typed, "whose": whose}
    response = render(request, "exchanges/words.html", context, status=403)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _to_the_words(request: CircleRequest) -> HttpResponse:
    to = urlencode({"next": request.path})
    return redirect(f"/entraide/{request.circle.collective.slug}/quatre-mots/?{to}")


@dataclass(frozen=True)
class Before:
    """What somebody had sent before they were asked for their four words."""

    # The signed number of who it was; nothing when nothing was sent.
    whose: str
    typed: Sequence[tuple[str, str]]

    def of(self, neighbour: Neighbour) -> bool:
        """Tell whether it is theirs: somebody else may type their words on this device."""
        try:
            return bool(signing.loads(self.whose, salt=SALT) == str(neighbour.uid))
        except signing.BadSignature:
            return False


def sent_before(request: HttpRequest) -> Before:
    """Return what had been sent on a page that had closed."""
    typed = [
        (name.removeprefix(TYPED), value)
        for name, values in request.POST.lists()
        if name.startswith(TYPED)
        for value in values
    ]
    return Before(request.POST.get("whose", ""), typed)


def _kept(request: HttpRequest, max_age: int | None = KEPT) -> list[str]:
    """Return who the cookie of four words keeps on this device, and its stamp; nothing without."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=max_age)
    except signing.BadSignature:
        return []
    return [str(one) for one in found] if isinstance(found, list) and len(found) == PARTS else []


def token(neighbour: Neighbour) -> str:
    """Return what keeps somebody on a device: signed, and worth as long as their four words."""
    return signing.dumps([str(neighbour.uid), neighbour.receipt_digest[:STAMP]], salt=SALT)


def keep(response: HttpResponse, neighbour: Neighbour) -> None:
    """Keep who it is on this device for an hour, signed.

    The cookie itself stays longer: it opens nothing then, and tells whose words wait to be sent.
    """
    response.set_cookie(
        COOKIE,
        token(neighbour),
        max_age=KEPT * 8,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget(response: HttpResponse) -> None:
    """Keep nobody on this device."""
    response.delete_cookie(COOKIE, samesite="Lax")
