"""Texts under discussion: numbered paragraphs, versions, critiques beside them."""

import pytest
from django.test import Client

from entraide.notebooks.actions import texts, writing
from entraide.notebooks.models import Anchor, Note, Notebook
from entraide.notebooks.queries import critique
from entraide.people.models import Role
from tests.make import make_collective, make_group, make_member, make_note, make_notebook

pytestmark = pytest.mark.django_db
DESK = "/bureau/upc/carnets/"
FIRST = ["Le quartier ouvre un four commun.", "La ville prête une salle."]


def make_text(*paragraphs: str, previous: Notebook | None = None) -> Notebook:
    return texts.write_text(
        make_collective(), title="Proposition", paragraphs=paragraphs or FIRST, previous=previous
    )


def everyone(text: Notebook) -> dict[int, tuple[list[str], int]]:
    """Return what is said of each paragraph, and how much of earlier ones."""
    found = critique.paragraphs(text, Note.objects.all())
    return {p.note.number: ([v.text for v in p.voices], p.earlier) for p in found}


def test_paragraphs_are_numbered_and_nothing_is_added() -> None:
    text = make_text()
    assert list(text.notes.values_list("number", "text", "kind")) == [
        (1, FIRST[0], "proposal"), (2, FIRST[1], "proposal"),
    ]  # fmt: skip
    text.refresh_from_db()
    with pytest.raises(writing.NotebookClosed):
        make_note(text)


def test_critiques_stand_beside_their_paragraph_by_stance_and_peers() -> None:
    text, table = make_text(), make_notebook()
    about = (text.notes.get(number=2).uid,)
    groups = [make_group("habitants"), make_group("institutions")]
    for stance, group in (("for", 0), ("against", 0), ("for", 1), ("for", 0)):
        make_note(table, stance=stance, peer_group=groups[group].pk, about=about)
    gone = make_note(table, "retirée", about=about)
    writing.withdraw(gone)
    first, second = critique.paragraphs(text, Note.objects.all())
    assert first.sides == []
    assert [(name, len(voices), groups) for name, voices, groups in second.sides] == [
        ("critique positive", 3, [(groups[0], 2), (groups[1], 1)]),
        ("critique négative", 1, [(groups[0], 1)]),
    ]


def test_a_new_version_keeps_the_old_one_and_counts_what_was_said_of_it() -> None:
    first, table = make_text(), make_notebook()
    make_note(table, "d'accord", about=(first.notes.get(number=2).uid,))
    second = make_text(
        "Un préambule tout autre.", "La ville prête une salle et un four.", previous=first
    )
    third = make_text("La ville prête une salle, un four.", previous=second)
    make_note(table, "encore mieux", about=(third.notes.get(number=1).uid,))
    assert everyone(first) == {1: ([], 0), 2: (["d'accord"], 0)}
    assert everyone(second) == {1: ([], 0), 2: ([], 1)}
    assert everyone(third) == {1: (["encore mieux"], 1)}
    assert critique.versions(first) == critique.versions(third) == [third, second, first]
    assert Anchor.objects.filter(how=Anchor.How.FOLLOWS).count() == 2


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(make_member("Alice", role=Role.FACILITATOR))
    return client


def test_a_text_is_written_and_read_from_the_desk(desk: Client) -> None:
    typed = {"title": "Charte", "text": "Un.\r\n\r\n  \r\nDeux,\r\nsuite.\r\n\r\n"}
    answer = desk.post(f"{DESK}textes/nouveau/", typed)
    page = desk.get(answer["Location"]).text
    assert "Un." in page
    assert "Deux,<br>suite." in page
    uid = Notebook.objects.get().uid
    assert "Deux," in desk.get(f"{DESK}textes/{uid}/suite/").text
    desk.post(f"{DESK}textes/{uid}/suite/", {"title": "Charte", "text": "Un !"})
    assert "version 2" in desk.get(f"{DESK}textes/{uid}/").text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "obligatoire"),
        (" \n\n ", "obligatoire"),
        ("\n\n".join("a" * 301), "301 paragraphes"),
        ("a\n\n" + "b" * 10_001, "Le paragraphe 2 est trop long"),
    ],
)
def test_a_text_that_cannot_be_is_refused_with_a_sentence(
    desk: Client, text: str, said: str
) -> None:
    answer = desk.post(f"{DESK}textes/nouveau/", {"title": "Charte", "text": text})
    assert answer.status_code == 422
    assert said in answer.text
    assert not Notebook.objects.exists()


def test_texts_are_of_their_collective_and_written_by_who_leads(desk: Client) -> None:
    text, table = make_text(), make_notebook()
    assert desk.get(f"{DESK}textes/{table.uid}/").status_code == 404
    theirs = texts.write_text(make_collective("autre"), title="T", paragraphs=["a"])
    assert desk.get(f"{DESK}textes/{theirs.uid}/").status_code == 404
    researcher = Client()
    researcher.force_login(make_member("Bob", role=Role.RESEARCHER))
    assert researcher.get(f"{DESK}textes/{text.uid}/").status_code == 200
    assert researcher.get(f"{DESK}textes/{text.uid}/suite/").status_code == 404
