"""The control: the product as it would be with "look first, write later" instead of one rule.

The number of free places is read before the transaction, as a careless view does, and the
conditional update is replaced by a plain one.
"""

import threading
import time
from datetime import datetime

from django.db.models import F

# isort: off
from entraide.wsgi import application  # first: it loads the apps

from entraide.gatherings.actions import places, sign_up, waiting
from entraide.gatherings.models import Gathering, Option, Party
from entraide.gatherings.sign_up_request import SignUpRequest
from entraide.gatherings.views import public
from entraide.people.models import Person

# isort: on

__all__ = ["application"]

_seen = threading.local()
_right = sign_up.sign_up


def careless_sign_up(
    gathering: Gathering, request: SignUpRequest, *, key: str, by: Person | None = None
) -> tuple[Party, bool]:
    """Look at what is free, think for a moment, then write."""
    wanted = [option or 0 for wishes in request.wishes.values() for option in wishes]
    _seen.free = {option.pk for option in Option.objects.filter(pk__in=wanted) if not option.full}
    time.sleep(0.02)
    return _right(gathering, request, key=key, by=by)


def careless_take(scarce: Gathering | Option, number: int) -> bool:
    """Trust what was seen."""
    if isinstance(scarce, Option) and scarce.pk not in _seen.free:
        return False
    type(scarce)._default_manager.filter(pk=scarce.pk).update(taken=F("taken") + number)
    return True


def careless_offers(gathering: Gathering, *, now: datetime | None = None) -> int:
    """Offer nothing: the fight is for the last places only."""
    return 0


setattr(public, "do_sign_up", careless_sign_up)  # noqa: B010 a broken variant, on purpose
setattr(places, "take", careless_take)  # noqa: B010
setattr(waiting, "offer_freed", careless_offers)  # noqa: B010
