"""Composing and those who met already: at another workshop, at an earlier gathering."""

import pytest
from django.utils import timezone

from entraide.gatherings.actions.housekeeping import housekeep
from entraide.gatherings.models import Gathering, Moment, SignUp
from entraide.gatherings.queries import composing as queries
from tests.gatherings.rooms import MIXED, accepted, gather, tables_of
from tests.make import make_composition, make_gathering, make_moment, make_party

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_steps")]


@pytest.mark.slow
def test_two_workshops_composed_one_after_the_other_know_of_each_other() -> None:
    gathering, _people = gather(16)
    first, second = make_moment(gathering, kind=MIXED), make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (first, 4)))
    composition = accepted(make_composition(gathering, (second, 4)))
    assert composition.result["tables"]["repeats"] == 0


def two_gatherings() -> tuple[Moment, Moment]:
    """Make a workshop last year, where eight people sat two by two, and one they all come to."""
    before, after = make_gathering(), make_gathering()
    Gathering.objects.filter(pk=before.pk).update(starts_at=before.starts_at.replace(year=2025))
    for gathering in (before, after):
        for number in range(8):
            contact = {"tell_by": "email", "email": f"p{number}@entraide.example"}
            make_party(gathering, f"P{number}", **contact)
    old, new = make_moment(before, kind=MIXED), make_moment(after, kind=MIXED)
    accepted(make_composition(before, (old, 4)))
    return old, new


@pytest.mark.slow
def test_those_who_met_at_an_earlier_gathering_sit_apart() -> None:
    old, new = two_gatherings()
    composition = accepted(make_composition(new.gathering, (new, 4)))
    together = {frozenset(table) for table in tables_of(old)}
    assert not together & {frozenset(table) for table in tables_of(new)}
    assert composition.result["tables"]["repeats"] == 0
    people = queries.attending(new.gathering, "confirmed")
    assert len(queries.acquaintances(new.gathering, people)) == 4


def test_the_first_composition_knows_who_met_at_the_last_gathering() -> None:
    # Digests written only once a plan is accepted would make the first plan forget all.
    _old, new = two_gatherings()
    composition = make_composition(new.gathering, (new, 1))
    assert composition.result["tables"]["repeats"] == 4


def test_without_contact_nobody_is_recognised() -> None:
    gathering, _people = gather(4)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 2)))
    assert set(SignUp.objects.values_list("memory", flat=True)) == {""}


def test_what_tables_remember_is_forgotten_after_three_years() -> None:
    recent, old = make_gathering(), make_gathering()
    for gathering in (recent, old):
        make_party(gathering, "Samira")
    SignUp.objects.update(memory="x" * 64)
    now = timezone.now()
    Gathering.objects.filter(pk=old.pk).update(starts_at=now - 1.1 * queries.MEMORY)
    housekeep(now=now)
    assert [bool(person.memory) for person in SignUp.objects.order_by("pk")] == [True, False]
