"""Themes crossed with colleges, stances, tables: how many voices, small numbers hidden.

A table may cross one of them, two, or all three. Each table is safe when it is shown alone; whoever
publishes two tables of the same voices should look at both.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from entraide.notebooks.models import Coding, Note, Notebook, Theme
from entraide.notebooks.small_numbers import LEAST, LEAST_CROSSED, hidden, with_totals
from entraide.people.models import Collective, PeerGroup

DIMENSIONS = ("colleges", "positions", "tables")
# In addresses: the dimensions of a table, then the keys of a column.
WAYS = {"-".join(chosen): chosen for size in (1, 2, 3) for chosen in combinations(DIMENSIONS, size)}
JOINT = "-"
# The chart, in its own units: the longest bar, and how high a theme is.
LONGEST, ROW = 400, 52


@dataclass(frozen=True)
class Crossed:
    """One number of the table: what may be shown of it, and where it leads."""

    count: int | None
    theme: Theme | None
    column: str


@dataclass(frozen=True)
class Crossing:
    """A table with its totals, ready to be shown: rows are themes."""

    columns: list[str]
    rows: list[tuple[str, list[Crossed]]]
    # For the chart: the colour and weave of each column, without the totals.
    dyes: list[str]


@dataclass(frozen=True)
class Bar:
    """The bar of a theme: where it begins from the top, and its parts (from, width, dye)."""

    name: str
    top: int
    parts: list[tuple[int, int, str]]


@dataclass(frozen=True)
class Chart:
    """The same numbers as bars; hidden ones are not drawn."""

    bars: list[Bar]
    height: int
    legend: list[tuple[str, str]]


def voices(collective: Collective) -> QuerySet[Note]:
    """Return the living voices of a collective."""
    return Note.objects.filter(
        notebook__collective=collective, kind=Note.Kind.VOICE, withdrawn=False
    )


def _names(collective: Collective, dimension: str) -> dict[str, str]:
    """Return the keys of a dimension and their names, in order."""
    if dimension == "positions":
        return {value or "aucune": str(label) for value, label in Note.Stance.choices}
    if dimension == "tables":
        kept = Notebook.objects.filter(collective=collective, kind=Notebook.Kind.TABLE)
        return {str(one.pk): one.title for one in kept.order_by("pk")}
    groups = {str(group.pk): group.name for group in PeerGroup.objects.all()}
    return {**groups, "aucun": _("sans collège")}


def _key(note: Note, dimension: str) -> str:
    if dimension == "positions":
        return note.stance or "aucune"
    if dimension == "tables":
        return str(note.notebook_id)
    return str(note.peer_group_id or "aucun")


def keys(collective: Collective, way: str) -> dict[str, str]:
    """Return the columns of a way of crossing: {key in addresses: name}."""
    named = [_names(collective, dimension) for dimension in WAYS[way]]
    return {
        JOINT.join(chosen): " · ".join(names[key] for names, key in zip(named, chosen, strict=True))
        for chosen in product(*named)
    }


def key_of(note: Note, way: str) -> str:
    """Return the column of a voice."""
    return JOINT.join(_key(note, dimension) for dimension in WAYS[way])


def cross(collective: Collective, way: str) -> Crossing:
    """Count the voices in which at least one coder found each theme, by column."""
    themes = list(Theme.objects.filter(collective=collective, merged_into=None))
    named = keys(collective, way)
    found = Coding.objects.filter(theme__in=themes, note__in=voices(collective))
    pairs = {(one.theme_id, one.note) for one in found.select_related("note")}
    counted = Counter((theme, key_of(note, way)) for theme, note in pairs)
    seen = {key for _theme, key in counted}
    used = [key for key in named if key in seen]
    rows = [theme for theme in themes if any(counted[theme.pk, key] for key in used)]
    counts = [[counted[theme.pk, key] for key in used] for theme in rows]
    if not counts:
        return Crossing([], [], [])
    columns = [named[key] for key in used]
    return Crossing([*columns, _("Ensemble")], _shown(counts, rows, used), _dyes(used, way))


def _shown(
    counts: list[list[int]], themes: Sequence[Theme], used: Sequence[str]
) -> list[tuple[str, list[Crossed]]]:
    not_shown = hidden(counts, least=[LEAST_CROSSED if one.sensitive else LEAST for one in themes])
    heads: list[tuple[str, Theme | None]] = [(theme.name, theme) for theme in themes]
    heads.append((_("Toutes"), None))
    columns = [*used, ""]
    rows = []
    for r, ((name, theme), line) in enumerate(zip(heads, with_totals(counts), strict=True)):
        cells = [
            Crossed(None if (r, c) in not_shown else n, theme if column else None, column)
            for c, (column, n) in enumerate(zip(columns, line, strict=True))
        ]
        rows.append((name, cells))
    return rows


def _dyes(used: Sequence[str], way: str) -> list[str]:
    """Return a colour and weave for each column, while there are enough of them."""
    if way == "colleges":
        own = {str(group.pk): group.dye for group in PeerGroup.objects.all()}
        return [own.get(key, "none") for key in used]
    dyes = [*PeerGroup.Dye.values, "none"]
    return dyes[: len(used)] if len(used) <= len(dyes) else []


def chart(crossing: Crossing) -> Chart | None:
    """Return the chart of a table; None when it has more columns than there are weaves."""
    if not crossing.dyes:
        return None
    themes = crossing.rows[:-1]
    longest = max(sum(cell.count or 0 for cell in cells[:-1]) for _name, cells in themes) or 1
    bars = []
    for place, (name, cells) in enumerate(themes):
        parts, x = [], 0
        for cell, dye in zip(cells[:-1], crossing.dyes, strict=True):
            width = round(LONGEST * (cell.count or 0) / longest)
            if width:
                parts.append((x, width, dye))
            x += width
        bars.append(Bar(name, ROW * place, parts))
    legend = list(zip(crossing.columns[:-1], crossing.dyes, strict=True))
    return Chart(bars, ROW * len(bars), legend)


def is_hidden(collective: Collective, theme: Theme, way: str, column: str) -> bool:
    """Tell whether a number is hidden: nothing leads behind it either."""
    cells = (cell for _name, row in cross(collective, way).rows for cell in row)
    return any(
        cell.count is None for cell in cells if cell.theme == theme and cell.column == column
    )


def behind(collective: Collective, theme: Theme, way: str, column: str) -> list[Note]:
    """Return the voices behind a number, for those who may read them."""
    coded = voices(collective).filter(codings__theme=theme).distinct()
    notes = coded.select_related("notebook", "peer_group").order_by("notebook", "number")
    return [note for note in notes if key_of(note, way) == column]
