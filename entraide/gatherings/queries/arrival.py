"""Who is expected, who is here. For the reception of the gathering only: names are here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from entraide.gatherings.hand_codes import badge_code
from entraide.gatherings.models import Allocation, Arrival, Gathering, Moment, Party, SignUp
from entraide.gatherings.queries import desk
from entraide.people.known import folded
from entraide.people.models import PeerGroup
from entraide.places.models import Place

# Before the day of the gathering minus this, no clock of a device is believed.
BELIEVED = timedelta(days=1)


@dataclass(frozen=True)
class Meal:
    """A meal someone has; the same dish on two days is two meals."""

    key: str
    name: str
    day: date


@dataclass(frozen=True)
class Expected:
    """A person of the reception's list."""

    person: SignUp
    meals: Sequence[Meal]
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
    # A phone whose clock fell back to 1970 must not date a certificate.
    opening = timezone.localtime(party.gathering.starts_at)
    earliest = opening.replace(hour=0, minute=0) - BELIEVED
    found = []
    for person in party.sign_ups.all():
        marks = person.arrivals.filter(mark=Arrival.Mark.HERE).order_by("at")
        moments = [
            at if at >= earliest else received_at
            for at, received_at in marks.values_list("at", "received_at")
        ]
        days = {timezone.localtime(at).date(): at for at in sorted(moments)}
        if person.pk in present:
            found.append((person, list(days.values())))
    return found


def expected(gathering: Gathering) -> list[Expected]:
    """Return everyone who comes or waits, by name; three queries however many they are."""
    meals: dict[int, list[Meal]] = {}
    given = Allocation.objects.filter(
        moment__gathering=gathering, moment__kind=Moment.Kind.MEAL
    ).order_by("moment__starts_at")
    for person, number, title, starts_at in given.values_list(
        "sign_up_id", "option_id", "option__title", "moment__starts_at"
    ):
        meal = Meal(f"m{number}", title, timezone.localtime(starts_at).date())
        meals.setdefault(person, []).append(meal)
    present = here(gathering)
    people = [
        Expected(
            person,
            meals.get(person.pk, []),
            person.pk in present,
            folded(person.name),
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
    several_days = len({meal.day for meal in by_meal}) > 1
    ordered: list[PeerGroup] = sorted(groups.values(), key=lambda group: group.position)
    return (
        [
            Counted(group.name, f"g{group.pk}", group_here[group.pk], by_group[group.pk])
            for group in ordered
        ],
        [
            Counted(meal_name(meal, several_days), meal.key, meal_here[meal], by_meal[meal])
            for meal in sorted(by_meal, key=lambda meal: (meal.day, meal.name, meal.key))
        ],
    )


def meal_name(meal: Meal, several_days: bool) -> str:
    """Return the name of a meal, with its day when there are several."""
    return f"{meal.name}, {date_format(meal.day, 'j F')}" if several_days else meal.name


def came(gathering: Gathering) -> list[tuple[str, int, int]]:
    """Return, by peer group, how many came and how many were expected: numbers only."""
    people = [one for one in expected(gathering) if one.person.party.state == Party.State.CONFIRMED]
    groups, _meals = counts(people)
    return [(one.name, one.here, one.expected) for one in groups]
