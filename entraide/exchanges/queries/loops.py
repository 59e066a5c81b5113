"""Loops as each person sees theirs: apart, and secret until all accept."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from entraide.exchanges.models import Category, Circle, Link, Loop, Neighbour, Search

OPEN = (Loop.State.PROPOSED, Loop.State.AGREED)


@dataclass(frozen=True)
class Mine:
    """What somebody would give and receive; with whom, only once everybody accepted."""

    link: Link
    to: Neighbour | None
    by: Neighbour | None

    @property
    def others(self) -> list[Neighbour]:
        """To whom one may write now: the next and the one before, once each."""
        known = {one.pk: one for one in (self.to, self.by) if one}
        return list(known.values())

    @property
    def waits(self) -> bool:
        """Tell whether their answer is still looked for."""
        return self.link.loop.state == Loop.State.PROPOSED and not self.link.answer


def mine(neighbour: Neighbour) -> list[Mine]:
    """Return the loops somebody is in: what waits for their answer, what is agreed."""
    links = Link.objects.select_related("neighbour")
    found = Link.objects.filter(neighbour=neighbour, loop__state__in=OPEN)
    found = found.select_related("loop", "gives", "receives").prefetch_related(
        Prefetch("loop__links", links)
    )
    return [_mine(one) for one in found.order_by("loop", "pk")]


def _mine(link: Link) -> Mine:
    if link.loop.state != Loop.State.AGREED:
        return Mine(link, None, None)
    ring = list(link.loop.links.all())
    place = link.position
    return Mine(
        link,
        to=ring[(place + 1) % len(ring)].neighbour if link.gives else None,
        by=ring[place - 1].neighbour if link.receives else None,
    )


def to_ask(circle: Circle) -> QuerySet[Link]:
    """Return whose answer is asked on the phone: they have no e-mail."""
    found = Link.objects.filter(
        loop__search__circle=circle, loop__state=Loop.State.PROPOSED, answer="",
        neighbour__isnull=False, neighbour__email="",
    )  # fmt: skip
    return found.select_related("neighbour", "gives", "receives").order_by("neighbour__name")


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
