"""The charter is read again; mediation comes before anybody is asked to leave."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from entraide.exchanges.actions import mediating
from entraide.exchanges.forms.mediating import MOST
from entraide.exchanges.models import Circle, Mediation, Neighbour
from entraide.home.background import run_due
from entraide.people.models import Person, Role
from tests.exchanges.test_blocks import enter
from tests.make import make_circle, make_collective, make_member, make_neighbour, make_offer

pytestmark = pytest.mark.django_db
PAGE = "/bureau/upc/entraide/mediations/"


@pytest.fixture
def circle() -> Circle:
    return make_circle()


@pytest.fixture
def desk(client: Client, circle: Circle) -> Client:
    client.force_login(make_member("Alice", circle.collective, Role.COORDINATOR))
    return client


def test_nobody_is_asked_to_leave_before_a_mediation_ended_without_agreement(
    desk: Client, circle: Circle
) -> None:
    omar, alice = make_neighbour(circle, "Omar"), Person.objects.get()
    with pytest.raises(mediating.NotTried):
        mediating.exclude(omar, by=alice)
    for _time in range(2):
        desk.post(PAGE, {"name": "omar", "mediator": "Lila"})
    found = Mediation.objects.get()
    said = desk.post(f"{PAGE}{found.pk}/", {"exclude": "1"}, follow=True).content.decode()
    assert "sans médiation" in said
    desk.post(f"{PAGE}{found.pk}/", {"outcome": "agreed"})
    with pytest.raises(mediating.NotTried):
        mediating.exclude(omar, by=alice)
    # What was said at the end stays said.
    desk.post(f"{PAGE}{found.pk}/", {"outcome": "not_agreed"})
    found.refresh_from_db()
    assert found.outcome == "agreed"
    desk.post(PAGE, {"name": "omar", "mediator": "Lila"})
    last = Mediation.objects.order_by("-pk")[0]
    desk.post(f"{PAGE}{last.pk}/", {"outcome": "not_agreed"})
    make_offer(omar)

    def asked_to_leave() -> str:
        return desk.post(f"{PAGE}{last.pk}/", {"exclude": "1"}, follow=True).content.decode()

    assert "une semaine au moins" in asked_to_leave()
    Mediation.objects.update(opened_on=timezone.localdate() - mediating.LEAST)
    zoe = make_member("Zoé", circle.collective, Role.FACILITATOR)
    assert "ne décide pas seul" in asked_to_leave()
    assert Neighbour.objects.exists()
    desk.force_login(zoe)
    asked_to_leave()
    assert not Neighbour.objects.exists()
    assert not Mediation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_is_concerned_is_told(
    desk: Client, circle: Circle, mailoutbox: list[EmailMessage]
) -> None:
    omar = make_neighbour(circle, "Omar", tell_by="email", email="omar@entraide.example")
    desk.post(PAGE, {"name": "omar", "mediator": "Lila"})
    run_due()
    (letter,) = mailoutbox
    assert "Lila" not in letter.body
    client = Client()
    enter(client, circle, omar)
    assert "Lila voudrait en parler" in client.get("/entraide/upc/moi/").content.decode()


def test_who_leads_alone_decides_alone(desk: Client, circle: Circle) -> None:
    found = mediating.begin(make_neighbour(circle), "Lila", by=Person.objects.get())
    mediating.end(found, "not_agreed")
    Mediation.objects.update(opened_on=timezone.localdate() - mediating.LEAST)
    desk.post(f"{PAGE}{found.pk}/", {"exclude": "1"})
    assert not Neighbour.objects.exists()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": "", "mediator": "Lila"}, "obligatoire"),
        ({"name": "Personne", "mediator": "Lila"}, "ne s&#x27;appelle ainsi"),
        ({"name": "o", "mediator": "Lila"}, "choisissez"),
        ({"name": "o", "neighbour": "999", "mediator": "Lila"}, "choi"),
        ({"name": "Omar", "mediator": ""}, "obligatoire"),
    ],
)
def test_what_cannot_be_read_is_told(
    desk: Client, circle: Circle, values: dict[str, str], said: str
) -> None:
    for name in ("Omar", "Zoé"):
        make_neighbour(circle, name)
    page = desk.post(PAGE, values)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Mediation.objects.exists()


def test_of_all_who_have_a_name_one_is_chosen(desk: Client, circle: Circle) -> None:
    aicha, _other = (make_neighbour(circle, name) for name in ("Aïcha", "Aïcha B."))
    asked = {"name": "aicha", "mediator": "Lila"}
    assert f'value="{aicha.pk}"' in desk.post(PAGE, asked).content.decode()
    said = desk.post(PAGE, {**asked, "neighbour": str(aicha.pk)}, follow=True).content.decode()
    assert "avec Aïcha." in said
    assert Mediation.objects.get().neighbour == aicha
    for number in range(20):
        make_neighbour(circle, f"Aïcha {number}")
    page = desk.post(PAGE, asked).content.decode()
    # Who has just that name comes before those whose name only holds it.
    assert f'value="{aicha.pk}"' in page
    assert page.count('type="radio"') == MOST


def test_nobody_of_another_circle_is_named(desk: Client) -> None:
    make_neighbour(make_circle(make_collective("pile")), "Omar")
    page = desk.post(PAGE, {"name": "Omar", "mediator": "Lila"})
    assert "ne s&#x27;appelle ainsi" in page.content.decode()


def test_an_outcome_that_does_not_exist_is_none(desk: Client, circle: Circle) -> None:
    found = mediating.begin(make_neighbour(circle), "Lila")
    assert desk.post(f"{PAGE}{found.pk}/", {"outcome": "jail"}).status_code == 404
    assert desk.post(f"{PAGE}{found.pk}/", {}).status_code == 404


def test_the_charter_says_when_it_is_read_again_and_the_team_is_reminded(
    desk: Client, circle: Circle
) -> None:
    today = timezone.localdate()
    circle.charter, circle.charter_review_on = "Nous nous écoutons.", today + timedelta(days=1)
    circle.save()
    page = Client().get("/entraide/upc/charte/").content.decode()
    assert "Nous nous écoutons." in page
    assert "à faire vérifier par une juriste" in page
    assert "devait être relue" not in desk.get("/bureau/upc/entraide/").content.decode()
    Circle.objects.update(charter_review_on=today)
    assert "devait être relue" in desk.get("/bureau/upc/entraide/").content.decode()
