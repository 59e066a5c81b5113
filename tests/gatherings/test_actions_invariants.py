"""Whatever people do, in whatever order: counters are right, nobody is forgotten."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings, strategies as st

from entraide.gatherings.actions import places, waiting
from entraide.gatherings.actions.programme import record_change
from entraide.gatherings.actions.sign_up import NoRoom, cancel, change
from entraide.gatherings.models import Allocation, Gathering, Option, Party, WaitingPlace
from entraide.gatherings.sign_up_request import SignUpRequest
from tests.make import make_gathering, make_moment, make_option, make_party, make_request

pytestmark = pytest.mark.django_db

# (what, which party, how many people, which meal)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["come", "come", "come", "cancel", "change", "accept", "leave", "room"]),
        st.integers(0, 9),
        st.integers(1, 3),
        st.integers(0, 2),
    ),
    min_size=4,
    max_size=14,
)
Step = tuple[str, int, int, int]


def play(steps: list[Step], gathering: Gathering) -> None:
    meal = gathering.moments.get()
    options = [*meal.options.all(), None]
    for what, which, size, choice in steps:
        option = options[choice]
        wishes = {meal.pk: (option.pk,)} if option else {}
        names = [f"P{n}" for n in range(size)]
        parties = list(Party.objects.filter(gathering=gathering))
        if what == "come":
            make_party(gathering, *names, wishes=wishes)
        elif what == "room":
            enlarge(gathering, 2 + which)
        elif parties:
            act(what, parties[which % len(parties)], make_request(*names, wishes=wishes))


def enlarge(gathering: Gathering, capacity: int) -> None:
    taken = Gathering.objects.get(pk=gathering.pk).taken
    Gathering.objects.filter(pk=gathering.pk).update(capacity=max(taken, capacity))
    record_change(gathering, "salle", by=None, fields=["capacity"])


def act(what: str, party: Party, request: SignUpRequest) -> None:
    offer = party.waiting_places.filter(state="offered").first()
    if what == "cancel":
        cancel(party)
    elif what == "change" and party.state != "cancelled":
        with suppress(NoRoom):
            change(party, request)
    elif what == "accept" and offer:
        waiting.accept_offer(offer)
    elif what == "leave" and offer:
        waiting.decline_offer(offer)


def held(scarce: Gathering | Option) -> int:
    """Count what is really taken: people who have it, and offers that hold it."""
    offers = WaitingPlace.objects.filter(state="offered")
    if isinstance(scarce, Option):
        having = Allocation.objects.filter(option=scarce).count()
        offers = offers.filter(option=scarce)
    else:
        confirmed = Party.objects.filter(gathering=scarce, state="confirmed")
        having = confirmed.aggregate(n=Sum("size"))["n"] or 0
        offers = offers.filter(gathering=scarce, option=None)
    return having + (offers.aggregate(n=Sum("party__size"))["n"] or 0)


def faults(gathering: Gathering) -> list[str]:
    """Return what is wrong."""
    gathering.refresh_from_db()
    options = list(Option.objects.filter(moment__gathering=gathering))
    scarce: list[Gathering | Option] = [gathering, *options]
    found = [fault for each in scarce for fault in counter_faults(each)]
    for place in WaitingPlace.objects.filter(state="waiting").select_related("party", "option"):
        free = (place.option or gathering).free
        if free is None or free >= place.party.size:
            found.append(f"{place.party.size} wait while {free} are free")
    for party in Party.objects.filter(gathering=gathering):
        if party.size != party.sign_ups.count():
            found.append("a party is not as large as its people")
        active = party.waiting_places.filter(state__in=waiting.ACTIVE)
        if party.state == "cancelled" and active.exists():
            found.append("who is gone still waits")
    return found


def counter_faults(scarce: Gathering | Option) -> list[str]:
    really = held(scarce)
    found = [] if scarce.taken == really else [f"{scarce.taken} counted, {really} held"]
    if scarce.capacity is not None and scarce.taken > scarce.capacity:
        found.append(f"{scarce}: overbooked")
    return found


def examine(steps: list[Step]) -> list[str]:
    """Play in a neighbourhood of its own, undone afterwards; return what is wrong."""
    with transaction.atomic():
        gathering = make_gathering(capacity=4)
        meal = make_moment(gathering, choosing="immediate")
        for capacity in (2, 1):
            make_option(meal, capacity, f"Repas {capacity}")
        play(steps, gathering)
        found = faults(gathering)
        transaction.set_rollback(True)
    return found


SLOWLY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.slow
@SLOWLY
@given(STEPS)
def test_counters_are_right_and_nobody_waits_beside_a_free_place(steps: list[Step]) -> None:
    assert examine(steps) == []


def test_the_examination_sees_a_product_that_forgets_to_give_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forget: Callable[[Gathering | Option, int], None] = lambda scarce, number: None  # noqa: E731
    monkeypatch.setattr(places, "release", forget)
    steps: list[Step] = [("come", 0, 3, 0), ("come", 0, 2, 0), ("cancel", 0, 1, 0)]
    assert [fault for fault in examine(steps) if "3 counted, 0 held" in fault]
