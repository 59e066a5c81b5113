"""What is done once a day: asked whether it still holds, ended, forgotten."""

from datetime import date, timedelta

from django.db.models import Q

from entraide.exchanges.actions import looping, posting, talking
from entraide.exchanges.models import Circle, Need, Offer, Search
from entraide.exchanges.models.post import LINGERS
from entraide.exchanges.models.right import not_granted

# How long after its end a need waits for the answer to its right.
RIGHTS = timedelta(days=366)
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
    # What was taken away is: its right too.
    waits = Q(right__counted=True, withdrawn_on=None, until__gte=today - RIGHTS)
    waits &= not_granted("right__")
    needs, _rows = Need.objects.filter(ended, talks=None).exclude(waits).delete()
    return offers + needs
