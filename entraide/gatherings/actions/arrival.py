"""Marks of the reception: each once, however often it is sent; the latest one says what is so."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from entraide.gatherings.actions import places, sign_up, waiting
from entraide.gatherings.models import Arrival, Gathering, Option, Party, SignUp
from entraide.gatherings.queries import tickets
from entraide.gatherings.sign_up_request import Attendee, SignUpRequest
from entraide.people.models import PeerGroup, Person
from entraide.places.models import Place


@dataclass(frozen=True)
class Sent:
    """One mark as a device sent it: a person, or the four words of their party."""

    uid: uuid.UUID
    mark: str
    at: datetime
    person: int | None = None
    words: str = ""
    badge: str = ""


@transaction.atomic
def mark(
    gathering: Gathering, marks: Sequence[Sent], *, place: Place | None, by: Person
) -> list[uuid.UUID]:
    """Write marks; return the numbers of those that meant nobody here.

    A mark that was written before is left as it is. A clock that runs ahead is brought back to now.
    Who waits for a place and stands here is let in.
    """
    now = timezone.now()
    lost = []
    rows = []
    for sent in marks:
        people = meant(gathering, sent)
        if not people:
            lost.append(sent.uid)
        for position, person in enumerate(people):
            rows.append(
                Arrival(
                    # Four words may mean several people: each has a number that follows from it.
                    uid=sent.uid if position == 0 else uuid.uuid5(sent.uid, str(position)),
                    gathering=gathering,
                    sign_up_id=person,
                    place=place,
                    mark=sent.mark,
                    at=min(sent.at, now),
                    received_at=now,
                    by=by,
                )
            )
    Arrival.objects.bulk_create(rows, ignore_conflicts=True)
    if waiting_here := Party.objects.filter(
        sign_ups__in=[row.sign_up_id for row in rows if row.mark == Arrival.Mark.HERE],
        state=Party.State.WAITING,
    ).distinct():
        for party in waiting_here:
            let_in(party)
    return lost


def meant(gathering: Gathering, sent: Sent) -> list[int]:
    """Return the people a mark is about: one by number or badge, a whole party by words."""
    people = SignUp.objects.filter(party__gathering=gathering).order_by("position")
    people = people.exclude(party__state=Party.State.CANCELLED)
    if sent.words:
        party = tickets.by_receipt(sent.words)
        people = people.filter(party=party) if party else people.none()
    elif sent.badge:
        people = of_badge(people, sent.badge)
    else:
        people = people.filter(pk=sent.person or 0)
    return list(people.values_list("pk", flat=True))


def of_badge(people: QuerySet[SignUp], badge: str) -> QuerySet[SignUp]:
    """Return the person of a badge: the number of a party, and the position in it."""
    party, _, position = badge.partition(":")
    try:
        uid = uuid.UUID(party)
    except ValueError:
        return people.none()
    number = int(position) if position.isdecimal() and len(position) < 4 else -1
    return people.filter(party__uid=uid, position=number)


def numbers(gathering: Gathering, found: Iterable[int], *, place: Place | None, by: Person) -> int:
    """Mark the people whose numbers were copied from a paper list; return how many are unknown."""
    now = timezone.now()
    sent = [Sent(uuid.uuid4(), Arrival.Mark.HERE, now, person=number) for number in found]
    return len(mark(gathering, sent, place=place, by=by))


@dataclass(frozen=True)
class WalkIn:
    """Someone who comes without sign-up: a name, a peer group, a meal or not."""

    key: str
    name: str
    peer_group: PeerGroup
    meals: Sequence[Option]
    structure: str = ""


@transaction.atomic
def walk_in(
    gathering: Gathering, who: WalkIn, *, place: Place | None, at: datetime, by: Person
) -> Party:
    """Sign someone up at the door, and mark them as here; sent twice, it is one person.

    The door lets people in even when the gathering is full: they stand there. A meal is given only
    while there are any.
    """
    request = SignUpRequest(
        attendees=(Attendee(who.name, who.peer_group.pk, structure=who.structure),),
        tell_by="come_back",
        wishes={meal.moment_id: (meal.pk,) for meal in who.meals},
        entered_how=Party.EnteredHow.DESK,
    )
    party, _new = sign_up.sign_up(gathering, request, key=who.key, by=by)
    first = party.sign_ups.get(position=0)
    sent = Sent(uuid.uuid5(party.uid, "walk-in"), Arrival.Mark.HERE, at, person=first.pk)
    mark(gathering, [sent], place=place, by=by)
    return party


def let_in(party: Party) -> None:
    """Confirm someone who is here although the gathering is full; the counter stays true."""
    gathering = places.lock(party.gathering)
    for place in party.waiting_places.filter(option=None, state__in=waiting.ACTIVE):
        place.state = place.State.WITHDRAWN
        place.save(update_fields=["state"])
    if not places.take(gathering, party.size):
        rows = Gathering.objects.filter(pk=gathering.pk)
        rows.update(capacity=F("taken") + party.size)
        places.take(gathering, party.size)
    Party.objects.filter(pk=party.pk).update(state=Party.State.CONFIRMED)
    party.state = Party.State.CONFIRMED
    waiting.take_immediate(party, gathering)
    places.touch(gathering)
