"""The codebook: a tree, its history, merged, split, in and out of files."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entraide.notebooks.actions import coding
from entraide.notebooks.models import Coding, Theme
from entraide.notebooks.queries import coding as queries
from entraide.people.models import Person
from tests.make import make_collective, make_member, make_note, make_notebook

pytestmark = pytest.mark.django_db
PAGE = "/bureau/upc/carnets/grille/"


@pytest.fixture
def alice() -> Person:
    return make_member("Alice")


@pytest.fixture
def desk(alice: Person) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def make_theme(name: str, parent: Theme | None = None) -> Theme:
    return Theme.objects.create(
        collective=make_collective(), name=name, parent=parent, dye="madder"
    )


def shape() -> list[tuple[str, int, int]]:
    return [(node.theme.name, node.depth, node.codings) for node in queries.tree(make_collective())]


def test_the_five_footholds_are_added_once(desk: Client) -> None:
    for _ in range(2):
        desk.post(f"{PAGE}points-d-appui/")
    assert [name for name, _depth, _n in shape()] == [
        "Le quartier", "La démocratie", "Le travail", "L'association", "La laïcité",
    ]  # fmt: skip


def test_a_theme_is_added_under_another_renamed_and_its_history_is_kept(desk: Client) -> None:
    parent = make_theme("Le quartier")
    values = {"name": "Le four", "parent": parent.pk, "dye": "woad", "definition": "Cuire ensemble"}
    desk.post(f"{PAGE}nouveau/", values)
    theme = Theme.objects.get(name="Le four")
    desk.post(f"{PAGE}{theme.uid}/", values | {"name": "Le four commun"})
    assert shape() == [("Le quartier", 0, 0), ("Le four commun", 1, 0)]
    page = desk.get(f"{PAGE}{theme.uid}/").text
    assert "renommé, avant\N{NO-BREAK SPACE}: Le four" in page
    assert "Cuire ensemble" in page


def test_a_theme_is_not_under_itself_nor_named_as_another(desk: Client) -> None:
    top = make_theme("Haut")
    low = make_theme("Bas", make_theme("Milieu", top))
    answer = desk.post(f"{PAGE}{top.uid}/", {"name": "Haut", "parent": low.pk, "dye": "woad"})
    assert answer.status_code == 422
    assert "sous lui-même" in answer.text
    answer = desk.post(f"{PAGE}nouveau/", {"name": "Bas", "dye": "woad"})
    assert "Un thème a déjà ce nom." in answer.text
    assert [depth for _name, depth, _n in shape()] == [0, 1, 2]


def test_merging_moves_codings_once_and_children(alice: Person, desk: Client) -> None:
    note = make_note(make_notebook())
    old, new = make_theme("Vieux"), make_theme("Neuf")
    make_theme("Enfant", old)
    coding.code_whole(note, [old, new], coder=alice)
    coding.code_span(note, old, 0, 2, coder=alice)
    desk.post(f"{PAGE}{old.uid}/reunir/", {"into": new.pk})
    assert shape() == [("Neuf", 0, 2), ("Enfant", 1, 0)]
    assert desk.get(f"{PAGE}{old.uid}/").status_code == 404
    assert "réuni avec\N{NO-BREAK SPACE}: Neuf" in desk.get(PAGE).text
    # A name is free again once its theme was merged.
    make_theme("Vieux")


def test_a_theme_is_not_merged_into_what_is_under_it(desk: Client) -> None:
    top = make_theme("Haut")
    low = make_theme("Bas", top)
    answer = desk.post(f"{PAGE}{top.uid}/reunir/", {"into": low.pk}, follow=True)
    assert "ne peuvent pas être réunis" in answer.text
    assert len(shape()) == 2


def test_splitting_gives_some_passages_to_a_new_theme(alice: Person, desk: Client) -> None:
    notebook = make_notebook()
    notes = [make_note(notebook, f"parole {number}") for number in range(3)]
    theme = make_theme("Tout")
    for note in notes:
        coding.code_whole(note, [theme], coder=alice)
    chosen = Coding.objects.filter(note__in=notes[:2]).values_list("pk", flat=True)
    page = f"{PAGE}{theme.uid}/separer/"
    assert "Cochez au moins un passage." in desk.post(page, {"name": "X"}, follow=True).text
    assert "a déjà ce nom" in desk.post(page, {"name": "Tout", "codings": chosen}, follow=True).text
    desk.post(page, {"name": "Une part", "codings": list(chosen)})
    assert sorted(shape()) == [("Tout", 0, 1), ("Une part", 0, 2)]


def sent(desk: Client, content: bytes | str) -> str:
    raw = content.encode() if isinstance(content, str) else content
    return desk.post(PAGE, {"file": SimpleUploadedFile("g.csv", raw)}, follow=True).text


def test_a_codebook_goes_out_and_comes_back_the_same(desk: Client) -> None:
    make_theme("=SOMME(A1)", make_theme('L\'été, ou "presque"'))
    content = desk.get(f"{PAGE}grille.csv").content
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["theme"], row["parent"]) for row in rows] == [
        ("L'été, ou \"presque\"", ""), ("'=SOMME(A1)", "L'été, ou \"presque\""),
    ]  # fmt: skip
    before = shape()
    # The quote before what would be a formula is not a part of the name.
    sent(desk, content)
    assert shape() == before


@pytest.mark.parametrize(
    "content",
    [
        "theme,parent\nEau,\nPuits,Eau\n",
        "\ufefftheme;parent\r\nEau;\r\nPuits;Eau\r\n",
        "Theme , PARENT,autre\nPuits,Eau,x\nEau,,y\n\n",
        "theme;parent\nEau;\nPuits;Eau\n".encode("cp1252"),
    ],
)
def test_a_file_of_themes_is_read_as_spreadsheets_write_it(
    desk: Client, content: bytes | str
) -> None:
    assert "2 thèmes sont ajoutés." in sent(desk, content)
    assert shape() == [("Eau", 0, 0), ("Puits", 1, 0)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "vide"),
        ("nom,parent\nEau,\n", "dont « theme »"),
        ("theme,parent\nEau,Terre\n", "« Terre »"),
        ("theme,parent\nEau,\nEau,\n", "deux fois"),
        ("theme,parent\n,Eau\nEau,\n", "Ligne 2"),
        ("theme,parent\nEau,Puits\nPuits,Eau\n", "sous lui-même"),
        (b"PK\x03\x04 not a csv", "n&#x27;est pas un .csv"),
        ("theme\n" + "\n".join(f"t{n}" for n in range(2_001)), "Trop de thèmes"),
        (b"theme\n" + b"a" * 2_000_001, "trop grand"),
    ],
)
def test_a_file_that_is_no_codebook_is_refused_with_a_sentence(
    desk: Client, content: bytes | str, said: str
) -> None:
    text = sent(desk, content).replace("\u00a0", " ").replace("\u202f", " ")
    assert said in text
    assert shape() == []


def test_another_collective_has_its_own_codebook(desk: Client) -> None:
    theirs = Theme.objects.create(collective=make_collective("autre"), name="Eau", dye="woad")
    assert "Eau" not in desk.get(PAGE).text
    assert desk.get(f"{PAGE}{theirs.uid}/").status_code == 404
    mine = make_theme("Eau")
    desk.post(f"{PAGE}{mine.uid}/reunir/", {"into": theirs.pk})
    mine.refresh_from_db()
    assert mine.merged_into is None
    values = {"name": "Puits", "parent": theirs.pk, "dye": "woad"}
    assert desk.post(f"{PAGE}nouveau/", values).status_code == 422
