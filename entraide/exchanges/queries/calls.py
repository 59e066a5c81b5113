"""Whom to call: words for those without e-mail, posts that end soon. For who welcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from entraide.exchanges.models import Circle, Message, Need, Neighbour, Offer
from entraide.exchanges.models.post import SOON
from entraide.exchanges.queries import board


@dataclass(frozen=True)
class Call:
    """Somebody to call: what was written to them, what of theirs ends soon."""

    neighbour: Neighbour
    messages: Sequence[Message]
    ending: Sequence[Offer | Need]


def callable_(*, prefix: str = "") -> Q:
    """Return whom one calls, or tells through somebody; who comes back reads it on the page."""
    return Q(**{f"{prefix}email": ""}) & (
        Q(**{f"{prefix}phone__gt": ""}) | Q(**{f"{prefix}through__gt": ""})
    )


def to_call(circle: Circle, today: date | None = None) -> list[Call]:
    """Return the neighbours without e-mail who have something to hear; three queries."""
    today = today or timezone.localdate()
    found: dict[int, tuple[Neighbour, list[Message], list[Offer | Need]]] = {}

    def of(one: Neighbour) -> tuple[Neighbour, list[Message], list[Offer | Need]]:
        return found.setdefault(one.pk, (one, [], []))

    for message in _untold(circle):
        talk = message.talk
        other = talk.other if message.sender_id == talk.opener_id else talk.opener
        of(other)[1].append(message)
    offers = board.living(Offer, circle).filter(until__lte=today + SOON).select_related("neighbour")
    for offer in offers.filter(callable_(prefix="neighbour__")):
        of(offer.neighbour)[2].append(offer)
    needs = board.living(Need, circle).filter(until__lte=today + SOON)
    theirs = callable_(prefix="neighbour__") | callable_(prefix="carried_by__")
    for need in needs.filter(theirs).select_related("neighbour", "carried_by"):
        of(need.answers)[2].append(need)
    calls = [Call(*one) for one in found.values()]
    return sorted(calls, key=lambda one: one.neighbour.name)


def _untold(circle: Circle) -> QuerySet[Message]:
    """Return the messages that nobody told yet, of talks that go on, to somebody without e-mail."""
    to_other = Q(sender=F("talk__opener")) & callable_(prefix="talk__other__")
    to_opener = Q(sender=F("talk__other")) & callable_(prefix="talk__opener__")
    found = Message.objects.filter(
        to_other | to_opener, told_on=None, talk__closed_on=None, talk__opener__circle=circle
    )
    return found.select_related(
        "talk__opener", "talk__other", "talk__offer", "talk__need", "sender"
    )
