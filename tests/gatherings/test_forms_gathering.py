"""What organisers type about a gathering: refused with a sentence at its field, or kept exactly."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from entraide.gatherings.forms.programme import CloneForm, GatheringForm
from entraide.gatherings.models import Gathering
from tests.make import make_collective, make_gathering, make_party

pytestmark = pytest.mark.django_db
RIGHT = {
    "kind": "study_day", "title": "Journée", "starts_at_0": "2026-12-08", "starts_at_1": "09:00",
    "ends_at_0": "2026-12-08", "ends_at_1": "17:00", "waiting_rule": "arrival",
    "offer_hours": "48", "keep_contacts_days": "90",
}  # fmt: skip


def form(instance: Gathering | None = None, **typed: Any) -> GatheringForm:
    new = Gathering(collective=make_collective(), slug="journee")
    return GatheringForm({**RIGHT, **typed}, instance=instance or new)


def when(field: str, date: str, hour: str) -> dict[str, Any]:
    return {f"{field}_0": date, f"{field}_1": hour}


def test_a_title_and_two_hours_are_enough() -> None:
    made = form().save()
    assert timezone.localtime(made.starts_at).isoformat() == "2026-12-08T09:00:00+01:00"
    assert (made.state, made.capacity) == ("draft", None)


@pytest.mark.parametrize(
    ("begin", "end"),
    [("09:00", "09:00"), ("09:00", "08:59"), ("17:00", "09:00")],
)
def test_a_gathering_that_ends_before_it_begins_is_refused(begin: str, end: str) -> None:
    typed = when("starts_at", "2026-12-08", begin) | when("ends_at", "2026-12-08", end)
    assert form(**typed).errors == {"ends_at": ["La rencontre finit avant de commencer."]}


@pytest.mark.parametrize("date", ["2026-02-31", "31/02/2026", "29/02/2027", "demain", "2026-13-01"])
def test_a_day_that_does_not_exist_is_refused(date: str) -> None:
    typed = when("starts_at", date, "09:00")
    assert form(**typed).errors == {"starts_at": ["Saisissez une date valide."]}
    assert form(**typed)["starts_at"].value() == [date, "09:00"]


@pytest.mark.parametrize("hour", ["25:00", "09:60", "midi", "9 heures"])
def test_an_hour_that_does_not_exist_is_refused(hour: str) -> None:
    typed = when("starts_at", "2026-12-08", hour)
    assert form(**typed).errors == {"starts_at": ["Saisissez une heure valide."]}


@pytest.mark.parametrize("hour", ["09:30", "9h30", "9 h 30"])
def test_an_hour_is_read_however_it_is_typed(hour: str) -> None:
    made = form(**when("starts_at", "08/12/2026", hour)).save()
    assert timezone.localtime(made.starts_at).isoformat() == "2026-12-08T09:30:00+01:00"


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"])
def test_an_hour_that_a_dst_night_skips_or_doubles_is_refused_in_french(night: str) -> None:
    typed = when("starts_at", night, "02:30") | when("ends_at", night, "17:00")
    [sentence] = form(**typed).errors["starts_at"]
    assert "fuseau horaire" in str(sentence)


@pytest.mark.parametrize(
    ("night", "begin", "end"),
    [
        ("2026-03-29", "2026-03-29T01:59:00+01:00", "2026-03-29T03:00:00+02:00"),
        ("2026-10-25", "2026-10-25T01:59:00+02:00", "2026-10-25T03:00:00+01:00"),
    ],
)
def test_the_hours_around_a_dst_night_are_kept_exactly(night: str, begin: str, end: str) -> None:
    made = form(**when("starts_at", night, "01:59"), **when("ends_at", night, "03:00")).save()
    made.refresh_from_db()
    assert timezone.localtime(made.starts_at).isoformat() == begin
    assert timezone.localtime(made.ends_at).isoformat() == end


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_year_that_no_calendar_can_count_with_is_refused(year: str) -> None:
    typed = when("starts_at", f"{year}-01-01", "00:00") | when("ends_at", f"{year}-12-31", "23:59")
    assert "starts_at" in form(**typed).errors


@pytest.mark.parametrize(
    ("field", "number"),
    [
        ("capacity", "-1"), ("capacity", "1.5"), ("capacity", "beaucoup"), ("capacity", "9" * 30),
        ("offer_hours", "-1"), ("offer_hours", "100000"),
        ("keep_contacts_days", "-1"), ("keep_contacts_days", "10000000000"),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_is_refused(field: str, number: str) -> None:
    assert list(form(None, **{field: number}).errors) == [field]


def test_fewer_places_than_are_taken_are_refused() -> None:
    gathering = make_gathering(capacity=5)
    make_party(gathering, "Samira", "Nawel", "Akim")
    sentence = "3 places sont déjà prises. Donnez au moins ce nombre."
    assert form(gathering, capacity="2").errors == {"capacity": [sentence]}
    assert form(gathering, capacity="3").errors == {}
    assert form(gathering, capacity="").errors == {}


def test_the_count_of_places_is_read_when_the_form_is_sent() -> None:
    gathering = make_gathering(capacity=5)
    as_it_was = Gathering.objects.get(pk=gathering.pk)
    make_party(gathering, "Samira", "Nawel")
    assert list(form(as_it_was, capacity="1").errors) == ["capacity"]


@pytest.mark.parametrize(
    ("opens", "closes", "sentence"),
    [
        ("2026-12-01", "2026-12-01", "Les inscriptions ferment avant d'ouvrir."),
        ("", "2026-12-09", "Les inscriptions ferment après la fin."),
    ],
)
def test_sign_up_hours_that_contradict_are_refused(opens: str, closes: str, sentence: str) -> None:
    typed = when("sign_up_opens_at", opens, "12:00") if opens else {}
    typed |= when("sign_up_closes_at", closes, "12:00")
    assert form(**typed).errors == {"sign_up_closes_at": [sentence]}


@pytest.mark.parametrize(
    ("date", "sentence"),
    [
        ("", "Dites quand le tirage au sort a lieu."),
        ("2026-12-08", "Le tirage au sort doit être avant la rencontre."),
        ("2026-02-31", "Saisissez une date valide."),
    ],
)
def test_lots_are_drawn_on_a_day_before(date: str, sentence: str) -> None:
    typed = when("lots_at", date, "12:00" if date else "")
    assert form(waiting_rule="lots", **typed).errors == {"lots_at": [sentence]}


@pytest.mark.parametrize("title", ["يوم دراسي", "👩🏽‍🌾 Aux champs", "x" * 160, "<b>{{ 1 }}</b>"])
def test_a_title_in_any_script_is_kept_exactly(title: str) -> None:
    assert form(title=title).save().title == title


@pytest.mark.parametrize("title", ["", "  ", "x" * 161, "x" * 10_000, "\u202e", "\u200b"])
def test_a_title_that_is_none_or_too_long_is_refused(title: str) -> None:
    assert list(form(title=title).errors) == ["title"]


@pytest.mark.parametrize("typed", ["Une\x0bjournée", "Une\r\njournée", "Une\x1bjournée"])
def test_a_title_is_one_line_without_invisible_controls(typed: str) -> None:
    assert form(title=typed).save().title == "Une journée"


def test_a_form_that_is_refused_writes_nothing() -> None:
    gathering = make_gathering(title="Journée")
    form(gathering, title="Forum", ends_at_0="2020-01-01").is_valid()
    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM gatherings_gathering")
        assert cursor.fetchall() == [("Journée",)]


@pytest.mark.parametrize("begin", ["31/02/2090", "", "0001-01-01", "9999-12-31", "2020-01-01"])
def test_a_next_edition_is_on_a_day_to_come(begin: str) -> None:
    assert list(CloneForm({"begin": begin}).errors) == ["begin"]


def test_a_next_edition_may_be_today() -> None:
    today = timezone.localdate()
    assert CloneForm({"begin": today.isoformat()}).errors == {}
    assert CloneForm({"begin": (today - timedelta(days=1)).isoformat()}).errors == {
        "begin": ["Ce jour est passé."]
    }
