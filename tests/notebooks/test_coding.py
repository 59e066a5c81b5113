"""Coding: whole voices and spans, by several coders, with suggestions and memos."""

import pytest
from django.test import Client

from entraide.notebooks.actions import coding as actions, writing
from entraide.notebooks.likeness import likeness
from entraide.notebooks.models import Coding, Memo, Note, Theme
from entraide.notebooks.queries import coding as queries
from entraide.people.models import Person, Role
from tests.make import make_collective, make_member, make_note, make_notebook

pytestmark = pytest.mark.django_db


@pytest.fixture
def note() -> Note:
    return make_note(make_notebook(), "Le pain est cher, le pain est bon.")


@pytest.fixture
def themes() -> list[Theme]:
    return [
        Theme.objects.create(collective=make_collective(), name=name, dye="madder")
        for name in ("Le travail", "Le quartier")
    ]


@pytest.fixture
def alice() -> Person:
    return make_member("Alice", role=Role.RESEARCHER)


@pytest.fixture
def desk(alice: Person) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def page(note: Note, *parts: str) -> str:
    base = f"/bureau/upc/carnets/{note.notebook.uid}/coder/"
    return base + "".join(f"{part}/" for part in parts)


def found(note: Note) -> list[tuple[str, str, str]]:
    return sorted((c.coder.name, c.theme.name, c.words) for c in note.codings.all())


def test_a_coder_ticks_themes_and_goes_to_the_next_voice(
    note: Note, themes: list[Theme], desk: Client
) -> None:
    following = make_note(note.notebook, "Autre chose.")
    assert desk.get(page(note))["Location"] == page(note, "1")
    both = [theme.pk for theme in themes]
    assert desk.post(page(note, "1"), {"themes": both})["Location"] == page(note, "2")
    desk.post(page(note, "1"), {"themes": both[:1]})
    assert found(note) == [("Alice", "Le travail", note.text)]
    # Nothing found is written too, and ends the reading.
    answer = desk.post(page(note, "2"), {}, follow=True)
    assert "Vous avez tout lu." in answer.text
    assert found(following) == []
    assert queries.progress(note.notebook) == [("Alice", 2)]


def test_some_words_are_coded_and_stay_when_the_whole_changes(
    note: Note, themes: list[Theme], desk: Client
) -> None:
    desk.post(page(note, "1"), {"themes": themes[0].pk, "words": "le pain est bon"})
    desk.post(page(note, "1"), {"themes": themes[1].pk})
    assert found(note) == [
        ("Alice", "Le quartier", note.text), ("Alice", "Le travail", "le pain est bon"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"words": "absents"}, "Ces mots ne sont pas dans la parole"),
        ({"words": "le pain"}, "Choisissez aussi un thème"),
        ({"themes": "999"}, "Sélectionnez un choix valide"),
    ],
)
def test_a_coding_that_cannot_be_is_refused(
    note: Note, desk: Client, sent: dict[str, str], said: str
) -> None:
    answer = desk.post(page(note, "1"), sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert not Coding.objects.exists()


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 3), (4, 2), (0, 1_000), (-1, 2)])
def test_a_span_without_words_is_refused(
    note: Note, themes: list[Theme], alice: Person, start: int, end: int
) -> None:
    with pytest.raises(ValueError, match="no words"):
        actions.code_span(note, themes[0], start, end, coder=alice)


def test_coders_do_not_see_each_other_unless_they_code_together(
    note: Note, themes: list[Theme], desk: Client
) -> None:
    bob = make_member("Bob", role=Role.RESEARCHER)
    actions.code_span(note, themes[0], 0, 7, coder=bob)
    assert "Le pain »" not in desk.get(page(note, "1")).text.replace("</span>", "")
    assert "Bob" in desk.get(f"{page(note, '1')}?ensemble").text


