"""What of the board the team may hide: what is shown to others; a private need is not."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils import timezone

from entraide.exchanges.models import Circle, Need, Offer
from entraide.exchanges.models.post import Post
from entraide.exchanges.queries.board import P
from entraide.people.known import folded

# So many of each are read in one look; the others are found by their words.
MOST = 40


def seen(model: type[P], circle: Circle) -> QuerySet[P]:
    """Return what others read, or would if it were not hidden."""
    found = model.objects.filter(circle=circle, withdrawn_on=None, until__gte=timezone.localdate())
    return found.exclude(audience=Post.Audience.PRIVATE).select_related("category")


def shown(circle: Circle, words: str) -> Sequence[tuple[str, Post]]:
    """Return (its word in addresses, offer or need) of the newest that others read."""
    offers = _with(seen(Offer, circle).filter(hidden_on=None), words)[:MOST]
    needs = _with(seen(Need, circle).filter(hidden_on=None), words)[:MOST]
    return sorted(_both(offers, needs), key=lambda one: one[1].made_on, reverse=True)


def _with(found: QuerySet[P], words: str) -> QuerySet[P]:
    for word in folded(words).split():
        found = found.filter(folded__contains=word)
    return found


def _both(offers: Iterable[Offer], needs: Iterable[Need]) -> list[tuple[str, Post]]:
    return [*(("offres", one) for one in offers), *(("besoins", one) for one in needs)]


def hidden(circle: Circle) -> Sequence[tuple[str, Post]]:
    """Return what is hidden today."""
    return _both(
        seen(Offer, circle).exclude(hidden_on=None), seen(Need, circle).exclude(hidden_on=None)
    )
