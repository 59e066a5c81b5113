"""Tables by hand: what a change costs, that it can be undone, who leads, who must not meet."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from entraide.gatherings.actions import seating, sign_up
from entraide.gatherings.bridge import by_hand
from entraide.gatherings.bridge.by_hand import Cost
from entraide.gatherings.forms.composing import RolesForm
from entraide.gatherings.models import (
    Change,
    HandMove,
    Moment,
    Seat,
    SignUp,
    Table,
    Tie,
)
from entraide.gatherings.queries.seating import forbidden
from entraide.people.models import Person
from tests.gatherings.at_once import queries_of
from tests.gatherings.rooms import MIXED, PEERS, accepted, gather, two_tables
from tests.make import make_composition, make_gathering, make_group, make_moment, make_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop() -> Moment:
    return two_tables()[0]


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


def test_undoing_gives_the_role_back(workshop: Moment, alice: Person) -> None:
    # "Every change by hand can be undone": who led the table leads it again.
    Table.objects.filter(number=1).update(facilitator=person("P0"))
    Table.objects.filter(number=2).update(scribe=person("P2"))
    seating.move(workshop, person("P0"), to=table(2), partner=person("P2"), by=alice)
    seating.undo(workshop.gathering, by=alice)
    assert (table(1).facilitator, table(2).scribe) == (person("P0"), person("P2"))


def test_undo_after_someone_left_seats_the_others_again(workshop: Moment, alice: Person) -> None:
    seating.move(workshop, person("P0"), to=table(2), partner=person("P2"), by=alice)
    sign_up.cancel(person("P2").party)
    assert seating.undo(workshop.gathering, by=alice)
    assert at(workshop) == {"P0": 1, "P1": 1, "P3": 2}


@pytest.mark.usefixtures("few_steps")
def test_accepting_another_workshop_keeps_what_undoes_this_one(
    workshop: Moment, alice: Person
) -> None:
    other = make_moment(workshop.gathering, kind=MIXED)
    seating.move(workshop, person("P0"), to=table(2), partner=person("P2"), by=alice)
    accepted(make_composition(workshop.gathering, (other, 2)))
    assert seating.undo(workshop.gathering, by=alice)
    assert at(workshop)["P0"] == 1


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


def test_a_double_click_on_undo_undoes_one_change(
    workshop: Moment, alice: Person, desk: Client
) -> None:
    seating.move(workshop, person("P0"), to=table(2), partner=None, by=alice)
    seating.move(workshop, person("P1"), to=table(2), partner=None, by=alice)
    page = desk.get(address(workshop, workshop.pk)).content.decode()
    form = page[page.index("defaire") :].split("</form>")[0]
    data = {}
    if 'type="hidden" name="move" value="' in form:
        data["move"] = form.split('name="move" value="')[1].split('"')[0]
    for _click in range(2):
        desk.post(address(workshop, "defaire"), data)
    assert at(workshop)["P0"] == 2


def test_a_page_seen_before_a_tie_cannot_seat_two_who_must_not_meet(
    workshop: Moment, desk: Client
) -> None:
    # The page of costs was opened, then a tie was made; the old button must not work any more.
    gathering = workshop.gathering
    Tie.objects.create(gathering=gathering, kind="apart", one=person("P0"), other=person("P3"))
    page = address(workshop, workshop.pk, "places", person("P0").pk)
    desk.post(page, {"table": table(2).pk, "partner": person("P2").pk})
    assert at(workshop)["P0"] == 1


def test_nobody_is_sent_to_the_tables_of_other_peers(workshop: Moment, desk: Client) -> None:
    Moment.objects.filter(pk=workshop.pk).update(kind=PEERS)
    for number, group in ((1, "h"), (2, "c")):
        Table.objects.filter(number=number).update(peer_group=make_group(group))
    page = address(workshop, workshop.pk, "places", person("P0").pk)
    desk.post(page, {"table": table(2).pk})
    assert at(workshop)["P0"] == 1


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


def test_the_tables_pages_ask_the_same_for_two_tables_and_for_ten(desk: Client) -> None:
    found = []
    for tables in (2, 10):
        gathering, people = gather(20)
        workshop = make_moment(gathering, kind=MIXED)
        for number in range(tables):
            make_table(workshop, number + 1, *people[number::tables])
        pages = [address(workshop), address(workshop, workshop.pk)]
        found.append([queries_of(desk, page) for page in pages])
    assert found[0] == found[1]
