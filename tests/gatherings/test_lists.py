"""The lists organisers print and take away, and the search at the desk."""

import csv
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from odfdo import Document

from entraide.gatherings.models import Delivery, Gathering, Message
from entraide.gatherings.queries.lists import LISTS
from entraide.people.models import Role
from tests.make import (
    make_gathering,
    make_group,
    make_member,
    make_moment,
    make_option,
    make_party,
)

pytestmark = pytest.mark.django_db
DESK_PAGES = [
    "", "journal/", "programme/", "inscriptions/", "listes/", "messages/", "appels/",
    *(f"listes/{name}/" for name in LISTS), *(f"listes/{name}.csv" for name in LISTS),
]  # fmt: skip


@pytest.fixture
def bob(client: Client) -> Client:
    """Bob, of the reception, at the desk."""
    client.force_login(make_member("Bob", role=Role.RECEPTION))
    return client


def desk(gathering: Gathering, page: str) -> str:
    return f"/bureau/upc/rencontres/{gathering.slug}/{page}"


def read_csv(bob: Client, gathering: Gathering, name: str) -> list[list[str]]:
    content = bob.get(desk(gathering, f"listes/{name}.csv")).content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def one_more(gathering: Gathering) -> None:
    """Sign up someone who asks for everything, waits for one thing and is to be called."""
    visit, meal = gathering.moments.order_by("pk")
    options = list(visit.options.all())
    party = make_party(
        gathering, "Samira", "Nawel", tell_by="phone", phone="0639980001", interpreting="arabe",
        children=1, wishes={visit.pk: (options[0].pk, None), meal.pk: (meal.options.get().pk,)},
    )  # fmt: skip
    said: dict[str, Any] = {"channel": "call", "subject": "Rappel", "body": "À demain"}
    Delivery.objects.create(gathering=gathering, party=party, state="to_tell", **said)
    Delivery.objects.create(gathering=gathering, party=party, state="told", **said)
    message = Message.objects.create(gathering=gathering, subject="Rappel", body="À demain")
    Delivery.objects.create(gathering=gathering, party=party, message=message, state="told", **said)
    gathering.changes.create(what="inscription", by=make_member(f"M{party.pk}"))


def a_day(meals: int | None = 2) -> Gathering:
    gathering = make_gathering()
    make_option(make_moment(gathering, choosing="wishes"))
    make_option(make_moment(gathering, kind="meal", choosing="immediate"), meals, "Cantine")
    return gathering


@pytest.mark.slow
@pytest.mark.parametrize("page", DESK_PAGES)
def test_a_page_costs_the_same_with_one_row_and_with_three(client: Client, page: str) -> None:
    client.force_login(make_member("Alice"))
    gathering = a_day()
    one_more(gathering)
    costs = []
    for _ in range(3):
        one_more(gathering)
        with CaptureQueriesContext(connection) as done:
            client.get(desk(gathering, page))
        costs.append(len(done))
    assert costs[0] == costs[2]


def test_people_are_listed_by_peer_group(bob: Client) -> None:
    gathering = make_gathering()
    make_party(gathering, "Samira", tell_by="through", through="la voisine")
    student = make_party(gathering, "Akim")
    student.sign_ups.update(peer_group=make_group("etudiants"))
    rows = read_csv(bob, gathering, "personnes")
    assert rows[0] == ["etudiants"]
    assert rows[2][:3] == ["Akim", "confirmée", "je repasserai"]
    assert ["Samira", "confirmée", "la voisine"] in [row[:3] for row in rows]


def test_wishes_are_counted_in_people_by_rank(bob: Client) -> None:
    gathering = make_gathering()
    visit = make_moment(gathering, choosing="wishes")
    farm, mill = make_option(visit, 10), make_option(visit, title="Moulin")
    make_party(gathering, "Samira", "Nawel", wishes={visit.pk: (mill.pk, farm.pk)})
    make_party(gathering, "Akim", wishes={visit.pk: (mill.pk, None)})
    assert read_csv(bob, gathering, "souhaits")[1:] == [
        ["Ferme", "10", "0", "2", "0", "0"],
        ["Moulin", "sans limite", "3", "0", "0", "0"],
        ["peu importe", "", "0", "1", "0", ""],
    ]


