"""Writes that touch several parts at once."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify

from entraide.people.models import Collective, Membership, PeerGroup, Person, Role
from entraide.places.models import Neighbourhood

# The peer groups of the source, ready in every new neighbourhood; each instance may change them.
PEER_GROUPS = [
    ("Habitantes et habitants", "habitants", "madder"),
    ("Travailleuses et travailleurs sociaux", "travailleurs-sociaux", "woad"),
    ("Prescripteurs du travail social", "prescripteurs", "verdigris"),
    ("Chercheuses, chercheurs et formateurs", "chercheurs-formateurs", "weld"),
    ("Étudiantes et étudiants", "etudiants", "ink"),
    ("Institutions", "institutions", "soft"),
]


def make_peer_groups() -> None:
    """Make the peer groups that are not there yet."""
    for position, (name, slug, dye) in enumerate(PEER_GROUPS):
        PeerGroup.objects.get_or_create(
            slug=slug, defaults={"name": name, "dye": dye, "position": position}
        )


@transaction.atomic
def found_neighbourhood(data: dict[str, Any]) -> Person:
    """Make a neighbourhood, its collective and its first coordinator; return that person."""
    make_peer_groups()
    neighbourhood = Neighbourhood.objects.create(
        name=data["neighbourhood"], slug=slugify(data["neighbourhood"])[:80] or "quartier"
    )
    collective = Collective.objects.create(
        name=data["collective"],
        slug=slugify(data["collective"])[:60] or "collectif",
        neighbourhood=neighbourhood,
        contact_email=data["email"],
    )
    person = Person.objects.make(name=data["name"], email=data["email"])
    Membership.objects.create(person=person, collective=collective, role=Role.COORDINATOR)
    return person
