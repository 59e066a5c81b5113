"""Helpers for tests of the reception: its pages, and what a device sends."""

import json
import uuid
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from entraide.gatherings.actions.arrival import Sent
from entraide.gatherings.models import Arrival, Gathering, SignUp
from entraide.places.models import Place

HERE, BACK = Arrival.Mark.HERE, Arrival.Mark.BACK


def page(gathering: Gathering, *parts: str) -> str:
    """Return the address of the reception at the only place there is."""
    base = f"/bureau/upc/rencontres/{gathering.slug}/accueil/{Place.objects.get().pk}/"
    return base + "".join(f"{part}/" for part in parts)


def sent(
    person: SignUp | None = None,
    mark: str = HERE,
    minute: int = 0,
    *,
    badge: str = "",
    words: str = "",
) -> Sent:
    """Return a mark made at a minute of the last hour: of a person, by badge or by four words."""
    at = timezone.now() + timedelta(minutes=minute - 60)
    return Sent(uuid.uuid4(), mark, at, person.pk if person else None, words, badge)


def send(client: Client, gathering: Gathering, *marks: dict[str, Any]) -> Any:
    """Send marks as a device does."""
    body = json.dumps({"marks": [{"uid": str(uuid.uuid4()), "at": 0, **one} for one in marks]})
    return client.post(page(gathering, "marques"), body, content_type="application/json")
