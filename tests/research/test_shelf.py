"""The learning shelf, reading lists, seasons and their leaflet."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from entraide.gatherings.models import Gathering
from entraide.people.models import Collective, Role
from entraide.research.actions import carrying
from entraide.research.models import ReadingList, Resource, Season
from tests.make import (
    make_action,
    make_collective,
    make_gathering,
    make_member,
    make_participant,
    make_programme,
)
from tests.pdf import text

pytestmark = pytest.mark.django_db
MAUSS = {
    "kind": "text", "title": "Essai sur le don", "author": "Marcel Mauss", "year": "1925",
    "licence": "domaine public", "modules": "Immigration ; Santé publique",
}  # fmt: skip


@pytest.fixture
def upc() -> Collective:
    return make_collective()


@pytest.fixture
def desk(client: Client, upc: Collective) -> Client:
    client.force_login(make_member("Alice", upc, Role.FACILITATOR))
    return client


def test_a_resource_says_where_it_is_from_and_under_which_licence(desk: Client) -> None:
    refused = desk.post("/bureau/upc/apprendre/nouvelle/", {**MAUSS, "licence": ""})
    assert refused.status_code == 422
    assert "Essai sur le don" in refused.content.decode()
    desk.post("/bureau/upc/apprendre/nouvelle/", MAUSS)
    made = Resource.objects.get()
    assert [one.name for one in made.modules.all()] == ["Immigration", "Santé publique"]
    read = Client().get("/apprendre/").content.decode()
    assert "domaine public" in read
    assert "Marcel Mauss" in read


def test_what_is_looked_for_is_found_by_module_and_kind(desk: Client) -> None:
    desk.post("/bureau/upc/apprendre/nouvelle/", MAUSS)
    desk.post(
        "/bureau/upc/apprendre/nouvelle/",
        {**MAUSS, "title": "Un film", "kind": "film", "modules": "Santé mentale"},
    )
    module = Resource.objects.get(title="Un film").modules.get()
    read = Client().get(f"/apprendre/?module={module.pk}").content.decode()
    assert "Un film" in read
    assert "Essai sur le don" not in read
    read = Client().get("/apprendre/?kind=text").content.decode()
    assert "Un film" not in read
    assert Client().get("/apprendre/?module=rien").status_code == 200


def test_an_action_that_is_not_public_is_not_named(desk: Client, upc: Collective) -> None:
    programme = make_programme(upc)
    shown, hidden = (
        make_action(programme, make_participant(programme, name), title=title)
        for name, title in (("Farida", "La cantine"), ("Zoé", "Les paliers"))
    )
    carrying.show(shown, shown=True)
    desk.post("/bureau/upc/apprendre/nouvelle/", {**MAUSS, "actions": [shown.pk, hidden.pk]})
    read = Client().get("/apprendre/").content.decode()
    assert "La cantine" in read
    assert "Les paliers" not in read


def test_a_reading_list_keeps_its_order_and_its_reasons(desk: Client) -> None:
    for title in ("A lire", "B lire"):
        desk.post("/bureau/upc/apprendre/nouvelle/", {**MAUSS, "title": title})
    first, second = Resource.objects.order_by("title")
    page = "/bureau/upc/apprendre/listes/nouvelle/"
    typed = {"key": "k", "title": "Avant le stage", "items": f"{second.pk} : d'abord\n999 : non"}
    refused = desk.post(page, typed)
    assert refused.status_code == 422
    assert "aucune ressource n&#x27;a ce numéro" in refused.content.decode()
    desk.post(page, {**typed, "items": f"{second.pk} : d'abord\n{first.pk}"})
    made = ReadingList.objects.get()
    read = Client().get(f"/apprendre/listes/{made.pk}/").content.decode()
    assert read.index("B lire") < read.index("A lire")
    assert "d&#x27;abord" in read


def season(desk: Client, upc: Collective, **values: str) -> Season:
    today = timezone.localdate()
    typed = {
        "title": "Automne", "words": "Se chauffer.", "price": "Prix libre", "shown": "on",
        "starts_on": (today - timedelta(days=10)).isoformat(),
        "ends_on": (today + timedelta(days=80)).isoformat(), "partner_names": "La Ferme\nLa Ferme",
    }  # fmt: skip
    desk.post("/bureau/upc/saisons/nouvelle/", typed | values)
    return Season.objects.get(collective=upc)


def test_a_season_shows_the_published_gatherings_of_its_quarter(
    desk: Client, upc: Collective
) -> None:
    soon = timezone.now() + timedelta(days=3)
    day = {"starts_at": soon, "ends_at": soon + timedelta(hours=2), "collective": upc}
    make_gathering(title="Conserver sans congélateur", kind=Gathering.Kind.WORKSHOP, **day)
    make_gathering(title="Encore secret", state=Gathering.State.DRAFT, **day)
    make_gathering(title="Séminaire", kind=Gathering.Kind.SEMINAR, **day)
    far = {"starts_at": soon + timedelta(days=200), "ends_at": soon + timedelta(days=201)}
    make_gathering(title="Au printemps", **(day | far))
    made = season(desk, upc)
    assert [one.name for one in made.partners.all()] == ["La Ferme"]
    read = Client().get(f"/saisons/{made.slug}/").content.decode()
    assert "Conserver sans congélateur" in read
    assert "Prix libre" in read
    for absent in ("Encore secret", "Séminaire :", "Au printemps"):
        assert absent not in read


def test_a_season_that_is_not_shown_does_not_exist(desk: Client, upc: Collective) -> None:
    made = season(desk, upc, shown="")
    assert Client().get(f"/saisons/{made.slug}/").status_code == 404
    assert Client().get(f"/saisons/{made.slug}/depliant-a4.pdf").status_code == 404
    assert desk.get(f"/bureau/upc/saisons/{made.pk}/").status_code == 200


def test_its_end_comes_after_its_beginning(desk: Client, upc: Collective) -> None:
    answer = desk.post(
        "/bureau/upc/saisons/nouvelle/",
        {"title": "Automne", "starts_on": "2026-09-01", "ends_on": "2026-08-01"},
    )
    assert answer.status_code == 422
    assert "La fin vient après le début." in answer.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("size", ["a4", "a3"])
def test_the_leaflet_is_printed_on_two_sides(
    desk: Client, upc: Collective, size: str, settings: LazySettings, tmp_path: object
) -> None:
    settings.DATA_FOLDER = tmp_path
    soon = timezone.now() + timedelta(days=3)
    make_gathering(
        title="Combien coûte un chou ?", kind=Gathering.Kind.TALK, collective=upc, starts_at=soon,
        ends_at=soon + timedelta(hours=2),
    )  # fmt: skip
    made = season(desk, upc)
    answer = Client().get(f"/saisons/{made.slug}/depliant-{size}.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    words = " ".join(text(answer.content).split())
    assert "Combien coûte un chou" in words
    assert "Prix libre" in words
    # Kept: printed again, it is the same file.
    assert Client().get(f"/saisons/{made.slug}/depliant-{size}.pdf").content == answer.content
    assert Client().get(f"/saisons/{made.slug}/depliant-a9.pdf").status_code == 404
