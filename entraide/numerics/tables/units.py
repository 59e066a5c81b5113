"""People who must sit together."""

from collections.abc import Iterable, Sequence

from .problem import Pair


def units(people: Iterable[str], together: Sequence[Pair]) -> dict[str, tuple[str, ...]]:
    """Return, for each person who must sit with others, everyone of their unit, in order."""
    mates: dict[str, list[str]] = {}
    for one, other in together:
        left, right = mates.setdefault(one, [one]), mates.setdefault(other, [other])
        if left is not right:
            left.extend(right)
            for person in right:
                mates[person] = left
    order = {person: number for number, person in enumerate(people)}
    return {person: tuple(sorted(unit, key=order.__getitem__)) for person, unit in mates.items()}
