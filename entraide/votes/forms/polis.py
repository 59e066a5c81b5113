"""Votes in the files that Polis exports, read for a page: every refusal is a plain sentence.

`entraide.numerics.opinion.sheets` reads the same files for the command, much larger ones too; it
needs numpy, which pages do without.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _, gettext_lazy

from entraide.notebooks.models.note import LONGEST_TEXT
from entraide.ui.fields import KeyField, LineField, tidy
from entraide.ui.uploads import csv_rows
from entraide.votes.actions.importing import Imported

LARGEST = 30_000_000  # bytes
MOST_VOTES, MOST_STATEMENTS = 300_000, 5_000
NEEDED = ("voter-id", "comment-id", "vote")
PARTICIPANT = "participant"
# What the file tells of a participant beside the votes.
TOLD = {PARTICIPANT, "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"}
KNOWN = {*NEEDED, *TOLD, "comment-body", "moderated", "timestamp", "datetime", "author-id"}
# What spreadsheets make of them too.
VALUES = {"1": 1, "+1": 1, "1.0": 1, "-1": -1, "-1.0": -1, "0": 0, "0.0": 0, "-0": 0}
Votes = dict[tuple[str, str], int]
Lines = Iterator[tuple[int, list[str]]]


class PolisForm(forms.Form):
    """The files of a conversation on Polis."""

    key = KeyField()
    title = LineField(label=gettext_lazy("Titre"), max_length=200)
    votes = forms.FileField(
        label=gettext_lazy("Les votes"),
        help_text=gettext_lazy("Le fichier votes.csv ou participants-votes.csv de Polis."),
    )
    comments = forms.FileField(
        label=gettext_lazy("Les phrases"),
        help_text=gettext_lazy("Le fichier comments.csv. Sans lui, les phrases ont un numéro."),
        required=False,
    )

    def clean_votes(self) -> Votes:
        """Return the votes of the file."""
        return read_votes(self.cleaned_data["votes"])

    def clean_comments(self) -> tuple[dict[str, str], frozenset[str]]:
        """Return the words of the statements, and which were moderated out."""
        file = self.cleaned_data["comments"]
        return read_comments(file) if file else ({}, frozenset())

    def imported(self) -> Imported:
        """Return all that was read."""
        texts, out = self.cleaned_data["comments"]
        return Imported(self.cleaned_data["votes"], texts, out)


def read_votes(file: UploadedFile[Any]) -> Votes:
    """Return the votes of a file, {(voter, statement): vote}; the last of a pair counts.

    Raises:
        ValidationError: with what is wrong, and on which line.
    """
    lines = csv_rows(file, largest=LARGEST)
    names = _names(lines)
    _once(names)
    if names[0] == PARTICIPANT:
        found = _by_participant(names, lines)
    elif set(NEEDED) <= set(names):
        found = _by_vote(names, lines)
    else:
        raise ValidationError(
            _(
                "La première ligne doit nommer les colonnes « voter-id », « comment-id » et "
                "« vote », ou commencer par « participant »."
            )
        )
    if not found:
        raise ValidationError(_("Il n'y a aucun vote dans ce fichier."))
    if len({statement for _voter, statement in found}) > MOST_STATEMENTS:
        raise ValidationError(
            _("Trop de phrases : %(most)s au plus."), params={"most": MOST_STATEMENTS}
        )
    return found


def _names(lines: Lines) -> list[str]:
    """Return the names of the columns, as Polis spells them."""
    names = [tidy(name) for name in next(lines, (1, [""]))[1]]
    return [name.lower() if name.lower() in KNOWN else name for name in names]


def _once(names: list[str]) -> None:
    """Refuse a column that is there twice, or has no name."""
    seen: set[str] = set()
    for name in names:
        if not name:
            raise ValidationError(_("Une colonne n'a pas de nom sur la première ligne."))
        if name in seen:
            raise ValidationError(
                _("La colonne « %(name)s » est deux fois dans le fichier."),
                params={"name": name[:60]},
            )
        seen.add(name)


def _by_vote(names: list[str], lines: Lines) -> Votes:
    voter, statement, vote = (names.index(name) for name in NEEDED)
    found: Votes = {}
    for number, cells in lines:
        _right_length(number, cells, names)
        if not cells[voter] or not cells[statement]:
            raise ValidationError(
                _("Ligne %(n)s : qui vote, ou sur quelle phrase, n'est pas dit."),
                params={"n": number},
            )
        found[cells[voter], cells[statement]] = _value(number, cells[vote])
        _few_enough(found)
    return found


def _by_participant(names: list[str], lines: Lines) -> Votes:
    columns = [(place, name) for place, name in enumerate(names) if name not in TOLD]
    found: Votes = {}
    seen: set[str] = set()
    for number, cells in lines:
        _right_length(number, cells, names)
        if not cells[0] or cells[0] in seen:
            raise ValidationError(
                _("Ligne %(n)s : ce participant est deux fois dans le fichier, ou sans numéro."),
                params={"n": number},
            )
        seen.add(cells[0])
        for place, name in columns:
            if cells[place]:
                found[cells[0], name] = _value(number, cells[place])
        _few_enough(found)
    return found


def _right_length(number: int, cells: list[str], names: list[str]) -> None:
    if len(cells) != len(names):
        raise ValidationError(
            _("Ligne %(n)s : %(cells)s cases au lieu de %(names)s."),
            params={"n": number, "cells": len(cells), "names": len(names)},
        )


def _value(number: int, written: str) -> int:
    value = VALUES.get(written.strip())
    if value is None:
        raise ValidationError(
            _("Ligne %(n)s : un vote est 1, -1 ou 0, pas « %(written)s »."),
            params={"n": number, "written": written[:30]},
        )
    return value


def _few_enough(found: Votes) -> None:
    if len(found) > MOST_VOTES:
        raise ValidationError(
            _(
                "Plus de %(most)s votes : c'est trop pour cette page. La commande "
                "« entraide solve opinion » lit les plus grands fichiers."
            ),
            params={"most": MOST_VOTES},
        )


def read_comments(file: UploadedFile[Any]) -> tuple[dict[str, str], frozenset[str]]:
    """Return what statements say, by name, and the names of those that were moderated out.

    Raises:
        ValidationError: with what is wrong.
    """
    lines = csv_rows(file, largest=LARGEST)
    names = _names(lines)
    if not {"comment-id", "comment-body"} <= set(names):
        raise ValidationError(
            _("Ce fichier doit avoir les colonnes « comment-id » et « comment-body ».")
        )
    texts: dict[str, str] = {}
    out: set[str] = set()
    for number, cells in lines:
        _right_length(number, cells, names)
        row = dict(zip(names, cells, strict=True))
        texts[row["comment-id"]] = tidy(row["comment-body"])[:LONGEST_TEXT]
        if row.get("moderated") == "-1":
            out.add(row["comment-id"])
    return texts, frozenset(out)
