"""The reception when all goes wrong: keys used twice, hostile marks, places that move."""

import json
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from entraide.gatherings.actions import arrival, sign_up
from entraide.gatherings.actions.arrival import Sent, WalkIn
from entraide.gatherings.models import (
    Arrival,
    Change,
    Gathering,
    Moment,
    Option,
    Party,
    SignUp,
    WaitingPlace,
)
from entraide.gatherings.queries import arrival as queries
from entraide.people import receipt_words
from entraide.people.models import Person, Role
from entraide.places.models import Place
from tests.gatherings.at_once import at_once, queries_of, together
from tests.make import (
    make_collective,
    make_gathering,
    make_group,
    make_member,
    make_moment,
    make_option,
    make_party,
    make_place,
    make_request,
)

pytestmark = pytest.mark.django_db
HERE, BACK = Arrival.Mark.HERE, Arrival.Mark.BACK


@pytest.fixture
def alice() -> Person:
    return make_member("Alice")


@pytest.fixture
def gathering() -> Gathering:
    found = make_gathering()
    make_moment(found, place=make_place())
    return found


@pytest.fixture
def door(gathering: Gathering) -> Client:
    client = Client()
    client.force_login(make_member("Bob", role=Role.RECEPTION))
    return client


def page(gathering: Gathering, *parts: str) -> str:
    base = f"/bureau/upc/rencontres/{gathering.slug}/accueil/{Place.objects.get().pk}/"
    return base + "".join(f"{part}/" for part in parts)


def now_sent(person: SignUp, mark: str = HERE, minutes: int = 0) -> Sent:
    at = timezone.now() + timedelta(minutes=minutes)
    return Sent(uuid.uuid4(), mark, at, person.pk)


def send(client: Client, gathering: Gathering, *marks: dict[str, Any]) -> Any:
    body = json.dumps({"marks": [{"uid": str(uuid.uuid4()), "at": 0, **one} for one in marks]})
    return client.post(page(gathering, "marques"), body, content_type="application/json")


def counters_are_true(gathering: Gathering) -> None:
    """A gathering's counter is the people confirmed, and those for whom a place is held."""
    gathering.refresh_from_db()
    confirmed = SignUp.objects.filter(party__gathering=gathering, party__state="confirmed").count()
    offered = gathering.waiting_places.filter(option=None, state="offered")
    assert gathering.taken == confirmed + sum(place.party.size for place in offered)
    for option in Option.objects.filter(moment__gathering=gathering):
        held = option.waiting_places.filter(state="offered")
        expected = option.allocations.count() + sum(place.party.size for place in held)
        assert option.taken == expected


def test_who_was_offered_a_place_and_stands_here_is_counted_once(alice: Person) -> None:
    # The offer holds the place already: taking another one makes the counter lie by one for ever.
    gathering = make_gathering(capacity=1)
    first = make_party(gathering, "Première")
    late = make_party(gathering, "Tardive")
    sign_up.cancel(first)
    assert WaitingPlace.objects.get(party=late).state == WaitingPlace.State.OFFERED
    counters_are_true(gathering)
    arrival.mark(gathering, [now_sent(late.sign_ups.get())], place=None, by=alice)
    counters_are_true(gathering)
    gathering.refresh_from_db()
    assert (gathering.taken, gathering.capacity) == (1, 1)


def test_a_mark_taken_back_before_it_was_sent_lets_nobody_in(alice: Person) -> None:
    # A wrong tap, taken back at once, without network: nobody stands here, nothing opens.
    gathering = make_gathering(capacity=1)
    make_party(gathering, "Première")
    late = make_party(gathering, "Tardive")
    person = late.sign_ups.get()
    marks = [now_sent(person, HERE, -2), now_sent(person, BACK, -1)]
    arrival.mark(gathering, marks, place=None, by=alice)
    late.refresh_from_db()
    gathering.refresh_from_db()
    assert (late.state, gathering.capacity) == ("waiting", 1)


def test_opening_the_door_beyond_the_capacity_is_in_the_log(alice: Person) -> None:
    # "A log of every change": a capacity that grows at the door and someone let in before their
    # turn leave a line, as they do when done at the desk.
    gathering = make_gathering(capacity=1)
    make_party(gathering, "Première")
    late = make_party(gathering, "Tardive")
    arrival.mark(gathering, [now_sent(late.sign_ups.get())], place=None, by=alice)
    assert Change.objects.filter(gathering=gathering).exists()


def test_two_people_signed_up_at_the_door_with_one_form_are_both_there(
    gathering: Gathering, door: Client
) -> None:
    # The page kept on the device, or the Back button, shows a form whose key was used already.
    # The second person must not be told "is here" and be lost.
    data = {"key": "cle-de-la-porte-0001", "peer_group": make_group().pk}
    door.post(page(gathering, "porte"), {**data, "name": "Zoé"})
    answer = door.post(page(gathering, "porte"), {**data, "name": "Nour"}, follow=True)
    said = answer.content.decode()
    assert SignUp.objects.filter(name="Nour").exists() or "Nour est là" not in said


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


