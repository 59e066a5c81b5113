"""Words between two neighbours: begun, answered, closed, forgotten."""

from datetime import date, timedelta
from uuid import NAMESPACE_OID, uuid4, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.exchanges.letters import letter_to
from entraide.exchanges.models import Link, Loop, Message, Need, Neighbour, Offer, Talk
from entraide.exchanges.queries.people import apart_from

# How long words are kept after the last one.
KEPT = timedelta(days=90)
# To how many new people somebody writes in a day.
MOST_BEGUN = 10
# How many messages somebody writes in a day to the same person.
MOST_WRITTEN = 20


class Unreachable(Exception):
    """There is nobody to write to: withdrawn, gone, or apart; one is not told which."""


class TooMany(Exception):
    """Somebody writes to more people in a day than one helps, or too much to one."""


@transaction.atomic
def begin(
    opener: Neighbour,
    words: str,
    *,
    offer: Offer | None = None,
    need: Need | None = None,
    key: str = "",
) -> Talk:
    """Write to somebody about their offer or their need; a talk that had ended goes on.

    Raises:
        Unreachable: when they are apart, it is one's own, or it does not hold any more.
        TooMany: when this neighbour began enough talks for a day.
    """
    other = offer.neighbour if offer else need.answers if need else None
    if other is None or other.pk == opener.pk or other.pk in apart_from(opener):
        raise Unreachable
    talk = Talk.objects.filter(offer=offer, need=need, opener=opener, other=other).first()
    if talk is None:
        if Talk.objects.filter(opener=opener, opened_on=timezone.localdate()).count() >= MOST_BEGUN:
            raise TooMany
        # Two forms sent at once begin one talk.
        talk = Talk.objects.get_or_create(offer=offer, need=need, opener=opener, other=other)[0]
    _go_on(talk, opener)
    write(talk, opener, words, key=key)
    return talk


@transaction.atomic
def open_after(link: Link, other: Neighbour) -> Talk:
    """Let two who accepted a loop write to each other, about what goes from one to the other.

    Raises:
        Unreachable: when the loop is not agreed, or a block came between.
    """
    me, loop = link.neighbour, link.loop
    there = loop.links.filter(neighbour=other).first()
    if me is None or there is None or loop.state != Loop.State.AGREED:
        raise Unreachable
    if other.pk in apart_from(me) or other.pk == me.pk:
        raise Unreachable
    about = _between(link, there, loop.links.count())
    found = Talk.objects.filter(opener__in=[me, other], other__in=[me, other], **about).first()
    if found is None:
        return Talk.objects.create(opener=me, other=other, **about)
    # The loop is agreed: whoever had ended it before has begun again.
    Talk.objects.filter(pk=found.pk).update(closed_on=None, closed_by=None)
    return found


def _go_on(talk: Talk, sender: Neighbour) -> None:
    """Open a talk again that its sender had ended, or a block that was taken back.

    Raises:
        Unreachable: when the other one ended it.
    """
    if talk.closed_on is None:
        return
    if talk.closed_by_id not in (None, sender.pk):
        raise Unreachable
    talk.closed_on = talk.closed_by = None
    talk.save(update_fields=["closed_on", "closed_by"])


def _between(one: Link, other: Link, count: int) -> dict[str, Offer | Need | None]:
    """Return what goes from one to the other of two links of a loop or a chain.

    Raises:
        Unreachable: when nothing does, or it was erased since.
    """
    for giver, receiver in ((one, other), (other, one)):
        if (giver.position + 1) % count == receiver.position and giver.gives:
            return {"offer": giver.gives, "need": receiver.receives}
    raise Unreachable


@transaction.atomic
def write(talk: Talk, sender: Neighbour, words: str, *, key: str = "") -> Message:
    """Write in a talk; the other is told, by letter once a day or on the call list.

    The same form sent twice is one message.

    Raises:
        Unreachable: when it is closed, or a block came between.
        TooMany: when they wrote enough to this person for a day.
    """
    if sender.pk not in (talk.opener_id, talk.other_id):
        raise ValueError("not theirs")
    other = talk.other if sender.pk == talk.opener_id else talk.opener
    if talk.closed_on or other.pk in apart_from(sender):
        raise Unreachable
    uid = uuid5(NAMESPACE_OID, f"message {talk.pk} {sender.pk} {key} {words}") if key else uuid4()
    known = Message.objects.filter(uid=uid).first()
    if known:
        return known
    today = timezone.localdate()
    written = Message.objects.filter(talk=talk, sender=sender, day=today).count()
    if written >= MOST_WRITTEN:
        raise TooMany
    talk.last_on = today
    talk.save(update_fields=["last_on"])
    given = {"talk": talk, "sender": sender, "words": words}
    made, _new = Message.objects.get_or_create(uid=uid, defaults=given)
    if not written:
        letter_to(other, _("Un mot pour vous"), _letter(talk))
    return made


def _letter(talk: Talk) -> str:
    collective = talk.opener.circle.collective
    address = reverse("exchanges:talk", args=[collective.slug, talk.uid])
    return _("Bonjour,\n\non vous a écrit dans l'entraide :\n%(address)s") % {
        "address": f"{settings.SITE_ADDRESS}{address}"
    }


@transaction.atomic
def close(talk: Talk, by: Neighbour) -> None:
    """End a talk: the other writes there no more; what was said is erased later with the others."""
    talk.closed_on, talk.closed_by = timezone.localdate(), by
    talk.save(update_fields=["closed_on", "closed_by"])


def told(message: Message) -> None:
    """Say that a message was told on the phone."""
    message.told_on = timezone.localdate()
    message.save(update_fields=["told_on"])


def forget(today: date) -> int:
    """Erase talks whose last word is old, or that ended long ago; return how many."""
    old = today - KEPT
    over = Q(last_on__lt=old) | Q(closed_on__lt=old)
    erased, _rows = Talk.objects.filter(over).delete()
    return erased
