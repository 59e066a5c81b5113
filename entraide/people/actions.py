"""Writes about members."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from entraide.people.known import Known
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


def keep_apart(collective: Collective, one: Known, other: Known) -> None:
    """Keep two people apart wherever the collective brings people together.

    Args:
        collective: in which.
        one: what somebody is known by; nothing comes of it for who left no contact.
        other: the same of somebody else.
    """
    Apart.objects.bulk_create(
        [Apart(collective=collective, one=a, other=b) for a, b in sorted(one.pairs(other))],
        ignore_conflicts=True,
    )


def let_meet(collective: Collective, pairs: Collection[tuple[str, str]]) -> None:
    """Keep these apart no more."""
    for one, other in pairs:
        Apart.objects.filter(collective=collective, one=one, other=other).delete()
