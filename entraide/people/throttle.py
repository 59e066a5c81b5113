"""Wrong tries are slowed, never locked: an attacker waits, a person with a typo does not."""

import hashlib
import hmac
import math
import time
from ipaddress import ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

FREE_TRIES = 5
# A whole room types these behind one address; they are open for some hours, and a code is guessed
# once in millions of tries. A right one does not forget the wrong ones.
IN_A_ROOM = {"table": 60, "poll": 60, "join": 20}
LONGEST_PAUSE = 60  # seconds
MEMORY = 1800  # seconds


def client_name(request: HttpRequest, purpose: str) -> str:
    """Return a name for this client that does not hold its address."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        # Behind our own proxy only: the last address is the one the proxy saw.
        address = request.headers.get("X-Forwarded-For", address).split(",")[-1].strip()
    try:
        address = ip_address(address).compressed
    except ValueError:
        address = "unknown"
    pepper = settings.RECEIPT_PEPPER.encode()
    return "tries:" + hmac.digest(pepper, f"{purpose}{address}".encode(), hashlib.sha256).hex()


def _tries(request: HttpRequest, purpose: str) -> tuple[int, float]:
    """Return how often this client was wrong, and when last (seconds since 1970)."""
    found: tuple[int, float] = cache.get(client_name(request, purpose), (0, 0.0))
    return found


def pause_left(request: HttpRequest, purpose: str) -> int:
    """Return the whole seconds this client still has to wait before the next try."""
    failures, last = _tries(request, purpose)
    free = IN_A_ROOM.get(purpose, FREE_TRIES)
    if failures < free:
        return 0
    pause: int = min(2 ** min(failures - free + 1, 10), LONGEST_PAUSE)
    return max(0, math.ceil(last + pause - time.time()))


def count_failure(request: HttpRequest, purpose: str) -> None:
    """Remember one wrong try."""
    failures, _last = _tries(request, purpose)
    cache.set(client_name(request, purpose), (failures + 1, time.time()), MEMORY)


def forget_failures(request: HttpRequest, purpose: str) -> None:
    """Forget the wrong tries of a client who found the right words, but not those of a room."""
    if purpose not in IN_A_ROOM:
        cache.delete(client_name(request, purpose))
