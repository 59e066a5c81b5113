"""Tables as people take them away: they open again, and no cell turns into a formula."""

import csv
import io

import pytest
from hypothesis import given, settings, strategies as st
from odfdo import Document

from entraide.ui import sheets
from entraide.ui.sheets import Table, download, harmless, to_csv, to_ods

MEAL = Table("Repas", ("Quoi", "Nombre"), [("végétarien", 12), ("sans arachide", 1)])
ARABIC = Table(
    "أسماء", ("Nom", "État"), [("سميرة 👋🏽", "inscrit"), ('dit "Mo", ;', "en\nattente")]
)
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://x")']


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_ods(content: bytes) -> dict[str, list[list[object]]]:
    document = Document(io.BytesIO(content))
    return {str(table.name): table.get_values() for table in document.body.tables}


def formulas(content: bytes) -> list[str]:
    """Return the cells that a spreadsheet would compute."""
    return [c for row in read_csv(content) for c in row if c.startswith(("=", "+", "-", "@"))]


def test_one_table_as_csv_opens_again() -> None:
    assert read_csv(to_csv([MEAL])) == [
        ["Quoi", "Nombre"],
        ["végétarien", "12"],
        ["sans arachide", "1"],
    ]


def test_several_tables_as_csv_are_titled_and_apart() -> None:
    rows = read_csv(to_csv([MEAL, ARABIC]))
    assert rows[0] == ["Repas"]
    assert rows[4:7] == [[], ["أسماء"], ["Nom", "État"]]
    assert rows[7:] == [["سميرة 👋🏽", "inscrit"], ['dit "Mo", ;', "en\nattente"]]


def test_excel_is_told_that_csv_is_utf8() -> None:
    assert to_csv([MEAL]).startswith(b"\xef\xbb\xbf")


def test_ods_opens_again_with_numbers_as_numbers() -> None:
    assert read_ods(to_ods([MEAL])) == {
        "Repas": [["Quoi", "Nombre"], ["végétarien", 12], ["sans arachide", 1]]
    }


def test_ods_has_a_sheet_a_table_in_any_script() -> None:
    found = read_ods(to_ods([MEAL, ARABIC]))
    assert list(found) == ["Repas", "أسماء"]
    assert found["أسماء"][1:] == [["سميرة 👋🏽", "inscrit"], ['dit "Mo", ;', "en\nattente"]]


def test_two_tables_of_one_title_are_two_sheets_of_two_names() -> None:
    assert len(read_ods(to_ods([MEAL, MEAL]))) == 2


@pytest.mark.parametrize("title", ["Qui a [quoi] ?", "9 h : repas / à l'école", "*" * 80, "", "'"])
def test_any_title_gives_a_sheet_a_name(title: str) -> None:
    [name] = read_ods(to_ods([Table(title, ("a",))]))
    assert 1 <= len(name) <= 60
    assert not set(name) & set("[]*?:/\\'")


@pytest.mark.parametrize("typed", FORMULAS)
def test_no_cell_becomes_a_formula(typed: str) -> None:
    table = Table(typed, ("Nom", "Note"), [(typed, typed)])
    assert formulas(to_csv([table, table])) == []
    document = Document(io.BytesIO(to_ods([table])))
    cells = [cell for row in document.body.tables[0].rows for cell in row.cells]
    assert [cell.formula for cell in cells] == [None] * 4
    assert [cell.value for cell in cells[2:]] == [f"'{typed}"] * 2


@pytest.mark.parametrize("typed", FORMULAS)
def test_without_the_guard_a_formula_goes_through(
    typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "harmless", lambda cell: cell)
    table = Table("Repas", ("Nom", "Note"), [(typed.strip(), "")])
    assert formulas(to_csv([table])) == [typed.strip()]


@pytest.mark.parametrize("cell", ["Samira", "l'amie", "1+1", "06 39 98", -3, 0])
def test_other_cells_stay_as_they_are(cell: str | int) -> None:
    assert harmless(cell) == cell


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20))
def test_any_text_in_a_cell_makes_files_that_open(typed: str) -> None:
    table = Table("Repas", ("Nom",), [(typed,)])
    assert len(read_csv(to_csv([table]))) == 2
    assert len(read_ods(to_ods([table]))["Repas"]) == 2


@pytest.mark.parametrize("kind", ["csv", "ods"])
def test_a_file_says_its_name_and_kind(kind: str) -> None:
    response = download([MEAL], "journee-cuisine", kind)
    assert response["Content-Type"] == sheets.FORMATS[kind]
    assert response["Content-Disposition"] == f'attachment; filename="journee-cuisine.{kind}"'
