"""What figures are made of: the acts of a year of quarters, told by nobody's name; read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, F, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.exchanges.models import Category, Circle, Deed, How, Neighbour, Part, Snapshot
from entraide.exchanges.quarters import first_day, quarter_of
from entraide.people.models import PeerGroup

NOT_SAID = "-"
# How many quarters are told after they should have been.
MOST_LATE = 2
Key = tuple[str, str]


@dataclass
class Row:
    """An act: who gave and received, by numbers that mean nothing elsewhere."""

    quarter: int
    how: str
    branch: int
    minutes: int
    told: bool
    stands_in: bool
    givers: list[int] = field(default_factory=list)
    receivers: list[int] = field(default_factory=list)
    # Peer groups of each part, of those who were erased too.
    gave: list[int] = field(default_factory=list)
    received: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Year:
    """The acts of some quarters, and what names their rows and columns.

    Args:
        quarter: the number of the last quarter.
        first: the number of the first one in which the circle was open.
        acts: what was told in them.
        groups: the peer group of each person who took part, -1 when it was not said.
        members: how many people were in it at the end.
        colleges: the names of peer groups, by their numbers.
        branches: the names of the branches of the tree, by their numbers.
    """

    quarter: int
    first: int
    acts: list[Row]
    groups: list[int]
    members: int
    colleges: Mapping[int, str]
    branches: Mapping[int, str]


def year_of(circle: Circle, quarter: int, window: int) -> Year:
    """Return what was told in the quarters that end with this one; five queries."""
    first = max(quarter - window + 1, quarter_of(circle.opened_on))
    begin, end = first_day(first), first_day(quarter + 1)
    deeds = Deed.objects.filter(circle=circle, told_on__gte=begin, told_on__lt=end)
    rows = _acts(deeds)
    groups = _parts(deeds, rows)
    here = Neighbour.objects.filter(circle=circle, joined_on__lt=end)
    leafless = Category.objects.filter(circle=circle, parent=None)
    return Year(
        quarter=quarter, first=first, acts=list(rows.values()), groups=groups,
        members=max(here.count(), len(groups)),
        colleges=dict(PeerGroup.objects.values_list("pk", "name")),
        branches=dict(leafless.values_list("pk", "name")),
    )  # fmt: skip


def _acts(deeds: QuerySet[Deed]) -> dict[int, Row]:
    found = deeds.annotate(branch=F("category__parent"), stands_in=_stands_in()).values_list(
        "pk", "told_on", "how", "category", "branch", "minutes", "story", "stands_in"
    )
    return {
        pk: Row(
            quarter=quarter_of(told_on), how=how, branch=branch or category or -1,
            minutes=minutes or 0, told=story is not None, stands_in=stands_in,
        )
        for pk, told_on, how, category, branch, minutes, story, stands_in in found
    }  # fmt: skip


def _stands_in() -> Case:
    """Return whether a deed answered in the place of a right, asked and not granted that day."""
    granted = Q(need__right__granted=True, need__right__answered_on__lte=F("day"))
    asked = Q(need__right__counted=True, need__right__asked_on__lte=F("day"))
    return Case(When(granted, then=False), When(asked, then=True), default=False)


def _parts(deeds: QuerySet[Deed], rows: Mapping[int, Row]) -> list[int]:
    """Put who gave and received into the acts; return the peer group of each person."""
    number: dict[int, int] = {}
    groups: list[int] = []
    parts = Part.objects.filter(deed__in=deeds).values_list(
        "deed", "neighbour", "gave", "peer_group"
    )
    for deed, who, gave, group in parts.order_by("pk"):
        row, college = rows[deed], -1 if group is None else group
        (row.gave if gave else row.received).append(college)
        if who is not None:
            if who not in number:
                number[who] = len(groups)
                groups.append(college)
            (row.givers if gave else row.receivers).append(number[who])
    return groups


def last(circle: Circle, most: int = 8) -> list[Snapshot]:
    """Return the last snapshots, the newest first."""
    return list(Snapshot.objects.filter(circle=circle)[:most])


def due(circle: Circle, today: date) -> list[int]:
    """Return the quarters that are over and not told yet, the oldest first.

    Of those that were missed long ago nothing is told: two are enough to compare.
    """
    over = quarter_of(today)
    opened = max(quarter_of(circle.opened_on), over - MOST_LATE)
    known = set(Snapshot.objects.filter(circle=circle).values_list("quarter", flat=True))
    return [one for one in range(opened, over) if one not in known]


def next_day() -> date:
    """Return the day from which the next figures are told."""
    return first_day(quarter_of(timezone.localdate()) + 1)


def names(kind: str, year: Year) -> tuple[dict[str, str], dict[str, str]]:
    """Return the rows and columns of a table, by their keys."""
    not_said = {NOT_SAID: _("non dit")}
    if kind == "direction":
        colleges = {str(key): name for key, name in year.colleges.items()} | not_said
        return colleges, colleges
    branches = {str(key): name for key, name in year.branches.items()} | not_said
    return branches, {str(one.value): str(one.label) for one in How}
