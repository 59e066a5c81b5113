"""The desk of a gathering, as Alice uses it."""

import pytest
from django.test import Client
from django.utils import timezone

from entraide.gatherings.models import Gathering, Moment
from entraide.people.models import Person
from entraide.places.models import Place
from tests.make import (
    make_gathering,
    make_member,
    make_moment,
    make_option,
    make_party,
    make_room,
)

pytestmark = pytest.mark.django_db
DESK = "/bureau/upc/"
RIGHT = {
    "kind": "study_day", "title": "Journée de l'entraide", "starts_at_0": "2090-12-08",
    "starts_at_1": "09:00", "ends_at_0": "2090-12-08", "ends_at_1": "17:00",
    "waiting_rule": "arrival", "offer_hours": "48", "keep_contacts_days": "90",
}  # fmt: skip


@pytest.fixture
def alice(client: Client) -> Person:
    """Alice, at her desk."""
    person = make_member("Alice")
    client.force_login(person)
    return person


def desk(gathering: Gathering, page: str = "") -> str:
    return f"{DESK}rencontres/{gathering.slug}/{page}"


def log(gathering: Gathering) -> list[tuple[str, str]]:
    return list(gathering.changes.values_list("what", "reason"))


def test_alice_creates_a_draft_and_goes_on_with_its_programme(
    client: Client, alice: Person
) -> None:
    answer = client.post(f"{DESK}rencontres/nouvelle/", RIGHT)
    made = Gathering.objects.get()
    assert (made.state, made.slug) == ("draft", "journee-de-lentraide-2090-12-08")
    assert answer["Location"] == desk(made, "programme/")
    assert made.changes.get().by == alice


def test_two_gatherings_of_one_title_have_two_addresses(client: Client, alice: Person) -> None:
    for _ in range(2):
        client.post(f"{DESK}rencontres/nouvelle/", RIGHT)
    slugs = Gathering.objects.order_by("pk").values_list("slug", flat=True)
    assert [slug[-3:] for slug in slugs] == ["-08", "8-2"]


@pytest.mark.parametrize("title", ["يوم دراسي", "👩🏽‍🌾", "x" * 160])
def test_any_title_makes_an_address(client: Client, alice: Person, title: str) -> None:
    client.post(f"{DESK}rencontres/nouvelle/", {**RIGHT, "title": title})
    made = Gathering.objects.get()
    assert client.get(desk(made)).status_code == 200


def test_a_change_is_written_with_its_fields(client: Client, alice: Person) -> None:
    gathering = make_gathering(title="Journée")
    typed = {**RIGHT, "title": "Journée d'étude", "capacity": "30"}
    assert client.post(desk(gathering, "changer/"), typed)["Location"] == desk(gathering)
    saved = Gathering.objects.get()
    assert (saved.title, saved.capacity) == ("Journée d'étude", 30)
    [(what, _reason)] = log(gathering)
    assert "titre" in what.casefold()
    assert "nombre de places" in what.casefold()


def test_a_form_left_open_does_not_undo_sign_ups(client: Client, alice: Person) -> None:
    gathering = make_gathering(capacity=30)
    make_party(gathering, "Samira", "Nawel")
    client.post(desk(gathering, "changer/"), {**RIGHT, "capacity": "30"})
    saved = Gathering.objects.get()
    assert saved.taken == 2
    assert saved.version > 1


@pytest.mark.parametrize(
    ("state", "what"),
    [("published", "rencontre publiée"), ("cancelled", "rencontre annulée")],
)
def test_a_change_of_state_is_written(client: Client, alice: Person, state: str, what: str) -> None:
    gathering = make_gathering(state="draft")
    client.post(desk(gathering, "etat/"), {"state": state})
    assert Gathering.objects.get().state == state
    assert log(gathering) == [(what, "")]
    assert what in client.get(desk(gathering, "journal/")).content.decode()


@pytest.mark.parametrize("state", ["", "deleted", "published"])
def test_a_state_that_is_none_or_the_same_changes_nothing(
    client: Client, alice: Person, state: str
) -> None:
    gathering = make_gathering()
    client.post(desk(gathering, "etat/"), {"state": state})
    assert log(gathering) == []


