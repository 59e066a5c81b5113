"""Mediation: somebody talks with both sides; nobody is asked to leave before."""

from django.db import transaction
from django.utils import timezone

from entraide.exchanges.actions.circles import leave
from entraide.exchanges.models import Mediation, Neighbour

Outcome = Mediation.Outcome


class NotTried(ValueError):
    """No mediation with this person ended without an agreement."""


@transaction.atomic
def begin(neighbour: Neighbour, mediator: str) -> Mediation:
    """Begin a mediation with somebody; one that is open goes on."""
    found = Mediation.objects.filter(neighbour=neighbour, outcome=Outcome.OPEN).first()
    return found or Mediation.objects.create(
        circle=neighbour.circle, neighbour=neighbour, mediator=mediator
    )


@transaction.atomic
def end(mediation: Mediation, outcome: str) -> None:
    """Say how a mediation ended."""
    mediation.outcome, mediation.ended_on = Outcome(outcome), timezone.localdate()
    mediation.save(update_fields=["outcome", "ended_on"])


@transaction.atomic
def exclude(neighbour: Neighbour) -> None:
    """Ask somebody to leave: everything that is theirs is erased, as when they leave themselves.

    Raises:
        NotTried: when no mediation was tried, or the last one ended in an agreement or goes on.
    """
    last = Mediation.objects.filter(neighbour=neighbour).first()
    if last is None or last.outcome != Outcome.NOT_AGREED:
        raise NotTried
    leave(neighbour)
