"""Composing a day: wishes, tables, what cannot be, accepting, composing again."""

import os
import random
from collections import Counter
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from entraide.gatherings import background
from entraide.gatherings.actions import composing as actions, sign_up
from entraide.gatherings.actions.housekeeping import housekeep
from entraide.gatherings.bridge import wishing
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
from entraide.gatherings.queries import composing
from entraide.numerics import tables as table_problem, wishes as wish_problem
from entraide.numerics.tables import solving
from tests.make import (
    make_composition,
    make_gathering,
    make_group,
    make_member,
    make_moment,
    make_option,
    make_party,
    make_table,
)

pytestmark = pytest.mark.django_db
MIXED, PEERS = Moment.Kind.MIXED_WORKSHOP, Moment.Kind.PEER_WORKSHOP
FEW, NEW = Composition.Way.FEW_MOVES, Composition.Way.NEW


@pytest.fixture(autouse=True)
def _few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rooms are small here: the first steps find what there is to find."""
    monkeypatch.setattr(solving, "steps", lambda problem: 300)


def make_room(people: int, groups: int = 3) -> tuple[Gathering, list[SignUp]]:
    """Make a gathering with people of several peer groups."""
    gathering = make_gathering()
    found = []
    for number in range(people):
        party = make_party(gathering, f"P{number:03d}")
        person = party.sign_ups.get()
        person.peer_group = make_group(f"g{number % groups}")
        person.save()
        found.append(person)
    return gathering, found


def make_visits(gathering: Gathering, *capacities: int | None, **values: object) -> list[Option]:
    """Make a visit to choose by wishes."""
    moment = make_moment(gathering, choosing=Moment.Choosing.WISHES, **values)
    return [make_option(moment, capacity, f"V{n}") for n, capacity in enumerate(capacities)]


def wish(person: SignUp, *options: Option | None) -> None:
    """Write the wishes of a person's party."""
    moment = next(option for option in options if option).moment
    for rank, option in enumerate(options, start=1):
        person.party.wishes.create(moment=moment, rank=rank, option=option)


def given(option: Option) -> list[str]:
    """Return who has an option."""
    people = SignUp.objects.filter(allocations__option=option)
    return sorted(people.values_list("name", flat=True))


def tables_of(moment: Moment) -> list[list[str]]:
    """Return who sits at each table."""
    found: dict[int, list[str]] = {}
    rows = Seat.objects.filter(moment=moment).order_by("table__number", "sign_up__name")
    for number, name in rows.values_list("table__number", "sign_up__name"):
        found.setdefault(number, []).append(name)
    return list(found.values())


def accepted(composition: Composition) -> Composition:
    """Accept a composition."""
    assert composition.state == Composition.State.READY, composition.reason
    actions.accept(composition, by=make_member(f"M{composition.pk}"))
    composition.refresh_from_db()
    return composition


def test_wishes_are_answered_and_the_places_counted() -> None:
    gathering, (a, b, c) = make_room(3)
    farm, shop = make_visits(gathering, 1, 2)
    wish(a, farm, shop)
    wish(b, farm)
    wish(c, shop, farm)
    composition = accepted(make_composition(gathering, (farm.moment, 0)))
    assert composition.result["wishes"][0]["profile"] == [2, 1]
    assert (given(farm), given(shop)) == (["P001"], ["P000", "P002"])
    assert sorted(Option.objects.values_list("taken", flat=True)) == [1, 2]
    assert set(Allocation.objects.values_list("how", flat=True)) == {"composed"}


def test_who_says_it_does_not_matter_takes_what_is_left() -> None:
    gathering, (a, b) = make_room(2)
    farm, shop = make_visits(gathering, 1, 1)
    wish(a, farm)
    wish(b, farm, None)
    accepted(make_composition(gathering, (farm.moment, 0)))
    assert (given(farm), given(shop)) == (["P000"], ["P001"])


def test_each_reason_for_having_nothing_is_told() -> None:
    gathering, (silent, blocked, elsewhere, late, first) = make_room(5)
    flat, steep = make_visits(gathering, 1, 5)
    Option.objects.filter(pk=steep.pk).update(step_free=False)
    Party.objects.filter(sign_ups__in=[blocked, elsewhere]).update(step_free=True)
    wish(blocked, steep)
    wish(elsewhere, steep, flat)
    wish(late, flat)
    wish(first, flat)
    composition = make_composition(gathering, (flat.moment, 0))
    told = dict(composition.result["wishes"][0]["unplaced"])
    assert told[silent.pk] == wishing.NO_WISH
    assert told[blocked.pk] == wishing.NEED_ELSEWHERE
    assert [told[person.pk] for person in (elsewhere, late, first) if person.pk in told] == [
        wishing.FULL
    ] * 2


