"""Problems and solutions of ranked wishes as JSON documents: `docs/formats.md`."""

from collections.abc import Mapping
from typing import Any

from ..faults import Faults
from ..reading import fields, flag, gathered, items, of_kind, once, shown, text, texts, whole
from .problem import Option, Person, Problem, Proof, Solution, levels

Json = Any
PERSON_KEYS = ("needs", "party", "at_least", "then_any")


def read_problem(document: Json) -> Problem:
    """Return the problem of a document, or raise `Unusable` with every fault."""
    return gathered(lambda faults: problem_of(document, faults))


def problem_of(document: Json, faults: Faults) -> Problem:
    """Return the problem of a document, noting faults."""
    read = fields(document, "", faults, required={"kind", "options", "people"})
    if read is None:
        return Problem((), ())
    of_kind(read["kind"], "wishes", faults)
    options = tuple(
        option_of(one, f"options[{index}]", faults)
        for index, one in enumerate(items(read["options"], "options", faults))
    )
    once((option.id for option in options), "options", faults)
    known = {option.id: option for option in options}
    people = tuple(
        [
            person_of(one, f"people[{index}]", known, faults)
            for index, one in enumerate(items(read["people"], "people", faults))
        ]
    )
    once((person.id for person in people), "people", faults)
    if not people and isinstance(read["people"], list):
        faults.add("people", "nobody to place")
    return Problem(options, people)


def option_of(value: Json, place: str, faults: Faults) -> Option:
    """Return an option."""
    read = fields(value, place, faults, required={"id", "capacity"}, optional=("offers",))
    if read is None:
        return Option("", 0)
    return Option(
        text(read["id"], f"{place}.id", faults),
        whole(read["capacity"], f"{place}.capacity", faults, least=0),
        frozenset(texts(read.get("offers", []), f"{place}.offers", faults)),
    )


def person_of(value: Json, place: str, known: Mapping[str, Option], faults: Faults) -> Person:
    """Return a person."""
    read = fields(value, place, faults, required={"id", "wishes"}, optional=PERSON_KEYS)
    if read is None:
        return Person("", ())
    wishes = texts(read["wishes"], f"{place}.wishes", faults)
    for index, wish in enumerate(wishes):
        if wish and wish not in known:
            faults.add(f"{place}.wishes[{index}]", f"unknown option {shown(wish)}")
    needs = read.get("needs", [])
    party = read.get("party")
    return Person(
        text(read["id"], f"{place}.id", faults),
        wishes,
        frozenset(texts(needs, f"{place}.needs", faults)) if needs != [] else frozenset(),
        None if party is None else text(party, f"{place}.party", faults),
        promise(read.get("at_least"), wishes, f"{place}.at_least", faults),
        flag(read.get("then_any", False), f"{place}.then_any", faults),
    )


def promise(value: Json, wishes: tuple[str, ...], place: str, faults: Faults) -> int | None:
    """Return a promised rank: a number, or the wish that marks it."""
    if value is None:
        return None
    if isinstance(value, str):
        if value in wishes:
            return wishes.index(value) + 1
        faults.add(place, f"{shown(value)} is not among the wishes of this person")
        return None
    return whole(value, place, faults, least=1)


def write_solution(problem: Problem, solution: Solution) -> dict[str, Json]:
    """Return the document of a solution, without the seconds."""
    proof: dict[str, Json] = {
        "method": solution.proof.method,
        "potentials": solution.proof.potentials,
    }
    if solution.proof.unit != 1:
        proof["unit"] = solution.proof.unit
    return {
        "assigned": solution.assigned,
        "unplaced": list(solution.unplaced),
        "profile": list(solution.profile),
        "proof": proof,
        "seed": solution.seed,
    }


def read_solution(problem: Problem, document: Json) -> Solution:
    """Return the solution of a document, or raise `Unusable` with every fault."""
    return gathered(lambda faults: solution_of(problem, document, faults))


def solution_of(problem: Problem, document: Json, faults: Faults) -> Solution:
    """Return the solution of a document, noting faults."""
    required = {"assigned", "unplaced", "profile", "proof"}
    read = fields(document, "", faults, required=required, optional=("seed", "seconds"))
    if read is None:
        return Solution({}, (), (), Proof(""))
    assigned = read["assigned"]
    if not isinstance(assigned, dict):
        faults.add("assigned", f"an object is expected, not {shown(assigned)}")
        assigned = {}
    for person, option in assigned.items():
        text(option, f"assigned.{person}", faults)
    profile = items(read["profile"], "profile", faults)
    return Solution(
        assigned,
        tuple(
            text(one, f"unplaced[{index}]", faults)
            for index, one in enumerate(items(read["unplaced"], "unplaced", faults))
        ),
        tuple(
            whole(count, f"profile[{index}]", faults, least=0)
            for index, count in enumerate(profile)
        ),
        proof_of(problem, read["proof"], faults),
        whole(read.get("seed", 0), "seed", faults, least=0),
    )


def proof_of(problem: Problem, value: Json, faults: Faults) -> Proof:
    """Return a proof."""
    required = {"method", "potentials"}
    read = fields(value, "proof", faults, required=required, optional=("unit",))
    if read is None:
        return Proof("")
    names = set(levels(problem))
    options = {option.id for option in problem.options}
    potentials: dict[str, dict[str, int]] = {}
    given = read["potentials"]
    for option, prices in given.items() if isinstance(given, dict) else ():
        place = f"proof.potentials.{option}"
        if option not in options:
            faults.add(place, "unknown option")
        known = fields(prices, place, faults, required=set(), optional=names) or {}
        potentials[option] = {
            level: whole(price, f"{place}.{level}", faults, least=-(2**62))
            for level, price in known.items()
        }
    if not isinstance(given, dict):
        faults.add("proof.potentials", f"an object is expected, not {shown(given)}")
    return Proof(
        text(read["method"], "proof.method", faults),
        potentials,
        whole(read.get("unit", 1), "proof.unit", faults, least=1),
    )
