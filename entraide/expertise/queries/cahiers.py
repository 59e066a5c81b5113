"""The cahiers of a collective, for its members."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from entraide.expertise.models import Cahier, CahierChange, Passage
from entraide.people.models import Collective

LAST_CHANGES = 200


@dataclass(frozen=True)
class Shelved:
    """A cahier with how far it is."""

    cahier: Cahier
    sentences: int
    edition: int
    asks: bool


def of(collective: Collective) -> list[Shelved]:
    """Return the cahiers of a collective, the newest first; two queries."""
    found = list(
        Cahier.objects.filter(notebook__collective=collective)
        .select_related("notebook", "topic")
        .annotate(edition=Max("editions__number"))
        .order_by("-pk")
    )
    sentences = dict(
        Passage.objects.filter(section__cahier__in=found)
        .values_list("section__cahier")
        .annotate(n=Count("pk"))
        .order_by()
    )
    asking = set(
        Cahier.objects.filter(pk__in=[one.pk for one in found])
        .filter(Q(rounds__closed_on=None) & Q(rounds__isnull=False))
        .values_list("pk", flat=True)
    )
    return [
        Shelved(one, sentences.get(one.pk, 0), getattr(one, "edition", 0) or 0, one.pk in asking)
        for one in found
    ]


def history(cahier: Cahier) -> QuerySet[CahierChange]:
    """Return what was done to a cahier, the last first."""
    return cahier.changes.select_related("by", "note")[:LAST_CHANGES]