def test_a_need_that_no_option_meets_is_told_and_the_others_are_answered() -> None:
    gathering, (blocked, other) = make_room(2)
    (steep,) = make_visits(gathering, 5)
    Option.objects.update(step_free=False)
    Party.objects.filter(sign_ups=blocked).update(step_free=True)
    wish(blocked, steep)
    wish(other, steep)
    composition = accepted(make_composition(gathering, (steep.moment, 0)))
    assert composition.result["wishes"][0]["unplaced"] == [[blocked.pk, wishing.NEED_NOWHERE]]
    assert given(steep) == ["P001"]


def test_a_party_stays_together_or_has_nothing() -> None:
    gathering = make_gathering()
    family = make_party(gathering, "A", "B", "C")
    alone = make_party(gathering, "D")
    farm, shop = make_visits(gathering, 2, 3)
    wish(family.sign_ups.all()[0], farm, shop)
    wish(alone.sign_ups.get(), shop, farm)
    accepted(make_composition(gathering, (farm.moment, 0)))
    assert (given(farm), given(shop)) == (["D"], ["A", "B", "C"])


def test_a_party_larger_than_its_wishes_is_told() -> None:
    gathering = make_gathering()
    family = make_party(gathering, "A", "B", "C")
    farm, _shop = make_visits(gathering, 2, 3)
    wish(family.sign_ups.all()[0], farm)
    composition = make_composition(gathering, (farm.moment, 0))
    reasons = {why for _person, why in composition.result["wishes"][0]["unplaced"]}
    assert reasons == {wishing.PARTY_TOO_LARGE}


def test_friends_with_one_word_are_together_when_an_option_suits_all() -> None:
    gathering = make_gathering()
    friends = [make_party(gathering, name, together_word="Tisserand") for name in "AB"]
    other = make_party(gathering, "C", together_word="autre")
    farm, shop = make_visits(gathering, 2, 2)
    wish(friends[0].sign_ups.get(), farm, shop)
    wish(friends[1].sign_ups.get(), shop, farm)
    wish(other.sign_ups.get(), farm, shop)
    accepted(make_composition(gathering, (farm.moment, 0)))
    assert ["A", "B"] in (given(farm), given(shop))


def test_a_word_without_common_wish_leaves_each_their_own() -> None:
    gathering = make_gathering()
    friends = [make_party(gathering, name, together_word="Tisserand") for name in "AB"]
    farm, shop = make_visits(gathering, 2, 2)
    wish(friends[0].sign_ups.get(), farm)
    wish(friends[1].sign_ups.get(), shop)
    accepted(make_composition(gathering, (farm.moment, 0)))
    assert (given(farm), given(shop)) == (["A"], ["B"])


def test_what_was_given_by_hand_stays() -> None:
    gathering, (a, b) = make_room(2)
    farm, shop = make_visits(gathering, 1, 1)
    wish(a, farm, shop)
    wish(b, farm, shop)
    sign_up.give_by_hand(b.party, farm, by=make_member("Alice"), reason="test")
    accepted(make_composition(gathering, (farm.moment, 0)))
    assert (given(farm), given(shop)) == (["P001"], ["P000"])


def test_mixed_tables_are_like_the_room_and_nobody_meets_twice() -> None:
    gathering, _people = make_room(36)
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
    gathering, _people = make_room(20)
    workshop = make_moment(gathering, kind=PEERS)
    accepted(make_composition(gathering, (workshop, 4)))
    for table in Table.objects.filter(moment=workshop):
        groups = set(table.seats.values_list("sign_up__peer_group", flat=True))
        assert groups == {table.peer_group_id}


def test_an_interpreter_follows_to_the_peer_table() -> None:
    gathering, people = make_room(12)
    inhabitant, interpreter = people[0], people[1]
    Tie.objects.create(gathering=gathering, kind="together", one=inhabitant, other=interpreter)
    workshop = make_moment(gathering, kind=PEERS)
    accepted(make_composition(gathering, (workshop, 3)))
    at = dict(Seat.objects.values_list("sign_up", "table"))
    assert at[inhabitant.pk] == at[interpreter.pk]
    assert Table.objects.get(pk=at[inhabitant.pk]).peer_group == inhabitant.peer_group


