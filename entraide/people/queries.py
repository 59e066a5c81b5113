"""Who belongs where."""

from collections.abc import Iterable

from django.http import Http404

from entraide.people.models import Collective, Membership, Person


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
    """Return the memberships of a person: each opens a desk, a member's has fewer pages."""
    return list(
        Membership.objects.filter(person=person)
        .select_related("collective")
        .order_by("collective__name")
    )


def contacts() -> list[Collective]:
    """Return every collective with how to reach it; public."""
    return list(Collective.objects.select_related("neighbourhood"))
