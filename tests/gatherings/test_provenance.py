"""What may be told of the voices of a table follows from who sat there, and stays."""

import pytest

from entraide.gatherings.actions import provenance, scribing
from entraide.gatherings.models import Arrival, Gathering, Moment, Seat, SignUp, Table
from entraide.notebooks.models import Provenance
from tests.make import make_gathering, make_group, make_moment, make_party, make_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop() -> Moment:
    """A workshop of two tables: six inhabitants at the first, the others at the second."""
    gathering = make_gathering(title="Forum", capacity=None)
    people = [sign_up(gathering, f"Personne {n}") for n in range(17)]
    researchers = [person.pk for person in people[12:]]
    SignUp.objects.filter(pk__in=researchers).update(peer_group=make_group("chercheurs"))
    moment = make_moment(gathering, kind=Moment.Kind.MIXED_WORKSHOP, title="Ateliers")
    make_table(moment, 1, *people[:6])
    make_table(moment, 2, *people[6:])
    return moment


def sign_up(gathering: Gathering, name: str) -> SignUp:
    found = make_party(gathering, name).sign_ups.first()
    assert found
    return found


def told(number: int) -> dict[str, tuple[list[str], bool]]:
    kept = Provenance.objects.get(notebook__table__number=number).told
    groups = {str(make_group(slug).pk): slug for slug in ("habitants", "chercheurs")}
    return {groups.get(key, ""): (one["place"], one["peers"]) for key, one in kept.items()}


def test_a_table_is_told_for_its_larger_groups(workshop: Moment) -> None:
    for table in workshop.tables.all():
        scribing.notebook_of(table)
    assert told(1)["habitants"] == (["Table 1", "Ateliers", "Forum"], True)
    assert told(2)["chercheurs"] == (["Table 2", "Ateliers", "Forum"], True)


def test_a_group_of_four_is_not_named_and_another_hides_it(workshop: Moment) -> None:
    Seat.objects.filter(sign_up__peer_group__slug="chercheurs")[0].delete()
    scribing.notebook_of(workshop.tables.get(number=1))
    assert [one[1] for one in told(1).values()] == [False, False, False]


def test_who_came_counts_once_arrivals_are_marked(workshop: Moment) -> None:
    first, second = (scribing.notebook_of(table) for table in workshop.tables.all())
    assert first != second
    for person in SignUp.objects.exclude(seats__table__number=2)[:2]:
        Arrival.objects.create(
            gathering=workshop.gathering, sign_up=person, mark=Arrival.Mark.HERE,
            at=workshop.starts_at,
        )  # fmt: skip
    provenance.record(workshop)
    assert told(1)["habitants"] == ([], False)


def test_closing_a_table_writes_it_again(workshop: Moment) -> None:
    table = workshop.tables.get(number=1)
    scribing.notebook_of(table)
    table.seats.all().delete()
    scribing.close(table, read_back=True)
    assert told(1)["habitants"] == ([], False), "nobody is known to have sat there"


def test_where_nobody_has_a_seat_the_gathering_is_told(workshop: Moment) -> None:
    for table in Table.objects.all():
        table.seats.all().delete()
        scribing.notebook_of(table)
    assert told(2)["habitants"] == (["Forum"], True)