def test_a_form_of_the_door_with_the_key_of_another_gathering_is_no_server_error(
    gathering: Gathering, door: Client
) -> None:
    make_party(make_gathering(), "Zoé", key="cle-d-une-autre-rencontre")
    data = {"key": "cle-d-une-autre-rencontre", "name": "Nour", "peer_group": make_group().pk}
    assert door.post(page(gathering, "porte"), data).status_code < 500


@pytest.mark.parametrize(
    "mark",
    [
        {"mark": "here", "at": float("nan")},
        {"mark": "here", "at": float("inf")},
        {"mark": "here", "at": -1e15},
        {"mark": "here", "at": -62135596800000},
        {"mark": "here", "at": 253402300799000},
        {"mark": "here", "person": 10**30},
        {"mark": "here", "person": -1},
        {"mark": "here", "person": True},
        {"mark": "here", "person": float("inf")},
        {"mark": "here", "words": "\ud800 \ud800 \ud800 \ud800"},
        {"mark": "here", "words": "a\x00b c d e"},
        {"mark": "here", "words": {"a": 1}},
        {"mark": "here", "badge": "\ud800:0"},
        {"mark": "here", "badge": "\x00"},
        {"mark": ["here"]},
        {"mark": "here", "uid": {"a": 1}},
    ],
)
def test_a_hostile_mark_is_no_server_error(
    gathering: Gathering, door: Client, mark: dict[str, Any]
) -> None:
    make_party(gathering, "Samira")
    assert send(door, gathering, mark).status_code in (200, 400)


def test_endless_brackets_are_no_server_error(gathering: Gathering, door: Client) -> None:
    body = '{"marks":' + "[" * 100_000
    answer = door.post(page(gathering, "marques"), body, content_type="application/json")
    assert answer.status_code == 400


def test_a_damaged_mark_does_not_keep_the_good_ones_away(
    gathering: Gathering, door: Client
) -> None:
    # A device sends its queue in one pack until it is received: one damaged mark (an old version,
    # a corrupted storage) would keep every arrival of that device from ever being sent.
    samira = make_party(gathering, "Samira").sign_ups.get()
    send(door, gathering, {"mark": "here", "person": "x"}, {"mark": "here", "person": samira.pk})
    assert queries.here(gathering) == {samira.pk}


def test_marks_of_a_place_that_left_the_programme_are_still_received(
    gathering: Gathering, door: Client
) -> None:
    # The place of the morning was changed while a device was without network: what it queued
    # must still come in.
    samira = make_party(gathering, "Samira").sign_ups.get()
    address = page(gathering, "marques")
    gathering.moments.update(place=make_place("Ailleurs"))
    body = {"marks": [{"uid": str(uuid.uuid4()), "mark": "here", "at": 0, "person": samira.pk}]}
    door.post(address, json.dumps(body), content_type="application/json")
    assert queries.here(gathering) == {samira.pk}


def test_who_was_here_and_cancels_is_counted_nowhere(alice: Person) -> None:
    gathering = make_gathering()
    party = make_party(gathering, "Samira")
    arrival.mark(gathering, [now_sent(party.sign_ups.get())], place=None, by=alice)
    sign_up.cancel(party)
    assert queries.came(gathering) == []
    assert queries.expected(gathering) == []
    one = Sent(uuid.uuid4(), HERE, timezone.now(), badge=f"{party.uid}:0")
    assert arrival.mark(gathering, [one], place=None, by=alice) == [one.uid]
    counters_are_true(gathering)


def test_four_words_of_another_gathering_mark_nobody(alice: Person) -> None:
    make_party(make_gathering(), "Zoé", key="cle-d-ailleurs-000001")
    words = " ".join(receipt_words.receipt_for("cle-d-ailleurs-000001"))
    one = Sent(uuid.uuid4(), HERE, timezone.now(), words=words)
    assert arrival.mark(make_gathering(), [one], place=None, by=alice) == [one.uid]
    assert not Arrival.objects.exists()


def test_two_meals_of_the_same_name_are_counted_apart(gathering: Gathering, alice: Person) -> None:
    # A gathering of two days has "Couscous" twice; the kitchen counts each day.
    for _day in range(2):
        moment = make_moment(gathering, kind=Moment.Kind.MEAL, choosing=Moment.Choosing.IMMEDIATE)
        meal = make_option(moment, 5, "Couscous")
        who = WalkIn(uuid.uuid4().hex, f"P{meal.pk}", make_group(), [meal])
        arrival.walk_in(gathering, who, place=None, at=timezone.now(), by=alice)
    _groups, meals = queries.counts(queries.expected(gathering))
    assert [one.expected for one in meals] == [1, 1]
    assert len({one.key for one in meals}) == 2