def test_two_people_who_must_not_meet_never_do() -> None:
    gathering, people = make_room(12)
    Tie.objects.create(gathering=gathering, kind="apart", one=people[0], other=people[3])
    workshops = [make_moment(gathering, kind=MIXED), make_moment(gathering, kind=PEERS)]
    accepted(make_composition(gathering, (workshops[0], 2), (workshops[1], 6)))
    for workshop in workshops:
        at = dict(Seat.objects.filter(moment=workshop).values_list("sign_up", "table"))
        assert at[people[0].pk] != at[people[3].pk]


def test_a_workshop_of_several_choices_has_tables_in_each() -> None:
    gathering, people = make_room(30)
    options = make_visits(gathering, 20, 20, kind=MIXED)
    for person in people:
        wish(person, options[person.pk % 2], options[1 - person.pk % 2])
    accepted(make_composition(gathering, (options[0].moment, 0)))
    for table in Table.objects.all():
        chosen = set(table.seats.values_list("sign_up__allocations__option", flat=True))
        assert chosen == {table.option_id}


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
    gathering, here = make_room(people)
    for tie, one, other in ties:
        Tie.objects.create(gathering=gathering, kind=tie, one=here[one], other=here[other])
    workshop = make_moment(gathering, kind=kind)
    composition = make_composition(gathering, (workshop, tables))
    assert composition.state == Composition.State.IMPOSSIBLE
    assert sentence in composition.reason
    assert not Table.objects.exists()


def test_one_person_sits_at_one_table() -> None:
    gathering, _people = make_room(1)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 1)))
    assert tables_of(workshop) == [["P000"]]


def test_nothing_is_accepted_when_something_changed_since() -> None:
    gathering, people = make_room(6)
    workshop = make_moment(gathering, kind=MIXED)
    composition = make_composition(gathering, (workshop, 2))
    sign_up.cancel(people[0].party)
    with pytest.raises(actions.Changed):
        actions.accept(composition, by=make_member("Alice"))
    assert not Seat.objects.exists()


def test_accepting_twice_is_accepting_once() -> None:
    gathering, _people = make_room(6)
    workshop = make_moment(gathering, kind=MIXED)
    composition = accepted(make_composition(gathering, (workshop, 2)))
    before = tables_of(workshop)
    actions.accept(composition, by=make_member("Alice"))
    assert tables_of(workshop) == before


def test_what_is_left_aside_changes_nothing_and_cannot_be_accepted() -> None:
    gathering, _people = make_room(6)
    workshop = make_moment(gathering, kind=MIXED)
    composition = make_composition(gathering, (workshop, 2))
    actions.discard(composition)
    with pytest.raises(actions.Changed):
        actions.accept(composition, by=make_member("Alice"))
    assert not Table.objects.exists()


def test_after_changes_as_few_people_as_possible_move() -> None:
    gathering, people = make_room(24)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 4)))
    before = dict(Seat.objects.values_list("sign_up", "table__number"))
    for person in random.Random(1).sample(people, 2):
        sign_up.cancel(person.party)
    make_party(gathering, "Tardive")
    composition = accepted(make_composition(gathering, (workshop, 4), way=FEW))
    after = dict(Seat.objects.values_list("sign_up", "table__number"))
    moved = [person for person in after if person in before and before[person] != after[person]]
    assert sorted(len(table) for table in tables_of(workshop)) == [5, 6, 6, 6]
    assert moved == composition.result["tables"]["rounds"][0]["moved"]
    assert len(moved) <= 1


def test_composing_anew_moves_many() -> None:
    """The control of the test above: without care, most people move."""
    gathering, _people = make_room(24)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 4)))
    before = dict(Seat.objects.values_list("sign_up", "table__number"))
    make_party(gathering, "Tardive")
    accepted(make_composition(gathering, (workshop, 4)))
    after = dict(Seat.objects.values_list("sign_up", "table__number"))
    assert sum(before[person] != after[person] for person in before) > 8


