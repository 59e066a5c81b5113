"""Composing when things change: stale plans, roles, places that were held, contrary seats."""

import os
from contextlib import suppress

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given as hypothesis_given, settings, strategies as st

from entraide.gatherings import background, bridge
from entraide.gatherings.actions import composing as actions, seating, sign_up
from entraide.gatherings.composing_wording import impossible_sentence
from entraide.gatherings.forms.composing import ComposeForm
from entraide.gatherings.models import (
    Allocation,
    Composition,
    Gathering,
    Moment,
    Option,
    Party,
    Seat,
    SignUp,
    Table,
    Tie,
)
from entraide.gatherings.queries import composing as composing_queries
from entraide.gatherings.queries.preview import preview
from entraide.numerics.tables import solving
from entraide.people.models import Person
from entraide.places.models import Room
from tests.gatherings.at_once import at_once, queries_of, together
from tests.gatherings.test_composing import (
    FEW,
    MIXED,
    NEW,
    PEERS,
    accepted,
    given,
    make_room,
    make_visits,
    wish,
)
from tests.make import (
    make_collective,
    make_composition,
    make_gathering,
    make_group,
    make_member,
    make_moment,
    make_option,
    make_party,
    make_place,
    make_request,
    make_table,
)

pytestmark = pytest.mark.django_db
MOST_EXAMPLES = int(os.environ.get("EXAMPLES", "6"))


@pytest.fixture(autouse=True)
def _few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "steps", lambda problem: 100)


@pytest.fixture
def alice() -> Person:
    return make_member("Alice")


@pytest.fixture
def desk(alice: Person) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def at(moment: Moment) -> dict[int, int]:
    """Return the number of the table of each person."""
    return dict(Seat.objects.filter(moment=moment).values_list("sign_up", "table__number"))


def moved_in_fact(before: dict[int, int], after: dict[int, int]) -> list[int]:
    return [who for who in before if who in after and before[who] != after[who]]


def page_of(composition: Composition) -> str:
    slug = composition.gathering.slug
    return f"/bureau/upc/rencontres/{slug}/composer/{composition.pk}/"


def counters_are_true(gathering: Gathering) -> None:
    for option in Option.objects.filter(moment__gathering=gathering):
        assert option.taken == option.allocations.count(), option.title
    confirmed = SignUp.objects.filter(party__gathering=gathering, party__state="confirmed")
    gathering.refresh_from_db()
    assert gathering.taken == confirmed.count()


# Wishes: what someone was given


@pytest.mark.parametrize("late", range(4))
def test_few_moves_never_takes_a_place_for_nothing(late: int) -> None:
    # One place, one who has it, late ones who want it too: whoever has the place keeps it.
    # The lots drawn between equal wishes must not give an accepted place to someone else.
    gathering, (first,) = make_room(1)
    (farm,) = make_visits(gathering, 1)
    wish(first, farm)
    accepted(make_composition(gathering, (farm.moment, 0)))
    for number in range(late + 1):
        wish(make_party(gathering, f"Tardive {number}").sign_ups.get(), farm)
    accepted(make_composition(gathering, (farm.moment, 0), way=FEW))
    assert given(farm) == ["P000"]


def test_who_loses_a_place_to_others_is_listed_as_moved() -> None:
    # A late party of two may push someone out: then that person must be in the list of moves,
    # or keep the place.
    gathering, (first,) = make_room(1)
    (farm,) = make_visits(gathering, 2)
    wish(first, farm)
    accepted(make_composition(gathering, (farm.moment, 0)))
    wish(make_party(gathering, "A", "B").sign_ups.all()[0], farm)
    composition = accepted(make_composition(gathering, (farm.moment, 0), way=FEW))
    moved = composition.result["wishes"][0]["moved"]
    assert "P000" in given(farm) or first.pk in moved


def test_what_was_given_by_hand_to_someone_not_yet_arrived_stays(alice: Person) -> None:
    # "What was given by hand stays, always": also when composing for those who came.
    gathering, (here, late) = make_room(2)
    farm, _shop = make_visits(gathering, 2, 2)
    wish(here, farm)
    sign_up.give_by_hand(late.party, farm, by=alice, reason="test")
    here.arrivals.create(gathering=gathering, mark="here")
    accepted(make_composition(gathering, (farm.moment, 0), who="arrived", way=FEW))
    assert given(farm) == ["P000", "P001"]
    counters_are_true(gathering)


def test_a_fixed_seat_of_someone_not_yet_arrived_stays() -> None:
    gathering, people = make_room(6)
    workshop = make_moment(gathering, kind=MIXED)
    make_table(workshop, 1, *people[:3])
    make_table(workshop, 2, *people[3:])
    Seat.objects.filter(sign_up=people[0]).update(locked=True)
    for person in people[1:]:
        person.arrivals.create(gathering=gathering, mark="here")
    accepted(make_composition(gathering, (workshop, 2), who="arrived", way=FEW))
    assert at(workshop).get(people[0].pk) == 1