def test_a_coder_takes_back_only_what_is_their_own(
    note: Note, themes: list[Theme], desk: Client, alice: Person
) -> None:
    bob = make_member("Bob", role=Role.RESEARCHER)
    actions.code_whole(note, themes[:1], coder=alice)
    actions.code_whole(note, themes[:1], coder=bob)
    for coding in Coding.objects.all():
        desk.post(page(note, "1", "retirer"), {"coding": coding.pk})
    assert [coder for coder, _theme, _words in found(note)] == ["Bob"]


def test_correcting_drops_spans_and_withdrawing_drops_all(
    note: Note, themes: list[Theme], alice: Person
) -> None:
    actions.code_whole(note, themes[:1], coder=alice)
    actions.code_span(note, themes[1], 0, 7, coder=alice)
    actions.write_memo(make_collective(), "À creuser.", by=alice, note=note)
    writing.correct(note, "Le pain coûte cher.")
    assert found(note) == [("Alice", "Le travail", "Le pain coûte cher.")]
    writing.withdraw(note)
    assert found(note) == []
    assert not Memo.objects.exists()


def test_a_memo_is_kept_with_the_note(note: Note, desk: Client) -> None:
    make_note(note.notebook)
    desk.post(page(note, "1"), {"memo": "Voir la boulangerie."})
    assert "Voir la boulangerie." in desk.get(page(note, "1")).text


def test_voices_like_this_one_are_suggested_with_their_themes(
    note: Note, themes: list[Theme], alice: Person
) -> None:
    near = make_note(make_notebook(), "Le pain cher, encore.")
    make_note(make_notebook(), "Un vélo rouge.")
    make_note(make_notebook(make_collective("autre")), "Le pain est cher, le pain est bon.")
    actions.code_whole(near, themes[:1], coder=alice)
    alike = queries.alike(note)
    assert [one for one, _score in alike] == [near]
    assert queries.coded_nearby(alike) == [(themes[0], 1)]


def test_likeness_is_between_nothing_and_the_same() -> None:
    assert likeness("", ["", "a"]) == [0.0, 0.0]
    assert likeness("pain", []) == []
    same, plural, other = likeness("un bon pain", ["un bon pain", "de bons pains", "rien"])
    assert same == pytest.approx(1)
    assert plural == pytest.approx(1)
    assert other == 0


def test_a_theme_of_another_collective_codes_nothing_here(note: Note, desk: Client) -> None:
    theirs = Theme.objects.create(collective=make_collective("autre"), name="Eau", dye="woad")
    assert desk.post(page(note, "1"), {"themes": theirs.pk}).status_code == 422


def test_an_empty_notebook_says_so(desk: Client) -> None:
    notebook = make_notebook()
    answer = desk.get(f"/bureau/upc/carnets/{notebook.uid}/coder/", follow=True)
    assert "pas encore de paroles" in answer.text


def test_words_take_the_theme_that_was_chosen_for_them_only(
    note: Note, themes: list[Theme], desk: Client
) -> None:
    whole, other = themes
    desk.post(page(note, "1"), {"themes": [whole.pk]})
    desk.post(page(note, "1"), {"themes": [whole.pk, other.pk], "words": "est cher"})
    assert found(note) == [
        ("Alice", "Le quartier", "est cher"), ("Alice", "Le travail", note.text),
    ]  # fmt: skip
    answer = desk.post(page(note, "1"), {"themes": [other.pk], "words": "absent"})
    assert answer.status_code == 422
    assert f'value="{other.pk}" checked' in " ".join(answer.text.split())
    assert f'value="{whole.pk}" checked' not in " ".join(answer.text.split())


def test_alone_one_sees_no_memo_and_no_coding_of_others(
    note: Note, themes: list[Theme], desk: Client
) -> None:
    bob = make_member("Bob", role=Role.RESEARCHER)
    actions.write_memo(make_collective(), "Bob le pense.", by=bob, note=note)
    assert "Bob le pense." not in desk.get(page(note, "1")).text
    assert "Bob le pense." in desk.get(f"{page(note, '1')}?ensemble").text
