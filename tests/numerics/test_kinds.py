"""What every kind of problem must do, whatever it computes."""

import json
import subprocess
import sys
from contextlib import suppress
from copy import deepcopy
from dataclasses import FrozenInstanceError, fields, replace
from functools import cache
from typing import Any

import pytest

from entraide.numerics.faults import Unusable
from entraide.numerics.kinds import KINDS, Kind

from .make import quick

PROBLEMS: dict[str, Any] = {
    "wishes": {
        "kind": "wishes",
        "options": [
            {"id": "help", "capacity": 2, "offers": ["step_free"]},
            {"id": "jardin", "capacity": 2},
        ],
        "people": [
            {"id": "a", "wishes": ["help", "jardin"], "needs": ["step_free"], "at_least": "help"},
            {"id": "b", "wishes": ["help", "jardin"], "party": "f", "at_least": 2},
            {"id": "c", "wishes": ["help", "jardin"], "party": "f", "at_least": None},
            {"id": "d", "wishes": ["help"], "party": None},
        ],
    },
    "tables": {
        "kind": "tables",
        "people": [
            {"id": f"p{i}", "traits": {"peer_group": "ab"[i % 2], "area": "xyz"[i % 3]}}
            for i in range(12)
        ],
        "rounds": [
            {"id": "pairs", "tables": 5, "by": "peer_group"},
            {"id": "mix-1", "tables": 4},
            {"id": "mix-2", "tables": 4, "by": None},
        ],
        "keep_together": [["p0", "p2"]],
        "keep_apart": [["p1", "p3"]],
        "met_before": [["p4", "p6"]],
        "locked": [{"round": "mix-1", "person": "p5", "table": 2}],
    },
    "opinion": {
        "kind": "opinion",
        "votes": [
            [f"p{i}", f"s{j}", 0 if (i * j) % 5 == 4 else 1 if (i % 2) == (j % 2) else -1]
            for i in range(14)
            for j in range(6)
            if (i + j) % 7
        ],
        "peer_groups": {f"p{i}": "ab"[i % 3 > 0] for i in range(14)},
        "min_votes": 4,
        "groups": None,
        "stability": True,
    },
    "loops": {
        "kind": "loops",
        "people": ["a", "b", "c", "d", "e"],
        "arcs": [["a", "b"], ["b", "a"], ["b", "c"], ["c", "a"], ["d", "e"], ["e", "d"]],
        "apart": [["a", "e"]],
        "givers": ["z"],
        "max_length": 3,
    },
}
every = pytest.mark.parametrize(("name", "kind"), KINDS.items())


@cache
def answer_document(name: str) -> Any:
    """Return the answer to the problem of this kind, as a document; change only copies."""
    problem = KINDS[name].read_problem(PROBLEMS[name])
    solution = KINDS[name].solve(problem, 0, quick)
    return through_a_file(KINDS[name].write_solution(problem, solution))


def through_a_file(document: Any) -> Any:
    return json.loads(json.dumps(document))


def test_every_kind_is_looked_at() -> None:
    assert set(PROBLEMS) == set(KINDS)


@every
def test_an_answer_passes_the_verifier_before_and_after_a_file(name: str, kind: Kind) -> None:
    problem = kind.read_problem(PROBLEMS[name])
    answer = kind.solve(problem, 0, quick)
    assert kind.check(problem, answer) == []
    document = through_a_file(kind.write_solution(problem, answer))
    assert kind.check(problem, kind.read_solution(problem, document)) == []
    assert (
        through_a_file(kind.write_solution(problem, kind.read_solution(problem, document)))
        == document
    )


@pytest.mark.slow
@every
def test_the_same_seed_gives_the_same_answer(name: str, kind: Kind) -> None:
    problem = kind.read_problem(PROBLEMS[name])
    assert kind.solve(problem, 3, quick) == kind.solve(problem, 3, quick)
    assert kind.solve(problem, 3, quick).seed == 3


@every
def test_solving_and_checking_change_nothing(name: str, kind: Kind) -> None:
    document = deepcopy(PROBLEMS[name])
    problem = kind.read_problem(document)
    before = deepcopy(problem)
    kind.check(problem, kind.solve(problem, 0, quick))
    assert (problem, document) == (before, PROBLEMS[name])


@every
def test_problems_and_answers_are_frozen(name: str, kind: Kind) -> None:
    problem = kind.read_problem(PROBLEMS[name])
    for one in (problem, kind.solve(problem, 0, quick)):
        with pytest.raises(FrozenInstanceError):
            setattr(one, fields(one)[0].name, ())


@every
def test_half_an_answer_is_refused(name: str, kind: Kind) -> None:
    problem = kind.read_problem(PROBLEMS[name])
    empties = {
        "wishes": {"assigned": {}}, "tables": {"rounds": ()}, "opinion": {"positions": {}},
        "loops": {"loops": ()},
    }  # fmt: skip
    empty: Any = empties[name]
    assert kind.check(problem, replace(kind.solve(problem, 0, quick), **empty)) != []


@every
def test_every_key_is_required_or_optional_and_no_other_is_known(name: str, kind: Kind) -> None:
    for key in PROBLEMS[name]:
        without = {other: value for other, value in PROBLEMS[name].items() if other != key}
        if key in {"kind", "options", "people", "rounds", "votes", "arcs"}:
            assert faults(kind, without) == [f"{key}: missing"]
        else:
            kind.read_problem(without)
    assert faults(kind, PROBLEMS[name] | {"colour": "red"}) == ["colour: unknown key"]


def faults(kind: Kind, document: Any) -> list[str]:
    with pytest.raises(Unusable) as refused:
        kind.read_problem(document)
    return refused.value.lines


@every
@pytest.mark.parametrize("document", [None, 3, "x", [], [{}], True, 1.5])
def test_what_is_not_an_object_is_said(name: str, kind: Kind, document: Any) -> None:
    shown = '"x"' if document == "x" else repr(document)
    assert faults(kind, document) == [f"document: an object is expected, not {shown}"]


@pytest.mark.slow
@every
@pytest.mark.parametrize("wrong", [None, 3, "x", [], {}, True, -1, 10**40, [[]], [{}], {"a": []}])
def test_no_value_of_another_type_is_a_crash(name: str, kind: Kind, wrong: Any) -> None:
    problem = kind.read_problem(PROBLEMS[name])
    for document, read in (
        (PROBLEMS[name], kind.read_problem),
        (answer_document(name), lambda one: kind.check(problem, kind.read_solution(problem, one))),
    ):
        for place in spots(document):
            with suppress(Unusable):
                read(changed(document, place, wrong))


def spots(document: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every value, a few items of each list."""
    if isinstance(document, dict):
        inside = list(document.items())
    elif isinstance(document, list):
        inside = list(enumerate(document[:2]))
    else:
        inside = []
    found = [(*before, key) for key, _ in inside]
    for key, value in inside:
        found += spots(value, (*before, key))
    return found


def changed(document: Any, place: tuple[Any, ...], value: Any) -> Any:
    copy = deepcopy(document)
    inside = copy
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = value
    return copy


def test_the_solvers_are_loaded_only_to_solve() -> None:
    heavy = "{'numpy', 'highspy', 'ortools'}"
    code = f"import sys, entraide.numerics.kinds; print({heavy} & sys.modules.keys())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"