def test_who_loses_a_seat_because_they_did_not_arrive_is_listed() -> None:
    gathering, people = make_room(6)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 2)))
    for person in people[1:]:
        person.arrivals.create(gathering=gathering, mark="here")
    composition = accepted(make_composition(gathering, (workshop, 2), who="arrived", way=FEW))
    round_ = composition.result["tables"]["rounds"][0]
    assert round_["lost"] == [people[0].pk]


@pytest.mark.parametrize("names", [("A",), ("A", "B", "C")])
def test_a_party_of_which_one_came_changes_size_and_the_places_stay_true(
    names: tuple[str, ...],
) -> None:
    # Composing for those who came gives an option to one of a party only; then the party changes.
    for arrived in (0, 1):
        gathering = make_gathering()
        party = make_party(gathering, "A", "B")
        farm, _shop = make_visits(gathering, 5, 5)
        people = list(party.sign_ups.all())
        wish(people[0], farm)
        people[arrived].arrivals.create(gathering=gathering, mark="here")
        accepted(make_composition(gathering, (farm.moment, 0), who="arrived"))
        sign_up.change(Party.objects.get(pk=party.pk), make_request(*names))
        counters_are_true(gathering)


def test_wishes_without_any_option_are_composed_without_fault() -> None:
    gathering, _people = make_room(3)
    moment = make_moment(gathering, choosing=Moment.Choosing.WISHES)
    composition = accepted(make_composition(gathering, (moment, 0)))
    assert len(composition.result["wishes"][0]["unplaced"]) == 3


# Tables: few moves


def test_when_a_table_goes_the_others_keep_their_number_and_their_roles() -> None:
    # The lightest table goes. If the tables that stay are numbered anew, everyone has to get up,
    # all are listed as moved, and who leads or writes is forgotten.
    gathering, people = make_room(12)
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
    gathering, people = make_room(9)
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
    gathering, _people = make_room(24, groups=3)
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


def test_a_fixed_peer_seat_does_not_forbid_a_larger_first_group() -> None:
    # Composing anew after late sign-ups of the first peers: tables of the last peers get another
    # number; their fixed seat is said to contradict, although nothing does.
    gathering, _people = make_room(24, groups=3)
    workshop = make_moment(gathering, kind=PEERS)
    accepted(make_composition(gathering, (workshop, 4)))
    Seat.objects.filter(table=Table.objects.order_by("-number")[0]).update(locked=False)
    seat = Seat.objects.filter(table__number=4)[0]
    Seat.objects.filter(pk=seat.pk).update(locked=True)
    composition = make_composition(gathering, (workshop, 3), way=NEW)
    assert composition.state == "ready", composition.reason
    composition = make_composition(gathering, (workshop, 6), way=NEW)
    assert composition.state == "ready", composition.reason


def test_a_late_pair_that_stays_together_does_not_move_the_whole_room() -> None:
    # Four tables of six, an inhabitant and an interpreter come late: 26 people, sizes 7 7 6 6.
    # One person who moves is enough; the plan must not be made anew.
    gathering, _people = make_room(24)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 4)))
    late = [make_party(gathering, name).sign_ups.get() for name in ("Y", "Z")]
    Tie.objects.create(gathering=gathering, kind="together", one=late[0], other=late[1])
    before = at(workshop)
    accepted(make_composition(gathering, (workshop, 4), way=FEW))
    assert len(moved_in_fact(before, at(workshop))) <= 2


def test_a_new_tie_moves_the_pair_and_not_the_whole_room() -> None:
    gathering, people = make_room(24)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 4)))
    before = at(workshop)
    other = next(one for one in people[1:] if before[one.pk] != before[people[0].pk])
    Tie.objects.create(gathering=gathering, kind="together", one=people[0], other=other)
    accepted(make_composition(gathering, (workshop, 4), way=FEW))
    assert len(moved_in_fact(before, at(workshop))) <= 4


def test_a_pair_now_kept_apart_moves_one_or_two_and_not_the_whole_room() -> None:
    gathering, people = make_room(24)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 4)))
    before = at(workshop)
    other = next(one for one in people[1:] if before[one.pk] == before[people[0].pk])
    Tie.objects.create(gathering=gathering, kind="apart", one=people[0], other=other)
    accepted(make_composition(gathering, (workshop, 4), way=FEW))
    assert len(moved_in_fact(before, at(workshop))) <= 2


def test_a_fixed_person_tied_to_a_late_one_stays() -> None:
    # The late interpreter comes to the fixed seat, not the reverse.
    gathering, people = make_room(12)
    workshop = make_moment(gathering, kind=MIXED)
    for number in range(3):
        make_table(workshop, number + 1, *people[4 * number : 4 * number + 4])
    Seat.objects.filter(sign_up=people[0]).update(locked=True)
    late = make_party(gathering, "Interprète").sign_ups.get()
    Tie.objects.create(gathering=gathering, kind="together", one=people[0], other=late)
    accepted(make_composition(gathering, (workshop, 3), way=FEW))
    assert (at(workshop)[people[0].pk], at(workshop)[late.pk]) == (1, 1)


