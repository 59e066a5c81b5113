"""When the demonstration happens: it never grows stale."""

from datetime import date, timedelta

from hypothesis import example, given, strategies as st

from entraide.home import demo_calendar

days = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@given(days)
@example(date(2026, 12, 8))
@example(date(2026, 12, 9))
@example(date(2026, 12, 31))
def test_the_study_day_is_the_next_8_december(today: date) -> None:
    found = demo_calendar.study_day(today)
    assert (found.day, found.month) == (8, 12)
    assert timedelta(0) <= found - today < timedelta(days=366)


@given(days)
@example(date(2026, 4, 3))
@example(date(2026, 4, 4))
def test_all_that_followed_the_last_forum_is_over(today: date) -> None:
    found = demo_calendar.forum(today)
    assert (found.day, found.month) == (19, 9)
    assert timedelta(weeks=28) < today - found <= timedelta(weeks=28, days=366)


@given(days)
def test_the_cafe_is_on_a_thursday_in_three_weeks(today: date) -> None:
    found = demo_calendar.cafe(today)
    assert found.weekday() == 3
    assert timedelta(weeks=3) <= found - today < timedelta(weeks=4)


def test_the_study_day_is_today_on_the_day_itself() -> None:
    assert demo_calendar.study_day(date(2026, 12, 8)) == date(2026, 12, 8)
    assert demo_calendar.study_day(date(2026, 12, 9)) == date(2027, 12, 8)
