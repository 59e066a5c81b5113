"""What given peer groups say, each counted by itself.

Groups under five voters are left out, and others with them as long as they, and the voters of no
group, are fewer than five people in all (`problem.published`): what is missing from a total would
be their votes. Nothing here counts the people left out, not even as "the others".

The share of a group that agrees, A / S, comes with Wilson's 95 % interval: where a share could be
from which these votes would not surprise. A statement divides when the groups of the largest and of
the smallest (A + 1) / (S + 2), among those where five people saw it, differ by a z of more than
1.96; at most five, the largest difference first.

Complexity: votes + groups x statements. Source: Wilson, Probable inference, the law of succession
(1927).
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from .grid import Ints, Named, tally
from .problem import FEWEST, MOST_SHOWN, Z_95, Divide, PeerGroups, Tally, published
from .statements import consensus, difference, representative


def peers_of(named: Named, group_of: Mapping[str, str]) -> PeerGroups | None:
    """Return what the given groups say, or None when none of them may be shown."""
    given = [group_of.get(name) for name in named.people]
    sizes = Counter(one for one in given if one is not None)
    names = published(sizes, given.count(None))
    if not names:
        return None
    number = {name: place for place, name in enumerate(names)}
    label = np.array([number.get(one, -1) if one is not None else -1 for one in given])
    counts = tally(named.grid, label, len(names))
    lists = representative(counts, named.statements)
    return PeerGroups(
        {name: sizes[name] for name in names},
        len(given) - sum(sizes[name] for name in names),
        {
            name: dict(zip(named.statements, tallies(votes), strict=True))
            for name, votes in zip(names, counts, strict=True)
        },
        dict(zip(named.statements, consensus(counts).tolist(), strict=True)),
        dict(zip(names, lists, strict=True)),
        divides(counts, names, named.statements),
    )


def tallies(votes: Ints) -> list[Tally]:
    """Return the counts of a group on each statement (statements x values)."""
    seen = votes.sum(axis=1)
    some = np.maximum(seen, 1)
    share = votes[:, 2] / some
    scale = 1 + Z_95**2 / some
    middle = (share + Z_95**2 / (2 * some)) / scale
    half = Z_95 / scale * np.sqrt(share * (1 - share) / some + Z_95**2 / (4 * some**2))
    # Nobody, or everybody: rounding must not go beyond.
    low = np.where(votes[:, 2] > 0, middle - half, 0.0)
    high = np.where(votes[:, 2] < seen, middle + half, 1.0)
    columns = (votes[:, 2], votes[:, 0], votes[:, 1], seen, share, low, high)
    return [
        Tally(agree, disagree, passed, all_, part if all_ else None, least, most)
        for agree, disagree, passed, all_, part, least, most in zip(
            *(column.tolist() for column in columns), strict=True
        )
    ]


def divides(counts: Ints, groups: Sequence[str], statements: Sequence[str]) -> tuple[Divide, ...]:
    """Return the statements on which two groups differ most."""
    agree, seen = counts[:, :, 2], counts.sum(axis=2)
    share = (agree + 1) / (seen + 2)
    known = seen >= FEWEST
    most = np.where(known, share, -1).argmax(axis=0)
    least = np.where(known, share, 2).argmin(axis=0)
    every = np.arange(len(statements))
    apart = share[most, every] - share[least, every]
    z = difference(agree[most, every], seen[most, every], agree[least, every], seen[least, every])
    differ = (known.sum(axis=0) > 1) & (z > Z_95)
    order = [one for one in np.argsort(-apart, kind="stable").tolist() if differ[one]]
    return tuple(
        Divide(
            statements[one],
            groups[most[one]],
            groups[least[one]],
            float(apart[one]),
            float(z[one]),
        )
        for one in order[:MOST_SHOWN]
    )