def make_choices(sizes: tuple[int, ...]) -> tuple[Gathering, list[Option], list[list[SignUp]]]:
    """Make a mixed workshop with choices, composed and accepted."""
    gathering, people = make_room(sum(sizes))
    options = make_visits(gathering, *[None] * len(sizes), kind=MIXED)
    found = []
    for option, size in zip(options, sizes, strict=True):
        mine, people = people[:size], people[size:]
        for person in mine:
            wish(person, option)
        found.append(mine)
    accepted(make_composition(gathering, (options[0].moment, 0)))
    return gathering, options, found


def test_a_fixed_seat_in_a_choice_keeps_its_table() -> None:
    # Locks of a choice are numbered by the locked tables, not by the tables.
    gathering, options, _people = make_choices((16, 16))
    workshop = options[0].moment
    before = at(workshop)
    fixed = [next(who for who, number in before.items() if number == table) for table in (2, 4)]
    Seat.objects.filter(sign_up__in=fixed).update(locked=True)
    accepted(make_composition(gathering, (workshop, 0)))
    assert [at(workshop)[who] for who in fixed] == [2, 4]


def test_who_leads_the_second_table_of_a_choice_still_leads_after_composing() -> None:
    gathering, options, _people = make_choices((16, 16))
    workshop = options[0].moment
    leader = Table.objects.get(moment=workshop, number=4).seats.all()[0].sign_up
    Table.objects.filter(moment=workshop, number=4).update(facilitator=leader)
    accepted(make_composition(gathering, (workshop, 0)))
    assert Table.objects.filter(facilitator=leader).exists()


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


def test_two_who_must_not_meet_and_chose_the_same_small_workshop_do_not_block_the_day() -> None:
    # A choice of eight people has one table, and nobody can ask for two.
    gathering, people = make_room(8)
    (option,) = make_visits(gathering, None, kind=MIXED)
    for person in people:
        wish(person, option)
    Tie.objects.create(gathering=gathering, kind="apart", one=people[0], other=people[1])
    composition = make_composition(gathering, (option.moment, 0))
    assert composition.state == "ready", composition.reason


def test_rooms_chosen_once_are_ticked_when_composing_again() -> None:
    # Else composing again with few moves silently takes every table out of its room.
    gathering, _people = make_room(6)
    place = make_place()
    room = Room.objects.create(place=place, name="Grande salle", capacity=30)
    workshop = make_moment(gathering, kind=MIXED, place=place)
    parts = [{"moment": workshop.pk, "tables": 2, "rooms": [room.pk]}]
    asked = actions.ask(gathering, parts=parts, way=NEW, who="confirmed", by=make_member("Al"))
    background.compose.call(asked.pk)
    asked.refresh_from_db()
    accepted(asked)
    form = ComposeForm(gathering=gathering, people=6)
    assert form[f"rooms_{workshop.pk}"].value() == [str(room.pk)]


def test_the_first_composition_knows_who_met_at_the_last_gathering() -> None:
    # Digests are only written when a plan is accepted: the first plan of a gathering forgets all.
    before, after = make_gathering(), make_gathering()
    Gathering.objects.filter(pk=before.pk).update(starts_at=before.starts_at.replace(year=2025))
    for gathering in (before, after):
        for number in range(8):
            contact = {"tell_by": "email", "email": f"p{number}@entraide.example"}
            make_party(gathering, f"P{number}", **contact)
    old, new = make_moment(before, kind=MIXED), make_moment(after, kind=MIXED)
    accepted(make_composition(before, (old, 4)))
    composition = make_composition(after, (new, 1))
    assert composition.result["tables"]["repeats"] == 4


# Changes by hand


def two_tables(*groups: str) -> tuple[Moment, list[SignUp], list[Table]]:
    moment = make_moment(make_gathering(), kind=MIXED)
    people = []
    for number, group in enumerate(groups or ("h", "h", "c", "c")):
        person = make_party(moment.gathering, f"P{number}").sign_ups.get()
        person.peer_group = make_group(group)
        person.save()
        people.append(person)
    half = len(people) // 2
    tables = [make_table(moment, 1, *people[:half]), make_table(moment, 2, *people[half:])]
    return moment, people, tables


def seat_page(moment: Moment, person: SignUp) -> str:
    base = f"/bureau/upc/rencontres/{moment.gathering.slug}/tables/"
    return f"{base}{moment.pk}/places/{person.pk}/"


