"""The three years of the demonstration: what a programme of that size looks like."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import example, given, strategies as st
from pytest_django import DjangoDbBlocker

from bench.asking import WHO
from bench.programme import PAGES
from entraide.gatherings.models import Gathering
from entraide.home import demo_calendar, demo_load, demo_research
from entraide.notebooks.models import Note
from entraide.people.models import Person
from entraide.research.models import (
    CollectiveAction,
    Entry,
    Feedback,
    Improvement,
    Mandate,
    Participant,
    Programme,
    Seminar,
)
from entraide.research.queries import diagnoses, reports

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the demonstration once for all these tests, then take it back."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo_load.load()
        yield
        transaction.set_rollback(True)


def programme() -> Programme:
    return Programme.objects.get()


@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)))
@example(date(2026, 11, 12))
@example(date(2026, 11, 13))
def test_what_is_told_is_over_and_follows_the_seasons(today: date) -> None:
    begins = demo_calendar.programme(today)
    assert (begins.day, begins.month) == (11, 12)
    twelfth = date(begins.year + 3, 9, 11)
    assert timedelta(weeks=9) <= today - twelfth < timedelta(weeks=9, days=366)


def test_three_years_twelve_seminars_nine_actions() -> None:
    now = timezone.now()
    days = [one.gathering for one in Seminar.objects.select_related("gathering")]
    assert [one.number for one in Seminar.objects.all()] == list(range(1, 13))
    assert sum(one.ends_at < now for one in days) == 11
    actions = CollectiveAction.objects.select_related("neighbourhood")
    assert actions.count() == 9
    assert len({one.neighbourhood for one in actions}) == 6
    assert Gathering.objects.filter(kind=Gathering.Kind.FORUM).count() == 2


def test_as_many_lines_as_were_written_but_what_was_private_to_who_left() -> None:
    told = demo_research.read()
    written = sum(len(one["notes"]) for one in told["actions"])
    gone = {one["key"] for one in told["members"] if one["to_q"] and one["role"] != "student"}
    erased = sum(
        note["share"] == "private" and one["team"][note["by"]] in gone
        for one in told["actions"]
        for note in one["notes"]
    )
    assert (written, erased > 0) == (400, True)
    assert Entry.objects.count() == written - erased
    left = Participant.objects.filter(until__lt=timezone.localdate())
    assert not Entry.objects.filter(
        sharing="private", author__participations__in=left.exclude(kind="student")
    ).exists()


def test_what_peers_said_and_what_became_of_it() -> None:
    assert Feedback.objects.count() == 60
    assert Improvement.objects.count() == 25
    assert {one.state for one in Improvement.objects.all()} == {
        "tried", "kept", "changed", "dropped",
    }  # fmt: skip
    assert Feedback.objects.exclude(left_why="").filter(improvement=None).count() == 11
    # Each improvement leads back to what the action intends.
    assert all(one.note.anchors.exists() for one in Improvement.objects.select_related("note"))


def test_nothing_is_told_before_it_happened() -> None:
    notes = Note.objects.filter(notebook__action__isnull=False)
    assert notes.exists()
    assert not notes.filter(day__gt=timezone.localdate()).exists()


def test_the_common_diagnosis_joins_the_neighbourhoods() -> None:
    found = diagnoses.of(programme())
    # Those of three neighbourhoods, and that of the first forum.
    assert len(found.local) == 4
    ((_cahier, lines),) = found.common
    assert all(one.joins for one in lines)
    early = next(one for one in found.versions if len(one.editions) == 2)
    assert [year for year, _edition in early.editions] == [2, 3]


def test_hours_follow_from_arrivals() -> None:
    early = programme().agreements.get(ended_on__isnull=False)
    years = reports.years(programme())
    done = [reports.report(programme(), year, early).done for year in years[:3]]
    assert done[0] > done[2] == 0


def test_mandates_have_their_steps_and_their_notes() -> None:
    assert Mandate.objects.count() == 4
    for one in Mandate.objects.all():
        assert one.says is not None
        assert one.says.anchors.exists()
        assert one.counter is not None
    assert Mandate.objects.filter(memos__isnull=False).count() == 1


def test_who_may_be_tried_carries_an_action(client: Client) -> None:
    nadege = Person.objects.get(email="nadege@entraide.example")
    client.force_login(nadege)
    action = CollectiveAction.objects.get(slug__startswith="les-visites")
    page = f"/bureau/upc/agir/{programme().slug}/actions/{action.slug}/journal/"
    assert client.get(page).status_code == 200
    # What a colleague keeps is not there.
    kept = Entry.objects.filter(sharing="private").exclude(author=nadege).first()
    assert kept is not None
    own = client.get(f"/bureau/upc/agir/{programme().slug}/actions/{kept.action.slug}/")
    assert kept.text not in own.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_asks_the_database_more_than_eight_times(client: Client, name: str) -> None:
    client.force_login(Person.objects.get(email="malika@entraide.example"))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(PAGES[name]).status_code == 200
    asked = [one["sql"] for one in queries if not any(table in one["sql"] for table in WHO)]
    assert len(asked) <= 8, "\n".join(asked)


def test_the_seminar_to_come_stays_ahead() -> None:
    last = Seminar.objects.get(number=12).gathering
    later = timezone.localdate(last.starts_at) + timedelta(days=40)
    with transaction.atomic():
        demo_load.refresh(later)
        last.refresh_from_db()
        assert timezone.localdate(last.starts_at) > later
        transaction.set_rollback(True)
