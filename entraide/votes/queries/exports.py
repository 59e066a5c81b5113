"""Votes as Polis writes them, for other tools; nothing tells who voted, or when."""

from typing import Any

from entraide.ui.sheets import Cell, Table
from entraide.votes.models import Ballot, Poll, Vote
from entraide.votes.queries import counting, polls

MODERATED = {"shown": 1, "unread": 0, "withheld": -1}


def _voters(poll: Poll) -> dict[int, int]:
    """Return a number for each ballot, in an order that tells nothing."""
    ballots = Ballot.objects.filter(poll=poll).order_by("uid").values_list("pk", flat=True)
    return {ballot: number for number, ballot in enumerate(ballots)}


def _votes(poll: Poll, voters: dict[int, int]) -> list[tuple[int, int, int]]:
    """Return (voter, statement number, vote), in order."""
    found = Vote.objects.filter(ballot__poll=poll, statement__withdrawn=False)
    rows = found.values_list("ballot", "statement__number", "value")
    return sorted((voters[ballot], number, value) for ballot, number, value in rows)


def votes(poll: Poll) -> Table:
    """Return one vote a line."""
    rows: list[tuple[Cell, ...]] = [
        (number, voter, vote) for voter, number, vote in _votes(poll, _voters(poll))
    ]
    return Table("votes", ("comment-id", "voter-id", "vote"), rows)


def comments(poll: Poll) -> Table:
    """Return the statements, with how many agree and disagree."""
    counts: dict[tuple[int, int], int] = {}
    for _voter, number, vote in _votes(poll, _voters(poll)):
        counts[number, vote] = counts.get((number, vote), 0) + 1
    rows: list[tuple[Cell, ...]] = [
        (
            note.number,
            counts.get((note.number, 1), 0),
            counts.get((note.number, -1), 0),
            MODERATED[note.showing],
            note.text,
        )
        for note in polls.statements(poll)
    ]
    columns = ("comment-id", "agrees", "disagrees", "moderated", "comment-body")
    return Table("comments", columns, rows)


def participants(poll: Poll) -> Table:
    """Return one voter a line, and a column for each statement."""
    numbers = [note.number for note in polls.statements(poll)]
    voters = _voters(poll)
    given: dict[int, dict[int, int]] = {voter: {} for voter in voters.values()}
    for voter, number, vote in _votes(poll, voters):
        given[voter][number] = vote
    found = _found_groups(poll, voters)
    rows: list[tuple[Cell, ...]] = []
    for voter, own in given.items():
        said = list(own.values())
        rows.append(
            (
                voter,
                found.get(voter, ""),
                len(own),
                said.count(1),
                said.count(-1),
                *(own.get(number, "") for number in numbers),
            )
        )
    columns = ("participant", "group-id", "n-votes", "n-agree", "n-disagree", *map(str, numbers))
    return Table("participants-votes", columns, rows)


def _found_groups(poll: Poll, voters: dict[int, int]) -> dict[int, str]:
    """Return the found group of each voter, when votes were counted and groups found."""
    reckoning = getattr(poll, "reckoning", None)
    groups = (reckoning.solution.get("groups") if reckoning else None) or {}
    return {voters[int(ballot)]: group for ballot, group in groups.items() if int(ballot) in voters}


def problem(poll: Poll) -> dict[str, Any]:
    """Return the problem that `entraide solve opinion` reads, with the peer groups."""
    voters = _voters(poll)
    numbers = dict(polls.counted(poll).values_list("pk", "number"))
    names = {str(group.pk): group.slug for group in polls.peer_groups()}
    return {
        "kind": "opinion",
        "votes": [
            [str(voter), str(number), value]
            for voter, number, value in sorted(
                (voters[int(ballot)], numbers[int(statement)], value)
                for ballot, statement, value in counting.rows(poll)
            )
        ],
        "peer_groups": {
            str(voters[int(ballot)]): names[group]
            for ballot, group in counting.groups(poll).items()
            if group in names
        },
    }
