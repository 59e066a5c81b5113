"""Public pages kept as compressed bytes, until their version number moves.

A page is kept in the memory of the process that serves it, beside the question that tells
whether it is still right: one small query. The middleware `ui.middleware.kept_pages` answers
from here before anything else of the request is looked at.
"""

import gzip
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language_from_request

Version = Callable[..., str | None]
View = Callable[..., HttpResponse]
Key = tuple[str, str, str]

# A visitor with one of these sees pages of their own.
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "billet", "messages")
MOST_PAGES = 500
# What depends on the hour (sign-up opens, a gathering is over) is at most this late.
SECONDS = 60.0
# More would save a few hundred bytes a page and cost four times as long (bench/web.py).
BROTLI_QUALITY = 2


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it travels, and how to know that it is still right."""

    content: bytes
    headers: dict[str, str]
    version: str
    current: Callable[[], str | None]
    until: float


_kept: dict[Key, Kept] = {}
_ASKED = "entraide.version"


def forget_all() -> None:
    """Forget every kept page."""
    _kept.clear()


def kept_answer(request: HttpRequest) -> HttpResponse | None:
    """Return the kept answer to a visitor's request, when there is one that is still right."""
    if request.method != "GET" or is_personal(request):
        return None
    kept = _kept.get(_key(request))
    if kept is None:
        return None
    version = kept.current()
    if version == kept.version and time.monotonic() < kept.until:
        return _answer(request, kept)
    # Asked once a request: the view that renders the page again need not ask.
    request.META[_ASKED] = version
    return None


def cached_page(version: Version, *, said_by_view: bool = False) -> Callable[[View], View]:
    """Keep what a view answers to anonymous visitors.

    Args:
        version: called with the view's own arguments; returns what changes whenever the page
            may look different, or None for a page that is not kept.
        said_by_view: the view reads the version before anything else, and says it as
            `kept_version` of its answer; one question less at the first visit.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method != "GET" or is_personal(request):
                return view(request, *args, **kwargs)
            current = partial(version, *args, **kwargs)
            # Asked before rendering: a write in between makes the kept page old, never wrong.
            now = None
            if not said_by_view:
                now = request.META[_ASKED] if _ASKED in request.META else current()
            response = view(request, *args, **kwargs)
            now = getattr(response, "kept_version", now)
            if now is None or response.status_code != 200:
                return response
            return _answer(request, _keep(request, response, now, current))

        return answer

    return decorate


def is_personal(request: HttpRequest) -> bool:
    """Tell whether this request may get a page of its own."""
    if request.META.get("QUERY_STRING"):
        return True
    return "HTTP_COOKIE" in request.META and any(
        name in request.COOKIES for name in PERSONAL_COOKIES
    )


def _key(request: HttpRequest) -> Key:
    encoding = best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    return request.path_info, get_language_from_request(request), encoding


def _keep(
    request: HttpRequest,
    response: HttpResponse,
    version: str,
    current: Callable[[], str | None],
) -> Kept:
    key = _key(request)
    content = compress(response.content, key[2])
    patch_vary_headers(response, ("Accept-Encoding", "Accept-Language", "Cookie"))
    headers = {
        **response.headers,
        "ETag": f'"{hashlib.sha256(content).hexdigest()[:20]}"',
        "Cache-Control": "no-cache",
        "Content-Length": str(len(content)),
    }
    if key[2]:
        headers["Content-Encoding"] = key[2]
    kept = Kept(content, headers, version, current, time.monotonic() + SECONDS)
    if len(_kept) >= MOST_PAGES:
        _kept.pop(next(iter(_kept)), None)
    _kept[key] = kept
    return kept


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    known = request.META.get("HTTP_IF_NONE_MATCH", "")
    # Weak comparison, as RFC 9110 asks of If-None-Match.
    if known and kept.headers["ETag"] in [tag.removeprefix("W/") for tag in parse_etags(known)]:
        headers = {name: kept.headers[name] for name in ("ETag", "Cache-Control", "Vary")}
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(kept.content, headers=kept.headers)


# "br;q=0" says that br is not wanted.
_REFUSED = {"q=0", "q=0.0", "q=0.00", "q=0.000"}


def best_encoding(accepted: str) -> str:
    """Return "br", "gzip" or "" from what a browser accepts."""
    offered = {
        name.strip()
        for name, _, weight in (part.partition(";") for part in accepted.split(","))
        if weight.replace(" ", "") not in _REFUSED
    }
    return next((name for name in ("br", "gzip") if name in offered), "")


def compress(content: bytes, encoding: str) -> bytes:
    """Return the content in this encoding."""
    if encoding == "br":
        return bytes(brotli.compress(content, quality=BROTLI_QUALITY))
    return gzip.compress(content, 9, mtime=0) if encoding == "gzip" else content


def compressed(view: View) -> View:
    """Compress what a view answers to a visitor, without keeping it.

    For pages that mix no secret of ours with text that the visitor chooses.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        encoding = best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if encoding and response.status_code == 200 and not response.streaming:
            response.content = compress(response.content, encoding)
            response.headers["Content-Encoding"] = encoding
            patch_vary_headers(response, ("Accept-Encoding",))
        return response

    return answer
