"""On an empty instance: the first page makes the neighbourhood and its first animator."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from entraide.people.models import Membership, PeerGroup, Person
from tests.make import make_collective, make_member

pytestmark = pytest.mark.django_db
START = "/commencer/"
RIGHT = "12345678"
SAID = {
    "code": RIGHT,
    "neighbourhood": "Le Trichon",
    "collective": "Université populaire",
    "name": "Alice",
    "email": "Alice@entraide.example",
}


@pytest.fixture(autouse=True)
def the_code(settings: Settings) -> None:
    settings.FIRST_START_CODE = RIGHT


def errors(answer: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = answer.context["form"].errors
    return dict(found)


def test_an_empty_neighbourhood_leads_to_its_first_page(client: Client) -> None:
    assert client.get("/")["Location"] == START
    assert "Commencer un quartier" in client.get(START).content.decode()


def test_the_right_code_founds_the_neighbourhood(client: Client) -> None:
    assert client.post(START, SAID)["Location"] == "/bureau/"
    alice = Membership.objects.get()
    assert (alice.person.name, alice.person.email) == ("Alice", "alice@entraide.example")
    assert (alice.role, alice.collective.slug) == ("coordinator", "universite-populaire")
    assert str(alice.collective.neighbourhood) == "Le Trichon"
    assert PeerGroup.objects.count() == 6


def test_who_founds_it_is_at_the_desk_at_once(client: Client) -> None:
    answer = client.post(START, SAID, follow=True)
    assert answer.request["PATH_INFO"] == "/bureau/universite-populaire/"


def test_a_code_typed_with_spaces_is_right(client: Client) -> None:
    assert client.post(START, {**SAID, "code": "1234 5678"}).status_code == 302


@pytest.mark.parametrize("way", ["get", "post"])
def test_the_first_page_serves_once(client: Client, way: str) -> None:
    client.post(START, SAID)
    assert getattr(Client(), way)(START, SAID).status_code == 404
    assert Person.objects.count() == 1


def test_the_first_page_is_gone_as_soon_as_someone_is_there(client: Client) -> None:
    make_member("Alice", make_collective())
    assert client.get(START).status_code == 404


def test_a_wrong_code_founds_nothing(client: Client) -> None:
    answer = client.post(START, {**SAID, "code": "87654321"})
    sentence = "Ce n'est pas le code. Regardez la fenêtre de démarrage."
    assert errors(answer) == {"code": [sentence]}
    assert Person.objects.count() == 0


def test_wrong_codes_are_slowed(client: Client) -> None:
    for _ in range(5):
        client.post(START, {**SAID, "code": "87654321"})
    answer = client.post(START, SAID)
    assert answer.status_code == 429
    assert "Attendez 2 secondes" in answer.content.decode()
    assert SAID["neighbourhood"] in answer.content.decode()
    assert Person.objects.count() == 0


def test_while_slowed_a_right_code_and_a_wrong_one_look_the_same(client: Client) -> None:
    for _ in range(6):
        client.post(START, {**SAID, "code": "87654321"})
    wrong = client.post(START, {**SAID, "code": "87654321"})
    right = client.post(START, SAID)
    assert (wrong.status_code, right.status_code) == (429, 429)
    assert errors(wrong) == errors(right) == {}


def test_a_forgotten_name_does_not_slow(client: Client) -> None:
    for _ in range(10):
        answer = client.post(START, {**SAID, "name": ""})
    assert list(errors(answer)) == ["name"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("neighbourhood", "x" * 10_000),
        ("collective", "x" * 10_000),
        ("name", ""),
        ("email", "pas une adresse"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_kept(
    client: Client, field: str, typed: str
) -> None:
    answer = client.post(START, {**SAID, field: typed})
    assert list(errors(answer)) == [field]
    assert answer.context["form"][field].value() == typed
    assert Person.objects.count() == 0


@pytest.mark.parametrize("name", ["!!!", "الحي", "👋", "x" * 80])
def test_any_name_makes_a_neighbourhood_that_opens(client: Client, name: str) -> None:
    client.post(START, {**SAID, "neighbourhood": name, "collective": name})
    assert client.get("/bureau/", follow=True).status_code == 200
    assert Client().get("/").status_code == 200
