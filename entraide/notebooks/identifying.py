"""Points out, in a voice, what could tell who spoke. A reader decides; nothing is changed.

Made for French: phones, mails, web addresses, streets, ages, jobs, and words that begin with a
capital inside a sentence. It misses some and points out too much: that is why two people read.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from entraide.notebooks.french import folded

_WAYS = "rue|avenue|boulevard|bd|allee|impasse|place|chemin|quai|square|cite|residence|passage|cour"
_JOBS = (
    "aide soignante|aide-soignant|animat|apprenti|assistante? social|boulang|caissi|chauffeur"
    "|coiffeu|conducteur|cuisini|directeur|directrice|educat|enseignant|facteur|factrice|gardien"
    "|infirmi|institut(?:eur|rice)|livreu|macon|medecin|menuisi|ouvri|policier|principal|professeur|proviseur"
    "|psycholog|secretaire|technicien|vigile"
)
_KINDS = (
    (_("un téléphone"), r"(?:\+|00)?\d(?:[\s.\-]?\d){7,14}"),
    (_("un e-mail"), r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+"),
    (_("une adresse du web"), r"(?:https?://|www\.)\S+"),
    (
        _("une rue"),
        rf"(?:\d+\s*(?:bis|ter)?,?\s+)?\b(?:{_WAYS})\b\s+(?:d[eu]s?\s+|la\s+|l['’]\s*)*\w+",
    ),
    (_("un âge"), r"\b\d{1,3}\s*ans\b"),
    (_("un métier"), rf"\b(?:{_JOBS})\w*"),
)
# A name follows these, whatever its capital.
_CALLED = r"(?i:\b(?:m\.|mr|mme|madame|monsieur|docteur|dr)\s+)\w+"
_CAPITAL = r"(?<=[^\s.!?…:«\"\-])[\s,;('’]+([A-ZÀ-ÖØ-Þ][\w\-]+)"


@dataclass(frozen=True)
class Mark:
    """From where to where, and what it could be."""

    start: int
    end: int
    what: str


def marks(text: str) -> list[Mark]:
    """Return what could tell who spoke, in order, without overlap.

    >>> [text[m.start:m.end] for text in ["J'ai 43 ans, voyez Mme Diallo rue Jouffroy."]
    ...  for m in marks(text)]
    ['43 ans', 'Mme Diallo', 'rue Jouffroy']
    """
    # Folding may change the length of rare letters: then the accents stay.
    plain = folded(text) if len(folded(text)) == len(text) else text.lower()
    found = [
        Mark(m.start(), m.end(), str(what)) for what, p in _KINDS for m in re.finditer(p, plain)
    ]
    name = str(_("un nom"))
    found += [Mark(m.start(), m.end(), name) for m in re.finditer(_CALLED, text)]
    found += [Mark(m.start(1), m.end(1), name) for m in re.finditer(_CAPITAL, text)]
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def pieces(text: str) -> list[tuple[str, str]]:
    """Return the text cut at its marks: pieces, each with what it could be, or nothing."""
    cut, at = [], 0
    for mark in marks(text):
        cut += [(text[at : mark.start], ""), (text[mark.start : mark.end], mark.what)]
        at = mark.end
    return [piece for piece in [*cut, (text[at:], "")] if piece[0]]
