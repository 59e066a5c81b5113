"""At the door: who waits is let in, who comes without sign-up is signed up, once."""

import pytest
from django.test import Client
from django.utils import timezone

from entraide.gatherings.actions import arrival, sign_up
from entraide.gatherings.actions.arrival import WalkIn
from entraide.gatherings.models import Change, Gathering, Moment, Party, SignUp, WaitingPlace
from entraide.gatherings.queries import arrival as queries
from entraide.people.models import Person
from tests.gatherings.reception import BACK, HERE, page, sent
from tests.gatherings.rooms import counters_are_true
from tests.make import make_gathering, make_group, make_moment, make_option, make_party, make_place

pytestmark = pytest.mark.django_db


def test_who_waits_and_stands_here_is_let_in_and_the_log_says_so(alice: Person) -> None:
    # "A log of every change": a capacity that grows at the door and someone let in before their
    # turn leave a line, as they do when done at the desk.
    gathering = make_gathering(capacity=1)
    make_party(gathering, "Première")
    late = make_party(gathering, "Tardive")
    assert late.state == Party.State.WAITING
    arrival.mark(gathering, [sent(late.sign_ups.get())], place=None, by=alice)
    late.refresh_from_db()
    gathering.refresh_from_db()
    assert (late.state, gathering.taken, gathering.capacity) == ("confirmed", 2, 2)
    assert Change.objects.filter(gathering=gathering).exists()


def test_a_party_that_waits_is_let_in_once_by_each_of_its_people(alice: Person) -> None:
    gathering = make_gathering(capacity=1)
    make_party(gathering, "Première")
    late = make_party(gathering, "A", "B", "C")
    people = list(late.sign_ups.all())
    arrival.mark(gathering, [sent(one) for one in people], place=None, by=alice)
    counters_are_true(gathering)
    gathering.refresh_from_db()
    assert (gathering.taken, gathering.capacity) == (4, 4)
    assert Party.objects.get(pk=late.pk).state == "confirmed"


def test_who_was_offered_a_place_and_stands_here_is_counted_once(alice: Person) -> None:
    # The offer holds the place already: taking another one makes the counter lie by one for ever.
    gathering = make_gathering(capacity=1)
    first = make_party(gathering, "Première")
    late = make_party(gathering, "Tardive")
    sign_up.cancel(first)
    assert WaitingPlace.objects.get(party=late).state == WaitingPlace.State.OFFERED
    counters_are_true(gathering)
    arrival.mark(gathering, [sent(late.sign_ups.get())], place=None, by=alice)
    counters_are_true(gathering)
    gathering.refresh_from_db()
    assert (gathering.taken, gathering.capacity) == (1, 1)


def test_a_mark_taken_back_before_it_was_sent_lets_nobody_in(alice: Person) -> None:
    # A wrong tap, taken back at once, without network: nobody stands here, nothing opens.
    gathering = make_gathering(capacity=1)
    make_party(gathering, "Première")
    late = make_party(gathering, "Tardive")
    person = late.sign_ups.get()
    marks = [sent(person, HERE, minute=1), sent(person, BACK, minute=2)]
    arrival.mark(gathering, marks, place=None, by=alice)
    late.refresh_from_db()
    gathering.refresh_from_db()
    assert (late.state, gathering.capacity) == ("waiting", 1)


def test_someone_at_the_door_is_signed_up_once_and_here(
    gathering: Gathering, alice: Person
) -> None:
    meal = make_option(
        make_moment(gathering, kind=Moment.Kind.MEAL, choosing=Moment.Choosing.IMMEDIATE), 1
    )
    who = WalkIn("cle-de-la-porte-0001", "Zoé", make_group(), [meal], "CCAS")
    for _ in range(2):
        arrival.walk_in(gathering, who, place=None, at=timezone.now(), by=alice)
    zoe = SignUp.objects.get(name="Zoé")
    meal.refresh_from_db()
    assert (zoe.structure, zoe.party.entered_how, meal.taken) == ("CCAS", "desk", 1)
    assert queries.here(gathering) == {zoe.pk}