def test_a_meal_with_a_bar_in_its_name_is_counted_by_the_page(
    gathering: Gathering, door: Client, alice: Person
) -> None:
    # The script splits `data-counts` at "|": the count of this meal would fall to 0.
    moment = make_moment(gathering, kind=Moment.Kind.MEAL, choosing=Moment.Choosing.IMMEDIATE)
    meal = make_option(moment, 5, "Riz | légumes")
    who = WalkIn("k" * 20, "Zoé", make_group(), [meal])
    arrival.walk_in(gathering, who, place=None, at=timezone.now(), by=alice)
    text = door.get(page(gathering)).content.decode()
    keys = {key for one in re.findall(r'data-counts="([^"]*)"', text) for key in one.split("|")}
    assert set(re.findall(r'data-count="([^"]*)"', text)) <= keys


@pytest.mark.parametrize(
    "name", ['"><script>alert(1)</script>', "' onclick='x", "a|b", "سَمِيرَة", "{{ 7 }}", "\u202eabc"]
)
def test_hostile_names_stay_text(gathering: Gathering, door: Client, name: str) -> None:
    make_party(gathering, name)
    moment = make_moment(gathering, kind=Moment.Kind.MEAL, choosing=Moment.Choosing.IMMEDIATE)
    make_option(moment, 5, name)
    text = door.get(page(gathering)).content.decode()
    assert "<script>alert" not in text
    assert "' onclick='" not in text


def test_the_reception_asks_the_same_whatever_the_number_of_people(
    gathering: Gathering, door: Client
) -> None:
    addresses = [page(gathering), page(gathering).rsplit("accueil", 1)[0] + "accueil/"]
    for number in range(3):
        make_party(gathering, f"P{number}")
    few = [queries_of(door, address) for address in addresses]
    for number in range(27):
        make_party(gathering, f"Q{number}")
    assert [queries_of(door, address) for address in addresses] == few


def test_a_queue_of_two_hundred_marks_is_received_with_few_questions(
    gathering: Gathering, door: Client
) -> None:
    people = [make_party(gathering, f"P{number}").sign_ups.get() for number in range(30)]
    with CaptureQueriesContext(connection) as three:
        send(door, gathering, *[{"mark": "here", "person": one.pk} for one in people[:3]])
    with CaptureQueriesContext(connection) as thirty:
        send(door, gathering, *[{"mark": "here", "person": one.pk} for one in people])
    assert len(thirty) <= len(three) + 2


def test_a_certificate_does_not_say_a_day_on_which_nothing_was(
    gathering: Gathering, alice: Person
) -> None:
    # A phone without network whose clock fell back to 1970 must not date a certificate so.
    party = make_party(gathering, "Samira")
    one = Sent(uuid.uuid4(), HERE, timezone.now() - timedelta(days=20_000), party.sign_ups.get().pk)
    arrival.mark(gathering, [one], place=None, by=alice)
    [(_person, days)] = queries.present_days(party)
    assert [day.year for day in days] == [timezone.now().year]


def test_receptions_of_another_collective_are_404(door: Client) -> None:
    other = make_gathering(collective=make_collective("autre"))
    place = Place.objects.get()
    make_moment(other, place=place)
    for collective in ("upc", "autre"):
        base = f"/bureau/{collective}/rencontres/{other.slug}/accueil/"
        for path in ("", f"{place.pk}/", f"{place.pk}/liste/", f"{place.pk}/hors-ligne.js"):
            assert door.get(base + path).status_code == 404
        for path in ("marques/", "porte/"):
            assert door.post(f"{base}{place.pk}/{path}", {}).status_code == 404


def test_who_only_welcomes_neither_composes_nor_changes_tables(
    gathering: Gathering, door: Client
) -> None:
    base = f"/bureau/upc/rencontres/{gathering.slug}/"
    for path in ("composer/", "tables/", "composer/liens/"):
        assert door.get(base + path).status_code == 404


def test_a_party_is_still_waiting_is_let_in_once_by_each_of_its_people(alice: Person) -> None:
    gathering = make_gathering(capacity=1)
    make_party(gathering, "Première")
    late = make_party(gathering, "A", "B", "C")
    people = list(late.sign_ups.all())
    arrival.mark(gathering, [now_sent(one) for one in people], place=None, by=alice)
    counters_are_true(gathering)
    gathering.refresh_from_db()
    assert (gathering.taken, gathering.capacity) == (4, 4)
    assert Party.objects.get(pk=late.pk).state == "confirmed"


