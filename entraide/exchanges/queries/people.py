"""Neighbours of a circle: by their words, by their account, and whom they never meet."""

from collections.abc import Collection
from typing import Any, TypeVar

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery

from entraide.exchanges.models import Block, Circle, Mediation, Neighbour
from entraide.people import receipt_words
from entraide.people.known import folded
from entraide.people.models import Membership, Person


def by_words(circle: Circle, words: str) -> Neighbour | None:
    """Return the neighbour whose four words these are."""
    digest = receipt_words.receipt_digest(words.split())
    return _here(circle=circle).filter(receipt_digest=digest).first()


def by_uid(collective: str, uid: str, stamp: str) -> Neighbour | None:
    """Return the neighbour of this number, with the circle of the collective of this slug.

    Args:
        collective: the slug.
        uid: the number.
        stamp: of the four words that opened the page; others were drawn since, and it is closed.
    """
    found = _here(circle__collective__slug=collective, receipt_digest__startswith=stamp)
    return found.filter(uid=uid).first() if stamp else None


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


def trusted(circle: Circle) -> Person | None:
    """Return who reads what is signalled; nobody once they have left the collective."""
    members = Membership.objects.filter(collective=circle.collective_id, person__is_active=True)
    found = members.filter(person__trusting=circle).select_related("person").first()
    return found.person if found else None


def callable_(*, prefix: str = "") -> Q:
    """Return whom one calls, or tells through somebody; who comes back reads it on the page."""
    return Q(**{f"{prefix}email": ""}) & (
        Q(**{f"{prefix}phone__gt": ""}) | Q(**{f"{prefix}through__gt": ""})
    )


def named(neighbour: Neighbour, name: str) -> list[Neighbour]:
    """Return the others who have exactly this name.

    Who is kept apart from them too: whoever types it would learn it from an answer that differs.
    """
    asked = folded(name.strip())
    others = Neighbour.objects.filter(circle=neighbour.circle_id, left_on=None)
    return [one for one in others.exclude(pk=neighbour.pk) if folded(one.name.strip()) == asked]


def just(numbers: Collection[int], name: str) -> Neighbour | None:
    """Return the one of these who has just this name, when nobody else of them has it in theirs."""
    found = Neighbour.objects.filter(pk__in=numbers).first() if len(numbers) == 1 else None
    return found if found and folded(found.name) == folded(name) else None


def whole(numbers: Collection[int]) -> QuerySet[Neighbour]:
    """Return these neighbours, with what tells two of the same name apart."""
    return Neighbour.objects.filter(pk__in=numbers).select_related("neighbourhood", "peer_group")


def _here(**where: Any) -> QuerySet[Neighbour]:
    found = Neighbour.objects.filter(**where, left_on=None)
    # Who accompanies a mediation that goes on is told on one's page, without a question more.
    open_one = Mediation.objects.filter(neighbour=OuterRef("pk"), outcome=Mediation.Outcome.OPEN)
    found = found.annotate(mediator=Subquery(open_one.values("mediator")[:1]))
    return found.select_related("circle__collective", "peer_group", "neighbourhood")


def apart_from(neighbour: Neighbour | None) -> set[int]:
    """Return those whom a neighbour never meets: whom they blocked, and who blocked them."""
    if neighbour is None:
        return set()
    pairs = _blocks(Q(by=neighbour) | Q(of=neighbour)).values_list("by", "of")
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
        _blocks(Q(by=viewer)).values("of"),
        _blocks(Q(of=viewer)).values("by"),
    )
    for column in whose:
        for people in met:
            found = found.exclude(**{f"{column}__in": people})
    return found


def apart(circle: Circle) -> set[tuple[int, int]]:
    """Return every pair of a circle of whom one blocked the other, the smaller number first."""
    pairs = _blocks(Q(by__circle=circle)).values_list("by", "of")
    return {(min(pair), max(pair)) for pair in pairs}


def _blocks(whose: Q) -> QuerySet[Block]:
    """Return blocks of people who are here: of who left only what they were known by is kept."""
    return Block.objects.filter(whose, of__isnull=False)
