"""A programme woven over its years: seminars are the warp, actions the weft, outcomes the knots.

The drawing says nothing that the list beside it does not.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from entraide.expertise.models import Edition
from entraide.research.models import (
    CollectiveAction,
    Improvement,
    ImprovementStep,
    Programme,
    Seminar,
)
from entraide.research.queries import overview

# The drawing, in its own units.
WIDTH, LEFT, ROW, TOP, BESIDE = 760, 12, 34, 40, 16


@dataclass(frozen=True)
class Warp:
    """A seminar: a thread from top to bottom."""

    seminar: Seminar
    day: date
    x: int
    held: bool


@dataclass(frozen=True)
class Knot:
    """What came of an action: an improvement and its state, or a cahier of its neighbourhood."""

    kind: str
    day: date
    x: int
    words: str
    address: str


@dataclass(frozen=True)
class Weft:
    """An action: a thread from its first day to its last, with its knots."""

    action: CollectiveAction
    y: int
    left: int
    right: int
    knots: Sequence[Knot]
    ended: bool


@dataclass(frozen=True)
class Cloth:
    """The whole drawing."""

    warps: Sequence[Warp]
    wefts: Sequence[Weft]
    # What belongs to no single action: the cahiers of the collective.
    cahiers: Sequence[Knot]
    today: int | None

    @property
    def height(self) -> int:
        """Return the height of the drawing."""
        return TOP + ROW * (len(self.wefts) + 1)

    @property
    def width(self) -> int:
        """Return the width of the drawing."""
        return WIDTH


def weave(programme: Programme) -> Cloth:
    """Return a programme as a cloth; five queries."""
    whole = (programme.ends_on - programme.starts_on).days or 1

    def x(day: date) -> int:
        passed = min(max((day - programme.starts_on).days, 0), whole)
        return LEFT + round(passed / whole * (WIDTH - 2 * LEFT))

    now, today = timezone.now(), timezone.localdate()
    warps = [
        Warp(one, day, x(day), one.gathering.ends_at < now)
        for one in overview.held(programme)
        for day in [timezone.localdate(one.gathering.starts_at)]
    ]
    knots = _improvements(programme, x)
    wefts = [
        Weft(
            action=one,
            y=TOP + ROW * number + ROW // 2,
            left=x(one.began_on),
            right=x(one.ended_on or min(today, programme.ends_on)),
            knots=sorted(knots[one.pk], key=lambda knot: knot.day),
            ended=one.state == CollectiveAction.State.ENDED,
        )
        for number, one in enumerate(overview.actions_of(programme).order_by("began_on", "pk"))
    ]
    inside = programme.starts_on <= today <= programme.ends_on
    return Cloth(warps, wefts, _cahiers(programme, x), x(today) if inside else None)


def _improvements(programme: Programme, x: Callable[[date], int]) -> dict[int, list[Knot]]:
    """Return the last step of each improvement, by action."""
    found: dict[int, list[Knot]] = defaultdict(list)
    steps = ImprovementStep.objects.filter(
        improvement__feedback__review__seminar__programme=programme,
        improvement__note__withdrawn=False,
    ).select_related("improvement__note", "improvement__feedback__review")
    last = {one.improvement_id: one for one in steps.order_by("day", "pk")}
    for step in last.values():
        improvement: Improvement = step.improvement
        action = improvement.feedback.review.action_id
        words = f"{step.get_state_display()} : {improvement.note.text}"
        found[action].append(
            Knot(
                step.state,
                step.day,
                x(step.day),
                words,
                reverse("notebooks:thread", args=[improvement.note.uid]),
            )
        )
    return found


def _cahiers(programme: Programme, x: Callable[[date], int]) -> list[Knot]:
    """Return the cahiers that the collective published in these years."""
    years = Q(published_on__gte=programme.starts_on, published_on__lte=programme.ends_on)
    found = Edition.objects.filter(
        years, cahier__notebook__collective=programme.notebook.collective_id
    ).select_related("notebook", "cahier")
    knots: list[Knot] = []
    for one in found.order_by("published_on", "pk"):
        # Several of one month stand beside each other.
        free = knots[-1].x + BESIDE if knots else 0
        where = max(x(one.published_on), free)
        knots.append(Knot("cahier", one.published_on, where, str(one), one.notebook.page))
    return knots
