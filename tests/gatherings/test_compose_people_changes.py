"""What people change after a plan was accepted: seats, roles and ties follow them."""

import pytest

from entraide.gatherings.actions import sign_up
from entraide.gatherings.models import Allocation, Moment, Party, Seat, Tie
from entraide.people.models import Person
from tests.gatherings.rooms import (
    FEW,
    MIXED,
    accepted,
    at,
    counters_are_true,
    gather,
    given,
    make_choices,
    make_visits,
    wish,
)
from tests.make import (
    make_composition,
    make_gathering,
    make_moment,
    make_option,
    make_party,
    make_request,
    make_table,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_steps")]


def test_a_person_who_cancels_leaves_the_seat_and_the_role() -> None:
    gathering, people = gather(6)
    workshop = make_moment(gathering, kind=MIXED)
    table = make_table(workshop, 1, *people, facilitator=people[0])
    Tie.objects.create(gathering=gathering, kind="apart", one=people[0], other=people[1])
    sign_up.cancel(people[0].party)
    table.refresh_from_db()
    assert (table.facilitator, table.seats.count(), Tie.objects.count()) == (None, 5, 0)


def test_who_changes_workshop_leaves_the_table_of_the_old_one(alice: Person) -> None:
    # Else the ticket says one workshop and the table and room of the other.
    _gathering, options, people = make_choices((4, 4))
    person = people[0][0]
    sign_up.give_by_hand(person.party, options[1], by=alice, reason="test")
    for seat in Seat.objects.filter(sign_up=person).select_related("table"):
        assert seat.table.option == options[1]


def test_who_changes_an_immediate_workshop_leaves_its_table() -> None:
    gathering, people = gather(4)
    moment = make_moment(gathering, kind=MIXED, choosing=Moment.Choosing.IMMEDIATE)
    one, two = make_option(moment, 5, "A"), make_option(moment, 5, "B")
    for person in people:
        sign_up.change(person.party, make_request(person.name, wishes={moment.pk: (one.pk,)}))
    accepted(make_composition(gathering, (moment, 0)))
    sign_up.change(people[0].party, make_request("P0", wishes={moment.pk: (two.pk,)}))
    assert Allocation.objects.get(sign_up=people[0]).option == two
    for seat in Seat.objects.filter(sign_up=people[0]).select_related("table"):
        assert seat.table.option == two


def test_when_the_first_of_a_party_stays_away_the_other_keeps_the_own_ties() -> None:
    # Marie must not meet someone. Her companion, first in the form, does not come any more: she
    # must not take his row and lose hers, with the tie that protects her.
    gathering = make_gathering()
    party = make_party(gathering, "Paul", "Marie")
    other = make_party(gathering, "Autre").sign_ups.get()
    marie = party.sign_ups.get(name="Marie")
    first, second = sorted((marie, other), key=lambda one: one.pk)
    Tie.objects.create(gathering=gathering, kind="apart", one=first, other=second)
    sign_up.change(party, make_request("Marie"))
    tie = Tie.objects.filter(gathering=gathering).first()
    assert tie is not None
    assert {tie.one.name, tie.other.name} == {"Marie", "Autre"}


def test_a_party_that_grows_has_newcomers_without_seat_and_true_counters() -> None:
    gathering = make_gathering()
    party = make_party(gathering, "A")
    make_party(gathering, "D")
    farm, _shop = make_visits(gathering, 4, 4)
    workshop = make_moment(gathering, kind=MIXED)
    wish(party.sign_ups.get(), farm)
    accepted(make_composition(gathering, (farm.moment, 0), (workshop, 1)))
    sign_up.change(party, make_request("A", "B", "C"))
    counters_are_true(gathering)
    assert len(given(farm)) == 3
    accepted(make_composition(gathering, (farm.moment, 0), (workshop, 1), way=FEW))
    assert len(at(workshop)) == 4
    sign_up.change(Party.objects.get(pk=party.pk), make_request("A"))
    counters_are_true(gathering)
