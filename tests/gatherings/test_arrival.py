"""The reception: marks once, the latest says what is so, whatever order devices send them in."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings, strategies as st
from hypothesis.extra.django import TestCase

from entraide.gatherings.actions import arrival
from entraide.gatherings.actions.arrival import Sent, WalkIn
from entraide.gatherings.forms.arrival import BadMarks, NumbersForm, read_marks
from entraide.gatherings.models import Arrival, Gathering, Moment, Party, SignUp
from entraide.gatherings.queries import arrival as queries
from entraide.gatherings.queries.papers import people
from entraide.people import receipt_words
from entraide.people.models import Person, Role
from entraide.places.models import Place
from tests.make import (
    make_gathering,
    make_group,
    make_member,
    make_moment,
    make_option,
    make_party,
    make_place,
)

pytestmark = pytest.mark.django_db
HERE, BACK = Arrival.Mark.HERE, Arrival.Mark.BACK
UID = "0b7e3a52-1c4d-4f6a-9b8e-5d2c7f1a3e47"
NINE = datetime(2026, 12, 8, 9, tzinfo=UTC) - timedelta(days=30)


@pytest.fixture
def alice() -> Person:
    return make_member("Alice")


@pytest.fixture
def gathering() -> Gathering:
    found = make_gathering()
    make_moment(found, place=make_place())
    return found


def sent(person: SignUp, mark: str = HERE, minute: int = 0, uid: uuid.UUID | None = None) -> Sent:
    return Sent(uid or uuid.uuid4(), mark, NINE + timedelta(minutes=minute), person.pk)


def test_a_mark_sent_twice_is_one_mark(gathering: Gathering, alice: Person) -> None:
    samira = make_party(gathering, "Samira").sign_ups.get()
    one = sent(samira)
    for _ in range(2):
        arrival.mark(gathering, [one], place=None, by=alice)
    assert Arrival.objects.count() == 1
    assert queries.here(gathering) == {samira.pk}


def test_two_devices_on_the_same_person_merge(gathering: Gathering, alice: Person) -> None:
    samira = make_party(gathering, "Samira").sign_ups.get()
    arrival.mark(gathering, [sent(samira, minute=5)], place=None, by=alice)
    arrival.mark(gathering, [sent(samira, minute=2)], place=None, by=alice)
    assert Arrival.objects.count() == 2
    assert queries.here(gathering) == {samira.pk}


def test_the_latest_mark_wins_even_when_it_is_sent_first(
    gathering: Gathering, alice: Person
) -> None:
    samira = make_party(gathering, "Samira").sign_ups.get()
    arrival.mark(gathering, [sent(samira, BACK, minute=9)], place=None, by=alice)
    arrival.mark(gathering, [sent(samira, HERE, minute=1)], place=None, by=alice)
    assert queries.here(gathering) == set()


def test_a_clock_that_runs_ahead_does_not_win_for_ever(gathering: Gathering, alice: Person) -> None:
    samira = make_party(gathering, "Samira").sign_ups.get()
    ahead = Sent(uuid.uuid4(), HERE, timezone.now() + timedelta(days=400), samira.pk)
    arrival.mark(gathering, [ahead], place=None, by=alice)
    arrival.mark(
        gathering, [Sent(uuid.uuid4(), BACK, timezone.now(), samira.pk)], place=None, by=alice
    )
    assert queries.here(gathering) == set()


def test_four_words_mark_the_whole_party_once(gathering: Gathering, alice: Person) -> None:
    make_party(gathering, "Samira", "Nour", key="cle-de-samira-0001")
    words = " ".join(receipt_words.receipt_for("cle-de-samira-0001"))
    one = Sent(uuid.uuid4(), HERE, NINE, words=words)
    for _ in range(2):
        assert arrival.mark(gathering, [one], place=None, by=alice) == []
    assert Arrival.objects.count() == 2
    assert len(queries.here(gathering)) == 2


def test_a_badge_marks_its_person(gathering: Gathering, alice: Person) -> None:
    party = make_party(gathering, "Samira", "Nour")
    one = Sent(uuid.uuid4(), HERE, NINE, badge=f"{party.uid}:1")
    arrival.mark(gathering, [one], place=None, by=alice)
    assert queries.here(gathering) == {party.sign_ups.get(position=1).pk}


@pytest.mark.parametrize(
    "badge", ["", "x", "x:0", "0b7e3a52-1c4d-4f6a-9b8e-5d2c7f1a3e46:0", "::::", "é:²"]
)
def test_what_is_no_badge_here_is_told(gathering: Gathering, alice: Person, badge: str) -> None:
    make_party(gathering, "Samira")
    one = Sent(uuid.uuid4(), HERE, NINE, badge=badge)
    assert arrival.mark(gathering, [one], place=None, by=alice) == [one.uid]
    assert not Arrival.objects.exists()


def test_people_of_another_gathering_are_nobody_here(gathering: Gathering, alice: Person) -> None:
    stranger = make_party(make_gathering(), "Zoé").sign_ups.get()
    one = sent(stranger)
    assert arrival.mark(gathering, [one], place=None, by=alice) == [one.uid]


def test_who_waits_and_stands_here_is_let_in(alice: Person) -> None:
    gathering = make_gathering(capacity=1)
    make_party(gathering, "Première")
    late = make_party(gathering, "Tardive")
    assert late.state == Party.State.WAITING
    arrival.mark(gathering, [sent(late.sign_ups.get())], place=None, by=alice)
    late.refresh_from_db()
    gathering.refresh_from_db()
    assert (late.state, gathering.taken, gathering.capacity) == ("confirmed", 2, 2)


def test_someone_at_the_door_is_signed_up_once_and_here(
    gathering: Gathering, alice: Person
) -> None:
    meal = make_option(
        make_moment(gathering, kind=Moment.Kind.MEAL, choosing=Moment.Choosing.IMMEDIATE), 1
    )
    who = WalkIn("cle-de-la-porte-0001", "Zoé", make_group(), [meal], "CCAS")
    for _ in range(2):
        arrival.walk_in(gathering, who, place=None, at=NINE, by=alice)
    zoe = SignUp.objects.get(name="Zoé")
    meal.refresh_from_db()
    assert (zoe.structure, zoe.party.entered_how, meal.taken) == ("CCAS", "desk", 1)
    assert queries.here(gathering) == {zoe.pk}


def test_the_door_opens_when_the_gathering_is_full(alice: Person) -> None:
    gathering = make_gathering(capacity=1)
    make_party(gathering, "Première")
    who = WalkIn("cle-de-la-porte-0002", "Zoé", make_group(), [])
    party = arrival.walk_in(gathering, who, place=None, at=NINE, by=alice)
    party.refresh_from_db()
    assert party.state == Party.State.CONFIRMED


def test_numbers_of_the_paper_list_are_typed_back(gathering: Gathering, alice: Person) -> None:
    people = [make_party(gathering, name).sign_ups.get() for name in "AB"]
    typed = f"{people[0].pk} {people[1].pk},{people[0].pk}\n999999"
    form = NumbersForm({"numbers": typed})
    assert form.is_valid()
    found = form.cleaned_data["numbers"]
    assert arrival.numbers(gathering, found, place=None, by=alice) == [999999]
    assert queries.here(gathering) == {person.pk for person in people}


@pytest.mark.parametrize("typed", ["12 douze", "²", "-3", "9999999999999"])
def test_what_is_no_number_is_said(typed: str) -> None:
    form = NumbersForm({"numbers": typed})
    assert "n'est pas un numéro" in form.errors["numbers"][0]


@pytest.mark.parametrize("document", [None, [], {}, {"marks": 3}, {"marks": [{}] * 501}])
def test_what_is_no_list_of_marks_is_refused(document: object) -> None:
    with pytest.raises(BadMarks):
        read_marks(document)


@pytest.mark.parametrize(
    ("mark", "uid"),
    [
        (3, ""),
        (None, ""),
        ({}, ""),
        ({"uid": "x", "mark": "here", "at": 0}, "x"),
        ({"uid": UID, "mark": "gone", "at": 0}, UID),
        ({"uid": UID, "mark": "here", "at": "x"}, UID),
        ({"uid": UID, "mark": "here", "at": 1e30}, UID),
        ({"uid": UID, "mark": "here", "at": 0, "person": "x"}, UID),
    ],
)
def test_a_damaged_mark_is_told_and_the_others_are_read(mark: object, uid: str) -> None:
    good = {"uid": str(uuid.uuid4()), "mark": "here", "at": 0, "person": 3}
    read, damaged = read_marks({"marks": [mark, good]})
    assert ([str(one.uid) for one in read], damaged) == ([good["uid"]], [uid])


class TestMerging(TestCase):
    """Whatever two devices queue, and in whatever order it arrives, all agree in the end."""

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(0, 1), st.sampled_from([HERE, BACK]), st.integers(0, 50)),
            max_size=8,
            unique_by=lambda one: (one[0], one[2]),
        ),
        st.randoms(use_true_random=False),
    )
    def test_the_order_of_sending_does_not_matter(self, queued, draw) -> None:  # type: ignore[no-untyped-def]
        gathering = make_gathering()
        alice = make_member("Alice")
        people = [make_party(gathering, name).sign_ups.get() for name in "AB"]
        marks = [sent(people[who], mark, minute) for who, mark, minute in queued]
        shuffled = [*marks, *marks]
        draw.shuffle(shuffled)
        for one in shuffled:
            arrival.mark(gathering, [one], place=None, by=alice)
        latest = {}
        for one in sorted(marks, key=lambda each: each.at):
            latest[one.person] = one.mark
        assert queries.here(gathering) == {who for who, mark in latest.items() if mark == HERE}
        assert Arrival.objects.filter(gathering=gathering).count() == len(marks)
        alice.delete()


# On screen


@pytest.fixture
def door(gathering: Gathering) -> Client:
    """The desk of someone who only welcomes."""
    client = Client()
    client.force_login(make_member("Bob", role=Role.RECEPTION))
    return client


def page(gathering: Gathering, *parts: str) -> str:
    place = Place.objects.get()
    base = f"/bureau/upc/rencontres/{gathering.slug}/accueil/{place.pk}/"
    return base + "".join(f"{part}/" for part in parts)


def test_without_javascript_one_arrives_and_is_taken_back(
    gathering: Gathering, door: Client
) -> None:
    samira = make_party(gathering, "Samira").sign_ups.get()
    door.post(page(gathering), {"here": samira.pk})
    assert queries.here(gathering) == {samira.pk}
    door.post(page(gathering), {"back": samira.pk})
    assert queries.here(gathering) == set()


def test_without_javascript_one_searches_without_accents(
    gathering: Gathering, door: Client
) -> None:
    make_party(gathering, "Zoé")
    make_party(gathering, "Samira")
    answer = door.post(page(gathering), {"text": "zoe", "find": "1"})
    assert [one.person.name for one in answer.context["people"]] == ["Zoé"]


def test_the_four_words_are_typed_at_the_door(gathering: Gathering, door: Client) -> None:
    make_party(gathering, "Samira", key="cle-de-samira-0002")
    words = " ".join(receipt_words.receipt_for("cle-de-samira-0002"))
    answer = door.post(page(gathering), {"words": words}, follow=True)
    assert "la personne est là" in answer.content.decode()
    answer = door.post(page(gathering), {"words": "quatre mots pas vrais"}, follow=True)
    assert "Cherchez par le nom" in answer.content.decode()


def test_a_device_sends_what_it_queued(gathering: Gathering, door: Client) -> None:
    samira = make_party(gathering, "Samira").sign_ups.get()
    marks = [
        {"uid": str(uuid.uuid4()), "mark": "here", "at": 1000, "person": samira.pk},
        {"uid": str(uuid.uuid4()), "mark": "here", "at": 1000, "person": 999999},
    ]
    answer = door.post(
        page(gathering, "marques"),
        json.dumps({"marks": marks}),
        content_type="application/json",
    )
    told = answer.json()
    assert (told["here"], told["lost"]) == ([samira.pk], [marks[1]["uid"]])


@pytest.mark.parametrize("body", ["", "{", "[]", '{"marks": 3}', '{"marks":' + "[" * 99_999])
def test_what_a_device_must_not_send_is_refused(
    gathering: Gathering, door: Client, body: str
) -> None:
    answer = door.post(page(gathering, "marques"), body, content_type="application/json")
    assert answer.status_code == 400


def test_the_door_takes_a_name_and_says_what_is_missing(gathering: Gathering, door: Client) -> None:
    data = {"key": "k" * 20, "name": "Zoé", "peer_group": make_group().pk}
    door.post(page(gathering, "porte"), data)
    assert SignUp.objects.filter(name="Zoé").exists()
    queued = {"X-Requested-With": "arrival"}
    answer = door.post(page(gathering, "porte"), {**data, "name": " "}, headers=queued)
    assert answer.status_code == 422
    answer = door.post(page(gathering, "porte"), data, headers=queued)
    assert (answer.json(), SignUp.objects.count()) == ({"done": True, "said": ""}, 1)


def test_a_place_where_the_gathering_is_not_is_no_reception(
    gathering: Gathering, door: Client
) -> None:
    address = page(gathering)
    here, elsewhere = Place.objects.get().pk, make_place("Ailleurs").pk
    wrong = address.replace(f"accueil/{here}/", f"accueil/{elsewhere}/")
    assert (door.get(address).status_code, door.get(wrong).status_code) == (200, 404)


def test_the_numbers_of_who_came_are_counted_by_peer_group(
    gathering: Gathering, door: Client
) -> None:
    samira = make_party(gathering, "Samira").sign_ups.get()
    make_party(gathering, "Nour")
    door.post(page(gathering), {"here": samira.pk})
    assert queries.came(gathering) == [("habitants", 1, 2)]


def test_the_list_of_attendance_says_who_came_and_when(gathering: Gathering, door: Client) -> None:
    samira = make_party(gathering, "Samira").sign_ups.get()
    SignUp.objects.update(structure="CCAS")
    door.post(page(gathering), {"here": samira.pk})
    answer = door.get(f"/bureau/upc/rencontres/{gathering.slug}/listes/presences/")
    [row] = answer.context["tables"][1].rows
    assert row[:3] == ("Samira", "CCAS", "habitants")


def test_who_came_gets_a_certificate_and_the_others_a_sentence(
    gathering: Gathering, door: Client
) -> None:
    samira = make_party(gathering, "Samira")
    nour = make_party(gathering, "Nour")
    door.post(page(gathering), {"here": samira.sign_ups.get().pk})
    base = f"/bureau/upc/rencontres/{gathering.slug}/inscriptions/"
    said = [
        unescape(door.get(f"{base}{p.pk}/attestation/").content.decode()) for p in (samira, nour)
    ]
    assert "que Samira était présente" in said[0]
    assert "n'a pas noté d'arrivée" in said[1]


def test_the_code_printed_on_a_badge_marks_its_person(gathering: Gathering, alice: Person) -> None:
    nour = make_party(gathering, "Samira", "Nour").sign_ups.get(position=1)
    printed = {one["name"]: one["qr"] for one in people.badges(gathering)["badges"]}
    name, _, code = printed["Nour"].partition(":")
    listed = {one.person.pk: one.badge for one in queries.expected(gathering)}
    assert (name, code) == ("ENTRAIDE", listed[nour.pk])
    arrival.mark(gathering, [Sent(uuid.uuid4(), HERE, NINE, badge=code)], place=None, by=alice)
    assert queries.here(gathering) == {nour.pk}
