"""What is offered and needed today, for who looks: sorted by day and distance, never by merit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from entraide.exchanges.cells import SIDE, Cell
from entraide.exchanges.models import (
    Category,
    Circle,
    Deed,
    Loop,
    Need,
    Neighbour,
    Offer,
    Post,
    Talk,
)
from entraide.exchanges.models.post import LINGERS
from entraide.exchanges.queries.people import without_apart
from entraide.people.known import folded

P = TypeVar("P", Offer, Need)
Audience = Post.Audience
# Those of a loop know each other from then on.
AGREED = (Loop.State.AGREED, Loop.State.DONE)


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: words, a branch of the tree, a way, how far in metres."""

    words: str = ""
    category: Category | None = None
    how: str = ""
    within: int = 0
    # The branches of the circle, whose names are searched too.
    tree: Sequence[Category] = ()


def living(model: type[P], circle: Circle, today: date | None = None) -> QuerySet[P]:
    """Return the posts of a circle that hold today: neither withdrawn nor expired nor met."""
    today = today or timezone.localdate()
    found = model.objects.filter(circle=circle, withdrawn_on=None, until__gte=today)
    if model is Need:
        found = found.filter(met_on=None)
    return found.select_related("category__parent", "place")


def offers(circle: Circle, viewer: Neighbour | None, asked: Asked | None = None) -> QuerySet[Offer]:
    """Return the offers that somebody may see; a stranger sees those for the whole quarter."""
    found = _seen(living(Offer, circle), viewer).select_related("neighbour")
    found = without_apart(found, viewer, "neighbour")
    return by_distance(_asked(found, asked or Asked()), viewer, asked)


def needs(circle: Circle, viewer: Neighbour | None, asked: Asked | None = None) -> QuerySet[Need]:
    """Return the needs that their owners let others see; private ones are in no list."""
    found = _seen(living(Need, circle), viewer).select_related("neighbour", "carried_by")
    found = without_apart(found, viewer, "neighbour", "carried_by")
    return by_distance(_asked(found, asked or Asked()), viewer, asked)


def listed(found: QuerySet[P]) -> QuerySet[P]:
    """Return posts with what a list shows of them, and no more: wide rows are slow to sort."""
    narrow = found.select_related(None).select_related("category")
    return narrow.only("uid", "title", "how", "when", "until", "category__name")


def _seen(found: QuerySet[P], viewer: Neighbour | None) -> QuerySet[P]:
    if viewer:
        return found.exclude(audience=Audience.PRIVATE)
    return found.filter(audience=Audience.NEIGHBOURHOOD)


def _asked(found: QuerySet[P], asked: Asked) -> QuerySet[P]:
    """Return the posts of the branch, the way and the words that are looked for."""
    if asked.category:
        found = found.filter(Q(category=asked.category) | Q(category__parent=asked.category))
    if asked.how:
        found = found.filter(how=asked.how)
    for word in folded(asked.words).split():
        branches = [one.pk for one in asked.tree if word in folded(str(one))]
        found = found.filter(Q(folded__contains=word) | Q(category__in=branches))
    return found


def by_distance(
    found: QuerySet[P], viewer: Neighbour | None, asked: Asked | None = None
) -> QuerySet[P]:
    """Return posts, the nearest first when somebody says where they are; the unknown are last."""
    here = cell_of(viewer)
    if here is None:
        return found
    whose = ("neighbour", "carried_by") if found.model is Need else ("neighbour", "neighbour")
    column, row = (Coalesce(*(F(f"{one}__{side}") for one in whose)) for side in ("column", "row"))
    far = (column - here.column) * (column - here.column) + (row - here.row) * (row - here.row)
    found = found.annotate(far=far)
    if asked and asked.within:
        found = found.filter(far__lte=(asked.within / SIDE) ** 2)
    return found.order_by(F("far").asc(nulls_last=True), "-made_on", "-pk")


def cell_of(neighbour: Neighbour | None) -> Cell | None:
    """Return the square of a neighbour, if they said it."""
    if neighbour is None or neighbour.column is None or neighbour.row is None:
        return None
    return Cell(neighbour.column, neighbour.row)


def own_offers(neighbour: Neighbour) -> QuerySet[Offer]:
    """Return the offers of somebody, with those that ended a short while ago."""
    since = timezone.localdate() - LINGERS
    return living(Offer, neighbour.circle, since).filter(neighbour=neighbour)


def own_needs(neighbour: Neighbour) -> QuerySet[Need]:
    """Return the needs of somebody, their own and those they carry; some ended a while ago."""
    since = timezone.localdate() - LINGERS
    found = living(Need, neighbour.circle, since).filter(whose(neighbour))
    return found.select_related("category__parent", "place", "neighbour", "carried_by")


def whose(neighbour: Neighbour) -> Q:
    """Return what the needs of somebody have: their own, and those they carry."""
    return Q(neighbour=neighbour) | Q(carried_by=neighbour)


def talks(neighbour: Neighbour) -> QuerySet[Talk]:
    """Return what somebody writes with others; those a block ended are there no more."""
    found = Talk.objects.filter(Q(opener=neighbour) | Q(other=neighbour))
    found = without_apart(found, neighbour, "opener", "other")
    return found.select_related("opener", "other", "offer", "need")


def acquaintances(neighbour: Neighbour) -> QuerySet[Neighbour]:
    """Return those somebody wrote with here, or was in a loop with that all accepted."""
    written = Q(opened__other=neighbour) | Q(received__opener=neighbour)
    loops = Loop.objects.filter(links__neighbour=neighbour, state__in=AGREED)
    found = Neighbour.objects.filter(written | Q(links__loop__in=loops), left_on=None)
    return without_apart(found.exclude(pk=neighbour.pk).distinct(), neighbour, "pk")


def spoken_of(neighbour: Neighbour) -> list[Offer | Need]:
    """Return what a deed may answer: one's needs, what one wrote about, what one's loops had."""
    mine = Q(talks__opener=neighbour) | Q(talks__other=neighbour)
    loops = Loop.objects.filter(links__neighbour=neighbour, state__in=AGREED)
    needs = Need.objects.filter(mine | whose(neighbour) | Q(links__loop__in=loops))
    offers = Offer.objects.filter(mine | Q(links__loop__in=loops))
    circle = neighbour.circle_id
    return [*needs.filter(circle=circle).distinct(), *offers.filter(circle=circle).distinct()]


def trace(neighbour: Neighbour) -> QuerySet[Deed]:
    """Return the deeds somebody was in: for their own eyes."""
    return Deed.objects.filter(parts__neighbour=neighbour).distinct()
