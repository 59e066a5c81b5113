"""What each person does, hour by hour."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entraide.gatherings.models import Allocation, Gathering, Moment, Option, SignUp
from entraide.gatherings.queries.plans import Step, plans, plans_of
from tests.make import (
    make_gathering,
    make_moment,
    make_option,
    make_party,
    make_place,
    make_room,
    make_table,
)

pytestmark = pytest.mark.django_db


def later(gathering: Gathering, hours: int, **values: object) -> Moment:
    begin = gathering.starts_at + timedelta(hours=hours)
    return make_moment(gathering, starts_at=begin, ends_at=begin + timedelta(hours=1), **values)


def give(person: SignUp, option: Option) -> None:
    Allocation.objects.create(sign_up=person, moment=option.moment, option=option)


def a_day() -> Gathering:
    """A welcome together, a visit at choice, a workshop at tables, a meal at choice."""
    gathering = make_gathering()
    later(gathering, 0, kind="welcome", title="Accueil", place=make_place("Baraka"))
    visit = later(gathering, 1, choosing="wishes", place=make_place("Ferme"))
    make_option(visit, title="Serre", room=make_room("serre"), minutes=30)
    later(gathering, 2, kind="mixed_workshop", title="Ateliers")
    make_option(later(gathering, 3, kind="meal", choosing="immediate"), title="Cantine")
    return gathering


def one_more(gathering: Gathering, number: int) -> SignUp:
    """Someone who has a visit and a table, and no meal."""
    person = make_party(gathering, f"Samira {number}").sign_ups.get()
    give(person, Option.objects.get(title="Serre"))
    workshop = gathering.moments.get(kind="mixed_workshop")
    make_table(workshop, number, person, room=make_room(f"salle {number}"))
    return person


def said(steps: list[Step]) -> list[tuple[str, int | None, str]]:
    return [(step.title, step.number, step.where) for step in steps]


def test_a_plan_is_what_one_has_and_what_everyone_does() -> None:
    gathering = a_day()
    person = one_more(gathering, 3)
    assert said(plans(gathering)[person.pk]) == [
        ("Accueil", None, "Baraka"),
        ("Serre", None, "Lieu de serre, serre"),
        ("Ateliers", 3, "Lieu de salle 3, salle 3"),
    ]
    assert [step.own for step in plans(gathering)[person.pk]] == [False, True, True]


def test_a_choice_ends_when_it_ends_and_not_with_its_moment() -> None:
    gathering = a_day()
    person = one_more(gathering, 1)
    welcome, visit, _ = plans(gathering)[person.pk]
    assert visit.ends_at == visit.starts_at + timedelta(minutes=30)
    assert welcome.ends_at == welcome.starts_at + timedelta(hours=1)


def test_a_choice_elsewhere_is_not_in_the_room_of_its_moment() -> None:
    gathering = make_gathering()
    visit = later(gathering, 1, choosing="wishes", room=make_room("salle"))
    person = make_party(gathering).sign_ups.get()
    give(person, make_option(visit, place=make_place("Ferme")))
    [step] = plans(gathering)[person.pk]
    assert (step.place, step.room) == ("Ferme", "")


def test_a_choice_without_a_place_is_where_its_moment_is() -> None:
    gathering = make_gathering()
    visit = later(gathering, 1, choosing="wishes", room=make_room("salle"))
    person = make_party(gathering).sign_ups.get()
    give(person, make_option(visit))
    assert plans(gathering)[person.pk][0].where == "Lieu de salle, salle"


def test_nowhere_is_nowhere() -> None:
    gathering = make_gathering()
    later(gathering, 0, title="Accueil")
    person = make_party(gathering).sign_ups.get()
    [step] = plans(gathering)[person.pk]
    assert (step.spot, step.where, step.own) == (None, "", False)


def test_a_table_of_a_parallel_workshop_says_which() -> None:
    gathering = make_gathering()
    workshop = later(gathering, 1, kind="mixed_workshop", choosing="wishes", title="Cinq ateliers")
    quarter = make_option(workshop, title="Le quartier", room=make_room("serre"))
    person = make_party(gathering).sign_ups.get()
    make_table(workshop, 5, person, option=quarter)
    assert said(plans(gathering)[person.pk]) == [("Le quartier", 5, "Lieu de serre, serre")]


def test_who_has_no_seat_sees_the_workshop_without_a_table() -> None:
    gathering = a_day()
    one_more(gathering, 1)
    late = make_party(gathering, "Akim").sign_ups.get()
    assert said(plans(gathering)[late.pk])[-1] == ("Ateliers", None, "")


def test_who_waits_or_cancelled_has_no_plan() -> None:
    gathering = a_day()
    for state in ("waiting", "cancelled"):
        person = one_more(gathering, len(state))
        person.party.state = state
        person.party.save()
    assert plans(gathering) == {}


def test_a_party_has_the_same_plans_alone() -> None:
    gathering = a_day()
    party = one_more(gathering, 1).party
    other = one_more(gathering, 2)
    found = plans_of(party)
    assert other.pk not in found
    assert found == {pk: plans(gathering)[pk] for pk in found} != {}


def test_plans_cost_the_same_for_one_and_for_five() -> None:
    gathering, costs = a_day(), []
    for number in range(1, 6):
        one_more(gathering, number)
        with CaptureQueriesContext(connection) as done:
            [step.where for steps in plans(gathering).values() for step in steps]
        costs.append(len(done))
    assert (costs[0], costs[-1]) == (6, 6)
