"""Rights: claimed beside a need, asked, answered; proposed when mutual aid stands in too long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from entraide.exchanges.actions.telling import stories_of
from entraide.exchanges.models import Circle, Need, RightClaim
from entraide.exchanges.queries.rights import Substituted
from entraide.expertise.actions import proposals
from entraide.expertise.models import Proposal
from entraide.notebooks.actions import writing
from entraide.notebooks.models import Note
from entraide.people.models import Person


@dataclass(frozen=True)
class Claimed:
    """A right that exists: which one, which service, when it was asked, what it answered."""

    right: str
    service: str
    asked_on: date | None = None
    answered_on: date | None = None
    answer: str = ""
    granted: bool | None = None
    counted: bool = False


@transaction.atomic
def claim(need: Need, claimed: Claimed) -> RightClaim:
    """Say that a right exists for a need, or how it goes on; that its hours count, or no more.

    What was proposed with the consent of somebody who takes it back rests on nothing any more: its
    measure is withdrawn, unless others agree still.
    """
    before = RightClaim.objects.filter(need=need, counted=True).first()
    made = RightClaim.objects.update_or_create(need=need, defaults=vars(claimed))[0]
    if before:
        _withdraw(need.circle, before)
    return made


def take_back(needs: Sequence[Need]) -> None:
    """Take back what was agreed for needs that are taken away, or whose owner leaves."""
    for one in RightClaim.objects.filter(need__in=needs, counted=True).select_related("need"):
        RightClaim.objects.filter(pk=one.pk).update(counted=False)
        _withdraw(one.need.circle, one)


def _withdraw(circle: Circle, before: RightClaim) -> None:
    """Withdraw the measures of a right, as it was said, to which nobody agrees any more."""
    others = RightClaim.objects.filter(
        need__circle=circle, right=before.right, service=before.service, counted=True
    )
    if not others.exists():
        for note in _measures(circle, before.right, before.service):
            writing.withdraw(note)


def _measures(circle: Circle, right: str, service: str) -> list[Note]:
    """Return the measures of a right, the first and those made after one was withdrawn."""
    key = _key(circle, right, service)
    found: list[Note] = []
    while note := Note.objects.filter(uid=_uid(key, len(found))).first():
        found.append(note)
    return found


def _uid(key: str, number: int) -> UUID:
    return writing.uid_of(key, "measure", str(number) if number else "")


def _key(circle: Circle, right: str, service: str) -> str:
    return f"right {circle.pk} {right} {service}"


@transaction.atomic
def propose(circle: Circle, found: Substituted, *, by: Person) -> Proposal:
    """Begin a proposal to a service, with the hours as its measure; once for each right.

    It says how many hours, never whose; how many needs, only when they are not few.
    """
    weeks = ngettext("%(n)d semaine", "%(n)d semaines", found.weeks) % {"n": found.weeks}
    needs = ngettext("%(n)d besoin", "%(n)d besoins", found.needs) % {"n": found.needs}
    words = {"hours": f"{found.hours:g}".replace(".", ","), "needs": needs, "weeks": weeks,
             "right": found.right}  # fmt: skip
    said = _("%(hours)s h d'entraide pour %(needs)s, pendant %(weeks)s, à la place de : %(right)s.")
    if found.few:
        said = _("%(hours)s h d'entraide, pendant %(weeks)s, à la place de : %(right)s.")
    # After a measure was withdrawn, what is agreed again is another one.
    gone = sum(note.withdrawn for note in _measures(circle, found.right, found.service))
    key = _key(circle, found.right, found.service)
    measure = writing.write_one(
        stories_of(circle), said % words, Note.Kind.MEASURE, day=timezone.localdate(),
        uid=_uid(key, gone),
    )  # fmt: skip
    asked = proposals.Asked(
        title=_("Répondre à un droit : %(right)s") % {"right": found.right[:120]},
        text=_("%(service)s répond à ce droit, par écrit et avec une date.")
        % {"service": found.service},
        addressee=proposals.addressee_named(found.service),
        claims=[measure],
    )
    return proposals.draft(circle.collective, asked, by=by, key=f"{key} {gone}" if gone else key)
