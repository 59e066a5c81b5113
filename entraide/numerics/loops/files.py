"""Problems and solutions of loops as JSON documents: `docs/formats.md`."""

from collections.abc import Collection
from typing import Any

from ..faults import Faults
from ..reading import fields, gathered, items, of_kind, shown, text, texts, whole
from .problem import LONGEST, SHORTEST, USUAL, Arc, Problem, Ring, Solution

Json = Any


def read_problem(document: Json) -> Problem:
    """Return the problem of a document, or raise `Unusable` with every fault."""
    return gathered(lambda faults: problem_of(document, faults))


def problem_of(document: Json, faults: Faults) -> Problem:
    """Return the problem of a document, noting faults."""
    optional = ("apart", "givers", "max_length")
    read = fields(document, "", faults, required={"kind", "people", "arcs"}, optional=optional)
    if read is None:
        return Problem((), ())
    of_kind(read["kind"], "loops", faults)
    people = texts(read["people"], "people", faults)
    if not people and isinstance(read["people"], list):
        faults.add("people", "nobody to serve")
    givers = texts(read.get("givers", []), "givers", faults)
    asking, giving = frozenset(people), frozenset(givers)
    for index, name in enumerate(givers):
        if name and name in asking:
            faults.add(f"givers[{index}]", f"{shown(name)} is among the people too")
    arcs = pairs(read["arcs"], "arcs", asking | giving, faults)
    for index, (_, name) in enumerate(arcs):
        if name in giving:
            faults.add(f"arcs[{index}][1]", f"{shown(name)} is a giver, who needs nothing")
    apart = pairs(read.get("apart", []), "apart", asking | giving, faults)
    return Problem(people, arcs, apart, givers, length(read.get("max_length", USUAL), faults))


def length(value: Json, faults: Faults) -> int:
    """Return how long loops may be."""
    if isinstance(value, int) and not isinstance(value, bool) and SHORTEST <= value <= LONGEST:
        return value
    faults.add("max_length", f"a whole number of {SHORTEST} to {LONGEST} is expected, not "
               f"{shown(value)}")  # fmt: skip
    return USUAL


def pairs(value: Json, key: str, known: Collection[str], faults: Faults) -> tuple[Arc, ...]:
    """Return pairs of two different people who exist; one that is wrong stays, with its fault."""
    found = []
    for index, one in enumerate(items(value, key, faults)):
        # Half a million of them: the names of those who exist are looked up, and no more.
        if not right(one, known):
            note(one, f"{key}[{index}]", known, faults)
            one = ("", "")
        found.append((one[0], one[1]))
    return tuple(found)


def right(value: Json, known: Collection[str]) -> bool:
    """Tell whether this is a pair of two different people who exist."""
    if not isinstance(value, list) or len(value) != 2:
        return False
    one, other = value
    return (
        isinstance(one, str)
        and isinstance(other, str)
        and one in known
        and other in known
        and one != other
    )


def note(value: Json, place: str, known: Collection[str], faults: Faults) -> None:
    """Note what is wrong with a pair."""
    two = items(value, place, faults)
    if len(two) != 2:
        if isinstance(value, list):
            faults.add(place, f"two people are expected, not {shown(value)}")
        return
    names = [text(name, f"{place}[{side}]", faults) for side, name in enumerate(two)]
    for side, name in enumerate(names):
        if name and name not in known:
            faults.add(f"{place}[{side}]", f"unknown person {shown(name)}")
    if names[0] and names[0] == names[1]:
        faults.add(place, f"{shown(names[0])} is there twice")


def write_solution(problem: Problem, solution: Solution) -> dict[str, Json]:
    """Return the document of a solution, without the seconds."""
    return {
        "loops": [list(ring) for ring in solution.loops],
        "chains": [list(ring) for ring in solution.chains],
        "served": solution.served,
        "served_bound": solution.served_bound,
        "seed": solution.seed,
    }


def read_solution(problem: Problem, document: Json) -> Solution:
    """Return the solution of a document, or raise `Unusable` with every fault."""
    return gathered(lambda faults: solution_of(document, faults))


def solution_of(document: Json, faults: Faults) -> Solution:
    """Return the solution of a document, noting faults."""
    required = {"loops", "chains", "served", "served_bound"}
    read = fields(document, "", faults, required=required, optional=("seed", "seconds"))
    if read is None:
        return Solution((), (), 0, 0)
    return Solution(
        rings(read["loops"], "loops", faults),
        rings(read["chains"], "chains", faults),
        whole(read["served"], "served", faults, least=0),
        whole(read["served_bound"], "served_bound", faults, least=0),
        whole(read.get("seed", 0), "seed", faults, least=0),
    )


def rings(value: Json, key: str, faults: Faults) -> tuple[Ring, ...]:
    """Return loops, or chains."""
    return tuple(
        tuple(
            text(name, f"{key}[{index}][{side}]", faults)
            for side, name in enumerate(items(one, f"{key}[{index}]", faults))
        )
        for index, one in enumerate(items(value, key, faults))
    )
