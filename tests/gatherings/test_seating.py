"""Tables by hand: what a change costs, that it can be undone, who leads, who must not meet."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entraide.gatherings.actions import seating
from entraide.gatherings.bridge import by_hand
from entraide.gatherings.bridge.by_hand import Cost
from entraide.gatherings.forms.composing import RolesForm, TieForm
from entraide.gatherings.models import (
    Change,
    Gathering,
    HandMove,
    Moment,
    Seat,
    SignUp,
    Table,
    Tie,
)
from entraide.gatherings.queries.seating import forbidden
from entraide.people.models import Person, Role
from tests.make import make_gathering, make_group, make_member, make_moment, make_party, make_table

pytestmark = pytest.mark.django_db
MIXED = Moment.Kind.MIXED_WORKSHOP


def make_people(gathering: Gathering, *groups: str) -> list[SignUp]:
    """Make one person for each peer group named."""
    found = []
    for number, group in enumerate(groups):
        person = make_party(gathering, f"P{number}").sign_ups.get()
        person.peer_group = make_group(group)
        person.save()
        found.append(person)
    return found


@pytest.fixture
def alice() -> Person:
    return make_member("Alice")


@pytest.fixture
def workshop() -> Moment:
    """A workshop of two tables: two inhabitants at one, two researchers at the other."""
    moment = make_moment(make_gathering(), kind=MIXED)
    people = make_people(moment.gathering, "h", "h", "c", "c")
    make_table(moment, 1, *people[:2])
    make_table(moment, 2, *people[2:])
    return moment


def person(name: str) -> SignUp:
    return SignUp.objects.get(name=name)


def at(moment: Moment) -> dict[str, int]:
    """Return the number of the table of each person."""
    return dict(Seat.objects.filter(moment=moment).values_list("sign_up__name", "table__number"))


def table(number: int) -> Table:
    return Table.objects.get(number=number)


def test_an_exchange_that_mixes_costs_less_than_nothing(workshop: Moment) -> None:
    now = by_hand.sitting(workshop, None)
    found = by_hand.cost(now, person("P0").pk, table(2).pk, person("P2").pk)
    # Two of one kind at each table is one off per value and table: 4 before, 0 after.
    assert found == Cost(0, -4.0)


def test_going_alone_costs_what_it_unbalances(workshop: Moment) -> None:
    now = by_hand.sitting(workshop, None)
    assert by_hand.cost(now, person("P0").pk, table(2).pk, None) == Cost(0, -2.0)


def test_meeting_again_is_counted(workshop: Moment) -> None:
    other = make_moment(workshop.gathering, kind=MIXED)
    make_table(other, 1, person("P0"), person("P3"))
    now = by_hand.sitting(workshop, None)
    assert by_hand.cost(now, person("P0").pk, table(2).pk, person("P2").pk).repeats == 1
    assert by_hand.best_partner(now, person("P0").pk, table(2).pk) == (
        person("P3").pk,
        Cost(0, -4.0),
    )


def test_the_best_partner_respects_the_ties(workshop: Moment) -> None:
    gathering = workshop.gathering
    Tie.objects.create(gathering=gathering, kind="apart", one=person("P0"), other=person("P3"))
    now = by_hand.sitting(workshop, None)
    best = by_hand.best_partner(now, person("P0").pk, table(2).pk)
    assert best is not None
    assert best[0] == person("P3").pk


def test_people_kept_together_are_not_offered_to_separate(workshop: Moment) -> None:
    gathering = workshop.gathering
    Tie.objects.create(gathering=gathering, kind="together", one=person("P0"), other=person("P1"))
    now = by_hand.sitting(workshop, None)
    assert by_hand.best_partner(now, person("P0").pk, table(2).pk) is None
    assert forbidden(now, person("P0").pk, table(2).pk, None)


def test_a_change_is_made_and_undone(workshop: Moment, alice: Person) -> None:
    before = at(workshop)
    seating.move(workshop, person("P0"), to=table(2), partner=person("P2"), by=alice)
    assert at(workshop) == {"P0": 2, "P1": 1, "P2": 1, "P3": 2}
    assert seating.undo(workshop.gathering, by=alice)
    assert at(workshop) == before
    assert not seating.undo(workshop.gathering, by=alice)


def test_changes_are_undone_the_last_one_first(workshop: Moment, alice: Person) -> None:
    seating.move(workshop, person("P0"), to=table(2), partner=None, by=alice)
    seating.move(workshop, person("P1"), to=table(2), partner=None, by=alice)
    seating.undo(workshop.gathering, by=alice)
    assert at(workshop) == {"P0": 2, "P1": 1, "P2": 2, "P3": 2}


def test_who_leads_stops_leading_when_leaving(workshop: Moment, alice: Person) -> None:
    Table.objects.filter(number=1).update(facilitator=person("P0"), scribe=person("P1"))
    seating.move(workshop, person("P0"), to=table(2), partner=None, by=alice)
    assert (table(1).facilitator, table(1).scribe) == (None, person("P1"))


def test_a_partner_who_sits_elsewhere_by_now_stops_the_change(
    workshop: Moment, alice: Person
) -> None:
    with pytest.raises(seating.Gone), transaction.atomic():
        seating.move(workshop, person("P0"), to=table(2), partner=person("P1"), by=alice)
    assert at(workshop) == {"P0": 1, "P1": 1, "P2": 2, "P3": 2}


def test_the_log_names_nobody(workshop: Moment, alice: Person) -> None:
    seating.move(workshop, person("P0"), to=table(2), partner=person("P2"), by=alice)
    seating.tie(workshop.gathering, "apart", person("P0"), person("P3"), by=alice)
    seating.untie(Tie.objects.get(), by=alice)
    said = " ".join(Change.objects.values_list("what", flat=True))
    assert not [name for name in ("P0", "P1", "P2", "P3") if name in said]
    assert Change.objects.count() == 3


def test_a_pair_is_tied_once_whatever_the_order(workshop: Moment, alice: Person) -> None:
    seating.tie(workshop.gathering, "apart", person("P3"), person("P0"), by=alice)
    seating.tie(workshop.gathering, "together", person("P0"), person("P3"), by=alice)
    assert [tie.kind for tie in Tie.objects.all()] == ["together"]


def test_a_tie_needs_two_people() -> None:
    people = make_people(make_gathering(), "h")
    data = {"kind": "apart", "one": people[0].pk, "other": people[0].pk}
    form = TieForm(data, people=SignUp.objects.all())
    assert form.errors == {"other": ["Choisissez deux personnes différentes."]}


@pytest.mark.parametrize(
    ("structures", "scribe", "fine"),
    [
        (("CCAS", "ccas"), 1, False),
        (("CCAS", "Baraka"), 1, True),
        (("", ""), 1, True),
        (("", ""), 0, False),
    ],
)
def test_who_leads_and_who_writes_are_of_two_structures(
    workshop: Moment, structures: tuple[str, str], scribe: int, fine: bool
) -> None:
    people = [person("P0"), person("P1")]
    for one, structure in zip(people, structures, strict=True):
        one.structure = structure
        one.save()
    name = f"t{table(1).pk}"
    data = {f"{name}-facilitator": people[0].pk, f"{name}-scribe": people[scribe].pk}
    seats = list(table(1).seats.select_related("sign_up"))
    assert RolesForm(data, table=table(1), seats=seats).is_valid() is fine


def test_the_database_refuses_one_person_for_both_roles(workshop: Moment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Table.objects.filter(number=1).update(facilitator=person("P0"), scribe=person("P0"))


# On screen


@pytest.fixture
def desk(workshop: Moment, alice: Person) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def address(moment: Moment, *parts: object) -> str:
    base = f"/bureau/upc/rencontres/{moment.gathering.slug}/tables/"
    return base + "".join(f"{part}/" for part in parts)


def test_the_page_of_a_seat_says_what_each_change_costs(workshop: Moment, desk: Client) -> None:
    answer = desk.get(address(workshop, workshop.pk, "places", person("P0").pk))
    ways = answer.context["ways"]
    assert [(way.table.number, way.partner.name if way.partner else None) for way in ways] == [
        (2, "P2")
    ]
    assert "−4" in answer.content.decode()


def test_a_seat_is_changed_from_the_page_and_undone(workshop: Moment, desk: Client) -> None:
    desk.post(
        address(workshop, workshop.pk, "places", person("P0").pk),
        {"table": table(2).pk, "partner": person("P2").pk},
    )
    assert at(workshop)["P0"] == 2
    desk.post(address(workshop, "defaire"))
    assert at(workshop)["P0"] == 1
    assert HandMove.objects.exclude(undone_at=None).count() == 1


def test_a_seat_is_fixed_and_freed(workshop: Moment, desk: Client) -> None:
    page = address(workshop, workshop.pk, "places", person("P0").pk)
    desk.post(page, {"lock": "1"})
    assert Seat.objects.get(sign_up=person("P0")).locked
    desk.post(page, {"lock": "0"})
    assert not Seat.objects.get(sign_up=person("P0")).locked


@pytest.mark.parametrize("data", [{}, {"table": "x"}, {"table": "²"}])
def test_a_strange_change_of_seat_is_refused(
    workshop: Moment, desk: Client, data: dict[str, str]
) -> None:
    page = address(workshop, workshop.pk, "places", person("P0").pk)
    assert desk.post(page, data).status_code == 400
    assert at(workshop)["P0"] == 1


def test_a_table_of_another_gathering_is_no_table(workshop: Moment, desk: Client) -> None:
    other = make_table(make_moment(make_gathering(), kind=MIXED), 1)
    page = address(workshop, workshop.pk, "places", person("P0").pk)
    assert desk.post(page, {"table": other.pk}).status_code == 404


def test_roles_are_named_from_the_page(workshop: Moment, desk: Client) -> None:
    name = f"t{table(1).pk}"
    data = {f"{name}-facilitator": person("P0").pk, f"{name}-scribe": person("P1").pk}
    desk.post(address(workshop, table(1).pk, "roles"), data)
    assert (table(1).facilitator, table(1).scribe) == (person("P0"), person("P1"))
    data[f"{name}-scribe"] = person("P0").pk
    answer = desk.post(address(workshop, table(1).pk, "roles"), data, follow=True)
    assert "Une personne anime, une autre écrit." in answer.content.decode()


def test_ties_are_for_the_coordination_only(workshop: Moment) -> None:
    client = Client()
    client.force_login(make_member("Fatou", role=Role.FACILITATOR))
    page = f"/bureau/upc/rencontres/{workshop.gathering.slug}/composer/liens/"
    assert client.get(page).status_code == 404
    assert page not in client.get(page.removesuffix("liens/")).content.decode()


def test_a_tie_is_made_and_removed_from_the_page(workshop: Moment, desk: Client) -> None:
    page = f"/bureau/upc/rencontres/{workshop.gathering.slug}/composer/liens/"
    desk.post(page, {"kind": "apart", "one": person("P0").pk, "other": person("P1").pk})
    assert Tie.objects.get().kind == "apart"
    desk.post(page, {"remove": Tie.objects.get().pk})
    assert not Tie.objects.exists()


def test_the_tables_page_asks_the_same_whatever_the_number_of_tables(
    workshop: Moment, desk: Client
) -> None:
    from_two = count_queries(desk, address(workshop, workshop.pk))
    people = make_people(workshop.gathering, "h", "c", "h")
    make_table(workshop, 3, *people)
    assert count_queries(desk, address(workshop, workshop.pk)) <= from_two + 2


def count_queries(client: Client, page: str) -> int:
    """Return how many queries a page makes."""
    with CaptureQueriesContext(connection) as done:
        client.get(page)
    return len(done)
