"""Work parties to come, proposed to who looks: never one where they would meet who is apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone

from entraide.exchanges.models import Circle, Neighbour
from entraide.exchanges.queries.people import apart_from
from entraide.gatherings.models import Gathering, Moment, Option
from entraide.gatherings.queries.composing import known_by


@dataclass(frozen=True)
class WorkParty:
    """A day of common work with its tasks."""

    gathering: Gathering
    tasks: list[Option]


def coming(circle: Circle, viewer: Neighbour | None) -> list[WorkParty]:
    """Return the work parties to come, soonest first.

    One in which somebody signed up whom a block keeps apart from the viewer is not proposed; they
    are known by what they left to be reached.
    """
    tasks = Prefetch("moments", Moment.objects.prefetch_related("options"))
    found = Gathering.objects.filter(
        collective=circle.collective_id, kind=Gathering.Kind.WORK_PARTY,
        state=Gathering.State.PUBLISHED, ends_at__gte=timezone.now(),
    ).order_by("starts_at")  # fmt: skip
    hidden = _hidden(viewer)
    return [
        WorkParty(one, [task for moment in one.moments.all() for task in moment.options.all()])
        for one in found.prefetch_related(tasks)
        if not hidden or not hidden & set(known_by(one))
    ]


def _hidden(viewer: Neighbour | None) -> set[str]:
    """Return by what those are known whom a viewer never meets."""
    people: Iterable[Neighbour] = Neighbour.objects.filter(pk__in=apart_from(viewer))
    return {one.digest for one in people if one.digest}
