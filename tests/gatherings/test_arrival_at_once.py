"""The reception by several devices at the same time: on PostgreSQL, where transactions overlap."""

import pytest
from django.utils import timezone

from entraide.gatherings.actions import arrival, sign_up
from entraide.gatherings.actions.arrival import WalkIn
from entraide.gatherings.models import Arrival, SignUp
from tests.gatherings.at_once import at_once, together
from tests.gatherings.reception import sent
from tests.gatherings.rooms import counters_are_true
from tests.make import make_gathering, make_group, make_member, make_party

pytestmark = pytest.mark.django_db


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(5))
def test_two_doors_let_the_same_waiting_party_in_once(_again: int) -> None:
    # Who waits is read before the gathering is locked: both doors take the places.
    alice = make_member("Alice")
    gathering = make_gathering(capacity=1)
    make_party(gathering, "Première")
    late = make_party(gathering, "Tardive").sign_ups.get()
    failed = at_once(*[lambda: arrival.mark(gathering, [sent(late)], place=None, by=alice)] * 4)
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
        lambda: arrival.mark(gathering, [sent(late)], place=None, by=alice),
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
    one = sent(make_party(gathering, "Samira").sign_ups.get())
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
