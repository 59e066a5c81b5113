"""A programme that changes under a plan: no server error, nothing stale accepted."""

import pytest
from django.test import Client
from django.urls import reverse

from entraide.gatherings.models import Composition, Moment, Seat
from tests.gatherings.rooms import MIXED, PEERS, accepted, gather, make_visits, page_of, wish
from tests.make import make_composition, make_moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_steps")]


def is_read_but_not_accepted(desk: Client, composition: Composition) -> None:
    assert desk.get(page_of(composition)).status_code == 200
    answer = desk.post(page_of(composition) + "decider/", {"accept": "1"}, follow=True)
    assert answer.status_code == 200
    assert not Seat.objects.exists()


def test_a_workshop_removed_while_its_plan_is_read_is_no_server_error(desk: Client) -> None:
    gathering, _people = gather(4)
    workshop = make_moment(gathering, kind=MIXED)
    composition = make_composition(gathering, (workshop, 2))
    workshop.delete()
    is_read_but_not_accepted(desk, composition)


def test_a_choice_removed_while_the_plan_of_its_tables_is_read(desk: Client) -> None:
    gathering, people = gather(6)
    options = make_visits(gathering, None, None, kind=MIXED)
    for person in people:
        wish(person, options[person.pk % 2])
    composition = make_composition(gathering, (options[0].moment, 0))
    options[0].delete()
    is_read_but_not_accepted(desk, composition)


def test_a_workshop_that_becomes_one_of_peers_makes_its_plan_stale(desk: Client) -> None:
    gathering, _people = gather(6)
    workshop = make_moment(gathering, kind=MIXED)
    composition = make_composition(gathering, (workshop, 3))
    Moment.objects.filter(pk=workshop.pk).update(kind=PEERS)
    is_read_but_not_accepted(desk, composition)


def test_a_peer_workshop_that_gets_choices_makes_its_plan_stale(desk: Client) -> None:
    # Adding a first choice to a workshop makes people choose; the plan was for the whole room.
    gathering, _people = gather(6)
    workshop = make_moment(gathering, kind=PEERS)
    composition = make_composition(gathering, (workshop, 3))
    Moment.objects.filter(pk=workshop.pk).update(choosing=Moment.Choosing.WISHES)
    is_read_but_not_accepted(desk, composition)


def test_the_plan_of_a_workshop_removed_later_is_still_read(desk: Client) -> None:
    gathering, _people = gather(4)
    one, other = make_moment(gathering, kind=MIXED), make_moment(gathering, kind=PEERS)
    composition = accepted(make_composition(gathering, (one, 2), (other, 3)))
    one.delete()
    assert desk.get(page_of(composition)).status_code == 200


def test_the_accepted_plan_of_a_peer_workshop_that_gets_choices_is_still_read(
    desk: Client,
) -> None:
    gathering, _people = gather(6)
    workshop = make_moment(gathering, kind=PEERS)
    composition = accepted(make_composition(gathering, (workshop, 3)))
    Moment.objects.filter(pk=workshop.pk).update(choosing=Moment.Choosing.WISHES)
    assert desk.get(page_of(composition)).status_code == 200


def test_a_workshop_where_people_sit_is_not_removed_without_a_word(desk: Client) -> None:
    # "Remove what nobody has; refuse what someone has": a seat is something one has.
    gathering, _people = gather(4)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 1)))
    page = reverse("gatherings:moment", args=["upc", gathering.slug, workshop.pk])
    desk.post(page, {"remove": "1"})
    assert Moment.objects.filter(pk=workshop.pk).exists()