def test_a_form_of_the_door_that_is_refused_keeps_what_was_typed(
    gathering: Gathering, door: Client
) -> None:
    # Bad input loses nothing: the name is not typed again because the peer group was missing.
    data = {"key": "k" * 20, "name": "Zoé Deschamps", "structure": "CCAS", "peer_group": ""}
    answer = door.post(page(gathering, "porte"), data, follow=True)
    assert "Zoé Deschamps" in answer.content.decode()


def test_numbers_of_nobody_are_named_when_a_list_is_typed_back(
    gathering: Gathering, door: Client
) -> None:
    # "1 number is not of this gathering": which one, among two hundred?
    samira = make_party(gathering, "Samira").sign_ups.get()
    typed = {"numbers": f"{samira.pk} 987654"}
    answer = door.post(page(gathering, "liste"), typed, follow=True)
    assert "987654" in answer.content.decode()


def test_someone_at_the_door_of_a_place_that_left_the_programme_is_signed_up(
    gathering: Gathering, door: Client
) -> None:
    address = page(gathering, "porte")
    gathering.moments.update(place=make_place("Ailleurs"))
    data = {"key": "k" * 20, "name": "Zoé", "peer_group": make_group().pk}
    assert door.post(address, data, follow=True).status_code == 200
    assert queries.here(gathering) == {SignUp.objects.get(name="Zoé").pk}


def test_a_damaged_form_of_the_door_is_given_anew(gathering: Gathering, door: Client) -> None:
    data = {"key": "<x>", "name": "Zoé", "peer_group": make_group().pk}
    answer = door.post(page(gathering, "porte"), data)
    assert answer.status_code == 422
    again = answer.context["walk_in"]["key"].value()
    door.post(page(gathering, "porte"), {**data, "key": again})
    assert SignUp.objects.filter(name="Zoé").count() == 1


@pytest.mark.parametrize("names", [("Marie",), ("Marie", "Paul"), ("Luc", "Marie")])
def test_whoever_stays_of_a_party_keeps_the_printed_badge(
    alice: Person, names: tuple[str, ...]
) -> None:
    gathering = make_gathering()
    party = make_party(gathering, "Paul", "Marie")
    marie = party.sign_ups.get(name="Marie")
    [badge] = [one.badge for one in queries.expected(gathering) if one.person == marie]
    sign_up.change(party, make_request(*names))
    # Whoever is new has a badge of their own.
    sign_up.change(party, make_request(*names, "Nour"))
    arrival.mark(
        gathering, [Sent(uuid.uuid4(), HERE, timezone.now(), badge=badge)], place=None, by=alice
    )
    assert [SignUp.objects.get(pk=pk).name for pk in queries.here(gathering)] == ["Marie"]
    counters_are_true(gathering)


# At the same time: on PostgreSQL (scripts/on_postgresql.sh), where transactions overlap


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(5))
def test_two_doors_let_the_same_waiting_party_in_once(_again: int) -> None:
    # Who waits is read before the gathering is locked: both doors take the places.
    alice = make_member("Alice")
    gathering = make_gathering(capacity=1)
    make_party(gathering, "Première")
    late = make_party(gathering, "Tardive").sign_ups.get()
    failed = at_once(*[lambda: arrival.mark(gathering, [now_sent(late)], place=None, by=alice)] * 4)
    assert failed == []
    counters_are_true(gathering)


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(8))
def test_who_cancels_while_standing_at_the_door_is_not_half_alive(_again: int) -> None:
    # A cancelled party must not be confirmed again: its contact and needs were erased.
    alice = make_member("Alice")
    gathering = make_gathering(capacity=1)
    make_party(gathering, "Première")
    party = make_party(gathering, "Tardive")
    late = party.sign_ups.get()
    failed = at_once(
        lambda: arrival.mark(gathering, [now_sent(late)], place=None, by=alice),
        lambda: sign_up.cancel(party),
    )
    assert failed == []
    party.refresh_from_db()
    assert party.state == "cancelled"
    counters_are_true(gathering)


@together
@pytest.mark.django_db(transaction=True)
def test_one_mark_sent_by_several_threads_is_one_mark() -> None:
    alice = make_member("Alice")
    gathering = make_gathering()
    one = now_sent(make_party(gathering, "Samira").sign_ups.get())
    failed = at_once(*[lambda: arrival.mark(gathering, [one], place=None, by=alice)] * 4)
    assert failed == []
    assert Arrival.objects.count() == 1


@together
@pytest.mark.django_db(transaction=True)
def test_one_person_at_the_door_sent_by_several_threads_is_one_person() -> None:
    alice = make_member("Alice")
    gathering = make_gathering(capacity=0)
    who = WalkIn("cle-de-la-porte-0009", "Zoé", make_group(), [])
    failed = at_once(
        *[lambda: arrival.walk_in(gathering, who, place=None, at=timezone.now(), by=alice)] * 4
    )
    assert failed == []
    assert SignUp.objects.count() == 1
    counters_are_true(gathering)