def test_the_kitchen_knows_how_many_of_each(bob: Client) -> None:
    gathering = a_day(meals=None)
    one_more(gathering)
    party = gathering.parties.get()
    party.sign_ups.filter(name="Nawel").update(diet="vegan", diet_note="sans arachide")
    assert read_csv(bob, gathering, "cuisine")[1:] == [
        ["je mange de tout", "1"],
        ["végétarien", "0"],
        ["végétalien", "1"],
        ["Total", "2"],
        ["sans arachide", "1"],
    ]


def test_who_cancelled_eats_nothing_and_needs_nothing(bob: Client) -> None:
    gathering = a_day()
    one_more(gathering)
    gathering.parties.update(state="cancelled")
    assert ["Total", "0"] in read_csv(bob, gathering, "cuisine")
    assert ["garde d'enfants", "0"] in read_csv(bob, gathering, "besoins")


def test_the_waiting_list_is_in_its_order(bob: Client) -> None:
    gathering = make_gathering(capacity=1)
    for name in ("Samira", "Akim", "Nawel"):
        make_party(gathering, name)
    rows = read_csv(bob, gathering, "attente")[1:]
    assert [row[:4] for row in rows] == [
        ["1", "Akim", "1", "attend"],
        ["2", "Nawel", "1", "attend"],
    ]


def test_a_name_cannot_become_a_formula(bob: Client) -> None:
    gathering = make_gathering()
    make_party(gathering, '=HYPERLINK("http://mal.example")')
    assert read_csv(bob, gathering, "personnes")[1][0].startswith("'=")


@pytest.mark.parametrize("name", LISTS)
def test_each_list_is_a_page_and_two_files_even_when_empty(bob: Client, name: str) -> None:
    gathering = make_gathering()
    assert bob.get(desk(gathering, f"listes/{name}/")).status_code == 200
    assert read_csv(bob, gathering, name) != []
    content = bob.get(desk(gathering, f"listes/{name}.ods")).content
    assert len(Document(io.BytesIO(content)).body.tables) >= 1


@pytest.mark.parametrize("page", ["listes/autre/", "listes/personnes.exe", "listes/autre.csv"])
def test_a_list_that_is_none_does_not_exist(bob: Client, page: str) -> None:
    assert bob.get(desk(make_gathering(), page)).status_code == 404


@pytest.mark.parametrize(
    "text", ["Élodie", "élodie", "ÉLO", "elodie", "06 39 98 00 07", "le foyer"]
)
def test_the_search_finds_by_name_and_by_contact(bob: Client, text: str) -> None:
    gathering = make_gathering()
    make_party(gathering, "Akim")
    make_party(gathering, "Élodie", tell_by="phone", phone="0639980007", through="le foyer")
    answer = bob.post(desk(gathering, "inscriptions/"), {"text": text})
    assert [str(p.sign_ups.all()[0]) for p in answer.context["parties"]] == ["Élodie"]


def test_the_search_finds_by_number(bob: Client) -> None:
    gathering = make_gathering()
    wanted = [make_party(gathering, name) for name in ("Akim", "Élodie")][1]
    answer = bob.post(desk(gathering, "inscriptions/"), {"text": f"n° {wanted.pk}"})
    assert [party.pk for party in answer.context["parties"]] == [wanted.pk]


@pytest.mark.parametrize("text", ["²", "m² ③", "9" * 80, "%", "_", "'; --", "x" * 10_000])
def test_any_search_is_answered(bob: Client, text: str) -> None:
    gathering = make_gathering()
    make_party(gathering, "Akim")
    bob.raise_request_exception = False
    answer = bob.post(desk(gathering, "inscriptions/"), {"text": text})
    assert (answer.status_code, len(answer.context["parties"])) == (200, 0)


def test_nothing_personal_is_in_an_address(bob: Client) -> None:
    gathering = make_gathering()
    make_party(gathering, "Samira", tell_by="phone", phone="0639980001")
    answer = bob.post(desk(gathering, "inscriptions/"), {"text": "Samira"})
    shown = answer.content.decode()
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', shown)
    assert (answer.status_code, shown.count("Samira") > 1) == (200, True)
    assert [a for a in addresses if "amira" in a or "063998" in a] == []
    assert [form for form in re.findall(r"<form[^>]*>", shown) if "post" not in form] == []
