"""Who belongs to the team: Alice coordinates, Bob is reception, Charlie belongs elsewhere."""

import pytest
from django.test import Client

from entraide.people.models import Collective, Membership, Organisation, Person, Role
from tests.make import make_collective, make_member

pytestmark = pytest.mark.django_db
TEAM = "/bureau/upc/equipe/"
INVITED = {"name": "Dalila", "email": "dalila@entraide.example", "role": "facilitator"}


@pytest.fixture
def alice(client: Client) -> Membership:
    """Alice, logged in."""
    client.force_login(make_member("Alice"))
    return Membership.objects.get()


def roles() -> dict[str, str]:
    return dict(Membership.objects.values_list("person__name", "role"))


def test_alice_invites_dalila(client: Client, alice: Membership) -> None:
    answer = client.post(TEAM, {**INVITED, "seconded_by": "Centre social", "hours_per_quarter": 12})
    assert answer["Location"] == TEAM
    dalila = Membership.objects.get(person__email="dalila@entraide.example")
    assert (dalila.role, dalila.collective.slug) == ("facilitator", "upc")
    assert (str(dalila.seconded_by), dalila.hours_per_quarter) == ("Centre social", 12)
    assert not dalila.person.has_usable_password()


def test_inviting_twice_is_told_beside_the_address(client: Client, alice: Membership) -> None:
    client.post(TEAM, INVITED)
    answer = client.post(TEAM, {**INVITED, "email": "DALILA@entraide.example"})
    assert answer.context["form"].errors == {"email": ["Cette personne est déjà membre."]}
    assert roles() == {"Alice": "coordinator", "Dalila": "facilitator"}


def test_someone_of_another_collective_keeps_their_name(client: Client, alice: Membership) -> None:
    charlie = make_member("Charlie", make_collective("pile"))
    client.post(TEAM, {**INVITED, "name": "Charles", "email": "charlie@entraide.example"})
    assert Person.objects.get(pk=charlie.pk).name == "Charlie"
    assert charlie.memberships.count() == 2


def test_what_is_missing_is_told_and_nothing_is_made(client: Client, alice: Membership) -> None:
    answer = client.post(TEAM, {**INVITED, "email": "dalila", "seconded_by": "Centre social"})
    assert answer.context["form"].errors == {"email": ["Saisissez une adresse de courriel valide."]}
    assert roles() == {"Alice": "coordinator"}
    assert Organisation.objects.count() == 0


def test_alice_changes_the_role_of_bob(client: Client, alice: Membership) -> None:
    bob = make_member("Bob", role=Role.RECEPTION).memberships.get()
    client.post(f"{TEAM}{bob.pk}/", {"role": "facilitator"})
    assert roles() == {"Alice": "coordinator", "Bob": "facilitator"}


def test_alice_ends_the_membership_of_bob(client: Client, alice: Membership) -> None:
    bob = make_member("Bob", role=Role.RECEPTION).memberships.get()
    client.post(f"{TEAM}{bob.pk}/", {"remove": "1"})
    assert roles() == {"Alice": "coordinator"}
    assert Person.objects.filter(name="Bob").exists()


@pytest.mark.parametrize("change", [{"role": "reception"}, {"remove": "1"}])
def test_the_last_coordinator_stays(
    client: Client, alice: Membership, change: dict[str, str]
) -> None:
    make_member("Bob", role=Role.FACILITATOR)
    answer = client.post(f"{TEAM}{alice.pk}/", change)
    assert "Il faut au moins une personne à la coordination." in answer.content.decode()
    assert roles()["Alice"] == "coordinator"


@pytest.mark.parametrize("change", [{"role": "reception"}, {"remove": "1"}])
def test_a_coordinator_who_is_not_the_last_may_go(
    client: Client, alice: Membership, change: dict[str, str]
) -> None:
    make_member("Bob")
    client.post(f"{TEAM}{alice.pk}/", change)
    assert roles().get("Alice") == change.get("role")


def test_a_coordinator_elsewhere_does_not_count(client: Client, alice: Membership) -> None:
    make_member("Charlie", make_collective("pile"))
    client.post(f"{TEAM}{alice.pk}/", {"remove": "1"})
    assert roles()["Alice"] == "coordinator"


def test_a_member_of_another_collective_cannot_be_changed(
    client: Client, alice: Membership
) -> None:
    charlie = make_member("Charlie", make_collective("pile")).memberships.get()
    answer = client.post(f"{TEAM}{charlie.pk}/", {"role": "member"})
    assert answer.status_code == 404
    assert roles()["Charlie"] == "coordinator"


def test_alice_writes_what_the_public_reads(client: Client, alice: Membership) -> None:
    said = {"name": "L'université populaire", "purpose": "Dire, puis faire.", "charter": ""}
    client.post("/bureau/upc/presentation/", said)
    saved = Collective.objects.get()
    assert (saved.name, saved.purpose) == ("L'université populaire", "Dire, puis faire.")
    assert saved.slug == "upc"


def test_a_name_that_another_collective_has_is_refused(client: Client, alice: Membership) -> None:
    make_collective("pile")
    answer = client.post("/bureau/upc/presentation/", {"name": "Collectif pile"})
    assert list(answer.context["form"].errors) == ["name"]


def test_one_desk_opens_at_once(client: Client, alice: Membership) -> None:
    assert client.get("/bureau/")["Location"] == "/bureau/upc/"


def test_several_desks_are_offered(client: Client, alice: Membership) -> None:
    Membership.objects.create(
        person=alice.person, collective=make_collective("pile"), role=Role.RECEPTION
    )
    shown = client.get("/bureau/").content.decode()
    assert "/bureau/upc/" in shown
    assert "/bureau/pile/" in shown


def test_a_simple_member_goes_to_the_programmes_of_the_collective(client: Client) -> None:
    client.force_login(make_member("Dalila", role=Role.MEMBER))
    assert client.get("/bureau/")["Location"] == "/bureau/upc/agir/"


def test_who_is_in_no_collective_is_told_that_there_is_no_desk_yet(client: Client) -> None:
    client.force_login(Person.objects.make(name="Dalila", email="dalila@entraide.example"))
    shown = client.get("/bureau/").content.decode().replace("&#x27;", "'")
    assert "Vous n'avez pas encore de bureau." in shown
