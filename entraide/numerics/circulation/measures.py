"""Each measure of gifts: an array of shape (m, 2), int64, of rows (giver, receiver)."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .problem import UNKNOWN

Gifts = NDArray[np.int64]
Ints = NDArray[np.int64]
LONGEST = 4


def links(gifts: Gifts) -> Gifts:
    """Return the distinct pairs, without what somebody gave to themselves."""
    apart = gifts[gifts[:, 0] != gifts[:, 1]]
    return np.unique(apart, axis=0)


def reciprocity(gifts: Gifts) -> float:
    """Return how mutual links are beyond chance, at most 1; 0 when everybody is linked to all.

    >>> round(reciprocity(np.array([[0, 1], [1, 0], [2, 3]])), 3)
    0.556
    """
    pairs = links(gifts)
    people = len(np.unique(pairs))
    if people < 2:
        return 0.0
    known = set(map(tuple, pairs.tolist()))
    both = sum((receiver, giver) in known for giver, receiver in known) / len(known)
    dense = len(known) / (people * (people - 1))
    return (both - dense) / (1 - dense) if dense < 1 else 0.0


# What `loop_of` says of a gift on a longer loop, and of one on none.
LONGER, NONE = LONGEST + 1, LONGEST + 2


def loop_of(gifts: Gifts) -> Ints:
    """Return how many people the shortest loop through each gift has: 2 to 4, longer, none.

    >>> loop_of(np.array([[0, 1], [1, 2], [2, 0], [0, 3]])).tolist()
    [3, 3, 3, 6]
    """
    pairs, places = np.unique(gifts, axis=0, return_inverse=True)
    after: dict[int, set[int]] = {}
    before: dict[int, set[int]] = {}
    for giver, receiver in pairs.tolist():
        after.setdefault(giver, set()).add(receiver)
        before.setdefault(receiver, set()).add(giver)
    part = strongly_connected(pairs)
    lengths = [_length(pair, after, before, part) for pair in pairs.tolist()]
    return np.array(lengths, dtype=np.int64)[places.ravel()]


def _length(
    pair: list[int], after: dict[int, set[int]], before: dict[int, set[int]], part: dict[int, int]
) -> int:
    if part[pair[0]] != part[pair[1]]:
        return NONE
    return _shortest(tuple(pair), after, before)


def _shortest(
    pair: tuple[int, ...], after: dict[int, set[int]], before: dict[int, set[int]]
) -> int:
    """Return the people of the shortest loop through a link, `LONGER` if there are more."""
    giver, receiver = pair
    nothing: set[int] = set()
    first = after.get(receiver, nothing)
    if giver in first:
        return 2
    last = before.get(giver, nothing)
    if first & last:
        return 3
    if any(after.get(one, nothing) & last for one in first):
        return LONGEST
    return LONGER


def strongly_connected(pairs: Gifts) -> dict[int, int]:
    """Return the part of each person: two are in one when each can be reached from the other."""
    after: dict[int, list[int]] = {}
    for giver, receiver in pairs.tolist():
        after.setdefault(giver, []).append(receiver)
        after.setdefault(receiver, [])
    order = _finished(after)
    before: dict[int, list[int]] = {one: [] for one in after}
    for giver, receivers in after.items():
        for receiver in receivers:
            before[receiver].append(giver)
    part: dict[int, int] = {}
    for root in reversed(order):
        stack = [root]
        while stack:
            one = stack.pop()
            if one not in part:
                part[one] = root
                stack += before[one]
    return part


def _finished(after: dict[int, list[int]]) -> list[int]:
    """Return people in the order in which a walk leaves them for good (Kosaraju's first pass)."""
    order: list[int] = []
    seen: set[int] = set()
    for start in after:
        stack = [(start, iter(after[start]))] if start not in seen else []
        seen.add(start)
        while stack:
            one, rest = stack[-1]
            following = next((each for each in rest if each not in seen), None)
            if following is None:
                order.append(one)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(after[following])))
    return order


def concentration(people: Ints, members: int) -> float:
    """Return the Gini coefficient of how often each member did something.

    Who never did counts as 0: one alone for n gives 1 - 1 / n, not 0.

    Args:
        people: who did it, a number for each time, shape (m,).
        members: among how many people; those who did it at least.

    >>> concentration(np.array([0, 1, 2, 3]), 4), concentration(np.array([0, 0, 0]), 4)
    (0.0, 0.75)
    """
    if not len(people):
        return 0.0
    counts = np.sort(np.unique(people, return_counts=True)[1]).astype(float)
    among = max(members, len(counts))
    # Those who did nothing come first; they add nothing to the sum.
    rank = np.arange(among - len(counts) + 1, among + 1)
    even = (among + 1) / among
    return float(2 * (rank * counts).sum() / (among * counts.sum()) - even)


def bridging(gifts: Gifts, group: Ints) -> tuple[float, float]:
    """Return the share of gifts between two groups, and what it would be by lot.

    Args:
        gifts: shape (m, 2).
        group: the group of each person, shape (n,); -1 for who did not say it, left out.
    """
    giver, receiver = group[gifts[:, 0]], group[gifts[:, 1]]
    known = (giver >= 0) & (receiver >= 0) & (gifts[:, 0] != gifts[:, 1])
    giver, receiver = giver[known], receiver[known]
    if not len(giver):
        return 0.0, 0.0
    most = int(max(giver.max(), receiver.max())) + 1
    gave = np.bincount(giver, minlength=most) / len(giver)
    received = np.bincount(receiver, minlength=most) / len(receiver)
    return float((giver != receiver).mean()), float(1 - (gave * received).sum())


def enough(category: Ints, *, fewest: int = 11) -> NDArray[np.bool_]:
    """Return which gifts are of a category that was said and has so many; shape (m,)."""
    known, place, count = np.unique(category, return_inverse=True, return_counts=True)
    told: NDArray[np.bool_] = ((count >= fewest) & (known != UNKNOWN))[place.ravel()]
    return told


def hanging(giver: Ints, category: Ints, *, share: float = 0.8, fewest: int = 11) -> float | None:
    """Return the share of categories of which one person gives most: what would stop without them.

    Nothing when no category has enough gifts. What was not said is no category.

    Args:
        giver: who gave, for each gift, shape (m,).
        category: of what, shape (m,); -1 when it was not said.
        share: from which share of a category one person carries it.
        fewest: categories with fewer gifts are left out.
    """
    told = enough(category, fewest=fewest)
    carried = [
        bool(np.unique(inside, return_counts=True)[1].max() >= share * len(inside))
        for inside in (giver[category == one] for one in np.unique(category[told]))
    ]
    return sum(carried) / len(carried) if carried else None


def as_gifts(rows: Sequence[Sequence[int]]) -> Any:
    """Return rows (giver, receiver) as the array that the others take."""
    return np.array(rows, dtype=np.int64).reshape(-1, 2)
