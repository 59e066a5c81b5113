"""People vote: on a device, on paper, by raised hands."""

from collections.abc import Mapping
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F

from entraide.notebooks.models import Note
from entraide.people.models import PeerGroup
from entraide.votes.models import Ballot, Poll, RaisedHands, Reckoning, Vote

Hands = tuple[int, int, int]


class PollClosed(Exception):
    """Nobody votes here now; what was voted before is kept."""


@transaction.atomic
def begin(poll: Poll, key: str, peer_group: PeerGroup | None) -> Ballot:
    """Return a new ballot; the same key twice is the same ballot, of the last peer group said.

    Raises:
        PollClosed: when the poll is not open.
    """
    _locked(poll, Poll.State.OPEN)
    return _ballot(poll, key, peer_group, Ballot.Way.PHONE)[0]


@transaction.atomic
def vote(ballot: Ballot, statement: Note, value: int) -> None:
    """Keep a vote; the last one counts.

    Raises:
        PollClosed: when the poll is not open.
    """
    _locked(ballot.poll, Poll.State.OPEN)
    # Two clicks at once on the same ballot wait for each other here.
    Ballot.objects.filter(pk=ballot.pk).update(revision=F("revision") + 1)
    Vote.objects.update_or_create(ballot=ballot, statement=statement, defaults={"value": value})


@transaction.atomic
def erase(ballot: Ballot) -> bool:
    """Erase a ballot and its votes for ever, and every figure they were in.

    Return whether there were figures: then the others must be counted again.
    """
    counted = Reckoning.objects.filter(poll=ballot.poll).update(solution={}, digest="")
    ballot.delete()
    return bool(counted)


@transaction.atomic
def fill(poll: Poll, key: str, peer_group: PeerGroup | None, values: Mapping[Note, int]) -> bool:
    """Keep a ballot of paper, even when the poll is closed; return whether it is a new one.

    The same key again corrects it.
    """
    ballot, new = _ballot(poll, key, peer_group, Ballot.Way.PAPER)
    ballot.votes.all().delete()
    votes = [Vote(ballot=ballot, statement=note, value=value) for note, value in values.items()]
    Vote.objects.bulk_create(votes)
    Ballot.objects.filter(pk=ballot.pk).update(revision=F("revision") + max(1, len(votes)))
    return new


@transaction.atomic
def raise_hands(statement: Note, counted: Mapping[PeerGroup, Hands]) -> None:
    """Keep how many hands were raised, group by group; a group without hands is not kept."""
    for group, (agree, disagree, passed) in counted.items():
        if agree or disagree or passed:
            RaisedHands.objects.update_or_create(
                statement=statement,
                peer_group=group,
                defaults={"agree": agree, "disagree": disagree, "passed": passed},
            )
        else:
            RaisedHands.objects.filter(statement=statement, peer_group=group).delete()


def _locked(poll: Poll, state: str) -> None:
    """Wait for whoever opens or closes the poll, and require this state."""
    if not Poll.objects.select_for_update().filter(pk=poll.pk, state=state).exists():
        raise PollClosed


def _uid(poll: Poll, key: str) -> UUID:
    return uuid5(poll.notebook.uid, key)


def _ballot(poll: Poll, key: str, peer_group: PeerGroup | None, way: str) -> tuple[Ballot, bool]:
    """Return the ballot of this key, and whether it is new; the last peer group said counts."""
    given = {"poll": poll, "peer_group": peer_group, "way": way}
    ballot, new = Ballot.objects.get_or_create(uid=_uid(poll, key), defaults=given)
    if ballot.peer_group != peer_group:
        ballot.peer_group = peer_group
        ballot.save(update_fields=["peer_group"])
    return ballot, new
