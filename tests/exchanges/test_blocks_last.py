"""A block lasts, whatever name, number or account somebody comes back with; nobody learns it."""

import pytest
from django.test import Client

from entraide.exchanges.actions import blocking, circles, posting, talking
from entraide.exchanges.models import Block, Circle, Neighbour, Talk
from entraide.exchanges.queries import board, parties, people
from entraide.gatherings.models import Gathering, Party, Tie
from entraide.gatherings.queries.composing import ties
from entraide.people.models import Apart
from tests.exchanges.test_blocks import enter
from tests.exchanges.test_posts import joining
from tests.make import (
    make_circle,
    make_gathering,
    make_member,
    make_need,
    make_neighbour,
    make_offer,
    make_party,
)

pytestmark = pytest.mark.django_db
SAMIRA = {"tell_by": "phone", "phone": "0639980001"}
OMAR = {"tell_by": "phone", "phone": "0639980002"}


@pytest.fixture
def circle() -> Circle:
    return make_circle()


@pytest.fixture
def both(circle: Circle) -> tuple[Neighbour, Neighbour]:
    return make_neighbour(circle, "Samira", **SAMIRA), make_neighbour(circle, "Omar", **OMAR)


def apart_at_tables(circle: Circle) -> bool:
    """Sign both up with their phones, under other names; tell whether they are kept apart."""
    gathering = make_gathering(collective=circle.collective)
    make_party(gathering, "Madame B.", tell_by="phone", phone="+33 6 39 98 00 01")
    make_party(gathering, "Moustache", tell_by="phone", phone="06.39.98.00.02")
    return bool(ties(gathering)[Tie.Kind.APART])


def test_another_name_and_a_number_written_otherwise_change_nothing_at_tables(
    circle: Circle, both: tuple[Neighbour, Neighbour]
) -> None:
    assert not apart_at_tables(circle)
    blocking.block(*both)
    assert apart_at_tables(circle)


@pytest.mark.parametrize("who", [0, 1])
def test_saying_otherwise_how_one_is_told_does_not_undo_it(
    client: Client, circle: Circle, both: tuple[Neighbour, Neighbour], who: int
) -> None:
    blocking.block(*both)
    enter(client, circle, both[who])
    changed = joining(name="Quelqu'un", tell_by="come_back")
    assert client.post("/entraide/upc/moi/dire/", changed).status_code == 302
    assert apart_at_tables(circle)


def test_who_comes_back_with_the_same_contact_is_kept_apart_and_not_named(
    client: Client, circle: Circle, both: tuple[Neighbour, Neighbour]
) -> None:
    samira, omar = both
    blocking.block(samira, omar)
    circles.leave(omar)
    again = make_neighbour(circle, "Moustache", **OMAR)
    assert people.apart_from(samira) == {again.pk}
    offer = make_offer(samira, audience="collective")
    assert not board.offers(circle, again)
    enter(client, circle, again)
    assert client.get(f"/entraide/upc/offres/{offer.uid}/").status_code == 404
    # The one who asked learns neither that they are back, nor under which name.
    enter(client, circle, samira)
    page = client.get("/entraide/upc/moi/dire/").content.decode()
    assert "Moustache" not in page
    assert "Omar" in page
    block = Block.objects.get(by=samira, because=None)
    client.post(f"/entraide/upc/moi/revoir/{block.pk}/")
    assert people.apart_from(samira) == set()
    assert not Apart.objects.exists()


def test_a_chain_of_names_and_numbers_ends_where_it_began(
    circle: Circle, both: tuple[Neighbour, Neighbour]
) -> None:
    samira, omar = both
    blocking.block(samira, omar)
    circles.leave(omar)
    again = make_neighbour(circle, "Moustache", **OMAR)
    circles.change(again, circles.Joining("Moustache", tell_by="phone", phone="0639980003"))
    circles.leave(again)
    third = make_neighbour(circle, "Autre", tell_by="phone", phone="0639980003")
    assert people.apart_from(samira) == {third.pk}


