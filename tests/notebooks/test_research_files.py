"""Notebooks leave as files, and come back: what the team, others, and programs read of them."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entraide.notebooks.actions import anchoring, coding, reading as showing, writing
from entraide.notebooks.forms import research as forms
from entraide.notebooks.models import Anchor, Coding, Look, Memo, Note, Notebook, Provenance, Theme
from entraide.notebooks.models.note import LONGEST_TEXT
from entraide.notebooks.queries import research
from entraide.notebooks.queries.research import Audience, Wish
from entraide.notebooks.refi import inward, reading
from entraide.notebooks.refi.study import Study
from entraide.people.models import Collective, Person, Role
from tests.make import make_collective, make_group, make_member, make_note, make_notebook
from tests.notebooks.refi_studies import schema

pytestmark = pytest.mark.django_db
PAGE = "/bureau/upc/carnets/recherche/"
BRING = f"{PAGE}reprendre/"


@pytest.fixture
def alice() -> Person:
    return make_member("Alice", role=Role.RESEARCHER)


@pytest.fixture
def desk(alice: Person) -> Client:
    client = Client()
    client.force_login(alice)
    return client


@pytest.fixture
def bob() -> Person:
    return make_member("Bob", role=Role.FACILITATOR)


def make_theme(name: str, parent: Theme | None = None, **values: object) -> Theme:
    given = {"collective": make_collective(), "name": name, "parent": parent, "dye": "woad"}
    return Theme.objects.create(**(given | values))


def show(note: Note) -> Note:
    for number in range(2):
        reader = Person.objects.make(name=f"Lecteur {number}")
        showing.read(note, reader=reader, shows=True)
    return note


def withhold(note: Note) -> Note:
    showing.read(note, reader=Person.objects.make(name="Lecteur"), shows=False)
    return note


@pytest.fixture
def notebook(alice: Person, bob: Person) -> Notebook:
    """A table with a part of every kind."""
    group = make_group()
    notebook = make_notebook(
        title="Table 1", occasion="Forum", subject="Le pain ?", peer_group=group
    )
    first = make_note(
        notebook,
        "Le pain 🥖 est cher.\nTrès.",
        stance="against",
        peer_group=group.pk,
        language="ar",
    )
    writing.withdraw(make_note(notebook, "Mots repris", stance="for"))
    withhold(make_note(notebook, "Mots gardés"))
    last = make_note(notebook, "Un four, par rue.", stance="proposal")
    top = make_theme("Le quartier", definition="Vivre ici", examples="la rue")
    low = make_theme("Le four", top, sensitive=True)
    coding.code_whole(first, [top], coder=alice)
    coding.code_span(first, low, 3, 9, coder=bob)
    coding.code_whole(last, [], coder=bob)
    coding.write_memo(make_collective(), "Colère.", by=bob, note=first)
    coding.write_memo(make_collective(), "À revoir.", by=alice, theme=low)
    anchoring.anchor(last, [first], how=Anchor.How.JOINS)
    writing.close(notebook, read_back=True)
    notebook.refresh_from_db()
    return notebook


def taken(desk: Client, kind: str, **values: object) -> bytes:
    answer = desk.post(PAGE, {"audience": "team", "format": kind, **values})
    assert "attachment" in answer["Content-Disposition"], answer.text
    return answer.content


def study(desk: Client, **values: object) -> Study:
    return inward.to_study(reading.from_qdpx(taken(desk, "qdpx", **values)), longest=LONGEST_TEXT)


def plain(text: str) -> str:
    """Return a text with the spaces and quotes that one types."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("&#x27;", "'")


def told_sheet(found: Study) -> str:
    return plain("\n".join(found.sheet))


def brought(desk: Client, content: bytes, name: str = "p.qdpx", **values: str) -> str:
    file = SimpleUploadedFile(name, content)
    answer = desk.post(BRING, {"file": file, **values}, follow=True)
    return plain(answer.text)


