"""Composing a gathering: asked for, computed behind the pages, read, then accepted or left."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from entraide.gatherings.actions import memory, places
from entraide.gatherings.composing_wording import lost_sentence
from entraide.gatherings.models import (
    Allocation,
    Composition,
    Gathering,
    HandMove,
    Moment,
    Option,
    Seat,
    Table,
    WaitingPlace,
)
from entraide.gatherings.queries import composing
from entraide.people.models import Person
from entraide.places.models import Room

Result = dict[str, Any]
NOTHING = Moment.Choosing.NONE
# A computation whose process died says so after this time.
LOST = timedelta(minutes=10)


class Changed(Exception):
    """Something that was read when composing has changed since."""


@transaction.atomic
def ask(
    gathering: Gathering, *, parts: Sequence[Mapping[str, Any]], way: str, who: str, by: Person
) -> Composition:
    """Ask for a composition; one that waits or runs is left aside."""
    gathering = places.lock(gathering)
    gathering.compositions.filter(
        state__in=[Composition.State.ASKED, Composition.State.RUNNING, Composition.State.READY]
    ).update(state=Composition.State.DISCARDED, stop_asked=True)
    number = gathering.compositions.count() + 1
    return Composition.objects.create(
        gathering=gathering, parts=list(parts), way=way, who=who, seed=number, asked_by=by
    )


def begin(number: int) -> Composition | None:
    """Mark a composition as running and return it, unless it runs already or was left."""
    asked = Composition.objects.filter(pk=number, state=Composition.State.ASKED)
    if not asked.update(state=Composition.State.RUNNING):
        return None
    composition = Composition.objects.select_related("gathering__collective").get(pk=number)
    # The first plan of a gathering must know who met at the last one, too.
    memory.remember(composition.gathering)
    composition.input_digest = composing.input_digest(composition)
    composition.save(update_fields=["input_digest"])
    return composition


def advance(composition: Composition, part: float) -> bool:
    """Write how far the work is, from 0 to 1; tell whether it should stop."""
    rows = Composition.objects.filter(pk=composition.pk)
    rows.update(progress=min(100, round(part * 100)))
    return rows.filter(stop_asked=True).exists()


def finish(composition: Composition, result: Result) -> None:
    """Keep a result for people to read, unless it was left in the meantime."""
    Composition.objects.filter(pk=composition.pk, state=Composition.State.RUNNING).update(
        state=Composition.State.READY, result=result, progress=100, done_at=timezone.now()
    )


def give_up(composition: Composition, reason: str) -> None:
    """Keep why a composition cannot be."""
    Composition.objects.filter(pk=composition.pk, state=Composition.State.RUNNING).update(
        state=Composition.State.IMPOSSIBLE, reason=reason[:500], done_at=timezone.now()
    )


def stop(composition: Composition) -> None:
    """Ask a running composition to stop with the best so far."""
    Composition.objects.filter(pk=composition.pk).update(stop_asked=True)


@transaction.atomic
def discard(composition: Composition) -> None:
    """Leave a composition: nothing of it is used. One that is being accepted is waited for."""
    places.lock(composition.gathering)
    Composition.objects.filter(pk=composition.pk).exclude(state=Composition.State.ACCEPTED).update(
        state=Composition.State.DISCARDED, stop_asked=True, result={}
    )


@transaction.atomic
def accept(composition: Composition, *, by: Person) -> None:
    """Make a composition real: places, tables and seats.

    Raises:
        Changed: when people, wishes or capacities are no longer those that were read.
    """
    gathering = places.lock(composition.gathering)
    found = Composition.objects.select_related("gathering").get(pk=composition.pk)
    if found.state == Composition.State.ACCEPTED:
        return
    if found.state != Composition.State.READY:
        raise Changed
    if composing.input_digest(found) != found.input_digest:
        raise Changed
    for answered in found.result["wishes"]:
        give_options(answered)
    rooms = {part["moment"]: part["rooms"] for part in found.parts}
    for one in found.result["tables"]["rounds"]:
        seat(one, rooms.get(one["moment"], []))
    HandMove.objects.filter(
        gathering=gathering,
        moment__in=[one["moment"] for one in found.result["tables"]["rounds"]],
    ).delete()
    memory.remember(gathering)
    found.state = Composition.State.ACCEPTED
    found.save(update_fields=["state"])
    places.touch(gathering)
    places.log(gathering, accepted_sentence(found), by=by)


def accepted_sentence(composition: Composition) -> str:
    """Return what the change log says; no name."""
    moments = len(composition.parts)
    return ngettext(
        "composition n° %(n)s acceptée : %(moments)d moment",
        "composition n° %(n)s acceptée : %(moments)d moments",
        moments,
    ) % {"n": composition.pk, "moments": moments}


def give_options(answered: Result) -> None:
    """Give each person the option found for them; places are released, then taken."""
    wanted = {int(person): option for person, option in answered["assigned"].items()}
    held = composing.held(answered["moment"])
    leaving = {
        person: option for person, (option, _how) in held.items() if wanted.get(person) != option
    }
    coming = {
        person: option
        for person, option in wanted.items()
        if person not in held or person in leaving
    }
    Allocation.objects.filter(moment=answered["moment"], sign_up__in=leaving).delete()
    options = {option.pk: option for option in Option.objects.filter(moment=answered["moment"])}
    for option, number in Counter(leaving.values()).items():
        places.release(options[option], number)
    for option, number in Counter(coming.values()).items():
        if not places.take(options[option], number):
            raise Changed
    Allocation.objects.bulk_create(
        Allocation(
            sign_up_id=person,
            moment_id=answered["moment"],
            option_id=option,
            how=Allocation.How.COMPOSED,
        )
        for person, option in coming.items()
    )
    WaitingPlace.objects.filter(
        party__sign_ups__in=coming, option__in=options, state=WaitingPlace.State.WAITING
    ).update(state=WaitingPlace.State.WITHDRAWN)


def seat(one: Result, rooms: Sequence[int]) -> None:
    """Write the tables of a moment; a number keeps its row, and those who lead and write there."""
    moment = Moment.objects.get(pk=one["moment"])
    flat = sorted(
        (number, room["group"], people)
        for room in one["rooms"]
        for number, people in zip(room["numbers"], room["tables"], strict=True)
    )
    kept = {table.number: table for table in Table.objects.filter(moment=moment)}
    locked = set(
        Seat.objects.filter(moment=moment, locked=True).values_list("sign_up_id", flat=True)
    )
    Table.objects.filter(moment=moment).exclude(number__in=[line[0] for line in flat]).delete()
    Seat.objects.filter(moment=moment).delete()
    where = rooms_of_tables(moment, [group for _number, group, _people in flat], rooms)
    for (number, group, people), room in zip(flat, where, strict=True):
        table = kept.get(number) or Table(moment=moment, number=number)
        table.option_id = int(group) if group and moment.choosing != NOTHING else None
        table.peer_group_id = int(group) if group and table.option_id is None else None
        table.room_id = room
        if table.facilitator_id not in people:
            table.facilitator_id = None
        if table.scribe_id not in people:
            table.scribe_id = None
        table.save()
        Seat.objects.bulk_create(
            Seat(table=table, moment=moment, sign_up_id=person, locked=person in locked)
            for person in people
        )


def rooms_of_tables(
    moment: Moment, groups: Sequence[int | str], chosen: Sequence[int]
) -> list[int | None]:
    """Return the room of each table: its option's, or the chosen rooms as their seats allow."""
    if moment.choosing != NOTHING:
        own = dict(Option.objects.filter(moment=moment).values_list("pk", "room_id"))
        return [own.get(int(group)) if group else None for group in groups]
    rooms = list(Room.objects.filter(pk__in=chosen).values_list("pk", "capacity"))
    if not rooms:
        return [moment.room_id] * len(groups)
    spread = [room for room, seats in rooms for _seat in range(seats or 1)]
    return [spread[number * len(spread) // len(groups)] for number in range(len(groups))]


def lose(*, now: datetime) -> int:
    """Say of computations that never answered that they are lost; return how many."""
    late = Composition.objects.filter(state=Composition.State.RUNNING, asked_at__lt=now - LOST)
    return late.update(state=Composition.State.IMPOSSIBLE, reason=lost_sentence(), done_at=now)
