"""The rows of a study, read once; who coded, under a name that tells nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from django.db.models import Q
from django.utils.translation import gettext as _

from entraide.notebooks.models import Anchor, Coding, Look, Memo, Note, Notebook, Theme
from entraide.notebooks.queries.coding import tree
from entraide.notebooks.refi.project import guid_of
from entraide.notebooks.refi.study import Coder
from entraide.people.models import Collective, Person
from entraide.people.receipt_words import keyed

ALIASES = range(100, 1_000)


@dataclass(frozen=True)
class Rows:
    """What is written in and about some notes."""

    collective: Collective
    notes: Sequence[Note]
    themes: Sequence[Theme]
    codings: Sequence[Coding]
    looks: Sequence[tuple[int, int]]
    memos: Sequence[Memo]
    anchors: Sequence[tuple[int, int, str]]
    people: Sequence[Person]


def notes_of(notebooks: Sequence[Notebook]) -> list[Note]:
    """Return the notes of notebooks that have words, or had some; in order."""
    notes = Note.objects.filter(notebook__in=notebooks).exclude(text="", withdrawn=False)
    notes = notes.select_related("notebook__provenance", "peer_group")
    return list(notes.order_by("notebook_id", "number"))


def rows_of(collective: Collective, notebooks: Sequence[Notebook], notes: Sequence[Note]) -> Rows:
    """Return the rows about these notes of these notebooks; seven queries."""
    # Notes may be too many to name in a query.
    kept = {note.pk for note in notes}
    inside = {"note__notebook__in": notebooks}
    codings = Coding.objects.filter(theme__merged_into=None, **inside).select_related("theme")
    looks = Look.objects.filter(**inside).order_by("pk").values_list("note", "coder")
    about = Q(**inside) | Q(theme__isnull=False, theme__merged_into=None)
    memos = Memo.objects.filter(about, collective=collective).select_related("theme")
    anchors = Anchor.objects.filter(**inside).order_by("pk")
    rows = Rows(
        collective=collective,
        notes=notes,
        themes=[node.theme for node in tree(collective)],
        codings=[
            one
            for one in codings.order_by("note_id", "start", "end", "theme_id", "coder_id")
            if one.note_id in kept
        ],
        looks=[pair for pair in looks if pair[0] in kept],
        memos=[one for one in memos.order_by("pk") if one.theme_id or one.note_id in kept],
        anchors=[row for row in anchors.values_list("note", "rests_on", "how") if row[0] in kept],
        people=[],
    )
    return replace(rows, people=_people(rows))


def _people(rows: Rows) -> list[Person]:
    """Return who found, looked or wrote."""
    numbers = {one.coder_id for one in rows.codings} | {coder for _note, coder in rows.looks}
    numbers |= {one.by_id for one in rows.memos if one.by_id}
    return list(Person.objects.filter(pk__in=numbers).order_by("pk"))


def coders_of(people: Iterable[Person], collective: Collective, *, named: bool) -> dict[int, Coder]:
    """Return people as coders, by number, each under another name: unless named, an alias.

    The alias of a person is the same in every file of a collective, so that files compare.
    """
    names: dict[int, str] = {}
    for person in people:
        taken = set(names.values())
        names[person.pk] = next(
            name for name in _names(collective, person, named=named) if name not in taken
        )
    slug = collective.slug
    return {number: Coder(guid_of("coder", slug, name), name) for number, name in names.items()}


def _names(collective: Collective, person: Person, *, named: bool) -> Iterator[str]:
    """Return the names that a coder may have, the first one first."""
    if named:
        yield person.name
        yield from (f"{person.name} ({number})" for number in count(2))
    drawn = int.from_bytes(keyed(f"coder {collective.pk}", str(person.pk))[:8])
    yield from (_("codeur %(n)d") % {"n": ALIASES[(drawn + n) % len(ALIASES)]} for n in count())


def small_sensitive(rows: Rows, least: int) -> set[int]:
    """Return the sensitive themes that fewer voices bear than may be told."""
    bear: Mapping[int, set[int]] = {theme.pk: set() for theme in rows.themes if theme.sensitive}
    for one in rows.codings:
        if one.theme_id in bear:
            bear[one.theme_id].add(one.note_id)
    return {theme for theme, notes in bear.items() if len(notes) < least}
