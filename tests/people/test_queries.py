"""Who belongs where."""

import pytest
from django.http import Http404

from entraide.people.models import COORDINATORS, DESK, EDITORS, Membership, Role
from entraide.people.queries import desks, membership_or_404
from tests.make import make_collective, make_member

pytestmark = pytest.mark.django_db


def opens(role: str, roles: tuple[str, ...]) -> bool:
    """Tell whether a member with this role gets past the check."""
    person = make_member(f"M{role}", role=role)
    try:
        return membership_or_404(person, "upc", roles).person == person
    except Http404:
        return False


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (DESK, ["coordinator", "facilitator", "reception"]),
        (EDITORS, ["coordinator", "facilitator"]),
        (COORDINATORS, ["coordinator"]),
    ],
)
def test_each_page_opens_to_its_roles(roles: tuple[str, ...], expected: list[str]) -> None:
    assert [role for role in Role.values if opens(role, roles)] == expected


def test_a_role_elsewhere_opens_nothing_here() -> None:
    make_collective()
    charlie = make_member("Charlie", make_collective("pile"))
    with pytest.raises(Http404):
        membership_or_404(charlie, "upc", DESK)


def test_a_collective_that_does_not_exist_is_answered_the_same() -> None:
    with pytest.raises(Http404):
        membership_or_404(make_member("Alice"), "nulle-part", DESK)


def test_each_membership_has_its_own_role() -> None:
    alice = make_member("Alice")
    pile = make_collective("pile")
    Membership.objects.create(person=alice, collective=pile, role=Role.MEMBER)
    assert membership_or_404(alice, "upc", DESK).collective.slug == "upc"
    assert [membership.collective.slug for membership in desks(alice)] == ["pile", "upc"]
