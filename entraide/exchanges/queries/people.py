"""Neighbours of a circle: by their words, by their account, and whom they never meet."""

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from entraide.exchanges.models import Block, Circle, Neighbour
from entraide.people import receipt_words
from entraide.people.known import folded
from entraide.people.models import Person


def by_words(circle: Circle, words: str) -> Neighbour | None:
    """Return the neighbour whose four words these are."""
    digest = receipt_words.receipt_digest(words.split())
    return _here(circle=circle).filter(receipt_digest=digest).first()


def by_uid(collective: str, uid: str) -> Neighbour | None:
    """Return the neighbour of this number, with the circle of the collective of this slug."""
    return _here(circle__collective__slug=collective).filter(uid=uid).first()


def of_person(circle: Circle, person: Person) -> Neighbour | None:
    """Return the neighbour that somebody with an account is."""
    return _here(circle=circle).filter(person=person).first()


def called(circle: Circle, name: str) -> list[int]:
    """Return those whose name holds this, whatever its accents and capitals; who has it first."""
    asked = folded(name)
    names = Neighbour.objects.filter(circle=circle, left_on=None).values_list("name", "pk")
    found = sorted((folded(one), pk) for one, pk in names)
    held = [pk for one, pk in found if asked in one and asked != one]
    return [pk for one, pk in found if asked == one] + held


def _here(**where: Any) -> QuerySet[Neighbour]:
    found = Neighbour.objects.filter(**where, left_on=None)
    return found.select_related("circle__collective", "peer_group", "neighbourhood")


def apart_from(neighbour: Neighbour | None) -> set[int]:
    """Return those whom a neighbour never meets: whom they blocked, and who blocked them."""
    if neighbour is None:
        return set()
    pairs = Block.objects.filter(Q(by=neighbour) | Q(of=neighbour)).values_list("by", "of")
    return {one for pair in pairs for one in pair} - {neighbour.pk}


M = TypeVar("M", bound=Model)


def without_apart(found: QuerySet[M], viewer: Neighbour | None, *whose: str) -> QuerySet[M]:
    """Return rows without those of people whom a viewer never meets; without a query of its own.

    Args:
        found: rows.
        viewer: for whom; nobody, for a stranger.
        whose: the columns in which neighbours are.
    """
    if viewer is None:
        return found
    met = (
        Block.objects.filter(by=viewer).values("of"),
        Block.objects.filter(of=viewer).values("by"),
    )
    for column in whose:
        for people in met:
            found = found.exclude(**{f"{column}__in": people})
    return found


def apart(circle: Circle) -> set[tuple[int, int]]:
    """Return every pair of a circle of whom one blocked the other, the smaller number first."""
    pairs = Block.objects.filter(by__circle=circle).values_list("by", "of")
    return {(min(pair), max(pair)) for pair in pairs}
