"""Composing and seating at the same time: on PostgreSQL, where transactions overlap."""

import pytest

from entraide.gatherings.actions import composing as actions, seating, sign_up
from entraide.gatherings.models import Seat, Table
from entraide.people.models import Person
from tests.gatherings.at_once import at_once, together
from tests.gatherings.rooms import (
    MIXED,
    NEW,
    at,
    counters_are_true,
    gather,
    make_visits,
    two_tables,
    wish,
)
from tests.make import make_composition, make_member, make_moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_steps")]


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(4))
def test_a_plan_accepted_twice_while_someone_cancels_is_whole_or_refused(_again: int) -> None:
    gathering, people = gather(8)
    farm, shop = make_visits(gathering, 4, 4)
    for person in people:
        wish(person, farm, shop)
    workshop = make_moment(gathering, kind=MIXED)
    composition = make_composition(gathering, (farm.moment, 0), (workshop, 2))
    alice = make_member("Alice")
    failed = at_once(
        lambda: actions.accept(composition, by=alice),
        lambda: actions.accept(composition, by=alice),
        lambda: sign_up.cancel(people[0].party),
    )
    assert [type(fault) for fault in failed if not isinstance(fault, actions.Changed)] == []
    counters_are_true(gathering)
    assert Seat.objects.filter(sign_up=people[0]).count() == 0
    assert Seat.objects.count() in (0, 7)


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(4))
def test_a_plan_left_while_it_is_accepted_is_one_or_the_other(_again: int) -> None:
    gathering, _people = gather(8)
    workshop = make_moment(gathering, kind=MIXED)
    composition = make_composition(gathering, (workshop, 2))
    alice = make_member("Alice")
    at_once(lambda: actions.accept(composition, by=alice), lambda: actions.discard(composition))
    composition.refresh_from_db()
    assert (composition.state == "accepted") == Seat.objects.exists()
    assert bool(composition.result) == (composition.state == "accepted")


@together
@pytest.mark.django_db(transaction=True)
def test_composing_asked_twice_at_once_ends_with_one_plan_to_read(alice: Person) -> None:
    gathering, _people = gather(4)
    workshop = make_moment(gathering, kind=MIXED)
    parts = [{"moment": workshop.pk, "tables": 2, "rooms": []}]
    at_once(*[lambda: actions.ask(gathering, parts=parts, way=NEW, who="confirmed", by=alice)] * 4)
    assert gathering.compositions.filter(state="asked").count() == 1


@together
@pytest.mark.django_db(transaction=True)
def test_two_exchanges_with_the_same_person_leave_everyone_one_seat(alice: Person) -> None:
    moment, people, tables = two_tables()
    at_once(
        lambda: seating.move(moment, people[0], to=tables[1], partner=people[2], by=alice),
        lambda: seating.move(moment, people[1], to=tables[1], partner=people[2], by=alice),
    )
    assert sorted(at(moment).values()) == [1, 1, 2, 2]
    seating.undo(moment.gathering, by=alice)
    assert sorted(at(moment).values()) == [1, 1, 2, 2]


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(4))
def test_who_is_named_to_lead_while_leaving_the_table_does_not_lead_it(
    alice: Person, _again: int
) -> None:
    moment, people, tables = two_tables()
    at_once(
        lambda: seating.name_roles(tables[0], facilitator=people[0], scribe=None),
        lambda: seating.move(moment, people[0], to=tables[1], partner=None, by=alice),
        lambda: sign_up.cancel(people[1].party),
    )
    for table in Table.objects.exclude(facilitator=None):
        assert table.seats.filter(sign_up=table.facilitator).exists()
