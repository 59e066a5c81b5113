"""Keeps people apart: in what is found, proposed and seated; whatever they are called later."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from entraide.exchanges.actions import looping
from entraide.exchanges.models import Block, Neighbour, Talk
from entraide.people.actions import keep_apart, let_meet
from entraide.people.known import Known


@transaction.atomic
def block(by: Neighbour, of: Neighbour) -> None:
    """Keep two people apart in everything that is found, proposed, seated; nobody is told.

    What they wrote to each other closes, a loop that would join them is off, tables keep them
    apart. Whoever has the same contact under another name is kept apart too.
    """
    if by.pk == of.pk or by.circle_id != of.circle_id:
        raise ValueError("not two neighbours of one circle")
    made, _new = Block.objects.get_or_create(
        by=by, of=of, defaults={"of_known_by": of.known.kept(), "of_name": of.name}
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
        looping.end(loop, looping.State.OFF)


def _follow(made: Block, other: Neighbour) -> None:
    """Keep apart who may be the same person as the one of a block."""
    if not other.known.same_as(made.of_known, beside=made.by.known):
        return
    known = {"of_known_by": other.known.kept(), "of_name": other.name, "because": made}
    found, new = Block.objects.get_or_create(by=made.by, of=other, defaults=known)
    if new:
        _part(found)


@transaction.atomic
def recognise(neighbour: Neighbour) -> None:
    """Keep somebody apart from those who asked for it, when they come back or say otherwise.

    What they are known by now is added to what they were known by: nothing is undone by a new
    name or a new number. Not the contact of somebody else who is here: nobody is kept apart
    because another typed their number.
    """
    blocks = Block.objects.select_related("by", "because")
    for one in blocks.filter(of=neighbour):
        asked = one.because or one
        learnt = _own(neighbour, asked)
        for each in {asked, one}:
            each.of_known_by = (each.of_known | learnt).kept()
            each.save(update_fields=["of_known_by"])
    for one in blocks.filter(Q(by=neighbour) | Q(of=neighbour)):
        keep_apart(neighbour.circle.collective, one.by.known, one.of_known)
    others = blocks.filter(by__circle=neighbour.circle_id, because=None)
    for one in others.exclude(Q(by=neighbour) | Q(of=neighbour)):
        _follow(one, neighbour)


def _own(neighbour: Neighbour, asked: Block) -> Known:
    """Return what somebody is known by and nobody else of their circle is."""
    same = Q(pk=neighbour.pk) | Q(pk=asked.of_id) | Q(pk__in=asked.follows.values("of"))
    others = Neighbour.objects.filter(circle=neighbour.circle_id).exclude(same)
    theirs = {one for known in others.values_list("known_by", flat=True)
              for one in known.get("contacts", ())}  # fmt: skip
    return Known(neighbour.known.contacts - theirs, neighbour.known.people)


@transaction.atomic
def unblock(made: Block) -> None:
    """Take one's own block back; the other's, if there is one, stays."""
    _take_back([made])


def _take_back(blocks: Sequence[Block]) -> None:
    """Take blocks of one person back with what followed from them, unless it follows otherwise."""
    if not blocks:
        return
    by = blocks[0].by
    followed = Block.objects.filter(because__in=blocks).select_related("by", "of")
    freed = [one.of for one in followed if one.of]
    gone = [*blocks, *followed]
    let_go = {pair for one in gone for pair in one.by.known.pairs(one.of_known)}
    Block.objects.filter(pk__in=[one.pk for one in blocks]).delete()
    for mine in Block.objects.filter(by=by, because=None).select_related("by"):
        for other in freed:
            _follow(mine, other)
    kept = Block.objects.filter(by__circle=by.circle_id).select_related("by")
    asked = {pair for one in kept for pair in one.by.known.pairs(one.of_known)}
    let_meet(by.circle.collective, let_go - asked)


def forget(neighbour: Neighbour) -> None:
    """Forget what somebody who leaves asked for; what others asked for themselves stays."""
    asked = Block.objects.filter(by=neighbour, because=None).select_related("by")
    _take_back(list(asked))
