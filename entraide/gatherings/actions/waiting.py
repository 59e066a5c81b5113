"""The waiting list: who is next, what is offered, what is done with the offer.

The rule, shown on the public page: a freed place is offered to the first party of the queue
that fits into it; a party that is too large keeps its rank. The order is the order of arrival,
or the order drawn by lots at the announced date.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.gatherings.actions import letters, places
from entraide.gatherings.models import (
    Allocation,
    Gathering,
    Option,
    Party,
    Seat,
    Table,
    WaitingPlace,
)
from entraide.people.models import Person

State = WaitingPlace.State
ACTIVE = [State.WAITING, State.OFFERED]


class OfferGone(Exception):
    """The offer was answered, withdrawn, or its time is over."""


def microseconds(moment: datetime) -> int:
    """Return the microseconds since 1970 of this moment: the order of arrival."""
    return int(moment.timestamp() * 1_000_000)


def wait(party: Party, gathering: Gathering, option: Option | None = None) -> WaitingPlace:
    """Put a party at its rank in a queue, by the time its request was received."""
    return WaitingPlace.objects.create(
        gathering=gathering,
        option=option,
        party=party,
        order=microseconds(party.received_at),
    )


def must_wait(gathering: Gathering, option: Option | None = None) -> bool:
    """Tell whether newcomers wait even if a place is free: lots are not drawn yet."""
    return (
        gathering.draws_lots_later
        and WaitingPlace.objects.filter(
            gathering=gathering, option=option, state=State.WAITING
        ).exists()
    )


def offer_freed(gathering: Gathering, *, now: datetime | None = None) -> int:
    """Offer every free place to the queues; return how many offers were made.

    The gathering must be locked. Each offer holds its places until it is answered.
    """
    now = now or timezone.now()
    if gathering.draws_lots_later or gathering.state != Gathering.State.PUBLISHED:
        return 0
    if now >= gathering.starts_at:
        return 0
    queue = WaitingPlace.objects.filter(gathering=gathering, state=State.WAITING)
    offers = 0
    nothing_left = set()
    for waiting in queue.select_related("party", "option"):
        if waiting.option_id in nothing_left:
            continue
        if places.take(waiting.option or gathering, waiting.party.size):
            _offer(waiting, gathering, now)
            offers += 1
        elif waiting.party.size == 1:
            nothing_left.add(waiting.option_id)
    return offers


def _offer(waiting: WaitingPlace, gathering: Gathering, now: datetime) -> None:
    waiting.state = State.OFFERED
    waiting.offered_at = now
    if letters.has_email(waiting.party):
        end = now + timedelta(hours=gathering.offer_hours)
        waiting.offer_ends_at = min(end, gathering.starts_at)
    waiting.save(update_fields=["state", "offered_at", "offer_ends_at"])
    letters.write_offer(waiting, gathering)


@transaction.atomic
def accept_offer(waiting: WaitingPlace, *, by: Person | None = None) -> None:
    """Take the place that is kept for this party.

    Raises:
        OfferGone: when it is not offered any more.
    """
    gathering = places.lock(waiting.gathering)
    waiting = _still_offered(waiting)
    waiting.state = State.ACCEPTED
    waiting.save(update_fields=["state"])
    party = waiting.party
    if waiting.option is None:
        confirm(party, gathering)
    else:
        give_option(party, waiting.option)
        places.touch(gathering)
    _log_answer(waiting, by, _("inscription n° %(number)s : place offerte acceptée"))
    offer_freed(gathering)


@transaction.atomic
def decline_offer(waiting: WaitingPlace, *, by: Person | None = None) -> None:
    """Leave the place to the next party.

    Raises:
        OfferGone: when it is not offered any more.
    """
    gathering = places.lock(waiting.gathering)
    waiting = _still_offered(waiting)
    _give_back(waiting, gathering, State.DECLINED)
    _log_answer(waiting, by, _("inscription n° %(number)s : place offerte laissée"))
    offer_freed(gathering)


@transaction.atomic
def lapse_offers(gathering: Gathering, *, now: datetime) -> int:
    """Give back the offers whose time is over, and offer them on; return how many."""
    gathering = places.lock(gathering)
    late = WaitingPlace.objects.filter(
        gathering=gathering, state=State.OFFERED, offer_ends_at__lte=now
    ).select_related("party", "option")
    count = 0
    for waiting in late:
        _give_back(waiting, gathering, State.LAPSED)
        count += 1
    offer_freed(gathering, now=now)
    return count


@transaction.atomic
def wait_again(party: Party, gathering: Gathering, option: Option | None) -> None:
    """Join the end of a queue again, after an offer was left or lapsed."""
    gathering = places.lock(gathering)
    held = WaitingPlace.objects.filter(party=party, option=option, state__in=ACTIVE)
    if party.state == Party.State.CANCELLED or held.exists():
        return
    if option is None and party.state == Party.State.CONFIRMED:
        return
    WaitingPlace.objects.create(
        gathering=gathering, option=option, party=party, order=microseconds(timezone.now())
    )
    offer_freed(gathering)


def _still_offered(waiting: WaitingPlace) -> WaitingPlace:
    found = (
        WaitingPlace.objects.select_related("party", "option")
        .filter(pk=waiting.pk, state=State.OFFERED)
        .first()
    )
    if found is None or (found.offer_ends_at and found.offer_ends_at <= timezone.now()):
        raise OfferGone
    return found


def _give_back(waiting: WaitingPlace, gathering: Gathering, state: str) -> None:
    places.release(waiting.option or gathering, waiting.party.size)
    waiting.state = state
    waiting.save(update_fields=["state"])
    places.touch(gathering)


def _log_answer(waiting: WaitingPlace, by: Person | None, sentence: str) -> None:
    if by is not None:
        places.log(waiting.gathering, sentence % {"number": waiting.party_id}, by=by)


def confirm(party: Party, gathering: Gathering) -> None:
    """Confirm a party that waited, once its places in the gathering are taken."""
    party.state = Party.State.CONFIRMED
    party.save(update_fields=["state"])
    take_immediate(party, gathering)
    places.touch(gathering)


def take_immediate(party: Party, gathering: Gathering) -> None:
    """Take what a confirmed party wants of the immediate moments, or queue for it."""
    wishes = party.wishes.filter(rank=1, moment__choosing="immediate", option__isnull=False)
    for option in Option.objects.filter(wishes__in=wishes):
        want_option(party, gathering, option)


def want_option(party: Party, gathering: Gathering, option: Option) -> None:
    """Take an option for a party, or put the party in its queue and leave what it has."""
    if not must_wait(gathering, option) and places.take(option, party.size):
        give_option(party, option)
    else:
        wait(party, gathering, option)


def give_option(party: Party, option: Option, how: str = Allocation.How.IMMEDIATE) -> None:
    """Write that a party has an option whose places are already taken for it.

    What it had before for the same moment is given back.
    """
    leave_moment(party, option.moment_id, to=option)
    Allocation.objects.bulk_create(
        Allocation(sign_up=sign_up, moment_id=option.moment_id, option=option, how=how)
        for sign_up in party.sign_ups.all()
    )


def leave_moment(party: Party, moment_id: int, *, to: Option | None = None) -> None:
    """Give back the option a party has for a moment, if any, and the seats that went with it."""
    held = list(
        Allocation.objects.filter(sign_up__party=party, moment_id=moment_id).select_related(
            "option"
        )
    )
    for allocation in held:
        places.release(allocation.option, 1)
        allocation.delete()
    leave_tables(party, moment_id, to=to)


def leave_tables(party: Party, moment_id: int, *, to: Option | None) -> None:
    """Leave the tables of every choice but this one: the ticket must not say the old room."""
    people = party.sign_ups.all()
    tables = Table.objects.filter(moment_id=moment_id, option__isnull=False)
    if to is not None:
        tables = tables.exclude(option=to)
    Seat.objects.filter(sign_up__in=people, table__in=tables).delete()
    tables.filter(facilitator__in=people).update(facilitator=None)
    tables.filter(scribe__in=people).update(scribe=None)


@transaction.atomic
def draw_lots(gathering: Gathering, *, now: datetime, seed: str | None = None) -> int:
    """Give the queues of a gathering their drawn order; return how many were drawn.

    The rank of a party is that of SHA-256(seed + uid) among all: anyone who holds the seed,
    published after the draw, can redo it. Waits for its date and happens once.
    """
    gathering = places.lock(gathering)
    if not gathering.draws_lots_later or gathering.lots_at is None or gathering.lots_at > now:
        return 0
    gathering.lots_seed = seed or secrets.token_hex(32)
    gathering.lots_drawn_at = now
    gathering.save(update_fields=["lots_seed", "lots_drawn_at"])
    waiting = list(
        WaitingPlace.objects.filter(gathering=gathering, state=State.WAITING).select_related(
            "party"
        )
    )
    waiting.sort(key=lambda place: drawn_key(gathering.lots_seed, str(place.party.uid)))
    for rank, place in enumerate(waiting, start=1):
        place.order = rank
    WaitingPlace.objects.bulk_update(waiting, ["order"])
    places.touch_text(Gathering.objects.filter(pk=gathering.pk))
    places.log(gathering, _("tirage au sort de la liste d'attente"), by=None)
    offer_freed(gathering, now=now)
    return len(waiting)


def drawn_key(seed: str, uid: str) -> str:
    """Return what a party's rank in the draw is sorted by."""
    return hashlib.sha256(f"{seed}{uid}".encode()).hexdigest()


@transaction.atomic
def move_to_front(waiting: WaitingPlace, *, by: Person, reason: str) -> None:
    """Put a party first in its queue, by hand and with a reason that is kept."""
    gathering = places.lock(waiting.gathering)
    queue = WaitingPlace.objects.filter(
        gathering=gathering, option=waiting.option, state=State.WAITING
    )
    first = queue.first()
    if first is None:
        return
    queue.filter(pk=waiting.pk).update(order=first.order - 1)
    places.log(
        gathering,
        _("inscription n° %(number)s : mise en tête de la liste d'attente")
        % {"number": waiting.party_id},
        by=by,
        reason=reason,
    )
    offer_freed(gathering)
