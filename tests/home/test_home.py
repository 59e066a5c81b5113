"""The home of the neighbourhood, empty and full, and the pages that never change."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from entraide.gatherings.actions.letters import ticket_link
from entraide.gatherings.models import Gathering
from entraide.people.models import Collective
from tests.make import in_days, make_collective, make_gathering, make_party

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    """Return what one reads on a page, on one line."""
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(words.replace("&#x27;", "'").replace("\u00a0", " ").split())


def test_with_a_collective_and_nothing_announced_home_says_what_to_do(client: Client) -> None:
    make_collective()
    shown = text(client.get("/"))
    assert "Aucune rencontre n'est annoncée pour l'instant. Appelez-nous" in shown
    assert "Les rencontres passées" not in shown


def test_home_says_what_each_verb_is_for(client: Client) -> None:
    make_collective()
    shown = text(client.get("/"))
    verbs = ["Se rencontrer", "S'écouter", "Agir", "S'entraider", "Tenir"]
    assert [verb for verb in verbs if verb not in shown] == []


def test_home_shows_what_comes_soonest_first(client: Client) -> None:
    make_gathering(title="Forum", starts_at=in_days(40), ends_at=in_days(40, 17))
    make_gathering(title="Café", starts_at=in_days(10), ends_at=in_days(10, 17))
    make_gathering(title="Ancien", starts_at=in_days(-10), ends_at=in_days(-10, 17))
    shown = text(client.get("/"))
    order = [shown.index(title) for title in ("Café", "Forum", "passées", "Ancien")]
    assert order == sorted(order)


def test_what_is_going_on_now_is_still_to_come(client: Client) -> None:
    make_gathering(title="Aujourd'hui", starts_at=in_days(-1), ends_at=in_days(1))
    assert "Les rencontres passées" not in text(client.get("/"))


def test_home_counts_places(client: Client) -> None:
    gathering = make_gathering(capacity=3)
    make_party(gathering, "Samira", "Nawel")
    assert "2 personnes, 1 place libre" in text(client.get("/"))
    make_party(gathering)
    assert "complet : liste d'attente" in text(client.get("/"))


def test_drafts_are_not_announced_and_cancelled_ones_say_so(client: Client) -> None:
    make_gathering(title="Secret", state=Gathering.State.DRAFT)
    make_gathering(title="Reportée", state=Gathering.State.CANCELLED)
    shown = text(client.get("/"))
    assert "Secret" not in shown
    assert "Reportée" in shown
    assert "Cette rencontre est annulée." in shown


def test_home_says_how_to_reach_each_collective(client: Client) -> None:
    make_collective()
    Collective.objects.update(contact_phone="03 53 01 00 08", contact_email="upc@entraide.example")
    shown = client.get("/").content.decode()
    assert 'href="tel:0353010008"' in shown
    assert 'href="mailto:upc@entraide.example"' in shown


def test_home_costs_the_same_with_one_gathering_and_with_three(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_gathering()
    with django_assert_max_num_queries(4) as one:
        client.get("/")
    make_gathering()
    make_gathering()
    with django_assert_max_num_queries(4) as three:
        client.get("/")
    assert len(one) == len(three)


def test_home_that_is_kept_costs_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_gathering()
    client.get("/")
    with django_assert_num_queries(1):
        client.get("/")


def test_a_sign_up_makes_home_anew(client: Client) -> None:
    gathering = make_gathering()
    client.get("/")
    make_party(gathering)
    assert "1 personne inscrite" in text(client.get("/"))


def test_what_is_said_to_one_visitor_is_not_kept_for_the_others(client: Client) -> None:
    gathering = make_gathering(capacity=1)
    make_party(gathering, "Akim")
    waiting = make_party(gathering, "Samira").waiting_places.get()
    visitor = Client()
    visitor.get(ticket_link(waiting.party).removeprefix(settings.SITE_ADDRESS))
    visitor.post(f"/billet/moi/offre/{waiting.pk}/", {"accept": "1"})
    del visitor.cookies["billet"]
    assert "Cette place n'est plus gardée pour vous." in text(visitor.get("/"))
    assert "Cette place n'est plus gardée pour vous." not in text(client.get("/"))


def test_privacy_says_what_is_kept_and_until_when(client: Client) -> None:
    shown = text(client.get("/ce-que-nous-gardons/"))
    assert "Tout cela est effacé après la rencontre" in shown
    assert "Vos quatre mots ne sont pas gardés" in shown


def test_in_arabic_the_page_runs_from_right_to_left(client: Client) -> None:
    make_collective()
    client.cookies["langue"] = "ar"
    with translation.override("fr"):
        shown = client.get("/").content.decode()
    assert '<html lang="ar" dir="rtl">' in shown


def test_a_form_that_lost_its_seal_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/billet/", {"words": "un"})
    assert answer.status_code == 403
    assert "Cette page était trop ancienne. Rien n'a été envoyé." in text(answer)


@pytest.mark.parametrize("address", ["/nulle-part/", "/rencontres/nulle-part/"])
def test_a_page_that_does_not_exist_leads_home(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Cette page n'existe pas." in text(answer)
