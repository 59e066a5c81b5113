"""Signing up, changing, cancelling, for oneself or on behalf of someone."""

from django.db import IntegrityError, transaction
from django.db.models import Q
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
    _write_people(party, request)
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


def _write_people(party: Party, request: SignUpRequest) -> None:
    """Write who comes; those who stay keep their row, so what they have stays theirs."""
    kept = list(party.sign_ups.all())
    for row, attendee in zip(kept, request.attendees, strict=False):
        for field in ATTENDEE_FIELDS:
            setattr(row, field, getattr(attendee, field))
        row.save()
    SignUp.objects.bulk_create(
        SignUp(
            party=party,
            position=position,
            name=attendee.name,
            peer_group_id=attendee.peer_group_id,
            diet=attendee.diet,
            diet_note=attendee.diet_note,
            structure=attendee.structure,
        )
        for position, attendee in enumerate(request.attendees)
        if position >= len(kept)
    )


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
    _resize(party, gathering, request.size)
    _copy(request, party)
    party.save()
    _write_people(party, request)
    _write_wishes(party, request)
    if party.state == Party.State.CONFIRMED:
        _change_immediate(party, gathering, request)
    places.touch(gathering)
    if by is not None:
        places.log(gathering, _("inscription n° %(n)s : modifiée") % {"n": party.pk}, by=by)
    waiting.offer_freed(gathering)
    return party


def _resize(party: Party, gathering: Gathering, size: int) -> None:
    """Take or give back the difference, for the gathering and for every option held."""
    more = size - party.size
    held = _held(party, gathering)
    if more > 0:
        for scarce in held:
            if not places.take(scarce, more):
                raise NoRoom(_no_room_sentence(scarce))
        old = list(party.sign_ups.all())
        _copy_allocations(old[0], party, more)
    elif more < 0:
        leaving = party.sign_ups.filter(position__gte=size)
        leaving.delete()
        for scarce in held:
            places.release(scarce, -more)
    party.size = size


def _held(party: Party, gathering: Gathering) -> list[Gathering | Option]:
    """Return whatever a party holds places of, offers included."""
    offered = party.waiting_places.filter(state=WaitingPlace.State.OFFERED)
    held: list[Gathering | Option] = [
        place.option or gathering for place in offered.select_related("option")
    ]
    if party.state == Party.State.CONFIRMED:
        held.append(gathering)
    held += Option.objects.filter(allocations__sign_up__party=party).distinct()
    return held


def _copy_allocations(first: SignUp, party: Party, more: int) -> None:
    """Give newcomers of a party what its first member has."""
    names = [
        SignUp(
            party=party,
            position=party.size + extra,
            name=first.name,
            peer_group_id=first.peer_group_id,
        )
        for extra in range(more)
    ]
    new = SignUp.objects.bulk_create(names)
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
            _leave_queue(place)
        if wanted is None:
            waiting.leave_moment(party, moment.pk)
        elif not _has_or_queues(party, wanted):
            waiting.want_option(party, gathering, wanted)


def _has_or_queues(party: Party, option: Option) -> bool:
    return (
        Allocation.objects.filter(sign_up__party=party, option=option).exists()
        or party.waiting_places.filter(option=option, state__in=waiting.ACTIVE).exists()
    )


def _leave_queue(place: WaitingPlace) -> None:
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
        _leave_queue(place)
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
        _leave_queue(place)
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
    for place in party.waiting_places.filter(option=None, state__in=waiting.ACTIVE):
        _leave_queue(place)
    if not places.take(gathering, party.size):
        raise NoRoom(_no_room_sentence(gathering))
    party.state = Party.State.CONFIRMED
    party.save(update_fields=["state"])
    waiting.take_immediate(party, gathering)
    places.touch(gathering)
    places.log(
        gathering,
        _("inscription n° %(n)s : confirmée avant son tour") % {"n": party.pk},
        by=by,
        reason=reason,
    )
