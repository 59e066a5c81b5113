"""Helpers for tests of composing: a room of people, what they wish, where they sit."""

import uuid
from collections.abc import Sequence

from django.db.models import F

from entraide.gatherings.actions import composing as actions
from entraide.gatherings.models import (
    Composition,
    Gathering,
    Moment,
    Option,
    Party,
    Seat,
    SignUp,
    Table,
)
from tests.make import (
    make_composition,
    make_gathering,
    make_group,
    make_member,
    make_moment,
    make_option,
    make_table,
)

MIXED, PEERS = Moment.Kind.MIXED_WORKSHOP, Moment.Kind.PEER_WORKSHOP
FEW, NEW = Composition.Way.FEW_MOVES, Composition.Way.NEW


def make_people(gathering: Gathering, groups: Sequence[str]) -> list[SignUp]:
    """Make people who come alone, confirmed: one for each peer group named.

    Written at once: signing up one by one takes longer than composing, and is tested elsewhere.
    """
    parties = Party.objects.bulk_create(
        Party(
            gathering=gathering,
            state=Party.State.CONFIRMED,
            tell_by="come_back",
            receipt_digest=uuid.uuid4().hex,
            key_digest=uuid.uuid4().hex,
        )
        for _ in groups
    )
    found = {group: make_group(group) for group in groups}
    Gathering.objects.filter(pk=gathering.pk).update(taken=F("taken") + len(parties))
    return SignUp.objects.bulk_create(
        SignUp(party=party, name=f"P{number}", peer_group=found[group])
        for number, (party, group) in enumerate(zip(parties, groups, strict=True))
    )


def gather(people: int, groups: int = 3) -> tuple[Gathering, list[SignUp]]:
    """Make a gathering with people of several peer groups."""
    gathering = make_gathering()
    return gathering, make_people(gathering, [f"g{number % groups}" for number in range(people)])


def two_tables() -> tuple[Moment, list[SignUp], list[Table]]:
    """Make a workshop of two tables: two inhabitants at one, two researchers at the other."""
    moment = make_moment(make_gathering(), kind=MIXED)
    people = make_people(moment.gathering, "hhcc")
    return moment, people, [make_table(moment, 1, *people[:2]), make_table(moment, 2, *people[2:])]


def make_visits(gathering: Gathering, *capacities: int | None, **values: object) -> list[Option]:
    """Make a visit to choose by wishes."""
    moment = make_moment(gathering, choosing=Moment.Choosing.WISHES, **values)
    return [make_option(moment, capacity, f"V{n}") for n, capacity in enumerate(capacities)]


def make_choices(sizes: tuple[int, ...]) -> tuple[Gathering, list[Option], list[list[SignUp]]]:
    """Make a mixed workshop with choices, composed and accepted."""
    gathering, people = gather(sum(sizes))
    options = make_visits(gathering, *[None] * len(sizes), kind=MIXED)
    found = []
    for option, size in zip(options, sizes, strict=True):
        mine, people = people[:size], people[size:]
        for person in mine:
            wish(person, option)
        found.append(mine)
    accepted(make_composition(gathering, (options[0].moment, 0)))
    return gathering, options, found


def wish(person: SignUp, *options: Option | None) -> None:
    """Write the wishes of a person's party."""
    moment = next(option for option in options if option).moment
    for rank, option in enumerate(options, start=1):
        person.party.wishes.create(moment=moment, rank=rank, option=option)


def accepted(composition: Composition) -> Composition:
    """Accept a composition."""
    assert composition.state == Composition.State.READY, composition.reason
    actions.accept(composition, by=make_member(f"M{composition.pk}"))
    composition.refresh_from_db()
    return composition


def page_of(composition: Composition) -> str:
    slug = composition.gathering.slug
    return f"/bureau/upc/rencontres/{slug}/composer/{composition.pk}/"


def given(option: Option) -> list[str]:
    """Return who has an option."""
    people = SignUp.objects.filter(allocations__option=option)
    return sorted(people.values_list("name", flat=True))


def at(moment: Moment) -> dict[int, int]:
    """Return the number of the table of each person."""
    return dict(Seat.objects.filter(moment=moment).values_list("sign_up", "table__number"))


def tables_of(moment: Moment) -> list[list[str]]:
    """Return who sits at each table."""
    found: dict[int, list[str]] = {}
    rows = Seat.objects.filter(moment=moment).order_by("table__number", "sign_up__name")
    for number, name in rows.values_list("table__number", "sign_up__name"):
        found.setdefault(number, []).append(name)
    return list(found.values())


def moved_in_fact(before: dict[int, int], after: dict[int, int]) -> list[int]:
    """Return who sat before and after, at another table."""
    return [who for who in before if who in after and before[who] != after[who]]


def counters_are_true(gathering: Gathering) -> None:
    """A counter is the people who have a place, and those for whom one is held."""
    gathering.refresh_from_db()
    confirmed = SignUp.objects.filter(party__gathering=gathering, party__state="confirmed").count()
    offered = gathering.waiting_places.filter(option=None, state="offered")
    assert gathering.taken == confirmed + sum(place.party.size for place in offered)
    for option in Option.objects.filter(moment__gathering=gathering):
        held = option.waiting_places.filter(state="offered")
        expected = option.allocations.count() + sum(place.party.size for place in held)
        assert option.taken == expected, option.title
