"""Faults of documents are all said, each with its place."""

from copy import deepcopy
from typing import Any

import pytest

from entraide.numerics.faults import Faults, Unusable
from entraide.numerics.kinds import KINDS
from entraide.numerics.reading import shown

from .test_kinds import PROBLEMS, answer_document, changed


def faults(name: str, *changes: tuple[tuple[Any, ...], Any]) -> list[str]:
    """Return what is wrong with the problem of this kind after changes."""
    document = deepcopy(PROBLEMS[name])
    for place, value in changes:
        document = changed(document, place, value)
    with pytest.raises(Unusable) as refused:
        KINDS[name].read_problem(document)
    return refused.value.lines


def solution_faults(name: str, *changes: tuple[tuple[Any, ...], Any]) -> list[str]:
    kind = KINDS[name]
    problem = kind.read_problem(PROBLEMS[name])
    document = answer_document(name)
    for place, value in changes:
        document = changed(document, place, value)
    with pytest.raises(Unusable) as refused:
        kind.read_solution(problem, document)
    return refused.value.lines


@pytest.mark.parametrize(
    ("place", "value", "line"),
    [
        (("kind",), "tables", 'kind: "wishes" is expected, not "tables"'),
        (("people",), [], "people: nobody to place"),
        (("people",), {}, "people: a list is expected, not {}"),
        (("options", 0), 7, "options[0]: an object is expected, not 7"),
        (("options", 0, "id"), "", 'options[0].id: a string that is not empty is expected, not ""'),
        (("options", 1, "id"), "help", 'options[1].id: "help" is there twice'),
        (("options", 0, "capacity"), -1, "options[0].capacity: a whole number of 0 or more is"),
        (("options", 0, "capacity"), True, "options[0].capacity: a whole number of 0 or more is"),
        (("options", 0, "capacity"), 1.5, "options[0].capacity: a whole number of 0 or more is"),
        (("options", 0, "places"), 3, "options[0].places: unknown key"),
        (("people", 3), [], "people[3]: an object is expected, not []"),
        (("people", 3, "id"), "a", 'people[3].id: "a" is there twice'),
        (("people", 3, "wishes", 0), "x", 'people[3].wishes[0]: unknown option "x"'),
        (("people", 3, "wishes"), ["help", "help"], 'people[3].wishes[1]: "help" is there twice'),
        (("people", 3, "wishes", 0), ["help"], "people[3].wishes[0]: a string that is not empty"),
        (
            ("people", 0, "needs"),
            "step_free",
            'people[0].needs: a list is expected, not "step_free"',
        ),
        (("people", 0, "needs"), "", 'people[0].needs: a list is expected, not ""'),
        (("people", 0, "at_least"), "x", 'people[0].at_least: "x" is not among the wishes of this'),
        (("people", 0, "then_any"), 1, "people[0].then_any: true or false is expected, not 1"),
        (("people", 0, "at_least"), 0, "people[0].at_least: a whole number of 1 or more is"),
        (("people", 1, "party"), 3, "people[1].party: a string that is not empty is expected, not"),
    ],
)
def test_a_fault_of_wishes_is_said_with_its_place(
    place: tuple[Any, ...], value: Any, line: str
) -> None:
    found = faults("wishes", (place, value))
    assert [one for one in found if one.startswith(line)] != [], found