def test_undoing_gives_the_role_back(alice: Person) -> None:
    # "Every change by hand can be undone": who led the table leads it again.
    moment, people, tables = two_tables()
    Table.objects.filter(pk=tables[0].pk).update(facilitator=people[0])
    Table.objects.filter(pk=tables[1].pk).update(scribe=people[2])
    seating.move(moment, people[0], to=tables[1], partner=people[2], by=alice)
    seating.undo(moment.gathering, by=alice)
    for table in tables:
        table.refresh_from_db()
    assert (tables[0].facilitator, tables[1].scribe) == (people[0], people[2])


def test_a_page_seen_before_a_tie_cannot_seat_two_who_must_not_meet(desk: Client) -> None:
    # The page of costs was opened, then a tie was made; the old button must not work any more.
    moment, people, tables = two_tables()
    Tie.objects.create(gathering=moment.gathering, kind="apart", one=people[0], other=people[3])
    desk.post(seat_page(moment, people[0]), {"table": tables[1].pk, "partner": people[2].pk})
    assert at(moment)[people[0].pk] == 1


def test_nobody_is_sent_to_the_tables_of_other_peers(desk: Client) -> None:
    moment, people, tables = two_tables()
    Moment.objects.filter(pk=moment.pk).update(kind=PEERS)
    for table, group in zip(tables, ("h", "c"), strict=True):
        Table.objects.filter(pk=table.pk).update(peer_group=make_group(group))
    desk.post(seat_page(moment, people[0]), {"table": tables[1].pk})
    assert at(moment)[people[0].pk] == 1


def test_a_double_click_on_undo_undoes_one_change(alice: Person, desk: Client) -> None:
    moment, people, tables = two_tables()
    seating.move(moment, people[0], to=tables[1], partner=None, by=alice)
    seating.move(moment, people[1], to=tables[1], partner=None, by=alice)
    base = f"/bureau/upc/rencontres/{moment.gathering.slug}/tables/"
    page = desk.get(f"{base}{moment.pk}/").content.decode()
    form = page[page.index("defaire") :].split("</form>")[0]
    data = {}
    if 'type="hidden" name="move" value="' in form:
        data["move"] = form.split('name="move" value="')[1].split('"')[0]
    for _click in range(2):
        desk.post(f"{base}defaire/", data)
    assert at(moment)[people[0].pk] == 2


def test_accepting_another_workshop_keeps_what_undoes_this_one(alice: Person) -> None:
    moment, people, tables = two_tables()
    other = make_moment(moment.gathering, kind=MIXED)
    seating.move(moment, people[0], to=tables[1], partner=people[2], by=alice)
    accepted(make_composition(moment.gathering, (other, 2)))
    assert seating.undo(moment.gathering, by=alice)
    assert at(moment)[people[0].pk] == 1


def test_undo_after_someone_left_seats_the_others_again(alice: Person) -> None:
    moment, people, tables = two_tables()
    seating.move(moment, people[0], to=tables[1], partner=people[2], by=alice)
    sign_up.cancel(people[2].party)
    assert seating.undo(moment.gathering, by=alice)
    assert at(moment) == {people[0].pk: 1, people[1].pk: 1, people[3].pk: 2}


# What people change after a plan was accepted


def test_who_changes_workshop_leaves_the_table_of_the_old_one(alice: Person) -> None:
    # Else the ticket says one workshop and the table and room of the other.
    _gathering, options, people = make_choices((4, 4))
    person = people[0][0]
    sign_up.give_by_hand(person.party, options[1], by=alice, reason="test")
    for seat in Seat.objects.filter(sign_up=person).select_related("table"):
        assert seat.table.option == options[1]


def test_who_changes_an_immediate_workshop_leaves_its_table() -> None:
    gathering, people = make_room(4)
    moment = make_moment(gathering, kind=MIXED, choosing=Moment.Choosing.IMMEDIATE)
    one, two = make_option(moment, 5, "A"), make_option(moment, 5, "B")
    for person in people:
        sign_up.change(person.party, make_request(person.name, wishes={moment.pk: (one.pk,)}))
    accepted(make_composition(gathering, (moment, 0)))
    sign_up.change(people[0].party, make_request("P000", wishes={moment.pk: (two.pk,)}))
    assert Allocation.objects.get(sign_up=people[0]).option == two
    for seat in Seat.objects.filter(sign_up=people[0]).select_related("table"):
        assert seat.table.option == two


def test_when_the_first_of_a_party_stays_away_the_other_keeps_the_own_ties() -> None:
    # Marie must not meet someone. Her companion, first in the form, does not come any more: she
    # must not take his row and lose hers, with the tie that protects her.
    gathering = make_gathering()
    party = make_party(gathering, "Paul", "Marie")
    other = make_party(gathering, "Autre").sign_ups.get()
    marie = party.sign_ups.get(name="Marie")
    first, second = sorted((marie, other), key=lambda one: one.pk)
    Tie.objects.create(gathering=gathering, kind="apart", one=first, other=second)
    sign_up.change(party, make_request("Marie"))
    tie = Tie.objects.filter(gathering=gathering).first()
    assert tie is not None
    assert {tie.one.name, tie.other.name} == {"Marie", "Autre"}


