"""Tables remember who met, without names: a digest per person who left a contact."""

from datetime import datetime

from entraide.gatherings.models import Gathering, Party, SignUp
from entraide.gatherings.queries.composing import MEMORY
from entraide.people.known import contact_digest


def remember(gathering: Gathering) -> None:
    """Write the digest of everyone who left a contact; whoever left none is new each time.

    Unless the gathering knows them otherwise: then the digest was written with their sign-up.
    """
    people = SignUp.objects.filter(
        party__gathering=gathering, party__state=Party.State.CONFIRMED
    ).select_related("party")
    for person in people:
        person.memory = digest_of(gathering, person) or person.memory
    SignUp.objects.bulk_update(people, ["memory"], batch_size=200)


def digest_of(gathering: Gathering, person: SignUp) -> str:
    """Return what a person is known by at other gatherings; nothing without a contact."""
    party = person.party
    return contact_digest(
        gathering.collective_id, email=party.email, phone=party.phone, name=person.name
    )


def forget_old(*, now: datetime) -> int:
    """Erase the digests that are too old to count; return how many."""
    old = SignUp.objects.filter(party__gathering__starts_at__lt=now - MEMORY).exclude(memory="")
    return SignUp.objects.filter(pk__in=old.values("pk")).update(memory="")
