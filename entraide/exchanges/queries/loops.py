"""Loops as each person sees theirs: apart, and secret until all accept."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from entraide.exchanges.models import (
    Category,
    Circle,
    Link,
    Loop,
    Need,
    Neighbour,
    Offer,
    Search,
)
from entraide.exchanges.models.post import LINGERS
from entraide.exchanges.queries.people import callable_

OPEN = (Loop.State.PROPOSED, Loop.State.AGREED)
# Without taking place: somebody refused, or something ended.
ENDED = (Loop.State.REFUSED, Loop.State.OFF)


@dataclass(frozen=True)
class Mine:
    """What somebody would give and receive; with whom, only once everybody accepted.

    Before, of others only the branch and the way: a title would tell who they are.
    """

    link: Link
    asked: Need | None
    offered: Offer | None
    to: Neighbour | None = None
    by: Neighbour | None = None

    @property
    def others(self) -> list[Neighbour]:
        """To whom one may write now: the next and the one before, once each."""
        known = {one.pk: one for one in (self.to, self.by) if one}
        return list(known.values())

    @property
    def waits(self) -> bool:
        """Tell whether their answer is still looked for."""
        return self.link.loop.state == Loop.State.PROPOSED and not self.link.answer


def mine(neighbour: Neighbour) -> tuple[list[Mine], list[Link]]:
    """Return the loops somebody is in, and those that ended a short while ago though they said yes.

    Two queries for both.
    """
    waiting = Q(loop__state__in=OPEN, done_on=None)
    links = _whole(Link.objects.filter(waiting | _ended(), neighbour=neighbour))
    found = list(links.order_by("loop", "pk"))
    kept = [_mine(one) for one in found if one.loop.state in OPEN]
    return kept, [one for one in found if one.loop.state in ENDED]


def _ended() -> Q:
    """Return the links that were accepted, of loops that ended lately without taking place."""
    since = timezone.localdate() - LINGERS
    accepted = Q(answer=Link.Answer.YES, done_on=None)
    return accepted & Q(loop__ended_on__gte=since, loop__state__in=ENDED)


def _whole(found: QuerySet[Link]) -> QuerySet[Link]:
    """Return links with the others of their loops, and what goes from one to the next."""
    posts = ("gives__category", "receives__category")
    links = Link.objects.select_related("neighbour", *posts)
    found = found.select_related("neighbour", "loop", "gives", "receives")
    return found.prefetch_related(Prefetch("loop__links", links))


def _mine(link: Link) -> Mine:
    ring = list(link.loop.links.all())
    after, before = ring[(link.position + 1) % len(ring)], ring[link.position - 1]
    asked = after.receives if link.gives else None
    offered = before.gives if link.receives else None
    if link.loop.state != Loop.State.AGREED:
        return Mine(link, asked, offered)
    return Mine(
        link, asked, offered,
        to=after.neighbour if link.gives else None,
        by=before.neighbour if link.receives else None,
    )  # fmt: skip


def by_voice(circle: Circle) -> tuple[list[Mine], list[Mine]]:
    """Return whose answer is asked on the phone, and who said yes there and does not know the end.

    Who comes back reads it on their page. Two queries for both.
    """
    asked = Q(loop__state=Loop.State.PROPOSED, answer="")
    agreed = Q(answer=Link.Answer.YES, done_on=None, loop__state=Loop.State.AGREED)
    news = (agreed | _ended()) & ~Q(told=F("loop__state"))
    called = Link.objects.filter(callable_(prefix="neighbour__"), loop__search__circle=circle)
    found = [_mine(one) for one in _whole(called.filter(asked | news)).order_by("neighbour__name")]
    waits = [one for one in found if one.waits]
    return waits, [one for one in found if not one.waits]


def last(circle: Circle) -> Search | None:
    """Return the last look for loops, with its loops."""
    found = Search.objects.filter(circle=circle).prefetch_related("loops__links")
    return found.first()


def alike(search: Search) -> list[tuple[bool, int, str, int]]:
    """Return what was found: (a chain, its people, how it stands, how many are so)."""
    found = Counter(
        (one.chain, len(one.links.all()), str(one.get_state_display()))
        for one in search.loops.all()
    )
    return [(*one, n) for one, n in sorted(found.items())]


def one_more(search: Search) -> list[tuple[Neighbour, Category, int]]:
    """Return what one more link would bring: (who could give, of which branch, how many more)."""
    people = Neighbour.objects.in_bulk([giver for giver, _branch, _more in search.one_more])
    branches = Category.objects.in_bulk([branch for _giver, branch, _more in search.one_more])
    return [
        (people[giver], branches[branch], more)
        for giver, branch, more in search.one_more
        if giver in people and branch in branches
    ]
