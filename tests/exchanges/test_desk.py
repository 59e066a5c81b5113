"""The team: opens the mutual aid, rules it, types for those on the phone, calls them."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from entraide.exchanges.actions import talking
from entraide.exchanges.models import Category, Circle, Need, Neighbour, Offer, Part
from entraide.exchanges.queries import calls
from entraide.people.models import Collective, Role
from tests.exchanges.test_posts import joining, typed
from tests.make import (
    make_circle,
    make_collective,
    make_member,
    make_neighbour,
    make_offer,
)

pytestmark = pytest.mark.django_db
DESK = "/bureau/upc/entraide/"


@pytest.fixture
def upc() -> Collective:
    return make_collective()


@pytest.fixture
def desk(client: Client, upc: Collective) -> Client:
    client.force_login(make_member("Alice", upc, Role.FACILITATOR))
    return client


def test_the_mutual_aid_is_opened_with_a_short_tree(desk: Client, upc: Collective) -> None:
    assert Client().get("/entraide/upc/").status_code == 404
    for _time in range(2):
        desk.post(DESK)
    circle = Circle.objects.get(collective=upc)
    assert Category.objects.filter(circle=circle, parent=None).count() == 5
    assert Client().get("/entraide/").headers["Location"] == "/entraide/upc/"


def test_reception_opens_nothing_and_rules_nothing(client: Client, upc: Collective) -> None:
    client.force_login(make_member("Bob", upc, Role.RECEPTION))
    assert client.post(DESK).status_code == 404
    make_circle(upc)
    assert client.get(DESK).status_code == 200
    assert client.get(f"{DESK}regles/").status_code == 404


def test_the_tree_is_changed_and_keeps_what_holds_something(desk: Client, upc: Collective) -> None:
    circle = make_circle(upc)
    make_offer(make_neighbour(circle))
    kept = Offer.objects.get().category
    answer = desk.post(
        f"{DESK}regles/", {"form": "tree", "tree": "Choses : Vélos\nTemps"}, follow=True
    )
    said = answer.content.decode()
    assert "Restent, car quelque chose s&#x27;y trouve" in said
    names = set(Category.objects.filter(circle=circle).values_list("name", flat=True))
    assert names == {"Choses", "Vélos", "Temps", kept.name}
    twice = desk.post(f"{DESK}regles/", {"form": "tree", "tree": "A\nA"})
    assert twice.status_code == 422


def test_the_trusted_person_is_of_the_collective(desk: Client, upc: Collective) -> None:
    circle = make_circle(upc)
    stranger = make_member("Zoé", make_collective("pile"))
    typed_in = {"form": "circle", "words": "On s'aide.", "weeks": "6", "trusted": stranger.pk}
    refused = desk.post(f"{DESK}regles/", typed_in)
    assert refused.status_code == 422
    assert "On s&#x27;aide." in refused.content.decode()
    circle.refresh_from_db()
    assert circle.words == ""


def test_a_need_is_typed_on_the_phone_and_its_owner_comes_back(
    desk: Client, upc: Collective
) -> None:
    circle = make_circle(upc)
    answer = desk.post(
        f"{DESK}accueillir/", joining(tell_by="phone", phone="0639980001", entered_how="phone")
    )
    words = re.findall(r"<li>([a-z]+)</li>", answer.content.decode())
    samira = Neighbour.objects.get()
    assert samira.entered_how == Neighbour.EnteredHow.PHONE
    page = f"{DESK}personnes/{samira.uid}/demander/"
    desk.post(page, typed(circle, title="Monter un lit", audience="private"))
    need = Need.objects.get()
    assert need.entered_by is not None
    phone = Client()
    phone.post("/entraide/upc/quatre-mots/", {"words": " ".join(words)})
    assert "Monter un lit" in phone.get("/entraide/upc/moi/").content.decode()


def test_who_has_no_mail_is_called_and_then_no_more(desk: Client, upc: Collective) -> None:
    circle = make_circle(upc)
    omar = make_neighbour(circle, "Omar", tell_by="phone", phone="0639980002")
    lila = make_neighbour(circle, "Lila", tell_by="email", email="lila@entraide.example")
    samira = make_neighbour(circle, tell_by="phone", phone="0639980001")
    for other in (omar, lila):
        talking.begin(samira, "Est-elle libre ?", offer=make_offer(other))
    (call,) = calls.to_call(circle)
    assert call.neighbour == omar
    assert "0639980002" in desk.get(f"{DESK}appels/").content.decode()
    desk.post(f"{DESK}appels/{call.messages[0].pk}/")
    assert calls.to_call(circle) == []


def test_the_page_says_that_somebody_reads_the_message_aloud(upc: Collective) -> None:
    circle = make_circle(upc)
    by_phone = make_offer(make_neighbour(circle, "Omar", tell_by="phone", phone="0639980002"))
    by_mail = make_offer(
        make_neighbour(circle, "Lila", tell_by="email", email="lila@entraide.example")
    )
    client = Client()
    client.post("/entraide/upc/rejoindre/", joining())
    said = "lui lira votre message"
    assert said in client.get(f"/entraide/upc/offres/{by_phone.uid}/").content.decode()
    assert said not in client.get(f"/entraide/upc/offres/{by_mail.uid}/").content.decode()


def test_the_desk_of_another_collective_does_not_exist(desk: Client) -> None:
    circle = make_circle(make_collective("pile"))
    stranger = make_neighbour(circle)
    make_circle(make_collective())
    assert desk.get("/bureau/pile/entraide/").status_code == 404
    assert desk.get(f"{DESK}personnes/{stranger.uid}/demander/").status_code == 404


def test_a_name_is_found_whatever_its_accents(desk: Client, upc: Collective) -> None:
    desk.post("/bureau/upc/entraide/")
    for name in ("Aïcha", "Omar"):
        make_neighbour(Circle.objects.get(), name, tell_by="come_back")
    found = desk.post("/bureau/upc/entraide/personnes/", {"name": "aicha"}).content.decode()
    assert "Aïcha" in found
    assert "Omar" not in found


def test_what_was_done_is_typed_on_the_phone(desk: Client, upc: Collective) -> None:
    desk.post("/bureau/upc/entraide/")
    who = make_neighbour(Circle.objects.get(), "Aïcha", tell_by="come_back")
    page = f"/bureau/upc/entraide/personnes/{who.uid}/raconter/"
    assert "une parole" not in desk.get(page).content.decode()
    values = {
        "key": "d" * 22, "words": "Un lit monté.", "how": "gift", "side": "received",
        "day": timezone.localdate().isoformat(),
    }  # fmt: skip
    for _time in range(2):
        assert desk.post(page, values).status_code == 302
    assert [part.neighbour for part in Part.objects.all()] == [who]
    assert desk.post(page, {**values, "words": ""}).status_code == 422
