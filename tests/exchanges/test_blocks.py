"""A block is silent and absolute: nothing that is found, proposed or seated joins the two."""

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st

from entraide.exchanges.access import COOKIE, token
from entraide.exchanges.actions import blocking, talking
from entraide.exchanges.models import Block, Category, Circle, Need, Neighbour, Offer
from entraide.exchanges.queries import board, matching, people
from entraide.gatherings.models import Tie
from entraide.gatherings.queries.composing import ties
from tests.make import (
    make_circle,
    make_collective,
    make_gathering,
    make_need,
    make_neighbour,
    make_offer,
    make_party,
)

pytestmark = pytest.mark.django_db
PHONE = {"tell_by": "phone", "phone": "06 39 98 00 01"}


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def could(need: Need) -> list[Offer]:
    """Return the offers that are shown to who answers for a need."""
    return matching.someone_could(need.answers, [need])[need.pk]


def test_who_is_blocked_sees_and_answers_nothing_of_the_other(circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    offer, need = make_offer(omar), make_need(samira)
    assert could(need) == [offer]
    blocking.block(omar, samira)
    assert could(need) == []
    assert not board.offers(circle, samira)
    with pytest.raises(talking.Unreachable):
        talking.begin(samira, "Bonjour", offer=offer)
    # A stranger sees it still: nothing tells Samira that she is blocked.
    assert list(board.offers(circle, None)) == [offer]
    blocking.unblock(Block.objects.get(by=omar, of=samira))
    assert could(need) == [offer]


def test_what_they_wrote_to_each_other_ends(circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    talk = talking.begin(samira, "Bonjour", offer=make_offer(omar))
    blocking.block(samira, omar)
    talk.refresh_from_db()
    assert list(board.talks(omar)) == []
    with pytest.raises(talking.Unreachable):
        talking.write(talk, omar, "Pourquoi ?")


def test_a_block_of_both_ends_when_both_take_it_back(circle: Circle) -> None:
    samira, omar = make_neighbour(circle, **PHONE), make_neighbour(circle, "Omar", **PHONE)
    blocking.block(samira, omar)
    blocking.block(omar, samira)
    blocking.unblock(Block.objects.get(by=samira, of=omar))
    assert people.apart_from(samira) == {omar.pk}
    blocking.unblock(Block.objects.get(by=omar, of=samira))
    assert people.apart_from(samira) == set()


def test_nobody_blocks_themselves_or_somebody_of_another_circle(circle: Circle) -> None:
    samira = make_neighbour(circle)
    from_elsewhere = make_neighbour(make_circle_elsewhere())
    for other in (samira, from_elsewhere):
        with pytest.raises(ValueError, match="two neighbours"):
            blocking.block(samira, other)
    assert not Block.objects.exists()


def make_circle_elsewhere() -> Circle:
    return make_circle(make_collective("pile"))


def test_tables_keep_them_apart_by_what_they_left_to_be_reached(circle: Circle) -> None:
    samira = make_neighbour(circle, "Samira", tell_by="phone", phone="0639980001")
    omar = make_neighbour(circle, "Omar", tell_by="email", email="omar@entraide.example")
    gathering = make_gathering(collective=circle.collective)
    first = make_party(gathering, "samira", tell_by="phone", phone="06 39 98 00 01")
    second = make_party(gathering, "OMAR", tell_by="email", email="Omar@entraide.example")
    make_party(gathering, "Lila", tell_by="phone", phone="06 39 98 00 03")
    assert ties(gathering)[Tie.Kind.APART] == []
    blocking.block(samira, omar)
    (pair,) = ties(gathering)[Tie.Kind.APART]
    assert set(pair) == {first.sign_ups.get().pk, second.sign_ups.get().pk}
    blocking.unblock(Block.objects.get(by=samira, of=omar))
    assert ties(gathering)[Tie.Kind.APART] == []


def test_the_page_of_somebody_apart_does_not_exist(client: Client, circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    offer = make_offer(omar, audience="collective")
    page = f"/entraide/{circle.collective.slug}/offres/{offer.uid}/"
    enter(client, circle, samira)
    assert client.get(page).status_code == 200
    blocking.block(omar, samira)
    assert client.get(page).status_code == 404
    assert client.post(f"{page}ecrire/", {"words": "Bonjour"}).status_code == 404


def enter(client: Client, circle: Circle, who: Neighbour) -> None:
    """Keep somebody on this device, as their four words do."""
    client.cookies[COOKIE] = token(who)


@pytest.fixture
def crowd(circle: Circle) -> list[Neighbour]:
    """Eight people, each with an offer and a need of two branches of the tree."""
    found = [make_neighbour(circle, f"N{number}") for number in range(8)]
    branches = list(Category.objects.filter(circle=circle).exclude(parent=None)[:2])
    for number, one in enumerate(found):
        make_offer(one, category=branches[number % 2])
        make_need(one, category=branches[(number // 2) % 2])
    return found


pairs = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(blocked=pairs)
@pytest.mark.slow
def test_no_match_ever_joins_two_of_whom_one_blocked_the_other(
    circle: Circle, crowd: list[Neighbour], blocked: list[tuple[int, int]]
) -> None:
    with transaction.atomic():
        for one, other in blocked:
            if one != other:
                blocking.block(crowd[one], crowd[other])
        kept = people.apart(circle)
        for giver, receiver in matching.arcs(circle):
            assert (min(giver, receiver), max(giver, receiver)) not in kept
        for each in crowd:
            hidden = people.apart_from(each)
            for need in each.needs.all():
                assert not {found.neighbour_id for found in could(need)} & hidden
            assert not {found.neighbour_id for found in board.offers(circle, each)} & hidden
        transaction.set_rollback(True)
