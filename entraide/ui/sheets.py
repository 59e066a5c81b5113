"""Tables as people take them away: .csv and .ods, where no cell can turn into a formula."""

import csv
import importlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpResponse

Cell = str | int

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


# What a spreadsheet without sheets says of them.
_NOTHING = b"<office:spreadsheet/>"


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
    """Return a spreadsheet with one sheet a table.

    Sheets are written as text into the content: the time of an object for each cell grows with the
    square of the rows (10,000 of them take minutes).
    """
    # Loaded when a sheet is first asked for: it weighs 11 MB, and few pages give one.
    document = importlib.import_module("odfdo").Document("spreadsheet")
    document.body.clear()
    names: list[str] = []
    for table in tables:
        names.append(_sheet_name(table.title, names))
    sheets = "".join(map(_sheet, names, tables)).encode()
    content = document.content.serialize()
    filled = content.replace(_NOTHING, b"<office:spreadsheet>%b</office:spreadsheet>" % sheets)
    document.set_part("content.xml", filled)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _sheet(name: str, table: Table) -> str:
    rows = "".join(_row(values) for values in [table.columns, *table.rows])
    width = max(len(table.columns), 1)
    columns = f'<table:table-column table:number-columns-repeated="{width}"/>'
    return f"<table:table table:name={quoteattr(name)}>{columns}{rows}</table:table>"


def _row(values: Sequence[Cell]) -> str:
    return f"<table:table-row>{''.join(map(_cell, values))}</table:table-row>"


def _cell(cell: Cell) -> str:
    """Return a cell as ODF writes it: a number, or a text with a paragraph for each line."""
    kept = harmless(in_xml(cell))
    if isinstance(kept, int):
        return (
            f'<table:table-cell office:value-type="float" office:value="{kept}">'
            f"<text:p>{kept}</text:p></table:table-cell>"
        )
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in kept.split("\n"))
    return (
        '<table:table-cell office:value-type="string" '
        f"office:string-value={quoteattr(kept)}>{lines}</table:table-cell>"
    )


# What XML 1.0 cannot hold: https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def in_xml(cell: Cell) -> Cell:
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
