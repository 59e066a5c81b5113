"""The learning shelf, for everybody; the gatherings of a season."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from entraide.gatherings.models import Gathering
from entraide.notebooks.models import Notebook
from entraide.people.models import Collective
from entraide.research.models import (
    CollectiveAction,
    Module,
    ReadingItem,
    ReadingList,
    Resource,
    Season,
)


def resources(
    collective: Collective | None = None, *, module: Module | None = None, kind: str = ""
) -> QuerySet[Resource]:
    """Return the resources of a collective or of all, with what everybody may read of each."""
    found = Resource.objects.all()
    if collective:
        found = found.filter(collective=collective)
    if module:
        found = found.filter(modules=module)
    if kind:
        found = found.filter(kind=kind)
    public = CollectiveAction.objects.filter(notebook__access=Notebook.Access.PUBLIC)
    return found.prefetch_related(
        "modules", "themes", Prefetch("actions", public.select_related("notebook"))
    )


def reading_lists(collective: Collective | None = None) -> QuerySet[ReadingList]:
    """Return the reading lists, each with its resources in order."""
    items = ReadingItem.objects.select_related("resource")
    found = ReadingList.objects.prefetch_related(Prefetch("items", items))
    return found.filter(collective=collective) if collective else found


def gatherings(season: Season) -> list[Gathering]:
    """Return what a season shows: the published gatherings of its collective, by their days."""
    found = Gathering.objects.filter(
        collective=season.collective_id,
        state=Gathering.State.PUBLISHED,
        starts_at__date__gte=season.starts_on,
        starts_at__date__lte=season.ends_on,
    ).exclude(kind=Gathering.Kind.SEMINAR)
    return list(found.prefetch_related("moments__place").order_by("starts_at", "pk"))


def place_of(gathering: Gathering) -> str:
    """Return where a gathering begins."""
    return next((str(one.place) for one in gathering.moments.all() if one.place), "")


def by_month(found: Sequence[Gathering]) -> list[tuple[date, list[Gathering]]]:
    """Return gatherings by month, the first day of each month first."""
    months: dict[date, list[Gathering]] = defaultdict(list)
    for one in found:
        months[timezone.localdate(one.starts_at).replace(day=1)].append(one)
    return sorted(months.items())


def seasons(collective: Collective | None = None) -> QuerySet[Season]:
    """Return the seasons of a collective; those that everybody may see without one."""
    found = Season.objects.select_related("collective")
    return found.filter(collective=collective) if collective else found.filter(shown=True)
