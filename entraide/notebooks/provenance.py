"""Where a voice was said, as near as can be told without telling who said it.

A voice is told with its peer group and its table when at least `LEAST` people of this group sat at
such a table. Else it is told of the whole workshop, else of the whole gathering, else without its
peer group. What is told so must not be found by what is not: whoever reads "workshop" knows that it
was not one of the tables that are told. So the tables that are not told must together have enough
people too; when they have not, the others join them.

The same with peer groups: those that are too small at the whole gathering are told without their
names, and when all of them together are too few, the next larger group joins them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from entraide.notebooks.small_numbers import LEAST

# People of each peer group (by its number in text), "" for those who said none.
People = Mapping[str, int]
NOBODY_SAYS = ""


@dataclass(frozen=True)
class Seated:
    """A table of a workshop, and who sat at it."""

    table: str
    workshop: str
    people: People


@dataclass(frozen=True)
class Told:
    """What may be told of a voice: where, as a list from near to far, and whether its group too."""

    place: tuple[str, ...]
    peers: bool


def told(tables: Iterable[Seated], gathering: str) -> list[dict[str, Told]]:
    """Return, for each table, what may be told of a voice of each peer group said there.

    Args:
        tables: all tables of one moment of a gathering.
        gathering: the name of the gathering.
    """
    tables = list(tables)
    whole: dict[str, int] = {}
    for table in tables:
        for group, people in table.people.items():
            whole[group] = whole.get(group, 0) + people
    unnamed = _unnamed(whole)
    found: list[dict[str, Told]] = [{} for _table in tables]
    named = [({group}, True) for group in whole if group not in unnamed]
    for groups, peers in [(unnamed, False), *named]:
        counts = [sum(table.people.get(group, 0) for group in groups) for table in tables]
        places = _places(tables, counts, gathering)
        for each, place, people in zip(found, places, counts, strict=True):
            # A voice of a group that had nobody there is a visitor's: told as those without name.
            one = Told(place, peers) if people else each.get(NOBODY_SAYS, Told((), peers=False))
            each.update(dict.fromkeys(groups, one))
    return found


def _unnamed(whole: People) -> set[str]:
    """Return the groups that are too small to be named, with enough others to hide among."""
    found = {NOBODY_SAYS, *(group for group, people in whole.items() if people < LEAST)}
    larger = sorted(set(whole) - found, key=lambda group: (whole[group], group))
    hidden = sum(whole.get(group, 0) for group in found)
    while 0 < hidden < LEAST and larger:
        group = larger.pop(0)
        found.add(group)
        hidden += whole[group]
    return found


def _places(tables: list[Seated], counts: list[int], gathering: str) -> list[tuple[str, ...]]:
    """Return the place of each table for people counted so: table, workshop, gathering or none."""
    workshops: dict[str, list[int]] = {}
    for number, table in enumerate(tables):
        workshops.setdefault(table.workshop, []).append(number)
    told_here = {
        name: _told_apart([counts[number] for number in numbers])
        for name, numbers in workshops.items()
    }
    sums = {name: sum(counts[n] for n in numbers) for name, numbers in workshops.items()}
    apart = dict(zip(sums, _told_apart(list(sums.values())), strict=True))
    enough = sum(counts) >= LEAST
    places: list[tuple[str, ...]] = [(gathering,) if enough else () for _table in tables]
    for name, numbers in workshops.items():
        if apart[name]:
            for number, alone in zip(numbers, told_here[name], strict=True):
                near = tables[number].table if alone else ""
                # Where nobody has a seat, the gathering is all there is to tell.
                places[number] = tuple(filter(None, (near, name, gathering)))
    return places


def _told_apart(counts: list[int]) -> list[bool]:
    """Tell which of these may be told apart: enough people each, and enough in all the others.

    >>> _told_apart([6, 7, 3, 4]), _told_apart([6, 7, 3]), _told_apart([6, 7, 0])
    ([True, True, False, False], [False, True, False], [True, True, False])
    """
    apart = [people >= LEAST for people in counts]
    rest = sum(people for people, alone in zip(counts, apart, strict=True) if not alone)
    if not 0 < rest < LEAST:
        return apart
    for number in sorted(range(len(counts)), key=lambda n: (counts[n], n)):
        if apart[number]:
            apart[number] = False
            break
    return apart
