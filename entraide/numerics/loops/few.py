"""The best of a few loops and chains, by trying what remains possible."""

from functools import cache

from .listing import Rings

# 24 make some thousand steps at worst, and some dozen as a rule.
FEW = 24
# People served, chains with a minus, loops and chains; which ones.
Merit = tuple[int, int, int, tuple[int, ...]]


def best_of_few(rings: Rings) -> tuple[int, ...]:
    """Return which ones serve most people; then with fewest chains, then most of them in all.

    A loop leaves the giver for others, and short ones hold better. Branches at the one that
    excludes most others; sets of remaining ones already met are not tried again.
    """
    people = [frozenset(line) - {-1} for line in rings.who.tolist()]
    served = rings.served.tolist()
    chain = [len(them) > count for them, count in zip(people, served, strict=True)]
    against = [sum(1 << other for other, them in enumerate(people) if us & them) for us in people]

    @cache
    def best(left: int) -> Merit:
        """Return the best merit among those in a set of bits."""
        if not left:
            return 0, 0, 0, ()
        here = [one for one in range(len(people)) if left >> one & 1]
        widest = max(here, key=lambda one: (against[one] & left).bit_count())
        merit, chains, count, which = best(left & ~against[widest])
        taken = (
            merit + served[widest],
            chains - chain[widest],
            count + 1,
            (widest, *which),
        )
        if against[widest] & left == 1 << widest:
            return taken
        return max(taken, best(left & ~(1 << widest)), key=lambda one: one[:3])

    return best((1 << len(people)) - 1)[3]
