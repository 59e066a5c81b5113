"""Marks of the reception: each once, the latest says what is so, whoever they mean."""

import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra.django import TestCase

from entraide.gatherings.actions import arrival, sign_up
from entraide.gatherings.forms.arrival import NumbersForm
from entraide.gatherings.models import Arrival, Gathering, SignUp
from entraide.gatherings.queries import arrival as queries
from entraide.gatherings.queries.papers import people
from entraide.people import receipt_words
from entraide.people.models import Person
from tests.gatherings.reception import BACK, HERE, sent
from tests.gatherings.rooms import counters_are_true
from tests.make import make_gathering, make_member, make_party, make_request

pytestmark = pytest.mark.django_db


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
    in_a_year = sent(samira, HERE, minute=500_000)
    arrival.mark(gathering, [in_a_year], place=None, by=alice)
    now = sent(samira, BACK, minute=60)
    arrival.mark(gathering, [now], place=None, by=alice)
    assert queries.here(gathering) == set()


class TestMerging(TestCase):
    """Whatever two devices queue, and in whatever order it arrives, all agree in the end."""

    @pytest.mark.slow
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
        for first in range(0, len(shuffled), 3):
            pack = shuffled[first : first + 3]
            arrival.mark(gathering, pack, place=None, by=alice)
        latest = {}
        for one in sorted(marks, key=lambda each: each.at):
            latest[one.person] = one.mark
        assert queries.here(gathering) == {who for who, mark in latest.items() if mark == HERE}
        assert Arrival.objects.filter(gathering=gathering).count() == len(marks)


def test_four_words_mark_the_whole_party_once(gathering: Gathering, alice: Person) -> None:
    make_party(gathering, "Samira", "Nour", key="cle-de-samira-0001")
    words = " ".join(receipt_words.receipt_for("cle-de-samira-0001"))
    one = sent(words=words)
    for _ in range(2):
        assert arrival.mark(gathering, [one], place=None, by=alice) == []
    assert Arrival.objects.count() == 2
    assert len(queries.here(gathering)) == 2


def test_four_words_of_another_gathering_mark_nobody(alice: Person) -> None:
    make_party(make_gathering(), "Zoé", key="cle-d-ailleurs-000001")
    words = " ".join(receipt_words.receipt_for("cle-d-ailleurs-000001"))
    one = sent(words=words)
    assert arrival.mark(make_gathering(), [one], place=None, by=alice) == [one.uid]
    assert not Arrival.objects.exists()


def test_a_badge_marks_its_person(gathering: Gathering, alice: Person) -> None:
    party = make_party(gathering, "Samira", "Nour")
    arrival.mark(gathering, [sent(badge=f"{party.uid}:1")], place=None, by=alice)
    assert queries.here(gathering) == {party.sign_ups.get(position=1).pk}


def test_the_code_printed_on_a_badge_marks_its_person(gathering: Gathering, alice: Person) -> None:
    nour = make_party(gathering, "Samira", "Nour").sign_ups.get(position=1)
    printed = {one["name"]: one["qr"] for one in people.badges(gathering)["badges"]}
    name, _, code = printed["Nour"].partition(":")
    listed = {one.person.pk: one.badge for one in queries.expected(gathering)}
    assert (name, code) == ("ENTRAIDE", listed[nour.pk])
    arrival.mark(gathering, [sent(badge=code)], place=None, by=alice)
    assert queries.here(gathering) == {nour.pk}


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
    arrival.mark(gathering, [sent(badge=badge)], place=None, by=alice)
    assert [SignUp.objects.get(pk=pk).name for pk in queries.here(gathering)] == ["Marie"]
    counters_are_true(gathering)


@pytest.mark.parametrize(
    "badge", ["", "x", "x:0", "0b7e3a52-1c4d-4f6a-9b8e-5d2c7f1a3e46:0", "::::", "é:²"]
)
def test_what_is_no_badge_here_is_told(gathering: Gathering, alice: Person, badge: str) -> None:
    make_party(gathering, "Samira")
    one = sent(badge=badge)
    assert arrival.mark(gathering, [one], place=None, by=alice) == [one.uid]
    assert not Arrival.objects.exists()


def test_people_of_another_gathering_are_nobody_here(gathering: Gathering, alice: Person) -> None:
    stranger = make_party(make_gathering(), "Zoé").sign_ups.get()
    one = sent(stranger)
    assert arrival.mark(gathering, [one], place=None, by=alice) == [one.uid]


def test_who_was_here_and_cancels_is_counted_nowhere(alice: Person) -> None:
    gathering = make_gathering()
    party = make_party(gathering, "Samira")
    arrival.mark(gathering, [sent(party.sign_ups.get())], place=None, by=alice)
    sign_up.cancel(party)
    assert queries.came(gathering) == []
    assert queries.expected(gathering) == []
    one = sent(badge=f"{party.uid}:0")
    assert arrival.mark(gathering, [one], place=None, by=alice) == [one.uid]
    counters_are_true(gathering)


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
