"""Offers and needs: posted, changed, prolonged, taken away; they expire kindly."""

from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.exchanges.letters import letter_to
from entraide.exchanges.models import Category, Circle, Need, Neighbour, Offer, Post
from entraide.exchanges.models.post import SOON
from entraide.people.models import Person
from entraide.places.models import Place

Audience = Post.Audience
# More in a day is no mutual aid any more: it is a flood.
MOST_A_DAY = 12


class TooMany(Exception):
    """Somebody posts more in a day than people read; tomorrow is another day."""


@dataclass(frozen=True)
class Posted:
    """What is offered or needed: what, how, when, where, until when, who sees it."""

    category: Category
    how: str
    title: str
    audience: str
    until: date
    words: str = ""
    when: str = ""
    place: Place | None = None
    languages: str = ""


@transaction.atomic
def offer(
    neighbour: Neighbour, posted: Posted, *, key: str = "", by: Person | None = None
) -> Offer:
    """Offer something; the same form sent twice is one offer.

    Raises:
        TooMany: when this neighbour posted enough for a day.
    """
    uid = _uid("offer", neighbour.circle, key)
    known = Offer.objects.filter(uid=uid).first()
    if known:
        return known
    _slow(neighbour)
    return Offer.objects.create(
        uid=uid, circle=neighbour.circle, neighbour=neighbour, entered_by=by, **vars(posted)
    )


@transaction.atomic
def ask(
    neighbour: Neighbour,
    posted: Posted,
    *,
    carried: bool = False,
    key: str = "",
    by: Person | None = None,
) -> Need:
    """Say a need; private unless it says otherwise, and the same form sent twice is one need.

    Args:
        neighbour: who needs it, or who carries it for somebody they do not name.
        posted: what is needed.
        carried: whether it is carried for somebody.
        key: the number of the form.
        by: who typed it for them.

    Raises:
        TooMany: when this neighbour posted enough for a day.
    """
    uid = _uid("need", neighbour.circle, key)
    known = Need.objects.filter(uid=uid).first()
    if known:
        return known
    _slow(neighbour)
    whose = {"carried_by": neighbour} if carried else {"neighbour": neighbour}
    return Need.objects.create(
        uid=uid, circle=neighbour.circle, entered_by=by, **whose, **vars(posted)
    )


def _uid(what: str, circle: Circle, key: str) -> UUID:
    return uuid5(NAMESPACE_OID, f"{what} {circle.pk} {key}") if key else uuid4()


def _slow(neighbour: Neighbour) -> None:
    today = timezone.localdate()
    posted = neighbour.offers.filter(made_on=today).count()
    posted += neighbour.needs.filter(made_on=today).count()
    posted += neighbour.carried.filter(made_on=today).count()
    if posted >= MOST_A_DAY:
        raise TooMany


@transaction.atomic
def change(post: Post, posted: Posted) -> None:
    """Say it otherwise; prolonged, it is asked about again before its new end."""
    for name, value in vars(posted).items():
        setattr(post, name, value)
    post.reminded_on = None
    post.save()


@transaction.atomic
def prolong(post: Post, until: date) -> None:
    """Let a post last longer."""
    post.until, post.reminded_on = until, None
    post.save(update_fields=["until", "reminded_on"])


@transaction.atomic
def withdraw(post: Post) -> None:
    """Take a post away: nothing finds it any more, its words are erased."""
    post.withdrawn_on, post.words = timezone.localdate(), ""
    post.save(update_fields=["withdrawn_on", "words"])


@transaction.atomic
def meet(need: Need) -> None:
    """Say that somebody in need has what they needed: nothing proposes it any more."""
    need.met_on = timezone.localdate()
    need.save(update_fields=["met_on"])


def ask_whether_it_holds(today: date) -> int:
    """Write to those whose posts end soon, once for each; return how many letters.

    Who has no e-mail is on the call list.
    """
    written = 0
    for model in (Offer, Need):
        ending = model.objects.filter(
            withdrawn_on=None, reminded_on=None, until__gte=today, until__lte=today + SOON
        ).select_related("circle__collective")
        for post in ending:
            whose = post.neighbour if isinstance(post, Offer) else post.answers
            post.reminded_on = today
            post.save(update_fields=["reminded_on"])
            written += letter_to(whose, _("Toujours valable ?"), _still(post))
    return written


def _still(post: Post) -> str:
    address = reverse("exchanges:mine", args=[post.circle.collective.slug])
    return _(
        "Bonjour,\n\nce que vous avez écrit dans l'entraide finit bientôt. Vous pouvez le"
        " prolonger, ou le laisser finir :\n%(address)s"
    ) % {"address": f"{settings.SITE_ADDRESS}{address}"}
