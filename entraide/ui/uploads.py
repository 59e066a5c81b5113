"""CSV files that people give: any usual separator and encoding; refused in plain words."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

# How files begin that are often given the name of a CSV file: archives and spreadsheets,
# compressed files, old spreadsheets, PDF.
OTHERS = (b"PK", b"\x1f\x8b", b"\xd0\xcf", b"%PDF")
WIDE = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = ";,\t"


def csv_rows(file: UploadedFile[Any], *, largest: int) -> Iterator[tuple[int, list[str]]]:
    """Return the lines of a CSV file that say something, each with its number.

    Args:
        file: what was given.
        largest: how many bytes it may have.

    Raises:
        ValidationError: with what is wrong, when it is too large or no CSV file.
    """
    if (file.size or 0) > largest:
        raise ValidationError(
            _("Ce fichier est trop grand : %(most)s Mo au plus."),
            params={"most": largest // 1_000_000},
        )
    text = _text(file.read())
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=first.count))
    width = 0
    try:
        for cells in reader:
            if any(cells) and not cells[0].startswith("sep="):
                # A spreadsheet leaves commas at the end of every line.
                width = width or len(_trimmed(cells))
                rest = cells[width:]
                yield reader.line_num, [_meant(c) for c in (cells if any(rest) else cells[:width])]
    except csv.Error as fault:
        raise ValidationError(
            _("La ligne %(n)s du fichier ne se lit pas."), params={"n": reader.line_num}
        ) from fault


def _trimmed(cells: list[str]) -> list[str]:
    """Return the cells without the empty ones at the end."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _meant(cell: str) -> str:
    """Return a cell without the quote that `sheets.harmless` puts before a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in set("=+-@\t\r") else cell


def _text(content: bytes) -> str:
    """Return the text of a file, or raise `ValidationError` when it is no text."""
    if not content.strip():
        raise ValidationError(_("Ce fichier est vide."))
    if content.startswith(OTHERS):
        raise ValidationError(
            _("Ce fichier n'est pas un .csv. Ouvrez-le, puis enregistrez-le en CSV, en UTF-8.")
        )
    if content.startswith(WIDE):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise ValidationError(_("Ce fichier n'est pas un texte. Enregistrez-le en CSV, en UTF-8."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What a spreadsheet of Windows writes.
        return content.decode("cp1252", errors="replace")
