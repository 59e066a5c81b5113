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
# Places further out than nearly all others are drawn at the edge.
NEARLY_ALL = 0.995
# A gathering of all people would be so large; the shapes of the page are for one of radius 10.
LARGEST, SHAPE = 40, 10
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
    dye: str
    shape: int


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
    places = {
        name: place
        for name, place in _scaled(solution["positions"]).items()
        if groups.get(name) in own
    }
    gathered = [
        one
        for number, voters in enumerate(found.voters)
        for one in _gathered(places, groups, voters, number)
    ]
    if not gathered:
        return None
    shown = bool(found.found and found.found.shown)
    labels = {n: solution["groups"][n] for n in places if n in solution["groups"]} if shown else {}
    return Map(
        gathered=gathered,
        letters=_letters(places, labels),
        voters=found.voters,
        rows=_rows(labels, groups, found.voters),
        meanings=_meanings(solution["axes"], notes),
    )


def _scaled(positions: Mapping[str, Sequence[float]]) -> dict[str, Place]:
    """Return places on the map, from -100 to 100; down is larger, as on a page."""
    reach = sorted(max(abs(x), abs(y)) for x, y in positions.values())
    edge = reach[min(len(reach) - 1, int(NEARLY_ALL * len(reach)))] if reach else 1.0

    def scaled(value: float) -> float:
        return max(-1.0, min(1.0, value / (edge or 1.0))) * HALF_SIDE

    return {name: (scaled(x), -scaled(y)) for name, (x, y) in positions.items()}


def _gathered(
    places: Mapping[str, Place], groups: Mapping[str, str], voters: Voters, number: int
) -> list[Gathered]:
    """Return the people of a peer group, gathered."""
    own = sorted(place for name, place in places.items() if groups[name] == voters.key)
    found = []
    for near in gather(own) if len(own) >= LEAST else []:
        x, y = middle(near)
        # The area tells how many they are; never smaller than can be seen.
        scale = max(0.25, LARGEST / SHAPE * sqrt(len(near) / len(places)))
        found.append(Gathered(x, y, len(near), round(scale, 2), voters.dye, number % SHAPES))
    return found


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


def middle(places: Sequence[Place]) -> tuple[int, int]:
    """Return the middle of places, in whole units of the map."""
    x, y = (round(sum(axis) / len(axis)) for axis in zip(*places, strict=True))
    return x, y


def _letters(places: Mapping[str, Place], labels: Mapping[str, str]) -> list[Letter]:
    found = []
    for number, label in enumerate(sorted(set(labels.values()))):
        own = [places[name] for name, one in labels.items() if one == label]
        if len(own) >= LEAST:
            found.append(Letter(LETTERS[number], *middle(own)))
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
