"""The map of a count: people who vote alike stand near each other.

Drawn with the peer groups that may be shown; others are dots without group. Places are rounded to
a hundredth of the map, so that nobody is found by a figure.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from entraide.notebooks.models import Note
from entraide.notebooks.small_numbers import hidden
from entraide.votes.queries.findings import LETTERS, Findings, Voters

HALF_SIDE = 100
MOST_MEANT = 2
MANY, SHAPES = 120, 7
Point = tuple[int, int]
Json = Any


@dataclass(frozen=True)
class Dot:
    """A person: where, and the place of their group among those shown, or none."""

    x: int
    y: int
    dye: str
    shape: int


@dataclass(frozen=True)
class Outline:
    """The edge of a found group, and its letter in the middle of it."""

    letter: str
    points: str
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

    dots: list[Dot]
    outlines: list[Outline]
    # How large a dot is drawn: smaller among many.
    scale: float
    voters: list[Voters]
    rows: list[tuple[str, list[int | None]]]
    meanings: list[Meaning]


def drawn(found: Findings, groups: Mapping[str, str], notes: Sequence[Note]) -> Map | None:
    """Return the map of a count, or None when nobody has a place.

    Args:
        found: what the count says.
        groups: the peer group of each ballot, by their numbers.
        notes: the statements that may be told.
    """
    solution = found.reckoning.solution
    if not solution["positions"]:
        return None
    places = _scaled(solution["positions"])
    shown = bool(found.found and found.found.shown)
    labels: Mapping[str, str] = solution["groups"] if shown else {}
    return Map(
        dots=_dots(places, groups, found.voters),
        outlines=_outlines(places, labels),
        scale=min(1.0, max(0.4, (MANY / len(places)) ** 0.5)),
        voters=found.voters,
        rows=_rows(places, labels, groups, found.voters),
        meanings=_meanings(solution["axes"], notes),
    )


def _scaled(positions: Mapping[str, Sequence[float]]) -> dict[str, Point]:
    """Return places in whole hundredths of half the map, without its far ends."""
    reach = sorted(max(abs(x), abs(y)) for x, y in positions.values())
    # The farthest few of many would squeeze all others into the middle.
    edge = reach[min(len(reach) - 1, int(0.995 * len(reach)))] or 1.0

    def scaled(value: float) -> int:
        return max(-HALF_SIDE, min(HALF_SIDE, round(HALF_SIDE * value / edge)))

    return {name: (scaled(x), -scaled(y)) for name, (x, y) in positions.items()}


def _dots(
    places: Mapping[str, Point], groups: Mapping[str, str], voters: Sequence[Voters]
) -> list[Dot]:
    by_key = {one.key: (place, one) for place, one in enumerate(voters)}
    dots = []
    for name, (x, y) in places.items():
        place, one = by_key.get(groups.get(name, ""), (-1, None))
        dots.append(Dot(x, y, one.dye if one else "soft", place % SHAPES if one else place))
    # In the order of places: nothing tells in which order people voted.
    return sorted(dots, key=lambda dot: (dot.x, dot.y, dot.shape))


def _outlines(places: Mapping[str, Point], labels: Mapping[str, str]) -> list[Outline]:
    found = []
    for number, label in enumerate(sorted(set(labels.values()))):
        points = [places[name] for name, one in labels.items() if one == label and name in places]
        edge = hull(points)
        middle = [round(sum(axis) / len(axis)) for axis in zip(*points, strict=True)]
        drawn = " ".join(f"{x},{y}" for x, y in edge)
        found.append(Outline(LETTERS[number], drawn, middle[0], middle[1]))
    return found


def hull(points: Sequence[Point]) -> list[Point]:
    """Return the corners of the smallest convex outline, by Andrew's monotone chain.

    >>> hull([(0, 0), (2, 0), (1, 1), (2, 2), (0, 2), (1, 0)])
    [(0, 0), (2, 0), (2, 2), (0, 2)]
    """
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    return _half(ordered)[:-1] + _half(ordered[::-1])[:-1]


def _half(points: Sequence[Point]) -> list[Point]:
    chain: list[Point] = []
    for point in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(a: Point, b: Point, c: Point) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _rows(
    places: Mapping[str, Point],
    labels: Mapping[str, str],
    groups: Mapping[str, str],
    voters: Sequence[Voters],
) -> list[tuple[str, list[int | None]]]:
    """Return how many people of each peer group are in each found group, small numbers hidden."""
    names = sorted(set(labels.values()))
    keys = [one.key for one in voters]
    seen = Counter((labels.get(name, ""), groups.get(name, "")) for name in places)
    counts = [[seen[name, key] for key in keys] for name in names]
    if not names or not keys:
        return []
    not_shown = hidden(counts)
    return [
        (
            LETTERS[row],
            [None if (row, column) in not_shown else n for column, n in enumerate(line)],
        )
        for row, line in enumerate(counts)
    ]


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
