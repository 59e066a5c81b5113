"""Signing up, changing, cancelling, for oneself or on behalf of someone."""

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from entraide.gatherings.actions import letters, places, waiting
from entraide.gatherings.models import (
    Allocation,
    Delivery,
    Gathering,
    Moment,
    Option,
    Party,
    Seat,
    SignUp,
    Table,
    Tie,
    WaitingPlace,
    Wish,
)
from entraide.gatherings.sign_up_request import SignUpRequest
from entraide.people import receipt_words
from entraide.people.models import Person

CONTACT_FIELDS = ["tell_by", "email", "phone", "through", "language"]
ATTENDEE_FIELDS = ["name", "peer_group_id", "diet", "diet_note", "structure"]
NEED_FIELDS = ["step_free", "interpreting", "children", "other_needs", "together_word"]


class FormDamaged(Exception):
    """The form belongs to another gathering, or speaks of something that is gone."""


class NoRoom(Exception):
    """More places were asked for than are left; the message says how many are."""


def sign_up(
    gathering: Gathering, request: SignUpRequest, *, key: str, by: Person | None = None
) -> tuple[Party, bool]:
    """Sign a party up once, however often the form with this key is sent.

    Returns:
        The party, and whether it is new.

    Raises:
        FormDamaged: when the form was made for another gathering, or its choices are gone.
    """
    digest = receipt_words.key_digest(key)
    try:
        return _sign_up_new(gathering, request, key=key, digest=digest, by=by)
    except IntegrityError as fault:
        # The same form, sent twice: the first one won, and both get its ticket.
        known = Party.objects.filter(gathering=gathering, key_digest=digest).first()
        if known is None:
            raise FormDamaged from fault
        return known, False


@transaction.atomic
def _sign_up_new(
    gathering: Gathering, request: SignUpRequest, *, key: str, digest: str, by: Person | None
) -> tuple[Party, bool]:
    gathering = places.lock(gathering)
    known = Party.objects.filter(gathering=gathering, key_digest=digest).first()
    if known is not None:
        return known, False
    party = Party(
        gathering=gathering,
        key_digest=digest,
        receipt_digest=receipt_words.receipt_digest(receipt_words.receipt_for(key)),
        entered_how=request.entered_how,
        entered_by=by,
        received_at=request.received_at or timezone.now(),
    )
    _copy(request, party)
    party.size = request.size
    confirmed = not waiting.must_wait(gathering) and places.take(gathering, party.size)
    party.state = Party.State.CONFIRMED if confirmed else Party.State.WAITING
    party.save()
    _write_people(party, request, [None] * request.size)
    _write_wishes(party, request)
    if confirmed:
        waiting.take_immediate(party, gathering)
    else:
        waiting.wait(party, gathering)
    places.touch(gathering)
    letters.write_confirmation(party, gathering)
    return party, True


def _copy(request: SignUpRequest, party: Party) -> None:
    for field in CONTACT_FIELDS + NEED_FIELDS:
        setattr(party, field, getattr(request, field))


def _rows_of(party: Party, request: SignUpRequest) -> list[SignUp | None]:
    """Return the row of each attendee, None for a newcomer.

    What a person has (seat, tie, badge) hangs on the row: the same name keeps it, wherever it
    stands in the form; only then the same place in the form, then whatever is left.
    """
    left = list(party.sign_ups.all())
    found: list[SignUp | None] = [None] * request.size
    for rule in ("name position", "name", "position", ""):
        for position, attendee in enumerate(request.attendees):
            same = {"name": attendee.name, "position": position}
            row = next(
                (one for one in left if all(getattr(one, of) == same[of] for of in rule.split())),
                None,
            )
            if found[position] is None and row is not None:
                found[position] = row
                left.remove(row)
    return found


def _write_people(
    party: Party, request: SignUpRequest, rows: list[SignUp | None], first_free: int = 0
) -> list[SignUp]:
    """Write who comes; those who stay keep their row and position. Return who is new."""
    new: list[SignUp] = []
    for row, attendee in zip(rows, request.attendees, strict=True):
        values = {field: getattr(attendee, field) for field in ATTENDEE_FIELDS}
        if row is None:
            new.append(SignUp(party=party, position=first_free + len(new), **values))
            continue
        for field, value in values.items():
            setattr(row, field, value)
        row.save()
    return SignUp.objects.bulk_create(new)


def _write_wishes(party: Party, request: SignUpRequest) -> None:
    party.wishes.all().delete()
    Wish.objects.bulk_create(
        Wish(party=party, moment_id=moment_id, rank=rank, option_id=option_id)
        for moment_id, options in request.wishes.items()
        for rank, option_id in enumerate(options, start=1)
    )


