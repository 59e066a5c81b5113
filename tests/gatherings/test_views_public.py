"""What visitors see of a gathering."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from entraide.gatherings.actions.letters import ticket_link
from entraide.gatherings.models import Gathering, Party
from entraide.people.models import Collective
from entraide.places.models import Neighbourhood, Place
from entraide.ui.pages import forget_all
from tests.make import in_days, make_gathering, make_moment, make_option, make_party, make_place

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    """Return what one reads on a page, on one line."""
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(words.replace("&#x27;", "'").replace("\u00a0", " ").split())


def programme(gathering: Gathering, moments: int, place: Place | None = None) -> None:
    """Give a gathering moments to wish for, each with an option and who speaks there."""
    for number in range(moments):
        moment = make_moment(gathering, title=f"Moment {number}", choosing="wishes", place=place)
        option = make_option(moment, 10, f"Choix {number}", place=place)
        speaker = gathering.speakers.create(role=f"Métier {number}")
        speaker.speakings.create(moment=moment, option=option)


def in_a_neighbourhood() -> None:
    trichon = Neighbourhood.objects.create(name="Trichon", slug="trichon")
    Collective.objects.update(neighbourhood=trichon, contact_phone="03 53 01 00 08")


@pytest.mark.parametrize("moments", [0, 1, 14])
def test_the_page_costs_at_most_four_queries_however_long_the_programme(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, moments: int
) -> None:
    gathering = make_gathering()
    in_a_neighbourhood()
    programme(gathering, moments, make_place())
    with django_assert_max_num_queries(4):
        client.get(gathering.get_absolute_url())


def test_a_page_that_became_old_costs_no_more(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    gathering = make_gathering()
    client.get(gathering.get_absolute_url())
    make_party(gathering)
    with django_assert_max_num_queries(4):
        client.get(gathering.get_absolute_url())


def test_a_kept_page_costs_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    gathering = make_gathering()
    client.get(gathering.get_absolute_url())
    with django_assert_num_queries(1):
        client.get(gathering.get_absolute_url())


def test_the_sign_up_page_costs_at_most_four_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    gathering = make_gathering()
    in_a_neighbourhood()
    programme(gathering, 3)
    with django_assert_max_num_queries(4):
        client.get(f"{gathering.get_absolute_url()}inscription/")


@pytest.mark.parametrize("page", ["", "inscription/", "agenda.ics"])
def test_a_draft_does_not_exist_for_the_public(client: Client, page: str) -> None:
    gathering = make_gathering(state=Gathering.State.DRAFT)
    assert client.get(f"{gathering.get_absolute_url()}{page}").status_code == 404
    assert client.post(f"{gathering.get_absolute_url()}{page}").status_code == 404
    Gathering.objects.update(state=Gathering.State.PUBLISHED)
    assert client.get(f"{gathering.get_absolute_url()}{page}").status_code == 200


def test_a_moment_of_a_draft_does_not_exist_either(client: Client) -> None:
    moment = make_moment(make_gathering(state=Gathering.State.DRAFT))
    address = f"/rencontres/{moment.gathering.slug}/moments/{moment.uid}.ics"
    assert client.get(address).status_code == 404


def test_a_page_taken_back_to_draft_is_gone_at_once(client: Client) -> None:
    gathering = make_gathering()
    client.get(gathering.get_absolute_url())
    Gathering.objects.update(state=Gathering.State.DRAFT)
    assert client.get(gathering.get_absolute_url()).status_code == 404


def test_a_cancelled_gathering_says_so_and_takes_nobody(client: Client) -> None:
    gathering = make_gathering(state=Gathering.State.CANCELLED)
    page = text(client.get(gathering.get_absolute_url()))
    assert "Cette rencontre est annulée." in page
    assert "Je m'inscris" not in page
    sign_up = text(client.get(f"{gathering.get_absolute_url()}inscription/"))
    assert "Cette rencontre est annulée." in sign_up


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"sign_up_opens_at": in_days(5)}, "Les inscriptions ouvrent le"),
        ({"sign_up_closes_at": in_days(-1)}, "Les inscriptions sont closes."),
        ({"by_invitation": True}, "Cette rencontre est sur invitation."),
        ({"starts_at": in_days(-1)}, "Les inscriptions sont closes."),
        ({"starts_at": in_days(-9), "ends_at": in_days(-8)}, "Les inscriptions sont closes."),
    ],
)
def test_a_sign_up_that_is_not_open_says_so_and_takes_nobody(
    client: Client, values: dict[str, Any], sentence: str
) -> None:
    gathering = make_gathering(**values)
    address = f"{gathering.get_absolute_url()}inscription/"
    assert sentence in text(client.get(gathering.get_absolute_url()))
    answer = client.post(address, {"key": "k" * 22, "name": "Samira", "step": "2", "size": "1"})
    assert sentence in text(answer)
    assert Party.objects.count() == 0


def test_the_page_says_what_visitors_need(client: Client) -> None:
    gathering = make_gathering(
        languages="français, arabe", access="Garde d'enfants.", price="gratuit", capacity=30
    )
    in_a_neighbourhood()
    programme(gathering, 1, make_place(street="20 rue de Sébastopol", transport="Métro."))
    page = text(client.get(gathering.get_absolute_url()))
    said = [
        "Entraide · Trichon", "français, arabe", "Garde d'enfants.", "gratuit", "Moment 0",
        "Choix 0", "Métier 0", "20 rue de Sébastopol", "Métro.", "03 53 01 00 08", "30 places",
    ]  # fmt: skip
    assert [words for words in said if words not in page] == []


def test_the_rule_of_the_waiting_list_is_public(client: Client) -> None:
    by_arrival = make_gathering(capacity=3)
    assert "celui d'arrivée des demandes" in text(client.get(by_arrival.get_absolute_url()))
    by_lots = make_gathering(capacity=3, waiting_rule="lots", lots_at=in_days(20))
    assert "Son ordre est tiré au sort le" in text(client.get(by_lots.get_absolute_url()))


def test_after_the_draw_its_seed_is_public(client: Client) -> None:
    drawn = {"lots_at": in_days(-1), "lots_drawn_at": in_days(-1), "lots_seed": "abc123"}
    gathering = make_gathering(capacity=3, waiting_rule="lots", **drawn)
    assert "abc123" in text(client.get(gathering.get_absolute_url()))


def test_a_programme_over_two_days_names_each_day(client: Client) -> None:
    gathering = make_gathering(ends_at=in_days(31, 17))
    make_moment(gathering, starts_at=in_days(30, 9), ends_at=in_days(30, 10))
    make_moment(gathering, starts_at=in_days(31, 9), ends_at=in_days(31, 10))
    assert client.get(gathering.get_absolute_url()).content.count(b'class="day"') == 2


def test_what_organisers_write_is_shown_as_text(client: Client) -> None:
    gathering = make_gathering(title="<script>alert(1)</script>", lead='"><b>', description="<i>")
    page = client.get(gathering.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert '"><b>' not in page
    assert "<i>" not in page


def test_the_link_of_a_letter_opens_the_ticket(client: Client) -> None:
    party = make_party(make_gathering(), "Samira")
    link = ticket_link(party).removeprefix(settings.SITE_ADDRESS)
    answer = client.get(link, follow=True)
    assert answer.redirect_chain == [("/billet/moi/", 302)]
    assert "Samira" in text(answer)
    assert "Vos quatre mots" not in text(answer)


@pytest.mark.parametrize("token", ["x", "a:b:c", "é", "a" * 2000])
def test_a_link_that_is_not_ours_opens_nothing(client: Client, token: str) -> None:
    answer = client.get(f"/billet/lien/{token}/")
    assert answer.status_code == 404
    assert "Ce lien ne sert plus." in text(answer)
    assert "billet" not in answer.cookies


def test_the_page_is_small(client: Client) -> None:
    gathering = make_gathering(description="Un long texte. " * 200)
    programme(gathering, 14, make_place())
    forget_all()
    answer = client.get(gathering.get_absolute_url(), headers={"Accept-Encoding": "br"})
    assert len(answer.content) < 14 * 1024


def test_the_rule_speaks_of_wishes_only_where_there_are_some(client: Client) -> None:
    plain, wished = make_gathering(capacity=5), make_gathering(capacity=5)
    make_moment(wished, choosing="wishes")
    shown = [client.get(g.get_absolute_url()).content.decode() for g in (plain, wished)]
    assert ["on les garde" in page for page in shown] == [False, True]
    assert ["Comment les places" in page for page in shown] == [True, True]


def test_other_programs_read_a_gathering_as_an_event() -> None:
    gathering = make_gathering(title="Forum", state=Gathering.State.CANCELLED)
    place = make_place(street="20 rue de Sébastopol", postcode="59100", city="Roubaix")
    make_moment(gathering, place=place)
    draft = make_gathering(state=Gathering.State.DRAFT)
    told = json.loads(Client().get(f"/rencontres/{gathering.slug}/rencontre.jsonld").content)
    assert (told["@type"], told["name"]) == ("Event", "Forum")
    assert told["eventStatus"] == "https://schema.org/EventCancelled"
    assert told["location"][0]["address"]["addressLocality"] == "Roubaix"
    assert Client().get(f"/rencontres/{draft.slug}/rencontre.jsonld").status_code == 404
