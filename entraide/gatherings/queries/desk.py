"""What organisers of a gathering read: numbers, search, waiting lists."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from entraide.gatherings.models import (
    Delivery,
    Gathering,
    Option,
    Party,
    SignUp,
    WaitingPlace,
)
from entraide.people.known import folded
from entraide.people.models import Collective

LIVING = [Party.State.CONFIRMED, Party.State.WAITING]


@dataclass(frozen=True)
class Numbers:
    """How many people, in one look."""

    confirmed: int
    waiting: int
    cancelled: int
    offered: int
    to_tell: int


def gatherings_of(collective: Collective, now: datetime) -> dict[str, list[Gathering]]:
    """Return the collective's gatherings: those to come, then those over."""
    every = list(Gathering.objects.filter(collective=collective).order_by("starts_at"))
    return {
        "upcoming": [g for g in every if g.ends_at >= now],
        "past": [g for g in reversed(every) if g.ends_at < now],
    }


def numbers(gathering: Gathering) -> Numbers:
    """Return how many people of a gathering are in which state."""
    by_state = dict(
        Party.objects.filter(gathering=gathering)
        .values_list("state")
        .annotate(people=Count("sign_ups"))
    )
    offered = WaitingPlace.objects.filter(gathering=gathering, state=WaitingPlace.State.OFFERED)
    return Numbers(
        confirmed=by_state.get(Party.State.CONFIRMED, 0),
        waiting=by_state.get(Party.State.WAITING, 0),
        cancelled=by_state.get(Party.State.CANCELLED, 0),
        offered=offered.count(),
        to_tell=to_tell(gathering).count(),
    )


def people(gathering: Gathering) -> QuerySet[SignUp]:
    """Return who comes or waits, with their party and peer group."""
    return SignUp.objects.filter(
        party__gathering=gathering, party__state__in=LIVING
    ).select_related("party", "peer_group")


def search(gathering: Gathering, text: str, *, most: int = 100) -> list[Party]:
    """Return the parties whose people, contact or number hold this text, latest first.

    Names are compared here: a database folds accents and cases its own way, or not at all.
    """
    parties = Party.objects.filter(gathering=gathering)
    if text:
        digits = "".join(c for c in text if c in "0123456789")
        wanted = folded(text)
        found = {
            party
            for party, *values in parties.values_list(
                "pk", "sign_ups__name", "email", "through", "phone"
            )
            if any(wanted in folded(value or "") for value in values[:3])
            or (digits and (digits in values[3] or digits == str(party)))
        }
        parties = parties.filter(pk__in=sorted(found, reverse=True)[:most])
    return list(
        parties.prefetch_related("sign_ups__peer_group").order_by("-received_at", "-pk")[:most]
    )


def to_tell(gathering: Gathering) -> QuerySet[Delivery]:
    """Return the lines of the call list; an offer that was answered is not told any more."""
    living = Q(waiting_place=None) | Q(waiting_place__state=WaitingPlace.State.OFFERED)
    return Delivery.objects.filter(
        living, gathering=gathering, channel=Delivery.Channel.CALL, state=Delivery.State.TO_TELL
    ).select_related("party", "waiting_place__option")


def call_list(gathering: Gathering) -> list[Delivery]:
    """Return the call list: what is to be told, then what was told last."""
    todo = list(to_tell(gathering).prefetch_related("party__sign_ups"))
    told = Delivery.objects.filter(gathering=gathering, state=Delivery.State.TOLD)
    return todo + list(
        told.select_related("party", "done_by")
        .prefetch_related("party__sign_ups")
        .order_by("-done_at")[:50]
    )


def queues(gathering: Gathering) -> list[tuple[Option | None, list[WaitingPlace]]]:
    """Return each queue in its order: the gathering's, then each option's."""
    places = (
        WaitingPlace.objects.filter(
            gathering=gathering,
            state__in=[WaitingPlace.State.WAITING, WaitingPlace.State.OFFERED],
        )
        .select_related("party", "option")
        .prefetch_related("party__sign_ups")
    )
    found: dict[Option | None, list[WaitingPlace]] = {}
    for place in places:
        found.setdefault(place.option, []).append(place)
    return sorted(found.items(), key=lambda item: item[0].pk if item[0] else 0)


def meal_options(gathering: Gathering) -> list[Option]:
    """Return the places where one eats."""
    return list(
        Option.objects.filter(moment__gathering=gathering, moment__kind="meal")
        .select_related("moment", "place")
        .order_by("moment__starts_at", "position")
    )
