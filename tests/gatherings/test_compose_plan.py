"""A plan: accepted once, left, out of date; a computation stopped, lost or not fair."""

import os

import pytest
from django.utils import timezone

from entraide.gatherings import background
from entraide.gatherings.actions import composing as actions, sign_up
from entraide.gatherings.actions.housekeeping import housekeep
from entraide.gatherings.models import Allocation, Composition, Option, Seat, SignUp, Table
from entraide.numerics import tables as table_problem, wishes as wish_problem
from entraide.numerics.tables import solving
from tests.gatherings.rooms import (
    MIXED,
    NEW,
    accepted,
    counters_are_true,
    gather,
    make_visits,
    tables_of,
    wish,
)
from tests.make import make_composition, make_gathering, make_group, make_member, make_moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_steps")]


def test_nothing_is_accepted_when_something_changed_since() -> None:
    gathering, people = gather(6)
    workshop = make_moment(gathering, kind=MIXED)
    composition = make_composition(gathering, (workshop, 2))
    sign_up.cancel(people[0].party)
    with pytest.raises(actions.Changed):
        actions.accept(composition, by=make_member("Alice"))
    assert not Seat.objects.exists()


@pytest.mark.parametrize("change", ["capacity", "step_free", "remove", "wish", "peer_group"])
def test_a_capacity_raised_or_an_option_removed_makes_the_plan_stale(change: str) -> None:
    gathering, (a, b) = gather(2)
    farm, shop = make_visits(gathering, 1, 2)
    wish(a, farm, shop)
    wish(b, shop)
    composition = make_composition(gathering, (farm.moment, 0))
    if change == "remove":
        farm.delete()
    elif change == "wish":
        b.party.wishes.all().delete()
    elif change == "peer_group":
        SignUp.objects.filter(pk=a.pk).update(peer_group=make_group("autre"))
    else:
        value = 5 if change == "capacity" else False
        Option.objects.filter(pk=farm.pk).update(**{change: value})
    with pytest.raises(actions.Changed):
        actions.accept(composition, by=make_member("Alice"))
    assert not Allocation.objects.exists()
    counters_are_true(gathering)


def test_accepting_twice_is_accepting_once() -> None:
    gathering, _people = gather(6)
    workshop = make_moment(gathering, kind=MIXED)
    composition = accepted(make_composition(gathering, (workshop, 2)))
    before = tables_of(workshop)
    actions.accept(composition, by=make_member("Alice"))
    assert tables_of(workshop) == before


def test_what_is_left_aside_changes_nothing_and_cannot_be_accepted() -> None:
    gathering, _people = gather(6)
    workshop = make_moment(gathering, kind=MIXED)
    composition = make_composition(gathering, (workshop, 2))
    actions.discard(composition)
    with pytest.raises(actions.Changed):
        actions.accept(composition, by=make_member("Alice"))
    assert not Table.objects.exists()


def test_a_new_composition_leaves_the_one_that_waits() -> None:
    gathering, _people = gather(4)
    workshop = make_moment(gathering, kind=MIXED)
    first = make_composition(gathering, (workshop, 2))
    make_composition(gathering, (workshop, 1))
    first.refresh_from_db()
    assert first.state == Composition.State.DISCARDED


@pytest.mark.slow
def test_a_stop_gives_the_best_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    gathering, _people = gather(40, groups=5)
    workshops = [make_moment(gathering, kind=MIXED) for _ in range(4)]
    parts = [{"moment": moment.pk, "tables": 6, "rooms": []} for moment in workshops]
    asked = actions.ask(gathering, parts=parts, way=NEW, who="confirmed", by=make_member("Al"))
    told: list[float] = []

    def advance(composition: Composition, part: float) -> bool:
        told.append(part)
        return real(composition, part)

    real = actions.advance
    monkeypatch.setattr(actions, "advance", advance)
    # So many steps that the stop comes long before the end.
    monkeypatch.setattr(solving, "steps", lambda problem: 100_000)
    actions.stop(asked)
    from_child = background.compose.call(asked.pk)
    asked.refresh_from_db()
    assert (from_child, asked.state) == ("done", Composition.State.READY)
    assert max(told) < 0.5


def test_an_unfair_answer_never_reaches_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the check: a solver that errs is caught before anything is kept."""
    gathering, (a, b) = gather(2)
    farm, _shop = make_visits(gathering, 1, 1)
    wish(a, farm)
    wish(b, farm)
    workshop = make_moment(gathering, kind=MIXED)

    def nobody(problem: wish_problem.Problem, **_: object) -> wish_problem.Solution:
        people = tuple(person.id for person in problem.people)
        return wish_problem.Solution({}, people, (0,), wish_problem.Proof("prices"))

    def crowd(problem: table_problem.Problem, **_: object) -> table_problem.Solution:
        names = tuple(person.id for person in problem.people)
        seated = table_problem.Seating(problem.rounds[0].id, (names, ()), 0.0, 0.0)
        return table_problem.Solution((seated,), 0, 0)

    with monkeypatch.context() as patch:
        patch.setattr(wish_problem, "solve", nobody)
        unfair = make_composition(gathering, (farm.moment, 0))
    with monkeypatch.context() as patch:
        patch.setattr(table_problem, "solve", crowd)
        crowded = make_composition(gathering, (workshop, 2))
    for composition in (unfair, crowded):
        assert composition.state == Composition.State.IMPOSSIBLE
        assert "vérification" in composition.reason


def test_a_computation_that_never_answered_is_said_lost() -> None:
    gathering = make_gathering()
    now = timezone.now()
    running = Composition.State.RUNNING
    late = Composition.objects.create(
        gathering=gathering, state=running, asked_at=now - 2 * actions.LOST
    )
    young = Composition.objects.create(gathering=gathering, state=running, asked_at=now)
    housekeep(now=now)
    late.refresh_from_db()
    young.refresh_from_db()
    assert (late.state, young.state) == (Composition.State.IMPOSSIBLE, running)
    assert "recommencez" in late.reason


def test_a_process_that_dies_is_said_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    gathering, _people = gather(4)
    workshop = make_moment(gathering, kind=MIXED)
    monkeypatch.setattr(background, "work", lambda line, day: os._exit(3))
    composition = make_composition(gathering, (workshop, 2))
    assert composition.state == Composition.State.IMPOSSIBLE
    assert "recommencez" in composition.reason