def told(collective: Collective) -> Iterator[object]:
    """Tell everything that a file keeps of a collective, without what is drawn anew."""
    for table in collective.notebooks.order_by("pk"):
        yield (table.title, table.occasion, table.subject, table.kind, table.closed,
               table.read_back, table.peer_group)  # fmt: skip
        for note in table.notes.order_by("number"):
            yield (note.number, note.kind, note.stance, note.text, note.language, note.peer_group,
                   note.day, note.withdrawn, note.showing)  # fmt: skip
            yield sorted((one.theme.name, one.coder.name, one.start, one.end, one.day)
                         for one in note.codings.select_related("theme", "coder"))  # fmt: skip
            yield sorted(look.coder.name for look in note.looks.select_related("coder"))
            yield sorted((memo.text, str(memo.by), memo.day) for memo in note.memos.all())
            yield sorted((one.how, one.rests_on.number) for one in note.anchors.all())
    for theme in collective.themes.order_by("position"):
        yield (theme.name, str(theme.parent), theme.definition, theme.examples, theme.dye,
               theme.sensitive)  # fmt: skip
        yield sorted((memo.text, str(memo.by)) for memo in theme.memos.all())


# Out and back


def test_a_copy_brought_into_another_collective_tells_the_same(
    desk: Client, alice: Person, notebook: Notebook
) -> None:
    content = taken(desk, "qdpx", audience="whole", named="on")
    there = make_collective("ailleurs")
    carla = make_member("Carla", there)
    other = Client()
    other.force_login(carla)
    page = other.post(
        "/bureau/ailleurs/carnets/recherche/reprendre/",
        {"file": SimpleUploadedFile("p.qdpx", content)},
        follow=True,
    )
    assert "1 carnet est repris" in page.text
    assert list(told(there)) == list(told(make_collective()))
    # Positive control: a voice more, and they differ.
    writing.reopen(notebook)
    make_note(notebook, "De plus.")
    assert list(told(there)) != list(told(make_collective()))


@pytest.mark.slow
def test_the_file_is_valid_for_the_schema_of_the_standard(desk: Client, notebook: Notebook) -> None:
    for audience in Audience.values:
        content = taken(desk, "qdpx", audience=audience)
        qde = zipfile.ZipFile(io.BytesIO(content)).read("project.qde").decode()
        assert [str(fault) for fault in schema().iter_errors(qde)] == []


def test_the_same_file_sent_twice_is_one_notebook(desk: Client, notebook: Notebook) -> None:
    content = taken(desk, "qdpx")
    for _ in range(2):
        assert "1 carnet est repris" in brought(desk, content, key="k" * 20)
    assert Notebook.objects.count() == 2
    brought(desk, content, key="l" * 20)
    assert Notebook.objects.count() == 3


def test_coders_of_a_file_are_people_of_their_own_who_cannot_log_in(
    desk: Client, alice: Person, notebook: Notebook
) -> None:
    brought(desk, taken(desk, "qdpx", named="on"))
    copy = Notebook.objects.latest("pk")
    coders = Person.objects.filter(codings__note__notebook=copy).distinct()
    assert sorted((one.name, one.email, one.is_active) for one in coders) == [
        ("Alice (2)", None, False), ("Bob (2)", None, False),
    ]  # fmt: skip
    assert not any(one.memberships.exists() for one in coders)
    assert set(Coding.objects.filter(note__notebook=notebook).values_list("coder__name")) == {
        ("Alice",), ("Bob",),
    }  # fmt: skip


def test_a_theme_that_is_here_keeps_its_definition(desk: Client, notebook: Notebook) -> None:
    content = taken(desk, "qdpx")
    Theme.objects.filter(name="Le quartier").update(definition="Autre chose")
    Theme.objects.filter(name="Le four").delete()
    assert "thèmes nouveaux : 1" in brought(desk, content)
    themes = Theme.objects.order_by("name").values_list("name", "definition", "parent__name")
    assert list(themes) == [
        ("Le four", "", "Le quartier"), ("Le quartier", "Autre chose", None),
    ]  # fmt: skip


