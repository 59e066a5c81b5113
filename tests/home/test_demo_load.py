"""The demonstration: the study day of 8 December, the forum, and invented people only."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from entraide.exchanges.bridge import looping
from entraide.exchanges.models import Circle, Deed, How, Neighbour, Part
from entraide.exchanges.queries import board, parties, rights
from entraide.gatherings.models import Delivery, Gathering, Party, SignUp, WaitingPlace
from entraide.gatherings.queries.conflicts import conflicts
from entraide.home import demo, demo_calendar, demo_load, demo_research
from entraide.home.demo_people import FIRST_NAMES
from entraide.people.models import Person
from entraide.research.models import Seminar
from tests.make import make_collective, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ADDRESS = re.compile(r"[\w.+-]+@([\w.-]+\w)")


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the demonstration once for all these tests, then take it back."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo_load.load()
        yield
        transaction.set_rollback(True)


def gathering(slug: str) -> Gathering:
    return Gathering.objects.get(slug=slug)


def people(slug: str) -> int:
    return SignUp.objects.filter(party__gathering__slug=slug).count()


def mail_domains() -> set[str]:
    """Return the domains of every address in every row."""
    rows = [row for model in apps.get_models() for row in model._default_manager.all()]
    return set(ADDRESS.findall(serializers.serialize("json", rows)))


def test_the_study_day_has_its_fourteen_moments() -> None:
    moments = gathering(demo_load.STUDY_DAY).moments.all()
    clock = [f"{timezone.localtime(moment.starts_at):%H:%M}" for moment in moments]
    assert clock == [
        "09:00", "09:15", "09:30", "10:15", "10:30", "11:00", "12:30", "13:30", "14:00",
        "15:30", "15:40", "16:15", "16:30", "17:00",
    ]  # fmt: skip


def test_three_visits_are_wished_and_two_meals_are_taken_at_once() -> None:
    chosen = gathering(demo_load.STUDY_DAY).moments.exclude(choosing="none")
    found = {moment.choosing: moment.options.count() for moment in chosen}
    assert found == {"wishes": 3, "immediate": 2}


def test_the_study_day_is_ahead_and_open() -> None:
    now = timezone.now()
    day = gathering(demo_load.STUDY_DAY)
    assert timezone.localdate(day.starts_at) == demo_calendar.study_day(timezone.localdate())
    assert day.sign_up_state(min(now, day.starts_at - timedelta(days=2))) == "open"


def test_104_people_come_to_the_study_day_and_170_came_to_the_forum() -> None:
    assert people(demo_load.STUDY_DAY) == 104
    assert people(demo_load.FORUM) == 170
    assert gathering(demo_load.FORUM).full
    assert gathering(demo_load.FORUM).ends_at < timezone.now()


def test_what_is_taken_is_what_people_have() -> None:
    for one in Gathering.objects.all():
        confirmed = SignUp.objects.filter(party__gathering=one, party__state="confirmed")
        assert one.taken == confirmed.count()
        for moment in one.moments.prefetch_related("options"):
            for option in moment.options.all():
                assert option.taken == option.allocations.count()


def test_nobody_has_a_surname() -> None:
    names = set(SignUp.objects.values_list("name", flat=True))
    collective = {one["name"] for one in demo_research.read()["members"]}
    assert names - {*FIRST_NAMES, *collective, "Samira", "Nawel"} == set()
    assert [name for name in (*names, *FIRST_NAMES) if " " in name] == []


@pytest.mark.slow
def test_no_address_is_anyone_s() -> None:
    assert {domain for domain in mail_domains() if not domain.endswith(".example")} == set()


@pytest.mark.slow
def test_a_real_address_would_be_found() -> None:
    Party.objects.filter(pk=Party.objects.values("pk")[:1]).update(email="moi@gmail.com")
    assert "gmail.com" in mail_domains()


def test_loading_writes_no_letter() -> None:
    assert Delivery.objects.count() == 0
    assert WaitingPlace.objects.filter(state="offered").count() == 0


@pytest.mark.parametrize("slug", [demo_load.STUDY_DAY, demo_load.FORUM, demo_load.CAFE])
def test_no_programme_has_a_conflict(slug: str) -> None:
    assert conflicts(gathering(slug)) == []


def test_the_draft_of_another_collective_is_not_public(client: Client) -> None:
    draft = Gathering.objects.get(state="draft")
    assert draft.collective.slug == "formation"
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_the_pages_open(client: Client) -> None:
    found = [g.get_absolute_url() for g in Gathering.objects.exclude(state="draft")]
    assert [a for a in ["/", *found] if client.get(a).status_code != 200] == []


def test_refreshing_moves_the_dates_and_keeps_the_hours() -> None:
    in_two_years = demo_calendar.study_day(timezone.localdate()) + timedelta(days=400)
    before = gathering(demo_load.STUDY_DAY)
    demo_load.refresh(in_two_years)
    after = gathering(demo_load.STUDY_DAY)
    assert timezone.localdate(after.starts_at) == demo_calendar.study_day(in_two_years)
    assert timezone.localtime(after.starts_at).hour == 9
    assert after.sequence > before.sequence
    assert {timezone.localdate(m.starts_at) for m in after.moments.all()} == {
        timezone.localdate(after.starts_at)
    }
    assert timezone.localdate(gathering(demo_load.FORUM).ends_at) < in_two_years
    assert timezone.localdate(gathering(demo_load.CAFE).starts_at) >= in_two_years
    assert people(demo_load.STUDY_DAY) == 104


def test_refreshing_in_summer_time_keeps_the_hour() -> None:
    before = timezone.localtime(gathering(demo_load.CAFE).starts_at)
    demo_load.refresh(date(2031, 7, 1))
    after = timezone.localtime(gathering(demo_load.CAFE).starts_at)
    assert (after.date(), after.hour) == (demo_calendar.cafe(date(2031, 7, 1)), before.hour)
    assert after.utcoffset() == timedelta(hours=2)


def test_the_forum_stays_where_its_voices_are_dated() -> None:
    before = gathering(demo_load.FORUM).starts_at
    demo_load.refresh(date(2031, 7, 1))
    assert gathering(demo_load.FORUM).starts_at == before


def test_the_command_refreshes_what_is_there() -> None:
    call_command("demo")
    assert people(demo_load.FORUM) == 170


def test_the_command_does_not_mix_invented_people_with_real_ones() -> None:
    Party.objects.all().delete()
    Seminar.objects.all().delete()
    Gathering.objects.all().delete()
    make_member("Alice", make_collective("voisins"))
    with pytest.raises(CommandError, match="n'est pas vide"):
        call_command("demo")
    assert Gathering.objects.count() == 0
    assert Person.objects.filter(name="Alice").count() == 1


# A year of mutual aid.


@pytest.fixture
def circle() -> Circle:
    return Circle.objects.select_related("collective").get()


def test_its_sizes_are_those_that_are_told(circle: Circle) -> None:
    assert Neighbour.objects.count() == 651
    assert Deed.objects.count() >= 4_000
    often = Part.objects.filter(gave=True).values("neighbour").annotate(n=Count("pk"))
    most = sorted((one["n"] for one in often), reverse=True)
    # A hundred people do most of it, nobody everything.
    assert sum(most[:100]) > 0.4 * sum(most)
    assert most[0] < 0.03 * sum(most)
    year = timezone.localdate() - timedelta(days=366)
    assert not Deed.objects.filter(day__lt=year).exists()
    assert set(Deed.objects.values_list("how", flat=True)) == set(How.values)


def test_it_says_that_it_is_invented(client: Client, circle: Circle) -> None:
    page = client.get("/entraide/upc/").content.decode()
    assert "Quartier inventé : 650 personnes et 4 000 actes" in page
    # Numbers that are given to nobody, and no address at all.
    assert not Neighbour.objects.exclude(email="").exists()
    phones = Neighbour.objects.exclude(phone="").values_list("phone", flat=True)
    assert phones
    assert [one for one in phones if not one.startswith("06 39 98 ")] == []


def test_loops_rights_and_building_days_are_there_to_be_found(circle: Circle) -> None:
    who = looping.free(circle)
    assert len(who.arcs) > 100
    assert len(rights.substituted(circle)) == 3
    titles = [one.gathering.title for one in parties.coming(circle)]
    assert [title.split(" :")[0] for title in titles] == ["Habitat léger", "Paysans urbains"]


def test_one_enters_as_nora_whose_need_others_could_answer(
    client: Client, circle: Circle, settings: object
) -> None:
    nora = demo.neighbour()
    (need,) = board.own_needs(nora)
    assert need.audience == "private"
    settings.DEMO = True  # type: ignore[attr-defined]
    page = client.post("/essayer/", {"role": "neighbour"}, follow=True).content.decode()
    assert "pourrai" in page
