"""Before anything is shown: what could tell who spoke is pointed out, two people read."""

import pytest
from django.test import Client

from entraide.notebooks.actions import reading, writing
from entraide.notebooks.identifying import marks, pieces
from entraide.notebooks.models import Note, Notebook, Reading
from entraide.people.models import Role
from tests.make import make_member, make_note, make_notebook

DESK = "/bureau/upc/carnets/"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Appelez le 06 39 98 12 34.", ["06 39 98 12 34"]),
        ("Mon 06.39.98.12.34 ou +33 6 39 98 12 34", ["06.39.98.12.34", "+33 6 39 98 12 34"]),
        ("Écrivez à samira.b@courrier.example !", ["samira.b@courrier.example"]),
        ("J'habite 12 bis rue de l'Épeule depuis 2003.", ["12 bis rue de l'Épeule"]),
        ("Au boulevard Gambetta ça va.", ["boulevard Gambetta"]),
        ("J'ai 43 ans, je suis infirmière.", ["43 ans", "infirmière"]),
        ("Comme dit Mme diallo, et puis Karim aussi.", ["Mme diallo", "Karim"]),
        ("Le bus ne passe plus. Il faut marcher.", []),
        ("La rue est sale, le pain coûte 2 euros.", ["rue est"]),
        ("نحن نساعد بعضنا", []),
        ("", []),
        ("ﬁn de l'Histoire à Roubaix", ["Histoire", "Roubaix"]),
    ],
)
def test_what_could_tell_who_spoke_is_pointed_out(text: str, found: list[str]) -> None:
    assert [text[mark.start : mark.end] for mark in marks(text)] == found
    assert "".join(piece for piece, _what in pieces(text)) == text


@pytest.fixture
def note() -> Note:
    return make_note(make_notebook(), "Karim a 43 ans.")


@pytest.mark.django_db
def test_two_people_must_find_a_voice_could_be_shown(note: Note) -> None:
    alice, bob = make_member("Alice"), make_member("Bob")
    assert reading.read(note, reader=alice, shows=True) == Note.Showing.UNREAD
    assert reading.read(note, reader=alice, shows=True) == Note.Showing.UNREAD
    assert reading.read(note, reader=bob, shows=True) == Note.Showing.SHOWN
    assert [change.what for change in note.changes.all()] == ["shown"]


@pytest.mark.django_db
def test_one_person_withholds_and_may_change_their_mind(note: Note) -> None:
    alice, bob = make_member("Alice"), make_member("Bob")
    reading.read(note, reader=alice, shows=True)
    assert reading.read(note, reader=bob, shows=False) == Note.Showing.WITHHELD
    assert reading.read(note, reader=bob, shows=True) == Note.Showing.SHOWN
    assert Reading.objects.count() == 2


@pytest.mark.django_db
def test_other_words_are_read_anew(note: Note) -> None:
    for name in ("Alice", "Bob"):
        reading.read(note, reader=make_member(name), shows=True)
    note.refresh_from_db()
    writing.correct(note, "Quelqu'un a un âge.")
    note.refresh_from_db()
    assert note.showing == Note.Showing.UNREAD
    assert not note.readings.exists()


def logged_in(name: str, role: str) -> Client:
    client = Client()
    client.force_login(make_member(name, role=role))
    return client


@pytest.mark.django_db
def test_from_the_first_look_to_the_public_page(note: Note, client: Client) -> None:
    notebook = note.notebook
    kept = make_note(notebook, "Une parole que personne n'a relue.")
    page, public = f"{DESK}{notebook.uid}/relire/", f"/carnets/{notebook.uid}/"
    alice, bob = logged_in("Alice", Role.COORDINATOR), logged_in("Bob", Role.RESEARCHER)
    assert '<mark title="un nom">' not in alice.get(page).text  # first of its sentence
    assert '<mark title="un âge">' in alice.get(page).text
    alice.post(page, {"note": note.number, "show": "1"})
    assert "Karim" not in alice.get(page).text
    assert "Deux personnes" in bob.post(page, {"note": note.number, "show": "1"}, follow=True).text
    assert client.get(public).status_code == 404
    assert bob.post(f"{DESK}{notebook.uid}/montrer/", {"show": "1"}).status_code == 404
    alice.post(f"{DESK}{notebook.uid}/montrer/", {"show": "1"})
    text = client.get(public).text
    assert "43 ans" in text
    assert kept.text not in text
    assert "1 parole n'est pas montrée" in text
    alice.post(f"{DESK}{notebook.uid}/montrer/", {"hide": "1"})
    assert client.get(public).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["", "x", "99", "²"])
def test_a_strange_note_is_no_server_error(note: Note, number: str) -> None:
    alice = logged_in("Alice", Role.COORDINATOR)
    page = f"{DESK}{note.notebook.uid}/relire/"
    assert alice.post(page, {"note": number, "show": "1"}).status_code == 404


@pytest.mark.django_db
def test_a_withdrawn_voice_is_shown_nowhere(note: Note, client: Client) -> None:
    for name in ("Alice", "Bob"):
        reading.read(note, reader=make_member(name), shows=True)
    Notebook.objects.update(access="public")
    note.refresh_from_db()
    writing.withdraw(note)
    assert "Rien n'est encore montré" in client.get(f"/carnets/{note.notebook.uid}/").text


@pytest.mark.django_db
def test_what_is_not_underlined_is_read_at_once_what_is_one_by_one() -> None:
    notebook = make_notebook()
    plain = [make_note(notebook, f"Le pain est {word}.") for word in ("cher", "bon")]
    marked = make_note(notebook, "Voyez Mme Diallo, 06 39 98 12 34.")
    for name in ("Alice", "Bob"):
        client = Client()
        client.force_login(make_member(name))
        address = f"{DESK}{notebook.uid}/relire/"
        assert "on peut montrer les 2" in client.get(address).text
        numbers = [note.number for note in (*plain, marked)]
        client.post(address, {"show_all": "1", "notes": numbers})
    shown = Note.objects.filter(showing=Note.Showing.SHOWN)
    assert list(shown) == plain
