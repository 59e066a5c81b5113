"""Voices in a CSV file: all lines or none, each wrong one told by its number."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entraide.notebooks.forms import voices as forms
from entraide.notebooks.models import Note, Notebook
from entraide.people.models import Role
from tests.make import make_group, make_member, make_note, make_notebook

pytestmark = pytest.mark.django_db
PAGE = "/bureau/upc/carnets/recherche/"
HEAD = "parole;position;collège;langue;jour;table\n"


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(make_member("Alice", role=Role.RESEARCHER))
    return client


def sent(desk: Client, content: str | bytes, **values: str) -> str:
    raw = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("paroles.csv", raw)
    text = desk.post(f"{PAGE}reprendre/", {"file": file, **values}, follow=True).text
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("&#x27;", "'")


def found() -> list[tuple[object, ...]]:
    notes = Note.objects.order_by("notebook_id", "number")
    return list(
        notes.values_list(
            "notebook__title", "number", "text", "stance", "peer_group__slug", "language", "day"
        )
    )


def test_each_table_is_a_closed_notebook(desk: Client) -> None:
    make_group()
    told = sent(
        desk,
        HEAD
        + "Le bus ne passe plus.;Critique négative;Habitants;fr;2026-12-08;Table 1\n"
        + '"Un four,\npar rue ?";question;;ar;08/12/2026;Table 2\n"Oui ; non";;;;;Table 1\n',
    )
    assert "2 carnets sont repris (paroles : 3" in told
    day = date(2026, 12, 8)
    assert [row[:-1] for row in found()] == [
        ("Table 1", 1, "Le bus ne passe plus.", "against", "habitants", "fr"),
        ("Table 1", 2, "Oui ; non", "", None, "fr"),
        ("Table 2", 1, "Un four,\npar rue ?", "question", None, "ar"),
    ]
    assert [row[-1] for row in found()][::2] == [day, day]
    assert set(Notebook.objects.values_list("closed", "access")) == {(True, "listeners")}


def test_without_a_table_the_notebook_has_the_title_that_was_typed(desk: Client) -> None:
    assert "1 carnet est repris" in sent(desk, "parole\nOui\nNon\n", title="Enquête")
    assert [row[:3] for row in found()] == [("Enquête", 1, "Oui"), ("Enquête", 2, "Non")]


def test_the_same_form_sent_twice_is_one_notebook(desk: Client) -> None:
    for _ in range(2):
        sent(desk, "parole\nOui\n", title="Enquête", key="k" * 20)
    assert len(found()) == 1


def test_voices_leave_as_csv_and_come_back(desk: Client) -> None:
    notebook = make_notebook(title="Table 1", peer_group=make_group())
    make_note(notebook, '=1+1 "oui" ;\nnon', stance="for", peer_group=make_group().pk)
    make_note(notebook, "مرحبا 🥖", language="ar")
    before = found()
    desk.post(PAGE, {"audience": "team", "format": "csv"})
    archive = desk.post(PAGE, {"audience": "team", "format": "csv"}).content
    content = unpacked(archive)
    Notebook.objects.all().delete()
    sent(desk, content)
    assert found() == before


def unpacked(archive: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(archive)).read("paroles.csv")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (";;;;;Table 1", "Ligne 3 : il n'y a pas de parole."),
        ("\u200b;;;;;Table 1", "Ligne 3 : il n'y a pas de parole."),
        (f"{'a' * 10_001};;;;;T", "Ligne 3 : la parole est trop longue"),
        ("Oui;bof;;;;T", "Ligne 3 : « bof » n'existe pas. Écrivez : critique positive, critique "),
        (
            "Oui;;martiens;;;T",
            "Ligne 3 : le collège « martiens » n'existe pas. Écrivez : habitants",
        ),
        ("Oui;;;français;;T", "Ligne 3 : la langue « français » n'est pas un code"),
        ("Oui;;;;demain;T", "Ligne 3 : « demain » n'est pas un jour."),
        ("Oui;;;;1026-12-08;T", "Ligne 3 : Cette année n'est pas possible."),
        ("Oui;;;;;", "Ligne 3 : la table n'est pas nommée."),
    ],
)
def test_a_wrong_line_is_told_and_nothing_is_taken(desk: Client, line: str, said: str) -> None:
    make_group()
    assert said in sent(desk, f"{HEAD}Bonne ligne;;;;;Table 1\n{line}\n")
    assert found() == []


def test_a_file_without_tables_wants_a_title(desk: Client) -> None:
    assert "Donnez un titre au carnet" in sent(desk, "parole\nOui\n")
    assert found() == []


def test_many_wrong_lines_are_told_in_short(desk: Client) -> None:
    told = sent(desk, HEAD + "Oui;bof;;;;T\n" * 25)
    assert told.count("« bof »") == forms.MOST_TOLD
    assert "Et 15 autres lignes." in told


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("texte_libre\nOui\n", "dont « parole »"),
        ("parole\n", "ni texte ni thème"),
        (b"a\0b", "n'est pas un texte"),
        ("parole\n" + "Oui\n" * 10_001, "10001 paroles, c'est trop"),
    ],
)
def test_a_table_that_is_none_is_told(desk: Client, content: str | bytes, said: str) -> None:
    assert said in sent(desk, content, title="Enquête")
    assert found() == []


def test_a_table_that_is_too_large_is_told(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "LARGEST", 1_000_000)
    assert "1 Mo au plus" in sent(desk, b"parole\n" + b"a" * 1_000_001, title="Enquête")
