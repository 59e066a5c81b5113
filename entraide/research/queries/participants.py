"""Who takes part in a programme, and who wants to."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from entraide.people.models import Collective, Person
from entraide.research.models import Participant, Programme

Kind = Participant.Kind


def active(programme: Programme, day: date | None = None) -> QuerySet[Participant]:
    """Return those who take part on a day: neither candidates nor those who left."""
    day = day or timezone.localdate()
    here = Q(until=None) | Q(until__gte=day)
    found = programme.participants.filter(here, joined_on__lte=day).exclude(kind=Kind.CANDIDATE)
    return found.select_related("agreement__organisation", "peer_group", "tutor")


def taking_part(person: Person, *, collective: Collective, slug: str) -> Participant | None:
    """Return the part that somebody takes today in a programme, with the programme."""
    today = timezone.localdate()
    here = Q(until=None) | Q(until__gte=today)
    found = Participant.objects.filter(
        here, person=person, joined_on__lte=today,
        programme__slug=slug, programme__notebook__collective=collective,
    ).exclude(kind=Kind.CANDIDATE)  # fmt: skip
    return found.select_related("programme__notebook__collective").first()


def candidates(programme: Programme) -> QuerySet[Participant]:
    """Return those who said that they want to take part, the first first."""
    found = programme.participants.filter(kind=Kind.CANDIDATE)
    return found.select_related("peer_group").order_by("joined_on", "pk")


def gone(programme: Programme) -> QuerySet[Participant]:
    """Return those who took part and left."""
    left = programme.participants.filter(until__lt=timezone.localdate())
    return left.exclude(kind=Kind.CANDIDATE).order_by("-until")


def programmes_of(person: Person) -> QuerySet[Programme]:
    """Return the programmes in which somebody takes part today."""
    today = timezone.localdate()
    mine = Participant.objects.filter(
        Q(until=None) | Q(until__gte=today), person=person, joined_on__lte=today
    ).exclude(kind=Kind.CANDIDATE)
    return Programme.objects.filter(participants__in=mine).select_related("notebook__collective")


def carriers(programme: Programme) -> QuerySet[Participant]:
    """Return those who may carry an action: who observes does not."""
    return active(programme).exclude(kind=Kind.OBSERVER)
