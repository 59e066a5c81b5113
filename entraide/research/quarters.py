"""Quarters of a programme, and the days of its seminars."""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 3
DAYS_OF_WEEK = 7
LAST_RANK = 4


@dataclass(frozen=True)
class Quarter:
    """Three months of a programme, numbered from 1; `ends_on` is its last day."""

    number: int
    starts_on: date
    ends_on: date

    def holds(self, day: date) -> bool:
        """Tell whether a day is in it."""
        return self.starts_on <= day <= self.ends_on


def months_later(day: date, months: int) -> date:
    """Return the same day some months later; the last of the month where there is no such day."""
    month = day.year * 12 + day.month - 1 + months
    year, month = month // 12, month % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return min(first_of_next - timedelta(days=1), date(year, month, 1) + timedelta(day.day - 1))


def quarters(starts_on: date, ends_on: date) -> list[Quarter]:
    """Return the quarters from a day to another; the last may be shorter."""
    found: list[Quarter] = []
    begin = starts_on
    while begin <= ends_on:
        following = months_later(starts_on, MONTHS * (len(found) + 1))
        end = min(following - timedelta(days=1), ends_on)
        found.append(Quarter(len(found) + 1, begin, end))
        begin = following
    return found


def same_weekday(first: date, months: int) -> date:
    """Return the day some months later with the same place among the weekdays of its month.

    The third Thursday stays the third Thursday; a fifth one becomes the last.
    """
    rank = (first.day - 1) // DAYS_OF_WEEK
    target = months_later(first.replace(day=1), months)
    day = target + timedelta((first.weekday() - target.weekday()) % DAYS_OF_WEEK)
    day += timedelta(weeks=min(rank, LAST_RANK))
    return day if day.month == target.month else day - timedelta(weeks=1)


def quarterly(first: date, until: date) -> list[date]:
    """Return a day each quarter, the first and those that follow it until a last day."""
    days: list[date] = []
    while (day := same_weekday(first, MONTHS * len(days))) <= until:
        days.append(day)
    return days
