"""Signs those who take part up to the gatherings of their programme; corrects what was counted."""

from django.db import transaction
from django.utils import timezone

from entraide.gatherings.actions.sign_up import sign_up
from entraide.gatherings.models import Gathering, SignUp
from entraide.gatherings.sign_up_request import Attendee, SignUpRequest
from entraide.people.models import Person, TellBy
from entraide.people.receipt_words import person_digest
from entraide.research.models import Participant, Presence, Programme
from entraide.research.queries import participants


@transaction.atomic
def expect_everyone(programme: Programme, gathering: Gathering, *, by: Person | None) -> int:
    """Sign up everybody who takes part on the day of a gathering; return how many are new."""
    known = set(gathering.presences.values_list("participant", flat=True))
    day = timezone.localdate(gathering.starts_at)
    there = participants.active(programme, day).select_related("person")
    new = [one for one in there if one.pk not in known]
    for one in new:
        expect(one, gathering, by=by)
    return len(new)


@transaction.atomic
def expect(participant: Participant, gathering: Gathering, *, by: Person | None) -> Presence:
    """Sign a participant up to a gathering, once."""
    email = participant.person.email if participant.person else ""
    phone = "" if "@" in participant.contact else participant.contact
    structure = participant.agreement.organisation.name if participant.agreement else ""
    request = SignUpRequest(
        attendees=(Attendee(participant.name, participant.peer_group_id, structure=structure),),
        tell_by=TellBy.EMAIL if email else TellBy.PHONE if phone else TellBy.THROUGH,
        email=email or "",
        phone=phone[:30],
        through="" if email or phone else str(participant.programme),
    )
    key = f"presence-{participant.pk}-{gathering.pk}"
    party, _new = sign_up(gathering, request, key=key, by=by)
    found: SignUp = party.sign_ups.get()
    if not (email or phone):
        # Tables remember with whom they sat, as they do for those who left a contact.
        who = person_digest("participant", str(participant.pk))
        SignUp.objects.filter(pk=found.pk).update(memory=who)
    return Presence.objects.get_or_create(
        gathering=gathering, participant=participant, defaults={"sign_up": found}
    )[0]


@transaction.atomic
def correct(presence: Presence, *, minutes: int | None, why: str, by: Person) -> None:
    """Count other minutes than those of the programme of the day, and say why; None counts anew."""
    presence.minutes, presence.by = minutes, by
    presence.why = why if minutes is not None else ""
    presence.save(update_fields=["minutes", "why", "by"])
