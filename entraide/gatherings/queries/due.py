"""What is due at a time; read by the background only."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from entraide.gatherings.models import Gathering, WaitingPlace


def with_late_offers(now: datetime) -> QuerySet[Gathering]:
    """Return the gatherings that hold an offer whose time is over."""
    return Gathering.objects.filter(
        waiting_places__state=WaitingPlace.State.OFFERED, waiting_places__offer_ends_at__lte=now
    ).distinct()


def to_draw(now: datetime) -> QuerySet[Gathering]:
    """Return the gatherings whose draw has come."""
    return Gathering.objects.filter(
        waiting_rule=Gathering.WaitingRule.LOTS, lots_at__lte=now, lots_drawn_at=None
    )


def to_purge(now: datetime) -> list[Gathering]:
    """Return the gatherings whose contacts have been kept long enough."""
    over = Gathering.objects.filter(purged_at=None, ends_at__lte=now - timedelta(days=1))
    return [gathering for gathering in over if gathering.contacts_kept_until <= now]