def test_shown_voices_are_read_again_and_withheld_ones_stay_so(desk: Client) -> None:
    notebook = make_notebook()
    show(make_note(notebook, "Montrée"))
    withhold(make_note(notebook, "Gardée"))
    brought(desk, taken(desk, "qdpx", audience="whole"))
    copy = Notebook.objects.latest("pk")
    assert list(copy.notes.values_list("text", "showing")) == [
        ("Montrée", "unread"), ("Gardée", "withheld"),
    ]  # fmt: skip
    assert copy.access == Notebook.Access.LISTENERS


# Who gets what


def test_for_the_team_withheld_words_stay_and_withdrawn_ones_leave_a_mark(
    desk: Client, notebook: Notebook
) -> None:
    content = taken(desk, "qdpx")
    archive = zipfile.ZipFile(io.BytesIO(content))
    words = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "Mots gardés" not in words
    assert "Mots repris" not in words
    assert "[parole retirée]" in words
    assert [(voice.number, voice.withdrawn) for voice in study(desk).voices] == [
        (1, False), (2, True), (4, False),
    ]  # fmt: skip
    sheet = told_sheet(study(desk))
    assert "Paroles gardées pour nous, absentes : 1." in sheet
    assert "Paroles retirées : 1." in sheet
    whole = study(desk, audience="whole")
    assert "Mots gardés" in {voice.text for voice in whole.voices}
    assert "Paroles gardées pour nous, présentes : 1." in told_sheet(whole)


def test_coders_have_an_alias_that_is_always_the_same(desk: Client, notebook: Notebook) -> None:
    names = [coder.name for coder in study(desk).coders]
    assert all(name.startswith("codeur ") for name in names)
    assert len(set(names)) == 2
    # Somebody else codes, with a smaller or a larger number: nobody's alias changes.
    third = make_member("Zoé", role=Role.RESEARCHER)
    coding.code_whole(notebook.notes.get(number=4), [], coder=third)
    assert set(names) < {coder.name for coder in study(desk).coders}
    content = taken(desk, "qdpx")
    assert b"Alice" not in zipfile.ZipFile(io.BytesIO(content)).read("project.qde")
    assert [coder.name for coder in study(desk, named="on").coders] == ["Alice", "Bob", "Zoé"]


def test_two_coders_of_one_name_stay_two(desk: Client, notebook: Notebook) -> None:
    other = Person.objects.make(name="Alice")
    coding.code_whole(notebook.notes.get(number=4), [], coder=other)
    assert [coder.name for coder in study(desk, named="on").coders] == ["Alice", "Alice (2)", "Bob"]


def test_nothing_of_a_person_is_in_a_file(desk: Client, notebook: Notebook) -> None:
    archive = zipfile.ZipFile(io.BytesIO(taken(desk, "qdpx", named="on")))
    words = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "entraide.example" not in words
    assert str(notebook.uid) not in words
    assert not any(str(note.uid) in words for note in notebook.notes.all())


def make_shared() -> Notebook:
    """A table of habitants of which the place may be told, and of social workers, not."""
    group, other = make_group(), make_group("sociaux")
    notebook = make_notebook(title="Table 9", occasion="Atelier", peer_group=group)
    told = {
        str(group.pk): {"place": ["Table 9", "Atelier", "Forum"], "peers": True},
        str(other.pk): {"place": [], "peers": False},
        "": {"place": [], "peers": False},
    }
    Provenance.objects.create(notebook=notebook, told=told)
    show(make_note(notebook, "Dite ici", peer_group=group.pk, language="ar"))
    show(make_note(notebook, "Dite quelque part", peer_group=other.pk))
    make_note(notebook, "Pas relue", peer_group=group.pk)
    writing.withdraw(show(make_note(notebook, "Reprise")))
    return notebook


