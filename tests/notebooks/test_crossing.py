"""Themes crossed with colleges, stances, tables: small numbers hidden, voices behind."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entraide.notebooks.actions import coding, writing
from entraide.notebooks.models import Note, Notebook, Theme
from entraide.notebooks.queries import crossing as queries
from entraide.people.models import Person, Role
from tests.make import make_collective, make_group, make_member, make_note, make_notebook

pytestmark = pytest.mark.django_db
PAGE = "/bureau/upc/carnets/croiser/"


@pytest.fixture
def coder() -> Person:
    return make_member("Alice", role=Role.RESEARCHER)


@pytest.fixture
def desk(coder: Person) -> Client:
    client = Client()
    client.force_login(coder)
    return client


@pytest.fixture
def themes() -> list[Theme]:
    return [
        Theme.objects.create(collective=make_collective(), name=name, dye="madder", position=n)
        for n, name in enumerate(("Le pain", "Le bus"))
    ]


def say(
    notebook: Notebook, theme: Theme, coder: Person, times: int, **values: object
) -> list[Note]:
    notes = [make_note(notebook, f"parole {n}", **values) for n in range(times)]
    for note in notes:
        coding.code_whole(note, [theme], coder=coder)
    return notes


def shown(way: str) -> list[tuple[str, list[int | None]]]:
    rows = queries.cross(make_collective(), way).rows
    return [(name, [cell.count for cell in cells]) for name, cells in rows]


def test_voices_are_counted_by_theme_and_college_with_totals(
    themes: list[Theme], coder: Person, desk: Client
) -> None:
    notebook, group = make_notebook(), make_group()
    pain = say(notebook, themes[0], coder, 6, peer_group=group.pk)
    say(notebook, themes[1], coder, 7)
    # Another coder, and a span, count no voice twice.
    bob = make_member("Bob", role=Role.RESEARCHER)
    coding.code_whole(pain[0], [themes[0]], coder=bob)
    coding.code_span(pain[0], themes[0], 0, 3, coder=bob)
    assert queries.cross(make_collective(), "colleges").columns == [
        "habitants", "sans collège", "Ensemble",
    ]  # fmt: skip
    assert shown("colleges") == [
        ("Le pain", [6, 0, 6]), ("Le bus", [0, 7, 7]), ("Toutes", [6, 7, 13]),
    ]  # fmt: skip
    page = desk.get(f"{PAGE}colleges/").text
    behind = f"{PAGE}colleges/{themes[0].uid}/{group.pk}/"
    assert behind in page
    assert desk.get(behind).text.count("parole ") == 6


def test_small_numbers_are_hidden_and_lead_nowhere(
    themes: list[Theme], coder: Person, desk: Client
) -> None:
    notebook, group = make_notebook(), make_group()
    for theme, inhabitants, others in ((themes[0], 3, 9), (themes[1], 8, 20)):
        say(notebook, theme, coder, inhabitants, peer_group=group.pk)
        say(notebook, theme, coder, others)
    assert shown("colleges") == [
        ("Le pain", [None, None, 12]), ("Le bus", [None, None, 28]), ("Toutes", [11, 29, 40]),
    ]  # fmt: skip
    page = desk.get(PAGE).text
    assert "–" in page
    assert f"{PAGE}colleges/{themes[0].uid}/{group.pk}/" not in page


def test_voices_are_crossed_by_stance_and_by_table(themes: list[Theme], coder: Person) -> None:
    one, other = make_notebook(title="Table 1"), make_notebook(title="Table 2")
    say(one, themes[0], coder, 5, stance="for")
    gone = say(other, themes[0], coder, 6)
    writing.withdraw(gone[0])
    assert shown("positions") == [("Le pain", [5, 5, 10]), ("Toutes", [5, 5, 10])]
    assert queries.cross(make_collective(), "tables").columns == ["Table 1", "Table 2", "Ensemble"]


@pytest.mark.parametrize("page", ["rien/", "colleges/00000000-0000-4000-8000-000000000007/aucun/"])
def test_what_does_not_exist_is_404(desk: Client, page: str) -> None:
    assert desk.get(f"{PAGE}{page}").status_code == 404


def test_a_strange_column_is_404(desk: Client, themes: list[Theme]) -> None:
    assert desk.get(f"{PAGE}colleges/{themes[0].uid}/99999/").status_code == 404


def test_nothing_coded_is_said(desk: Client) -> None:
    assert "Rien n'est encore codé." in desk.get(PAGE).text.replace("&#x27;", "'")


def test_the_page_asks_the_same_for_two_voices_and_for_thirty(
    themes: list[Theme], coder: Person, desk: Client
) -> None:
    notebook = make_notebook()
    say(notebook, themes[0], coder, 2)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries_made:
            desk.get(PAGE)
        return len(queries_made)

    before = asked()
    say(notebook, themes[1], coder, 28)
    assert asked() == before


def test_two_and_three_dimensions_are_crossed_at_once(
    themes: list[Theme], coder: Person, desk: Client
) -> None:
    notebook, group = make_notebook(title="Table 1"), make_group()
    say(notebook, themes[0], coder, 6, peer_group=group.pk, stance="for")
    say(notebook, themes[0], coder, 7, peer_group=group.pk, stance="against")
    crossed = queries.cross(make_collective(), "colleges-positions-tables")
    assert crossed.columns == [
        "habitants · critique positive · Table 1", "habitants · critique négative · Table 1",
        "Ensemble",
    ]  # fmt: skip
    assert shown("colleges-positions") == [("Le pain", [6, 7, 13]), ("Toutes", [6, 7, 13])]
    behind = f"{PAGE}colleges-positions/{themes[0].uid}/{group.pk}-against/"
    assert desk.get(behind).text.count("parole ") == 7


@pytest.mark.slow
def test_numbers_of_a_sensitive_theme_are_hidden_below_eleven(
    themes: list[Theme], coder: Person
) -> None:
    group = make_group()
    for theme, inhabitants, others in ((themes[0], 10, 12), (themes[1], 10, 12)):
        say(make_notebook(), theme, coder, inhabitants, peer_group=group.pk)
        say(make_notebook(), theme, coder, others)
    assert shown("colleges")[0] == ("Le pain", [10, 12, 22])
    Theme.objects.filter(pk=themes[0].pk).update(sensitive=True)
    assert shown("colleges") == [
        ("Le pain", [None, None, 22]), ("Le bus", [None, None, 22]), ("Toutes", [20, 24, 44]),
    ]  # fmt: skip


def test_the_chart_draws_what_the_table_shows_and_nothing_hidden(
    themes: list[Theme], coder: Person, desk: Client
) -> None:
    notebook, group = make_notebook(), make_group()
    say(notebook, themes[0], coder, 10, peer_group=group.pk)
    say(notebook, themes[0], coder, 10)
    say(notebook, themes[1], coder, 5)
    say(notebook, themes[1], coder, 3, peer_group=group.pk)
    drawn = queries.chart(queries.cross(make_collective(), "colleges"))
    assert drawn
    assert [(bar.name, bar.parts) for bar in drawn.bars] == [("Le pain", []), ("Le bus", [])]
    say(notebook, themes[1], coder, 2, peer_group=group.pk)
    drawn = queries.chart(queries.cross(make_collective(), "colleges"))
    assert drawn
    assert [bar.parts for bar in drawn.bars] == [
        [(0, 200, "madder"), (200, 200, "none")], [(0, 100, "madder"), (100, 100, "none")],
    ]  # fmt: skip
    assert "<title" in desk.get(PAGE).text
