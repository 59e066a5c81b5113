"""The health of mutual aid: aggregates of quarters, in which nobody can be found at any date."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from entraide.exchanges import background
from entraide.exchanges.actions import circles, remembering, telling
from entraide.exchanges.bridge import health
from entraide.exchanges.health_wording import KINDS
from entraide.exchanges.models import Circle, Deed, Neighbour, Snapshot
from entraide.exchanges.quarters import first_day, quarter_of
from entraide.exchanges.queries import health as queries
from entraide.notebooks.models import Note
from entraide.numerics.circulation import NAMES
from entraide.people.models import Role
from tests.exchanges.test_blocks import enter
from tests.make import make_circle, make_group, make_member, make_neighbour

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/bureau/upc/entraide/sante/"


@pytest.fixture
def circle() -> Circle:
    found = make_circle()
    Circle.objects.filter(pk=found.pk).update(opened_on=date(2025, 1, 5))
    found.refresh_from_db()
    return found


def crowd(circle: Circle, people: int) -> list[Neighbour]:
    groups = [make_group(), make_group("chercheurs")]
    return [
        make_neighbour(circle, f"N{number}", peer_group=groups[number % 2])
        for number in range(people)
    ]


def give(giver: Neighbour, receiver: Neighbour, day: date, **values: Any) -> Deed:
    told = telling.Told(how="gift", words="Un geste.", day=day, **values)
    made = telling.tell(giver.circle, told, givers=[giver], receivers=[receiver])
    Deed.objects.filter(pk=made.pk).update(told_on=day)
    return made


def round_(people: list[Neighbour], day: date) -> None:
    for one, other in zip(people, [*people[1:], people[0]], strict=True):
        give(one, other, day)


def snapshots(circle: Circle, *, until: date) -> list[Snapshot]:
    """Make the snapshots that are due up to a day, as the background does day after day."""
    for today in range(quarter_of(circle.opened_on) + 1, quarter_of(until) + 1):
        for quarter in queries.due(circle, first_day(today)):
            found = health.compute(health.read(circle, quarter))
            remembering.remember(circle, quarter, found)
    return list(Snapshot.objects.order_by("quarter"))


def test_nothing_is_said_of_ten_people_and_something_of_twelve(circle: Circle) -> None:
    people = crowd(circle, 12)
    for one, other in pairwise(people[:10]):
        give(one, other, date(2025, 2, 1))
    round_(people, date(2025, 5, 1))
    few, enough = snapshots(circle, until=date(2025, 7, 1))
    assert (few.enough, few.people, few.measures, few.tables) == (False, 0, {}, {})
    # By dozens: eleven or more.
    assert (enough.enough, enough.people) == (True, 11)
    # By hand: nine gave twice, three once: 2 * 150 / (12 * 21) - 13 / 12.
    assert enough.measures["giving"][0] == round(300 / 252 - 13 / 12, 2)
    assert all(low <= high for _value, low, high in enough.measures.values())


def test_what_is_older_than_four_quarters_is_not_counted(circle: Circle) -> None:
    round_(crowd(circle, 12), date(2025, 2, 1))
    found = snapshots(circle, until=date(2026, 4, 1))
    assert [one.enough for one in found] == [True, True, True, True, False]
    assert (found[3].since, found[3].until) == (date(2025, 1, 1), date(2026, 1, 1))


def test_a_number_that_rests_on_few_is_not_told(circle: Circle) -> None:
    people = crowd(circle, 12)
    round_(people, date(2025, 2, 1))
    told = give(people[0], people[1], date(2025, 2, 2))
    telling.tell_story(told, "Une histoire.", slip="s")
    (found,) = snapshots(circle, until=date(2025, 4, 1))
    # Two people are behind the only story; nobody met fewer than two others.
    assert "voice" not in found.measures
    assert "isolation" not in found.measures
    assert "giving" in found.measures


def test_who_is_erased_changes_no_figure_that_was_told(circle: Circle) -> None:
    people = crowd(circle, 14)
    round_(people, date(2025, 2, 1))
    (before,) = snapshots(circle, until=date(2025, 4, 1))
    circles.leave(people[3])
    after, later = snapshots(circle, until=date(2025, 7, 1))
    assert (after.measures, after.tables) == (before.measures, before.tables)
    # The next window has the same counts still: two dates do not tell who left.
    assert later.tables["direction"]["values"] == before.tables["direction"]["values"]


def test_quarters_that_were_missed_are_counted_and_not_told(circle: Circle) -> None:
    round_(crowd(circle, 12), date(2025, 2, 1))
    assert [first_day(one) for one in queries.due(circle, date(2026, 1, 2))] == [
        date(2025, 7, 1), date(2025, 10, 1),
    ]  # fmt: skip
    for quarter in queries.due(circle, date(2026, 1, 2)):
        remembering.remember(circle, quarter, health.compute(health.read(circle, quarter)))
    last = Snapshot.objects.order_by("quarter").last()
    assert last
    # What was told in a quarter of which there is no snapshot is in the year all the same.
    assert last.people == 11
    first = Snapshot.objects.order_by("quarter")[0]
    missed = first.counts["missed"][str(quarter_of(date(2025, 2, 1)))]["direction"]["counts"]
    assert sum(count for *_key, count in missed) == 12


def test_a_deed_told_late_counts_in_the_quarter_in_which_it_is_told(circle: Circle) -> None:
    people = crowd(circle, 12)
    round_(people, date(2025, 2, 1))
    deed = give(people[0], people[5], date(2025, 2, 3))
    Deed.objects.filter(pk=deed.pk).update(told_on=date(2025, 5, 1))
    first, second = snapshots(circle, until=date(2025, 7, 1))
    assert sum(count for *_key, count in first.counts["direction"]["counts"]) == 12
    assert sum(count for *_key, count in second.counts["direction"]["counts"]) == 1


# The page


def test_the_page_names_nobody_and_says_the_limits_of_each_number(
    client: Client, circle: Circle
) -> None:
    people = crowd(circle, 24)
    round_(people, date(2025, 2, 1))
    client.force_login(make_member("Inès", circle.collective, Role.RESEARCHER))
    assert "Rien encore" in client.get(PAGE).content.decode()
    snapshots(circle, until=date(2025, 7, 1))
    page = client.get(PAGE).content.decode()
    for kind in KINDS:
        assert str(kind.says_not).split("'")[0] in page
    assert "Gini" in page
    assert not [one for one in people if f"{one}<" in page or f" {one} " in page]
    first = Snapshot.objects.order_by("quarter")[0]
    assert "avril 2025" in client.get(f"{PAGE}?au={first.quarter}").content.decode()
    client.force_login(make_member("Bob", circle.collective, Role.RECEPTION))
    assert client.get(PAGE).status_code == 404


def test_every_measure_has_its_words() -> None:
    assert [one.key for one in KINDS] == list(NAMES)


def test_a_number_becomes_a_measure_of_the_thread_once(client: Client, circle: Circle) -> None:
    round_(crowd(circle, 24), date(2025, 2, 1))
    (found,) = snapshots(circle, until=date(2025, 4, 1))
    client.force_login(make_member("Inès", circle.collective, Role.RESEARCHER))
    for _time in range(2):
        assert client.post(f"{PAGE}{found.pk}/giving/").status_code == 302
    note = Note.objects.get(kind=Note.Kind.MEASURE)
    assert "Donner repose sur peu de personnes" in note.text
    assert client.post(f"{PAGE}{found.pk}/wealth/").status_code == 404


def test_the_background_makes_them_once(circle: Circle) -> None:
    round_(crowd(circle, 12), date(2025, 2, 1))
    assert background.remember_quarters.call(circle.pk) == "done"
    quarters = [one.quarter for one in Snapshot.objects.order_by("quarter")]
    assert quarters == [quarter_of(timezone.localdate()) - 2, quarter_of(timezone.localdate()) - 1]
    count = len(quarters)
    background.remember_quarters.call(circle.pk)
    assert Snapshot.objects.count() == count


def test_those_who_make_it_read_the_same_figures(client: Client, circle: Circle) -> None:
    people, page = crowd(circle, 12), "/entraide/upc/sante/"
    round_(people, date(2025, 2, 1))
    (found,) = snapshots(circle, until=date(2025, 4, 1))
    assert client.get(page).status_code == 302
    enter(client, circle, people[0])
    read = client.get(page).content.decode()
    team = Client()
    team.force_login(make_member("Inès", circle.collective, Role.RESEARCHER))
    whole = team.get(PAGE).content.decode()
    for name in found.measures:
        shown = str(next(one.name for one in KINDS if one.key == name))
        assert shown in read, name
    # To make a measure of the thread of one is for who works on cahiers.
    assert "En faire une mesure" in whole
    assert "En faire une mesure" not in read
