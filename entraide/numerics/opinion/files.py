"""Votes and what they say as JSON documents: `docs/formats.md`. CSV files: `sheets`."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from math import isfinite
from typing import Any, BinaryIO, TypeVar

from ..faults import Faults
from ..reading import fields, flag, gathered, items, of_kind, shown, text, whole
from .problem import (
    MIN_VOTES,
    VOTES,
    Divide,
    PeerGroups,
    Position,
    Problem,
    Representative,
    Solution,
    Tally,
    Unsaid,
    Votes,
    votes_of,
)

Json = Any
Value = TypeVar("Value")
OPTIONAL = ("peer_groups", "min_votes", "groups", "stability")
RESULTS = {
    "positions", "axes", "groups", "stability", "consensus", "representative", "by_peer_group",
    "unsaid",
}  # fmt: skip
# The names of a `Representative` and a `Tally` in a document.
TYPICAL = ("statement", "vote", "z", "z_half", "share", "ratio", "votes", "seen")
COUNTED = ("agree", "disagree", "pass", "seen", "share", "low", "high")
DIVIDES = ("statement", "most", "least", "difference", "z")


def read_problem(document: Json) -> Problem:
    """Return the problem of a document, or raise `Unusable` with every fault."""
    return gathered(lambda faults: problem_of(document, faults))


def read_table(stream: BinaryIO) -> Problem:
    """Return the problem of a CSV file of Polis, read piece by piece; or raise `Unusable`."""
    # Loaded when somebody reads such a file: it needs numpy.
    votes: Votes = import_module(".sheets", __package__).read_votes(stream)
    return Problem(votes)


def problem_of(document: Json, faults: Faults) -> Problem:
    """Return the problem of a document, noting faults."""
    read = fields(document, "", faults, required={"kind", "votes"}, optional=OPTIONAL)
    if read is None:
        return Problem(Votes())
    of_kind(read["kind"], "opinion", faults)
    return Problem(
        votes_of(votes(read["votes"], faults)),
        labels(read.get("peer_groups", {}), "peer_groups", faults),
        whole(read.get("min_votes", MIN_VOTES), "min_votes", faults, least=1),
        None if read.get("groups") is None else labels(read["groups"], "groups", faults),
        flag(read.get("stability", True), "stability", faults),
    )


def votes(value: Json, faults: Faults) -> Iterator[tuple[str, str, int]]:
    """Return the votes of a list, in order."""
    if value == []:
        faults.add("votes", "nobody voted")
    for index, one in enumerate(items(value, "votes", faults)):
        place = f"votes[{index}]"
        if not isinstance(one, list) or len(one) != 3:
            faults.add(place, f"voter, statement and vote are expected, not {shown(one)}")
            continue
        voter, statement, vote = one
        voter = text(voter, f"{place}[0]", faults)
        statement = text(statement, f"{place}[1]", faults)
        yield voter, statement, vote_of(vote, f"{place}[2]", faults)


def vote_of(value: Json, place: str, faults: Faults) -> int:
    """Return a vote: agree, disagree or pass."""
    if type(value) is int and value in VOTES:
        return value
    faults.add(place, f"1, -1 or 0 is expected, not {shown(value)}")
    return 0


def table(
    value: Json, place: str, faults: Faults, read: Callable[[Json, str, Faults], Value]
) -> dict[str, Value]:
    """Return an object whose values are all read in the same way."""
    if not isinstance(value, dict):
        faults.add(place, f"an object is expected, not {shown(value)}")
        return {}
    return {
        text(key, place, faults): read(one, f"{place}.{key}", faults) for key, one in value.items()
    }


def labels(value: Json, place: str, faults: Faults) -> dict[str, str]:
    """Return the group of each voter."""
    return table(value, place, faults, text)


# Solutions


def write_solution(problem: Problem, solution: Solution) -> dict[str, Json]:
    """Return the document of a solution, without the seconds."""
    groups = solution.groups
    return {
        "positions": {name: list(place) for name, place in solution.positions.items()},
        "axes": {name: list(weights) for name, weights in solution.axes.items()},
        "groups": None if groups is None else dict(groups),
        "stability": solution.stability,
        "consensus": dict(solution.consensus),
        "representative": written_lists(solution.representative),
        "by_peer_group": written_peers(solution.by_peer_group),
        "unsaid": [one._asdict() for one in solution.unsaid],
        "seed": solution.seed,
    }


def written_lists(groups: Mapping[str, tuple[Representative, ...]]) -> dict[str, Json]:
    """Return the representative statements of each group."""
    return {name: [one._asdict() for one in rows] for name, rows in groups.items()}


def written_peers(peers: PeerGroups | None) -> Json:
    """Return what given groups say."""
    if peers is None:
        return None
    return {
        "people": dict(peers.people),
        "left_out": peers.left_out,
        "counts": {
            name: {one: dict(zip(COUNTED, tally, strict=True)) for one, tally in rows.items()}
            for name, rows in peers.counts.items()
        },
        "consensus": dict(peers.consensus),
        "representative": written_lists(peers.representative),
        "divides": [one._asdict() for one in peers.divides],
    }


def read_solution(problem: Problem, document: Json) -> Solution:
    """Return the solution of a document, or raise `Unusable` with every fault."""
    return gathered(lambda faults: solution_of(document, faults))


def solution_of(document: Json, faults: Faults) -> Solution:
    """Return the solution of a document, noting faults."""
    read = fields(document, "", faults, required=RESULTS, optional=("seed", "seconds"))
    if read is None:
        return Solution({}, {}, None, None, {}, {}, None)
    groups, stability = read["groups"], read["stability"]
    return Solution(
        table(read["positions"], "positions", faults, position),
        table(read["axes"], "axes", faults, position),
        None if groups is None else labels(groups, "groups", faults),
        None if stability is None else number(stability, "stability", faults),
        table(read["consensus"], "consensus", faults, number),
        table(read["representative"], "representative", faults, representatives),
        peers_of(read["by_peer_group"], "by_peer_group", faults),
        tuple(
            unsaid(one, f"unsaid[{index}]", faults)
            for index, one in enumerate(items(read["unsaid"], "unsaid", faults))
        ),
        whole(read.get("seed", 0), "seed", faults, least=0),
    )


def number(value: Json, place: str, faults: Faults) -> float:
    """Return a finite number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            found = float(value)
        except OverflowError:
            found = float("inf")
        if isfinite(found):
            return found
    faults.add(place, f"a number is expected, not {shown(value)}")
    return 0.0


