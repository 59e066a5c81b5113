"""Composing for those who came: the others lose nothing that was fixed, and are told of."""

import pytest

from entraide.gatherings.actions import sign_up
from entraide.gatherings.models import Composition, Party, Seat
from entraide.people.models import Person
from tests.gatherings.rooms import (
    FEW,
    MIXED,
    accepted,
    at,
    counters_are_true,
    gather,
    given,
    make_visits,
    tables_of,
    wish,
)
from tests.make import (
    make_composition,
    make_gathering,
    make_moment,
    make_party,
    make_request,
    make_table,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_steps")]


def test_only_those_who_came_are_seated_when_asked() -> None:
    gathering, people = gather(9)
    workshop = make_moment(gathering, kind=MIXED)
    for person in people[:6]:
        person.arrivals.create(gathering=gathering, mark="here")
    people[0].arrivals.create(gathering=gathering, mark="back")
    accepted(make_composition(gathering, (workshop, 1), who=Composition.Who.ARRIVED))
    assert tables_of(workshop) == [[person.name for person in people[1:6]]]


def test_nobody_arrived_is_not_said_as_nobody_signed_up() -> None:
    gathering, _people = gather(4)
    workshop = make_moment(gathering, kind=MIXED)
    composition = make_composition(gathering, (workshop, 1), who="arrived")
    assert composition.state == "impossible"
    assert "aucune inscription confirmée" not in composition.reason


def test_what_was_given_by_hand_to_someone_not_yet_arrived_stays(alice: Person) -> None:
    # "What was given by hand stays, always": also when composing for those who came.
    gathering, (here, late) = gather(2)
    farm, _shop = make_visits(gathering, 2, 2)
    wish(here, farm)
    sign_up.give_by_hand(late.party, farm, by=alice, reason="test")
    here.arrivals.create(gathering=gathering, mark="here")
    accepted(make_composition(gathering, (farm.moment, 0), who="arrived", way=FEW))
    assert given(farm) == ["P0", "P1"]
    counters_are_true(gathering)


def test_a_fixed_seat_of_someone_not_yet_arrived_stays() -> None:
    gathering, people = gather(6)
    workshop = make_moment(gathering, kind=MIXED)
    make_table(workshop, 1, *people[:3])
    make_table(workshop, 2, *people[3:])
    Seat.objects.filter(sign_up=people[0]).update(locked=True)
    for person in people[1:]:
        person.arrivals.create(gathering=gathering, mark="here")
    accepted(make_composition(gathering, (workshop, 2), who="arrived", way=FEW))
    assert at(workshop).get(people[0].pk) == 1


def test_who_loses_a_seat_because_they_did_not_arrive_is_listed() -> None:
    gathering, people = gather(6)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 2)))
    for person in people[1:]:
        person.arrivals.create(gathering=gathering, mark="here")
    composition = accepted(make_composition(gathering, (workshop, 2), who="arrived", way=FEW))
    round_ = composition.result["tables"]["rounds"][0]
    assert round_["lost"] == [people[0].pk]


@pytest.mark.slow
@pytest.mark.parametrize("names", [("A",), ("A", "B", "C")])
def test_a_party_of_which_one_came_changes_size_and_the_places_stay_true(
    names: tuple[str, ...],
) -> None:
    # Composing for those who came gives an option to one of a party only; then the party changes.
    for arrived in (0, 1):
        gathering = make_gathering()
        party = make_party(gathering, "A", "B")
        farm, _shop = make_visits(gathering, 5, 5)
        people = list(party.sign_ups.all())
        wish(people[0], farm)
        people[arrived].arrivals.create(gathering=gathering, mark="here")
        accepted(make_composition(gathering, (farm.moment, 0), who="arrived"))
        sign_up.change(Party.objects.get(pk=party.pk), make_request(*names))
        counters_are_true(gathering)
