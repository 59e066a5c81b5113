"""Signing up in two pages, as a browser does it: without script, without account."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from entraide.gatherings.models import Gathering, Option, Party, SignUp
from entraide.people import receipt_words
from tests.make import in_days, make_gathering, make_group, make_moment, make_option, make_party

pytestmark = pytest.mark.django_db
SAMIRA = {"name": "Samira", "size": "1", "tell_by": "come_back", "step": "1"}


class Hidden(HTMLParser):
    """Reads what the hidden fields of a page carry."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "input" and said.get("type") == "hidden":
            self.found[said["name"] or ""] = said.get("value") or ""


def address(gathering: Gathering) -> str:
    return f"{gathering.get_absolute_url()}inscription/"


def page_one(client: Client, gathering: Gathering, **typed: Any) -> Any:
    """Open the sign-up and send its first page."""
    key = Hidden(client.get(address(gathering)).content.decode()).found["key"]
    said = {"key": key, "peer_group": make_group().pk, **SAMIRA, **typed}
    return client.post(address(gathering), said)


def page_two(client: Client, gathering: Gathering, first: Any, **typed: Any) -> Any:
    """Send the second page with whatever the first one put into it."""
    return client.post(address(gathering), {**Hidden(first.content.decode()).found, **typed})


def sign_up(client: Client, gathering: Gathering, **typed: Any) -> Any:
    return page_two(client, gathering, page_one(client, gathering, **typed))


def words_on(page: str) -> list[str]:
    return re.findall(r"<li>([a-z]+)</li>", page.split('class="words"')[1].split("</ol>")[0])


def test_two_pages_make_a_sign_up_and_a_ticket(client: Client) -> None:
    gathering = make_gathering()
    answer = sign_up(client, gathering)
    assert answer["Location"] == "/billet/moi/"
    assert SignUp.objects.get().name == "Samira"
    ticket = client.get("/billet/moi/").content.decode()
    party = Party.objects.get()
    assert receipt_words.receipt_digest(words_on(ticket)) == party.receipt_digest


def test_everything_typed_is_kept(client: Client) -> None:
    gathering = make_gathering()
    meal = make_option(make_moment(gathering, kind="meal", choosing="immediate"), 10)
    said = {"size": "2", "tell_by": "phone", "phone": "06 39 98 00 01"}
    first = page_one(client, gathering, name="سميرة 👋", **said)
    page_two(client, gathering, first, **{
        "name_1": "Nawel", "peer_group_1": make_group("etudiants").pk,
        f"moment_{meal.moment_id}_1": meal.pk, "diet_1": "vegetarian",
        "step_free": "on", "children": "2", "interpreting": "arabe",
    })  # fmt: skip
    party = Party.objects.get()
    people = [(s.name, s.peer_group.slug, s.diet) for s in party.sign_ups.all()]
    assert people == [("سميرة 👋", "habitants", "all"), ("Nawel", "etudiants", "vegetarian")]
    assert (party.phone, party.step_free, party.children) == ("0639980001", True, 2)
    assert Option.objects.get().taken == Gathering.objects.get().taken == 2


def test_going_back_loses_nothing(client: Client) -> None:
    gathering = make_gathering()
    first = page_one(client, gathering)
    back = page_two(client, gathering, first, other_needs="une table basse", back="1")
    assert 'value="Samira"' in back.content.decode()
    again = Hidden(back.content.decode()).found
    assert again["other_needs"] == "une table basse"
    said = {**again, **SAMIRA, "peer_group": make_group().pk}
    second = client.post(address(gathering), said)
    assert 'value="une table basse"' in second.content.decode()
    assert Party.objects.count() == 0


def test_the_same_form_sent_twice_makes_one_sign_up(client: Client) -> None:
    gathering = make_gathering()
    first = page_one(client, gathering)
    answers = [page_two(client, gathering, first) for _ in range(3)]
    assert [answer["Location"] for answer in answers] == ["/billet/moi/"] * 3
    assert Party.objects.count() == 1
    assert Gathering.objects.get().taken == 1


def test_another_device_that_sends_the_form_again_gets_the_same_words(client: Client) -> None:
    gathering = make_gathering()
    first = page_one(client, gathering)
    page_two(client, gathering, first)
    other = Client()
    page_two(other, gathering, first)
    pages = [c.get("/billet/moi/").content.decode() for c in (client, other)]
    assert words_on(pages[0]) == words_on(pages[1])


def test_sent_again_after_the_doors_closed_the_ticket_is_still_given(client: Client) -> None:
    gathering = make_gathering()
    first = page_one(client, gathering)
    page_two(client, gathering, first)
    Gathering.objects.update(sign_up_closes_at=in_days(-1))
    assert page_two(Client(), gathering, first).status_code == 302


def test_two_forms_make_two_sign_ups(client: Client) -> None:
    gathering = make_gathering()
    sign_up(client, gathering)
    sign_up(client, gathering)
    assert Party.objects.count() == 2


@pytest.mark.parametrize("way", ["email", "phone"])
def test_a_contact_used_before_is_told_kindly(client: Client, way: str) -> None:
    gathering = make_gathering()
    contact = {"email": "samira@entraide.example", "phone": "0639980001"}[way]
    make_party(gathering, tell_by=way, **{way: contact})
    answer = page_one(client, gathering, tell_by=way, **{way: contact.upper()})
    assert "Ce contact a déjà servi pour cette rencontre." in answer.content.decode()
    assert Party.objects.count() == 1


def test_another_person_with_that_contact_is_signed_up_all_the_same(client: Client) -> None:
    gathering = make_gathering()
    said = {"tell_by": "phone", "phone": "0639980001"}
    make_party(gathering, **said)
    assert sign_up(client, gathering, name="Nawel", another="on", **said).status_code == 302
    assert Party.objects.count() == 2


def test_a_contact_at_another_gathering_is_not_told(client: Client) -> None:
    said = {"tell_by": "phone", "phone": "0639980001"}
    make_party(make_gathering(), **said)
    assert sign_up(client, make_gathering(), **said).status_code == 302


@pytest.mark.slow
def test_the_notice_does_not_serve_to_find_out_who_comes(client: Client) -> None:
    gathering = make_gathering()
    for n in range(8):
        make_party(gathering, tell_by="phone", phone=f"063998000{n}")
    pages = [page_one(client, gathering, tell_by="phone", phone=f"063998000{n}") for n in range(8)]
    told = ["Ce contact a déjà servi" in page.content.decode() for page in pages]
    assert told == [True] * 5 + [False] * 3


def test_when_it_is_full_one_waits_and_knows_the_rank(client: Client) -> None:
    gathering = make_gathering(capacity=1)
    make_party(gathering)
    make_party(gathering)
    sign_up(client, gathering)
    shown = client.get("/billet/moi/").content.decode()
    assert "Vous êtes sur la liste d&#x27;attente." in shown or "liste d'attente." in shown
    assert "Votre rang : 2." in shown
