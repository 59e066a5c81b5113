"""The most people that loops and chains can serve, part by part."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from .exact import Best, Part, best_of_part
from .few import FEW, best_of_few
from .graph import Ints
from .listing import Rings
from .parts import hardest_first, parts_of, reach, renumbered, taken_in_order
from .prices import AT_ONCE, UNIT, priced


def packed(rings: Rings, people: int, asking: int, seed: int) -> Best:
    """Return the best loops and chains that share nobody, found part by part, with their bound."""
    if not len(rings):
        return Best(np.empty(0, np.int64), 0, 0)
    part = parts_of(rings, people)
    most = reach(rings, part, people, asking)
    order = np.argsort(part, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(part))[:-1])
    first = taken_in_order(rings, people, hardest_first(rings, people))
    found = [
        few(rings, mine) if len(mine) <= FEW else at_first(rings, mine[first[mine]], bound)
        for mine, bound in zip(members, most.tolist(), strict=True)
    ]
    open_ = [number for number, best in enumerate(found) if best.served < best.bound]
    for batch in batches(open_, [len(mine) for mine in members]):
        better = closer(rings, [members[one] for one in batch], [found[one] for one in batch], seed)
        for number, best in zip(batch, better, strict=True):
            found[number] = best
    return Best(
        np.concatenate([best.which for best in found]),
        sum(best.served for best in found),
        sum(best.bound for best in found),
    )


def few(rings: Rings, mine: Ints) -> Best:
    """Return the best of a few."""
    which = mine[list(best_of_few(rings.only(mine)))] if len(mine) > 1 else mine
    served = int(rings.served[which].sum())
    return Best(which, served, served)


def at_first(rings: Rings, which: Ints, bound: int) -> Best:
    """Return a first answer."""
    return Best(which, int(rings.served[which].sum()), bound)


def batches(parts: list[int], sizes: list[int]) -> Iterator[list[int]]:
    """Return parts that are priced together: a small programme each time, as few as possible."""
    batch: list[int] = []
    inside = 0
    for part in parts:
        if batch and inside + sizes[part] > AT_ONCE:
            yield batch
            batch, inside = [], 0
        batch.append(part)
        inside += sizes[part]
    if batch:
        yield batch


def closer(rings: Rings, members: list[Ints], found: list[Best], seed: int) -> list[Best]:
    """Return better answers and bounds of some parts, by their prices."""
    every = np.concatenate(members)
    local, people = renumbered(rings.only(every))
    first = np.isin(every, np.concatenate([best.which for best in found]))
    prices = priced(local, len(people), np.flatnonzero(first))
    again = taken_in_order(local, len(people), np.argsort(-prices.used, kind="stable"))
    lacking = prices.lacking(local)
    better, end = [], 0
    for mine, best in zip(members, found, strict=True):
        here = np.arange(end, end + len(mine))
        end += len(mine)
        start = at_best(local, here, [np.flatnonzero(first[here]), np.flatnonzero(again[here])])
        part, inside = renumbered(local.only(here))
        total = int(prices.of_person[inside].sum())
        start = replace(start, bound=min(best.bound, total // UNIT))
        answer = best_of_part(Part(part, len(inside), lacking[here], total), start, seed)
        better.append(replace(answer, which=mine[answer.which]))
    return better


def at_best(rings: Rings, mine: Ints, answers: list[Ints]) -> Best:
    """Return the better of several answers of a part."""
    served = [int(rings.served[mine[which]].sum()) for which in answers]
    best = int(np.argmax(served))
    return Best(answers[best], served[best], 0)
