"""Mediation: somebody talks with both sides; nobody is asked to leave before."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.exchanges.actions.circles import leave
from entraide.exchanges.letters import letter_to
from entraide.exchanges.models import Mediation, Neighbour
from entraide.people.models import EDITORS, Membership, Person

Outcome = Mediation.Outcome
# Between the first word and asking somebody to leave: the time to talk.
LEAST = timedelta(days=7)


class NotTried(ValueError):
    """No mediation with this person ended without an agreement."""


class TooSoon(ValueError):
    """The mediation began a few days ago only."""


class Alone(ValueError):
    """Who opened the mediation does not decide alone."""


@transaction.atomic
def begin(neighbour: Neighbour, mediator: str, *, by: Person | None = None) -> Mediation:
    """Begin a mediation with somebody, who is told; one that is open goes on."""
    found = Mediation.objects.filter(neighbour=neighbour, outcome=Outcome.OPEN).first()
    if found:
        return found
    address = reverse("exchanges:mine", args=[neighbour.circle.collective.slug])
    body = _("Bonjour,\n\nquelqu'un voudrait parler avec vous :\n%(address)s")
    letter_to(
        neighbour, _("Un mot pour vous"), body % {"address": f"{settings.SITE_ADDRESS}{address}"}
    )
    return Mediation.objects.create(
        circle=neighbour.circle, neighbour=neighbour, mediator=mediator, opened_by=by
    )


@transaction.atomic
def end(mediation: Mediation, outcome: str) -> None:
    """Say how a mediation ended, once: what was said stays said."""
    if mediation.outcome:
        return
    mediation.outcome, mediation.ended_on = Outcome(outcome), timezone.localdate()
    mediation.save(update_fields=["outcome", "ended_on"])


@transaction.atomic
def exclude(neighbour: Neighbour, *, by: Person) -> None:
    """Ask somebody to leave: everything that is theirs is erased, as when they leave themselves.

    Raises:
        NotTried: when no mediation was tried, or the last one ended in an agreement or goes on.
        TooSoon: when it began less than a week ago.
        Alone: when who opened it decides, and somebody else of the team could.
    """
    last = Mediation.objects.filter(neighbour=neighbour).first()
    if last is None or last.outcome != Outcome.NOT_AGREED:
        raise NotTried
    if timezone.localdate() < last.opened_on + LEAST:
        raise TooSoon
    team = Membership.objects.filter(
        collective=neighbour.circle.collective_id, role__in=EDITORS, person__is_active=True
    )
    if last.opened_by == by and team.exclude(person=by).exists():
        raise Alone
    leave(neighbour)
