"""Public pages kept as compressed bytes, until their version number moves."""

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps

import brotli
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

Version = Callable[..., str | None]
View = Callable[..., HttpResponse]
BROTLI_QUALITY = 5
# A visitor with one of these sees pages of their own.
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "billet")


def cached_page(version: Version) -> Callable[[View], View]:
    """Keep what a view answers to anonymous visitors.

    Args:
        version: called with the view's own arguments; returns what changes whenever the page
            may look different, or None for a page that is not kept.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method not in {"GET", "HEAD"} or is_personal(request):
                return view(request, *args, **kwargs)
            current = version(*args, **kwargs)
            if current is None:
                return view(request, *args, **kwargs)
            encoding = best_encoding(request.headers.get("Accept-Encoding", ""))
            key = f"{request.path}|{get_language()}|{encoding}|{current}"
            kept = caches["pages"].get(key)
            if kept is None:
                response = view(request, *args, **kwargs)
                if response.status_code != 200:
                    return response
                kept = pack(response, encoding)
                caches["pages"].set(key, kept)
            return unpack(request, *kept)

        return answer

    return decorate


def is_personal(request: HttpRequest) -> bool:
    """Tell whether this request may get a page of its own."""
    return bool(request.META.get("QUERY_STRING")) or any(
        name in request.COOKIES for name in PERSONAL_COOKIES
    )


def best_encoding(accepted: str) -> str:
    """Return "br", "gzip" or "" from what a browser accepts."""
    offered = {part.split(";")[0].strip() for part in accepted.split(",")}
    return next((name for name in ("br", "gzip") if name in offered), "")


def compress(content: bytes, encoding: str) -> bytes:
    """Return the content in this encoding."""
    if encoding == "br":
        return bytes(brotli.compress(content, quality=BROTLI_QUALITY))
    return gzip.compress(content, 9, mtime=0) if encoding == "gzip" else content


def pack(response: HttpResponse, encoding: str) -> tuple[bytes, str, str, str]:
    """Return what is kept of an answer: (bytes, content type, encoding, entity tag)."""
    content = compress(response.content, encoding)
    tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    return content, response.headers["Content-Type"], encoding, tag


def unpack(
    request: HttpRequest, content: bytes, content_type: str, encoding: str, tag: str
) -> HttpResponse:
    """Return the answer again, or 304 to a browser that has it already."""
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(content, content_type=content_type)
        if encoding:
            response.headers["Content-Encoding"] = encoding
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    return response


def compressed(view: View) -> View:
    """Compress what a view answers to a visitor, without keeping it.

    For pages that mix no secret of ours with text that the visitor chooses.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        encoding = best_encoding(request.headers.get("Accept-Encoding", ""))
        if encoding and response.status_code == 200 and not response.streaming:
            response.content = compress(response.content, encoding)
            response.headers["Content-Encoding"] = encoding
            patch_vary_headers(response, ("Accept-Encoding",))
        return response

    return answer
