"""A party's own view of its sign-up: only who holds the receipt, or an organiser, may read it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from entraide.gatherings.models import Allocation, Gathering, Party, WaitingPlace, Wish
from entraide.people import receipt_words

ACTIVE = [WaitingPlace.State.WAITING, WaitingPlace.State.OFFERED]


@dataclass(frozen=True)
class Line:
    """A queue a party is in, with its rank among those who wait (1 = next)."""

    place: WaitingPlace
    rank: int | None


def by_receipt(typed: str) -> Party | None:
    """Return the party whose four words were typed, or None."""
    words = receipt_words.normalise(typed)
    if len(words) != receipt_words.WORDS_ON_A_RECEIPT:
        return None
    return (
        Party.objects.select_related("gathering")
        .filter(receipt_digest=receipt_words.receipt_digest(words))
        .first()
    )


def by_uid(uid: str) -> Party | None:
    """Return the party of a ticket link or of a ticket kept on the device."""
    return (
        Party.objects.select_related("gathering__collective")
        .prefetch_related("sign_ups__peer_group")
        .filter(uid=uid)
        .first()
    )


def with_contact(gathering: Gathering, *, email: str, phone: str) -> bool:
    """Tell whether a living sign-up already has this e-mail or phone."""
    same = Q()
    if email:
        same |= Q(email=email)
    if phone:
        same |= Q(phone=phone)
    if not same:
        return False
    parties = Party.objects.filter(same, gathering=gathering)
    return parties.exclude(state=Party.State.CANCELLED).exists()


def rank(place: WaitingPlace) -> int | None:
    """Return the rank in the queue, from 1; None once offered or while lots are not drawn."""
    if place.state != WaitingPlace.State.WAITING or place.gathering.draws_lots_later:
        return None
    before = Q(order__lt=place.order) | Q(order=place.order, pk__lt=place.pk)
    return (
        1
        + WaitingPlace.objects.filter(
            before,
            gathering=place.gathering,
            option=place.option,
            state=WaitingPlace.State.WAITING,
        ).count()
    )


def lines(party: Party) -> list[Line]:
    """Return the queues a party is in."""
    places = party.waiting_places.filter(state__in=ACTIVE).select_related("option", "gathering")
    return [Line(place, rank(place)) for place in places]


def lost(party: Party) -> list[WaitingPlace]:
    """Return the last offers that were left or lapsed and could be waited for again."""
    over = party.waiting_places.filter(
        state__in=[WaitingPlace.State.DECLINED, WaitingPlace.State.LAPSED]
    ).select_related("option", "gathering")
    busy = {line.place.option_id for line in lines(party)}
    if party.state == Party.State.CONFIRMED:
        busy.add(None)
    held = set(allocations(party).values_list("option_id", flat=True))
    latest = {place.option_id: place for place in over}
    return [place for key, place in latest.items() if key not in busy | held]


def allocations(party: Party) -> QuerySet[Allocation]:
    """Return what the members of a party have."""
    return Allocation.objects.filter(sign_up__party=party).select_related("option", "moment")


def wishes(party: Party) -> list[Wish]:
    """Return the ranked wishes of a party for moments that are composed later."""
    return list(
        party.wishes.filter(moment__choosing="wishes")
        .select_related("moment", "option")
        .order_by("moment__starts_at", "rank")
    )


def open_wishes(party: Party) -> list[Wish]:
    """Return the wishes that are not answered yet: nobody of the party has a choice there."""
    answered = set(allocations(party).values_list("moment_id", flat=True))
    return [wish for wish in wishes(party) if wish.moment_id not in answered]


def open_for_change(party: Party, now: datetime) -> bool:
    """Tell whether a party may still change its sign-up: until the gathering begins."""
    gathering = party.gathering
    return (
        party.state != Party.State.CANCELLED
        and gathering.state == Gathering.State.PUBLISHED
        and now < gathering.starts_at
    )
