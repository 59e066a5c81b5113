"""The charter is read again; mediation comes before anybody is asked to leave."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from entraide.exchanges.actions import mediating
from entraide.exchanges.models import Circle, Mediation, Neighbour
from entraide.people.models import Role
from tests.make import make_circle, make_member, make_neighbour, make_offer

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
    omar = make_neighbour(circle, "Omar")
    with pytest.raises(mediating.NotTried):
        mediating.exclude(omar)
    for _time in range(2):
        desk.post(PAGE, {"neighbour": omar.pk, "mediator": "Lila"})
    found = Mediation.objects.get()
    said = desk.post(f"{PAGE}{found.pk}/", {"exclude": "1"}, follow=True).content.decode()
    assert "sans médiation" in said
    desk.post(f"{PAGE}{found.pk}/", {"outcome": "agreed"})
    with pytest.raises(mediating.NotTried):
        mediating.exclude(omar)
    desk.post(PAGE, {"neighbour": omar.pk, "mediator": "Lila"})
    last = Mediation.objects.order_by("-pk")[0]
    desk.post(f"{PAGE}{last.pk}/", {"outcome": "not_agreed"})
    make_offer(omar)
    desk.post(f"{PAGE}{last.pk}/", {"exclude": "1"})
    assert not Neighbour.objects.exists()
    assert not Mediation.objects.exists()


@pytest.mark.parametrize("values", [{"neighbour": "", "mediator": "Lila"}, {"neighbour": "999"}])
def test_what_cannot_be_read_is_told(desk: Client, values: dict[str, str]) -> None:
    assert desk.post(PAGE, values).status_code == 422


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
