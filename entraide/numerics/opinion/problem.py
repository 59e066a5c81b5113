"""Votes on statements, what is asked about them, and what can be said.

Nothing here needs numpy: a page can state a problem and read a solution without loading it.
"""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

AGREE, DISAGREE, PASS = 1, -1, 0
VOTES = (DISAGREE, PASS, AGREE)
# Fewer people than this are never a group, found or given.
FEWEST = 5
# People with fewer votes, where there are as many statements, have no position (Polis).
MIN_VOTES = 7
# Positions need so many people and statements.
FEWEST_PLACED, FEWEST_STATEMENTS = 2, 2
MOST_GROUPS = 5
# How stability is measured: draws, the part of the people left out, the agreement that holds.
DRAWS = 20
LEFT_OUT = 10
HOLDS = 0.9
# Representative statements, and statements that divide: at most so many.
MOST_SHOWN = 5
# One-sided 90 % (Polis), two-sided 95 %.
Z_90 = 1.2816
Z_95 = 1.959963984540054

Position = tuple[float, float]


@dataclass(frozen=True)
class Votes:
    """Votes in the order they were cast: `voter[i]` and `statement[i]` are places in the names.

    Three arrays of machine numbers ("i", "i" and "b"): 9 bytes for each vote.
    """

    voters: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    voter: "array[int]" = field(default_factory=lambda: array("i"))
    statement: "array[int]" = field(default_factory=lambda: array("i"))
    vote: "array[int]" = field(default_factory=lambda: array("b"))


@dataclass(frozen=True)
class Problem:
    """Votes; the peer group of each voter; how many votes give a position.

    With `groups`, labels given from outside, none are searched. `stability` tells whether groups
    that are found are also tried without some of the people.
    """

    votes: Votes
    peer_groups: Mapping[str, str] = field(default_factory=dict)
    min_votes: int = MIN_VOTES
    groups: Mapping[str, str] | None = None
    stability: bool = True


class Representative(NamedTuple):
    """A statement that tells a group from the others, and the vote by which it does.

    `votes` of the `seen` votes of the group are this vote; `share` is (votes + 1) / (seen + 2);
    `ratio` compares it with the share of the others; `z` tests that difference, `z_half` that the
    share is above one half.
    """

    statement: str
    vote: int
    z: float
    z_half: float
    share: float
    ratio: float
    votes: int
    seen: int


class Tally(NamedTuple):
    """The votes of a peer group on a statement; the share that agrees, with its 95 % interval."""

    agree: int
    disagree: int
    passed: int
    seen: int
    share: float | None
    low: float
    high: float


class Divide(NamedTuple):
    """A statement on which two peer groups differ: shares that agree, (A + 1) / (S + 2)."""

    statement: str
    most: str
    least: str
    difference: float
    z: float


@dataclass(frozen=True)
class PeerGroups:
    """What given groups of at least five voters say; nothing in it counts anybody else.

    `left_out`: everybody else who voted, in one number: at least 5 if a group is left out.
    """

    people: Mapping[str, int]
    left_out: int
    counts: Mapping[str, Mapping[str, Tally]]
    consensus: Mapping[str, float]
    representative: Mapping[str, tuple[Representative, ...]]
    divides: tuple[Divide, ...]


class Unsaid(NamedTuple):
    """What cannot be said (`positions`, `groups`, `by_peer_group`), and why."""

    about: str
    kind: str
    sentence: str


@dataclass(frozen=True)
class Solution:
    """What the votes say.

    `axes`: the weight of each statement in the two directions that `positions` follow. `groups`:
    found ones only, never without `stability` unless the problem renounced it.
    """

    positions: Mapping[str, Position]
    axes: Mapping[str, Position]
    groups: Mapping[str, str] | None
    stability: float | None
    consensus: Mapping[str, float]
    representative: Mapping[str, tuple[Representative, ...]]
    by_peer_group: PeerGroups | None
    unsaid: tuple[Unsaid, ...] = ()
    seed: int = 0


def votes_of(rows: Iterable[tuple[str, str, int]]) -> Votes:
    """Return votes from (voter, statement, vote) in the order they were cast.

    >>> votes_of([("a", "s", 1), ("b", "s", -1), ("a", "s", 0)]).voter
    array('i', [0, 1, 0])
    """
    voters: dict[str, int] = {}
    statements: dict[str, int] = {}
    columns = array("i"), array("i"), array("b")
    for voter, statement, vote in rows:
        columns[0].append(voters.setdefault(voter, len(voters)))
        columns[1].append(statements.setdefault(statement, len(statements)))
        columns[2].append(vote)
    return Votes(tuple(voters), tuple(statements), *columns)


def natural(name: str) -> tuple[bool, int, str]:
    """Return a key that sorts numbers as numbers, before other names.

    >>> sorted(["b", "10", "9", "a"], key=natural)
    ['9', '10', 'a', 'b']
    """
    number = name.isascii() and name.isdecimal()
    return (not number, len(name) if number else 0, name)


def published(sizes: Mapping[str, int], others: int) -> tuple[str, ...]:
    """Return the groups that may be shown, in order of name; `others` are people without group.

    Groups under five people are left out. As long as they and the people without group are fewer
    than five, what is missing from a total would be their votes: the smallest group shown joins
    them.

    >>> published({"a": 40, "b": 12, "c": 3}, 0), published({"a": 40, "b": 12, "c": 3}, 2)
    (('a',), ('a', 'b'))
    """
    shown = sorted((name for name, size in sizes.items() if size >= FEWEST), key=natural)
    small = sum(size for size in sizes.values() if size < FEWEST)
    while shown and 0 < small < FEWEST - others:
        smallest = min(shown, key=lambda name: (sizes[name], natural(name)))
        shown.remove(smallest)
        small += sizes[smallest]
    return tuple(shown)