def position(value: Json, place: str, faults: Faults) -> Position:
    """Return two numbers."""
    two = items(value, place, faults)
    if len(two) != 2:
        faults.add(place, f"two numbers are expected, not {shown(value)}")
        return (0.0, 0.0)
    return (number(two[0], f"{place}[0]", faults), number(two[1], f"{place}[1]", faults))


def representatives(value: Json, place: str, faults: Faults) -> tuple[Representative, ...]:
    """Return the representative statements of a group."""
    return tuple(
        representative(one, f"{place}[{index}]", faults)
        for index, one in enumerate(items(value, place, faults))
    )


def representative(value: Json, place: str, faults: Faults) -> Representative:
    """Return one representative statement."""
    read = fields(value, place, faults, required=set(TYPICAL))
    if read is None:
        return Representative("", 0, 0.0, 0.0, 0.0, 0.0, 0, 0)
    z, half, share, ratio = (number(read[key], f"{place}.{key}", faults) for key in TYPICAL[2:6])
    return Representative(
        text(read["statement"], f"{place}.statement", faults),
        vote_of(read["vote"], f"{place}.vote", faults),
        z,
        half,
        share,
        ratio,
        whole(read["votes"], f"{place}.votes", faults, least=0),
        whole(read["seen"], f"{place}.seen", faults, least=0),
    )


def peers_of(value: Json, place: str, faults: Faults) -> PeerGroups | None:
    """Return what given groups say."""
    keys = {"people", "left_out", "counts", "consensus", "representative", "divides"}
    read = None if value is None else fields(value, place, faults, required=keys)
    if read is None:
        return None
    return PeerGroups(
        table(read["people"], f"{place}.people", faults, count),
        whole(read["left_out"], f"{place}.left_out", faults, least=0),
        table(read["counts"], f"{place}.counts", faults, tallies),
        table(read["consensus"], f"{place}.consensus", faults, number),
        table(read["representative"], f"{place}.representative", faults, representatives),
        tuple(
            divide(one, f"{place}.divides[{index}]", faults)
            for index, one in enumerate(items(read["divides"], f"{place}.divides", faults))
        ),
    )


def count(value: Json, place: str, faults: Faults) -> int:
    """Return a number of people."""
    return whole(value, place, faults, least=0)


def tallies(value: Json, place: str, faults: Faults) -> dict[str, Tally]:
    """Return the votes of a group on each statement."""
    return table(value, place, faults, tally)


def tally(value: Json, place: str, faults: Faults) -> Tally:
    """Return the votes of a group on a statement."""
    read = fields(value, place, faults, required=set(COUNTED))
    if read is None:
        return Tally(0, 0, 0, 0, None, 0.0, 1.0)
    agree, disagree, passed, seen = (
        count(read[key], f"{place}.{key}", faults) for key in COUNTED[:4]
    )
    share = read["share"]
    return Tally(
        agree,
        disagree,
        passed,
        seen,
        None if share is None else number(share, f"{place}.share", faults),
        number(read["low"], f"{place}.low", faults),
        number(read["high"], f"{place}.high", faults),
    )


def divide(value: Json, place: str, faults: Faults) -> Divide:
    """Return a statement on which peer groups differ."""
    read = fields(value, place, faults, required=set(DIVIDES))
    if read is None:
        return Divide("", "", "", 0.0, 0.0)
    statement, most, least = (text(read[key], f"{place}.{key}", faults) for key in DIVIDES[:3])
    difference, z = (number(read[key], f"{place}.{key}", faults) for key in DIVIDES[3:])
    return Divide(statement, most, least, difference, z)


def unsaid(value: Json, place: str, faults: Faults) -> Unsaid:
    """Return what cannot be said."""
    read = fields(value, place, faults, required=set(Unsaid._fields))
    if read is None:
        return Unsaid("", "", "")
    about, kind, sentence = (text(read[key], f"{place}.{key}", faults) for key in Unsaid._fields)
    return Unsaid(about, kind, sentence)
