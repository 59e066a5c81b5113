"""What is measured, and what comes out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

UNKNOWN = -1


@dataclass(frozen=True)
class Act:
    """Something that was done.

    Args:
        givers: numbers of people; nobody, when they were erased.
        receivers: the same; those who did it, when it was done together.
        branch: of what, a number; `UNKNOWN` when it was not said.
        together: common work, which goes from nobody to nobody.
        told: whether its story became a voice.
        minutes: how long, 0 when it was not said.
        stands_in: whether a right ought to have answered instead.
    """

    givers: tuple[int, ...]
    receivers: tuple[int, ...]
    branch: int = UNKNOWN
    together: bool = False
    told: bool = False
    minutes: int = 0
    stands_in: bool = False


@dataclass(frozen=True)
class Problem:
    """Acts among people 0 to n - 1.

    Args:
        groups: the peer group of each person, a number; `UNKNOWN` when it was not said.
        acts: what was done.
        members: how many people are in it, whether they took part or not; at least n.
    """

    groups: tuple[int, ...]
    acts: tuple[Act, ...]
    members: int


@dataclass(frozen=True)
class Measure:
    """A number of the whole, its interval of 95 %, and on whom it rests.

    Args:
        value: the number.
        low: the lower end of its interval.
        high: the upper end.
        people: on how many different people it rests.
        most: the share of what it counts that one person is in, the largest; 0 of nothing.
        whole: of how many gifts or people it is a share; 0 when it is none of them.
    """

    value: float
    low: float
    high: float
    people: int = 0
    most: float = 0.0
    whole: int = 0


@dataclass(frozen=True)
class Solution:
    """The measures by their names: those of `NAMES` that can be said."""

    measures: Mapping[str, Measure]


# In the order in which they are told.
NAMES = (
    "reciprocity", "loops_2", "loops_3", "loops_4", "loops_any", "giving", "receiving",
    "isolation", "bridging", "unequal", "peers", "multilateral", "voice", "substitution",
    "hanging",
)  # fmt: skip
# Beyond chance: from -1 to 1; the others are shares, from 0 to 1.
BEYOND = ("reciprocity", "bridging")


def kind_of(gave: Collection[int], received: Collection[int], *, together: bool) -> str:
    """Return which of the three reciprocities an act is; nothing when somebody's group is unknown.

    Args:
        gave: the groups of those who gave, one for each.
        received: the groups of those who received.
        together: common work.

    >>> kind_of([0], [0], together=False), kind_of([0], [1, 0], together=False)
    ('peers', 'unequal')
    >>> kind_of([0, 0], [1, UNKNOWN], together=False), kind_of([0], [UNKNOWN], together=False)
    ('multilateral', '')
    """
    if together or min(len(gave), len(received)) > 1:
        return "multilateral"
    groups = {*gave, *received}
    if UNKNOWN in groups or not gave or not received:
        return ""
    return "peers" if len(groups) == 1 else "unequal"
