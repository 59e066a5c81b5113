"""The ticket: four words see, change and cancel; wrong ones are slowed, never locked."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from entraide.gatherings.actions.letters import ticket_link
from entraide.gatherings.actions.sign_up import cancel, change, purge
from entraide.gatherings.models import Gathering, Party, WaitingPlace
from entraide.people import receipt_words
from tests.make import make_gathering, make_moment, make_option, make_party, make_request

pytestmark = pytest.mark.django_db
KEY = "key-of-the-ticket-0001"
WRONG = {"words": "abeille abeille abeille abeille"}


def enter(client: Client, words: str = "") -> None:
    words = words or " ".join(receipt_words.receipt_for(KEY))
    answer = client.post("/billet/", {"words": words})
    assert answer.headers["Location"] == "/billet/moi/"


def shown(client: Client) -> str:
    return client.get("/billet/moi/").content.decode()


def test_the_words_open_the_ticket_however_they_are_typed(client: Client) -> None:
    make_party(make_gathering(), "Samira", key=KEY)
    enter(client, "  " + " - ".join(receipt_words.receipt_for(KEY)).upper())
    assert "Samira" in shown(client)


def test_without_words_the_ticket_asks_for_them(client: Client) -> None:
    assert client.get("/billet/moi/").headers["Location"] == "/billet/"
    for page in ("changer", "annuler"):
        assert client.get(f"/billet/moi/{page}/").status_code == 404


def test_a_forged_ticket_opens_nothing(client: Client) -> None:
    party = make_party(make_gathering())
    client.cookies["billet"] = f'{{"party": "{party.uid}"}}:forged:signature'
    assert client.get("/billet/moi/").status_code == 302


def test_wrong_words_are_slowed_and_then_right_ones_still_open(client: Client) -> None:
    make_party(make_gathering(), key=KEY)
    for _ in range(5):
        assert client.post("/billet/", WRONG).status_code == 422
    right = " ".join(receipt_words.receipt_for(KEY))
    slowed = client.post("/billet/", {"words": right})
    assert slowed.status_code == 429
    assert right in slowed.content.decode()
    assert "Attendez 2 secondes" in slowed.content.decode()


def test_who_found_the_words_starts_afresh(client: Client) -> None:
    make_party(make_gathering(), key=KEY)
    for _ in range(3):
        for _ in range(4):
            client.post("/billet/", WRONG)
        enter(client)


def test_the_sign_up_is_changed_from_the_ticket(client: Client) -> None:
    gathering = make_gathering(capacity=3)
    make_party(gathering, "Samira", key=KEY)
    enter(client)
    first = client.get("/billet/moi/changer/").content.decode()
    assert 'value="Samira"' in first
    group = Party.objects.get().sign_ups.get().peer_group_id
    page = {"key": "another-key-0123456789", "step": "2", "name": "Samia", "peer_group": group,
            "size": 1, "tell_by": "come_back"}  # fmt: skip
    assert client.post("/billet/moi/changer/", page).headers["Location"] == "/billet/moi/"
    assert "Samia" in shown(client)
    full = client.post(
        "/billet/moi/changer/",
        {**page, "size": 5} | {f"peer_group_{n}": group for n in range(1, 5)},
    )
    assert "il reste 2 places" in full.content.decode()
    assert Party.objects.get().size == 1


def test_cancelling_asks_once_then_gives_back(client: Client) -> None:
    make_party(make_gathering(capacity=1), key=KEY)
    enter(client)
    assert "Oui, annuler" in client.get("/billet/moi/annuler/").content.decode()
    client.post("/billet/moi/annuler/")
    assert Gathering.objects.get().taken == 0
    assert "Cette inscription est annulée" in shown(client)
    assert client.get("/billet/moi/changer/").status_code == 302


def offered(client: Client) -> WaitingPlace:
    gathering = make_gathering(capacity=1)
    first = make_party(gathering, "Omar")
    make_party(gathering, "Samira", key=KEY)
    cancel(first)
    enter(client)
    return WaitingPlace.objects.get()


def test_an_offered_place_is_taken_from_the_ticket(client: Client) -> None:
    place = offered(client)
    assert "Une place vous est offerte" in shown(client)
    address = f"/billet/moi/offre/{place.pk}/"
    assert client.get(address).status_code == 405
    client.post(address, {"accept": "1"})
    assert Party.objects.get(pk=place.party_id).state == "confirmed"
    client.post(address, {"accept": "1"})
    assert "plus gardée pour vous" in shown(client)


def test_a_place_left_may_be_waited_for_again(client: Client) -> None:
    place = offered(client)
    client.post(f"/billet/moi/offre/{place.pk}/", {"decline": "1"})
    assert "Attendre à nouveau" in shown(client)
    client.post(f"/billet/moi/attendre/{place.pk}/")
    # Nobody else waits: the place that was left comes back at once.
    assert WaitingPlace.objects.filter(state="offered").count() == 1


def test_nobody_answers_for_someone_else(client: Client) -> None:
    place = offered(client)
    make_party(make_gathering(), key="key-of-the-ticket-0002")
    enter(client, " ".join(receipt_words.receipt_for("key-of-the-ticket-0002")))
    assert client.post(f"/billet/moi/offre/{place.pk}/", {"accept": "1"}).status_code == 404
    assert client.post(f"/billet/moi/attendre/{place.pk}/").status_code == 404


def test_the_link_of_a_letter_opens_the_ticket_without_words(client: Client) -> None:
    party = make_party(make_gathering(), "Samira")
    client.get(ticket_link(party).removeprefix("http://127.0.0.1:8000"))
    page = shown(client)
    assert "Samira" in page
    assert "Vos quatre mots" not in page
    assert client.get("/billet/lien/abc:def:ghi/").status_code == 404


def test_the_device_forgets(client: Client) -> None:
    make_party(make_gathering(), key=KEY)
    enter(client)
    client.post("/billet/moi/effacer/")
    assert client.get("/billet/moi/").status_code == 302


def test_the_ticket_says_what_one_has_and_where_one_waits(client: Client) -> None:
    gathering = make_gathering(
        capacity=5, waiting_rule="lots", lots_at=timezone.now() + timedelta(days=1)
    )
    meal = make_moment(gathering, choosing="immediate", kind="meal")
    full, free = make_option(meal, 0, "Plein"), make_option(meal, 3, "Libre")
    party = make_party(gathering, key=KEY, wishes={meal.pk: (free.pk,)})
    change(party, make_request(wishes={meal.pk: (full.pk,)}))
    enter(client)
    page = shown(client)
    assert "Libre" in page
    assert "Liste d&#x27;attente : « Plein »" in page or "Liste d'attente : « Plein »" in page
    assert "tiré au sort" in page


def test_a_purged_gathering_still_has_tickets_without_names(client: Client) -> None:
    party = make_party(make_gathering(), "Samira", key=KEY)
    purge(party.gathering)
    enter(client)
    assert "Samira" not in shown(client)


def test_who_is_gone_is_not_changed_any_more() -> None:
    party = make_party(make_gathering(), "Samira")
    cancel(party)
    change(party, make_request("Samira", tell_by="phone", phone="0639980001"))
    assert Party.objects.get().phone == ""
