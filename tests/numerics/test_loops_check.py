"""The verifier of loops refuses every way to break a rule, and the reader every fault."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from entraide import cli
from entraide.numerics.loops import Problem, Solution, check, solve

from .test_files import faults, solution_faults

EXAMPLES = Path(__file__).parents[2] / "docs" / "formats" / "examples"
ARCS = (
    ("a", "b"), ("b", "a"), ("b", "c"), ("c", "a"), ("d", "e"), ("e", "f"), ("f", "g"), ("g", "d"),
    ("z", "d"), ("z", "e"), ("y", "h"), ("h", "d"), ("h", "a"),
)  # fmt: skip
PROBLEM = Problem(tuple("abcdefgh"), ARCS, (("h", "f"), ("a", "g")), ("y", "z"))
RIGHT = Solution((("a", "b", "c"),), (("z", "e", "f", "g"), ("y", "h", "d")), 8, 8)


def test_the_right_answer_is_right() -> None:
    assert check(PROBLEM, RIGHT) == []
    assert check(PROBLEM, replace(RIGHT, loops=(("b", "c", "a"),))) == []
    assert solve(PROBLEM).served == 8


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        ({"loops": (("a", "c", "b"),)}, [
            'loops[0]: no arc from "a" to "c"', 'loops[0]: no arc from "c" to "b"',
        ]),
        ({"loops": (("a", "b"), ("c",))}, [
            "loops[1]: 1 people, not 2 to 3", 'loops[1]: no arc from "c" to "c"',
        ]),
        ({"loops": (("a", "b", "c"), ())}, ["loops[1]: 0 people, not 2 to 3"]),
        ({"loops": (("a", "b", "c"), ("a", "b")), "served": 10, "served_bound": 10}, [
            '"a" is there 2 times', '"b" is there 2 times',
        ]),
        ({"loops": (("d", "e", "f", "g"),), "chains": (), "served": 4}, [
            "loops[0]: 4 people, not 2 to 3",
        ]),
        ({"loops": (("x", "a", "b"),)}, [
            'loops[0]: unknown person "x"', 'loops[0]: no arc from "x" to "a"',
            'loops[0]: no arc from "b" to "x"',
        ]),
        ({"loops": (("y", "h", "a"),), "chains": (), "served": 3}, [
            'loops[0]: "y" is a giver, and can only start a chain',
            'loops[0]: no arc from "a" to "y"',
        ]),
        ({"chains": (("z", "d", "e"), ("y", "h")), "served": 7}, [
            "served: 6 people receive, not 7",
        ]),
        ({"chains": (("z", "d", "e", "f", "g"), ("y", "h"))}, [
            "chains[0]: 5 people, not 2 to 4",
        ]),
        ({"chains": (("z",),), "served": 3}, ["chains[0]: 1 people, not 2 to 4"]),
        ({"chains": (("d", "e", "f", "g"),), "served": 6}, [
            'chains[0]: "d", who starts the chain, is no giver',
        ]),
        ({"chains": (("z", "e", "f", "y"), ("y", "h")), "served": 7}, [
            'chains[0]: "y" is a giver, and can only start a chain',
            'chains[0]: no arc from "f" to "y"', '"y" is there 2 times',
        ]),
        ({"chains": (("y", "h", "d", "e"), ("z", "d")), "served": 7}, ['"d" is there 2 times']),
        ({"served": 9, "served_bound": 9}, ["served: 8 people receive, not 9"]),
        ({"served_bound": 7}, ["served_bound: 7 is below the 8 who receive"]),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_refused(change: dict[str, Any], sentences: list[str]) -> None:
    assert check(PROBLEM, replace(RIGHT, **change)) == sentences


def test_people_apart_are_found_next_to_each_other_or_not() -> None:
    problem = replace(PROBLEM, apart=(("c", "a"), ("z", "g")))
    assert check(problem, RIGHT) == [
        'loops[0]: "a" and "c" must be apart',
        'chains[0]: "z" and "g" must be apart',
    ]


@pytest.mark.parametrize(
    ("place", "value", "line"),
    [
        (("kind",), "tables", 'kind: "loops" is expected, not "tables"'),
        (("people",), [], "people: nobody to serve"),
        (("people",), "abc", 'people: a list is expected, not "abc"'),
        (("people", 1), "a", 'people[1]: "a" is there twice'),
        (("people", 1), 4, "people[1]: a string that is not empty is expected, not 4"),
        (("arcs",), None, "arcs: a list is expected, not None"),
        (("arcs", 0), "ab", 'arcs[0]: a list is expected, not "ab"'),
        (("arcs", 0), ["a"], "arcs[0]: two people are expected, not ['a']"),
        (("arcs", 0, 1), "x", 'arcs[0][1]: unknown person "x"'),
        (("arcs", 0, 0), ["a"], "arcs[0][0]: a string that is not empty is expected, not ['a']"),
        (("arcs", 0, 1), "a", 'arcs[0]: "a" is there twice'),
        (("arcs", 0, 1), "z", 'arcs[0][1]: "z" is a giver, who needs nothing'),
        (("apart", 0, 0), "x", 'apart[0][0]: unknown person "x"'),
        (("apart", 0), ["a", "a"], 'apart[0]: "a" is there twice'),
        (("givers", 0), "a", 'givers[0]: "a" is among the people too'),
        (("givers",), ["z", "z"], 'givers[1]: "z" is there twice'),
        (("max_length",), 1, "max_length: a whole number of 2 to 4 is expected, not 1"),
        (("max_length",), 5, "max_length: a whole number of 2 to 4 is expected, not 5"),
        (("max_length",), True, "max_length: a whole number of 2 to 4 is expected, not True"),
        (("max_length",), 3.0, "max_length: a whole number of 2 to 4 is expected, not 3.0"),
    ],
)  # fmt: skip
def test_a_fault_of_loops_is_said_with_its_place(
    place: tuple[Any, ...], value: Any, line: str
) -> None:
    assert line in faults("loops", (place, value))


@pytest.mark.parametrize(
    ("place", "value", "line"),
    [
        (("loops",), {}, "loops: a list is expected, not {}"),
        (("loops", 0), "ab", 'loops[0]: a list is expected, not "ab"'),
        (("chains",), [["z", 3]], "chains[0][1]: a string that is not empty is expected, not 3"),
        (("served",), -1, "served: a whole number of 0 or more is expected, not -1"),
        (("served_bound",), None, "served_bound: a whole number of 0 or more is expected"),
        (("colour",), "red", "colour: unknown key"),
    ],
)
def test_a_fault_of_a_solution_is_said_with_its_place(
    place: tuple[Any, ...], value: Any, line: str
) -> None:
    assert [one for one in solution_faults("loops", (place, value)) if one.startswith(line)] != []


def test_the_command_solves_and_checks_the_example(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    problem, found = str(EXAMPLES / "loops.problem.json"), str(tmp_path / "found.json")
    assert cli.main(["solve", "loops", problem, "-o", found, "--seed", "3"]) == 0
    assert cli.main(["check", "loops", problem, found]) == 0
    assert cli.main(["check", "loops", problem, str(EXAMPLES / "loops.solution.json")]) == 0
    document = json.loads(Path(found).read_text("utf-8"))
    assert (document["served"], document["seed"]) == (document["served_bound"], 3)
    document["served"] += 1
    Path(found).write_text(json.dumps(document), "utf-8")
    assert cli.main(["check", "loops", problem, found]) == 1
    assert capsys.readouterr().out.startswith("served: ")


def test_a_pair_said_twice_is_no_fault() -> None:
    problem = Problem(("a", "b"), (("a", "b"), ("b", "a"), ("a", "b")))
    assert solve(problem).served == 2