def test_a_fixed_seat_and_those_who_lead_stay_whatever_is_composed() -> None:
    gathering, people = make_room(12)
    workshop = make_moment(gathering, kind=MIXED)
    one, two = people[:6], people[6:]
    make_table(workshop, 1, *one)
    table = make_table(workshop, 2, *two, facilitator=two[0], scribe=two[1])
    Seat.objects.filter(sign_up=one[0]).update(locked=True)
    accepted(make_composition(gathering, (workshop, 2)))
    at = dict(Seat.objects.values_list("sign_up", "table__number"))
    assert (at[one[0].pk], at[two[0].pk], at[two[1].pk]) == (1, 2, 2)
    table.refresh_from_db()
    assert (table.facilitator, table.scribe) == (two[0], two[1])
    assert Seat.objects.get(sign_up=one[0]).locked


def test_only_those_who_came_are_seated_when_asked() -> None:
    gathering, people = make_room(9)
    workshop = make_moment(gathering, kind=MIXED)
    for person in people[:6]:
        person.arrivals.create(gathering=gathering, mark="here")
    people[0].arrivals.create(gathering=gathering, mark="back")
    accepted(make_composition(gathering, (workshop, 1), who=Composition.Who.ARRIVED))
    assert tables_of(workshop) == [[person.name for person in people[1:6]]]


def test_late_wishes_get_what_is_left_and_nobody_moves() -> None:
    gathering, (a, b) = make_room(2)
    farm, shop = make_visits(gathering, 1, 2)
    wish(a, farm, shop)
    wish(b, shop, farm)
    accepted(make_composition(gathering, (farm.moment, 0)))
    late = make_party(gathering, "Tardive").sign_ups.get()
    wish(late, farm, shop)
    composition = accepted(make_composition(gathering, (farm.moment, 0), way=FEW))
    assert composition.result["wishes"][0]["moved"] == []
    assert (given(farm), given(shop)) == (["P000"], ["P001", "Tardive"])


def test_someone_moves_only_when_it_gives_a_place_to_someone_without() -> None:
    gathering, (a,) = make_room(1)
    farm, shop = make_visits(gathering, 1, 1)
    wish(a, farm, shop)
    accepted(make_composition(gathering, (farm.moment, 0)))
    late = make_party(gathering, "Tardive").sign_ups.get()
    wish(late, farm)
    composition = accepted(make_composition(gathering, (farm.moment, 0), way=FEW))
    assert composition.result["wishes"][0]["moved"] == [a.pk]
    assert (given(farm), given(shop)) == (["Tardive"], ["P000"])


def test_a_person_who_cancels_leaves_the_seat_and_the_role() -> None:
    gathering, people = make_room(6)
    workshop = make_moment(gathering, kind=MIXED)
    table = make_table(workshop, 1, *people, facilitator=people[0])
    Tie.objects.create(gathering=gathering, kind="apart", one=people[0], other=people[1])
    sign_up.cancel(people[0].party)
    table.refresh_from_db()
    assert (table.facilitator, table.seats.count(), Tie.objects.count()) == (None, 5, 0)


def test_those_who_met_at_an_earlier_gathering_sit_apart() -> None:
    before, after = make_gathering(), make_gathering()
    Gathering.objects.filter(pk=before.pk).update(starts_at=before.starts_at.replace(year=2025))
    for gathering in (before, after):
        for number in range(8):
            contact = {"tell_by": "email", "email": f"p{number}@entraide.example"}
            make_party(gathering, f"P{number}", **contact)
    old, new = make_moment(before, kind=MIXED), make_moment(after, kind=MIXED)
    accepted(make_composition(before, (old, 4)))
    # What tables remember is there once the second gathering was composed too.
    accepted(make_composition(after, (new, 4)))
    composition = accepted(make_composition(after, (new, 4)))
    together = {frozenset(table) for table in tables_of(old)}
    assert not together & {frozenset(table) for table in tables_of(new)}
    assert composition.result["tables"]["repeats"] == 0
    people = composing.attending(after, "confirmed")
    assert len(composing.acquaintances(after, people)) == 4


def test_without_contact_nobody_is_recognised() -> None:
    gathering, _people = make_room(4)
    workshop = make_moment(gathering, kind=MIXED)
    accepted(make_composition(gathering, (workshop, 2)))
    assert set(SignUp.objects.values_list("memory", flat=True)) == {""}


