"""Rights: claimed beside a need, asked, answered; proposed when mutual aid stands in too long."""

from dataclasses import dataclass
from datetime import date

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
    if before and not made.counted:
        _withdraw(need.circle, before)
    return made


def _withdraw(circle: Circle, before: RightClaim) -> None:
    """Withdraw the measure of a right to which nobody agrees any more."""
    others = RightClaim.objects.filter(
        need__circle=circle, right=before.right, service=before.service, counted=True
    )
    if not others.exists():
        uid = writing.uid_of(_key(circle, before.right, before.service), "measure", "")
        for note in Note.objects.filter(uid=uid, withdrawn=False):
            writing.withdraw(note)


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
    key = _key(circle, found.right, found.service)
    uid = writing.uid_of(key, "measure", "")
    measure = writing.write_one(
        stories_of(circle), said % words, Note.Kind.MEASURE, day=timezone.localdate(), uid=uid
    )
    asked = proposals.Asked(
        title=_("Répondre à un droit : %(right)s") % {"right": found.right[:120]},
        text=_("%(service)s répond à ce droit, par écrit et avec une date.")
        % {"service": found.service},
        addressee=proposals.addressee_named(found.service),
        claims=[measure],
    )
    return proposals.draft(circle.collective, asked, by=by, key=key)
