"""In a demonstration only: enter as someone."""

import pytest
from django.test import Client
from pytest_django import Settings

from entraide.home import demo
from entraide.people import receipt_words
from tests.make import make_collective, make_gathering, make_member, make_party

pytestmark = pytest.mark.django_db
TRY = "/essayer/"


@pytest.fixture
def in_demo(settings: Settings) -> None:
    """A demonstration with Malika and Samira."""
    settings.DEMO = True
    make_member("Malika", make_collective())
    make_party(make_gathering(), "Samira", key=demo.INHABITANT_KEY)


@pytest.mark.parametrize("way", ["get", "post"])
def test_without_a_demonstration_the_page_does_not_exist(client: Client, way: str) -> None:
    make_member("Malika")
    assert getattr(client, way)(TRY, {"role": "animator"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_page_offers_every_role(client: Client, in_demo: None) -> None:
    shown = client.get(TRY).content.decode()
    assert [role.name for role in demo.ROLES if f'value="{role.name}"' not in shown] == []
    assert 'href="/essayer/"' in shown


def test_only_a_demonstration_shows_the_way_there(client: Client) -> None:
    assert "/essayer/" not in client.get("/billet/").content.decode()


def test_one_enters_as_malika(client: Client, in_demo: None) -> None:
    answer = client.post(TRY, {"role": "animator"}, follow=True)
    assert answer.request["PATH_INFO"] == "/bureau/upc/"


def test_one_enters_as_samira_with_her_four_words(client: Client, in_demo: None) -> None:
    shown = client.post(TRY, {"role": "inhabitant"}, follow=True).content.decode()
    words = receipt_words.receipt_for(demo.INHABITANT_KEY)
    assert [word for word in words if f"<li>{word}</li>" not in shown] == []
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("role", ["", "admin", "mayor"])
def test_nobody_enters_as_someone_else(client: Client, in_demo: None, role: str) -> None:
    assert client.post(TRY, {"role": role}).status_code == 404