@pytest.mark.parametrize(
    ("place", "value", "line"),
    [
        (("people",), [], "people: nobody to seat"),
        (("people", 0), 1, "people[0]: an object is expected, not 1"),
        (("people", 1, "id"), "p0", 'people[1].id: "p0" is there twice'),
        (("people", 0, "traits"), [], "people[0].traits: an object is expected, not []"),
        (("people", 0, "traits", "area"), [], "people[0].traits.area: a string that is not empty"),
        (
            ("people", 0, "traits"),
            {},
            'people[0].traits: no "peer_group", by which rounds[0] seats',
        ),
        (("rounds",), [], "rounds: no round to seat"),
        (("rounds", 1), None, "rounds[1]: an object is expected, not None"),
        (("rounds", 1, "id"), "pairs", 'rounds[1].id: "pairs" is there twice'),
        (("rounds", 1, "tables"), 13, "rounds[1].tables: 13 tables for 12 people"),
        (("rounds", 1, "tables"), 0, "rounds[1].tables: a whole number of 1 or more is expected"),
        (("rounds", 1, "by"), 5, "rounds[1].by: a string that is not empty is expected, not 5"),
        (("keep_apart", 0), ["p0"], "keep_apart[0]: two people are expected, not ['p0']"),
        (("keep_apart", 0, 1), "z", 'keep_apart[0][1]: unknown person "z"'),
        (("keep_apart", 0, 1), "p1", 'keep_apart[0]: "p1" is there twice'),
        (("locked", 0), 4, "locked[0]: an object is expected, not 4"),
        (("locked", 0, "round"), "z", 'locked[0].round: unknown round "z"'),
        (("locked", 0, "table"), 4, "locked[0].table: there are 4 tables, from 0"),
        (("locked", 0, "person"), "z", 'locked[0].person: unknown person "z"'),
    ],
)
def test_a_fault_of_tables_is_said_with_its_place(
    place: tuple[Any, ...], value: Any, line: str
) -> None:
    found = faults("tables", (place, value))
    assert [one for one in found if one.startswith(line)] != [], found


def test_a_seat_settled_twice_is_said() -> None:
    lock = PROBLEMS["tables"]["locked"][0]
    assert faults("tables", (("locked",), [lock, lock | {"table": 1}])) == [
        'locked[1]: "p5" is settled twice in this round'
    ]


def test_all_faults_are_said_at_once() -> None:
    assert faults(
        "wishes", (("people", 3, "wishes", 0), "x"), (("options", 1, "capacity"), None)
    ) == [
        "options[1].capacity: a whole number of 0 or more is expected, not None",
        'people[3].wishes[0]: unknown option "x"',
    ]


@pytest.mark.parametrize(
    ("name", "place", "value", "line"),
    [
        ("wishes", ("assigned",), [], "assigned: an object is expected, not []"),
        ("wishes", ("assigned", "a"), 3, "assigned.a: a string that is not empty is expected"),
        ("wishes", ("unplaced",), ["a", 4], "unplaced[1]: a string that is not empty is expected"),
        ("wishes", ("profile", 0), -3, "profile[0]: a whole number of 0 or more is expected"),
        ("wishes", ("proof",), None, "proof: an object is expected, not None"),
        ("wishes", ("proof", "unit"), 0, "proof.unit: a whole number of 1 or more is expected"),
        ("wishes", ("proof", "potentials"), [], "proof.potentials: an object is expected, not []"),
        ("wishes", ("proof", "potentials", "zoo"), {}, "proof.potentials.zoo: unknown option"),
        (
            "wishes",
            ("proof", "potentials", "help"),
            {"7": 1},
            "proof.potentials.help.7: unknown key",
        ),
        (
            "wishes",
            ("proof", "potentials", "help"),
            {"2": 0.5},
            "proof.potentials.help.2: a whole number of",
        ),
        ("wishes", ("colour",), 1, "colour: unknown key"),
        ("tables", ("rounds", 0), 3, "rounds[0]: an object is expected, not 3"),
        ("tables", ("rounds", 0, "tables", 0), ["p0", "p0"], 'rounds[0].tables[0][1]: "p0" is'),
        ("tables", ("rounds", 1, "deviation"), -1, "rounds[1].deviation: a number of 0 or more"),
        ("tables", ("rounds", 1, "deviation"), True, "rounds[1].deviation: a number of 0 or more"),
        ("tables", ("repeats",), "0", "repeats: a whole number of 0 or more is expected"),
    ],
)
def test_a_fault_of_a_solution_is_said_with_its_place(
    name: str, place: tuple[Any, ...], value: Any, line: str
) -> None:
    found = solution_faults(name, (place, value))
    assert [one for one in found if one.startswith(line)] != [], found


@pytest.mark.parametrize("name", KINDS)
def test_a_solution_that_is_no_object_is_said(name: str) -> None:
    problem = KINDS[name].read_problem(PROBLEMS[name])
    with pytest.raises(Unusable, match="document: an object is expected"):
        KINDS[name].read_solution(problem, "x")


def test_long_values_are_shown_short_and_on_one_line() -> None:
    assert shown("a\nb") == '"a b"'
    assert shown(["x"] * 100) == repr(["x"] * 100)[:60] + "…"


def test_no_fault_is_no_refusal() -> None:
    assert Faults().stop() is None  # type: ignore[func-returns-value]
