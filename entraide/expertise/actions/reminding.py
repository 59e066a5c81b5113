"""Reminds the coordination of a collective when a date has passed; of each date once."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext, override

from entraide.expertise.models import ConsentRound, Reminder
from entraide.expertise.queries import proposals as queries
from entraide.expertise.queries.proposals import Due
from entraide.people.letters import write_to
from entraide.people.models import COORDINATORS, Collective, Person


def remind(today: date) -> int:
    """Write to the coordinations about every date that has passed; return about how many."""
    with override(settings.LANGUAGE_CODE):
        return sum(_remind(collective, today) for collective in Collective.objects.all())


def _remind(collective: Collective, today: date) -> int:
    fresh = [one for one in queries.due(collective, today) if _new(one.key, today)]
    rounds = [one for one in _over(collective, today) if _new(f"round-{one.pk}", today)]
    if fresh or rounds:
        _write(collective, [*map(_sentence, fresh), *map(_of_round, rounds)])
    return len(fresh) + len(rounds)


@transaction.atomic
def _new(key: str, today: date) -> bool:
    """Tell whether nobody was reminded of this date yet, and keep that they are."""
    return Reminder.objects.get_or_create(key=key, defaults={"day": today})[1]


def _over(collective: Collective, today: date) -> Iterable[ConsentRound]:
    found = ConsentRound.objects.filter(
        cahier__notebook__collective=collective, closed_on=None, closes_on__lt=today
    )
    return found.select_related("cahier__notebook")


def _sentence(one: Due) -> str:
    if one.commitment:
        return _("%(title)s : un engagement était pour le %(day)s.") % {
            "title": one.proposal,
            "day": date_format(one.commitment.due_on, "j F Y"),
        }
    said = ngettext(
        "%(title)s : sans réponse depuis %(n)d semaine.",
        "%(title)s : sans réponse depuis %(n)d semaines.",
        one.weeks,
    )
    return said % {"title": one.proposal, "n": one.weeks}


def _of_round(one: ConsentRound) -> str:
    return _("%(title)s : le tour de consentement peut être refermé.") % {"title": one.cahier}


def _write(collective: Collective, sentences: Iterable[str]) -> None:
    """Send one letter to each person who coordinates and has a mail address."""
    subject = _("Des dates sont passées")
    address = reverse("expertise:proposals", args=[collective.slug])
    body = "\n\n".join([*sentences, f"{settings.SITE_ADDRESS}{address}"])
    coordinating = Person.objects.filter(
        memberships__collective=collective, memberships__role__in=COORDINATORS
    ).exclude(email=None)
    for person in coordinating.distinct():
        write_to.enqueue(person.pk, subject, body)
