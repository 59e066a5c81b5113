"""Mutual aid that stands in for a right: how long, how many hours; never who."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Max, Min, QuerySet, Sum

from entraide.exchanges.models import Circle, Deed, RightClaim
from entraide.exchanges.models.right import not_granted
from entraide.notebooks.small_numbers import LEAST_CROSSED

MINUTES = 60
DAYS = 7


@dataclass(frozen=True)
class Substituted:
    """A right that a service did not answer, and what neighbours did meanwhile.

    Counted only with the consent of those concerned; `needs` says how many, never whose.
    """

    right: str
    service: str
    needs: int
    weeks: int
    minutes: int
    claims: Sequence[RightClaim]

    @property
    def few(self) -> bool:
        """Tell whether the needs are so few that their number would tell of somebody."""
        return self.needs < LEAST_CROSSED

    @property
    def hours(self) -> float:
        """The hours that were given, to the quarter of an hour."""
        return round(self.minutes / 15) / 4


def waiting(circle: Circle) -> QuerySet[RightClaim]:
    """Return the rights that are asked and not answered, or answered no, of needs that agree."""
    found = RightClaim.objects.filter(
        not_granted(), need__circle=circle, counted=True, need__withdrawn_on=None
    )
    return found.exclude(asked_on=None).select_related("need")


def substituted(circle: Circle) -> list[Substituted]:
    """Return the rights for which neighbours have stood in longer than the circle chose.

    From the first deed for its need to the last, both after the right was asked: what neighbours
    did, and not how long ago a form was sent. The longest first.
    """
    by_right: dict[tuple[str, str], list[tuple[RightClaim, int, int]]] = defaultdict(list)
    claims = list(waiting(circle))
    since = Deed.objects.filter(need__right__in=claims, day__gte=F("need__right__asked_on"))
    figures = since.values_list("need").annotate(Min("day"), Max("day"), Sum("minutes"))
    done = {need: (first, last, minutes or 0) for need, first, last, minutes in figures}
    for claim in claims:
        if claim.need_id not in done:
            continue
        first, last, minutes = done[claim.need_id]
        weeks = (last - first) // timedelta(days=DAYS)
        if weeks > circle.weeks:
            by_right[claim.right, claim.service].append((claim, weeks, minutes))
    found = [
        Substituted(
            right=right,
            service=service,
            needs=len(rows),
            weeks=max(weeks for _claim, weeks, _minutes in rows),
            minutes=sum(minutes for _claim, _weeks, minutes in rows),
            claims=[claim for claim, _weeks, _minutes in rows],
        )
        for (right, service), rows in by_right.items()
    ]
    return sorted(found, key=lambda one: (-one.weeks, one.right))
