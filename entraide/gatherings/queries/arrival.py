"""Who is expected, who is here. For the reception of the gathering only: names are here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from entraide.gatherings.hand_codes import badge_code
from entraide.gatherings.models import Allocation, Arrival, Gathering, Moment, Party, SignUp
from entraide.gatherings.queries import desk
from entraide.people.models import PeerGroup
from entraide.places.models import Place


@dataclass(frozen=True)
class Expected:
    """A person of the reception's list."""

    person: SignUp
    meals: Sequence[str]
    here: bool
    search: str
    badge: str


@dataclass(frozen=True)
class Counted:
    """How many of a kind are here, of how many."""

    name: str
    key: str
    here: int
    expected: int


def places_of(gathering: Gathering) -> list[Place]:
    """Return the places of a gathering, each once, in the order of the day."""
    moments = gathering.moments.select_related("place").prefetch_related("options__place")
    found: dict[int, Place] = {}
    for moment in moments:
        for place in (moment.place, *[option.place for option in moment.options.all()]):
            if place:
                found.setdefault(place.pk, place)
    return list(found.values())


def here(gathering: Gathering) -> set[int]:
    """Return who is here: the latest mark of each person says it."""
    marks = Arrival.objects.filter(gathering=gathering).order_by("at", "pk")
    latest = dict(marks.values_list("sign_up_id", "mark"))
    return {person for person, mark in latest.items() if mark == Arrival.Mark.HERE}


def present_days(party: Party) -> list[tuple[SignUp, list[datetime]]]:
    """Return the people of a party who came, each with the days of their arrivals."""
    present = here(party.gathering)
    found = []
    for person in party.sign_ups.all():
        marks = person.arrivals.filter(mark=Arrival.Mark.HERE).order_by("at")
        days = {timezone.localtime(at).date(): at for at in marks.values_list("at", flat=True)}
        if person.pk in present:
            found.append((person, list(days.values())))
    return found


def expected(gathering: Gathering) -> list[Expected]:
    """Return everyone who comes or waits, by name; three queries however many they are."""
    meals: dict[int, list[str]] = {}
    given = Allocation.objects.filter(
        moment__gathering=gathering, moment__kind=Moment.Kind.MEAL
    ).order_by("moment__starts_at")
    for person, title in given.values_list("sign_up_id", "option__title"):
        meals.setdefault(person, []).append(title)
    present = here(gathering)
    people = [
        Expected(
            person,
            meals.get(person.pk, []),
            person.pk in present,
            desk.folded(person.name),
            badge_code(person.party.uid, person.position),
        )
        for person in desk.people(gathering)
    ]
    return sorted(people, key=lambda one: (one.search, one.person.pk))


def counts(people: Sequence[Expected]) -> tuple[list[Counted], list[Counted]]:
    """Return how many are here by peer group, and by meal."""
    groups = {one.person.peer_group.pk: one.person.peer_group for one in people}
    by_group = Counter(one.person.peer_group_id for one in people)
    group_here = Counter(one.person.peer_group_id for one in people if one.here)
    by_meal = Counter(meal for one in people for meal in one.meals)
    meal_here = Counter(meal for one in people if one.here for meal in one.meals)
    ordered: list[PeerGroup] = sorted(groups.values(), key=lambda group: group.position)
    return (
        [
            Counted(group.name, f"g{group.pk}", group_here[group.pk], by_group[group.pk])
            for group in ordered
        ],
        [Counted(meal, meal, meal_here[meal], by_meal[meal]) for meal in sorted(by_meal)],
    )


def came(gathering: Gathering) -> list[tuple[str, int, int]]:
    """Return, by peer group, how many came and how many were expected: numbers only."""
    people = [one for one in expected(gathering) if one.person.party.state == Party.State.CONFIRMED]
    groups, _meals = counts(people)
    return [(one.name, one.here, one.expected) for one in groups]