def test_nobody_is_kept_apart_because_another_typed_their_number(
    circle: Circle, both: tuple[Neighbour, Neighbour]
) -> None:
    samira, omar = both
    leila = make_neighbour(circle, "Leila", tell_by="phone", phone="0639980004")
    blocking.block(samira, omar)
    circles.change(omar, circles.Joining("Omar", tell_by="phone", phone=leila.phone))
    circles.change(leila, circles.Joining("Leila", tell_by="phone", phone=leila.phone))
    assert people.apart_from(samira) == {omar.pk}
    gathering = make_gathering(collective=circle.collective)
    make_party(gathering, "Samira", **SAMIRA)
    make_party(gathering, "Leila", tell_by="phone", phone=leila.phone)
    assert ties(gathering)[Tie.Kind.APART] == []


def test_what_follows_from_two_is_not_freed_by_one(
    circle: Circle, both: tuple[Neighbour, Neighbour]
) -> None:
    samira, omar = both
    other = make_neighbour(circle, "Moustache", **OMAR)
    third = make_neighbour(circle, "Trois", **OMAR)
    for one in (omar, other):
        blocking.block(samira, one)
    blocking.unblock(Block.objects.get(by=samira, of=omar))
    assert {other.pk, third.pk} <= people.apart_from(samira)


@pytest.mark.parametrize(
    "typed", ["+33 6 39 98 00 02", "+33 (0)6 39 98 00 02", "0033639980002", "33639980002"]
)
def test_a_number_is_the_same_however_it_is_dialled(circle: Circle, typed: str) -> None:
    samira, omar = make_neighbour(circle, **SAMIRA), make_neighbour(circle, "Omar", **OMAR)
    blocking.block(samira, omar)
    circles.leave(omar)
    again = make_neighbour(circle, "Autre", tell_by="phone", phone=typed)
    assert people.apart_from(samira) == {again.pk}


def test_who_is_here_twice_is_kept_apart_twice(
    circle: Circle, both: tuple[Neighbour, Neighbour]
) -> None:
    samira, omar = both
    other = make_neighbour(circle, "Moustache", **OMAR)
    blocking.block(samira, omar)
    assert people.apart_from(samira) == {omar.pk, other.pk}
    blocking.unblock(Block.objects.get(by=samira, of=omar))
    assert people.apart_from(samira) == set()


def test_two_who_share_a_phone_are_two(circle: Circle) -> None:
    samira, omar = make_neighbour(circle, **SAMIRA), make_neighbour(circle, "Omar", **SAMIRA)
    daughter = make_neighbour(circle, "Lila", **SAMIRA)
    blocking.block(samira, omar)
    # What they share tells nothing of who their daughter is.
    assert people.apart_from(daughter) == set()
    gathering = make_gathering(collective=circle.collective)
    for name in ("Samira", "Omar", "Lila"):
        make_party(gathering, name, **SAMIRA)
    assert len(ties(gathering)[Tie.Kind.APART]) == 1


def test_one_account_is_one_neighbour(client: Client, circle: Circle) -> None:
    client.force_login(make_member("Zoé", circle.collective))
    assert client.post("/entraide/upc/rejoindre/", joining()).status_code == 200
    # Whoever leaves and comes back with it is known by its address.
    zoe = Neighbour.objects.get()
    samira = make_neighbour(circle, **SAMIRA)
    blocking.block(samira, zoe)
    again = joining(name="Autre", key="other-key-of-a-form-00")
    assert client.post("/entraide/upc/rejoindre/", again).status_code == 302
    assert Neighbour.objects.count() == 2
    circles.leave(zoe)
    client.cookies.clear()
    client.force_login(zoe.person or make_member("X"))
    client.post("/entraide/upc/rejoindre/", again)
    assert people.apart_from(samira) == {Neighbour.objects.get(name="Autre").pk}


def test_who_leaves_takes_back_what_they_asked_for(
    circle: Circle, both: tuple[Neighbour, Neighbour]
) -> None:
    samira, omar = both
    blocking.block(samira, omar)
    blocking.block(omar, samira)
    circles.leave(samira)
    # Omar's own wish stays; that of who left goes with her.
    assert apart_at_tables(circle)
    circles.leave(omar)
    assert not Apart.objects.exists()


def test_it_cannot_be_asked_who_keeps_away(
    client: Client, circle: Circle, both: tuple[Neighbour, Neighbour]
) -> None:
    samira, omar = both
    gone = make_neighbour(circle, "Parti")
    uid = gone.uid
    circles.leave(gone)
    blocking.block(omar, samira)
    enter(client, circle, samira)
    pages = [
        client.post(f"/entraide/upc/voisins/{one}/ne-plus-croiser/", follow=True)
        for one in (uid, omar.uid)
    ]
    assert pages[0].status_code == pages[1].status_code == 200
    said = [page.content.decode().split("<main")[1].split("</p>")[0] for page in pages]
    assert said[0] == said[1]


