"""What a page of results shows, for the team and for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from entraide.notebooks.models import Note
from entraide.notebooks.small_numbers import LEAST
from entraide.people.models import PeerGroup
from entraide.votes.models import Poll, RaisedHands, Reckoning
from entraide.votes.queries import counting, findings, map as maps, polls


def results_context(poll: Poll, notes: Sequence[Note]) -> dict[str, Any]:
    """Return what the votes say of these statements, or None where nothing was counted yet."""
    reckoning = Reckoning.objects.filter(poll=poll).first()
    if reckoning is None or not reckoning.solution:
        return {"reckoning": reckoning, "findings": None, "hands": _hands(poll, notes)}
    found = findings.findings(poll, reckoning, notes)
    return {
        "reckoning": reckoning,
        "findings": found,
        "map": maps.drawn(found, counting.groups(poll), notes),
        "hands": _hands(poll, notes),
    }


@dataclass(frozen=True)
class Hands:
    """The hands raised for statements; None where nobody was asked, or too few to be shown."""

    groups: list[PeerGroup]
    rows: list[tuple[Note, list[RaisedHands | None]]]


def _hands(poll: Poll, notes: Sequence[Note]) -> Hands:
    raised = {
        note: {group: row for group, row in rows.items() if row.total >= LEAST}
        for note, rows in polls.hands(poll).items()
    }
    groups = [
        group for group in polls.peer_groups() if any(group.pk in rows for rows in raised.values())
    ]
    return Hands(
        groups,
        [
            (note, [raised[note.pk].get(group.pk) for group in groups])
            for note in notes
            if raised.get(note.pk)
        ],
    )