def test_a_party_that_grows_has_newcomers_without_seat_and_true_counters() -> None:
    gathering = make_gathering()
    party = make_party(gathering, "A")
    make_party(gathering, "D")
    farm, _shop = make_visits(gathering, 4, 4)
    workshop = make_moment(gathering, kind=MIXED)
    wish(party.sign_ups.get(), farm)
    accepted(make_composition(gathering, (farm.moment, 0), (workshop, 1)))
    sign_up.change(party, make_request("A", "B", "C"))
    counters_are_true(gathering)
    assert len(given(farm)) == 3
    accepted(make_composition(gathering, (farm.moment, 0), (workshop, 1), way=FEW))
    assert len(at(workshop)) == 4
    sign_up.change(Party.objects.get(pk=party.pk), make_request("A"))
    counters_are_true(gathering)


# A programme that changes under a plan


def test_a_workshop_removed_while_its_plan_is_read_is_no_server_error(desk: Client) -> None:
    gathering, _people = make_room(4)
    workshop = make_moment(gathering, kind=MIXED)
    composition = make_composition(gathering, (workshop, 2))
    workshop.delete()
    assert desk.get(page_of(composition)).status_code == 200
    answer = desk.post(page_of(composition) + "decider/", {"accept": "1"}, follow=True)
    assert answer.status_code == 200
    assert not Seat.objects.exists()


def test_the_plan_of_a_workshop_removed_later_is_still_read(desk: Client) -> None:
    gathering, _people = make_room(4)
    one, other = make_moment(gathering, kind=MIXED), make_moment(gathering, kind=PEERS)
    composition = accepted(make_composition(gathering, (one, 2), (other, 3)))
    one.delete()
    assert desk.get(page_of(composition)).status_code == 200


def test_a_workshop_that_becomes_one_of_peers_makes_its_plan_stale(desk: Client) -> None:
    gathering, _people = make_room(6)
    workshop = make_moment(gathering, kind=MIXED)
    composition = make_composition(gathering, (workshop, 3))
    Moment.objects.filter(pk=workshop.pk).update(kind=PEERS)
    assert desk.get(page_of(composition)).status_code == 200
    answer = desk.post(page_of(composition) + "decider/", {"accept": "1"}, follow=True)
    assert answer.status_code == 200
    assert not Seat.objects.exists()


def test_a_peer_workshop_that_gets_choices_makes_its_plan_stale(desk: Client) -> None:
    # Adding a first choice to a workshop makes people choose; the plan was for the whole room.
    gathering, _people = make_room(6)
    workshop = make_moment(gathering, kind=PEERS)
    composition = make_composition(gathering, (workshop, 3))
    Moment.objects.filter(pk=workshop.pk).update(choosing=Moment.Choosing.WISHES)
    assert desk.get(page_of(composition)).status_code == 200
    answer = desk.post(page_of(composition) + "decider/", {"accept": "1"}, follow=True)
    assert answer.status_code == 200
    assert not Seat.objects.exists()


def test_the_accepted_plan_of_a_peer_workshop_that_gets_choices_is_still_read(
    desk: Client,
) -> None:
    gathering, _people = make_room(6)
    workshop = make_moment(gathering, kind=PEERS)
    composition = accepted(make_composition(gathering, (workshop, 3)))
    Moment.objects.filter(pk=workshop.pk).update(choosing=Moment.Choosing.WISHES)
    assert desk.get(page_of(composition)).status_code == 200


def test_a_choice_removed_while_the_plan_of_its_tables_is_read(desk: Client) -> None:
    gathering, people = make_room(6)
    options = make_visits(gathering, None, None, kind=MIXED)
    for person in people:
        wish(person, options[person.pk % 2])
    composition = make_composition(gathering, (options[0].moment, 0))
    options[0].delete()
    assert desk.get(page_of(composition)).status_code == 200
    answer = desk.post(page_of(composition) + "decider/", {"accept": "1"}, follow=True)
    assert answer.status_code == 200
    assert not Seat.objects.exists()


def test_a_workshop_where_people_sit_is_not_removed_without_a_word(desk: Client) -> None:
    # "Remove what nobody has; refuse what someone has": a seat is something one has.
    gathering, _people = make_room(4)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 1)))

    page = reverse("gatherings:moment", args=["upc", gathering.slug, workshop.pk])
    desk.post(page, {"remove": "1"})
    assert Moment.objects.filter(pk=workshop.pk).exists()


# Sentences


def test_nobody_arrived_is_not_said_as_nobody_signed_up() -> None:
    gathering, _people = make_room(4)
    workshop = make_moment(gathering, kind=MIXED)
    composition = make_composition(gathering, (workshop, 1), who="arrived")
    assert composition.state == "impossible"
    assert "aucune inscription confirmée" not in composition.reason


