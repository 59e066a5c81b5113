"""Published editions: read by everybody, with what happened to their voices since; verified."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, QuerySet, Subquery

from entraide.expertise.models import Cahier, Edition, Erratum, Quotation
from entraide.expertise.queries import content
from entraide.notebooks.models import Anchor, Note

# What changes whenever a page of an edition may look different.
_VERSION = """SELECT (SELECT MAX(id) FROM expertise_edition),
(SELECT MAX(id) FROM expertise_erratum), (SELECT MAX(id) FROM notebooks_notechange)"""


@dataclass(frozen=True)
class Line:
    """A passage of an edition as it is read today."""

    number: int
    uid: UUID
    kind: str
    text: str
    language: str
    reason: str
    figure: dict[str, Any]
    rests_on: int
    # Of the voices under it, how many were withdrawn since.
    withdrawn: int
    # Of a quotation: taken back, or other words since.
    state: str
    errata: list[Erratum]


@dataclass(frozen=True)
class Part:
    """A part of an edition."""

    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Read:
    """An edition as it is read today."""

    edition: Edition
    content: dict[str, Any]
    parts: list[Part]
    errata: list[Erratum]
    last: int

    @property
    def is_last(self) -> bool:
        """Tell whether no later edition has replaced it."""
        return self.edition.number == self.last

    @property
    def lines(self) -> list[Line]:
        """Return every passage."""
        return [line for part in self.parts for line in part.lines]


def version(*_parts: object, **_named: object) -> str:
    """Return what changes whenever a page of an edition may look different; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        return ".".join(str(number or 0) for number in cursor.fetchone())


def published() -> QuerySet[Edition]:
    """Return every edition that everybody reads, the newest first."""
    return Edition.objects.select_related(
        "cahier__topic", "cahier__neighbourhood", "notebook__collective"
    )


def find(slug: str, number: int | None = None) -> Edition | None:
    """Return an edition of a cahier, the last one when no number is given."""
    found = published().filter(cahier__slug=slug).order_by("-number")
    return (found if number is None else found.filter(number=number)).first()


def read(edition: Edition) -> Read:
    """Return an edition with the words of its quotations and what happened since; four queries."""
    whole = json.loads(edition.content)
    notes = Note.objects.filter(notebook=edition.notebook_id)
    quotations = Quotation.objects.filter(note__in=notes).select_related("voice", "note")
    quoted = {one.note.number: one for one in quotations}
    withdrawn = _withdrawn(notes)
    errata = list(edition.errata.all())
    last = Edition.objects.filter(cahier=edition.cahier_id).aggregate(n=Count("pk"))["n"]
    parts = [
        Part(
            section["title"],
            [
                _line(one, quoted.get(one["number"]), withdrawn, errata)
                for one in section["passages"]
            ],
        )
        for section in whole["sections"]
    ]
    general = [one for one in errata if one.number is None]
    return Read(edition, whole, parts, general, last)


def _withdrawn(notes: QuerySet[Note]) -> dict[int, int]:
    """Return how many of the notes right under each sentence were withdrawn."""
    gone = Anchor.objects.filter(note__in=notes, rests_on__withdrawn=True)
    return dict(gone.values_list("note__number").annotate(n=Count("pk")).order_by())


def _line(
    one: dict[str, Any],
    quotation: Quotation | None,
    withdrawn: dict[int, int],
    errata: Iterable[Erratum],
) -> Line:
    text, state, language = one["text"], "", "fr"
    if quotation:
        text, state = quoted_words(quotation)
        language = quotation.voice.language
    return Line(
        number=one["number"],
        uid=UUID(one["uid"]),
        kind=one["kind"],
        text=text,
        language=language,
        reason=one["reason"],
        figure=one["figure"],
        rests_on=len(one["rests_on"]),
        withdrawn=0 if quotation else withdrawn.get(one["number"], 0),
        state=state,
        errata=[error for error in errata if error.number == one["number"]],
    )


