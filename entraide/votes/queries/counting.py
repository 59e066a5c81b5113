"""What is counted: all votes of a poll on statements that are still there."""

import hashlib

from django.db.models import Count, Max, Sum

from entraide.notebooks.small_numbers import LEAST
from entraide.votes.models import Ballot, Poll, Vote
from entraide.votes.queries import polls

# People who said no peer group are counted as one that is called so, when they are enough. Fewer
# are in no figure: they hide nobody else, because no total of all votes is ever shown.
NO_GROUP = "0"
Row = tuple[str, str, int]


def cast(poll: Poll) -> int:
    """Return how many ballots hold at least one vote."""
    return poll.ballots.filter(revision__gt=0).count()


def digest(poll: Poll) -> str:
    """Return what changes whenever a ballot or a statement does."""
    seen = Ballot.objects.filter(poll=poll, revision__gt=0).aggregate(
        n=Count("pk"), last=Max("pk"), changes=Sum("revision")
    )
    living = list(polls.counted(poll).values_list("pk", flat=True))
    return hashlib.sha256(repr((sorted(seen.items()), living)).encode()).hexdigest()


def rows(poll: Poll) -> list[Row]:
    """Return who votes what on which statement, by their numbers."""
    living = set(polls.counted(poll).values_list("pk", flat=True))
    votes = Vote.objects.filter(ballot__poll=poll).values_list("ballot", "statement", "value")
    return [
        (str(ballot), str(statement), value)
        for ballot, statement, value in votes.iterator(chunk_size=10_000)
        if statement in living
    ]


def groups(poll: Poll) -> dict[str, str]:
    """Return the peer group of each ballot, by their numbers."""
    found = dict(Ballot.objects.filter(poll=poll, revision__gt=0).values_list("pk", "peer_group"))
    enough = sum(group is None for group in found.values()) >= LEAST
    return {
        str(ballot): str(group or NO_GROUP) for ballot, group in found.items() if group or enough
    }