def test_others_get_what_anybody_may_read_and_no_more(desk: Client, alice: Person) -> None:
    notebook = make_shared()
    first, second = notebook.notes.order_by("number")[:2]
    theme = make_theme("Santé", sensitive=True, examples="mots d'une parole")
    plain = make_theme("Pain")
    coding.code_whole(first, [theme, plain], coder=alice)
    coding.write_memo(make_collective(), "Mémo secret", by=alice, note=first)
    anchoring.anchor(second, [first])
    shared = study(desk, audience="shared")
    assert [
        (table.title, [(v.text, v.peers, v.language, v.day, v.number) for v in table.voices])
        for table in shared.tables
    ] == [
        ("Lieu non dit", [("Dite quelque part", "", "", None, 1)]),
        ("Table 9 · Atelier · Forum", [("Dite ici", "habitants", "", first.day, 1)]),
    ]  # fmt: skip
    names = {theme.key: theme.name for theme in shared.themes}
    assert [names[one.theme] for voice in shared.voices for one in voice.found] == ["Pain"]
    assert (shared.memos, shared.ties) == ((), ())
    assert {theme.examples for theme in shared.themes} == {""}
    sheet = told_sheet(shared)
    for line in (
        "Paroles pas encore relues par deux personnes, absentes : 1.",
        "Paroles retirées, absentes : 1.",
        "Mémos, absents : 1.",
        "Liens entre notes, absents : 1.",
        "Codages de thèmes sensibles portés par moins de 11 paroles, absents : 1.",
    ):
        assert line in sheet


def test_the_team_gets_more_than_others(desk: Client) -> None:
    make_shared()
    assert [len(study(desk, audience=a).voices) for a in ("shared", "team")] == [2, 4]


def test_names_of_coders_do_not_go_to_others(desk: Client, notebook: Notebook) -> None:
    answer = desk.post(PAGE, {"audience": "shared", "named": "on", "format": "qdpx"})
    assert answer.status_code == 422
    assert "Les noms ne sortent pas" in answer.text


def test_a_quote_has_no_words_of_its_own_and_stays(desk: Client) -> None:
    notebook = make_notebook()
    make_note(notebook, "Dite")
    writing.place(notebook, kind=Note.Kind.QUOTE, uid=notebook.uid)
    assert [voice.text for voice in study(desk).voices] == ["Dite"]


# Tables, JSON, the sheet


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_tables_say_the_same_and_no_cell_is_a_formula(desk: Client, notebook: Notebook) -> None:
    writing.reopen(notebook)
    make_note(notebook, "=SOMME(A1)")
    archive = zipfile.ZipFile(io.BytesIO(taken(desk, "csv")))
    assert archive.namelist() == [
        "paroles.csv", "codages.csv", "regards.csv", "carnets.csv", "thèmes.csv", "mémos.csv",
        "liens.csv", "fiche.txt",
    ]  # fmt: skip
    voices = rows(archive.read("paroles.csv"))
    assert [(one["numéro"], one["parole"], one["position"], one["retirée"]) for one in voices] == [
        ("1", "Le pain 🥖 est cher.\nTrès.", "critique négative", ""),
        ("2", "", "", "oui"),
        ("4", "Un four, par rue.", "proposition", ""),
        ("5", "'=SOMME(A1)", "", ""),
    ]
    codings = rows(archive.read("codages.csv"))
    assert [(o["thème"], o["mots"], o["début"], o["toute la parole"]) for o in codings] == [
        ("Le quartier", "Le pain 🥖 est cher.\nTrès.", "0", "oui"), ("Le four", "pain 🥖", "3", ""),
    ]  # fmt: skip
    assert "Fiche des données" in archive.read("fiche.txt").decode()


