"""Hours: counted from arrivals, against what structures agreed to; their reports and convention."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from entraide.gatherings.actions import memory
from entraide.gatherings.actions.sign_up import purge
from entraide.gatherings.models import Arrival, Gathering
from entraide.people.models import Organisation, Role
from entraide.research.actions import participating, presences, programmes
from entraide.research.actions.participating import Welcomed
from entraide.research.models import Agreement, Participant, Presence, Programme, Seminar
from entraide.research.quarters import months_later, quarters, same_weekday
from entraide.research.queries import presences as counted, reports
from tests import pdf
from tests.make import (
    make_action,
    make_group,
    make_member,
    make_participant,
    make_programme,
    make_seminar,
)

pytestmark = pytest.mark.django_db
# From 9 to 17 h, without the 75 minutes of the meal.
MINUTES = 405


@pytest.fixture
def programme() -> Programme:
    return make_programme()


@pytest.fixture
def agreement(programme: Programme) -> Agreement:
    return make_agreement(programme)


def make_agreement(programme: Programme, **values: Any) -> Agreement:
    """Let a structure agree to eight hours each quarter, for the whole programme."""
    defaults: dict[str, Any] = {
        "organisation": Organisation.objects.get_or_create(name="Centre des Fontaines")[0],
        "starts_on": programme.starts_on,
        "ends_on": programme.ends_on,
        "hours_per_quarter": 8,
        "signatory": "la directrice",
    }
    return Agreement.objects.create(programme=programme, **(defaults | values))


@pytest.fixture
def farida(programme: Programme, agreement: Agreement) -> Participant:
    return make_participant(programme, agreement=agreement, function="éducatrice spécialisée")


@pytest.fixture
def seminar(programme: Programme, farida: Participant) -> Seminar:
    made = make_seminar(programme)
    presences.expect_everyone(programme, made.gathering, by=None)
    return made


def arrives(who: Participant, gathering: Gathering, mark: str = Arrival.Mark.HERE) -> None:
    """Mark somebody at the reception."""
    presence = Presence.objects.get(participant=who, gathering=gathering)
    assert presence.sign_up
    Arrival.objects.create(gathering=gathering, sign_up=presence.sign_up, mark=mark)


def hours_of(who: Participant) -> list[int]:
    """Return the minutes of somebody, quarters without any left out."""
    found = counted.hours(who.programme)
    return [one.minutes for one in found if one.participant == who and one.minutes]


def test_everybody_who_takes_part_is_signed_up_once(seminar: Seminar, farida: Participant) -> None:
    lila = make_participant(farida.programme, "Lila")
    make_participant(farida.programme, "Noor", kind=Participant.Kind.CANDIDATE)
    assert presences.expect_everyone(farida.programme, seminar.gathering, by=None) == 1
    assert presences.expect_everyone(farida.programme, seminar.gathering, by=None) == 0
    there = {one.participant for one in seminar.gathering.presences.all()}
    assert there == {farida, lila}
    sign_up = Presence.objects.get(participant=farida).sign_up
    assert sign_up
    assert sign_up.structure == "Centre des Fontaines"


def test_who_came_has_the_hours_of_the_day_without_the_meal(
    seminar: Seminar, farida: Participant
) -> None:
    assert hours_of(farida) == []
    arrives(farida, seminar.gathering)
    assert hours_of(farida) == [MINUTES]


def test_a_mark_that_was_taken_back_counts_nothing(seminar: Seminar, farida: Participant) -> None:
    arrives(farida, seminar.gathering)
    arrives(farida, seminar.gathering, Arrival.Mark.BACK)
    assert hours_of(farida) == []


def test_hours_changed_by_hand_say_why_and_can_be_counted_anew(
    seminar: Seminar, farida: Participant
) -> None:
    presence = Presence.objects.get(participant=farida)
    alice = make_member("Alice")
    arrives(farida, seminar.gathering)
    presences.correct(presence, minutes=180, why="le matin seulement", by=alice)
    assert hours_of(farida) == [180]
    presences.correct(presence, minutes=None, why="", by=alice)
    assert hours_of(farida) == [MINUTES]


def test_a_seminar_that_was_moved_counts_in_its_new_quarter(
    seminar: Seminar, farida: Participant
) -> None:
    arrives(farida, seminar.gathering)
    programmes.move(seminar, timezone.localdate() - timedelta(days=300), by=None)
    (quarter,) = [one.quarter for one in counted.hours(farida.programme) if one.minutes]
    assert quarter.holds(timezone.localdate() - timedelta(days=300))


def test_nothing_is_owed_once_an_agreement_ended_early(
    farida: Participant, agreement: Agreement
) -> None:
    day = timezone.localdate() - timedelta(days=365)
    assert participating.end_agreement(agreement, day=day, why="plus de budget") == 1
    farida.refresh_from_db()
    found = counted.hours(farida.programme)
    owed = {one.quarter.number: one.agreed for one in found}
    assert owed[1] == 8
    assert {hours for number, hours in owed.items() if number > 6} == {0}


def test_nothing_is_owed_before_somebody_joins_nor_after_they_leave(
    programme: Programme, agreement: Agreement
) -> None:
    begin = programme.starts_on + timedelta(days=200)
    late = make_participant(
        programme, "Lila", agreement=agreement, joined_on=begin, until=begin + timedelta(days=100)
    )
    owed = [one.quarter.number for one in counted.hours(late.programme) if one.agreed]
    assert owed == [3, 4]


def test_hours_stay_counted_when_contacts_are_erased(seminar: Seminar, farida: Participant) -> None:
    arrives(farida, seminar.gathering)
    purge(seminar.gathering)
    assert hours_of(farida) == [MINUTES]


@pytest.mark.slow
def test_hours_of_thirty_people_take_as_many_queries_as_those_of_one(
    programme: Programme, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        make_participant(programme, f"Personne {number}")
    seminar = make_seminar(programme)
    presences.expect_everyone(programme, seminar.gathering, by=None)
    with django_assert_num_queries(4):
        counted.hours(programme)


def test_a_report_says_the_hours_and_what_was_produced(
    seminar: Seminar, farida: Participant, agreement: Agreement
) -> None:
    arrives(farida, seminar.gathering)
    make_action(farida.programme, farida, title="Cantine de rue")
    year = reports.years(farida.programme)[-1]
    found = reports.report(farida.programme, year, agreement)
    assert (found.done, found.agreed) == (6.75, 8 * len(year.quarters))
    assert dict(reports.produced(found))["Actions"] == 1
    assert reports.table(found).rows[0][0] == "Farida"


@pytest.fixture
def desk(client: Client, programme: Programme) -> Client:
    client.force_login(make_member("Alice", programme.collective, Role.FACILITATOR))
    return client


@pytest.mark.slow
def test_the_report_and_the_convention_are_printed(
    desk: Client, seminar: Seminar, farida: Participant, agreement: Agreement
) -> None:
    arrives(farida, seminar.gathering)
    presence = Presence.objects.get(participant=farida)
    assert farida.person
    presences.correct(presence, minutes=180, why="le matin seulement", by=farida.person)
    year = reports.years(farida.programme)[-1].number
    home = f"/bureau/upc/agir/{farida.programme.slug}/"
    report = desk.get(f"{home}heures/{agreement.pk}/annee-{year}.pdf")
    text = pdf.text(report.content)
    for said in ("Centre des Fontaines", "Farida", "3 h", "le matin seulement"):
        assert said in text
    convention = desk.get(f"{home}conventions/{agreement.pk}/convention.pdf")
    text = pdf.text(convention.content)
    for said in ("la directrice", "8 heures par trimestre", "Farida (éducatrice spécialisée)"):
        assert said in " ".join(text.split())


def test_the_hours_are_taken_away_and_a_year_to_come_has_no_report(
    desk: Client, farida: Participant, agreement: Agreement
) -> None:
    home = f"/bureau/upc/agir/{farida.programme.slug}/heures/{agreement.pk}/"
    assert "Farida" in desk.get(f"{home}annee-1.csv").content.decode()
    assert desk.get(f"{home}annee-9.pdf").status_code == 404
    assert (
        "Heures" in desk.get(f"/bureau/upc/agir/{farida.programme.slug}/heures/").content.decode()
    )


def test_hours_by_hand_without_why_are_refused(
    desk: Client, seminar: Seminar, farida: Participant
) -> None:
    presence = Presence.objects.get(participant=farida)
    home = f"/bureau/upc/agir/{farida.programme.slug}/seminaires/{seminar.number}/"
    answer = desk.post(f"{home}presences/{presence.pk}/", {"hours": "3,5"})
    assert answer.status_code == 422
    assert "la structure le lira" in answer.content.decode()
    desk.post(f"{home}presences/{presence.pk}/", {"hours": "3,5", "why": "le matin"})
    presence.refresh_from_db()
    assert (presence.minutes, presence.why) == (210, "le matin")


def test_a_month_without_its_day_ends_on_its_last() -> None:
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    found = quarters(date(2026, 1, 31), date(2027, 1, 30))
    assert [one.starts_on for one in found] == [
        date(2026, 1, 31), date(2026, 4, 30), date(2026, 7, 31), date(2026, 10, 31),
    ]  # fmt: skip
    assert found[-1].ends_on == date(2027, 1, 30)
    # The fifth Friday of January, the last one of April.
    assert same_weekday(date(2026, 1, 30), 3) == date(2026, 4, 24)


def test_tables_remember_those_who_left_no_contact_too(
    programme: Programme, farida: Participant
) -> None:
    lila = participating.welcome(programme, Welcomed("Lila", make_group()), day=programme.starts_on)
    memories = []
    for days in (60, 30):
        made = make_seminar(programme, timezone.localdate() - timedelta(days=days))
        presences.expect_everyone(programme, made.gathering, by=None)
        memory.remember(made.gathering)
        there = Presence.objects.filter(gathering=made.gathering).select_related("sign_up")
        memories.append({one.participant: one.sign_up and one.sign_up.memory for one in there})
    assert memories[0] == memories[1]
    assert all(memories[0].values())
    assert memories[0][lila] != memories[0][farida]
