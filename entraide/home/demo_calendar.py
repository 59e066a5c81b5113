"""When the demonstration happens: the study day always ahead, the first forum always behind."""

from datetime import date, timedelta


def study_day(today: date) -> date:
    """Return the next 8 December; on the day itself, that day."""
    this_year = date(today.year, 12, 8)
    return this_year if today <= this_year else date(today.year + 1, 12, 8)


# What followed the forum, up to the answers of institutions and a first experiment.
AFTER_FORUM = timedelta(weeks=28)


def forum(today: date) -> date:
    """Return the first day of the last forum of which everything that followed is over."""
    over = today - AFTER_FORUM
    return date(over.year if over > date(over.year, 9, 19) else over.year - 1, 9, 19)


def cafe(today: date) -> date:
    """Return the day of the next café-citoyen: in three weeks, a Thursday."""
    in_three_weeks = today + timedelta(weeks=3)
    return in_three_weeks + timedelta(days=(3 - in_three_weeks.weekday()) % 7)


# What the logbooks tell follows the seasons: each of their years begins in December.
PROGRAMME_BEGINS = (12, 11)
# The last line told comes this long after the beginning of the twelfth quarter.
LAST_LINE = timedelta(weeks=9)


def programme(today: date) -> date:
    """Return the first day of the three years of which everything that is told is over.

    The twelfth quarter begins on 11 September.
    """
    over = today - LAST_LINE
    last = over.year if over >= date(over.year, 9, 11) else over.year - 1
    return date(last - 3, *PROGRAMME_BEGINS)


def last_seminar(today: date) -> date:
    """Return the day of the seminar to come: in three weeks, a Thursday."""
    return cafe(today)