@transaction.atomic
def change(party: Party, request: SignUpRequest, *, by: Person | None = None) -> Party:
    """Change everything a party said; what it holds stays held unless it asks otherwise.

    Raises:
        NoRoom: when it grows beyond the places left; nothing is changed then.
    """
    gathering = places.lock(party.gathering)
    party = Party.objects.select_for_update().get(pk=party.pk)
    if party.state == Party.State.CANCELLED:
        # Its contact was erased; a change must not bring one back.
        return party
    rows = _rows_of(party, request)
    first_free = 1 + max(party.sign_ups.values_list("position", flat=True), default=-1)
    _resize(party, gathering, rows)
    _copy(request, party)
    party.save()
    new = _write_people(party, request, rows, first_free)
    _copy_allocations(party, new)
    _write_wishes(party, request)
    if party.state == Party.State.CONFIRMED:
        _change_immediate(party, gathering, request)
    places.touch(gathering)
    if by is not None:
        places.log(gathering, _("inscription n° %(n)s : modifiée") % {"n": party.pk}, by=by)
    waiting.offer_freed(gathering)
    return party


def _resize(party: Party, gathering: Gathering, rows: list[SignUp | None]) -> None:
    """Take or give back the difference, for the gathering and for every option held."""
    staying = [row.pk for row in rows if row is not None]
    more = len(rows) - party.size
    if more > 0:
        _grow(party, gathering, more)
    else:
        _shrink(party.sign_ups.exclude(pk__in=staying), _held_by_size(party, gathering), -more)
    party.size = len(rows)


def _grow(party: Party, gathering: Gathering, more: int) -> None:
    """Take places for newcomers: of the gathering, of offers, of what the first member has."""
    given = Option.objects.filter(allocations__sign_up=party.sign_ups.first())
    for scarce in [*_held_by_size(party, gathering), *given]:
        if not places.take(scarce, more):
            raise NoRoom(_no_room_sentence(scarce))


def _shrink(leaving: QuerySet[SignUp], held: list[Gathering | Option], less: int) -> None:
    """Give back what these people really have: of a party, one may have an option alone."""
    for allocation in Allocation.objects.filter(sign_up__in=leaving).select_related("option"):
        places.release(allocation.option, 1)
    for scarce in held:
        places.release(scarce, less)
    leaving.delete()


def _held_by_size(party: Party, gathering: Gathering) -> list[Gathering | Option]:
    """Return what is held for the whole party: its place at the gathering, and offers."""
    offered = party.waiting_places.filter(state=WaitingPlace.State.OFFERED)
    held: list[Gathering | Option] = [
        place.option or gathering for place in offered.select_related("option")
    ]
    if party.state == Party.State.CONFIRMED:
        held.append(gathering)
    return held


def _copy_allocations(party: Party, new: list[SignUp]) -> None:
    """Give newcomers of a party what its first member has."""
    first = party.sign_ups.first()
    if first is None or not new:
        return
    Allocation.objects.bulk_create(
        Allocation(sign_up=sign_up, moment_id=has.moment_id, option_id=has.option_id, how=has.how)
        for sign_up in new
        for has in first.allocations.all()
    )


def _no_room_sentence(scarce: Gathering | Option) -> str:
    scarce.refresh_from_db(fields=["taken", "capacity"])
    free = scarce.free or 0
    return ngettext(
        "« %(what)s » : il reste %(free)d place. Rien n'a été changé.",
        "« %(what)s » : il reste %(free)d places. Rien n'a été changé.",
        free,
    ) % {"what": scarce.title, "free": free}


def _change_immediate(party: Party, gathering: Gathering, request: SignUpRequest) -> None:
    """Follow the new immediate choices; a full one is queued for while the old one is kept."""
    for moment in gathering.moments.filter(choosing=Moment.Choosing.IMMEDIATE):
        first = next(iter(request.wishes.get(moment.pk, ())), None)
        wanted = Option.objects.filter(pk=first or 0, moment=moment).first()
        queued = party.waiting_places.filter(option__moment=moment, state__in=waiting.ACTIVE)
        for place in queued.exclude(option=wanted).select_related("option"):
            leave_queue(place)
        if wanted is None:
            waiting.leave_moment(party, moment.pk)
        elif not _has_or_queues(party, wanted):
            waiting.want_option(party, gathering, wanted)


def _has_or_queues(party: Party, option: Option) -> bool:
    return (
        Allocation.objects.filter(sign_up__party=party, option=option).exists()
        or party.waiting_places.filter(option=option, state__in=waiting.ACTIVE).exists()
    )


