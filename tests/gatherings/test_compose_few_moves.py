"""Composing again with few moves: as few as possible, all of them listed, roles kept."""

import random

import pytest

from entraide.gatherings.actions import sign_up
from entraide.gatherings.models import Seat, SignUp, Table, Tie
from tests.gatherings.rooms import (
    FEW,
    MIXED,
    PEERS,
    accepted,
    at,
    gather,
    given,
    make_choices,
    make_visits,
    moved_in_fact,
    tables_of,
    wish,
)
from tests.make import make_composition, make_moment, make_party, make_table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_steps")]


def test_late_wishes_get_what_is_left_and_nobody_moves() -> None:
    gathering, (a, b) = gather(2)
    farm, shop = make_visits(gathering, 1, 2)
    wish(a, farm, shop)
    wish(b, shop, farm)
    accepted(make_composition(gathering, (farm.moment, 0)))
    late = make_party(gathering, "Tardive").sign_ups.get()
    wish(late, farm, shop)
    composition = accepted(make_composition(gathering, (farm.moment, 0), way=FEW))
    assert composition.result["wishes"][0]["moved"] == []
    assert (given(farm), given(shop)) == (["P0"], ["P1", "Tardive"])


def test_someone_moves_only_when_it_gives_a_place_to_someone_without() -> None:
    gathering, (a,) = gather(1)
    farm, shop = make_visits(gathering, 1, 1)
    wish(a, farm, shop)
    accepted(make_composition(gathering, (farm.moment, 0)))
    late = make_party(gathering, "Tardive").sign_ups.get()
    wish(late, farm)
    composition = accepted(make_composition(gathering, (farm.moment, 0), way=FEW))
    assert composition.result["wishes"][0]["moved"] == [a.pk]
    assert (given(farm), given(shop)) == (["Tardive"], ["P0"])


@pytest.mark.slow
@pytest.mark.parametrize("late", range(4))
def test_few_moves_never_takes_a_place_for_nothing(late: int) -> None:
    # One place, one who has it, late ones who want it too: whoever has the place keeps it.
    # The lots drawn between equal wishes must not give an accepted place to someone else.
    gathering, (first,) = gather(1)
    (farm,) = make_visits(gathering, 1)
    wish(first, farm)
    accepted(make_composition(gathering, (farm.moment, 0)))
    for number in range(late + 1):
        wish(make_party(gathering, f"Tardive {number}").sign_ups.get(), farm)
    accepted(make_composition(gathering, (farm.moment, 0), way=FEW))
    assert given(farm) == ["P0"]


def test_who_loses_a_place_to_others_is_listed_as_moved() -> None:
    # A late party of two may push someone out: then that person must be in the list of moves,
    # or keep the place.
    gathering, (first,) = gather(1)
    (farm,) = make_visits(gathering, 2)
    wish(first, farm)
    accepted(make_composition(gathering, (farm.moment, 0)))
    wish(make_party(gathering, "A", "B").sign_ups.all()[0], farm)
    composition = accepted(make_composition(gathering, (farm.moment, 0), way=FEW))
    moved = composition.result["wishes"][0]["moved"]
    assert "P0" in given(farm) or first.pk in moved


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["peers", "mixed", "choices"])
def test_composing_again_without_any_change_moves_nobody_and_keeps_roles(kind: str) -> None:
    if kind == "choices":
        gathering, options, _ = make_choices((17, 9))
        workshop, tables = options[0].moment, 0
    else:
        gathering, _ = gather(26)
        workshop, tables = make_moment(gathering, kind=PEERS if kind == "peers" else MIXED), 5
        accepted(make_composition(gathering, (workshop, tables)))
    last = Table.objects.filter(moment=workshop).order_by("-number")[0]
    leader = last.seats.all()[0].sign_up
    Table.objects.filter(pk=last.pk).update(facilitator=leader)
    before = at(workshop)
    composition = accepted(make_composition(gathering, (workshop, tables), way=FEW))
    assert composition.result["tables"]["rounds"][0]["moved"] == []
    assert at(workshop) == before
    last.refresh_from_db()
    assert last.facilitator == leader


