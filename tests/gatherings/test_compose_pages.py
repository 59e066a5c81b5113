"""The pages of composing: what they say, keep, refuse, hide, and ask of the database."""

from html import unescape

import pytest
from django.test import Client

from entraide.gatherings import background
from entraide.gatherings.actions import composing as actions, sign_up
from entraide.gatherings.forms.composing import ComposeForm
from entraide.gatherings.models import Composition
from entraide.places.models import Room
from tests.gatherings.at_once import queries_of
from tests.gatherings.rooms import MIXED, NEW, accepted, gather, make_visits, page_of, wish
from tests.make import (
    make_collective,
    make_composition,
    make_gathering,
    make_member,
    make_moment,
    make_party,
    make_place,
    make_request,
    make_table,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_steps")]


def test_the_page_says_what_was_found_and_why_nothing_fairer_exists(desk: Client) -> None:
    gathering, (a, b, c) = gather(3)
    farm, shop = make_visits(gathering, 1, 2)
    wish(a, farm, shop)
    wish(b, farm, shop)
    wish(c, shop)
    composition = make_composition(gathering, (farm.moment, 0))
    said = unescape(desk.get(page_of(composition)).content.decode()).replace("\u00a0", " ")
    assert "2 personnes ont leur premier souhait." in said
    assert "1 personne a son 2e souhait : il n'existe aucune répartition" in said
    assert "Pourquoi c'est juste ?" in said
    assert "une place de moins coûterait" in said


def test_rooms_chosen_once_are_ticked_when_composing_again() -> None:
    # Else composing again with few moves silently takes every table out of its room.
    gathering, _people = gather(6)
    place = make_place()
    room = Room.objects.create(place=place, name="Grande salle", capacity=30)
    workshop = make_moment(gathering, kind=MIXED, place=place)
    parts = [{"moment": workshop.pk, "tables": 2, "rooms": [room.pk]}]
    asked = actions.ask(gathering, parts=parts, way=NEW, who="confirmed", by=make_member("Al"))
    background.compose.call(asked.pk)
    asked.refresh_from_db()
    accepted(asked)
    form = ComposeForm(gathering=gathering, people=6)
    assert form[f"rooms_{workshop.pk}"].value() == [str(room.pk)]


@pytest.mark.parametrize("typed", ["0", "-1", "501", "x", "1e3", "²", "9" * 400, "\x00"])
def test_a_strange_number_of_tables_is_refused_and_the_page_keeps_what_was_typed(
    desk: Client, typed: str
) -> None:
    gathering, _people = gather(2)
    workshop = make_moment(gathering, kind=MIXED)
    page = f"/bureau/upc/rencontres/{gathering.slug}/composer/"
    data = {f"part_{workshop.pk}": "on", f"tables_{workshop.pk}": typed, "way": "new"}
    answer = desk.post(page, {**data, "who": "confirmed"})
    assert answer.status_code == 422
    assert answer.context["form"][f"tables_{workshop.pk}"].value() == typed
    assert not Composition.objects.exists()


def test_compositions_of_another_collective_are_404(desk: Client) -> None:
    gathering = make_gathering(collective=make_collective("autre"))
    workshop = make_moment(gathering, kind=MIXED)
    person = make_party(gathering, "Zoé").sign_ups.get()
    table = make_table(workshop, 1, person)
    composition = make_composition(gathering, (workshop, 1))
    mine = make_gathering()
    for slug, collective in (
        (gathering.slug, "upc"),
        (gathering.slug, "autre"),
        (mine.slug, "upc"),
    ):
        base = f"/bureau/{collective}/rencontres/{slug}/"
        for path in (
            f"composer/{composition.pk}/",
            f"tables/{workshop.pk}/",
            f"tables/{workshop.pk}/places/{person.pk}/",
        ):
            assert desk.get(base + path).status_code == 404, base + path
        for path in (f"composer/{composition.pk}/decider/", f"tables/{table.pk}/roles/"):
            assert desk.post(base + path, {"accept": "1"}).status_code == 404, base + path


def test_a_deleted_person_is_no_fault_in_an_older_plan(desk: Client) -> None:
    gathering = make_gathering()
    party = make_party(gathering, "A", "B", "C")
    farm, _shop = make_visits(gathering, 4, 4)
    wish(party.sign_ups.all()[0], farm)
    workshop = make_moment(gathering, kind=MIXED)
    composition = accepted(make_composition(gathering, (farm.moment, 0), (workshop, 1)))
    sign_up.change(party, make_request("A"))
    assert desk.get(page_of(composition)).status_code == 200


@pytest.mark.slow
def test_pages_ask_the_same_for_three_people_and_for_thirty(desk: Client) -> None:
    found = []
    for number in (3, 30):
        gathering, people = gather(number, groups=1)
        farm, _shop = make_visits(gathering, 20, 20)
        for person in people:
            wish(person, farm)
        workshop = make_moment(gathering, kind=MIXED)
        composition = make_composition(gathering, (farm.moment, 0), (workshop, 2))
        read = queries_of(desk, page_of(composition))
        accepted(composition)
        base = f"/bureau/upc/rencontres/{gathering.slug}/"
        paths = [
            "composer/", f"composer/{composition.pk}/", "composer/liens/", "tables/",
            f"tables/{workshop.pk}/places/{people[0].pk}/",
        ]  # fmt: skip
        found.append([read, *[queries_of(desk, base + path) for path in paths]])
    assert found[0] == found[1]
