"""A private need is read by its owner, and by nobody else at any address."""

import pytest
from django.test import Client

from entraide.exchanges.actions import talking
from entraide.exchanges.models import Link, Loop, Need, Neighbour, Search
from entraide.people.models import Membership, Role
from tests.exchanges.test_blocks import enter
from tests.home.neighbourhood import BATCH, NUMBER, enter as enter_as, pages
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


@pytest.fixture(params=["email", "come_back"])
def need(request: pytest.FixtureRequest, before_the_press: None) -> Need:
    """A private need of who has an e-mail, or comes back to read; all that is hers is number 7."""
    circle = make_circle()
    roles = {"Alice": Role.COORDINATOR, "Bob": Role.RECEPTION, "Dina": Role.RESEARCHER}
    for name, role in roles.items():
        make_member(name, circle.collective, role)
    make_neighbour(circle, "Omar", tell_by="phone", phone="0639980002")
    email = "nadia@entraide.example" if request.param == "email" else ""
    nadia = make_neighbour(circle, "Nadia", tell_by=request.param, email=email)
    Neighbour.objects.filter(pk=nadia.pk).update(uid=BATCH)
    nadia.refresh_from_db()
    found = make_need(nadia, CANARY)
    Need.objects.filter(pk=found.pk).update(uid=BATCH)
    found.refresh_from_db()
    # Somebody could answer it: they are not told either, in words or in a loop that waits.
    offer = make_offer(zoe := make_neighbour(circle, "Zoé"), category=found.category)
    talk = talking.begin(nadia, "Bonjour", offer=offer)
    talk.messages.update(id=NUMBER)
    search = Search.objects.create(
        circle=circle, people=2, arcs=1, served=1, served_bound=1, max_length=3
    )
    loop = Loop.objects.create(search=search, until=offer.until, chain=True)
    Link.objects.create(pk=NUMBER + 1, loop=loop, position=0, neighbour=zoe, gives=offer)
    Link.objects.create(pk=NUMBER, loop=loop, position=1, neighbour=nadia, receives=found)
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
