"""Ties between two people: made once, by the coordination only, and removed."""

import pytest
from django.test import Client

from entraide.gatherings.actions import seating
from entraide.gatherings.forms.composing import TieForm
from entraide.gatherings.models import Gathering, SignUp, Tie
from entraide.people.models import Person, Role
from tests.gatherings.rooms import gather
from tests.make import make_member

pytestmark = pytest.mark.django_db


def address(gathering: Gathering) -> str:
    return f"/bureau/upc/rencontres/{gathering.slug}/composer/liens/"


def test_a_pair_is_tied_once_whatever_the_order(alice: Person) -> None:
    gathering, (one, other) = gather(2)
    seating.tie(gathering, "apart", other, one, by=alice)
    seating.tie(gathering, "together", one, other, by=alice)
    assert [tie.kind for tie in Tie.objects.all()] == ["together"]


def test_a_tie_needs_two_people() -> None:
    _gathering, (alone,) = gather(1)
    data = {"kind": "apart", "one": alone.pk, "other": alone.pk}
    form = TieForm(data, people=SignUp.objects.all())
    assert form.errors == {"other": ["Choisissez deux personnes différentes."]}


def test_ties_are_for_the_coordination_only(client: Client) -> None:
    gathering, _people = gather(2)
    client.force_login(make_member("Fatou", role=Role.FACILITATOR))
    page = address(gathering)
    assert client.get(page).status_code == 404
    assert page not in client.get(page.removesuffix("liens/")).content.decode()


def test_a_tie_is_made_and_removed_from_the_page(desk: Client) -> None:
    gathering, (one, other) = gather(2)
    page = address(gathering)
    desk.post(page, {"kind": "apart", "one": one.pk, "other": other.pk})
    assert Tie.objects.get().kind == "apart"
    desk.post(page, {"remove": Tie.objects.get().pk})
    assert not Tie.objects.exists()


def test_a_tie_without_its_kind_is_told_and_keeps_the_two_people(desk: Client) -> None:
    # Nothing is ticked: the page must say so, and must not empty what was chosen.
    gathering, people = gather(2)
    answer = desk.post(address(gathering), {"one": people[0].pk, "other": people[1].pk})
    assert answer.context["form"].errors
    assert f'value="{people[0].pk}" selected' in answer.content.decode()
