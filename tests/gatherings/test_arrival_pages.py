"""The pages of the reception: without script, counts, lists, certificates, who may see them."""

import re
import uuid
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from entraide.gatherings.actions import arrival
from entraide.gatherings.actions.arrival import WalkIn
from entraide.gatherings.models import Gathering, Moment, SignUp
from entraide.gatherings.queries import arrival as queries
from entraide.people import receipt_words
from entraide.people.models import Person
from entraide.places.models import Place
from tests.gatherings.at_once import queries_of
from tests.gatherings.reception import page, sent
from tests.gatherings.rooms import make_people
from tests.make import (
    make_collective,
    make_gathering,
    make_group,
    make_moment,
    make_option,
    make_party,
    make_place,
)

pytestmark = pytest.mark.django_db


def test_without_javascript_one_arrives_and_is_taken_back(
    gathering: Gathering, door: Client
) -> None:
    samira = make_party(gathering, "Samira").sign_ups.get()
    door.post(page(gathering), {"here": samira.pk})
    assert queries.here(gathering) == {samira.pk}
    door.post(page(gathering), {"back": samira.pk})
    assert queries.here(gathering) == set()


def test_without_javascript_one_searches_without_accents(
    gathering: Gathering, door: Client
) -> None:
    make_party(gathering, "Zoé")
    make_party(gathering, "Samira")
    answer = door.post(page(gathering), {"text": "zoe", "find": "1"})
    assert [one.person.name for one in answer.context["people"]] == ["Zoé"]


def test_the_four_words_are_typed_at_the_door(gathering: Gathering, door: Client) -> None:
    make_party(gathering, "Samira", key="cle-de-samira-0002")
    words = " ".join(receipt_words.receipt_for("cle-de-samira-0002"))
    answer = door.post(page(gathering), {"words": words}, follow=True)
    assert "la personne est là" in answer.content.decode()
    answer = door.post(page(gathering), {"words": "quatre mots pas vrais"}, follow=True)
    assert "Cherchez par le nom" in answer.content.decode()


def test_numbers_of_nobody_are_named_when_a_list_is_typed_back(
    gathering: Gathering, door: Client
) -> None:
    # "1 number is not of this gathering": which one, among two hundred?
    samira = make_party(gathering, "Samira").sign_ups.get()
    typed = {"numbers": f"{samira.pk} 987654"}
    answer = door.post(page(gathering, "liste"), typed, follow=True)
    assert "987654" in answer.content.decode()


def test_the_numbers_of_who_came_are_counted_by_peer_group(
    gathering: Gathering, door: Client
) -> None:
    samira = make_party(gathering, "Samira").sign_ups.get()
    make_party(gathering, "Nour")
    door.post(page(gathering), {"here": samira.pk})
    assert queries.came(gathering) == [("habitants", 1, 2)]


def test_two_meals_of_the_same_name_are_counted_apart(gathering: Gathering, alice: Person) -> None:
    # A gathering of two days has "Couscous" twice; the kitchen counts each day.
    for _day in range(2):
        moment = make_moment(gathering, kind=Moment.Kind.MEAL, choosing=Moment.Choosing.IMMEDIATE)
        meal = make_option(moment, 5, "Couscous")
        who = WalkIn(uuid.uuid4().hex, f"P{meal.pk}", make_group(), [meal])
        arrival.walk_in(gathering, who, place=None, at=timezone.now(), by=alice)
    _groups, meals = queries.counts(queries.expected(gathering))
    assert [one.expected for one in meals] == [1, 1]
    assert len({one.key for one in meals}) == 2


