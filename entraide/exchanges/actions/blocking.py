"""Keeps people apart: in what is found, proposed and seated; whatever they are called later."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from entraide.exchanges.actions import looping
from entraide.exchanges.models import Block, Neighbour, Talk
from entraide.people.actions import keep_apart, let_meet


@transaction.atomic
def block(by: Neighbour, of: Neighbour) -> None:
    """Keep two people apart in everything that is found, proposed, seated; nobody is told.

    What they wrote to each other closes, a loop that would join them is off, tables keep them
    apart. Whoever has the same contact under another name is kept apart too.
    """
    if by.pk == of.pk or by.circle_id != of.circle_id:
        raise ValueError("not two neighbours of one circle")
    made, _new = Block.objects.get_or_create(
        by=by, of=of, defaults={"of_known_by": of.known.kept()}
    )
    # Asked for themselves: it follows from nothing any more.
    Block.objects.filter(pk=made.pk).update(because=None)
    _part(made)
    others = Neighbour.objects.filter(circle=by.circle_id, left_on=None)
    for other in others.exclude(pk__in=(by.pk, of.pk)):
        _follow(made, other)


def _part(made: Block) -> None:
    """End what joins two people now that they are apart."""
    by, of = made.by, made.of
    keep_apart(by.circle.collective, by.known, made.of_known)
    both = Q(opener=by, other=of) | Q(opener=of, other=by)
    Talk.objects.filter(both, closed_on=None).update(closed_on=timezone.localdate())
    for loop in looping.open_loops_of(by).filter(links__neighbour=of):
        looping.off(loop)


def _follow(made: Block, other: Neighbour) -> None:
    """Keep apart who may be the same person as the one of a block."""
    if not other.known.same_as(made.of_known, beside=made.by.known):
        return
    known = {"of_known_by": other.known.kept(), "because": made}
    found, new = Block.objects.get_or_create(by=made.by, of=other, defaults=known)
    if new:
        _part(found)


@transaction.atomic
def recognise(neighbour: Neighbour) -> None:
    """Keep somebody apart from those who asked for it, when they come back or say otherwise.

    What they are known by now is added to what they were known by: nothing is undone by a new
    name or a new number.
    """
    for one in Block.objects.filter(of=neighbour):
        one.of_known_by = (one.of_known | neighbour.known).kept()
        one.save(update_fields=["of_known_by"])
    for one in Block.objects.filter(Q(by=neighbour) | Q(of=neighbour)).select_related("by"):
        keep_apart(neighbour.circle.collective, one.by.known, one.of_known)
    asked = Block.objects.filter(by__circle=neighbour.circle_id, because=None)
    for one in asked.exclude(Q(by=neighbour) | Q(of=neighbour)).select_related("by__circle"):
        _follow(one, neighbour)


@transaction.atomic
def unblock(made: Block) -> None:
    """Take one's own block back; the other's, if there is one, stays."""
    gone = [made, *made.follows.all()]
    circle = made.by.circle
    let_go = {pair for one in gone for pair in one.by.known.pairs(one.of_known)}
    made.delete()
    let_meet(circle.collective, let_go - _asked(Block.objects.filter(by__circle=circle)))


def _asked(blocks: Iterable[Block]) -> set[tuple[str, str]]:
    return {pair for one in blocks for pair in one.by.known.pairs(one.of_known)}


def forget(neighbour: Neighbour) -> None:
    """Forget what somebody who leaves asked for; what others asked for themselves stays."""
    for one in Block.objects.filter(by=neighbour, because=None):
        unblock(one)
