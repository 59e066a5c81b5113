"""My voice, with four words and no account."""

import pytest
from django.test import Client

from entraide.notebooks.actions import anchoring, writing
from entraide.notebooks.models import Note
from entraide.people import receipt_words
from tests.make import make_note, make_notebook

pytestmark = pytest.mark.django_db
PAGE = "/parole/moi/"


@pytest.fixture
def note() -> Note:
    """A voice whose slip was given."""
    return make_note(make_notebook(), "Le bus ne passe plus le soir.", slip="bordereau")


@pytest.fixture
def mine(client: Client, note: Note) -> Client:
    """The device of whoever said it, opened with the four words."""
    typed = " / ".join(receipt_words.receipt_for("bordereau")).upper()
    answer = client.post("/parole/", {"words": typed})
    assert answer["Location"] == PAGE
    return client


def test_the_words_open_the_voice_and_nothing_became_of_it_yet(mine: Client) -> None:
    answer = mine.get(PAGE)
    assert "Le bus ne passe plus le soir." in answer.text
    assert "Rien encore ne s'appuie sur elle." in answer.text
    assert answer["Cache-Control"].startswith("max-age=0")


def test_what_became_of_it_is_read_when_public_and_counted_before(mine: Client, note: Note) -> None:
    private, public = make_note(note.notebook, "brouillon"), make_notebook(access="public")
    anchoring.anchor(private, [note])
    claim = make_note(public, "Le dernier bus part à 20 h.", kind=Note.Kind.CLAIM)
    anchoring.anchor(claim, [private])
    text = mine.get(PAGE).text
    assert "Le dernier bus part à 20 h." in text
    assert "brouillon" not in text
    assert "1 note s'appuie déjà sur elle" in text


def test_it_is_corrected_and_the_words_before_are_nowhere(mine: Client, note: Note) -> None:
    answer = mine.post(PAGE, {"text": "Le bus ne passe plus après 20 h."}, follow=True)
    assert "Les mots d&#x27;avant ne sont pas gardés." in answer.text
    note.refresh_from_db()
    assert note.text == "Le bus ne passe plus après 20 h."
    assert "plus le soir" not in str(list(note.changes.values()) + list(Note.objects.values()))


def test_an_empty_correction_is_refused(mine: Client, note: Note) -> None:
    assert mine.post(PAGE, {"text": " "}).status_code == 422
    note.refresh_from_db()
    assert note.text


def test_it_is_withdrawn_and_cannot_be_corrected_after(mine: Client, note: Note) -> None:
    answer = mine.post("/parole/moi/retirer/", follow=True)
    assert "Ses mots sont effacés" in answer.text
    mine.post(PAGE, {"text": "Je reviens."})
    note.refresh_from_db()
    assert (note.withdrawn, note.text) == (True, "")


@pytest.mark.parametrize("typed", ["", "pomme", "pomme pomme pomme pomme", "zzz zz z zzzz"])
def test_other_words_open_nothing(client: Client, note: Note, typed: str) -> None:
    assert client.post("/parole/", {"words": typed}).status_code == 422
    assert client.get(PAGE)["Location"] == "/parole/"
    assert client.post("/parole/moi/retirer/").status_code == 404


def test_wrong_tries_are_slowed(client: Client, note: Note) -> None:
    for _ in range(5):
        client.post("/parole/", {"words": "pomme pomme pomme pomme"})
    words = " ".join(receipt_words.receipt_for("bordereau"))
    assert client.post("/parole/", {"words": words}).status_code == 429


def test_a_forged_cookie_opens_nothing(client: Client, note: Note) -> None:
    client.cookies["parole"] = str(note.uid)
    assert client.get(PAGE).status_code == 302


def test_a_voice_withdrawn_by_the_table_is_told(mine: Client, note: Note) -> None:
    writing.withdraw(note)
    assert "Cette parole est retirée." in mine.get(PAGE).text