@pytest.mark.slow
def test_after_changes_as_few_people_as_possible_move() -> None:
    gathering, people = gather(24)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 4)))
    before = at(workshop)
    for person in random.Random(1).sample(people, 2):
        sign_up.cancel(person.party)
    make_party(gathering, "Tardive")
    composition = accepted(make_composition(gathering, (workshop, 4), way=FEW))
    moved = moved_in_fact(before, at(workshop))
    assert sorted(len(table) for table in tables_of(workshop)) == [5, 6, 6, 6]
    assert moved == composition.result["tables"]["rounds"][0]["moved"]
    assert len(moved) <= 1


@pytest.mark.slow
def test_composing_anew_moves_many() -> None:
    """The control of the test above: without care, most people move."""
    gathering, _people = gather(24)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 4)))
    before = at(workshop)
    make_party(gathering, "Tardive")
    accepted(make_composition(gathering, (workshop, 4)))
    assert len(moved_in_fact(before, at(workshop))) > 8


def test_when_a_table_goes_the_others_keep_their_number_and_their_roles() -> None:
    # The lightest table goes. If the tables that stay are numbered anew, everyone has to get up,
    # all are listed as moved, and who leads or writes is forgotten.
    gathering, people = gather(12)
    workshop = make_moment(gathering, kind=MIXED)
    for number in range(4):
        make_table(workshop, number + 1, *people[3 * number : 3 * number + 3])
    Table.objects.filter(number=3).update(facilitator=people[6], scribe=people[7])
    sign_up.cancel(people[0].party)
    before = at(workshop)
    composition = accepted(make_composition(gathering, (workshop, 3), way=FEW))
    after = at(workshop)
    assert len(moved_in_fact(before, after)) <= 3, composition.result["tables"]["rounds"][0]
    led = Table.objects.filter(facilitator=people[6], scribe=people[7])
    assert led.exists()


def test_a_table_that_everyone_left_does_not_shift_the_others() -> None:
    gathering, people = gather(9)
    workshop = make_moment(gathering, kind=MIXED)
    for number in range(3):
        make_table(workshop, number + 1, *people[3 * number : 3 * number + 3])
    Table.objects.filter(number=3).update(facilitator=people[6])
    for person in people[:3]:
        sign_up.cancel(person.party)
    before = at(workshop)
    accepted(make_composition(gathering, (workshop, 3), way=FEW))
    # Sizes 2, 2, 2: one person of each full table goes to the empty one.
    assert len(moved_in_fact(before, at(workshop))) == 2
    assert Table.objects.filter(facilitator=people[6]).exists()


def test_one_more_table_of_the_first_peers_moves_none_of_the_others() -> None:
    gathering, _people = gather(24, groups=3)
    workshop = make_moment(gathering, kind=PEERS)
    accepted(make_composition(gathering, (workshop, 3)))
    last = Table.objects.filter(moment=workshop).order_by("-number")[0]
    leader = last.seats.all()[0].sign_up
    Table.objects.filter(pk=last.pk).update(facilitator=leader)
    groups = dict(SignUp.objects.values_list("pk", "peer_group__slug"))
    first = Table.objects.get(moment=workshop, number=1).peer_group
    assert first is not None
    for number in range(3):
        late = make_party(gathering, f"Tardive {number}").sign_ups.get()
        SignUp.objects.filter(pk=late.pk).update(peer_group=first)
    before = at(workshop)
    accepted(make_composition(gathering, (workshop, 4), way=FEW))
    others = [who for who in moved_in_fact(before, at(workshop)) if groups[who] != first.slug]
    assert others == []
    assert Table.objects.filter(facilitator=leader).exists()