def test_a_meal_with_a_bar_in_its_name_is_counted_by_the_page(
    gathering: Gathering, door: Client, alice: Person
) -> None:
    # The script splits `data-counts` at "|": the count of this meal would fall to 0.
    moment = make_moment(gathering, kind=Moment.Kind.MEAL, choosing=Moment.Choosing.IMMEDIATE)
    meal = make_option(moment, 5, "Riz | légumes")
    who = WalkIn("k" * 20, "Zoé", make_group(), [meal])
    arrival.walk_in(gathering, who, place=None, at=timezone.now(), by=alice)
    text = door.get(page(gathering)).content.decode()
    keys = {key for one in re.findall(r'data-counts="([^"]*)"', text) for key in one.split("|")}
    assert set(re.findall(r'data-count="([^"]*)"', text)) <= keys


def test_the_list_of_attendance_says_who_came_and_when(gathering: Gathering, door: Client) -> None:
    samira = make_party(gathering, "Samira").sign_ups.get()
    SignUp.objects.update(structure="CCAS")
    door.post(page(gathering), {"here": samira.pk})
    answer = door.get(f"/bureau/upc/rencontres/{gathering.slug}/listes/presences/")
    [row] = answer.context["tables"][1].rows
    assert row[:3] == ("Samira", "CCAS", "habitants")


def test_who_came_gets_a_certificate_and_the_others_a_sentence(
    gathering: Gathering, door: Client
) -> None:
    samira = make_party(gathering, "Samira")
    nour = make_party(gathering, "Nour")
    door.post(page(gathering), {"here": samira.sign_ups.get().pk})
    base = f"/bureau/upc/rencontres/{gathering.slug}/inscriptions/"
    said = [
        unescape(door.get(f"{base}{p.pk}/attestation/").content.decode()) for p in (samira, nour)
    ]
    assert "que Samira était présente" in said[0]
    assert "n'a pas noté d'arrivée" in said[1]


def test_a_certificate_does_not_say_a_day_on_which_nothing_was(
    gathering: Gathering, alice: Person
) -> None:
    # A phone without network whose clock fell back to 1970 must not date a certificate so.
    party = make_party(gathering, "Samira")
    in_1970 = sent(party.sign_ups.get(), minute=-55 * 365 * 24 * 60)
    arrival.mark(gathering, [in_1970], place=None, by=alice)
    [(_person, days)] = queries.present_days(party)
    assert [day.year for day in days] == [timezone.now().year]


def test_a_place_where_the_gathering_is_not_is_no_reception(
    gathering: Gathering, door: Client
) -> None:
    address = page(gathering)
    here, elsewhere = Place.objects.get().pk, make_place("Ailleurs").pk
    wrong = address.replace(f"accueil/{here}/", f"accueil/{elsewhere}/")
    assert (door.get(address).status_code, door.get(wrong).status_code) == (200, 404)


def test_receptions_of_another_collective_are_404(door: Client) -> None:
    other = make_gathering(collective=make_collective("autre"))
    place = Place.objects.get()
    make_moment(other, place=place)
    for collective in ("upc", "autre"):
        base = f"/bureau/{collective}/rencontres/{other.slug}/accueil/"
        for path in ("", f"{place.pk}/", f"{place.pk}/liste/", f"{place.pk}/hors-ligne.js"):
            assert door.get(base + path).status_code == 404
        for path in ("marques/", "porte/"):
            assert door.post(f"{base}{place.pk}/{path}", {}).status_code == 404


def test_who_only_welcomes_neither_composes_nor_changes_tables(
    gathering: Gathering, door: Client
) -> None:
    base = f"/bureau/upc/rencontres/{gathering.slug}/"
    for path in ("composer/", "tables/", "composer/liens/"):
        assert door.get(base + path).status_code == 404


def test_the_reception_asks_the_same_whatever_the_number_of_people(
    gathering: Gathering, door: Client
) -> None:
    addresses = [page(gathering), page(gathering).rsplit("accueil", 1)[0] + "accueil/"]
    make_people(gathering, "h" * 3)
    few = [queries_of(door, address) for address in addresses]
    make_people(gathering, "h" * 27)
    assert [queries_of(door, address) for address in addresses] == few