def test_the_door_opens_when_the_gathering_is_full(alice: Person) -> None:
    gathering = make_gathering(capacity=1)
    make_party(gathering, "Première")
    who = WalkIn("cle-de-la-porte-0002", "Zoé", make_group(), [])
    party = arrival.walk_in(gathering, who, place=None, at=timezone.now(), by=alice)
    party.refresh_from_db()
    assert party.state == Party.State.CONFIRMED


def test_the_door_takes_a_name_and_says_what_is_missing(gathering: Gathering, door: Client) -> None:
    data = {"key": "k" * 20, "name": "Zoé", "peer_group": make_group().pk}
    door.post(page(gathering, "porte"), data)
    assert SignUp.objects.filter(name="Zoé").exists()
    queued = {"X-Requested-With": "device"}
    answer = door.post(page(gathering, "porte"), {**data, "name": " "}, headers=queued)
    assert answer.status_code == 422
    answer = door.post(page(gathering, "porte"), data, headers=queued)
    assert (answer.json(), SignUp.objects.count()) == ({"done": True, "said": ""}, 1)


def test_two_people_signed_up_at_the_door_with_one_form_are_both_there(
    gathering: Gathering, door: Client
) -> None:
    # The page kept on the device, or the Back button, shows a form whose key was used already.
    # The second person must not be told "is here" and be lost.
    data = {"key": "cle-de-la-porte-0001", "peer_group": make_group().pk}
    door.post(page(gathering, "porte"), {**data, "name": "Zoé"})
    door.post(page(gathering, "porte"), {**data, "name": "Nour"})
    people = SignUp.objects.filter(pk__in=queries.here(gathering))
    assert {person.name for person in people} == {"Zoé", "Nour"}


def test_who_gets_no_meal_at_the_door_is_told(gathering: Gathering, door: Client) -> None:
    moment = make_moment(gathering, kind=Moment.Kind.MEAL, choosing=Moment.Choosing.IMMEDIATE)
    meal = make_option(moment, 1, "Couscous")
    data = {"peer_group": make_group().pk, f"meal_{moment.pk}": meal.pk}
    for key, name in (("k" * 20, "Zoé"), ("l" * 20, "Nour")):
        answer = door.post(
            page(gathering, "porte"), {**data, "key": key, "name": name}, follow=True
        )
    counters_are_true(gathering)
    assert meal.allocations.count() == 1
    messages = [str(one) for one in answer.context["messages"]]
    assert any("Couscous" in one or "repas" in one for one in messages), messages


def test_a_form_of_the_door_that_is_refused_keeps_what_was_typed(
    gathering: Gathering, door: Client
) -> None:
    # Bad input loses nothing: the name is not typed again because the peer group was missing.
    data = {"key": "k" * 20, "name": "Zoé Deschamps", "structure": "CCAS", "peer_group": ""}
    answer = door.post(page(gathering, "porte"), data, follow=True)
    assert "Zoé Deschamps" in answer.content.decode()


def test_a_damaged_form_of_the_door_is_given_anew(gathering: Gathering, door: Client) -> None:
    data = {"key": "<x>", "name": "Zoé", "peer_group": make_group().pk}
    answer = door.post(page(gathering, "porte"), data)
    assert answer.status_code == 422
    again = answer.context["walk_in"]["key"].value()
    door.post(page(gathering, "porte"), {**data, "key": again})
    assert SignUp.objects.filter(name="Zoé").count() == 1


def test_a_form_of_the_door_with_the_key_of_another_gathering_is_no_server_error(
    gathering: Gathering, door: Client
) -> None:
    make_party(make_gathering(), "Zoé", key="cle-d-une-autre-rencontre")
    data = {"key": "cle-d-une-autre-rencontre", "name": "Nour", "peer_group": make_group().pk}
    assert door.post(page(gathering, "porte"), data).status_code < 500


def test_someone_at_the_door_of_a_place_that_left_the_programme_is_signed_up(
    gathering: Gathering, door: Client
) -> None:
    address = page(gathering, "porte")
    gathering.moments.update(place=make_place("Ailleurs"))
    data = {"key": "k" * 20, "name": "Zoé", "peer_group": make_group().pk}
    assert door.post(address, data, follow=True).status_code == 200
    assert queries.here(gathering) == {SignUp.objects.get(name="Zoé").pk}
