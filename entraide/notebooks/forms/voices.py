"""Voices in a CSV file: all of its lines are taken, or none, and each wrong one is told."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from entraide.notebooks.french import folded
from entraide.notebooks.models import Note
from entraide.notebooks.models.note import LONGEST_TEXT
from entraide.notebooks.queries.words import meant, word
from entraide.notebooks.refi.project import guid_of
from entraide.notebooks.refi.study import Study, Table, Voice
from entraide.people.models import PeerGroup
from entraide.ui.fields import in_our_time, number_typed, tidy, tidy_text
from entraide.ui.uploads import csv_rows

LARGEST = 10_000_000  # bytes
MOST_TOLD = 10
# What a column may be called, without case and accents.
COLUMNS = {
    "text": ("parole", "texte", "text"),
    "stance": ("position", "stance"),
    "peers": ("college", "peer_group"),
    "language": ("langue", "language"),
    "day": ("jour", "day", "date"),
    "table": ("table", "carnet", "notebook"),
    "number": ("numero", "number"),
    "kind": ("genre", "kind"),
    "showing": ("relecture", "showing"),
    "withdrawn": ("retiree", "withdrawn"),
}
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,6})?")
DAYS = ("%Y-%m-%d", "%d/%m/%Y")
YES = "oui"
Row = Mapping[str, str]


def read_voices(file: UploadedFile[Any], *, title: str) -> Study:
    """Return the voices of a file as closed notebooks, one for each table it names.

    Raises:
        ValidationError: with each line that cannot be taken; then none is.
    """
    lines = csv_rows(file, largest=LARGEST)
    columns = _columns(next(lines, (1, []))[1])
    if not title and "table" not in columns:
        raise ValidationError(
            _("Donnez un titre au carnet : ce fichier n'a pas de colonne « table ».")
        )
    groups = {
        folded(name) for pair in PeerGroup.objects.values_list("name", "slug") for name in pair
    }
    tables: dict[str, list[tuple[Voice, int | None]]] = {}
    faults: list[ValidationError] = []
    for number, cells in lines:
        row = dict(zip(columns, cells, strict=False))
        try:
            voices = tables.setdefault(_title(row, title), [])
            voice = _voice(row, f"{number}", groups)
            voices.append((voice, number_typed(row.get("number", ""))))
        except ValidationError as fault:
            faults.append(_at(number, fault))
    if faults:
        raise ValidationError(_few(faults))
    return Study(title, tables=tuple(_table(name, voices) for name, voices in tables.items()))


def _columns(names: Iterable[str]) -> list[str]:
    """Return what each column is; one that says nothing here has no name."""
    known = {name: column for column, names in COLUMNS.items() for name in names}
    found = [known.get(folded(tidy(name)), "") for name in names]
    if "text" not in found:
        raise ValidationError(_("La première ligne doit nommer les colonnes, dont « parole »."))
    return found


def _title(row: Row, title: str) -> str:
    found = tidy(row.get("table", ""))[:200] or title
    if not found:
        raise ValidationError(
            _("la table n'est pas nommée. Nommez-la, ou donnez un titre au carnet.")
        )
    return found


def _voice(row: Row, line: str, groups: set[str]) -> Voice:
    withdrawn = folded(row.get("withdrawn", "").strip()) == YES
    return Voice(
        key=guid_of("row", line),
        number=0,
        text="" if withdrawn else _text(row),
        kind=_choice(row, "kind", Note.Kind) or "",
        stance=_choice(row, "stance", Note.Stance) or "",
        peers=_peers(row, groups),
        language=_language(row),
        day=_day(row),
        showing=_choice(row, "showing", Note.Showing) or "",
        withdrawn=withdrawn,
    )


def _text(row: Row) -> str:
    text = tidy_text(row.get("text", "")).strip()
    if not tidy(text):
        raise ValidationError(_("il n'y a pas de parole."))
    if len(text) > LONGEST_TEXT:
        raise ValidationError(
            _("la parole est trop longue : %(most)s signes au plus."),
            params={"most": LONGEST_TEXT},
        )
    return text


def _choice(row: Row, column: str, choices: type[TextChoices]) -> str | None:
    """Return the choice that a cell means."""
    written = row.get(column, "")
    found = meant(choices, written) if written.strip() else ""
    if found is None:
        words = ", ".join(filter(None, map(word, choices)))
        raise ValidationError(
            _("« %(written)s » n'existe pas. Écrivez : %(words)s, ou rien."),
            params={"written": written[:40], "words": words},
        )
    return found


def _peers(row: Row, groups: set[str]) -> str:
    name = tidy(row.get("peers", ""))
    if name and folded(name) not in groups:
        known = ", ".join(PeerGroup.objects.values_list("name", flat=True))
        raise ValidationError(
            _("le collège « %(name)s » n'existe pas. Écrivez : %(known)s, ou rien."),
            params={"name": name[:40], "known": known},
        )
    return name


def _language(row: Row) -> str:
    code = row.get("language", "").strip().lower()
    if code and not LANGUAGE.fullmatch(code):
        raise ValidationError(
            _("la langue « %(code)s » n'est pas un code comme fr, ar ou ber."),
            params={"code": code[:20]},
        )
    return code


def _day(row: Row) -> date | None:
    written = row.get("day", "").strip()
    for form in DAYS if written else ():
        try:
            found = datetime.strptime(written, form).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
        in_our_time(found.year)
        return found
    if written:
        raise ValidationError(
            _("« %(written)s » n'est pas un jour. Écrivez 2026-12-08 ou 08/12/2026."),
            params={"written": written[:20]},
        )
    return None


def _at(number: int, fault: ValidationError) -> ValidationError:
    told = " ".join(fault.messages)
    return ValidationError(_("Ligne %(n)s : %(told)s"), params={"n": number, "told": told})


def _few(faults: list[ValidationError]) -> list[ValidationError]:
    """Return the first faults, and how many more there are."""
    more = len(faults) - MOST_TOLD
    if more <= 0:
        return faults
    rest = ValidationError(_("Et %(n)s autres lignes."), params={"n": more})
    return [*faults[:MOST_TOLD], rest]


def _table(name: str, voices: list[tuple[Voice, int | None]]) -> Table:
    """Return a table whose voices have their numbers, or new ones when those do not grow."""
    told = [number for _voice, number in voices if number]
    grow = len(told) == len(voices) and all(a < b for a, b in pairwise(told))
    numbers = told if grow else range(1, len(voices) + 1)
    numbered = (
        replace(voice, number=number)
        for (voice, _told), number in zip(voices, numbers, strict=True)
    )
    return Table(guid_of("table", name), name, closed=True, voices=tuple(numbered))
