"""Tables as people take them away: .csv and .ods, where no cell can turn into a formula."""

import csv
import io
import re
from dataclasses import dataclass, field

from django.http import HttpResponse
from odfdo import Document, Row, Table as OdfTable

Cell = str | int

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


@dataclass(frozen=True)
class Table:
    """A titled table; `rows` hold as many cells as there are columns."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    empty: str = ""


def harmless(cell: Cell) -> Cell:
    """Return the cell; a text that a spreadsheet would compute is quoted (OWASP, CSV injection)."""
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{cell}"
    return cell


def to_csv(tables: list[Table]) -> bytes:
    """Return the tables one below the other, in UTF-8 with a mark so that Excel reads accents."""
    out = io.StringIO()
    writer = csv.writer(out)
    for number, table in enumerate(tables):
        if len(tables) > 1:
            if number:
                writer.writerow([])
            writer.writerow([harmless(table.title)])
        writer.writerow(table.columns)
        writer.writerows([harmless(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def to_ods(tables: list[Table]) -> bytes:
    """Return a spreadsheet with one sheet a table."""
    document = Document("spreadsheet")
    document.body.clear()
    names: list[str] = []
    for table in tables:
        names.append(_sheet_name(table.title, names))
        sheet = OdfTable(names[-1])
        for values in [table.columns, *table.rows]:
            row = Row()
            row.set_values([harmless(_in_xml(cell)) for cell in values])
            sheet.append_row(row)
        document.body.append(sheet)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# What XML 1.0 cannot hold: https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _in_xml(cell: Cell) -> Cell:
    """Return the cell without what an XML file cannot hold."""
    return _NOT_XML.sub("", cell) if isinstance(cell, str) else cell


def _sheet_name(title: str, taken: list[str]) -> str:
    """Return the title as a name that a sheet can have and no other sheet has."""
    plain = _NOT_XML.sub("", "".join(c for c in title if c not in "[]*?:/\\'\n"))
    name = plain[:60].strip() or "Feuille"
    number = 2
    while name in taken:
        name, number = f"{plain[:55].strip()} ({number})", number + 1
    return name


def download(tables: list[Table], name: str, kind: str) -> HttpResponse:
    """Return the file of these tables; `kind` is a key of `FORMATS`."""
    content = to_csv(tables) if kind == "csv" else to_ods(tables)
    response = HttpResponse(content, content_type=FORMATS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