def test_json_says_the_same(desk: Client, notebook: Notebook) -> None:
    document = json.loads(taken(desk, "json"))
    assert (document["format"], document["version"]) == ("entraide-carnets", 1)
    (table,) = document["tables"]
    assert [voice["text"] for voice in table["voices"]] == [
        "Le pain 🥖 est cher.\nTrès.", "", "Un four, par rue.",
    ]  # fmt: skip
    assert table["voices"][0]["found"][1]["start"] == 3


def test_a_spreadsheet_has_a_sheet_for_each_table(desk: Client, notebook: Notebook) -> None:
    content = zipfile.ZipFile(io.BytesIO(taken(desk, "ods"))).read("content.xml").decode()
    assert 'table:name="paroles"' in content
    assert 'table:name="fiche"' in content


def test_the_sheet_is_on_the_page_before_anything_leaves(desk: Client, notebook: Notebook) -> None:
    page = desk.post(PAGE, {"audience": "team"})
    assert page.status_code == 200
    assert "Fiche des données : Collectif upc" in plain(page.text)


def test_one_notebook_or_all_of_them(desk: Client, notebook: Notebook) -> None:
    other = make_notebook(title="Table 2")
    make_note(other, "Ailleurs")
    assert [table.title for table in study(desk).tables] == ["Table 1", "Table 2"]
    assert [table.title for table in study(desk, notebooks=other.pk).tables] == ["Table 2"]
    page = desk.get(f"{PAGE}?carnet={other.uid}").text
    assert page.count(" checked") == 2
    assert f'value="{other.pk}"' in page.split(" checked")[0]
    assert desk.get(f"{PAGE}?carnet=rien").status_code == 200


def test_a_notebook_of_another_collective_does_not_exist(desk: Client) -> None:
    theirs = make_notebook(make_collective("autre"), title="Secret")
    make_note(theirs, "Mots des autres")
    answer = desk.post(PAGE, {"audience": "team", "format": "qdpx", "notebooks": theirs.pk})
    assert answer.status_code == 422
    assert "Secret" not in answer.text
    assert study(desk).tables == ()
    for page in ("", "reprendre/"):
        assert desk.get(f"/bureau/autre/carnets/recherche/{page}").status_code == 404
    assert desk.get("/bureau/autre/carnets/grille/grille.qdc").status_code == 404


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.MEMBER])
def test_who_does_not_listen_takes_and_brings_nothing(role: str) -> None:
    client = Client()
    client.force_login(make_member("Dora", role=role))
    for page in (PAGE, BRING, "/bureau/upc/carnets/grille/taguette.csv"):
        assert client.get(page).status_code == 404


def test_the_pages_lead_to_it(desk: Client, notebook: Notebook) -> None:
    assert PAGE in desk.get("/bureau/upc/carnets/").text
    assert f"{PAGE}?carnet={notebook.uid}" in desk.get(f"/bureau/upc/carnets/{notebook.uid}/").text
    assert PAGE in desk.get("/bureau/upc/carnets/grille/").text
    assert BRING in desk.get(PAGE).text


# The codebook


def test_the_codebook_leaves_and_comes_back(desk: Client) -> None:
    top = make_theme("Le quartier", definition="Vivre ici", examples="la rue")
    make_theme("Le four", top, sensitive=True, dye="weld")
    content = desk.get("/bureau/upc/carnets/grille/grille.qdc").content
    Theme.objects.all().delete()
    assert "2 thèmes sont ajoutés." in brought(desk, content, "g.qdc")
    assert [
        (one.name, str(one.parent), one.definition, one.examples, one.dye, one.sensitive)
        for one in Theme.objects.order_by("position")
    ] == [
        ("Le quartier", "None", "Vivre ici", "la rue", "woad", False),
        ("Le four", "Le quartier", "", "", "weld", True),
    ]  # fmt: skip


