"""From votes to what they say: computed in a process of its own, checked before it is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from entraide.numerics import opinion
from entraide.numerics.opinion import files

SEED = 0


class NotExact(Exception):
    """The verifier found a fault in what was computed: a defect of ours, never shown."""


def reckon(rows: Sequence[tuple[str, str, int]], groups: Mapping[str, str]) -> dict[str, Any]:
    """Return what the votes say, as `docs/formats.md` writes it.

    Args:
        rows: (ballot, statement, vote), each named by its number.
        groups: the peer group of each ballot.

    Raises:
        NotExact: when the answer is not what the votes say.
    """
    problem = opinion.Problem(opinion.votes_of(rows), peer_groups=groups)
    solution = opinion.solve(problem, seed=SEED)
    if faults := opinion.check(problem, solution):
        raise NotExact("; ".join(faults[:5]))
    return files.write_solution(problem, solution)