@pytest.mark.parametrize("typed", ["0", "-1", "501", "x", "1e3", "²", "9" * 400, "\x00"])
def test_a_strange_number_of_tables_is_refused_and_the_page_keeps_what_was_typed(
    desk: Client, typed: str
) -> None:
    gathering, _people = make_room(2)
    workshop = make_moment(gathering, kind=MIXED)
    page = f"/bureau/upc/rencontres/{gathering.slug}/composer/"
    data = {f"part_{workshop.pk}": "on", f"tables_{workshop.pk}": typed, "way": "new"}
    answer = desk.post(page, {**data, "who": "confirmed"})
    assert answer.status_code == 422
    assert not Composition.objects.exists()


def test_compositions_of_another_collective_are_404(desk: Client) -> None:
    gathering = make_gathering(collective=make_collective("autre"))
    workshop = make_moment(gathering, kind=MIXED)
    person = make_party(gathering, "Zoé").sign_ups.get()
    table = make_table(workshop, 1, person)
    composition = make_composition(gathering, (workshop, 1))
    mine = make_gathering()
    for slug, collective in (
        (gathering.slug, "upc"),
        (gathering.slug, "autre"),
        (mine.slug, "upc"),
    ):
        base = f"/bureau/{collective}/rencontres/{slug}/"
        for path in (
            f"composer/{composition.pk}/",
            f"tables/{workshop.pk}/",
            f"tables/{workshop.pk}/places/{person.pk}/",
        ):
            assert desk.get(base + path).status_code == 404, base + path
        for path in (f"composer/{composition.pk}/decider/", f"tables/{table.pk}/roles/"):
            assert desk.post(base + path, {"accept": "1"}).status_code == 404, base + path


# Whatever happens, in whatever order

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["come", "cancel", "change", "hand", "new", "few", "few", "few", "move", "undo", "lock",
             "lead", "lead", "tie"]
        ),
        st.integers(0, 40),
        st.integers(1, 5),
    ),
    min_size=4,
    max_size=10,
)  # fmt: skip


def compose_here(gathering: Gathering, parts: list[tuple[Moment, int]], way: str) -> Composition:
    """Compose without a process of its own: quicker, and the same otherwise."""
    rows = [{"moment": moment.pk, "tables": tables, "rooms": []} for moment, tables in parts]
    asked = actions.ask(gathering, parts=rows, way=way, who="confirmed", by=None)  # type: ignore[arg-type]
    found = actions.begin(asked.pk)
    assert found is not None
    try:
        actions.finish(found, bridge.compute(bridge.gathered(found), lambda part: part))
    except bridge.Infeasible as reason:
        actions.give_up(found, impossible_sentence(reason.kind, reason.about))
    found.refresh_from_db()
    return found


