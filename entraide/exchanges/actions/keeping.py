"""What is done once a day: asked whether it still holds, ended, forgotten."""

from datetime import date, timedelta

from django.db.models import Q

from entraide.exchanges.actions import looping, posting, talking
from entraide.exchanges.models import Circle, Need, Offer, Search
from entraide.exchanges.models.post import LINGERS

# How long a look for loops is remembered: what was refused is not proposed again meanwhile.
SEARCHES = timedelta(days=180)


def sweep(today: date) -> None:
    """Keep the mutual aid of every collective in order, kindly; whatever the clock did."""
    posting.ask_whether_it_holds(today)
    talking.forget(today)
    for circle in Circle.objects.select_related("collective"):
        looping.sweep(circle)
    forget_posts(today)
    Search.objects.filter(day__lt=today - SEARCHES).delete()


def forget_posts(today: date) -> int:
    """Erase what ended a while ago; a need whose right is not answered yet stays; return how many.

    What somebody still writes about stays until these words are erased.
    """
    old = today - LINGERS
    over = Q(until__lt=old) | Q(withdrawn_on__lt=old)
    offers, _rows = Offer.objects.filter(over, talks=None).delete()
    ended = over | Q(met_on__lt=old)
    waits = Q(right__counted=True, right__answered_on=None)
    needs, _rows = Need.objects.filter(ended, talks=None).exclude(waits).delete()
    return offers + needs
