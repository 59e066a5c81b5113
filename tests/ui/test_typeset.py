"""Typesetting: what was typed is shown as it was typed, in our fonts, in files for everyone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from entraide.ui import typeset
from tests import pdf, press

AT = datetime(2026, 12, 8, 9, 30, 15, 123456, tzinfo=UTC)
DATA = {
    "title": "Essai", "names": ["Samira"], "gathering": "Journée", "collective": "UPC",
    "printed": "ce matin",
}  # fmt: skip
TEMPLATE = """
#import "/ui/paper/cloth.typ": *
#show: paper.with(title: data.title)
#head(data.title)
#for name in data.names { par(loose(name)) }
#if "qr" in data { image(bytes(data.qr), format: "svg", alt: "code") }
"""


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A template in a house that has our cloth."""
    (tmp_path / "ui").symlink_to(typeset.HOUSE / "ui")
    (tmp_path / "t.typ").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.setattr(typeset, "HOUSE", tmp_path)
    return iter(["t.typ"])


def made(template: Iterator[str], *names: str, **more: str) -> bytes:
    return press.pdf(next(template), {**DATA, "names": names, **more}, at=AT)


def test_a_file_is_for_everyone(template: Iterator[str]) -> None:
    content = made(template, "Samira")
    facts = pdf.facts(content)
    assert (facts["Title"], facts["Tagged"], facts["Pages"]) == ("Essai", "yes", "1")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"/Lang(fr" in content
    assert "Author" not in facts
    assert facts["CreationDate"].startswith("Tue Dec  8")


def test_the_fonts_travel_with_the_file(template: Iterator[str]) -> None:
    fonts = pdf.fonts(made(template, "Samira", "أحمد"))
    assert {name for name, _ in fonts} == {"FiraGO-Regular", "FiraGO-Bold"}
    assert {embedded for _, embedded in fonts} == {"yes"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "#panic() *x* [y]", "$a$ @b <c> `d` \\ // e", "= Titre", "- un", "#import \"a\": b",
        "Đặng Thị", "Łucja", "Søren", "Ἀθηνᾶ", "שרה", "Жанна", "გიორგი", "สวัสดี", "नमस्ते",
    ],
)  # fmt: skip
def test_what_was_typed_is_shown_as_it_was_typed(template: Iterator[str], name: str) -> None:
    assert pdf.faults(made(template, name), [name]) == []


def test_arabic_reads_from_right_to_left_in_a_french_line(template: Iterator[str]) -> None:
    content = made(template, "Samira محمد Dupont", "أحمد بن يوسف")
    assert pdf.faults(content, ["محمد", "أحمد بن يوسف"]) == []
    # Poppler gives the letters of a placed word from left to right.
    placed = {frozenset(pdf.plain(word.text)): word.left for word in pdf.words(content)[0]}
    first, middle, last = (placed[frozenset(word)] for word in ("أحمد", "بن", "يوسف"))
    assert first > middle > last
    before, arabic, after = (placed[frozenset(word)] for word in ("Samira", "محمد", "Dupont"))
    assert before < arabic < after


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Zoé 🌻", "Zoé"), ("👩🏽‍🌾", "◊"), ("李 Xiao", "◊ Xiao"), ("9\u202fh", "9\u00a0h"),
        ("\ue000", "◊"), ("𝓩oé", "Zoé"), ("a\tb", "a b"), ("Samira", "Samira"), ("", ""),
    ],
)  # fmt: skip
def test_what_our_fonts_cannot_draw_has_a_stand_in(typed: str, shown: str) -> None:
    assert typeset.printable(typed) == shown


def test_a_sign_without_drawing_does_not_stop_a_file(template: Iterator[str]) -> None:
    assert pdf.faults(made(template, "Zoé 🌻", "李"), ["Zoé", "◊"]) == []


def test_a_long_word_goes_on_below(template: Iterator[str]) -> None:
    name = "Anticonstitutionnellement" * 8
    assert pdf.faults(made(template, name), [name]) == []


def test_a_qr_code_is_drawn(template: Iterator[str]) -> None:
    content = made(template, qr="ENTRAIDE:A:0")
    assert b"/Alt(code)" in content
    assert "ENTRAIDE" not in pdf.text(content)


def test_pages_are_counted(template: Iterator[str]) -> None:
    content = made(template, *["Samira"] * 100)
    assert typeset.pages(content) == int(pdf.facts(content)["Pages"]) > 1


def test_the_same_data_make_the_same_file() -> None:
    data = {"tables": [], "title": "a", "gathering": "b", "collective": "c", "printed": "d"}
    files = {press.pdf("gatherings/paper/kitchen.typ", {**data, "when": "e", "tables": [
        {"title": "t", "columns": ["a", "b"], "rows": []}]}, at=AT) for _ in range(2)}  # fmt: skip
    assert len(files) == 1


def test_the_fonts_are_written_once(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_FOLDER = tmp_path
    families = [press.apart(lambda: typeset._fonts().families())]
    written = {path: path.stat().st_mtime_ns for path in (tmp_path / "fonts").iterdir()}
    families.append(press.apart(lambda: typeset._fonts().families()))
    assert families == [["FiraGO"]] * 2
    assert {path.name for path in written} == {"FiraGO-Regular.ttf", "FiraGO-Bold.ttf"}
    assert all(path.stat().st_mtime_ns == at for path, at in written.items())


@pytest.mark.slow
def test_the_pages_do_not_carry_the_typesetter() -> None:
    asked = (
        "import sys, django; django.setup(); import entraide.urls; "
        "print({'typst', 'pymupdf_fonts'} & sys.modules.keys())"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
    )  # fmt: skip
    assert done.stdout.strip() == "set()"


def test_a_process_that_forked_from_a_typesetter_says_so(template: Iterator[str]) -> None:
    """The child of a typesetter would wait for threads that it does not have."""

    def typesets_in_a_child() -> str:
        typeset.pdf(next(template), DATA, at=AT)

        def child() -> str:
            try:
                typeset.pdf("t.typ", DATA, at=AT)
            except RuntimeError as fault:
                return str(fault)
            return ""

        return press.apart(child)

    assert "before this process" in press.apart(typesets_in_a_child)


def test_a_font_without_the_table_we_read_is_refused() -> None:
    font = typeset._font("figo")
    start = font.index(b"cmap") + 8
    at = int.from_bytes(font[start : start + 4])
    broken = font[:at] + b"\x00\x00\x00\x00" + font[at + 4 :]
    with pytest.raises(ValueError, match="cmap"):
        typeset._characters(broken)
