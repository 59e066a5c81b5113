"""Deeds, told by those who did them; one's own trace, printed and erased."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, override

from entraide.exchanges.models import (
    Category,
    Circle,
    Deed,
    How,
    Need,
    Neighbour,
    Offer,
    Part,
)
from entraide.notebooks.actions import writing
from entraide.notebooks.models import Note, Notebook

MOST_A_DAY = 12


@dataclass(frozen=True)
class Told:
    """What happened, in one line; the rest is optional."""

    how: str
    words: str
    day: date
    category: Category | None = None
    minutes: int | None = None
    thanks: str = ""
    need: Need | None = None
    offer: Offer | None = None


class Nobody(ValueError):
    """A deed is of somebody of the circle."""


@transaction.atomic
def tell(
    circle: Circle,
    told: Told,
    *,
    givers: Iterable[Neighbour],
    receivers: Iterable[Neighbour] = (),
    teller: Neighbour | None = None,
    key: str = "",
) -> Deed:
    """Tell a deed; the same form sent twice is one deed.

    In common work those who gave received too. Whoever is not in the circle is not named: one side
    may be empty.

    Raises:
        Nobody: when nobody is named.
    """
    gave = {one.pk: one for one in givers}
    received = {one.pk: one for one in receivers}
    uid = _uid(circle, told, key, gave, received)
    known = Deed.objects.filter(uid=uid).first()
    if known:
        return known
    if told.how == How.COMMON:
        received = received or gave
    if not gave and not received:
        raise Nobody
    deed = Deed.objects.create(uid=uid, circle=circle, told_by=teller, **vars(told))
    Part.objects.bulk_create(
        Part(deed=deed, neighbour=one, gave=side, peer_group=one.peer_group)
        for side, people in ((True, gave), (False, received))
        for one in people.values()
    )
    return deed


def _uid(
    circle: Circle, told: Told, key: str, gave: Iterable[int], received: Iterable[int]
) -> UUID:
    """Return what a form follows: filled in otherwise after "back", it is another deed."""
    if not key:
        return uuid4()
    who = f"{sorted(gave)} {sorted(received)}"
    return uuid5(NAMESPACE_OID, f"deed {circle.pk} {key} {told.how} {told.day} {told.words} {who}")


def too_many(teller: Neighbour) -> bool:
    """Tell whether somebody told as many deeds today as one does: it is a flood."""
    return Deed.objects.filter(told_by=teller, told_on=timezone.localdate()).count() >= MOST_A_DAY


@transaction.atomic
def erase_trace(neighbour: Neighbour, *, only: Deed | None = None) -> int:
    """Take somebody out of the deeds they were in, or of one; the deeds stay, without them.

    A deed of which nobody is left keeps neither words nor thanks.
    """
    parts = Part.objects.filter(neighbour=neighbour)
    told = Deed.objects.filter(told_by=neighbour)
    if only:
        parts, told = parts.filter(deed=only), told.filter(pk=only.pk)
    mine = list(parts.values_list("deed", flat=True))
    parts.update(neighbour=None)
    told.update(told_by=None)
    alone = Deed.objects.filter(pk__in=mine).exclude(parts__neighbour__isnull=False)
    alone.update(words="", thanks="")
    return len(set(mine))


@transaction.atomic
def tell_story(deed: Deed, words: str, *, slip: str) -> Deed:
    """Let the story of a deed be heard: a voice like any other, read by two before all others.

    Args:
        deed: of which it is.
        words: what is told; nobody is named as its author.
        slip: what its four words follow from.
    """
    if deed.story_id:
        return deed
    line = writing.Line(uuid4(), words, peer_group=None, slip=slip)
    writing.write(stories_of(deed.circle), [line], day=deed.day)
    deed.story = Note.objects.get(uid=line.uid)
    deed.save(update_fields=["story"])
    return deed


def stories_of(circle: Circle) -> Notebook:
    """Return the notebook of the stories of a circle, made at the first need."""
    circle = Circle.objects.select_for_update(of=("self",)).get(pk=circle.pk)
    if circle.stories is None:
        # In the language of the house, whoever tells the first.
        with override(settings.LANGUAGE_CODE):
            title = _("Récits d'entraide")
        circle.stories = Notebook.objects.create(
            collective_id=circle.collective_id, kind=Notebook.Kind.TABLE, title=title
        )
        circle.save(update_fields=["stories"])
    return circle.stories
