"""What is offered and needed today, for who looks: sorted by day and distance, never by merit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from entraide.exchanges.cells import SIDE, Cell
from entraide.exchanges.models import (
    Category,
    Circle,
    Deed,
    Loop,
    Message,
    Need,
    Neighbour,
    Offer,
    Post,
    RightClaim,
    Talk,
)
from entraide.exchanges.models.post import LINGERS, SOON
from entraide.exchanges.models.right import not_granted
from entraide.exchanges.queries.people import without_apart
from entraide.people.known import folded

P = TypeVar("P", Offer, Need)
Audience = Post.Audience
# Shorter words keep their last letter: it is no plural.
SHORT = 3
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
    """Return the posts of a circle that hold today: not withdrawn, hidden, expired nor met."""
    # What is private is read by nobody: hidden once, it may still be answered.
    shown = Q(hidden_on=None) | Q(audience=Audience.PRIVATE)
    found = _kept(model, circle, today or timezone.localdate()).filter(shown)
    return found.filter(met_on=None) if model is Need else found


def to_hear(model: type[P], circle: Circle, until: date) -> QuerySet[P]:
    """Return what its author should hear of: it ends by a day, or was hidden a short while ago."""
    today = timezone.localdate()
    ending = Q(until__lte=until, hidden_on=None)
    return _kept(model, circle, today).filter(ending | Q(hidden_on__gte=today - SOON))


def _kept(model: type[P], circle: Circle, since: date) -> QuerySet[P]:
    """Return what its author still finds, hidden by the team or not."""
    found = model.objects.filter(circle=circle, withdrawn_on=None, until__gte=since)
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
    return narrow.only(
        "uid", "title", "how", "when", "until", "hidden_on", "audience", "category__name"
    )


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
    for word in map(_stem, folded(asked.words).split()):
        named = [one.pk for one in asked.tree if word in folded(str(one))]
        branches = Q(category__in=named) | Q(category__parent__in=named)
        found = found.filter(Q(folded__contains=word) | branches)
    return found


def _stem(word: str) -> str:
    """Return a word without the mark of a plural: "perceuses" finds "perceuse"."""
    return word[:-1] if len(word) > SHORT and word[-1] in "sx" else word


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
    return _kept(Offer, neighbour.circle, since).filter(neighbour=neighbour)


def own_needs(neighbour: Neighbour, *, with_rights: bool = False) -> QuerySet[Need]:
    """Return the needs of somebody, their own and those they carry; some ended a while ago.

    Args:
        neighbour: whose.
        with_rights: those too whose right waits for an answer, whatever became of them.
    """
    since = timezone.localdate() - LINGERS
    # What was met stays as long as what ended: one may have said so by mistake.
    kept = Q(withdrawn_on=None, until__gte=since) & (Q(met_on=None) | Q(met_on__gte=since))
    if with_rights:
        kept |= Q(right__isnull=False) & not_granted("right__")
    found = Need.objects.filter(whose(neighbour), kept, circle=neighbour.circle_id)
    return found.select_related("category__parent", "place", "neighbour", "carried_by", "right")


def lingers(need: Need) -> bool:
    """Tell whether its owner still finds a need on their page."""
    since = timezone.localdate() - LINGERS
    return (
        not need.withdrawn_on and need.until >= since and not (need.met_on and need.met_on < since)
    )


def waits_for_a_right(need: Need) -> bool:
    """Tell whether a right was said for a need, and is not answered, or answered no."""
    right: RightClaim | None = getattr(need, "right", None)
    return right is not None and right.waits


def whose(neighbour: Neighbour) -> Q:
    """Return what the needs of somebody have: their own, and those they carry."""
    return Q(neighbour=neighbour) | Q(carried_by=neighbour)


def talks(neighbour: Neighbour) -> QuerySet[Talk]:
    """Return what somebody writes with others; those a block ended are there no more."""
    found = Talk.objects.filter(Q(opener=neighbour) | Q(other=neighbour))
    found = without_apart(found, neighbour, "opener", "other")
    last = Message.objects.filter(talk=OuterRef("pk")).order_by("-pk").values("sender")
    found = found.annotate(last_sender=Subquery(last[:1]))
    return found.select_related("opener", "other", "offer", "need")


def acquaintances(neighbour: Neighbour) -> QuerySet[Neighbour]:
    """Return those somebody wrote with here, or was in a loop with that all accepted."""
    written = Q(opened__other=neighbour) | Q(received__opener=neighbour)
    loops = Loop.objects.filter(links__neighbour=neighbour, state__in=AGREED)
    found = Neighbour.objects.filter(written | Q(links__loop__in=loops), left_on=None)
    return without_apart(found.exclude(pk=neighbour.pk).distinct(), neighbour, "pk")


def spoken_of(neighbour: Neighbour) -> list[tuple[Offer | Need, str]]:
    """Return what a deed may answer, and how it is called: what is one's own, what one wrote about.

    What is somebody else's has the name it had when they began to write: how they call it since is
    told to nobody. What is theirs whom one never meets is not there.
    """
    found: dict[Offer | Need, str] = {one: one.title for one in own_needs(neighbour)}
    found |= {one: one.title for one in own_offers(neighbour)}
    for talk in talks(neighbour):
        for post in (talk.need, talk.offer):
            if post:
                found.setdefault(post, talk.title)
    return list(found.items())


def trace(neighbour: Neighbour) -> QuerySet[Deed]:
    """Return the deeds somebody was in, for their own eyes; none told by who is kept away."""
    found = Deed.objects.filter(parts__neighbour=neighbour).distinct()
    return without_apart(found, neighbour, "told_by")
