"""How dates are worded, on screen and on paper alike."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.translation import ngettext

from entraide.ui import wording

PARIS = ZoneInfo("Europe/Paris")


def at(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(9, 0, "9 h"), (9, 30, "9 h 30"), (17, 5, "17 h 05"), (0, 0, "0 h")],
)
def test_hours_are_said_the_french_way(hour: int, minute: int, said: str) -> None:
    assert wording.hour(at(8, hour, minute)).replace("\u00a0", " ") == said


def test_an_hour_never_breaks_over_two_lines() -> None:
    assert " " not in wording.hour(at(8, 9, 30))


def test_hours_are_those_of_the_place() -> None:
    assert wording.hour(datetime(2026, 7, 1, 7, 0, tzinfo=UTC)) == "9\u00a0h"
    assert wording.hour(datetime(2026, 12, 1, 8, 0, tzinfo=UTC)) == "9\u00a0h"


def test_one_day_is_said_once() -> None:
    said = wording.span(at(8, 9), at(8, 17)).replace("\u00a0", " ")
    assert said == "mardi 8 décembre 2026, de 9 h à 17 h"


def test_two_days_are_both_said() -> None:
    said = wording.span(at(19, 9, month=9), at(20, 17, month=9)).replace("\u00a0", " ")
    assert said == "du samedi 19 septembre 2026, 9 h au dimanche 20 septembre 2026, 17 h"


def test_a_night_that_ends_after_midnight_is_two_days() -> None:
    said = wording.span(at(8, 22), at(9, 1)).replace("\u00a0", " ")
    assert said == "du mardi 8 décembre 2026, 22 h au mercredi 9 décembre 2026, 1 h"


def test_the_day_is_that_of_the_place() -> None:
    late = datetime(2026, 12, 8, 23, 30, tzinfo=UTC)
    assert wording.day_and_hour(late).replace("\u00a0", " ") == "mercredi 9 décembre 2026, 0 h 30"


def test_in_arabic_months_are_arabic_and_hours_are_digits() -> None:
    with translation.override("ar"):
        assert wording.hour(at(8, 9)) == "09:00"
        assert "ديسمبر" in wording.day(at(8, 9))


def test_the_hour_that_comes_twice_is_said_twice() -> None:
    once = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    twice = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert wording.hour(once) == wording.hour(twice) == "2\u00a0h\u00a030"


def test_french_counts_nothing_in_the_singular() -> None:
    said = [ngettext("%(n)d place libre", "%(n)d places libres", n) % {"n": n} for n in (0, 1, 2)]
    assert said == ["0 place libre", "1 place libre", "2 places libres"]
