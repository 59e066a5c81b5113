"""The board of the week for a wall, and one's own trace: words ready for their templates."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext

from entraide.exchanges.models import Circle, Need, Neighbour, Offer, Post
from entraide.exchanges.queries import board as boards
from entraide.ui import wording

Data = dict[str, Any]
# Of each: with lines to write on, one sheet of A3.
MOST = 24


def board(circle: Circle) -> Data:
    """Return what everybody of the quarter may read, for the wall of the third place."""
    address = f"{settings.SITE_ADDRESS}{reverse('exchanges:board', args=[circle.collective.slug])}"
    contact = (circle.collective.contact_phone, circle.collective.contact_email)
    return {
        "title": _("S'entraider"),
        "gathering": str(circle),
        "printed": wording.day(timezone.now()),
        "words": circle.words,
        "parts": [
            _part(_("On propose"), boards.offers(circle, None)),
            _part(_("On cherche"), boards.needs(circle, None)),
        ],
        "empty": _("Rien cette semaine."),
        "write": _("Écrivez ici, l'équipe recopie :"),
        "columns": [_("Je propose / je cherche"), _("Quoi"), _("Mon prénom ou surnom")],
        "how": _("Sans téléphone ni ordinateur : parlez à l'équipe, ou écrivez ci-dessous."),
        "contact": " · ".join(filter(None, contact)),
        "address": address,
        "qr": address,
        "qr_told": _("Adresse du tableau"),
    }


def _part(name: str, posts: QuerySet[Offer] | QuerySet[Need]) -> Data:
    rest = max(0, posts.count() - MOST)
    more = ngettext("Et %(n)d de plus.", "Et %(n)d de plus.", rest) % {"n": rest} if rest else ""
    return {"name": name, "posts": [_post(one) for one in posts[:MOST]], "more": more}


def _post(one: Post) -> Data:
    until = _("jusqu'au %(day)s") % {"day": date_format(one.until, "j F")}
    facts = (one.get_how_display(), one.when, str(one.place or ""), one.languages, until)
    return {"title": capfirst(one.title), "facts": " · ".join(filter(None, facts))}


def trace(neighbour: Neighbour) -> Data:
    """Return somebody's own trace, for them: what was done, without anybody else's name."""
    return {
        "title": _("Ce qui s'est fait"),
        "gathering": str(neighbour.circle),
        "printed": wording.day(timezone.now()),
        "name": neighbour.name,
        "rows": [
            [date_format(one.day, "j F Y"), one.get_how_display(), one.words]
            for one in boards.trace(neighbour)
        ],
        "columns": [_("Jour"), _("Comment"), _("Quoi")],
        "empty": _("Rien encore."),
        "told": _("Cette feuille est à vous. Rien n'y est compté."),
    }