def quoted_words(quotation: Quotation) -> tuple[str, str]:
    """Return the words of a quotation as they may be read now, and why there are none.

    A voice that was withdrawn, or that whoever said it corrected, is not read here any more: at
    once, whether its words were erased from the edition already or not.
    """
    if quotation.voice.withdrawn:
        return "", "withdrawn"
    if quotation.taken_back_on or quotation.voice.text != quotation.words:
        return "", "corrected"
    return quotation.words, ""


# The library


@dataclass(frozen=True)
class Shelf:
    """What one looks for in the library; nothing said means everything."""

    topic: int | None = None
    neighbourhood: int | None = None
    year: int | None = None


def library(shelf: Shelf) -> list[Edition]:
    """Return the last edition of each cahier on a shelf, the newest first."""
    same = Edition.objects.filter(cahier=OuterRef("cahier")).order_by("-number")
    found = published().filter(number=Subquery(same.values("number")[:1]))
    if shelf.topic:
        found = found.filter(cahier__topic=shelf.topic)
    if shelf.neighbourhood:
        found = found.filter(cahier__neighbourhood=shelf.neighbourhood)
    if shelf.year:
        found = found.filter(published_on__year=shelf.year)
    return list(found.order_by("-published_on", "-pk"))


def years() -> list[date]:
    """Return the years in which something was published, the newest first."""
    return list(Edition.objects.dates("published_on", "year", order="DESC"))


# What changed


@dataclass(frozen=True)
class Difference:
    """A passage that is new, gone or otherwise than in the edition before."""

    what: str
    number: int
    before: str
    after: str


def differences(edition: Edition) -> list[Difference]:
    """Return what changed since the edition before: passages, in the order of this edition."""
    previous = Edition.objects.filter(cahier=edition.cahier_id, number=edition.number - 1).first()
    if previous is None:
        return []
    before, after = _by_origin(previous), _by_origin(edition)
    found = []
    for origin, one in after.items():
        old = before.get(origin)
        if old is None:
            found.append(Difference("added", one["number"], "", one["text"]))
        elif old["text"] != one["text"]:
            found.append(Difference("reworded", one["number"], old["text"], one["text"]))
        elif len(old["rests_on"]) != len(one["rests_on"]):
            found.append(Difference("anchored", one["number"], "", one["text"]))
    gone = [one for origin, one in before.items() if origin not in after]
    return found + [Difference("removed", one["number"], one["text"], "") for one in gone]


def _by_origin(edition: Edition) -> dict[str, dict[str, Any]]:
    """Return the passages of an edition by the passage of the draft they were."""
    sections = json.loads(edition.content)["sections"]
    return {one["origin"]: one for section in sections for one in section["passages"]}


# Verified


def faults(edition: Edition) -> list[str]:
    """Return everything by which an edition is not what was published; nothing when it is.

    Its content has its digest; its notes say what the content says and rest on the same; words that
    were not taken back have the digest that the content holds.
    """
    if content.digest(json.loads(edition.content)) != edition.digest:
        return ["its content has another digest"]
    found = []
    for one in _by_origin(edition).values():
        found += [f"passage {one['number']}: {fault}" for fault in _faults_of(edition, one)]
    return found


def _faults_of(edition: Edition, one: dict[str, Any]) -> list[str]:
    note = Note.objects.filter(notebook=edition.notebook_id, uid=one["uid"]).first()
    if note is None:
        return ["its note is gone"]
    found = []
    if (note.number, note.text) != (one["number"], one["text"]):
        found.append("its words are others")
    below = note.anchors.values_list("rests_on__uid", flat=True)
    if sorted(map(str, below)) != one["rests_on"]:
        found.append("it rests on something else")
    quotation = Quotation.objects.filter(note=note, taken_back_on=None).first()
    if quotation and sealed(quotation) != one["quoted"]:
        found.append("it quotes other words")
    return found


def sealed(quotation: Quotation) -> str:
    """Return the digest of the words of a quotation with its salt."""
    return hashlib.sha256(f"{quotation.salt} {quotation.words}".encode()).hexdigest()


def of(cahier: Cahier) -> list[Edition]:
    """Return the editions of a cahier, the newest first."""
    return list(cahier.editions.order_by("-number"))
