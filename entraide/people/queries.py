"""Who belongs where."""

from collections.abc import Iterable

from django.http import Http404

from entraide.people.models import Collective, Membership, Person, Role

# What each page of the desk asks for, from the least to the most trusted.
DESK = (Role.COORDINATOR, Role.FACILITATOR, Role.RECEPTION)
EDITORS = (Role.COORDINATOR, Role.FACILITATOR)
# Who reads what was said.
LISTENERS = (Role.COORDINATOR, Role.FACILITATOR, Role.RESEARCHER)
COORDINATORS = (Role.COORDINATOR,)


def membership_or_404(person: Person, collective: str, roles: Iterable[str]) -> Membership:
    """Return the person's membership if it has one of these roles.

    Anything else is a 404: what belongs to a collective does not exist for the others.
    """
    found = (
        Membership.objects.select_related("collective", "person")
        .filter(person=person, collective__slug=collective)
        .first()
    )
    if found is None or not found.may(roles):
        raise Http404
    return found


def desks(person: Person) -> list[Membership]:
    """Return the memberships that open a desk."""
    return list(
        Membership.objects.filter(person=person, role__in={*DESK, *LISTENERS})
        .select_related("collective")
        .order_by("collective__name")
    )


def contacts() -> list[Collective]:
    """Return every collective with how to reach it; public."""
    return list(Collective.objects.select_related("neighbourhood"))
