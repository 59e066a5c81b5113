"""Figures for cahiers, frozen as they are today: a vote, a theme of the codebook, a number by hand.

A figure is a small table in words, with where it comes from and when. Small numbers are hidden
before it is frozen, as on the page it comes from.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from entraide.notebooks.models import Note
from entraide.notebooks.queries import crossing
from entraide.people.models import Collective
from entraide.votes.models import Poll, Reckoning
from entraide.votes.queries import findings, polls

HIDDEN = "–"
WAY = "colleges"


@dataclass(frozen=True)
class Choice:
    """A figure that may be put in a cahier today: its key, its name, its table.

    `rests_on` are the notes it leads to in the thread. A count of voices leads to none: each voice
    listed with its college would tell the numbers that are hidden.
    """

    key: str
    name: str
    figure: dict[str, Any]
    rests_on: list[Note] = field(default_factory=list)


def choices(collective: Collective, today: date) -> list[Choice]:
    """Return the figures that a cahier of this collective may hold."""
    return [*_votes(collective, today), *_themes(collective, today)]


def _table(source: str, title: str, columns: Sequence[str], rows: Any, day: date) -> dict[str, Any]:
    return {
        "source": source,
        "title": title,
        "columns": list(columns),
        "rows": [list(row) for row in rows],
        "day": day.isoformat(),
    }


def _votes(collective: Collective, today: date) -> list[Choice]:
    """Return one figure for each statement of the polls whose results everybody may read."""
    found = []
    closed = Poll.objects.filter(notebook__collective=collective, results_shown=True)
    for poll in closed.select_related("notebook", "reckoning").order_by("-pk"):
        if poll.tells:
            found += _of_poll(poll, poll.reckoning, today)
    return found


def _of_poll(poll: Poll, reckoning: Reckoning, today: date) -> list[Choice]:
    told = findings.findings(poll, reckoning, list(polls.voted_on(poll)))
    columns = (_("Collège"), _("D'accord"), _("Entre"), _("Personnes"))
    found = []
    for row in told.rows:
        lines = [
            (one.name, f"{share.agree} %", f"{share.low} – {share.high} %", str(share.seen))
            if share
            else (one.name, HIDDEN, HIDDEN, HIDDEN)
            for one, share in zip(told.voters, row.shares, strict=True)
        ]
        title = _("Vote « %(poll)s » : %(statement)s") % {"poll": poll, "statement": row.note.text}
        figure = _table("vote", title, columns, lines, today)
        found.append(Choice(f"vote-{row.note.pk}", title, figure, [row.note]))
    return found


def _themes(collective: Collective, today: date) -> list[Choice]:
    """Return one figure for each theme: how many voices of each college carry it."""
    table = crossing.cross(collective, WAY)
    found = []
    for name, cells in table.rows[:-1]:
        theme = cells[0].theme
        if theme is None:
            continue
        lines = [
            (column, HIDDEN if cell.count is None else str(cell.count))
            for column, cell in zip(table.columns, cells, strict=True)
        ]
        title = _("Paroles où l'on a trouvé le thème « %(theme)s »") % {"theme": name}
        figure = _table("theme", title, (_("Collège"), _("Paroles")), lines, today)
        found.append(Choice(f"theme-{theme.pk}", title, figure))
    return found


def by_hand(title: str, value: str, source: str, day: date) -> dict[str, Any]:
    """Return a figure that comes from elsewhere, with where it comes from."""
    return _table("hand", title, (_("Chiffre"), _("Source")), [(value, source)], day)
