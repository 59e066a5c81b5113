"""Offers and needs: posted, changed, prolonged, taken away; they expire kindly."""

from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.exchanges.actions import looping, rights
from entraide.exchanges.letters import letter_to
from entraide.exchanges.models import Category, Need, Neighbour, Offer, Post
from entraide.exchanges.models.post import SOON, USUAL
from entraide.people.models import Person
from entraide.places.models import Place

Audience = Post.Audience
# More in a day is no mutual aid any more: it is a flood.
MOST_A_DAY = 12
# Said otherwise, it is another offer, another need.
SAID = ("title", "category", "how")


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
    uid = _uid("offer", neighbour, posted, key)
    known = Offer.objects.filter(uid=uid).first()
    if known:
        return known
    _slow(neighbour, by)
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
    uid = _uid("need", neighbour, posted, key)
    known = Need.objects.filter(uid=uid).first()
    if known:
        return known
    _slow(neighbour, by)
    whose = {"carried_by": neighbour} if carried else {"neighbour": neighbour}
    return Need.objects.create(
        uid=uid, circle=neighbour.circle, entered_by=by, **whose, **vars(posted)
    )


def _uid(what: str, neighbour: Neighbour, posted: Posted, key: str) -> UUID:
    """Return what a form follows: filled in otherwise after "back", it is something else."""
    said = " ".join(str(value) for value in vars(posted).values())
    return uuid5(NAMESPACE_OID, f"{what} {neighbour.pk} {key} {said}") if key else uuid4()


def _slow(neighbour: Neighbour, by: Person | None) -> None:
    """Refuse a flood; the team copies a whole paper board, or what a tool library has."""
    if by:
        return
    today = timezone.localdate()
    typed = {"made_on": today, "entered_by": None}
    posted = neighbour.offers.filter(**typed).count()
    posted += neighbour.needs.filter(**typed).count()
    posted += neighbour.carried.filter(**typed).count()
    if posted >= MOST_A_DAY:
        raise TooMany


@transaction.atomic
def change(post: Post, posted: Posted) -> None:
    """Say it otherwise; prolonged, it is asked about again before its new end.

    Who was asked about it in a loop was asked about something else: the loop is off.
    """
    other = any(getattr(post, name) != getattr(posted, name) for name in SAID)
    for name, value in vars(posted).items():
        setattr(post, name, value)
    post.reminded_on = None
    post.save()
    if other:
        looping.changed(post)


@transaction.atomic
def prolong(post: Post) -> None:
    """Let a post last two months from today, or as long as it was said if that is longer."""
    post.until = max(post.until, timezone.localdate() + USUAL)
    post.reminded_on = None
    post.save(update_fields=["until", "reminded_on"])


@transaction.atomic
def hide(post: Offer | Need, why: str) -> None:
    """Hide what others should not read; its author reads why, and may say it otherwise."""
    if post.hidden_on and post.hidden_why == why:
        return
    post.hidden_on, post.hidden_why = timezone.localdate(), why
    post.save(update_fields=["hidden_on", "hidden_why"])
    looping.changed(post)
    letter_to(_whose(post), _("Un mot pour vous"), _letter(post, _("l'équipe vous a écrit")))


@transaction.atomic
def show(post: Post) -> None:
    """Show again what was hidden."""
    post.hidden_on, post.hidden_why = None, ""
    post.save(update_fields=["hidden_on", "hidden_why"])


@transaction.atomic
def withdraw(post: Post) -> None:
    """Take a post away: nothing finds it any more, its words are erased."""
    post.withdrawn_on, post.words = timezone.localdate(), ""
    post.save(update_fields=["withdrawn_on", "words"])
    looping.changed(post, gone=True)
    if isinstance(post, Need):
        rights.take_back([post])


@transaction.atomic
def meet(need: Need, *, met: bool = True) -> None:
    """Say that somebody in need has what they needed: nothing proposes it any more; or not yet."""
    need.met_on = timezone.localdate() if met else None
    need.save(update_fields=["met_on"])
    if met:
        looping.changed(need)


def ask_whether_it_holds(today: date) -> int:
    """Write to those whose posts end soon, once for each; return how many letters.

    Who has no e-mail is on the call list.
    """
    soon = {"until__gte": today, "until__lte": today + SOON, "reminded_on": None}
    held = {"withdrawn_on": None, "hidden_on": None}
    said = _(
        "ce que vous avez écrit dans l'entraide finit bientôt. Vous pouvez le prolonger,"
        " ou le laisser finir"
    )
    written = 0
    offers, needs = Offer.objects.filter(**soon, **held), Need.objects.filter(**soon, **held)
    for found in (offers, needs.filter(met_on=None)):
        for post in found.select_related("circle__collective"):
            post.reminded_on = today
            post.save(update_fields=["reminded_on"])
            written += letter_to(_whose(post), _("Toujours valable ?"), _letter(post, said))
    return written


def _whose(post: Offer | Need) -> Neighbour:
    return post.neighbour if isinstance(post, Offer) else post.answers


def _letter(post: Post, said: str) -> str:
    address = reverse("exchanges:mine", args=[post.circle.collective.slug])
    words = {"said": said, "address": f"{settings.SITE_ADDRESS}{address}"}
    return _("Bonjour,\n\n%(said)s :\n%(address)s") % words