@pytest.mark.slow
def test_who_says_another_peer_group_goes_there_and_few_others_move() -> None:
    gathering, people = gather(24, groups=3)
    workshop = make_moment(gathering, kind=PEERS)
    accepted(make_composition(gathering, (workshop, 6)))
    before = at(workshop)
    SignUp.objects.filter(pk=people[0].pk).update(peer_group=people[1].peer_group)
    accepted(make_composition(gathering, (workshop, 6), way=FEW))
    moved = moved_in_fact(before, at(workshop))
    assert people[0].pk in moved
    assert len(moved) <= 2
    for table in Table.objects.filter(moment=workshop):
        groups = set(table.seats.values_list("sign_up__peer_group", flat=True))
        assert groups == {table.peer_group_id}


@pytest.mark.slow
def test_a_late_pair_that_stays_together_does_not_move_the_whole_room() -> None:
    # Four tables of six, an inhabitant and an interpreter come late: 26 people, sizes 7 7 6 6.
    # One person who moves is enough; the plan must not be made anew.
    gathering, _people = gather(24)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 4)))
    late = [make_party(gathering, name).sign_ups.get() for name in ("Y", "Z")]
    Tie.objects.create(gathering=gathering, kind="together", one=late[0], other=late[1])
    before = at(workshop)
    accepted(make_composition(gathering, (workshop, 4), way=FEW))
    assert len(moved_in_fact(before, at(workshop))) <= 2


@pytest.mark.slow
def test_a_new_tie_moves_the_pair_and_not_the_whole_room() -> None:
    gathering, people = gather(24)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 4)))
    before = at(workshop)
    other = next(one for one in people[1:] if before[one.pk] != before[people[0].pk])
    Tie.objects.create(gathering=gathering, kind="together", one=people[0], other=other)
    accepted(make_composition(gathering, (workshop, 4), way=FEW))
    assert len(moved_in_fact(before, at(workshop))) <= 4


@pytest.mark.slow
def test_a_pair_now_kept_apart_moves_one_or_two_and_not_the_whole_room() -> None:
    gathering, people = gather(24)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 4)))
    before = at(workshop)
    other = next(one for one in people[1:] if before[one.pk] == before[people[0].pk])
    Tie.objects.create(gathering=gathering, kind="apart", one=people[0], other=other)
    accepted(make_composition(gathering, (workshop, 4), way=FEW))
    assert len(moved_in_fact(before, at(workshop))) <= 2


def test_a_fixed_person_tied_to_a_late_one_stays() -> None:
    # The late interpreter comes to the fixed seat, not the reverse.
    gathering, people = gather(12)
    workshop = make_moment(gathering, kind=MIXED)
    for number in range(3):
        make_table(workshop, number + 1, *people[4 * number : 4 * number + 4])
    Seat.objects.filter(sign_up=people[0]).update(locked=True)
    late = make_party(gathering, "Interprète").sign_ups.get()
    Tie.objects.create(gathering=gathering, kind="together", one=people[0], other=late)
    accepted(make_composition(gathering, (workshop, 3), way=FEW))
    assert (at(workshop)[people[0].pk], at(workshop)[late.pk]) == (1, 1)


@pytest.mark.slow
def test_a_new_table_in_one_choice_moves_nobody_of_another() -> None:
    gathering, options, people = make_choices((16, 8))
    workshop = options[0].moment
    leader = people[1][0]
    Table.objects.filter(seats__sign_up=leader).update(facilitator=leader)
    wish(make_party(gathering, "Tardive").sign_ups.get(), options[0])
    before = at(workshop)
    composition = accepted(make_composition(gathering, (workshop, 0), way=FEW))
    others = {person.pk for person in people[1]}
    assert not others & set(moved_in_fact(before, at(workshop)))
    assert not others & set(composition.result["tables"]["rounds"][0]["moved"])
    assert Table.objects.filter(facilitator=leader).exists()