def test_who_needs_something_can_be_kept_away_too(client: Client, circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    need = make_need(omar, audience="collective")
    enter(client, circle, samira)
    assert "ne-plus-croiser" in client.get(f"/entraide/upc/besoins/{need.uid}/").content.decode()
    client.post(f"/entraide/upc/voisins/{omar.uid}/ne-plus-croiser/")
    assert people.apart_from(samira) == {omar.pk}


def test_taken_back_they_write_to_each_other_again(
    client: Client, circle: Circle, both: tuple[Neighbour, Neighbour]
) -> None:
    samira, omar = both
    offer = make_offer(omar)
    talking.begin(samira, "Bonjour", offer=offer)
    blocking.block(samira, omar)
    blocking.unblock(Block.objects.get())
    enter(client, circle, samira)
    page = f"/entraide/upc/offres/{offer.uid}/"
    assert client.get(page).status_code == 200
    assert client.post(f"{page}ecrire/", {"words": "Encore"}).status_code == 302
    assert Talk.objects.get().messages.count() == 2


def test_what_is_theirs_is_told_no_more_under_its_new_name(
    client: Client, circle: Circle, both: tuple[Neighbour, Neighbour]
) -> None:
    samira, omar = both
    need = make_need(omar, "Un lit", audience="collective")
    talking.begin(samira, "Bonjour", need=need)
    private = posting.Posted(
        need.category, need.how, "Après l'opération", audience="private", until=need.until
    )
    posting.change(need, private)
    enter(client, circle, samira)
    for page in ("raconter", "moi"):
        read = client.get(f"/entraide/upc/{page}/").content.decode()
        assert "Un lit" in read
        assert "opération" not in read
    blocking.block(omar, samira)
    for page in ("raconter", "moi"):
        read = client.get(f"/entraide/upc/{page}/").content.decode()
        assert "Un lit" not in read


@pytest.mark.parametrize("state", [Party.State.CONFIRMED, Party.State.WAITING])
def test_no_work_party_is_proposed_where_they_wait_for_a_place(
    circle: Circle, both: tuple[Neighbour, Neighbour], state: str
) -> None:
    samira, omar = both
    work = make_gathering(collective=circle.collective, kind=Gathering.Kind.WORK_PARTY)
    party = make_party(work, "Moustache", tell_by="phone", phone=omar.phone)
    Party.objects.filter(pk=party.pk).update(state=state)
    assert parties.proposed([work], samira) == [work]
    blocking.block(omar, samira)
    assert parties.proposed([work], samira) == []
    Party.objects.filter(pk=party.pk).update(state=Party.State.CANCELLED)
    assert parties.proposed([work], samira) == [work]


def test_what_is_not_proposed_tells_nothing_of_who_comes(circle: Circle) -> None:
    work = make_gathering(collective=circle.collective, kind=Gathering.Kind.WORK_PARTY)
    seen = [parties.idea([work], make_neighbour(circle, f"N{number}")) for number in range(40)]
    # Nobody is kept apart here: some read of it and some do not, and each always the same.
    assert set(seen) == {work, None}
    one = make_neighbour(circle, "Stable")
    assert len({parties.idea([work], one) for _time in range(5)}) == 1


def test_joining_again_and_again_is_slowed(client: Client, circle: Circle) -> None:
    codes = [
        client.post("/entraide/upc/rejoindre/", joining(key=f"key-of-a-form-{n:09d}")).status_code
        for n in range(25)
    ]
    assert codes[:20] == [200] * 20
    assert codes[-1] == 422
    assert Neighbour.objects.count() < 25


def test_nobody_speaks_for_the_team(client: Client, circle: Circle) -> None:
    for name in ("L'équipe", "la Coordination", "ENTRAIDE"):
        answer = client.post("/entraide/upc/rejoindre/", joining(name=name))
        assert answer.status_code == 422
        assert "parlerait pour l&#x27;équipe" in answer.content.decode()
    assert not Neighbour.objects.exists()
