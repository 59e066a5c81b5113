"""A private need is read by its owner, and by nobody else at any address."""

import pytest
from django.test import Client

from entraide.exchanges.models import Need, Neighbour
from entraide.people.models import Membership, Role
from tests.exchanges.test_blocks import enter
from tests.home.neighbourhood import enter as enter_as, pages
from tests.make import make_circle, make_member, make_need, make_neighbour, make_offer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CANARY = "Canari jaune"
HOME = "/entraide/upc/"
OWN = (
    "",
    "moi/",
    "moi/dire/",
    "moi/trace/",
    "raconter/",
    "demander/",
    "chantiers/",
    "?words=canari",
)


@pytest.fixture
def need(before_the_press: None) -> Need:
    circle = make_circle()
    roles = {"Alice": Role.COORDINATOR, "Bob": Role.RECEPTION, "Dina": Role.RESEARCHER}
    for name, role in roles.items():
        make_member(name, circle.collective, role)
    make_neighbour(circle, "Omar", tell_by="phone", phone="0639980002")
    nadia = make_neighbour(circle, "Nadia", tell_by="email", email="nadia@entraide.example")
    found = make_need(nadia, CANARY)
    # Somebody could answer it: they are not told either.
    make_offer(make_neighbour(circle, "Zoé"), category=found.category)
    return found


def reads(client: Client, addresses: list[str]) -> list[str]:
    """Return the pages where the need is read."""
    return [address for address in addresses if CANARY.encode() in client.get(address).content]


def of_a_neighbour(need: Need) -> list[str]:
    return [*(f"{HOME}{page}" for page in OWN), f"{HOME}besoins/{need.uid}/"]


def test_its_owner_reads_it(need: Need, client: Client) -> None:
    enter(client, need.circle, need.answers)
    assert f"{HOME}moi/" in reads(client, of_a_neighbour(need))


def test_no_other_neighbour_and_no_stranger_reads_it(need: Need) -> None:
    assert reads(Client(), of_a_neighbour(need)) == []
    for one in Neighbour.objects.exclude(pk=need.answers.pk):
        client = Client()
        enter(client, need.circle, one)
        assert reads(client, of_a_neighbour(need)) == [], one


def test_no_page_of_the_desk_shows_it_whatever_the_role(need: Need) -> None:
    addresses = [page.address for page in pages() if "/entraide/" in page.address]
    assert len(addresses) > 15
    for name in Membership.objects.values_list("person__name", flat=True):
        assert reads(enter_as(name), addresses) == [], name


def test_a_need_that_is_shown_would_be_found(need: Need) -> None:
    """The control: shown to the circle, the same look finds it."""
    Need.objects.filter(pk=need.pk).update(audience="collective")
    client = Client()
    enter(client, need.circle, Neighbour.objects.exclude(pk=need.answers.pk)[0])
    assert HOME in reads(client, of_a_neighbour(need))
