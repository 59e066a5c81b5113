"""Which tables go on when a moment is composed again, and which number each table has.

People know a table by its number: whoever stays must find the same number on it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count as counting

from entraide.gatherings.bridge.day import Result, TablePart
from entraide.gatherings.queries.composing import Sitters
from entraide.numerics.tables import Lock

NEW = 0


@dataclass(frozen=True)
class Lines:
    """The tables that a room will have: those that go on, then new ones (number `NEW`)."""

    tables: Sequence[Sitters]

    def earlier(self) -> list[list[str]]:
        """Return who sits at each table now, as identifiers."""
        return [[str(person) for person in table.people] for table in self.tables]

    def locks(self, part: TablePart, first: int = 0) -> list[Lock]:
        """Return the settled seats; those of a table that goes are free again."""
        return [
            Lock(str(part.moment), str(person), number)
            for number, table in enumerate(self.tables, start=first)
            for person in table.people
            if person in part.settled
        ]


def lines_of(part: TablePart, group: str, people: Collection[int], count: int) -> Lines:
    """Return the tables of a room: when all is composed anew, only fixed seats keep theirs."""
    own = [
        replace(table, people=tuple(one for one in table.people if one in people))
        for table in part.now
        if table.group == group
    ]
    kept = going_on(part, own, count)
    return Lines([*kept, *[Sitters(NEW, group, ())] * (count - len(kept))])


def going_on(part: TablePart, own: Sequence[Sitters], count: int) -> list[Sitters]:
    """Return the tables that go on, in order: fixed seats first, then the fullest tables."""

    def fixed(rank: int) -> int:
        return sum(person in part.settled for person in own[rank].people)

    def last_to_go(rank: int) -> tuple[bool, int, int, int]:
        return not (fixed(rank) and rank < count), -fixed(rank), -len(own[rank].people), rank

    able = [rank for rank in range(len(own)) if part.few or fixed(rank)]
    return [own[rank] for rank in sorted(sorted(able, key=last_to_go)[:count])]


def number_tables(rooms: Sequence[tuple[Result, Lines]]) -> list[Result]:
    """Return the rooms with the number of each table, in order; new tables take free numbers."""
    used = {table.number for _room, lines in rooms for table in lines.tables}
    free = (number for number in counting(1) if number not in used)
    return [numbered(room, lines, free) for room, lines in rooms]


def numbered(room: Result, lines: Lines, free: Iterator[int]) -> Result:
    """Return a room with its tables in order of their numbers."""
    numbers = [table.number or next(free) for table in lines.tables]
    found = sorted(zip(numbers, room["tables"], strict=True))
    return {
        **room,
        "numbers": [number for number, _people in found],
        "tables": [people for _number, people in found],
    }


def seats_of(rooms: Sequence[Result]) -> dict[int, int]:
    """Return the number of the table of each person."""
    return {
        person: number
        for room in rooms
        for number, people in zip(room["numbers"], room["tables"], strict=True)
        for person in people
    }


def seats_now(part: TablePart) -> dict[int, int]:
    """Return the number of the table where each person sits now."""
    return {person: table.number for table in part.now for person in table.people}


def moves(part: TablePart, rooms: Sequence[Result]) -> list[int]:
    """Return who gets another table than the one they have; anew, nobody expects to keep it."""
    after = seats_of(rooms)
    return sorted(
        person
        for person, number in seats_now(part).items()
        if part.few and after.get(person, number) != number
    )


def losses(part: TablePart, rooms: Sequence[Result]) -> list[int]:
    """Return who had a seat and has none any more."""
    return sorted(seats_now(part).keys() - seats_of(rooms).keys())
