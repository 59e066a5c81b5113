"""Marks of the reception: each once, however often it is sent; the latest one says what is so."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.gatherings.actions import places, sign_up, waiting
from entraide.gatherings.hand_codes import badge_code
from entraide.gatherings.models import Allocation, Arrival, Gathering, Option, Party, SignUp
from entraide.gatherings.queries import arrival as arrivals
from entraide.gatherings.sign_up_request import Attendee, SignUpRequest
from entraide.people import receipt_words
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
    if not marks:
        return []
    # First of all, as whoever cancels does: two doors and a cancellation follow one another.
    gathering = places.lock(gathering)
    now = timezone.now()
    known = Known.of(gathering)
    lost = []
    rows = []
    for sent in marks:
        people = known.meant(sent)
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
    let_in_who_stands_here(gathering, {row.sign_up_id for row in rows}, by=by)
    return lost


@dataclass(frozen=True)
class Known:
    """Who may be marked at a gathering, by each way to say it."""

    by_number: dict[int, list[int]]
    by_badge: dict[str, list[int]]
    by_words: dict[str, list[int]]

    @classmethod
    def of(cls, gathering: Gathering) -> "Known":
        """Read everyone at once: a device may send hundreds of marks."""
        people = SignUp.objects.filter(party__gathering=gathering).order_by("position")
        people = people.exclude(party__state=Party.State.CANCELLED)
        known = cls({}, {}, {})
        for number, position, uid, words in people.values_list(
            "pk", "position", "party__uid", "party__receipt_digest"
        ):
            known.by_number[number] = [number]
            known.by_badge[badge_code(uid, position)] = [number]
            known.by_words.setdefault(words, []).append(number)
        return known

    def meant(self, sent: Sent) -> list[int]:
        """Return the people of a mark: one by number or badge, a whole party by words."""
        if sent.words:
            words = receipt_words.normalise(sent.words)
            return self.by_words.get(receipt_words.receipt_digest(words), [])
        if sent.badge:
            # A code may have been copied by hand, with the dashes of a usual number.
            return self.by_badge.get(sent.badge.replace("-", "").upper(), [])
        return self.by_number.get(sent.person or 0, [])


def numbers(
    gathering: Gathering, found: Iterable[int], *, place: Place | None, by: Person
) -> list[int]:
    """Mark the people whose numbers were copied from a paper list; return the unknown numbers."""
    now = timezone.now()
    sent = [Sent(uuid.uuid4(), Arrival.Mark.HERE, now, person=number) for number in found]
    lost = set(mark(gathering, sent, place=place, by=by))
    return [one.person for one in sent if one.uid in lost and one.person is not None]


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
    while there are any, see `meals_missed`.
    """
    request = SignUpRequest(
        attendees=(Attendee(who.name, who.peer_group.pk, structure=who.structure),),
        tell_by="come_back",
        wishes={meal.moment_id: (meal.pk,) for meal in who.meals},
        entered_how=Party.EnteredHow.DESK,
    )
    party, _new = sign_up.sign_up(gathering, request, key=walk_in_key(gathering, who), by=by)
    if first := party.sign_ups.first():
        sent = Sent(uuid.uuid5(party.uid, "walk-in"), Arrival.Mark.HERE, at, person=first.pk)
        mark(gathering, [sent], place=place, by=by)
    return party


def walk_in_key(gathering: Gathering, who: WalkIn) -> str:
    """Return the key of a person at the door: that of the form, for this name and gathering.

    A page kept on the device, or the Back button, shows a form whose key was used already; the
    next person typed into it must not be taken for the one before.
    """
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{gathering.pk} {who.key} {who.name}").hex


def meals_missed(party: Party, meals: Sequence[Option]) -> list[str]:
    """Return the meals that were asked for at the door and had no place left."""
    given = set(Allocation.objects.filter(sign_up__party=party).values_list("option_id", flat=True))
    return [meal.title for meal in meals if meal.pk not in given]


def let_in_who_stands_here(gathering: Gathering, people: set[int], *, by: Person) -> None:
    """Let in those of these people who wait and whose latest mark says that they are here.

    The gathering must be locked.
    """
    waits = Party.objects.filter(gathering=gathering, state=Party.State.WAITING)
    if not waits.filter(sign_ups__in=people).exists():
        return
    # A wrong tap that was taken back before it was sent opens nothing.
    present = people & arrivals.here(gathering)
    for party in waits.filter(sign_ups__in=present).distinct():
        let_in(party, gathering, by=by)


def let_in(party: Party, gathering: Gathering, *, by: Person) -> None:
    """Confirm someone who is here although the gathering is full; the counter stays true.

    The gathering must be locked.
    """
    sign_up.leave_the_queue(party)
    if not places.take(gathering, party.size):
        rows = Gathering.objects.filter(pk=gathering.pk)
        rows.update(capacity=F("taken") + party.size)
        places.take(gathering, party.size)
    waiting.confirm(party, gathering)
    places.log(
        gathering,
        _("inscription n° %(n)s : est là, confirmée à l'accueil") % {"n": party.pk},
        by=by,
    )
