"""Whom to call: words for those without e-mail, posts that end soon. For who welcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from entraide.exchanges.models import Circle, Message, Need, Neighbour, Offer
from entraide.exchanges.models.post import SOON
from entraide.exchanges.queries import board, loops
from entraide.exchanges.queries.people import callable_


@dataclass(frozen=True)
class Call:
    """Somebody to call: what was written to them, what of theirs ends soon."""

    neighbour: Neighbour
    messages: Sequence[Message]
    ending: Sequence[Offer | Need]


def to_call(circle: Circle, today: date | None = None) -> list[Call]:
    """Return the neighbours without e-mail who have something to hear; three queries."""
    today = today or timezone.localdate()
    found: dict[int, tuple[Neighbour, list[Message], list[Offer | Need]]] = {}

    def of(one: Neighbour) -> tuple[Neighbour, list[Message], list[Offer | Need]]:
        return found.setdefault(one.pk, (one, [], []))

    for message in untold(circle):
        of(to_whom(message))[1].append(message)
    offers = board.to_hear(Offer, circle, today + SOON).select_related("neighbour")
    for offer in offers.filter(callable_(prefix="neighbour__")):
        of(offer.neighbour)[2].append(offer)
    needs = board.to_hear(Need, circle, today + SOON).filter(met_on=None)
    theirs = callable_(prefix="neighbour__") | callable_(prefix="carried_by__")
    for need in needs.filter(theirs).select_related("neighbour", "carried_by"):
        of(need.answers)[2].append(need)
    calls = [Call(*one) for one in found.values()]
    return sorted(calls, key=lambda one: one.neighbour.name)


def count(circle: Circle) -> int:
    """Return how many people there are to call: for words, what ends, loops."""
    people = {one.neighbour.pk for one in to_call(circle)}
    people |= {one.link.neighbour_id or 0 for both in loops.by_voice(circle) for one in both}
    return len(people)


def to_whom(message: Message) -> Neighbour:
    """Return to whom a message is."""
    talk = message.talk
    return talk.other if message.sender_id == talk.opener_id else talk.opener


def untold(circle: Circle) -> QuerySet[Message]:
    """Return the messages that nobody told yet, of talks that go on."""
    return aloud(circle).filter(told_on=None)


def aloud(circle: Circle) -> QuerySet[Message]:
    """Return the messages to somebody without e-mail, of talks that go on."""
    to_other = Q(sender=F("talk__opener")) & callable_(prefix="talk__other__")
    to_opener = Q(sender=F("talk__other")) & callable_(prefix="talk__opener__")
    found = Message.objects.filter(
        to_other | to_opener, talk__closed_on=None, talk__opener__circle=circle
    )
    return found.select_related(
        "talk__opener__circle__collective", "talk__other__circle__collective", "sender"
    )
