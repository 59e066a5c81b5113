"""Loops: looked for, proposed to each apart, secret until all accept; if one refuses, the next."""

from collections.abc import Sequence, Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.exchanges.letters import letter_to
from entraide.exchanges.models import Circle, Link, Loop, Need, Neighbour, Offer, Post, Search
from entraide.exchanges.queries import loops as queries
from entraide.exchanges.queries.matching import answers
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
    Loop.objects.filter(search__circle=circle, state__in=queries.ENDED).update(followed=True)
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
    _write(loop.links.all(), _("Une proposition"), _("une proposition vous attend"))


def _write(links: QuerySet[Link], subject: str, said: str) -> None:
    """Write to people of a loop, without a word of who is in it."""
    for link in links.select_related("neighbour__circle__collective"):
        if link.neighbour:
            address = reverse("exchanges:mine", args=[link.neighbour.circle.collective.slug])
            words = {"said": said, "address": f"{settings.SITE_ADDRESS}{address}"}
            letter_to(link.neighbour, subject, _("Bonjour,\n\n%(said)s :\n%(address)s") % words)


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
    if says == Link.Answer.NO:
        end(loop, State.REFUSED, but=link)
    elif not _holds(loop):
        end(loop, State.OFF, but=link)
    elif all(one.answer == Link.Answer.YES for one in loop.links.all()):
        loop.state = State.AGREED
        loop.save(update_fields=["state"])
        _tell(loop)
    return loop


def _holds(loop: Loop) -> bool:
    """Tell whether everybody is there still, and what each would give answers who comes next."""
    links = list(loop.links.select_related("neighbour", "gives__category", "receives__category"))
    if any(one.neighbour is None for one in links):
        return False
    last = len(links) - 1
    # A chain begins with who receives nothing, and ends with who gives nothing.
    steps = [(links[place], links[place + 1]) for place in range(last)]
    steps += [] if loop.chain else [(links[last], links[0])]
    return all(_answered(giver.gives, receiver.receives) for giver, receiver in steps)


def _answered(offer: Offer | None, need: Need | None) -> bool:
    """Tell whether both hold today, and fit."""
    if offer is None or need is None or need.met_on:
        return False
    held = all(not (one.withdrawn_on or one.hidden or one.over) for one in (offer, need))
    return held and answers(offer, need)


def open_loops_of(neighbour: Neighbour) -> QuerySet[Loop]:
    """Return the loops somebody is in that wait, or that all accepted."""
    mine = Link.objects.filter(neighbour=neighbour).values("loop")
    return Loop.objects.filter(pk__in=mine, state__in=queries.OPEN)


def end(loop: Loop, state: str, *, but: Link | None = None) -> None:
    """End a loop without its taking place; who had accepted it, and waits, is written to.

    Args:
        loop: which.
        state: refused, and not proposed again; or off, as something of it ended.
        but: whose answer ends it: they know.
    """
    loop.state, loop.ended_on = state, timezone.localdate()
    loop.save(update_fields=["state", "ended_on"])
    waiting = loop.links.filter(answer=Link.Answer.YES, done_on=None)
    waiting = waiting.exclude(pk=but.pk) if but else waiting
    _write(
        waiting,
        _("Une boucle n'aura pas lieu"), _("une boucle que vous aviez acceptée n'aura pas lieu"),
    )  # fmt: skip


def changed(post: Post, *, gone: bool = False) -> None:
    """Let the loops about something that is said otherwise be off; agreed ones, when it is gone."""
    here = {"gives": post} if isinstance(post, Offer) else {"receives": post}
    links = Link.objects.filter(**here).values("loop")
    states = queries.OPEN if gone else (State.PROPOSED,)
    for loop in Loop.objects.filter(pk__in=links, state__in=states):
        end(loop, State.OFF)


@transaction.atomic
def done(link: Link) -> None:
    """Say that one's part of an agreed loop is done: one is free for another.

    It is done when all have said so, or long after.
    """
    loop = Loop.objects.select_for_update(of=("self",)).get(pk=link.loop_id)
    if loop.state != State.AGREED:
        return
    link.done_on = timezone.localdate()
    link.save(update_fields=["done_on"])
    if not loop.links.filter(done_on=None, neighbour__isnull=False).exists():
        loop.state = State.DONE
        loop.save(update_fields=["state"])


@transaction.atomic
def give_up(link: Link) -> None:
    """Take one's word back from an agreed loop: the others are free, and read so."""
    loop = Loop.objects.select_for_update(of=("self",)).get(pk=link.loop_id)
    if loop.state == State.AGREED:
        end(loop, State.REFUSED, but=link)


def told(link: Link) -> None:
    """Say that somebody was told by voice how their loop stands."""
    link.told = link.loop.state
    link.save(update_fields=["told"])


def look_again(circle: Circle) -> Search | None:
    """Ask for another look when a loop ended and nobody looked since, or a look was lost."""
    last = queries.last(circle)
    if last is None or last.state == Search.State.ASKED:
        return None
    ended = Loop.objects.filter(search__circle=circle, state__in=queries.ENDED, followed=False)
    due = last.state == Search.State.LOST or ended.exists()
    return look(circle, last.max_length) if due else None


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
    ended = 0
    for loop in open_loops:
        if loop.until < timezone.localdate():
            end(loop, State.REFUSED)
        elif not _holds(loop):
            end(loop, State.OFF)
        ended += loop.state != State.PROPOSED
    return ended


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
