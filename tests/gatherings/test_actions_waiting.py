"""The waiting list: who is next, what is offered, what is done with the offer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from entraide.gatherings.actions import waiting
from entraide.gatherings.actions.housekeeping import housekeep
from entraide.gatherings.actions.programme import record_change
from entraide.gatherings.actions.sign_up import cancel, change
from entraide.gatherings.models import Allocation, Change, Delivery, Gathering, Party, WaitingPlace
from entraide.gatherings.queries import tickets
from tests.make import (
    in_days,
    make_gathering,
    make_member,
    make_moment,
    make_option,
    make_party,
    make_request,
)

pytestmark = pytest.mark.django_db


def place_of(party: Party) -> WaitingPlace:
    return WaitingPlace.objects.select_related("gathering", "party").get(party=party)


def state(party: Party) -> str:
    return Party.objects.get(pk=party.pk).state


def test_a_freed_place_is_offered_to_the_first_and_held() -> None:
    gathering = make_gathering(capacity=1)
    first = make_party(gathering, "Samira")
    second, third = make_party(gathering, "Nora"), make_party(gathering, "Aya")
    assert [tickets.rank(place_of(p)) for p in (second, third)] == [1, 2]
    cancel(first)
    assert (place_of(second).state, place_of(third).state) == ("offered", "waiting")
    assert tickets.rank(place_of(third)) == 1
    assert Gathering.objects.get().taken == 1
    assert make_party(gathering, "Léo").state == "waiting"


def test_accepting_confirms_and_takes_what_was_wanted() -> None:
    gathering = make_gathering(capacity=1)
    meal = make_moment(gathering, choosing="immediate")
    option = make_option(meal, 3)
    first = make_party(gathering, "Samira")
    second = make_party(gathering, "Nora", wishes={meal.pk: (option.pk,)})
    cancel(first)
    waiting.accept_offer(place_of(second))
    assert state(second) == "confirmed"
    assert Allocation.objects.get().option == option
    with pytest.raises(waiting.OfferGone):
        waiting.accept_offer(place_of(second))
    assert Gathering.objects.get().taken == 1


def test_leaving_an_offer_passes_it_on() -> None:
    gathering = make_gathering(capacity=1)
    first = make_party(gathering, "Samira")
    second, third = make_party(gathering, "Nora"), make_party(gathering, "Aya")
    cancel(first)
    waiting.decline_offer(place_of(second))
    assert (place_of(second).state, place_of(third).state) == ("declined", "offered")
    assert Gathering.objects.get().taken == 1


def test_a_party_too_large_keeps_its_rank_and_the_next_one_fits() -> None:
    gathering = make_gathering(capacity=2)
    one, two = make_party(gathering, "Samira"), make_party(gathering, "Omar")
    family = make_party(gathering, "Nora", "Aya")
    alone = make_party(gathering, "Léo")
    cancel(one)
    assert (place_of(family).state, place_of(alone).state) == ("waiting", "offered")
    assert tickets.rank(place_of(family)) == 1
    waiting.decline_offer(place_of(alone))
    cancel(two)
    assert place_of(family).state == "offered"
    assert Gathering.objects.get().taken == 2


def test_with_an_e_mail_the_offer_has_an_end_and_a_letter() -> None:
    gathering = make_gathering(capacity=1, offer_hours=24)
    first = make_party(gathering, "Samira")
    second = make_party(gathering, "Nora", tell_by="email", email="nora@entraide.example")
    cancel(first)
    place = place_of(second)
    assert place.offered_at is not None
    assert place.offer_ends_at == place.offered_at + timedelta(hours=24)
    letter = Delivery.objects.get(waiting_place=place)
    assert (letter.channel, letter.state) == ("email", "queued")
    assert gathering.title not in letter.subject


def test_an_offer_never_ends_after_the_gathering_begins() -> None:
    soon = timezone.now() + timedelta(hours=5)
    gathering = make_gathering(capacity=1, starts_at=soon, ends_at=soon + timedelta(hours=2))
    first = make_party(gathering, "Samira")
    second = make_party(gathering, "Nora", tell_by="email", email="nora@entraide.example")
    cancel(first)
    assert place_of(second).offer_ends_at == soon


def test_without_an_e_mail_the_offer_waits_on_the_call_list() -> None:
    gathering = make_gathering(capacity=1)
    first = make_party(gathering, "Samira")
    second = make_party(gathering, "Nora", tell_by="phone", phone="0639980001")
    cancel(first)
    assert place_of(second).offer_ends_at is None
    assert Delivery.objects.get(party=second).state == "to_tell"
    housekeep(now=timezone.now() + timedelta(days=20))
    assert place_of(second).state == "offered"


def test_an_offer_that_lapses_goes_to_the_next_and_one_may_wait_again() -> None:
    gathering = make_gathering(capacity=1)
    first = make_party(gathering, "Samira")
    second = make_party(gathering, "Nora", tell_by="email", email="nora@entraide.example")
    third = make_party(gathering, "Aya")
    cancel(first)
    done = housekeep(now=timezone.now() + timedelta(hours=49))
    assert done["lapsed"] == 1
    assert (place_of(second).state, place_of(third).state) == ("lapsed", "offered")
    assert [place.party for place in tickets.lost(second)] == [second]
    waiting.wait_again(second, gathering, None)
    waiting.wait_again(second, gathering, None)
    assert WaitingPlace.objects.filter(party=second, state="waiting").count() == 1


def test_an_answer_after_the_end_is_too_late() -> None:
    gathering = make_gathering(capacity=1)
    first = make_party(gathering, "Samira")
    second = make_party(gathering, "Nora", tell_by="email", email="nora@entraide.example")
    cancel(first)
    WaitingPlace.objects.update(offer_ends_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(waiting.OfferGone):
        waiting.accept_offer(place_of(second))


def test_who_is_confirmed_or_gone_does_not_wait_again() -> None:
    gathering = make_gathering(capacity=2)
    confirmed, gone = make_party(gathering, "Samira"), make_party(gathering, "Nora")
    cancel(gone)
    waiting.wait_again(confirmed, gathering, None)
    waiting.wait_again(gone, gathering, None)
    assert not WaitingPlace.objects.exists()


def test_a_place_in_an_option_replaces_the_one_held() -> None:
    gathering = make_gathering()
    meal = make_moment(gathering, choosing="immediate")
    here, there = make_option(meal, 5, "Ici"), make_option(meal, 1, "Là")
    first = make_party(gathering, "Samira", wishes={meal.pk: (there.pk,)})
    second = make_party(gathering, "Nora", wishes={meal.pk: (here.pk,)})
    change(second, make_request("Nora", wishes={meal.pk: (there.pk,)}))
    cancel(first)
    waiting.accept_offer(place_of(second))
    assert Allocation.objects.get().option == there
    here.refresh_from_db()
    assert here.taken == 0


def test_a_larger_room_is_offered_at_once() -> None:
    gathering = make_gathering(capacity=1)
    make_party(gathering, "Samira")
    second = make_party(gathering, "Nora")
    Gathering.objects.update(capacity=2)
    record_change(gathering, "plus de places", by=None, fields=["capacity"])
    assert place_of(second).state == "offered"


def test_a_sheet_received_earlier_stands_earlier() -> None:
    gathering = make_gathering(capacity=0)
    first = make_party(gathering, "Samira")
    paper = make_party(gathering, "Nora", received_at=timezone.now() - timedelta(days=2))
    assert [tickets.rank(place_of(p)) for p in (paper, first)] == [1, 2]


def test_moving_to_the_front_is_logged_with_its_reason() -> None:
    gathering = make_gathering(capacity=0)
    make_party(gathering, "Samira")
    second = make_party(gathering, "Nora")
    alice = make_member("Alice")
    waiting.move_to_front(place_of(second), by=alice, reason="interprète de la journée")
    assert tickets.rank(place_of(second)) == 1
    assert Change.objects.get().reason == "interprète de la journée"
    cancel(second)
    waiting.move_to_front(WaitingPlace.objects.get(party=second), by=alice, reason="trop tard")
    assert tickets.rank(WaitingPlace.objects.get(state="waiting")) == 1


def lots() -> Gathering:
    return make_gathering(capacity=1, waiting_rule="lots", lots_at=in_days(10))


def test_before_the_draw_nobody_has_a_rank_and_nothing_is_offered() -> None:
    gathering = lots()
    first = make_party(gathering, "Samira")
    second = make_party(gathering, "Nora")
    cancel(first)
    assert tickets.rank(place_of(second)) is None
    assert place_of(second).state == "waiting"
    assert make_party(gathering, "Aya").state == "waiting"


def test_the_draw_happens_once_at_its_date_and_can_be_redone() -> None:
    gathering = lots()
    first = make_party(gathering, "Samira")
    waiters = [make_party(gathering, f"P{n}") for n in range(8)]
    assert waiting.draw_lots(gathering, now=timezone.now()) == 0
    housekeep(now=in_days(11))
    housekeep(now=in_days(12))
    gathering.refresh_from_db()
    ordered = sorted(waiters, key=lambda p: tickets.rank(place_of(p)) or 0)
    redone = sorted(waiters, key=lambda p: waiting.drawn_key(gathering.lots_seed, str(p.uid)))
    assert ordered == redone
    assert Change.objects.count() == 1
    late = make_party(gathering, "En retard")
    assert tickets.rank(place_of(late)) == 9
    cancel(first)
    assert place_of(redone[0]).state == "offered"


def test_two_seeds_draw_two_orders() -> None:
    uids = [str(n) for n in range(20)]
    assert sorted(uids, key=lambda u: waiting.drawn_key("a", u)) != sorted(
        uids, key=lambda u: waiting.drawn_key("b", u)
    )


def test_nothing_is_offered_for_a_gathering_that_began_or_is_a_draft() -> None:
    gathering = make_gathering(capacity=1)
    make_party(gathering, "Samira")
    make_party(gathering, "Nora")
    Gathering.objects.update(capacity=2)
    gathering.refresh_from_db()
    assert waiting.offer_freed(gathering, now=gathering.starts_at) == 0
    gathering.state = "draft"
    assert waiting.offer_freed(gathering) == 0
