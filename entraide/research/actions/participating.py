"""Who takes part in a programme: invited, candidate, member, gone."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.gatherings.models import SignUp
from entraide.people.actions import invite
from entraide.people.letters import write_to
from entraide.people.models import Membership, PeerGroup, Person, Role
from entraide.research.actions.carrying import put_down
from entraide.research.models import (
    Agreement,
    Carrying,
    Entry,
    MandateMemo,
    Participant,
    Programme,
)
from entraide.research.queries.participants import candidates

Kind = Participant.Kind
# What a student kept is erased this long after the end of their term.
AFTER_TERM = timedelta(days=30)
# Who wanted to take part is forgotten after this long.
UNANSWERED = timedelta(days=183)


@dataclass(frozen=True)
class Welcomed:
    """Somebody who joins: under which name, among which peers, from where."""

    name: str
    peer_group: PeerGroup
    kind: str = Kind.MEMBER
    function: str = ""
    email: str = ""
    contact: str = ""
    agreement: Agreement | None = None
    tutor: Participant | None = None
    until: date | None = None


class AlreadyThere(ValueError):
    """This person takes part already."""


@transaction.atomic
def welcome(programme: Programme, who: Welcomed, *, day: date | None = None) -> Participant:
    """Take somebody in; with an e-mail they can enter, without, others type what they dictate.

    Raises:
        AlreadyThere: when this e-mail is of somebody who takes part already.
    """
    person = _person(programme, who)
    if person and programme.participants.filter(person=person, until=None).exists():
        raise AlreadyThere
    values = {
        "name": who.name, "kind": who.kind, "function": who.function, "contact": who.contact,
        "agreement": who.agreement, "tutor": who.tutor, "until": who.until,
        "peer_group": who.peer_group, "joined_on": day or timezone.localdate(),
    }  # fmt: skip
    if person is None:
        return Participant.objects.create(programme=programme, **values)
    # Somebody who comes back is the same participant.
    return Participant.objects.update_or_create(
        programme=programme, person=person, defaults=values
    )[0]


@transaction.atomic
def want(
    programme: Programme, *, key: str, name: str, peer_group: PeerGroup, function: str, contact: str
) -> Participant:
    """Keep that somebody wants to take part; sent twice, or with the same contact, it is once."""
    known = candidates(programme).filter(name=name, contact=contact).first()
    return known or Participant.objects.create(
        programme=programme, kind=Kind.CANDIDATE, name=name, peer_group=peer_group,
        function=function, contact=contact, joined_on=timezone.localdate(),
    )  # fmt: skip


def want_from(programme: Programme, who: SignUp) -> bool:
    """Keep that somebody said so on the closing sheet of a day; return whether it is new.

    How to reach them is what they left for that day: it is erased with their request.
    """
    contact = (who.party.email or who.party.phone or who.party.through)[:120]
    before = candidates(programme).count()
    want(programme, key="", name=who.name, peer_group=who.peer_group, function="", contact=contact)
    return candidates(programme).count() > before


def _person(programme: Programme, who: Welcomed) -> Person | None:
    """Return the account of somebody with an e-mail, a member of the collective."""
    if not who.email:
        return None
    membership, new = invite(
        programme.collective, name=who.name, email=who.email, role=Role.MEMBER,
        seconded_by=who.agreement.organisation if who.agreement else None,
        hours_per_quarter=who.agreement.hours_per_quarter if who.agreement else None,
    )  # fmt: skip
    if new:
        _invite_by_letter(programme, membership.person)
    return membership.person


def _invite_by_letter(programme: Programme, person: Person) -> None:
    """Tell somebody how to enter; the letter names nobody."""
    body = _(
        "Bonjour,\n\nvous participez à « %(programme)s ».\n\nPour entrer, donnez cet e-mail ici :"
        "\n%(address)s"
    )
    address = f"{settings.SITE_ADDRESS}{reverse('account_request_login_code')}"
    said = {"programme": programme, "address": address}
    write_to.enqueue(person.pk, _("Bienvenue dans le collectif"), body % said)


@transaction.atomic
def leave(participant: Participant, *, day: date | None = None) -> None:
    """Let somebody leave: what they shared stays, what was theirs alone is erased.

    Their actions go on with their teams; one without anybody is paused and says so.
    """
    day = day or timezone.localdate()
    for carrying in participant.carryings.filter(until=None).select_related("action__notebook"):
        put_down(carrying, day=day)
    participant.until = day
    participant.contact = ""
    participant.save(update_fields=["until", "contact"])
    if participant.person_id:
        forget_private(participant.programme, participant.person_id)


@transaction.atomic
def sweep(today: date) -> int:
    """Let those go who are in the collective no more, or whose term is long over; return how many.

    Nobody would read what they kept for themselves. A term that is prolonged in time loses nothing.
    Those who wanted to take part and were never answered are forgotten.
    """
    old = today - UNANSWERED
    Participant.objects.filter(kind=Kind.CANDIDATE, joined_on__lt=old).delete()
    left = {"participant": OuterRef("pk"), "until": None}
    own = {"author": OuterRef("person")}
    private = {"action__programme": OuterRef("programme"), "sharing": Entry.Sharing.PRIVATE}
    holds = (
        Exists(Carrying.objects.filter(**left))
        | Exists(Entry.objects.filter(**own, **private))
        | Exists(MandateMemo.objects.filter(**own, mandate__programme=OuterRef("programme")))
    )
    member = Exists(
        Membership.objects.filter(
            person=OuterRef("person"), collective=OuterRef("programme__notebook__collective")
        )
    )
    here = Q(until=None) | Q(until__gt=today)
    known = Participant.objects.filter(person__isnull=False).exclude(kind=Kind.CANDIDATE)
    gone = known.filter((here & ~member) | (Q(until__lt=today - AFTER_TERM) & holds))
    for one in gone:
        leave(one, day=min(one.until or today, today))
    return len(gone)


def forget_private(programme: Programme, person: int) -> None:
    """Erase what somebody kept for themselves in a programme."""
    Entry.objects.filter(
        action__programme=programme, author=person, sharing=Entry.Sharing.PRIVATE
    ).delete()
    MandateMemo.objects.filter(mandate__programme=programme, author=person).delete()


@transaction.atomic
def end_agreement(agreement: Agreement, *, day: date, why: str) -> int:
    """End the agreement of a structure early; return how many people it seconded.

    They stay, on their own time: hours until that day stay counted, none are owed after it.
    """
    agreement.ended_on, agreement.ended_why = day, why
    agreement.save(update_fields=["ended_on", "ended_why"])
    return agreement.participants.filter(until=None).count()
