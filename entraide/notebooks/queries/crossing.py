"""Themes crossed with colleges, stances or tables: how many voices, small numbers hidden."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from entraide.notebooks.models import Coding, Note, Notebook, Theme
from entraide.notebooks.small_numbers import LEAST, hidden, with_totals
from entraide.people.models import Collective, PeerGroup

WAYS = ("colleges", "positions", "tables")


@dataclass(frozen=True)
class Crossed:
    """One number of the table: what may be shown of it, and where it leads."""

    count: int | None
    theme: Theme | None
    column: str
    # Hundredths of the largest number shown, for the bar beside it.
    width: int


@dataclass(frozen=True)
class Crossing:
    """A table with its totals, ready to be shown: rows are themes."""

    columns: list[str]
    rows: list[tuple[str, list[Crossed]]]
    hidden: int


def voices(collective: Collective) -> QuerySet[Note]:
    """Return the living voices of a collective."""
    return Note.objects.filter(
        notebook__collective=collective, kind=Note.Kind.VOICE, withdrawn=False
    )


def keys(collective: Collective, way: str) -> dict[str, str]:
    """Return the columns of a way of crossing: {key in addresses: name}."""
    if way == "positions":
        return {value or "aucune": str(label) for value, label in Note.Stance.choices}
    if way == "tables":
        kept = Notebook.objects.filter(collective=collective, kind=Notebook.Kind.TABLE)
        return {str(one.pk): one.title for one in kept.order_by("pk")}
    groups = {str(group.pk): group.name for group in PeerGroup.objects.all()}
    return {**groups, "aucun": _("sans collège")}


def key_of(note: Note, way: str) -> str:
    """Return the column of a voice."""
    if way == "positions":
        return note.stance or "aucune"
    if way == "tables":
        return str(note.notebook_id)
    return str(note.peer_group_id or "aucun")


def cross(collective: Collective, way: str) -> Crossing:
    """Count the voices in which at least one coder found each theme, by column; four queries."""
    themes = list(Theme.objects.filter(collective=collective, merged_into=None))
    named = keys(collective, way)
    found = Coding.objects.filter(theme__in=themes, note__in=voices(collective))
    pairs = {(one.theme_id, one.note) for one in found.select_related("note")}
    counted = Counter((theme, key_of(note, way)) for theme, note in pairs)
    used = [key for key in named if any(counted[theme.pk, key] for theme in themes)]
    rows = [theme for theme in themes if any(counted[theme.pk, key] for key in used)]
    counts = [[counted[theme.pk, key] for key in used] for theme in rows]
    return _shown(counts, rows, used, named) if counts else Crossing([], [], 0)


def _shown(
    counts: list[list[int]], themes: Iterable[Theme], used: list[str], named: dict[str, str]
) -> Crossing:
    not_shown = hidden(counts, least=LEAST)
    table = with_totals(counts)
    heads: list[tuple[str, Theme | None]] = [(theme.name, theme) for theme in themes]
    heads.append((_("Toutes"), None))
    columns = [*used, ""]
    visible = [
        n for r, line in enumerate(counts) for c, n in enumerate(line) if (r, c) not in not_shown
    ]
    largest = max(visible, default=0) or 1
    rows = []
    for r, (name, theme) in enumerate(heads):
        cells = []
        for c, column in enumerate(columns):
            count = None if (r, c) in not_shown else table[r][c]
            inside = theme is not None and column != ""
            width = round(100 * (count or 0) / largest) if inside else 0
            cells.append(Crossed(count, theme if inside else None, column, width))
        rows.append((name, cells))
    return Crossing([*(named[key] for key in used), _("Ensemble")], rows, len(not_shown))


def behind(collective: Collective, theme: Theme, way: str, column: str) -> list[Note]:
    """Return the voices behind a number, for those who may read them."""
    coded = voices(collective).filter(codings__theme=theme).distinct()
    notes = coded.select_related("notebook", "peer_group").order_by("notebook", "number")
    return [note for note in notes if key_of(note, way) == column]
