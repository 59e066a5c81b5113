"""The thread: walked both ways, never in a circle."""

from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from hypothesis import given, settings, strategies as st
from hypothesis.extra.django import TestCase

from entraide.notebooks.actions import anchoring
from entraide.notebooks.models import Anchor, Note
from entraide.notebooks.queries import thread
from tests.make import make_note, make_notebook

pytestmark = pytest.mark.django_db


def make_chain(length: int) -> list[Note]:
    """Make notes that each rest on the next one."""
    notebook = make_notebook()
    notes = [make_note(notebook, f"note {number}") for number in range(length)]
    for one, other in pairwise(notes):
        anchoring.anchor(one, [other])
    return notes


def test_a_walk_goes_down_and_up_with_the_number_of_links() -> None:
    notes = make_chain(5)
    assert thread.down(notes[1].pk) == {notes[2].pk: 1, notes[3].pk: 2, notes[4].pk: 3}
    assert thread.up(notes[1].pk) == {notes[0].pk: 1}
    assert thread.down(notes[1].pk, deepest=1) == {notes[2].pk: 1}


def test_two_ways_to_a_note_give_the_shorter_one() -> None:
    notes = make_chain(3)
    anchoring.anchor(notes[0], [notes[2]])
    assert thread.down(notes[0].pk) == {notes[1].pk: 1, notes[2].pk: 1}


@pytest.mark.parametrize(("note", "rests_on"), [(4, 0), (1, 0), (2, 2)])
def test_a_circle_is_refused_and_nothing_is_tied(note: int, rests_on: int) -> None:
    notes = make_chain(5)
    stranger = make_note(notes[0].notebook)
    with pytest.raises(anchoring.Circle):
        anchoring.anchor(notes[note], [stranger, notes[rests_on]])
    assert Anchor.objects.count() == 4


def test_the_database_refuses_a_note_that_rests_on_itself() -> None:
    note = make_note(make_notebook())
    with pytest.raises(IntegrityError), transaction.atomic():
        Anchor.objects.create(note=note, rests_on=note)


def test_what_is_tied_twice_is_tied_once_and_can_be_untied() -> None:
    notes = make_chain(2)
    anchoring.anchor(notes[0], [notes[1]], how=Anchor.How.JOINS)
    assert [one.how for one in Anchor.objects.all()] == [Anchor.How.RESTS]
    anchoring.untie(notes[0], notes[1])
    assert thread.down(notes[0].pk) == {}


def test_a_circle_made_behind_our_back_is_found_and_named() -> None:
    notes = make_chain(4)
    call_command("check_thread")
    Anchor.objects.create(note=notes[3], rests_on=notes[1])
    assert thread.circles() == sorted(note.pk for note in notes)
    with pytest.raises(CommandError, match="4 notes"):
        call_command("check_thread")
    # A walk ends all the same.
    assert thread.down(notes[1].pk)[notes[3].pk] == 2


class TestAnyThread(TestCase):
    """Whatever is tied, in whatever order, there is no circle and both ways agree."""

    @settings(deadline=None, max_examples=15)
    @given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=25))
    def test_no_circle(self, pairs: list[tuple[int, int]]) -> None:
        notebook = make_notebook()
        notes = [make_note(notebook, f"note {number}") for number in range(7)]
        for one, other in pairs:
            try:
                anchoring.anchor(notes[one], [notes[other]])
            except anchoring.Circle:
                assert one == other or notes[one].pk in thread.down(notes[other].pk)
        assert thread.circles() == []
        below = {note.pk: thread.down(note.pk) for note in notes}
        above = {note.pk: thread.up(note.pk) for note in notes}
        for note in notes:
            assert above[note.pk] == {
                one: found[note.pk] for one, found in below.items() if note.pk in found
            }


def test_a_circle_is_refused_however_long() -> None:
    notes = make_chain(45)
    with pytest.raises(anchoring.Circle):
        anchoring.anchor(notes[-1], [notes[0]])
    assert thread.circles() == []
    assert len(thread.above(notes[-1].pk)) == 45
