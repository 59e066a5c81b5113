"""Agreement between coders, from the page."""

import pytest
from django.test import Client

from entraide.notebooks import bridge
from entraide.notebooks.actions import coding, themes, writing
from entraide.notebooks.models import Note, Theme
from entraide.notebooks.queries import agreement as queries
from entraide.notebooks.queries.coding import next_to_code
from entraide.people.models import Person, Role
from tests.make import make_collective, make_member, make_note, make_notebook

pytestmark = pytest.mark.django_db
PAGE = "/bureau/upc/carnets/accord/"


@pytest.fixture
def coders() -> list[Person]:
    return [make_member(name, role=Role.RESEARCHER) for name in ("Alice", "Bob")]


@pytest.fixture
def desk(coders: list[Person]) -> Client:
    client = Client()
    client.force_login(coders[0])
    return client


@pytest.fixture
def theme() -> Theme:
    return Theme.objects.create(collective=make_collective(), name="Le pain", dye="madder")


def code(notes: list[Note], coder: Person, theme: Theme, found: str) -> None:
    """Let a coder read notes: "1" finds the theme, "0" does not, "." does not read."""
    for note, mark in zip(notes, found, strict=True):
        if mark != ".":
            coding.code_whole(note, [theme] if mark == "1" else [], coder=coder)


def make_notes(count: int) -> list[Note]:
    notebook = make_notebook()
    return [make_note(notebook, f"parole {number}") for number in range(count)]


def test_coders_who_agree_are_told_so_with_an_interval(
    coders: list[Person], theme: Theme, desk: Client
) -> None:
    notes = make_notes(14)
    code(notes, coders[0], theme, "11111110000000")
    code(notes, coders[1], theme, "11111100000000")
    text = desk.get(PAGE).text
    # 27 values, 13 found: observed 2/28, expected 2 x 13 x 15 / (28 x 27).
    assert "0,86" in text
    assert "On voit la même chose." in text
    apart = desk.get(f"{PAGE}{theme.uid}/").text
    assert "parole 6" in apart
    assert "parole 5" not in apart


def test_coders_who_see_otherwise_are_sent_back_to_the_definition(
    coders: list[Person], theme: Theme, desk: Client
) -> None:
    notes = make_notes(12)
    code(notes, coders[0], theme, "101010101010")
    code(notes, coders[1], theme, "010101010101")
    assert "reprenez la définition ensemble" in desk.get(PAGE).text


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("1010", "1010", "il faut au moins 10 paroles"),
        ("0" * 12, "0" * 12, "Rien ne varie"),
        ("1" * 6 + "." * 6, "." * 6 + "1" * 6, "il faut au moins 10 paroles"),
    ],
)
def test_when_nothing_can_be_said_it_is_said(
    coders: list[Person], theme: Theme, desk: Client, one: str, other: str, said: str
) -> None:
    notes = make_notes(len(one))
    code(notes, coders[0], theme, one)
    code(notes, coders[1], theme, other)
    assert said in desk.get(PAGE).text
    assert "Aucun désaccord" in desk.get(f"{PAGE}{theme.uid}/").text


def test_one_coder_alone_is_told_to_find_another(
    coders: list[Person], theme: Theme, desk: Client
) -> None:
    assert "au moins deux personnes" in desk.get(PAGE).text
    code(make_notes(3), coders[0], theme, "101")
    assert "au moins deux personnes" in desk.get(PAGE).text


def test_a_withdrawn_voice_counts_for_nobody(
    coders: list[Person], theme: Theme, desk: Client
) -> None:
    notes = make_notes(11)
    for coder in coders:
        code(notes, coder, theme, "10101010101")
    writing.withdraw(notes[0])
    writing.withdraw(notes[1])
    assert "il faut au moins 10 paroles" in desk.get(PAGE).text


def test_who_looked_before_a_theme_existed_says_nothing_of_it(
    coders: list[Person], theme: Theme, desk: Client
) -> None:
    notes = make_notes(12)
    for coder in coders:
        code(notes, coder, theme, "101010101010")
    late = Theme(collective=make_collective())
    themes.save(late, {"name": "La dette", "dye": "woad"}, by=coders[0])
    assert "La dette" in desk.get(PAGE).text
    said, looks = queries.said(make_collective()), queries.looks(make_collective())
    assert len(bridge.units_of(theme, said, looks)) == 12
    assert bridge.units_of(late, said, looks) == {}
    # Found without looking again, it is found.
    coding.code_span(notes[0], late, 0, 3, coder=coders[0])
    coding.code_span(notes[0], late, 0, 3, coder=coders[1])
    said, looks = queries.said(make_collective()), queries.looks(make_collective())
    assert list(bridge.units_of(late, said, looks)) == [notes[0].pk]


def test_a_corrected_voice_must_be_looked_at_again(
    coders: list[Person], theme: Theme, desk: Client
) -> None:
    notes = make_notes(10)
    for coder in coders:
        code(notes, coder, theme, "0000000000")
    coding.write_memo(make_collective(), "elle a dit cher", by=coders[0], note=notes[0])
    writing.correct(notes[0], "autre chose")
    assert not notes[0].memos.exists()
    assert len(queries.said(make_collective())) == 9
    assert next_to_code(notes[0].notebook, coders[0]) == notes[0]
