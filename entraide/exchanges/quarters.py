"""Calendar quarters, by their number: what is told of a year ends with one."""

from datetime import date

# How many quarters a year of figures has.
WINDOW = 4
MONTHS = 3


def quarter_of(day: date) -> int:
    """Return the number of the quarter of a day.

    >>> quarter_of(date(2026, 12, 31)) - quarter_of(date(2026, 1, 1))
    3
    """
    return day.year * WINDOW + (day.month - 1) // MONTHS


def first_day(quarter: int) -> date:
    """Return the first day of a quarter.

    >>> first_day(quarter_of(date(2026, 11, 23)))
    datetime.date(2026, 10, 1)
    """
    return date(quarter // WINDOW, quarter % WINDOW * MONTHS + 1, 1)