class Play:
    """A gathering with a visit by wishes and a mixed workshop, to which anything happens."""

    def __init__(self) -> None:
        self.gathering = make_gathering(capacity=30)
        self.farm, self.shop = make_visits(self.gathering, 3, 8)
        self.workshop = make_moment(self.gathering, kind=MIXED)
        for number in range(6):
            self.come(number, 1 + number % 2)
        self.compose("new", 4)

    def come(self, which: int, size: int) -> None:
        options = (self.farm, self.shop) if which % 2 else (self.shop, self.farm)
        values = {} if which % 5 == 0 else {self.farm.moment_id: tuple(o.pk for o in options)}
        make_party(self.gathering, *[f"P{n}" for n in range(size)], wishes=values)

    def parties(self) -> list[Party]:
        return list(Party.objects.filter(gathering=self.gathering, state="confirmed"))

    def do(self, what: str, which: int, size: int) -> None:
        if what == "come":
            self.come(which, size)
        elif what in ("new", "few"):
            self.compose(what, size)
        elif what == "undo":
            seating.undo(self.gathering, by=None)  # type: ignore[arg-type]
        elif parties := self.parties():
            party = parties[which % len(parties)]
            with suppress(sign_up.NoRoom):
                self.by_party(what, party, size)
            with suppress(seating.Tied, seating.Gone):
                self.by_hand(what, which, size)

    def by_party(self, what: str, party: Party, size: int) -> None:
        if what == "cancel":
            sign_up.cancel(party)
        elif what == "change":
            sign_up.change(party, make_request(*[f"Q{n}" for n in range(size)]))
        elif what == "hand":
            sign_up.give_by_hand(party, self.farm, by=None, reason="")  # type: ignore[arg-type]

    def by_hand(self, what: str, which: int, size: int) -> None:
        seats = list(Seat.objects.filter(moment=self.workshop).select_related("sign_up", "table"))
        if len(seats) < 2:
            return
        seat, other = seats[which % len(seats)], seats[which % len(seats) - 1]
        if what == "move":
            tables = list(Table.objects.filter(moment=self.workshop))
            to = tables[size % len(tables)]
            partner = next((one.sign_up for one in seats if one.table_id == to.pk), None)
            seating.move(self.workshop, seat.sign_up, to=to, partner=partner, by=None)  # type: ignore[arg-type]
        elif what == "lock":
            seating.lock_seat(self.workshop, seat.sign_up, locked=which % 2 == 0)
        elif what == "lead":
            seating.name_roles(seat.table, facilitator=seat.sign_up, scribe=None)
        elif what == "tie":
            kind = "apart" if which % 2 else "together"
            seating.tie(self.gathering, kind, seat.sign_up, other.sign_up, by=None)  # type: ignore[arg-type]

    def compose(self, way: str, tables: int) -> None:
        settled = composing_queries.settled(self.workshop.pk)
        before = at(self.workshop)
        parts = [(self.farm.moment, 0), (self.workshop, tables)]
        found = compose_here(self.gathering, parts, FEW if way == "few" else NEW)
        if found.state == "impossible":
            return
        assert preview(found)
        actions.accept(found, by=None)  # type: ignore[arg-type]
        after = at(self.workshop)
        people = SignUp.objects.filter(party__in=self.parties())
        assert set(after) == set(people.values_list("pk", flat=True))
        for tie in self.gathering.ties.all():
            apart = after[tie.one_id] != after[tie.other_id]
            assert apart == (tie.kind == "apart")
        for person in settled:
            if before[person] <= tables:
                assert after[person] == before[person]
        if way == "few":
            told = found.result["tables"]["rounds"][0]["moved"]
            assert sorted(told) == sorted(moved_in_fact(before, after))

    def check(self) -> None:
        counters_are_true(self.gathering)
        for seat in Seat.objects.select_related("table", "sign_up__party"):
            assert seat.sign_up.party.state == "confirmed"
            assert seat.table.moment_id == seat.moment_id
        for table in Table.objects.all():
            here = set(table.seats.values_list("sign_up", flat=True))
            assert {table.facilitator_id, table.scribe_id} - {None} <= here


@settings(
    max_examples=MOST_EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@hypothesis_given(steps=STEPS)
def test_whatever_happens_seats_roles_and_counters_agree(steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        play = Play()
        for step in steps:
            play.do(*step)
            play.check()
        transaction.set_rollback(True)


# At the same time: on PostgreSQL (scripts/on_postgresql.sh), where transactions overlap


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(4))
def test_a_plan_accepted_twice_while_someone_cancels_is_whole_or_refused(_again: int) -> None:
    gathering, people = make_room(8)
    farm, shop = make_visits(gathering, 4, 4)
    for person in people:
        wish(person, farm, shop)
    workshop = make_moment(gathering, kind=MIXED)
    composition = make_composition(gathering, (farm.moment, 0), (workshop, 2))
    alice = make_member("Alice")
    failed = at_once(
        lambda: actions.accept(composition, by=alice),
        lambda: actions.accept(composition, by=alice),
        lambda: sign_up.cancel(people[0].party),
    )
    assert [type(fault) for fault in failed if not isinstance(fault, actions.Changed)] == []
    counters_are_true(gathering)
    assert Seat.objects.filter(sign_up=people[0]).count() == 0
    assert Seat.objects.count() in (0, 7)


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(4))
def test_a_plan_left_while_it_is_accepted_is_one_or_the_other(_again: int) -> None:
    gathering, _people = make_room(8)
    workshop = make_moment(gathering, kind=MIXED)
    composition = make_composition(gathering, (workshop, 2))
    alice = make_member("Alice")
    at_once(lambda: actions.accept(composition, by=alice), lambda: actions.discard(composition))
    composition.refresh_from_db()
    assert (composition.state == "accepted") == Seat.objects.exists()
    assert bool(composition.result) == (composition.state == "accepted")


@together
@pytest.mark.django_db(transaction=True)
def test_two_exchanges_with_the_same_person_leave_everyone_one_seat(alice: Person) -> None:
    moment, people, tables = two_tables()
    at_once(
        lambda: seating.move(moment, people[0], to=tables[1], partner=people[2], by=alice),
        lambda: seating.move(moment, people[1], to=tables[1], partner=people[2], by=alice),
    )
    assert sorted(at(moment).values()) == [1, 1, 2, 2]
    seating.undo(moment.gathering, by=alice)
    assert sorted(at(moment).values()) == [1, 1, 2, 2]


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(4))
def test_who_is_named_to_lead_while_leaving_the_table_does_not_lead_it(
    alice: Person, _again: int
) -> None:
    moment, people, tables = two_tables()
    at_once(
        lambda: seating.name_roles(tables[0], facilitator=people[0], scribe=None),
        lambda: seating.move(moment, people[0], to=tables[1], partner=None, by=alice),
        lambda: sign_up.cancel(people[1].party),
    )
    for table in Table.objects.exclude(facilitator=None):
        assert table.seats.filter(sign_up=table.facilitator).exists()


