"""Votes come from the files of another tool: without anything that tells who voted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from django.db import connection, transaction
from django.utils.translation import gettext as _

from entraide.notebooks.actions import writing
from entraide.notebooks.models import Note
from entraide.people.models import Collective
from entraide.votes.actions import polls
from entraide.votes.models import Ballot, Poll


@dataclass(frozen=True)
class Imported:
    """Votes by (voter, statement), what statements say, and those that were moderated out."""

    votes: Mapping[tuple[str, str], int]
    texts: Mapping[str, str] = field(default_factory=dict)
    out: frozenset[str] = frozenset()


@transaction.atomic
def import_poll(collective: Collective, imported: Imported, *, title: str, key: str = "") -> Poll:
    """Make a closed poll of votes from elsewhere; who voted gets a name that tells nothing.

    The same key twice is the same poll.
    """
    poll = polls.make(collective, title=title, question="", key=key)
    if poll.notebook.last_number:
        return poll
    polls.close_poll(poll)
    statements = _statements(poll, imported)
    voters = list(dict.fromkeys(voter for voter, _statement in imported.votes))
    ballots = _ballots(poll, voters, imported)
    _votes(
        (ballots[voter], statements[statement], value)
        for (voter, statement), value in imported.votes.items()
    )
    return poll


def _votes(rows: Iterable[tuple[int, int, int]]) -> None:
    """Write (ballot, statement, vote) as they are: much quicker than an object each.

    The site waits meanwhile: 225,000 votes are 3 s of work so, 8 otherwise.
    """
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO votes_vote (ballot_id, statement_id, value) VALUES (%s, %s, %s)",
            list(rows),
        )


def _statements(poll: Poll, imported: Imported) -> dict[str, int]:
    """Write the statements; return their numbers by name. One without text is told by its name."""
    named = (*imported.texts, *(statement for _voter, statement in imported.votes))
    names = dict.fromkeys(named)
    lines = {
        name: writing.Line(
            uuid4(),
            imported.texts.get(name) or _("Phrase %(name)s") % {"name": name},
            kind=Note.Kind.CLAIM,
        )
        for name in names
    }
    writing.write(poll.notebook, list(lines.values()))
    left_out = [line.uid for name, line in lines.items() if name in imported.out]
    Note.objects.filter(uid__in=left_out).update(showing=Note.Showing.WITHHELD)
    numbers = dict(poll.notebook.notes.values_list("uid", "pk"))
    return {name: numbers[line.uid] for name, line in lines.items()}


def _ballots(poll: Poll, voters: list[str], imported: Imported) -> dict[str, int]:
    """Make a ballot for each voter; return their numbers by name."""
    counts = dict.fromkeys(voters, 0)
    for voter, _statement in imported.votes:
        counts[voter] += 1
    uids = {voter: uuid4() for voter in voters}
    Ballot.objects.bulk_create(
        Ballot(uid=uids[voter], poll=poll, way=Ballot.Way.IMPORTED, revision=counts[voter])
        for voter in voters
    )
    numbers = dict(poll.ballots.values_list("uid", "pk"))
    return {voter: numbers[uid] for voter, uid in uids.items()}
