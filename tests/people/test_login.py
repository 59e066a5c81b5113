"""The door of the organisers: a code by e-mail, for those a coordinator has invited."""

import re

import pytest
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from entraide.people.models import Person
from tests.make import make_collective, make_member

pytestmark = pytest.mark.django_db
CODE = re.compile(r"votre code est : (\S+)")


def ask_code(client: Client, email: str) -> str:
    """Ask for a code; return the page that comes next, without what changes each time."""
    answer = client.post("/entrer/", {"email": email}, follow=True)
    assert answer.redirect_chain == [("/entrer/code/", 302)]
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())


def code_in(letter: EmailMessage) -> str:
    found = CODE.search(str(letter.body))
    assert found
    return found[1]


def test_alice_enters_with_the_code_of_her_letter(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    alice = make_member("Alice")
    ask_code(client, "alice@entraide.example")
    [letter] = mailoutbox
    assert letter.to == ["alice@entraide.example"]
    answer = client.post("/entrer/code/", {"code": code_in(letter)})
    assert answer["Location"] == "/bureau/"
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_her_letter_says_nothing_over_a_shoulder(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    make_member("Alice")
    ask_code(client, "alice@entraide.example")
    assert mailoutbox[0].subject == "Votre code"


def test_the_address_is_read_without_its_capitals(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    make_member("Alice")
    ask_code(client, "Alice@Entraide.EXAMPLE")
    assert len(mailoutbox) == 1


def test_an_unknown_address_sends_nothing_and_shows_the_same_page(
    mailoutbox: list[EmailMessage],
) -> None:
    known = make_member("Alice").email
    unknown = known.replace("alice", "nadia") if known else ""
    shown = ask_code(Client(), unknown)
    assert mailoutbox == []
    assert shown.replace("nadia", "alice") == ask_code(Client(), known or "")
    assert len(mailoutbox) == 1


def test_a_wrong_code_does_not_open(client: Client, mailoutbox: list[EmailMessage]) -> None:
    make_member("Alice")
    ask_code(client, "alice@entraide.example")
    wrong = "".join("A" if c != "A" else "B" for c in code_in(mailoutbox[0]))
    assert client.post("/entrer/code/", {"code": wrong}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_after_five_wrong_codes_the_right_one_is_gone(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    make_member("Alice")
    ask_code(client, "alice@entraide.example")
    for _ in range(5):
        client.post("/entrer/code/", {"code": "XXXXXX"})
    client.post("/entrer/code/", {"code": code_in(mailoutbox[0])})
    assert "_auth_user_id" not in client.session


def test_a_closed_account_does_not_enter(client: Client, mailoutbox: list[EmailMessage]) -> None:
    make_member("Alice")
    Person.objects.update(is_active=False)
    client.post("/entrer/", {"email": "alice@entraide.example"})
    assert mailoutbox == []
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("way", ["get", "post"])
def test_nobody_opens_an_account_alone(client: Client, way: str) -> None:
    answer: HttpResponse = getattr(client, way)("/entrer/nouveau/", {"email": "x@y.example"})
    assert (answer.status_code, answer["Location"]) == (302, "/entrer/")
    assert Person.objects.count() == 0


def test_leaving_asks_first(client: Client) -> None:
    client.force_login(make_member("Alice"))
    assert client.get("/sortir/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/sortir/")
    assert "_auth_user_id" not in client.session


def test_the_door_opens_on_the_page_that_was_asked(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    make_member("Alice", make_collective())
    client.post("/entrer/?next=/bureau/upc/lieux/", {"email": "alice@entraide.example"})
    code = {"code": code_in(mailoutbox[0]), "next": "/bureau/upc/lieux/"}
    assert client.post("/entrer/code/", code)["Location"] == "/bureau/upc/lieux/"


def test_the_door_does_not_open_on_another_site(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    make_member("Alice")
    client.post("/entrer/?next=https://mal.example/", {"email": "alice@entraide.example"})
    code = {"code": code_in(mailoutbox[0]), "next": "https://mal.example/"}
    assert client.post("/entrer/code/", code)["Location"] == "/bureau/"


def test_without_a_mail_server_the_code_is_on_the_local_outbox_page(
    client: Client, settings: Settings, tmp_path: object
) -> None:
    settings.EMAIL_BACKEND = "entraide.people.outbox.LocalBackend"
    settings.OUTBOX_FOLDER, settings.DEMO = tmp_path, True
    make_member("Alice")
    ask_code(client, "alice@entraide.example")
    found = CODE.search(client.get("/boite-d-envoi/").content.decode())
    assert found
    code = found[1].split("<")[0]
    assert client.post("/entrer/code/", {"code": code})["Location"] == "/bureau/"