@together
@pytest.mark.django_db(transaction=True)
def test_composing_asked_twice_at_once_ends_with_one_plan_to_read(alice: Person) -> None:
    gathering, _people = make_room(4)
    workshop = make_moment(gathering, kind=MIXED)
    parts = [{"moment": workshop.pk, "tables": 2, "rooms": []}]
    at_once(*[lambda: actions.ask(gathering, parts=parts, way=NEW, who="confirmed", by=alice)] * 4)
    assert gathering.compositions.filter(state="asked").count() == 1


# The pages


def test_a_tie_without_its_kind_is_told_and_keeps_the_two_people(desk: Client) -> None:
    # Nothing is ticked: the page must say so, and must not empty what was chosen.
    gathering, people = make_room(2)
    page = f"/bureau/upc/rencontres/{gathering.slug}/composer/liens/"
    answer = desk.post(page, {"one": people[0].pk, "other": people[1].pk})
    assert answer.context["form"].errors
    assert f'value="{people[0].pk}" selected' in answer.content.decode()


def test_pages_ask_the_same_for_three_people_and_for_thirty(desk: Client) -> None:
    found = []
    for number in (3, 30):
        gathering, people = make_room(number, groups=1)
        farm, _shop = make_visits(gathering, 20, 20)
        for person in people:
            wish(person, farm)
        workshop = make_moment(gathering, kind=MIXED)
        composition = make_composition(gathering, (farm.moment, 0), (workshop, 2))
        read = queries_of(desk, page_of(composition))
        accepted(composition)
        base = f"/bureau/upc/rencontres/{gathering.slug}/"
        paths = [
            "composer/", f"composer/{composition.pk}/", "composer/liens/", "tables/",
            f"tables/{workshop.pk}/places/{people[0].pk}/",
        ]  # fmt: skip
        found.append([read, *[queries_of(desk, base + path) for path in paths]])
    assert found[0] == found[1]


def test_the_tables_page_asks_the_same_for_two_tables_and_for_ten(desk: Client) -> None:
    found = []
    for tables in (2, 10):
        gathering, people = make_room(20)
        workshop = make_moment(gathering, kind=MIXED)
        for number in range(tables):
            make_table(workshop, number + 1, *people[number::tables])
        found.append(queries_of(desk, f"/bureau/upc/rencontres/{gathering.slug}/tables/"))
    assert found[0] == found[1]


def test_two_workshops_composed_one_after_the_other_know_of_each_other() -> None:
    gathering, _people = make_room(16)
    first, second = make_moment(gathering, kind=MIXED), make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (first, 4)))
    composition = accepted(make_composition(gathering, (second, 4)))
    assert composition.result["tables"]["repeats"] == 0


def test_a_deleted_person_is_no_fault_in_an_older_plan(desk: Client) -> None:
    gathering = make_gathering()
    party = make_party(gathering, "A", "B", "C")
    farm, _shop = make_visits(gathering, 4, 4)
    wish(party.sign_ups.all()[0], farm)
    workshop = make_moment(gathering, kind=MIXED)
    composition = accepted(make_composition(gathering, (farm.moment, 0), (workshop, 1)))
    sign_up.change(party, make_request("A"))
    assert desk.get(page_of(composition)).status_code == 200


def test_a_capacity_raised_or_an_option_removed_makes_the_plan_stale() -> None:
    for change in ("capacity", "step_free", "remove", "wish", "peer_group"):
        gathering, (a, b) = make_room(2)
        farm, shop = make_visits(gathering, 1, 2)
        wish(a, farm, shop)
        wish(b, shop)
        composition = make_composition(gathering, (farm.moment, 0))
        if change == "remove":
            farm.delete()
        elif change == "wish":
            b.party.wishes.all().delete()
        elif change == "peer_group":
            SignUp.objects.filter(pk=a.pk).update(peer_group=make_group("autre"))
        else:
            value = 5 if change == "capacity" else False
            Option.objects.filter(pk=farm.pk).update(**{change: value})
        with pytest.raises(actions.Changed):
            actions.accept(composition, by=make_member(f"A{change}"))
        assert not Allocation.objects.exists()
        counters_are_true(gathering)


def test_who_says_another_peer_group_goes_there_and_few_others_move() -> None:
    gathering, people = make_room(24, groups=3)
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


@pytest.mark.parametrize("kind", ["peers", "mixed", "choices"])
def test_composing_again_without_any_change_moves_nobody_and_keeps_roles(kind: str) -> None:
    if kind == "choices":
        gathering, options, _ = make_choices((17, 9))
        workshop, tables = options[0].moment, 0
    else:
        gathering, _ = make_room(26)
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
