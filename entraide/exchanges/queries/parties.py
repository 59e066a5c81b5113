"""Work parties to come: for everybody; and one proposed to somebody, where nobody apart will be."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils import timezone

from entraide.exchanges.models import Block, Circle, Neighbour
from entraide.gatherings.models import Gathering, Moment, Option, Party
from entraide.gatherings.queries.composing import known_at

# One in so many is not proposed to somebody, drawn by lot: what is not proposed tells nothing.
LEFT_OUT = 3


@dataclass(frozen=True)
class WorkParty:
    """A day of common work with its tasks."""

    gathering: Gathering
    tasks: list[Option]


def coming(circle: Circle) -> list[WorkParty]:
    """Return the work parties to come, soonest first: the same for all, as they are public."""
    tasks = Prefetch("moments", Moment.objects.prefetch_related("options"))
    found = Gathering.objects.filter(
        collective=circle.collective_id, kind=Gathering.Kind.WORK_PARTY,
        state=Gathering.State.PUBLISHED, ends_at__gte=timezone.now(),
    ).order_by("starts_at")  # fmt: skip
    return [
        WorkParty(one, [task for moment in one.moments.all() for task in moment.options.all()])
        for one in found.prefetch_related(tasks)
    ]


def proposed(parties: Sequence[Gathering], viewer: Neighbour) -> list[Gathering]:
    """Return those of some work parties that may be proposed to somebody; two queries.

    Never one where somebody signed up, or waits for a place, whom a block keeps apart from them;
    people are known by what they left to be reached.
    """
    hidden = _hidden(viewer) if parties else set()
    if not hidden:
        return list(parties)
    there = known_at(parties, Party.State.CONFIRMED, Party.State.WAITING)
    return [one for one in parties if not hidden & there.get(one.pk, set())]


def _hidden(viewer: Neighbour) -> set[str]:
    """Return by what those are known whom a viewer never meets; what both share tells nothing."""
    blocks = Block.objects.filter(Q(by=viewer) | Q(of=viewer)).select_related("by")
    others = [one.of_known if one.by_id == viewer.pk else one.by.known for one in blocks]
    mine = viewer.known.contacts | viewer.known.people
    return {digest for one in others for digest in one.contacts | one.people} - mine


def idea(parties: Sequence[Gathering], viewer: Neighbour) -> Gathering | None:
    """Return the one work party of these that is proposed to somebody, or none.

    Which ones are left out depends on lots too: that one is not there tells nothing of who comes.
    """
    drawn = [(_lot(viewer, one), one) for one in proposed(parties, viewer)]
    kept = [one for lot, one in drawn if lot % LEFT_OUT]
    return kept[0] if kept else None


def _lot(viewer: Neighbour, party: Gathering) -> int:
    return hashlib.sha256(viewer.uid.bytes + party.uid.bytes).digest()[0]