def test_the_next_edition_is_a_draft_where_nobody_is_signed_up(
    client: Client, alice: Person
) -> None:
    gathering = make_gathering(capacity=10)
    room = make_room()
    make_option(make_moment(gathering, room=room, choosing="immediate"), 5)
    make_party(gathering)
    client.post(desk(gathering, "copier/"), {"begin": "2090-12-08"})
    copy = Gathering.objects.get(cloned_from=gathering)
    assert (copy.state, copy.taken, copy.parties.count()) == ("draft", 0, 0)
    assert timezone.localtime(copy.starts_at).isoformat() == "2090-12-08T09:00:00+01:00"
    [moment] = copy.moments.all()
    assert (moment.room, moment.options.count()) == (room, 1)
    assert moment.uid != gathering.moments.get().uid


def test_a_moment_and_its_options_are_added_and_removed(client: Client, alice: Person) -> None:
    gathering = make_gathering()
    typed = {"kind": "visit", "title": "Visite", "choosing": "none", "starts_at_0": "2090-12-08",
             "starts_at_1": "09:30"}  # fmt: skip
    client.post(desk(gathering, "programme/nouveau/"), typed)
    moment = gathering.moments.get()
    said = {"title": "Ferme", "position": "0", "new_speaker": "Une maraîchère"}
    client.post(desk(gathering, f"programme/{moment.pk}/choix/nouveau/"), said)
    moment.refresh_from_db()
    assert (moment.options.get().title, moment.choosing) == ("Ferme", "wishes")
    client.post(desk(gathering, f"programme/{moment.pk}/"), {"remove": "1"})
    assert Moment.objects.count() == 0
    assert "retiré du programme" in log(gathering)[0][0]


def test_what_people_have_is_not_removed(client: Client, alice: Person) -> None:
    gathering = make_gathering()
    moment = make_moment(gathering, choosing="immediate")
    option = make_option(moment, 5)
    make_party(gathering, wishes={moment.pk: (option.pk,)})
    for page in (f"programme/{moment.pk}/", f"programme/{moment.pk}/choix/{option.pk}/"):
        answer = client.post(desk(gathering, page), {"remove": "1"}, follow=True)
        assert "des personnes l&#x27;ont déjà" in answer.content.decode().replace("'", "&#x27;")
    assert moment.options.count() == 1


def test_places_and_rooms_are_described(client: Client, alice: Person) -> None:
    client.post(f"{DESK}lieux/nouveau/", {"name": "Baraka", "step_free": "yes"})
    place = Place.objects.get()
    client.post(f"{DESK}lieux/{place.pk}/salles/nouvelle/", {"name": "cuisine", "capacity": "60"})
    room = place.rooms.get()
    make_moment(make_gathering(), room=room)
    client.post(f"{DESK}lieux/{place.pk}/salles/{room.pk}/", {"remove": "1"})
    assert list(place.rooms.values_list("name", "capacity")) == [("cuisine", 60)]


@pytest.mark.parametrize("act", ["cancel", "confirm", "first", "give"])
def test_what_is_done_by_hand_asks_for_a_reason_and_keeps_it(
    client: Client, alice: Person, act: str
) -> None:
    gathering = make_gathering(capacity=1)
    option = make_option(make_moment(gathering, choosing="immediate"), 5)
    make_party(gathering)
    party = make_party(gathering, "Nawel")
    Gathering.objects.update(capacity=2)
    page = desk(gathering, f"inscriptions/{party.pk}/a-la-main/")
    for reason in ("", "\u202e "):
        client.post(page, {"act": act, "option": option.pk, "reason": reason})
        assert log(gathering) == []
    client.post(page, {"act": act, "option": option.pk, "reason": "elle vient de loin"})
    assert [reason for _what, reason in log(gathering)] == ["elle vient de loin"]
    assert gathering.changes.get().by == alice


@pytest.mark.parametrize("number", ["²", "9" * 30, "9" * 5000, "-1", ""])
def test_a_strange_choice_by_hand_is_refused(client: Client, alice: Person, number: str) -> None:
    party = make_party(gathering := make_gathering())
    client.raise_request_exception = False
    page = desk(gathering, f"inscriptions/{party.pk}/a-la-main/")
    answer = client.post(page, {"act": "give", "option": number, "reason": "parce que"})
    assert answer.status_code in {400, 404}
