"""Problems and solutions of tables as JSON documents: `docs/formats.md`."""

from typing import Any

from ..faults import Faults
from ..reading import fields, gathered, items, of_kind, once, shown, text, texts, whole
from .problem import Lock, Pair, Person, Problem, Round, Seating, Solution

Json = Any
PAIRS = ("keep_together", "keep_apart", "met_before")


def read_problem(document: Json) -> Problem:
    """Return the problem of a document, or raise `Unusable` with every fault."""
    return gathered(lambda faults: problem_of(document, faults))


def problem_of(document: Json, faults: Faults) -> Problem:
    """Return the problem of a document, noting faults."""
    required = {"kind", "people", "rounds"}
    read = fields(document, "", faults, required=required, optional=(*PAIRS, "locked"))
    if read is None:
        return Problem((), ())
    of_kind(read["kind"], "tables", faults)
    people = tuple(
        person_of(one, f"people[{index}]", faults)
        for index, one in enumerate(items(read["people"], "people", faults))
    )
    once((person.id for person in people), "people", faults)
    if not people and isinstance(read["people"], list):
        faults.add("people", "nobody to seat")
    rounds = tuple(
        round_of(one, f"rounds[{index}]", people, faults)
        for index, one in enumerate(items(read["rounds"], "rounds", faults))
    )
    once((one.id for one in rounds), "rounds", faults)
    if not rounds and isinstance(read["rounds"], list):
        faults.add("rounds", "no round to seat")
    known = {person.id for person in people}
    together, apart, met = (pairs(read.get(key, []), key, known, faults) for key in PAIRS)
    locked = locks(read.get("locked", []), {one.id: one for one in rounds}, known, faults)
    return Problem(people, rounds, together, apart, met, locked)


def person_of(value: Json, place: str, faults: Faults) -> Person:
    """Return a person."""
    read = fields(value, place, faults, required={"id", "traits"})
    if read is None:
        return Person("", {})
    traits = read["traits"]
    if not isinstance(traits, dict):
        faults.add(f"{place}.traits", f"an object is expected, not {shown(traits)}")
        traits = {}
    for trait, found in traits.items():
        text(found, f"{place}.traits.{trait}", faults)
    return Person(text(read["id"], f"{place}.id", faults), traits)


def round_of(value: Json, place: str, people: tuple[Person, ...], faults: Faults) -> Round:
    """Return a round."""
    read = fields(value, place, faults, required={"id", "tables"}, optional=("by",))
    if read is None:
        return Round("", 1)
    tables = whole(read["tables"], f"{place}.tables", faults, least=1)
    if people and tables > len(people):
        faults.add(f"{place}.tables", f"{tables} tables for {len(people)} people")
    by = None if read.get("by") is None else text(read["by"], f"{place}.by", faults)
    for index, person in enumerate(people):
        if by and by not in person.traits:
            faults.add(f"people[{index}].traits", f"no {shown(by)}, by which {place} seats people")
    return Round(text(read["id"], f"{place}.id", faults), tables, by)


def pairs(value: Json, key: str, known: set[str], faults: Faults) -> tuple[Pair, ...]:
    """Return pairs of two different people who exist."""
    found = []
    for index, one in enumerate(items(value, key, faults)):
        place = f"{key}[{index}]"
        two = items(one, place, faults)
        if len(two) != 2:
            faults.add(place, f"two people are expected, not {shown(one)}")
            continue
        names = [text(name, f"{place}[{side}]", faults) for side, name in enumerate(two)]
        for side, name in enumerate(names):
            if name and name not in known:
                faults.add(f"{place}[{side}]", f"unknown person {shown(name)}")
        if names[0] and names[0] == names[1]:
            faults.add(place, f"{shown(names[0])} is there twice")
        found.append((names[0], names[1]))
    return tuple(found)


def locks(
    value: Json, rounds: dict[str, Round], known: set[str], faults: Faults
) -> tuple[Lock, ...]:
    """Return settled seats."""
    found = []
    for index, one in enumerate(items(value, "locked", faults)):
        place = f"locked[{index}]"
        read = fields(one, place, faults, required={"round", "person", "table"})
        if read is None:
            continue
        lock = Lock(
            text(read["round"], f"{place}.round", faults),
            text(read["person"], f"{place}.person", faults),
            whole(read["table"], f"{place}.table", faults, least=0),
        )
        if lock.round and lock.round not in rounds:
            faults.add(f"{place}.round", f"unknown round {shown(lock.round)}")
        elif lock.round and lock.table >= rounds[lock.round].tables:
            faults.add(f"{place}.table", f"there are {rounds[lock.round].tables} tables, from 0")
        if lock.person and lock.person not in known:
            faults.add(f"{place}.person", f"unknown person {shown(lock.person)}")
        found.append(lock)
    seen: set[tuple[str, str]] = set()
    for index, lock in enumerate(found):
        if (lock.round, lock.person) in seen:
            faults.add(f"locked[{index}]", f"{shown(lock.person)} is settled twice in this round")
        seen.add((lock.round, lock.person))
    return tuple(found)


def write_solution(problem: Problem, solution: Solution) -> dict[str, Json]:
    """Return the document of a solution, without the seconds."""
    return {
        "rounds": [
            {
                "id": seating.id,
                "tables": [list(table) for table in seating.tables],
                "deviation": seating.deviation,
                "deviation_bound": seating.deviation_bound,
            }
            for seating in solution.rounds
        ],
        "repeats": solution.repeats,
        "repeats_bound": solution.repeats_bound,
        "seed": solution.seed,
    }


def read_solution(problem: Problem, document: Json) -> Solution:
    """Return the solution of a document, or raise `Unusable` with every fault."""
    return gathered(lambda faults: solution_of(document, faults))


def solution_of(document: Json, faults: Faults) -> Solution:
    """Return the solution of a document, noting faults."""
    required = {"rounds", "repeats", "repeats_bound"}
    read = fields(document, "", faults, required=required, optional=("seed", "seconds"))
    if read is None:
        return Solution((), 0, 0)
    return Solution(
        tuple(
            seating_of(one, f"rounds[{index}]", faults)
            for index, one in enumerate(items(read["rounds"], "rounds", faults))
        ),
        whole(read["repeats"], "repeats", faults, least=0),
        whole(read["repeats_bound"], "repeats_bound", faults, least=0),
        whole(read.get("seed", 0), "seed", faults, least=0),
    )


def seating_of(value: Json, place: str, faults: Faults) -> Seating:
    """Return one seated round."""
    figures = ("deviation", "deviation_bound")
    read = fields(value, place, faults, required={"id", "tables"}, optional=figures)
    if read is None:
        return Seating("", ())
    tables = tuple(
        texts(table, f"{place}.tables[{index}]", faults)
        for index, table in enumerate(items(read["tables"], f"{place}.tables", faults))
    )
    deviation, bound = (figure(read.get(name), f"{place}.{name}", faults) for name in figures)
    return Seating(text(read["id"], f"{place}.id", faults), tables, deviation, bound)


def figure(value: Json, place: str, faults: Faults) -> float | None:
    """Return a number that is not negative, or None."""
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return float(value)
    faults.add(place, f"a number of 0 or more is expected, not {shown(value)}")
    return None
