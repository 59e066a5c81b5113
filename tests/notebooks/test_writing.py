"""Writing lines: once, in order, corrected, withdrawn, with a receipt."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from entraide.notebooks.actions import writing
from entraide.notebooks.actions.writing import Line
from entraide.notebooks.models import Anchor, Note, NoteChange, Receipt
from entraide.notebooks.queries import notes as queries
from entraide.people import receipt_words
from tests.make import make_collective, make_note, make_notebook

pytestmark = pytest.mark.django_db


def test_lines_are_numbered_in_order_and_sent_twice_they_are_once() -> None:
    notebook = make_notebook()
    lines = [Line(uuid4(), f"parole {number}") for number in range(3)]
    assert writing.write(notebook, lines[:2]).lost == []
    assert writing.write(notebook, lines).lost == []
    found = queries.of(notebook).values_list("number", "uid", "text")
    assert list(found) == [(n, line.uid, line.text) for n, line in enumerate(lines, 1)]


def test_the_same_line_twice_in_one_sending_is_its_last_revision() -> None:
    notebook, uid = make_notebook(), uuid4()
    writing.write(notebook, [Line(uid, "b", revision=2), Line(uid, "a", revision=1)])
    assert [note.text for note in queries.of(notebook)] == ["b"]


def test_a_later_revision_corrects_and_an_older_one_does_not() -> None:
    notebook, uid = make_notebook(), uuid4()
    told = [
        writing.write(notebook, [Line(uid, text, revision=revision, base=base)]).overtaken
        for text, revision, base in (("un", 1, 0), ("deux", 3, 1), ("trop tard", 2, 1))
    ]
    assert told == [[], [], [uid]]
    note = Note.objects.get()
    assert (note.text, note.revision) == ("deux", 3)
    assert [change.what for change in note.changes.all()] == [NoteChange.What.CORRECTED]
    assert queries.search(notebook.collective_id, "un") == []
    assert queries.search(notebook.collective_id, "deux") == [note]


def test_an_emptied_line_is_withdrawn_and_never_comes_back() -> None:
    notebook, uid = make_notebook(), uuid4()
    writing.write(notebook, [Line(uid, "un", stance="for")])
    writing.write(notebook, [Line(uid, "", revision=1)])
    writing.write(notebook, [Line(uid, "encore", revision=2)])
    note = Note.objects.get()
    assert (note.text, note.stance, note.withdrawn, note.number) == ("", "", True, 1)


def test_a_line_that_was_emptied_before_it_came_stays_so() -> None:
    notebook, uid = make_notebook(), uuid4()
    writing.write(notebook, [Line(uid, "", revision=1)])
    writing.write(notebook, [Line(uid, "en retard")])
    assert [(note.text, note.withdrawn) for note in queries.of(notebook)] == [("", True)]


def test_a_correction_by_the_receipt_is_not_undone_by_a_device_that_did_not_see_it() -> None:
    notebook, uid = make_notebook(), uuid4()
    writing.write(notebook, [Line(uid, "Mme Diallo a raison.")])
    writing.correct(Note.objects.get(), "Une voisine a raison.")
    for revision in (1, 2):
        stale = Line(uid, "Mme Diallo a raison.", stance="for", revision=revision)
        assert writing.write(notebook, [stale]).overtaken == [uid]
    assert Note.objects.get().text == "Une voisine a raison."
    # Who takes it away need not have seen it.
    writing.write(notebook, [Line(uid, "", revision=1)])
    assert Note.objects.get().withdrawn


def test_of_two_changes_at_once_the_second_is_told() -> None:
    notebook, uid = make_notebook(), uuid4()
    writing.write(notebook, [Line(uid, "un")])
    assert writing.write(notebook, [Line(uid, "une", revision=1)]).lost == []
    # Sent again it is the same; another device's change of the first is told.
    assert writing.write(notebook, [Line(uid, "une", revision=1)]).lost == []
    assert writing.write(notebook, [Line(uid, "deux", revision=1)]).lost == [uid]
    assert Note.objects.get().text == "une"


def test_links_follow_the_last_change_of_a_line() -> None:
    notebook, uid = make_notebook(), uuid4()
    one, other = make_note(notebook), make_note(notebook)
    writing.write(notebook, [Line(uid, "avec", about=(one.uid,))])
    writing.write(notebook, [Line(uid, "avec", about=(other.uid,), revision=1)])
    links = Note.objects.get(uid=uid).anchors
    assert list(links.values_list("rests_on", flat=True)) == [other.pk]
    writing.write(notebook, [Line(uid, "sans rien dire des liens", about=None, revision=2, base=1)])
    assert links.count() == 1


def test_a_slip_that_opens_another_voice_is_told_and_taken_at_writing_only() -> None:
    notebook, uid = make_notebook(), uuid4()
    first = make_note(notebook, slip="s")
    assert writing.write(notebook, [Line(uid, "deux", slip="s")]).unslipped == [uid]
    # Sending a voice again with a slip of one's own gives no receipt for it.
    writing.write(notebook, [Line(first.uid, first.text, slip="mine")])
    assert [receipt.note for receipt in Receipt.objects.all()] == [first]


def test_a_line_of_another_notebook_is_told_and_left_alone() -> None:
    mine, other = make_notebook(), make_notebook()
    note = make_note(other, "chez eux")
    kept = Line(uuid4(), "chez nous")
    stranger = Line(note.uid, "volée", revision=9, slip="x")
    assert writing.write(mine, [stranger, kept]).strangers == [note.uid]
    note.refresh_from_db()
    assert (note.text, note.revision) == ("chez eux", 0)
    assert [one.text for one in queries.of(mine)] == ["chez nous"]
    assert not Receipt.objects.exists()


def test_a_closed_notebook_takes_nothing_until_it_is_opened_again() -> None:
    notebook = make_notebook()
    writing.close(notebook, read_back=True)
    with pytest.raises(writing.NotebookClosed):
        writing.write(notebook, [Line(uuid4(), "trop tard")])
    writing.reopen(notebook)
    assert make_note(notebook).number == 1
    notebook.refresh_from_db()
    assert not notebook.read_back


def test_a_line_joins_earlier_ones_of_its_collective_only() -> None:
    notebook = make_notebook()
    earlier, stranger = make_note(notebook), make_note(make_notebook(make_collective("autre")))
    note = make_note(notebook, joins=(earlier.uid, stranger.uid, uuid4()))
    assert [(a.note, a.rests_on, a.how) for a in Anchor.objects.all()] == [
        (note, earlier, Anchor.How.JOINS)
    ]


def test_lines_that_join_each_other_keep_their_words_and_no_circle() -> None:
    notebook, one, other = make_notebook(), uuid4(), uuid4()
    writing.write(notebook, [Line(one, "a", joins=(other,)), Line(other, "b", joins=(one,))])
    assert Anchor.objects.count() == 1
    assert Note.objects.count() == 2


def test_four_words_open_their_voice_and_are_not_kept() -> None:
    note = make_note(make_notebook(), slip="bordereau-1")
    words = " ".join(receipt_words.receipt_for("bordereau-1"))
    assert queries.by_receipt(words) == note
    assert queries.by_receipt("pomme pomme pomme pomme") is None
    assert words not in str(Receipt.objects.values())


def test_a_slip_given_twice_opens_the_first_voice_only() -> None:
    notebook = make_notebook()
    first = make_note(notebook, slip="bordereau-1")
    make_note(notebook, slip="bordereau-1")
    assert [receipt.note for receipt in Receipt.objects.all()] == [first]


def test_withdrawing_leaves_a_trace_without_words() -> None:
    notebook = make_notebook()
    note = make_note(notebook, "un secret", stance="against")
    writing.withdraw(note)
    writing.withdraw(note)
    note.refresh_from_db()
    assert (note.text, note.searched, note.stance, note.number) == ("", "", "", 1)
    assert [change.what for change in note.changes.all()] == [NoteChange.What.WITHDRAWN]
    assert queries.search(notebook.collective_id, "secret") == []


def test_the_database_refuses_words_in_what_was_withdrawn() -> None:
    note = make_note(make_notebook())
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(withdrawn=True)


@pytest.mark.slow
def test_five_thousand_lines_are_written_at_once() -> None:
    notebook = make_notebook()
    writing.write(notebook, [Line(uuid4(), f"parole {n}") for n in range(writing.MOST_LINES)])
    notebook.refresh_from_db()
    assert notebook.last_number == queries.of(notebook).count() == writing.MOST_LINES
