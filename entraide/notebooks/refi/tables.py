"""A study as tables for spreadsheets, and as one JSON document. Columns keep their French names."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from entraide.notebooks.refi.study import Study, Theme
from entraide.ui.sheets import Cell, Table

FORMAT, VERSION = "entraide-carnets", 1
YES = "oui"
VOICES = (
    "carnet", "numéro", "parole", "position", "collège", "langue", "jour", "genre", "relecture",
    "retirée", "clé",
)  # fmt: skip
CODINGS = (
    "clé de la parole", "numéro", "thème", "codage par", "début", "fin", "toute la parole", "mots",
    "jour",
)  # fmt: skip
LOOKS = ("clé de la parole", "regardée par")
NOTEBOOKS = ("carnet", "occasion", "sujet", "genre", "collège", "fermé", "relu ensemble")
THEMES = ("thème", "sous", "définition", "exemples", "couleur", "sensible")
MEMOS = ("clé de la parole", "thème", "par", "jour", "mémo")
TIES = ("clé de la parole", "lien", "clé de l'autre")


def tables(study: Study) -> list[Table]:
    """Return a table for each part of a study; each is whole alone and tied to others by keys."""
    return [
        Table("paroles", VOICES, list(_voices(study))),
        Table("codages", CODINGS, list(_codings(study))),
        Table("regards", LOOKS, list(_looks(study))),
        Table("carnets", NOTEBOOKS, list(_notebooks(study))),
        Table("thèmes", THEMES, list(_themes(study.themes))),
        Table("mémos", MEMOS, list(_memos(study))),
        Table("liens", TIES, [(tie.voice, tie.how, tie.rests_on) for tie in study.ties]),
        Table("fiche", ("fiche des données",), [(line,) for line in study.sheet if line]),
    ]


def taguette(themes: Iterable[Theme]) -> Table:
    """Return a codebook as Taguette imports it: a path and a description.

    Its paths have no rule of their own, so themes are told with those they are under.
    """
    paths: dict[str, str] = {}
    rows: list[tuple[Cell, ...]] = []
    for theme in themes:
        above = paths.get(theme.parent)
        paths[theme.key] = f"{above}.{theme.name}" if above else theme.name
        rows.append((paths[theme.key], theme.definition))
    return Table("tags", ("tag", "description"), rows)


def to_json(study: Study) -> bytes:
    """Return a study as JSON, explained in docs/fichiers-de-recherche.md."""
    document = {"format": FORMAT, "version": VERSION, **asdict(study)}
    document.pop("missed")
    return json.dumps(document, ensure_ascii=False, indent=1, default=_written).encode()


def _written(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _yes(said: object) -> str:
    return YES if said else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _voices(study: Study) -> Iterable[tuple[Cell, ...]]:
    for table in study.tables:
        for one in table.voices:
            yield (
                table.title, one.number, one.text, one.stance, one.peers, one.language,
                _day(one.day), one.kind, one.showing, _yes(one.withdrawn), one.key,
            )  # fmt: skip


def _codings(study: Study) -> Iterable[tuple[Cell, ...]]:
    themes = {theme.key: theme.name for theme in study.themes}
    coders = {coder.key: coder.name for coder in study.coders}
    for voice in study.voices:
        for one in voice.found:
            end = one.end or len(voice.text)
            yield (
                voice.key, voice.number, themes[one.theme], coders[one.coder], one.start, end,
                _yes(not one.end), voice.text[one.start : end], _day(one.day),
            )  # fmt: skip


def _looks(study: Study) -> Iterable[tuple[Cell, ...]]:
    coders = {coder.key: coder.name for coder in study.coders}
    for voice in study.voices:
        for coder in voice.looks:
            yield voice.key, coders[coder]


def _notebooks(study: Study) -> Iterable[tuple[Cell, ...]]:
    for one in study.tables:
        yield (
            one.title, one.occasion, one.subject, one.kind, one.peers, _yes(one.closed),
            _yes(one.read_back),
        )  # fmt: skip


def _themes(themes: Sequence[Theme]) -> Iterable[tuple[Cell, ...]]:
    names = {theme.key: theme.name for theme in themes}
    for one in themes:
        above = names.get(one.parent, "")
        yield one.name, above, one.definition, one.examples, one.dye, _yes(one.sensitive)


def _memos(study: Study) -> Iterable[tuple[Cell, ...]]:
    themes = {theme.key: theme.name for theme in study.themes}
    coders = {coder.key: coder.name for coder in study.coders}
    for one in study.memos:
        by, about = coders.get(one.coder, ""), themes.get(one.theme, "")
        yield one.voice, about, by, _day(one.day), one.text
