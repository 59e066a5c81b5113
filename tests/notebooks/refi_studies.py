"""Studies and projects for tests: one that has everything, and any that hypothesis thinks of."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import xmlschema
from hypothesis import strategies as st

from entraide.notebooks.refi.project import guid_of
from entraide.notebooks.refi.study import Coder, Found, Memo, Study, Table, Theme, Tie, Voice
from entraide.ui.fields import tidy, tidy_text

SCHEMA = Path(__file__).parent / "schema" / "Project.xsd"
DAY = date(2026, 12, 8)
ODD = 'Le pain 🥖 est cher ;\ne\u0301te\u0301 <b>&amp;</b> "]]>" مرحبا\u200f !'


@cache
def schema() -> Any:
    """Return the schema of projects, read once."""
    return xmlschema.XMLSchema10(str(SCHEMA))


def key(*parts: object) -> str:
    return guid_of("test", *parts)


def make_study() -> Study:
    """Make a study with a part of every kind."""
    habitants, social = "Habitantes et habitants", "Travail social"
    voices = (
        Voice(
            key("v1"), 1, ODD, "parole", "critique négative", habitants, "fr", DAY, "montrable",
            found=(
                Found(key("t1"), key("c1"), day=DAY),
                Found(key("t1"), key("c2"), 3, 9, DAY),
                # All its words are not the whole voice.
                Found(key("t2"), key("c1"), 0, len(ODD), DAY),
            ),
            looks=(key("c1"), key("c2")),
        ),
        Voice(key("v2"), 3, "", "parole", day=DAY, withdrawn=True, showing="montrable"),
        Voice(
            key("v3"), 4, "Un four,\n\npar rue.", "proposition", "proposition", social, "ar", DAY,
            "gardée pour nous", found=(Found(key("t2"), key("c2"), 3, 7, DAY),), looks=(key("c2"),),
        ),
    )  # fmt: skip
    return Study(
        title="Forum d'hiver",
        sheet=("Fiche des données", "", "Deux tables."),
        tables=(
            Table(
                key("n1"), "Table 1 / le quartier", "Forum, atelier A", "Le pain ?",
                "carnet de table", habitants, closed=True, read_back=True, voices=voices,
            ),
            Table(
                key("n2"), "Table 1 * le quartier", peers=social,
                voices=(Voice(key("v4"), 1, "Oui.", peers=social),),
            ),
        ),
        themes=(
            Theme(key("t1"), "Le quartier", "", "Vivre ici", "la rue\nle four", "madder"),
            Theme(key("t2"), "Le four & le pain", key("t1"), "", "cuire", "woad", sensitive=True),
            Theme(key("t3"), "Vide", dye="soft"),
        ),
        coders=(Coder(key("c1"), "codeur 1"), Coder(key("c2"), "codeur 2")),
        memos=(
            Memo(key("m1"), "Une colère.", key("c1"), DAY, voice=key("v1")),
            Memo(key("m2"), "À revoir.", day=DAY, theme=key("t1")),
        ),
        ties=(Tie(key("v4"), key("v1"), "rejoint"), Tie(key("v4"), key("v3"), "s'appuie sur")),
    )  # fmt: skip


# Any text that forms let in: emoji, signs above signs, right to left, lines.
texts = st.text(max_size=40).map(tidy_text).filter(tidy)
lines = st.text(max_size=20).map(tidy)


def _spans(draw: Any, text: str) -> tuple[int, int]:
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    words = text[start:end].strip()
    return (start, end) if words else (0, 0)


@st.composite
def studies(draw: Any) -> Study:
    """Any study with themes, coders, tables, voices that are coded."""
    themes = draw(st.lists(lines.filter(bool), min_size=1, max_size=3, unique=True))
    coders = draw(st.integers(1, 2))
    tables = []
    for number in range(draw(st.integers(0, 3))):
        numbers = sorted(draw(st.sets(st.integers(1, 9), max_size=4)))
        voices = tuple(draw(_voice(f"{number} {n}", n, len(themes), coders)) for n in numbers)
        tables.append(Table(key("n", number), draw(lines.filter(bool)), draw(lines), voices=voices))
    return Study(
        title="Étude",
        sheet=draw(st.lists(lines, max_size=3).map(tuple).filter(lambda sheet: sheet != ("",))),
        tables=tuple(tables),
        themes=tuple(
            Theme(key("t", n), name, key("t", n - 1) if n else "", draw(_told), draw(_told))
            for n, name in enumerate(themes)
        ),
        coders=tuple(Coder(key("c", n), f"codeur {n}") for n in range(coders)),
    )


_told = st.text(max_size=30).map(tidy_text) | st.sampled_from(
    ["Exemples :", "\\Exemples :", "a\nExemples :\nb", "\n", ""]
)


@st.composite
def _voice(draw: Any, name: str, number: int, themes: int, coders: int) -> Voice:
    if draw(st.integers(0, 5)) == 0:
        return Voice(key(name), number, "", withdrawn=True)
    text = draw(texts)
    found = []
    for _ in range(draw(st.integers(0, 4))):
        start, end = _spans(draw, text) if draw(st.booleans()) else (0, 0)
        theme, coder = draw(st.integers(0, themes - 1)), draw(st.integers(0, coders - 1))
        found.append(Found(key("t", theme), key("c", coder), start, end, DAY))
    return Voice(
        key(name),
        number,
        text,
        peers=draw(lines),
        found=tuple(dict.fromkeys(found)),
        looks=tuple(sorted({one.coder for one in found})),
    )
