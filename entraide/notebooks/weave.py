"""A thread as it is drawn: each note is a line of weft, each note it leads to a thread of warp.

Notes are put one under the other so that each comes after those it rests on: what the chosen note
rests on above it, what rests on it below. A note that rests on others has a warp thread, from the
first of them down to itself; the weft of each of them goes to it. Warp threads that do not meet
share a lane. A chain of 200 notes is 200 lines in one lane; 200 voices under one sentence are 200
lines too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# What rests on what: (note, the one it rests on).
Edge = tuple[int, int]
# Beyond this depth, a list is not indented any more: a phone has no room.
DEEPEST_INDENT = 5


@dataclass(frozen=True)
class Line:
    """A line of weft: a note, the lanes of what it leads to, and its own lane if it has one."""

    note: int
    outs: tuple[int, ...]
    own: int | None


@dataclass(frozen=True)
class Warp:
    """A thread of warp: its lane, and the lines where it begins and ends."""

    lane: int
    first: int
    last: int


@dataclass(frozen=True)
class Weave:
    """The lines in order, the warp, and how many lanes there are."""

    lines: list[Line]
    warps: list[Warp]
    lanes: int


@dataclass
class Branch:
    """A note in a nested list, with what is under it; `again` when it was told already."""

    note: int
    depth: int
    again: bool = False
    branches: list["Branch"] = field(default_factory=list)


def weave(root: int, down: Iterable[Edge], up: Iterable[Edge]) -> Weave:
    """Lay out the thread of a note.

    Args:
        root: the chosen note.
        down: the links among it and what it rests on, near and far.
        up: the links among it and what rests on it, near and far.
    """
    down, up = list(down), list(up)
    below, above = _neighbours(down), _neighbours((b, a) for a, b in up)
    order = _after_all(root, below)[:-1] + _after_all(root, above)[::-1]
    place = {note: line for line, note in enumerate(order)}
    edges = {(a, b) for a, b in [*down, *up] if a in place and b in place}
    sources = _neighbours(edges)
    lanes, used = _lanes(order, place, sources)
    targets = _neighbours((b, a) for a, b in edges)
    lines = [
        Line(note, tuple(sorted({lanes[one] for one in targets.get(note, ())})), lanes.get(note))
        for note in order
    ]
    warps = [
        Warp(lanes[note], min(place[one] for one in found), place[note])
        for note, found in sources.items()
    ]
    return Weave(lines, sorted(warps, key=lambda warp: (warp.first, warp.lane)), used)


def _neighbours(edges: Iterable[Edge]) -> dict[int, list[int]]:
    """Return what each note is tied to, in order."""
    found: dict[int, set[int]] = {}
    for one, other in edges:
        found.setdefault(one, set()).add(other)
    return {note: sorted(others) for note, others in found.items()}


def _after_all(root: int, ties: Mapping[int, list[int]]) -> list[int]:
    """Return the notes reached from a note, each after all that it is tied to; the note last."""
    order: list[int] = []
    seen = {root}
    stack = [(root, iter(ties.get(root, ())))]
    while stack:
        _note, left = stack[-1]
        following = next((one for one in left if one not in seen), None)
        if following is None:
            order.append(stack.pop()[0])
        else:
            seen.add(following)
            stack.append((following, iter(ties.get(following, ()))))
    return order


def _lanes(
    order: list[int], place: Mapping[int, int], sources: Mapping[int, list[int]]
) -> tuple[dict[int, int], int]:
    """Return the lane of each note that rests on others, and how many lanes that takes.

    Warp threads are taken in the order in which they begin, each in the first lane that is free:
    no fewer lanes would do (interval colouring).
    """
    begins = {note: min(place[one] for one in found) for note, found in sources.items()}
    free_from: list[int] = []
    lanes = {}
    for note in sorted(begins, key=lambda note: (begins[note], place[note])):
        lane = next((n for n, end in enumerate(free_from) if end <= begins[note]), len(free_from))
        if lane == len(free_from):
            free_from.append(0)
        free_from[lane] = place[note]
        lanes[note] = lane
    return lanes, len(free_from)


def branches(root: int, edges: Iterable[Edge]) -> list[Branch]:
    """Return what a note leads to as a nested list; a note is told in full once.

    Args:
        root: the note whose branches are wanted.
        edges: (note, one under it in the list).
    """
    ties = _neighbours(edges)
    top = Branch(root, 0)
    seen = {root}
    stack = [(top, top, iter(ties.get(root, ())))]
    while stack:
        _branch, home, left = stack[-1]
        note = next(left, None)
        if note is None:
            stack.pop()
            continue
        found = Branch(note, home.depth + 1, again=note in seen)
        home.branches.append(found)
        if note not in seen:
            seen.add(note)
            # Too deep to be indented, what follows goes on in the same list.
            inside = found if found.depth < DEEPEST_INDENT else home
            stack.append((found, inside, iter(ties.get(note, ()))))
    return top.branches
