"""The problem of loops of reciprocity, and its answer."""

from dataclasses import dataclass

Arc = tuple[str, str]
Ring = tuple[str, ...]
# Longer loops hold too rarely: each person more is one more who may change their mind.
SHORTEST, USUAL, LONGEST = 2, 3, 4


@dataclass(frozen=True)
class Problem:
    """Who could give what to whom.

    `people` need something and may give; `givers` give and need nothing: nobody is both. An arc
    (a, b) says that a can give what b needs; nobody gives to a giver or to themselves. Two people
    of `apart`, in either order, are never in one loop or chain. `max_length` is 2 to 4: people of a
    loop at most, and people served by a chain at most. Files are verified when they are read;
    whoever makes a problem otherwise keeps to this.
    """

    people: tuple[str, ...]
    arcs: tuple[Arc, ...]
    apart: tuple[Arc, ...] = ()
    givers: tuple[str, ...] = ()
    max_length: int = USUAL


@dataclass(frozen=True)
class Solution:
    """Loops, in which everyone gives to the next and the last to the first, and chains.

    A chain starts with a giver, and its last person gives nothing. `served` counts who receives;
    no answer serves more than `served_bound`.
    """

    loops: tuple[Ring, ...]
    chains: tuple[Ring, ...]
    served: int
    served_bound: int
    seed: int = 0


@dataclass(frozen=True)
class Link:
    """What one more arc would bring: between `more` and `at_most` people more.

    They are equal unless a part of the problem is above the limits of docs/formats.md. `ring` is
    the loop or chain that would use it.
    """

    arc: Arc
    more: int
    at_most: int
    ring: Ring
