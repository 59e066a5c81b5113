"""Loops: looked for, proposed to each apart, secret until all accept; if one refuses, the next."""

from collections.abc import Sequence, Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.exchanges.letters import letter_to
from entraide.exchanges.models import Circle, Link, Loop, Need, Neighbour, Offer, Search
from entraide.exchanges.queries.people import apart

# How long a loop waits for everybody's answer.
PATIENCE = timedelta(days=14)
State = Loop.State


@dataclass(frozen=True)
class Step:
    """Somebody of a loop: what they would give to the next, what they would receive."""

    neighbour: int
    gives: Offer | None
    receives: Need | None


@dataclass(frozen=True)
class Found:
    """The loops and chains that serve most people, verified; and what bounds them."""

    loops: Sequence[Sequence[Step]]
    chains: Sequence[Sequence[Step]]
    people: int
    arcs: int
    served: int
    served_bound: int
    # (who could give, of which branch, how many people more).
    one_more: Sequence[tuple[int, int, int]] = ()


class Over(ValueError):
    """The loop waits for no answer any more."""


@transaction.atomic
def look(circle: Circle, max_length: int) -> Search:
    """Ask for a look for loops; one that is under way is not asked again."""
    sweep(circle)
    Search.objects.filter(circle=circle, state=Search.State.LOST).delete()
    asked = Search.objects.filter(circle=circle, state=Search.State.ASKED).first()
    return asked or Search.objects.create(circle=circle, max_length=max_length)


def lose(search: Search) -> None:
    """Say that a look ended without an answer: one may ask again."""
    search.state = Search.State.LOST
    search.save(update_fields=["state"])


@transaction.atomic
def propose(search: Search, found: Found) -> None:
    """Keep what was found, and propose it to each person apart.

    A loop that does not hold any more, since somebody withdrew or keeps somebody away meanwhile, is
    not proposed.

    Args:
        search: the look that asked for it.
        found: what `bridge.looping.found` returned.
    """
    never = apart(search.circle)
    for chain, rings in ((False, found.loops), (True, found.chains)):
        for ring in rings:
            _propose(search, ring, chain=chain, never=never)
    search.people, search.arcs = found.people, found.arcs
    search.served, search.served_bound = found.served, found.served_bound
    search.one_more, search.state = list(found.one_more), Search.State.DONE
    search.save()


def _propose(
    search: Search, ring: Sequence[Step], *, chain: bool, never: AbstractSet[tuple[int, int]]
) -> None:
    here = Neighbour.objects.filter(pk__in=[one.neighbour for one in ring], left_on=None).count()
    pairs = combinations(sorted(one.neighbour for one in ring), 2)
    if here < len(ring) or never & set(pairs):
        return
    loop = Loop.objects.create(search=search, chain=chain, until=timezone.localdate() + PATIENCE)
    Link.objects.bulk_create(
        Link(
            loop=loop, position=position, neighbour_id=one.neighbour, gives=one.gives,
            receives=one.receives,
        )
        for position, one in enumerate(ring)
    )  # fmt: skip
    if _holds(loop):
        _tell(loop)
    else:
        loop.delete()


def _tell(loop: Loop) -> None:
    """Write to each person of a loop that something waits for them; others are called."""
    circle = loop.search.circle
    address = reverse("exchanges:mine", args=[circle.collective.slug])
    body = _("Bonjour,\n\nune proposition vous attend dans l'entraide :\n%(address)s")
    for link in loop.links.select_related("neighbour"):
        if link.neighbour:
            said = body % {"address": f"{settings.SITE_ADDRESS}{address}"}
            letter_to(link.neighbour, _("Une proposition"), said)


@transaction.atomic
def answer(link: Link, says: str, *, by_voice: bool = False) -> Loop:
    """Accept a loop, or not; agreed when all accepted, off when one refuses.

    Nobody learns who refused, nor who was in it.

    Raises:
        Over: when it waits for no answer any more.
    """
    loop = Loop.objects.select_for_update(of=("self",)).get(pk=link.loop_id)
    if loop.state != State.PROPOSED:
        raise Over
    link.answer, link.by_voice, link.answered_on = says, by_voice, timezone.localdate()
    link.save(update_fields=["answer", "by_voice", "answered_on"])
    if says == Link.Answer.NO or not _holds(loop):
        loop.state = State.REFUSED
    elif all(one.answer == Link.Answer.YES for one in loop.links.all()):
        loop.state = State.AGREED
    loop.save(update_fields=["state"])
    if loop.state == State.AGREED:
        _tell(loop)
    return loop


def _holds(loop: Loop) -> bool:
    """Tell whether everybody is there still, with what they would give and receive."""
    today = timezone.localdate()
    for link in loop.links.select_related("neighbour", "gives", "receives"):
        posts = [one for one in (link.gives, link.receives) if one]
        if link.neighbour is None or not posts:
            return False
        if any(one.withdrawn_on or one.until < today for one in posts):
            return False
        if link.receives and link.receives.met_on:
            return False
    return True


@transaction.atomic
def done(loop: Loop) -> None:
    """Say that a loop took place: those in it are free for another one."""
    if loop.state == State.AGREED:
        loop.state = State.DONE
        loop.save(update_fields=["state"])


@transaction.atomic
def sweep(circle: Circle) -> int:
    """End the loops that nobody answered in time, or that do not hold any more; return how many.

    One that was agreed long ago took place, or never will: its people are free again.
    """
    long_ago = timezone.localdate() - PATIENCE * 3
    Loop.objects.filter(search__circle=circle, state=State.AGREED, until__lt=long_ago).update(
        state=State.DONE
    )
    open_loops = Loop.objects.filter(search__circle=circle, state=State.PROPOSED)
    over = [one for one in open_loops if one.until < timezone.localdate() or not _holds(one)]
    for loop in over:
        loop.state = State.REFUSED
        loop.save(update_fields=["state"])
    return len(over)


def refused(circle: Circle) -> list[list[int]]:
    """Return the loops that are proposed no more, by the numbers of their people in order."""
    found = Loop.objects.filter(search__circle=circle, state=State.REFUSED)
    rings = []
    for loop in found.prefetch_related("links"):
        links = list(loop.links.all())
        people = [one.neighbour_id for one in links if one.neighbour_id]
        if len(people) == len(links):
            rings.append(people)
    return rings
