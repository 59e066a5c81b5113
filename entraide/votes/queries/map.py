"""The map of a count: people who vote alike stand near each other.

Nobody is a dot. The people of each peer group that may be shown are gathered, near ones together,
at least five at a time; each gathering is drawn in its middle, as large as it is. Who is in no such
group is not drawn.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from entraide.notebooks.models import Note
from entraide.notebooks.small_numbers import LEAST
from entraide.votes.queries.findings import LETTERS, Findings, Voters

HALF_SIDE = 100
MOST_MEANT = 2
# A gathering of all people would be so large; the shapes of the page are for one of radius 10.
LARGEST, SHAPE, SMALLEST = 24, 10, 3
SHAPES = 6
Place = tuple[float, float]
Json = Any


@dataclass(frozen=True)
class Gathered:
    """At least five people of a peer group who vote nearly alike, in the middle of them."""

    x: int
    y: int
    people: int
    scale: float
    name: str
    dye: str
    shape: int

    @property
    def up(self) -> int:
        """Return how far up it is; on a page, down is larger."""
        return -self.y


@dataclass(frozen=True)
class Letter:
    """A found group, in the middle of its people."""

    letter: str
    x: int
    y: int


@dataclass(frozen=True)
class Meaning:
    """What people towards a side of the map agree and disagree with; opposite, the reverse."""

    side: str
    agree: list[Note]
    disagree: list[Note]


@dataclass(frozen=True)
class Map:
    """What is drawn, and the table of the same figures: found groups by peer groups."""

    gathered: list[Gathered]
    letters: list[Letter]
    voters: list[Voters]
    # Empty when a number would tell of fewer than five people.
    rows: list[tuple[str, list[int]]]
    meanings: list[Meaning]


def drawn(found: Findings, groups: Mapping[str, str], notes: Sequence[Note]) -> Map | None:
    """Return the map of a count, or None when nobody can be drawn.

    Args:
        found: what the count says.
        groups: the peer group of each ballot, by their numbers.
        notes: the statements that may be told.
    """
    solution = found.reckoning.solution
    own = {one.key for one in found.voters}
    # Down is larger, as on a page.
    places = {
        name: (x, -y) for name, (x, y) in solution["positions"].items() if groups.get(name) in own
    }
    lots = [
        (number, lot)
        for number, one in enumerate(found.voters)
        for lot in _lots([place for name, place in places.items() if groups[name] == one.key])
    ]
    if not lots:
        return None
    edge = max(abs(value) for _number, lot in lots for value in middle(lot)) or 1.0
    shown = bool(found.found and found.found.shown)
    labels = {n: solution["groups"][n] for n in places if n in solution["groups"]} if shown else {}
    return Map(
        gathered=[
            _gathered(lot, len(places), edge, found.voters[number], number) for number, lot in lots
        ],
        letters=_letters(places, labels, edge),
        voters=found.voters,
        rows=_rows(labels, groups, found.voters),
        meanings=_meanings(solution["axes"], notes),
    )


def _lots(places: list[Place]) -> list[list[Place]]:
    """Return the people of a peer group in lots, none when they are too few."""
    return gather(sorted(places)) if len(places) >= LEAST else []


def _gathered(
    lot: Sequence[Place], everybody: int, edge: float, voters: Voters, number: int
) -> Gathered:
    x, y = _drawn_at(lot, edge)
    # The area tells how many they are; never smaller than can be seen.
    size = max(SMALLEST, LARGEST * sqrt(len(lot) / everybody))
    scale = round(size / SHAPE, 2)
    return Gathered(x, y, len(lot), scale, voters.name, voters.dye, number % SHAPES)


def _drawn_at(places: Sequence[Place], edge: float) -> tuple[int, int]:
    """Return the middle of places in whole units of the map, from -100 to 100."""
    x, y = (round(HALF_SIDE * value / edge) for value in middle(places))
    return max(-HALF_SIDE, min(HALF_SIDE, x)), max(-HALF_SIDE, min(HALF_SIDE, y))


def gather(places: Sequence[Place]) -> list[list[Place]]:
    """Return places in lots of at least five, near ones together: cut in two where they are widest.

    Source: Domingo-Ferrer, Mateo-Sanz, Practical data-oriented microaggregation (2002), by halves.

    >>> [len(lot) for lot in gather([(float(x), 0.0) for x in range(11)])]
    [5, 6]
    """
    if len(places) < 2 * LEAST:
        return [list(places)]
    widths = [max(axis) - min(axis) for axis in zip(*places, strict=True)]
    axis = 0 if widths[0] >= widths[1] else 1
    ordered = sorted(places, key=lambda place: (place[axis], place[1 - axis]))
    half = len(ordered) // 2
    return gather(ordered[:half]) + gather(ordered[half:])


def middle(places: Sequence[Place]) -> Place:
    """Return the middle of places."""
    x, y = (sum(axis) / len(axis) for axis in zip(*places, strict=True))
    return x, y


def _letters(places: Mapping[str, Place], labels: Mapping[str, str], edge: float) -> list[Letter]:
    found = []
    for number, label in enumerate(sorted(set(labels.values()))):
        own = [places[name] for name, one in labels.items() if one == label]
        if len(own) >= LEAST:
            found.append(Letter(LETTERS[number], *_drawn_at(own, edge)))
    return found


def _rows(
    labels: Mapping[str, str], groups: Mapping[str, str], voters: Sequence[Voters]
) -> list[tuple[str, list[int]]]:
    """Return how many people of each peer group are in each found group; nothing when some are few.

    How many people a peer group has is on the same page: hiding one number would hide nothing.
    """
    seen = Counter((label, groups[name]) for name, label in labels.items())
    rows = [
        (LETTERS[number], [seen[label, one.key] for one in voters])
        for number, label in enumerate(sorted(set(labels.values())))
    ]
    few = any(0 < n < LEAST for _letter, line in rows for n in line)
    return [] if few else rows


def _meanings(axes: Mapping[str, Sequence[float]], notes: Sequence[Note]) -> list[Meaning]:
    """Return what two sides of the map mean: the statements of largest weight."""
    weights = [(note, axes[str(note.pk)]) for note in notes if str(note.pk) in axes]
    found = []
    for axis, side in enumerate(("right", "top")):
        ranked = sorted((weight[axis], note.number, note) for note, weight in weights)
        found.append(
            Meaning(
                side,
                [note for weight, _number, note in ranked[: -MOST_MEANT - 1 : -1] if weight > 0],
                [note for weight, _number, note in ranked[:MOST_MEANT] if weight < 0],
            )
        )
    return found
