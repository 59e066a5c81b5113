"""Composing tables: who sits with whom, what is fixed, what cannot be."""

from collections import Counter

import pytest

from entraide.gatherings.models import Composition, Seat, Table, Tie
from tests.gatherings.rooms import (
    MIXED,
    NEW,
    PEERS,
    accepted,
    at,
    gather,
    make_choices,
    make_visits,
    tables_of,
    wish,
)
from tests.make import make_composition, make_moment, make_table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_steps")]


def test_mixed_tables_are_like_the_room_and_nobody_meets_twice() -> None:
    gathering, _people = gather(36)
    first, second = make_moment(gathering, kind=MIXED), make_moment(gathering, kind=MIXED)
    composition = accepted(make_composition(gathering, (first, 6), (second, 6)))
    for moment in (first, second):
        assert [len(table) for table in tables_of(moment)] == [6] * 6
        groups = Seat.objects.filter(moment=moment).values_list(
            "table", "sign_up__peer_group__slug"
        )
        assert set(Counter(groups).values()) == {2}
    assert composition.result["tables"]["repeats"] == 0


def test_peers_sit_with_their_peers() -> None:
    gathering, _people = gather(20)
    workshop = make_moment(gathering, kind=PEERS)
    accepted(make_composition(gathering, (workshop, 4)))
    for table in Table.objects.filter(moment=workshop):
        groups = set(table.seats.values_list("sign_up__peer_group", flat=True))
        assert groups == {table.peer_group_id}


def test_an_interpreter_follows_to_the_peer_table() -> None:
    gathering, people = gather(12)
    inhabitant, interpreter = people[0], people[1]
    Tie.objects.create(gathering=gathering, kind="together", one=inhabitant, other=interpreter)
    workshop = make_moment(gathering, kind=PEERS)
    accepted(make_composition(gathering, (workshop, 3)))
    number = at(workshop)[inhabitant.pk]
    assert at(workshop)[interpreter.pk] == number
    assert Table.objects.get(number=number).peer_group == inhabitant.peer_group


def test_two_people_who_must_not_meet_never_do() -> None:
    gathering, people = gather(12)
    Tie.objects.create(gathering=gathering, kind="apart", one=people[0], other=people[3])
    workshops = [make_moment(gathering, kind=MIXED), make_moment(gathering, kind=PEERS)]
    accepted(make_composition(gathering, (workshops[0], 2), (workshops[1], 6)))
    for workshop in workshops:
        after = at(workshop)
        assert after[people[0].pk] != after[people[3].pk]


def test_one_person_sits_at_one_table() -> None:
    gathering, _people = gather(1)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 1)))
    assert tables_of(workshop) == [["P0"]]


@pytest.mark.parametrize(
    ("people", "tables", "kind", "ties", "sentence"),
    [
        (0, 1, MIXED, [], "personne à placer"),
        (3, 4, MIXED, [], "plus de tables que de personnes"),
        (6, 2, PEERS, [], "moins de tables que de collèges"),
        (4, 2, MIXED, [("apart", 0, 1), ("together", 0, 2), ("together", 1, 2)], "Retirez un"),
        (6, 2, MIXED, [("apart", 0, 1), ("apart", 1, 2), ("apart", 0, 2)], "Trop de personnes"),
        (4, 2, MIXED, [("together", 0, 1), ("together", 1, 2)], "table est trop petite"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    people: int, tables: int, kind: str, ties: list[tuple[str, int, int]], sentence: str
) -> None:
    gathering, here = gather(people)
    for tie, one, other in ties:
        Tie.objects.create(gathering=gathering, kind=tie, one=here[one], other=here[other])
    workshop = make_moment(gathering, kind=kind)
    composition = make_composition(gathering, (workshop, tables))
    assert composition.state == Composition.State.IMPOSSIBLE
    assert sentence in composition.reason
    assert not Table.objects.exists()


def test_a_fixed_seat_and_those_who_lead_stay_whatever_is_composed() -> None:
    gathering, people = gather(12)
    workshop = make_moment(gathering, kind=MIXED)
    one, two = people[:6], people[6:]
    make_table(workshop, 1, *one)
    table = make_table(workshop, 2, *two, facilitator=two[0], scribe=two[1])
    Seat.objects.filter(sign_up=one[0]).update(locked=True)
    accepted(make_composition(gathering, (workshop, 2)))
    after = at(workshop)
    assert (after[one[0].pk], after[two[0].pk], after[two[1].pk]) == (1, 2, 2)
    table.refresh_from_db()
    assert (table.facilitator, table.scribe) == (two[0], two[1])
    assert Seat.objects.get(sign_up=one[0]).locked


def test_a_fixed_peer_seat_does_not_forbid_a_larger_first_group() -> None:
    # Composing anew after late sign-ups of the first peers: tables of the last peers get another
    # number; their fixed seat is said to contradict, although nothing does.
    gathering, _people = gather(24, groups=3)
    workshop = make_moment(gathering, kind=PEERS)
    accepted(make_composition(gathering, (workshop, 4)))
    Seat.objects.filter(table=Table.objects.order_by("-number")[0]).update(locked=False)
    seat = Seat.objects.filter(table__number=4)[0]
    Seat.objects.filter(pk=seat.pk).update(locked=True)
    composition = make_composition(gathering, (workshop, 3), way=NEW)
    assert composition.state == "ready", composition.reason
    composition = make_composition(gathering, (workshop, 6), way=NEW)
    assert composition.state == "ready", composition.reason


def test_a_workshop_of_several_choices_has_tables_in_each() -> None:
    gathering, people = gather(30)
    options = make_visits(gathering, 20, 20, kind=MIXED)
    for person in people:
        wish(person, options[person.pk % 2], options[1 - person.pk % 2])
    accepted(make_composition(gathering, (options[0].moment, 0)))
    for table in Table.objects.all():
        chosen = set(table.seats.values_list("sign_up__allocations__option", flat=True))
        assert chosen == {table.option_id}


@pytest.mark.slow
def test_a_fixed_seat_in_a_choice_keeps_its_table() -> None:
    # Locks of a choice are numbered by the locked tables, not by the tables.
    gathering, options, _people = make_choices((16, 16))
    workshop = options[0].moment
    before = at(workshop)
    fixed = [next(who for who, number in before.items() if number == table) for table in (2, 4)]
    Seat.objects.filter(sign_up__in=fixed).update(locked=True)
    accepted(make_composition(gathering, (workshop, 0)))
    assert [at(workshop)[who] for who in fixed] == [2, 4]


@pytest.mark.slow
def test_who_leads_the_second_table_of_a_choice_still_leads_after_composing() -> None:
    gathering, options, _people = make_choices((16, 16))
    workshop = options[0].moment
    leader = Table.objects.get(moment=workshop, number=4).seats.all()[0].sign_up
    Table.objects.filter(moment=workshop, number=4).update(facilitator=leader)
    accepted(make_composition(gathering, (workshop, 0)))
    assert Table.objects.filter(facilitator=leader).exists()


def test_two_who_must_not_meet_and_chose_the_same_small_workshop_do_not_block_the_day() -> None:
    # A choice of eight people has one table, and nobody can ask for two.
    gathering, people = gather(8)
    (option,) = make_visits(gathering, None, kind=MIXED)
    for person in people:
        wish(person, option)
    Tie.objects.create(gathering=gathering, kind="apart", one=people[0], other=people[1])
    composition = make_composition(gathering, (option.moment, 0))
    assert composition.state == "ready", composition.reason