def test_an_empty_codebook_is_told(desk: Client) -> None:
    page = desk.get("/bureau/upc/carnets/grille/grille.qdc", follow=True)
    assert "La grille est vide." in page.text


def test_the_codebook_for_taguette_has_its_columns(desk: Client) -> None:
    make_theme("Le four", make_theme("Le quartier", definition="Vivre ici"))
    content = desk.get("/bureau/upc/carnets/grille/taguette.csv").content
    assert rows(content) == [
        {"tag": "Le quartier", "description": "Vivre ici"},
        {"tag": "Le quartier.Le four", "description": ""},
    ]


# What is refused


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04rest", "abîmé"),
        (b"<html/>", "ni un projet ni une grille"),
        (b"<!DOCTYPE CodeBook><CodeBook/>", "entités XML"),
        (b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes/></CodeBook>', "ni texte ni thème"),
        (b"", "vide"),
    ],
)
def test_a_file_that_is_not_right_is_refused_with_a_sentence(
    desk: Client, content: bytes, said: str
) -> None:
    answer = desk.post(BRING, {"file": SimpleUploadedFile("p", content), "title": "Mon titre"})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Mon titre"' in answer.text
    assert not Notebook.objects.exists()
    assert not Theme.objects.exists()


def test_a_file_that_is_too_large_or_has_too_many_themes_is_told(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_theme("Le four")
    content = desk.get("/bureau/upc/carnets/grille/grille.qdc").content
    monkeypatch.setattr(forms, "MOST_THEMES", 0)
    assert "Trop de thèmes" in brought(desk, content)
    monkeypatch.setattr(forms, "LARGEST", 10)
    assert "trop grand" in brought(desk, content)


def test_a_circle_of_links_is_told_and_the_words_are_kept(desk: Client) -> None:
    notebook = make_notebook()
    first, second = make_note(notebook, "Un"), make_note(notebook, "Deux")
    anchoring.anchor(second, [first])
    content = taken(desk, "qdpx")
    archive = zipfile.ZipFile(io.BytesIO(content))
    qde = archive.read("project.qde").decode()
    link = qde[qde.index("<Link ") : qde.index("</Links>")]
    origin, target = (link.split(f'{end}GUID="')[1][:36] for end in ("origin", "target"))
    back = link.replace(origin, "x").replace(target, origin).replace("x", target)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as files:
        for name in archive.namelist():
            words = archive.read(name).decode()
            files.writestr(name, words.replace(link, link + back))
    assert "1 lien faisait un cercle" in brought(desk, out.getvalue())
    assert Note.objects.count() == 4
    assert Anchor.objects.count() == 2


def test_a_college_that_is_unknown_here_is_told(desk: Client, notebook: Notebook) -> None:
    content = taken(desk, "qdpx")
    for note in Note.objects.all():
        note.peer_group = None
        note.save()
    Notebook.objects.update(peer_group=None)
    make_group().delete()
    assert "Le collège « habitants » n'existe pas ici : 1 parole" in brought(desk, content)


def test_queries_do_not_grow_with_notes(alice: Person, notebook: Notebook) -> None:
    counts = []
    for turn in range(2):
        chosen = list(research.notebooks(notebook.collective))
        with CaptureQueriesContext(connection) as asked:
            research.study_of(notebook.collective, chosen, Wish())
        counts.append(len(asked))
        other = make_notebook()
        for number in range(3):
            note = make_note(other, f"{number}")
            theme = make_theme(f"Thème {turn} {number}", Theme.objects.latest("pk"))
            coding.code_whole(note, [theme], coder=alice)
    assert counts[0] == counts[1] <= 9


def test_who_looked_without_finding_comes_back(desk: Client, notebook: Notebook) -> None:
    brought(desk, taken(desk, "qdpx"))
    copy = Notebook.objects.latest("pk")
    assert Look.objects.filter(note__notebook=copy).count() == 3
    assert Memo.objects.filter(note__notebook=copy).count() == 1