def test_a_stop_gives_the_best_so_far() -> None:
    gathering, _people = make_room(40, groups=5)
    workshops = [make_moment(gathering, kind=MIXED) for _ in range(4)]
    parts = [{"moment": moment.pk, "tables": 6, "rooms": []} for moment in workshops]
    asked = actions.ask(gathering, parts=parts, way=NEW, who="confirmed", by=make_member("Al"))
    actions.stop(asked)
    from_child = background.compose.call(asked.pk)
    asked.refresh_from_db()
    assert (from_child, asked.state) == ("done", Composition.State.READY)


def test_a_new_composition_leaves_the_one_that_waits() -> None:
    gathering, _people = make_room(4)
    workshop = make_moment(gathering, kind=MIXED)
    first = make_composition(gathering, (workshop, 2))
    make_composition(gathering, (workshop, 1))
    first.refresh_from_db()
    assert first.state == Composition.State.DISCARDED


def test_an_unfair_answer_never_reaches_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the check: a solver that errs is caught before anything is kept."""
    gathering, (a, b) = make_room(2)
    farm, _shop = make_visits(gathering, 1, 1)
    wish(a, farm)
    wish(b, farm)
    workshop = make_moment(gathering, kind=MIXED)

    def nobody(problem: wish_problem.Problem, **_: object) -> wish_problem.Solution:
        people = tuple(person.id for person in problem.people)
        return wish_problem.Solution({}, people, (0,), wish_problem.Proof("prices"))

    def crowd(problem: table_problem.Problem, **_: object) -> table_problem.Solution:
        names = tuple(person.id for person in problem.people)
        seated = table_problem.Seating(problem.rounds[0].id, (names, ()), 0.0, 0.0)
        return table_problem.Solution((seated,), 0, 0)

    with monkeypatch.context() as patch:
        patch.setattr(wish_problem, "solve", nobody)
        unfair = make_composition(gathering, (farm.moment, 0))
    with monkeypatch.context() as patch:
        patch.setattr(table_problem, "solve", crowd)
        crowded = make_composition(gathering, (workshop, 2))
    for composition in (unfair, crowded):
        assert composition.state == Composition.State.IMPOSSIBLE
        assert "vérification" in composition.reason


def test_what_tables_remember_is_forgotten_after_three_years() -> None:
    recent, old = make_gathering(), make_gathering()
    for gathering in (recent, old):
        make_party(gathering, "Samira")
    SignUp.objects.update(memory="x" * 64)
    now = timezone.now()
    Gathering.objects.filter(pk=old.pk).update(starts_at=now - 1.1 * composing.MEMORY)
    housekeep(now=now)
    assert [bool(person.memory) for person in SignUp.objects.order_by("pk")] == [True, False]


def test_a_computation_that_never_answered_is_said_lost() -> None:
    gathering = make_gathering()
    now = timezone.now()
    running = Composition.State.RUNNING
    late = Composition.objects.create(
        gathering=gathering, state=running, asked_at=now - 2 * actions.LOST
    )
    young = Composition.objects.create(gathering=gathering, state=running, asked_at=now)
    housekeep(now=now)
    late.refresh_from_db()
    young.refresh_from_db()
    assert (late.state, young.state) == (Composition.State.IMPOSSIBLE, running)
    assert "recommencez" in late.reason


def test_a_process_that_dies_is_said_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    gathering, _people = make_room(4)
    workshop = make_moment(gathering, kind=MIXED)
    monkeypatch.setattr(background, "work", lambda line, day: os._exit(3))
    composition = make_composition(gathering, (workshop, 2))
    assert composition.state == Composition.State.IMPOSSIBLE
    assert "recommencez" in composition.reason


def test_the_page_says_what_was_found_and_why_nothing_fairer_exists(client: Client) -> None:
    gathering, (a, b, c) = make_room(3)
    farm, shop = make_visits(gathering, 1, 2)
    wish(a, farm, shop)
    wish(b, farm, shop)
    wish(c, shop)
    composition = make_composition(gathering, (farm.moment, 0))
    client.force_login(make_member("Alice"))
    page = f"/bureau/upc/rencontres/{gathering.slug}/composer/{composition.pk}/"
    said = unescape(client.get(page).content.decode()).replace("\u00a0", " ")
    assert "2 personnes ont leur premier souhait." in said
    assert "1 personne a son 2e souhait : il n'existe aucune répartition" in said
    assert "Pourquoi c'est juste ?" in said
    assert "une place de moins coûterait" in said