def leave_the_queue(party: Party) -> None:
    """Take a party out of the queue of the gathering itself."""
    for place in party.waiting_places.filter(option=None, state__in=waiting.ACTIVE):
        leave_queue(place)


def leave_queue(place: WaitingPlace) -> None:
    """Take a party out of a queue; places that were held by an offer are free again."""
    if place.state == WaitingPlace.State.OFFERED:
        places.release(place.option or place.gathering, place.party.size)
    place.state = WaitingPlace.State.WITHDRAWN
    place.save(update_fields=["state"])


@transaction.atomic
def cancel(party: Party, *, by: Person | None = None, reason: str = "") -> None:
    """Give everything back and forget how to reach the party; the next in line is offered."""
    gathering = places.lock(party.gathering)
    party = Party.objects.get(pk=party.pk)
    if party.state == Party.State.CANCELLED:
        return
    for place in party.waiting_places.filter(state__in=waiting.ACTIVE).select_related("option"):
        leave_queue(place)
    for moment_id in set(
        Allocation.objects.filter(sign_up__party=party).values_list("moment_id", flat=True)
    ):
        waiting.leave_moment(party, moment_id)
    if party.state == Party.State.CONFIRMED:
        places.release(gathering, party.size)
    party.state = Party.State.CANCELLED
    party.save(update_fields=["state"])
    erase_contacts(gathering, party_ids=[party.pk])
    forget_person(party)
    places.touch(gathering)
    places.log(
        gathering, _("inscription n° %(n)s : annulée") % {"n": party.pk}, by=by, reason=reason
    )
    waiting.offer_freed(gathering)


def erase_contacts(gathering: Gathering, *, party_ids: list[int] | None = None) -> None:
    """Erase how to reach people, what they need and what was written to them.

    The only eraser: cancelling, the end of the keeping time and erasure on request call it.
    """
    parties = Party.objects.filter(gathering=gathering)
    if party_ids is not None:
        parties = parties.filter(pk__in=party_ids)
    Delivery.objects.filter(party__in=parties).delete()
    SignUp.objects.filter(party__in=parties).update(diet_note="", structure="")
    parties.update(
        email="", phone="", through="", interpreting="", other_needs="", together_word=""
    )


def forget_person(party: Party) -> None:
    """Empty the seats of a party that no longer comes, its ties, and what tables remember of it."""
    people = party.sign_ups.all()
    Seat.objects.filter(sign_up__in=people).delete()
    Tie.objects.filter(Q(one__in=people) | Q(other__in=people)).delete()
    Table.objects.filter(facilitator__in=people).update(facilitator=None)
    Table.objects.filter(scribe__in=people).update(scribe=None)
    people.update(memory="")


@transaction.atomic
def purge(gathering: Gathering) -> None:
    """Erase contacts, names and reasons once the keeping time is over; numbers stay."""
    gathering = places.lock(gathering)
    erase_contacts(gathering)
    SignUp.objects.filter(party__gathering=gathering).update(name="")
    gathering.changes.update(reason="")
    gathering.purged_at = timezone.now()
    gathering.save(update_fields=["purged_at"])


@transaction.atomic
def give_by_hand(party: Party, option: Option, *, by: Person, reason: str) -> None:
    """Put a party into an option by hand, with a reason that is kept.

    Raises:
        NoRoom: when the option is too small; nothing is changed then.
    """
    gathering = places.lock(party.gathering)
    if not places.take(option, party.size):
        raise NoRoom(_no_room_sentence(option))
    for place in party.waiting_places.filter(
        option__moment_id=option.moment_id, state__in=waiting.ACTIVE
    ).select_related("option"):
        leave_queue(place)
    waiting.give_option(party, option, Allocation.How.BY_HAND)
    places.touch(gathering)
    places.log(
        gathering,
        _("inscription n° %(n)s : placée dans « %(option)s »")
        % {"n": party.pk, "option": option.title},
        by=by,
        reason=reason,
    )
    waiting.offer_freed(gathering)


@transaction.atomic
def confirm_by_hand(party: Party, *, by: Person, reason: str) -> None:
    """Take a waiting party in, before its turn, with a reason that is kept.

    Raises:
        NoRoom: when the gathering is full; nothing is changed then.
    """
    gathering = places.lock(party.gathering)
    party = Party.objects.get(pk=party.pk)
    if party.state != Party.State.WAITING:
        return
    leave_the_queue(party)
    if not places.take(gathering, party.size):
        raise NoRoom(_no_room_sentence(gathering))
    waiting.confirm(party, gathering)
    places.log(
        gathering,
        _("inscription n° %(n)s : confirmée avant son tour") % {"n": party.pk},
        by=by,
        reason=reason,
    )
