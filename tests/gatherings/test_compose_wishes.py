"""Composing wishes: who is given which option, and why someone has none."""

import pytest

from entraide.gatherings.actions import sign_up
from entraide.gatherings.bridge import wishing
from entraide.gatherings.models import Allocation, Moment, Option, Party
from tests.gatherings.rooms import accepted, gather, given, make_visits, wish
from tests.make import make_composition, make_gathering, make_member, make_moment, make_party

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_steps")]


def test_wishes_are_answered_and_the_places_counted() -> None:
    gathering, (a, b, c) = gather(3)
    farm, shop = make_visits(gathering, 1, 2)
    wish(a, farm, shop)
    wish(b, farm)
    wish(c, shop, farm)
    composition = accepted(make_composition(gathering, (farm.moment, 0)))
    assert composition.result["wishes"][0]["profile"] == [2, 1]
    assert (given(farm), given(shop)) == (["P1"], ["P0", "P2"])
    assert sorted(Option.objects.values_list("taken", flat=True)) == [1, 2]
    assert set(Allocation.objects.values_list("how", flat=True)) == {"composed"}


def test_who_says_it_does_not_matter_takes_what_is_left() -> None:
    gathering, (a, b) = gather(2)
    farm, shop = make_visits(gathering, 1, 1)
    wish(a, farm)
    wish(b, farm, None)
    accepted(make_composition(gathering, (farm.moment, 0)))
    assert (given(farm), given(shop)) == (["P0"], ["P1"])


def test_each_reason_for_having_nothing_is_told() -> None:
    gathering, (silent, blocked, elsewhere, late, first) = gather(5)
    flat, steep = make_visits(gathering, 1, 5)
    Option.objects.filter(pk=steep.pk).update(step_free=False)
    Party.objects.filter(sign_ups__in=[blocked, elsewhere]).update(step_free=True)
    wish(blocked, steep)
    wish(elsewhere, steep, flat)
    wish(late, flat)
    wish(first, flat)
    composition = make_composition(gathering, (flat.moment, 0))
    told = dict(composition.result["wishes"][0]["unplaced"])
    assert told[silent.pk] == wishing.NO_WISH
    assert told[blocked.pk] == wishing.NEED_ELSEWHERE
    assert [told[person.pk] for person in (elsewhere, late, first) if person.pk in told] == [
        wishing.FULL
    ] * 2


def test_a_need_that_no_option_meets_is_told_and_the_others_are_answered() -> None:
    gathering, (blocked, other) = gather(2)
    (steep,) = make_visits(gathering, 5)
    Option.objects.update(step_free=False)
    Party.objects.filter(sign_ups=blocked).update(step_free=True)
    wish(blocked, steep)
    wish(other, steep)
    composition = accepted(make_composition(gathering, (steep.moment, 0)))
    assert composition.result["wishes"][0]["unplaced"] == [[blocked.pk, wishing.NEED_NOWHERE]]
    assert given(steep) == ["P1"]


def test_a_party_stays_together_or_has_nothing() -> None:
    gathering = make_gathering()
    family = make_party(gathering, "A", "B", "C")
    alone = make_party(gathering, "D")
    farm, shop = make_visits(gathering, 2, 3)
    wish(family.sign_ups.all()[0], farm, shop)
    wish(alone.sign_ups.get(), shop, farm)
    accepted(make_composition(gathering, (farm.moment, 0)))
    assert (given(farm), given(shop)) == (["D"], ["A", "B", "C"])


def test_a_party_larger_than_its_wishes_is_told() -> None:
    gathering = make_gathering()
    family = make_party(gathering, "A", "B", "C")
    farm, _shop = make_visits(gathering, 2, 3)
    wish(family.sign_ups.all()[0], farm)
    composition = make_composition(gathering, (farm.moment, 0))
    reasons = {why for _person, why in composition.result["wishes"][0]["unplaced"]}
    assert reasons == {wishing.PARTY_TOO_LARGE}


def test_friends_with_one_word_are_together_when_an_option_suits_all() -> None:
    gathering = make_gathering()
    friends = [make_party(gathering, name, together_word="Tisserand") for name in "AB"]
    other = make_party(gathering, "C", together_word="autre")
    farm, shop = make_visits(gathering, 2, 2)
    wish(friends[0].sign_ups.get(), farm, shop)
    wish(friends[1].sign_ups.get(), shop, farm)
    wish(other.sign_ups.get(), farm, shop)
    accepted(make_composition(gathering, (farm.moment, 0)))
    assert ["A", "B"] in (given(farm), given(shop))


def test_a_word_without_common_wish_leaves_each_their_own() -> None:
    gathering = make_gathering()
    friends = [make_party(gathering, name, together_word="Tisserand") for name in "AB"]
    farm, shop = make_visits(gathering, 2, 2)
    wish(friends[0].sign_ups.get(), farm)
    wish(friends[1].sign_ups.get(), shop)
    accepted(make_composition(gathering, (farm.moment, 0)))
    assert (given(farm), given(shop)) == (["A"], ["B"])


def test_what_was_given_by_hand_stays() -> None:
    gathering, (a, b) = gather(2)
    farm, shop = make_visits(gathering, 1, 1)
    wish(a, farm, shop)
    wish(b, farm, shop)
    sign_up.give_by_hand(b.party, farm, by=make_member("Alice"), reason="test")
    accepted(make_composition(gathering, (farm.moment, 0)))
    assert (given(farm), given(shop)) == (["P1"], ["P0"])


def test_wishes_without_any_option_are_composed_without_fault() -> None:
    gathering, _people = gather(3)
    moment = make_moment(gathering, choosing=Moment.Choosing.WISHES)
    composition = accepted(make_composition(gathering, (moment, 0)))
    assert len(composition.result["wishes"][0]["unplaced"]) == 3
