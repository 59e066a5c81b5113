"""Signing up, changing, cancelling, erasing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from entraide.gatherings.actions import places
from entraide.gatherings.actions.sign_up import (
    FormDamaged,
    NoRoom,
    cancel,
    change,
    confirm_by_hand,
    give_by_hand,
    purge,
    sign_up,
)
from entraide.gatherings.models import (
    Allocation,
    Change,
    Delivery,
    Gathering,
    Option,
    Party,
    SignUp,
    WaitingPlace,
)
from entraide.people import receipt_words
from tests.make import (
    make_gathering,
    make_member,
    make_moment,
    make_option,
    make_party,
    make_request,
)

pytestmark = pytest.mark.django_db
KEY = "a-form-key-of-one-person"


def fresh(gathering: Gathering) -> Gathering:
    return Gathering.objects.get(pk=gathering.pk)


def names(party: Party) -> list[str]:
    return list(party.sign_ups.values_list("name", flat=True))


def test_the_same_form_sent_twice_is_one_party() -> None:
    gathering = make_gathering(capacity=10)
    first, new = sign_up(gathering, make_request(), key=KEY)
    second, again = sign_up(gathering, make_request("Autre"), key=KEY)
    assert (new, again) == (True, False)
    assert first == second
    assert fresh(gathering).taken == 1


def test_a_form_serves_one_gathering() -> None:
    one, _ = sign_up(make_gathering(), make_request(), key=KEY)
    other = make_gathering(capacity=5)
    with pytest.raises(FormDamaged):
        sign_up(other, make_request(), key=KEY)
    assert Party.objects.get() == one
    assert fresh(other).taken == 0


def test_nothing_stored_holds_the_words() -> None:
    party, _ = sign_up(make_gathering(), make_request(), key=KEY)
    words = receipt_words.receipt_for(KEY)
    stored = [str(value) for value in Party.objects.filter(pk=party.pk).values().get().values()]
    assert receipt_words.receipt_digest(words) in stored
    assert not [value for value in stored for word in words if word in value.split()]


def test_a_party_takes_as_many_places_as_people() -> None:
    gathering = make_gathering(capacity=3)
    party = make_party(gathering, "Samira", "Nawel")
    assert party.state == "confirmed"
    assert fresh(gathering).taken == 2


def test_a_party_that_does_not_fit_waits_whole() -> None:
    gathering = make_gathering(capacity=3)
    make_party(gathering, "Samira", "Nawel")
    late = make_party(gathering, "Aya", "Bilal")
    assert late.state == "waiting"
    assert fresh(gathering).taken == 2
    assert WaitingPlace.objects.get().party == late


def test_who_waits_holds_no_option() -> None:
    gathering = make_gathering(capacity=0)
    meal = make_moment(gathering, choosing="immediate")
    option = make_option(meal, 5)
    make_party(gathering, wishes={meal.pk: (option.pk,)})
    assert not Allocation.objects.exists()
    assert Option.objects.get().taken == 0


def test_wishes_take_nothing_and_keep_their_order() -> None:
    gathering = make_gathering()
    visit = make_moment(gathering, choosing="wishes")
    farm, roof = make_option(visit, 1, "Ferme"), make_option(visit, 1, "Toit")
    party = make_party(gathering, wishes={visit.pk: (roof.pk, farm.pk, None)})
    found = party.wishes.order_by("rank").values_list("option_id", flat=True)
    assert list(found) == [roof.pk, farm.pk, None]
    assert not Allocation.objects.exists()


def test_a_full_option_has_a_queue_of_its_own() -> None:
    gathering = make_gathering()
    meal = make_moment(gathering, choosing="immediate")
    option = make_option(meal, 1)
    make_party(gathering, "Samira", wishes={meal.pk: (option.pk,)})
    second = make_party(gathering, "Nora", wishes={meal.pk: (option.pk,)})
    assert second.state == "confirmed"
    assert WaitingPlace.objects.get().option == option
    assert Allocation.objects.get().sign_up.name == "Samira"


def test_a_party_that_grows_takes_more_everywhere() -> None:
    gathering = make_gathering(capacity=5)
    meal = make_moment(gathering, choosing="immediate")
    option = make_option(meal, 5)
    party = make_party(gathering, wishes={meal.pk: (option.pk,)})
    wider = make_request("Samira", "Nawel", "Yanis", wishes={meal.pk: (option.pk,)})
    change(party, wider)
    assert names(party) == ["Samira", "Nawel", "Yanis"]
    assert (fresh(gathering).taken, Option.objects.get().taken) == (3, 3)
    assert Allocation.objects.count() == 3


def test_a_party_that_shrinks_gives_back() -> None:
    gathering = make_gathering(capacity=3)
    party = make_party(gathering, "Samira", "Nawel", "Yanis")
    change(party, make_request("Samira"))
    assert names(party) == ["Samira"]
    assert fresh(gathering).taken == 1


def test_growing_beyond_the_room_changes_nothing_and_says_what_is_left() -> None:
    gathering = make_gathering(capacity=3, title="Journée")
    party = make_party(gathering, "Samira", "Nawel")
    with pytest.raises(NoRoom, match="« Journée » : il reste 1 place"):
        change(party, make_request("Samira", "Nawel", "Yanis", "Aya"))
    assert names(party) == ["Samira", "Nawel"]
    assert fresh(gathering).taken == 2


def test_who_wants_a_full_meal_keeps_the_first_while_waiting() -> None:
    gathering = make_gathering()
    meal = make_moment(gathering, choosing="immediate")
    here, there = make_option(meal, 5, "Ici"), make_option(meal, 0, "Là")
    party = make_party(gathering, wishes={meal.pk: (here.pk,)})
    change(party, make_request(wishes={meal.pk: (there.pk,)}))
    assert Allocation.objects.get().option == here
    assert WaitingPlace.objects.get().option == there
    change(party, make_request(wishes={meal.pk: (here.pk,)}))
    assert WaitingPlace.objects.get().state == "withdrawn"


def test_who_wants_no_meal_any_more_gives_it_back() -> None:
    gathering = make_gathering()
    meal = make_moment(gathering, choosing="immediate")
    option = make_option(meal, 1)
    party = make_party(gathering, wishes={meal.pk: (option.pk,)})
    change(party, make_request())
    assert not Allocation.objects.exists()
    assert Option.objects.get().taken == 0


def test_cancelling_gives_everything_back_and_forgets_the_contact() -> None:
    gathering = make_gathering(capacity=2)
    meal = make_moment(gathering, choosing="immediate")
    option = make_option(meal, 2)
    party = make_party(
        gathering, wishes={meal.pk: (option.pk,)}, tell_by="email", email="s@entraide.example"
    )
    assert Delivery.objects.count() == 1
    cancel(party)
    cancel(party)
    party.refresh_from_db()
    assert (party.state, party.email) == ("cancelled", "")
    assert (fresh(gathering).taken, Option.objects.get().taken) == (0, 0)
    assert not Delivery.objects.exists()


def test_what_is_done_for_someone_is_logged_without_a_name() -> None:
    gathering = make_gathering()
    alice = make_member("Alice")
    party = make_party(gathering, "Samira")
    cancel(party, by=alice, reason="a téléphoné")
    line = Change.objects.get()
    assert (line.by, line.reason) == (alice, "a téléphoné")
    assert "Samira" not in line.what
    assert str(party.pk) in line.what


def test_a_place_given_by_hand_moves_the_party_and_keeps_the_reason() -> None:
    gathering = make_gathering()
    visit = make_moment(gathering, choosing="wishes")
    farm, roof = make_option(visit, 2, "Ferme"), make_option(visit, 1, "Toit")
    party = make_party(gathering, "Samira", "Nawel")
    alice = make_member("Alice")
    give_by_hand(party, farm, by=alice, reason="vient avec l'interprète")
    assert set(Allocation.objects.values_list("option", "how")) == {(farm.pk, "by_hand")}
    with pytest.raises(NoRoom, match="il reste 1 place"):
        give_by_hand(party, roof, by=alice, reason="essai")
    assert Option.objects.get(pk=roof.pk).taken == 0
    assert Option.objects.get(pk=farm.pk).taken == 2


def test_taking_someone_in_before_their_turn_needs_a_place() -> None:
    gathering = make_gathering(capacity=1)
    make_party(gathering, "Samira")
    late = make_party(gathering, "Nora")
    alice = make_member("Alice")
    with pytest.raises(NoRoom):
        confirm_by_hand(late, by=alice, reason="garde les enfants")
    assert WaitingPlace.objects.get().state == "waiting"
    Gathering.objects.update(capacity=2)
    confirm_by_hand(late, by=alice, reason="garde les enfants")
    late.refresh_from_db()
    assert late.state == "confirmed"
    assert WaitingPlace.objects.get().state == "withdrawn"
    assert Change.objects.filter(reason="garde les enfants").count() == 1


def test_confirming_who_is_confirmed_does_nothing() -> None:
    party = make_party(make_gathering(capacity=5))
    confirm_by_hand(party, by=make_member("Alice"), reason="deux fois")
    assert not Change.objects.exists()


def test_purging_keeps_numbers_and_no_person() -> None:
    past = timezone.now() - timedelta(days=200)
    gathering = make_gathering(starts_at=past, ends_at=past + timedelta(hours=8))
    party = make_party(gathering, "Samira", tell_by="phone", phone="0600000000")
    cancel(make_party(gathering, "Nora"), by=make_member("Alice"), reason="Nora est malade")
    purge(gathering)
    party.refresh_from_db()
    assert (party.phone, party.state) == ("", "confirmed")
    assert set(SignUp.objects.values_list("name", flat=True)) == {""}
    assert set(Change.objects.values_list("reason", flat=True)) == {""}
    assert fresh(gathering).taken == 1


def test_the_constraint_is_a_second_net() -> None:
    gathering = make_gathering(capacity=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Gathering.objects.filter(pk=gathering.pk).update(taken=2)
    assert places.take(gathering, 1)
    assert not places.take(gathering, 1)
