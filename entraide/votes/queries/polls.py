"""Polls, their statements, and who has still to vote on what."""

import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from entraide.notebooks.models import Note, Notebook
from entraide.people.models import Collective, PeerGroup
from entraide.people.short_codes import normalised, short_code
from entraide.votes.models import Ballot, Poll, RaisedHands, Vote

MOST_SOURCES = 40


def of(collective: Collective) -> QuerySet[Poll]:
    """Return the polls of a collective, the newest first."""
    polls = Poll.objects.filter(notebook__collective=collective).select_related("notebook")
    cast = Count("ballots", filter=Q(ballots__revision__gt=0))
    return polls.annotate(cast=cast).order_by("-pk")


def by_uid(uid: UUID) -> Poll | None:
    """Return a poll with its notebook."""
    polls = Poll.objects.select_related("notebook__collective")
    return polls.filter(notebook__uid=uid).first()


def poll_code(poll: Poll) -> str:
    """Return the short code that opens a poll."""
    return short_code("poll", poll.notebook.uid)


def by_code(typed: str) -> Poll | None:
    """Return the open poll of this code, or None."""
    code = normalised(typed).encode()
    for poll in Poll.objects.filter(state=Poll.State.OPEN).select_related("notebook"):
        if hmac.compare_digest(poll_code(poll).encode(), code):
            return poll
    return None


def statements(poll: Poll) -> QuerySet[Note]:
    """Return the statements of a poll, in order, whether they may be shown or not."""
    return Note.objects.filter(notebook=poll.notebook, withdrawn=False).order_by("number")


def counted(poll: Poll) -> QuerySet[Note]:
    """Return the statements whose votes are counted: those that nobody withheld."""
    return statements(poll).exclude(showing=Note.Showing.WITHHELD)


def voted_on(poll: Poll) -> QuerySet[Note]:
    """Return the statements that people vote on: those that two people found could be shown."""
    return statements(poll).filter(showing=Note.Showing.SHOWN)


@dataclass(frozen=True)
class Prepared:
    """A statement as those who prepare a poll see it."""

    note: Note
    voices: list[Note]
    votes: int
    read_by_me: bool


def prepared(poll: Poll, person: int) -> list[Prepared]:
    """Return the statements with the voices they rest on and their votes; four queries."""
    notes = statements(poll).prefetch_related("anchors__rests_on", "readings")
    votes = dict(
        Vote.objects.filter(ballot__poll=poll)
        .values_list("statement")
        .annotate(n=Count("pk"))
    )  # fmt: skip
    return [
        Prepared(
            note,
            [anchor.rests_on for anchor in note.anchors.all() if not anchor.rests_on.withdrawn],
            votes.get(note.pk, 0),
            any(one.reader_id == person for one in note.readings.all()),
        )
        for note in notes
    ]


def sources(collective: Collective) -> list[Note]:
    """Return what a statement may rest on when nothing is searched: the newest poolings."""
    pooled = Note.objects.filter(
        notebook__collective=collective, notebook__kind=Notebook.Kind.POOLING, withdrawn=False
    )
    return list(pooled.select_related("notebook", "peer_group").order_by("-pk")[:MOST_SOURCES])


# Who votes


def in_its_order(ballot: Ballot) -> list[Note]:
    """Return the statements in the order of this ballot: drawn for it, the same each time."""

    def lot(note: Note) -> bytes:
        return hashlib.sha256(ballot.uid.bytes + note.uid.bytes).digest()

    return sorted(voted_on(ballot.poll), key=lot)


def said(ballot: Ballot) -> dict[int, int]:
    """Return the votes of a ballot, by statement."""
    return dict(ballot.votes.values_list("statement", "value"))


def ballot_of(poll: Poll, uid: UUID) -> Ballot | None:
    """Return a ballot of this poll."""
    return Ballot.objects.filter(poll=poll, uid=uid).select_related("poll__notebook").first()


# Raised hands


def hands(poll: Poll) -> dict[int, dict[int, RaisedHands]]:
    """Return the hands raised for each statement, by peer group."""
    found: dict[int, dict[int, RaisedHands]] = {}
    rows = RaisedHands.objects.filter(statement__notebook=poll.notebook)
    for row in rows.select_related("peer_group"):
        found.setdefault(row.statement_id, {})[row.peer_group_id] = row
    return found


def peer_groups() -> list[PeerGroup]:
    """Return every peer group, in the order of the neighbourhood."""
    return list(PeerGroup.objects.all())
