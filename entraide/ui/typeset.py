"""PDF files, typeset by Typst: templates of ours, data that stays data, our own fonts.

A template is a .typ file of the house that finds its data in `/ui/paper/cloth.typ`. What people
typed never becomes markup: it travels as JSON and is shown as text. Every file is a tagged
PDF/UA-1 (ISO 14289-1), checked by Typst as it writes.
"""

import importlib
import json
import os
import struct
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from entraide.ui.qr import qr_drawing

HOUSE = Path(__file__).parent.parent
# FiraGO (SIL Open Font License) writes Latin, Arabic, Hebrew, Cyrillic, Greek, Georgian, Thai and
# Devanagari; the names are those of the package pymupdf-fonts.
FONTS = {"FiraGO-Regular.ttf": "figo", "FiraGO-Bold.ttf": "figbo"}
# Stands for a letter that our fonts do not have.
UNKNOWN = "\N{LOZENGE}"
# Never drawn, so never missing: the joiners that Persian and Indian scripts need.
_JOINERS = {"\u200b", "\u200c", "\u200d"}


def pdf(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the PDF of a template and its data.

    Args:
        template: a file of the house, such as "gatherings/paper/badges.typ".
        data: what JSON can hold; a text under the key `qr` becomes the drawing of its QR code.
        at: when the file says that it was made.
    """
    if _home() != os.getpid():
        # Its threads stay behind at a fork, and it would wait for them for ever.
        raise RuntimeError("Typst was loaded before this process began")
    typst = _heavy("typst")
    written: bytes = typst.compile(
        str(HOUSE / template),
        root=str(HOUSE),
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(_drawn(data))},
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
    )
    return written


def pages(content: bytes) -> int:
    """Return how many pages a file of ours has; its metadata says so."""
    number = content.rsplit(b"<xmpTPg:NPages>", 1)[1].split(b"<", 1)[0]
    return int(number)


def _heavy(name: str) -> Any:
    """Load a package when it is first needed: only the process that typesets carries its memory."""
    return importlib.import_module(name)


@cache
def _home() -> int:
    """Return the number of the process that typeset first."""
    return os.getpid()


@cache
def _fonts() -> Any:
    """Return our fonts, and none of the machine's: a paper looks the same everywhere."""
    folder = settings.DATA_FOLDER / "fonts"
    folder.mkdir(exist_ok=True)
    for name, source in FONTS.items():
        if not (folder / name).exists():
            _write_whole(folder / name, _font(source))
    return _heavy("typst").Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )


def _font(source: str) -> bytes:
    content: bytes = _heavy("pymupdf_fonts").myfont(source)
    return content


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file that others see whole or not at all."""
    beside = path.with_suffix(f".{os.getpid()}.part")
    beside.write_bytes(content)
    beside.replace(path)


def _drawn(value: Any, key: str = "") -> Any:
    """Return the data with its QR codes drawn and every text printable."""
    if isinstance(value, Mapping):
        return {name: _drawn(each, name) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_drawn(each) for each in value]
    if isinstance(value, str):
        return qr_drawing(value) if key == "qr" and value else printable(value)
    return value


def printable(text: str) -> str:
    """Return the text in the letters that our fonts have.

    A PDF/UA may not hold a sign without a drawing. Emoji and other signs are left out; a letter of
    a script we do not have is a lozenge, so that one sees that something is missing.
    """
    text = text.replace("\t", " ")
    if text.isascii():
        return text
    whole = unicodedata.normalize("NFC", text)
    if all(map(_is_drawn, whole)):
        return whole
    kept = "".join(c if _is_drawn(c) else _stand_in(c) for c in whole).strip(" ")
    return kept if kept.strip("".join(_JOINERS)) else UNKNOWN


def _is_drawn(character: str) -> bool:
    return character in _JOINERS or character == "\n" or ord(character) in _letters()


def _stand_in(character: str) -> str:
    """Return the plain form of a letter or space when we have it, as NFKC gives it."""
    kind = unicodedata.category(character)[0]
    if kind == "Z":
        return "\u00a0"
    plain = unicodedata.normalize("NFKC", character)
    if all(map(_is_drawn, plain)):
        return plain
    return UNKNOWN if kind in "LN" else ""


@cache
def _letters() -> frozenset[int]:
    """Return the characters that both weights can draw."""
    found = [_characters(_font(source)) for source in FONTS.values()]
    return frozenset.intersection(*found)


def _characters(font: bytes) -> frozenset[int]:
    """Return the characters of a TrueType font: its cmap table of format 4 (OpenType 1.9)."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {font[12 + 16 * n :][:4]: 12 + 16 * n for n in range(count)}
    start = struct.unpack_from(">L", font, tables[b"cmap"] + 8)[0]
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">L", font, start + 8 + 8 * number)[0]
        if struct.unpack_from(">H", font, at)[0] == 4:
            return frozenset(_segments(font, at))
    raise ValueError("no cmap of format 4")


def _segments(font: bytes, at: int) -> set[int]:
    """Return the characters that a cmap of format 4 gives a glyph to."""
    twice = struct.unpack_from(">H", font, at + 6)[0]
    half = twice // 2
    ends = struct.unpack_from(f">{half}H", font, at + 14)
    starts = struct.unpack_from(f">{half}H", font, at + 16 + twice)
    deltas = struct.unpack_from(f">{half}H", font, at + 16 + 2 * twice)
    offsets_at = at + 16 + 3 * twice
    offsets = struct.unpack_from(f">{half}H", font, offsets_at)
    found = set()
    for number in range(half):
        for code in range(starts[number], min(ends[number], 0xFFFE) + 1):
            glyph = code + deltas[number]
            if offsets[number]:
                place = offsets_at + 2 * number + offsets[number] + 2 * (code - starts[number])
                glyph = struct.unpack_from(">H", font, place)[0]
            if glyph & 0xFFFF:
                found.add(code)
    return found
