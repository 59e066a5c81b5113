"""Writes about members."""

from typing import Any

from django.db import transaction

from entraide.people.models import Apart, Collective, Membership, Organisation, Person


@transaction.atomic
def invite(
    collective: Collective,
    *,
    name: str,
    email: str,
    role: str,
    seconded_by: Organisation | None = None,
    hours_per_quarter: int | None = None,
) -> tuple[Membership, bool]:
    """Make someone a member; return the membership and whether it is new."""
    email = email.lower()
    person = Person.objects.filter(email=email).first() or Person.objects.make(
        name=name, email=email
    )
    values: dict[str, Any] = {
        "role": role,
        "seconded_by": seconded_by,
        "hours_per_quarter": hours_per_quarter,
    }
    return Membership.objects.get_or_create(person=person, collective=collective, defaults=values)


def keep_apart(collective: Collective, one: str, other: str) -> None:
    """Keep two people apart wherever the collective brings people together.

    Args:
        collective: in which.
        one: what somebody is known by, see `known.contact_digest`; nothing for who is not.
        other: the same of somebody else.
    """
    if one and other and one != other:
        first, second = sorted((one, other))
        Apart.objects.get_or_create(collective=collective, one=first, other=second)


def let_meet(collective: Collective, one: str, other: str) -> None:
    """Keep two people apart no more."""
    first, second = sorted((one, other))
    Apart.objects.filter(collective=collective, one=first, other=second).delete()
