"""When the demonstration happens: the study day always ahead, the first forum always behind."""

from datetime import date, timedelta


def study_day(today: date) -> date:
    """Return the next 8 December; on the day itself, that day."""
    this_year = date(today.year, 12, 8)
    return this_year if today <= this_year else date(today.year + 1, 12, 8)


def forum(today: date) -> date:
    """Return the first day of the last forum that is over: 19 and 20 September."""
    this_year = date(today.year, 9, 19)
    return this_year if today > this_year + timedelta(days=1) else date(today.year - 1, 9, 19)


def cafe(today: date) -> date:
    """Return the day of the next café-citoyen: in three weeks, a Thursday."""
    in_three_weeks = today + timedelta(weeks=3)
    return in_three_weeks + timedelta(days=(3 - in_three_weeks.weekday()) % 7)
