"""Searching in French, over what one may read."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from entraide.notebooks.actions import forgetting, writing
from entraide.notebooks.models import Note
from entraide.notebooks.queries import notes as queries
from entraide.notebooks.search_index import TRIGGERS
from tests.make import make_collective, make_member, make_note, make_notebook

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("voisin", True),
        ("VOISINS", True),
        ("epeule l'Épeule", True),
        ("journal", True),
        ("cœur", True),
        ("coeurs", True),
        ("les", False),
        ("voisin absent", False),
        ("", False),
        ('"', False),
        ("' OR 1=1 --", False),
        ("voisin*", True),
        ("searched:voisin", False),
        ("voisin & journal", True),
        ("مرحبا", True),
    ],
)
def test_words_are_found_without_accents_case_or_plural(asked: str, found: bool) -> None:
    text = "Les voisins de l'Épeule lisent les journaux, au cœur du quartier. مرحبا"
    note = make_note(make_notebook(), text)
    assert queries.search(note.notebook.collective_id, asked) == ([note] if found else [])


def test_the_newest_come_first_and_another_collective_has_its_own() -> None:
    notebook, other = make_notebook(), make_notebook(make_collective("autre"))
    notes = [make_note(notebook, f"pain {number}") for number in range(3)]
    theirs = make_note(other, "pain")
    assert queries.search(notebook.collective_id, "pain") == notes[::-1]
    assert queries.search(other.collective_id, "pain") == [theirs]
    # The mark of a collective is no word that anyone can type to see another's notes.
    assert queries.search(notebook.collective_id, f"pain zc{other.collective_id}z") == []


def test_what_is_deleted_is_not_found() -> None:
    note = make_note(make_notebook(), "pain")
    note.delete()
    assert queries.search(note.notebook.collective_id, "pain") == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="triggers are of SQLite")
def test_a_lost_trigger_is_told_at_the_start() -> None:
    call_command("check", databases=["default"])
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {TRIGGERS[1]}")
    with pytest.raises(SystemCheckError, match=TRIGGERS[1]):
        call_command("check", databases=["default"])


def test_who_may_read_what() -> None:
    ours, theirs = make_notebook(), make_notebook(make_collective("autre"))
    public = make_notebook(make_collective("autre"), access="public")
    note, claim = make_note(ours), make_note(public, kind=Note.Kind.CLAIM)
    make_note(theirs)
    voices = {one: make_note(public) for one in Note.Showing.values}
    for showing, voice in voices.items():
        Note.objects.filter(pk=voice.pk).update(showing=showing)
    outside = [claim, voices["shown"]]
    for name, role, found in (
        ("Alice", "coordinator", [note, *outside]),
        ("Bob", "researcher", [note, *outside]),
        ("Chloé", "reception", outside),
        ("Dina", "member", outside),
    ):
        person = make_member(name, ours.collective, role=role)
        assert list(queries.visible_to(person).order_by("pk")) == found
    assert list(queries.visible_to(None).order_by("pk")) == outside
    listener = make_member("Emre", public.collective)
    assert set(voices.values()) <= set(queries.visible_to(listener))


def test_words_that_name_another_collective_find_nothing_of_it() -> None:
    note = make_note(make_notebook(), "le pain")
    other = make_collective("autre")
    make_note(make_notebook(other), f"zc{note.notebook.collective_id}z pain")
    assert queries.search(note.notebook.collective_id, "pain") == [note]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the index of SQLite")
def test_withdrawn_words_leave_the_index_itself() -> None:
    kept, gone = make_note(make_notebook(), "restera"), make_note(make_notebook(), "xyloquarz")

    def stored() -> bytes:
        with connection.cursor() as cursor:
            cursor.execute("SELECT block FROM notebooks_search_data")
            return b"".join(row[0] for row in cursor.fetchall())

    writing.withdraw(gone)
    assert b"xyloquarz" in stored()
    last = forgetting.forget(0)
    assert b"xyloquarz" not in stored()
    assert queries.search(kept.notebook.collective_id, "restera") == [kept]
    # Nothing new: nothing is done.
    assert forgetting.forget(last) == last
