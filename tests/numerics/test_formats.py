"""docs/formats.md, its schemas and its examples say what the code does."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bench.compose import study_day_tables, study_day_wishes
from bench.loops import exchange_of_the_day
from entraide.numerics.faults import Unusable
from entraide.numerics.kinds import KINDS
from entraide.numerics.loops import exact, few, listing, whole
from entraide.numerics.tables import start
from entraide.numerics.wishes import problem as wishes_problem

from .make import quick
from .test_kinds import PROBLEMS, changed, spots

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "formats.md").read_text("utf-8")
CODE = "".join(path.read_text("utf-8") for path in DOCS.parent.glob("entraide/numerics/**/*.py"))
Json = Any
parts = pytest.mark.parametrize(
    ("name", "part"), [(name, part) for name in KINDS for part in ("problem", "solution")]
)


def schema(name: str, part: str) -> Json:
    return json.loads((DOCS / f"formats/{name}.{part}.schema.json").read_text("utf-8"))


def example(name: str, part: str) -> Json:
    return json.loads((DOCS / f"formats/examples/{name}.{part}.json").read_text("utf-8"))


def against(rule: Json, value: Json, place: str = "") -> list[str]:
    """Return where a value breaks a schema: the few words that ours use."""
    known = {"$schema", "title", "description", "default", *WORDS, "required"}
    assert rule.keys() <= known, rule.keys() - known
    found = [f"{place}: {key}" for key in WORDS.keys() & rule if not WORDS[key](rule[key], value)]
    if isinstance(value, dict):
        own = rule.get("properties", {})
        found += [f"{place}.{key}: missing" for key in rule.get("required", ()) if key not in value]
        for key, one in value.items():
            inside = own.get(key, rule.get("additionalProperties", True))
            if inside is False:
                found.append(f"{place}.{key}: unknown")
            elif inside is not True:
                found += against(inside, one, f"{place}.{key}")
            if "propertyNames" in rule:
                found += against(rule["propertyNames"], key, f"{place}.{key}")
    if isinstance(value, list) and "items" in rule:
        for index, one in enumerate(value):
            found += against(rule["items"], one, f"{place}[{index}]")
    return found


def typed(names: Json, value: Json) -> bool:
    """Tell whether a value has one of the types of JSON Schema."""
    types = {
        "object": isinstance(value, dict),
        "array": isinstance(value, list),
        "string": isinstance(value, str),
        "null": value is None,
        "integer": isinstance(value, int) and not isinstance(value, bool),
        "number": isinstance(value, int | float) and not isinstance(value, bool),
    }
    return any(types[name] for name in ([names] if isinstance(names, str) else names))


def number(value: Json) -> bool:
    return isinstance(value, int | float)


WORDS: dict[str, Any] = {
    "type": typed,
    "const": lambda rule, value: value == rule,
    "enum": lambda rule, value: value in rule,
    "minimum": lambda rule, value: not number(value) or value >= rule,
    "minLength": lambda rule, value: not isinstance(value, str) or len(value) >= rule,
    "pattern": lambda rule, value: not isinstance(value, str) or re.search(rule, value),
    "minItems": lambda rule, value: not isinstance(value, list) or len(value) >= rule,
    "maxItems": lambda rule, value: not isinstance(value, list) or len(value) <= rule,
    "uniqueItems": lambda rule, value: (
        not isinstance(value, list) or len({str(one) for one in value}) == len(value)
    ),
    "items": lambda rule, value: True,
    "properties": lambda rule, value: True,
    "propertyNames": lambda rule, value: True,
    "additionalProperties": lambda rule, value: True,
}


def objects(rule: Json) -> list[Json]:
    """Return every object that a schema describes."""
    found = [rule] if "properties" in rule else []
    inside = [*rule.get("properties", {}).values(), *([rule["items"]] if "items" in rule else [])]
    return found + [one for part in inside for one in objects(part)]


@parts
def test_every_example_follows_its_schema(name: str, part: str) -> None:
    assert against(schema(name, part), example(name, part)) == []


@parts
def test_every_object_of_a_schema_refuses_other_keys(name: str, part: str) -> None:
    found = objects(schema(name, part))
    assert found
    for rule in found:
        assert rule["additionalProperties"] is False
        assert set(rule["required"]) <= rule["properties"].keys()


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("wrong", [None, 3, -1, True, "", "x", [], {}, ["x"], [[]], 1.5])
def test_what_a_schema_refuses_the_reader_refuses(name: str, wrong: Json) -> None:
    document, rule, reader = PROBLEMS[name], schema(name, "problem"), KINDS[name]
    for place in spots(document):
        other = changed(document, place, wrong)
        if against(rule, other):
            with pytest.raises(Unusable):
                reader.read_problem(other)


@parts
def test_schema_and_reader_require_and_know_the_same_keys(name: str, part: str) -> None:
    kind, document, rule = KINDS[name], example(name, part), schema(name, part)
    problem = kind.read_problem(example(name, "problem"))

    def accepted(other: Json) -> bool:
        try:
            kind.read_problem(other) if part == "problem" else kind.read_solution(problem, other)
        except Unusable:
            return False
        return True

    for key in rule["properties"]:
        assert accepted(lacking(document, key)) == (key not in rule["required"])
    assert not accepted(document | {"colour": "red"})
    for place, inside in nested(document, rule):
        for key in inside["properties"]:
            if (*place, key) in spots_of(document, place):
                other = changed(document, place, without(document, place, key))
                assert accepted(other) == (key not in inside["required"]), (place, key)
        extra = changed(document, place, at(document, place) | {"colour": "red"})
        assert not accepted(extra)


def lacking(document: Json, key: str) -> Json:
    """Return a document without a key, and without the arcs of givers who are no longer there."""
    other = {one: value for one, value in document.items() if one != key}
    if key == "givers":
        other["arcs"] = [arc for arc in document["arcs"] if arc[0] not in document["givers"]]
    return other


def nested(document: Json, rule: Json) -> list[tuple[tuple[Any, ...], Json]]:
    """Return the first object of each list, and objects that are values, with their rules."""
    found: list[tuple[tuple[Any, ...], Json]] = []
    for key, inside in rule["properties"].items():
        if "properties" in inside:
            found.append(((key,), inside))
        elif "properties" in inside.get("items", {}) and document.get(key):
            found.append(((key, 0), inside["items"]))
    return found


def at(document: Json, place: tuple[Any, ...]) -> Json:
    for key in place:
        document = document[key]
    return document


def spots_of(document: Json, place: tuple[Any, ...]) -> set[tuple[Any, ...]]:
    return {(*place, key) for key in at(document, place)}


def without(document: Json, place: tuple[Any, ...], key: str) -> Json:
    return {one: value for one, value in at(document, place).items() if one != key}


@pytest.mark.parametrize("name", KINDS)
def test_the_stored_solution_passes_the_verifier(name: str) -> None:
    kind = KINDS[name]
    problem = kind.read_problem(example(name, "problem"))
    assert kind.check(problem, kind.read_solution(problem, example(name, "solution"))) == []


@pytest.mark.parametrize("name", KINDS)
def test_a_new_solution_of_the_example_passes_the_verifier(name: str) -> None:
    kind = KINDS[name]
    problem = kind.read_problem(example(name, "problem"))
    solution = kind.solve(problem, 1, quick)
    assert kind.check(problem, solution) == []
    assert against(schema(name, "solution"), kind.write_solution(problem, solution)) == []


def test_the_study_day_is_what_the_script_invents() -> None:
    assert example("wishes", "problem") == study_day_wishes()
    assert example("tables", "problem") == study_day_tables()
    assert example("loops", "problem") == exchange_of_the_day()


def test_the_example_of_wishes_is_solved_exactly() -> None:
    solution = example("wishes", "solution")
    kind = KINDS["wishes"]
    again = kind.solve(kind.read_problem(example("wishes", "problem")), 0, quick)
    assert (list(again.profile), list(again.unplaced)) == (
        solution["profile"],
        solution["unplaced"],
    )


def test_the_documents_of_the_page_are_read() -> None:
    blocks = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]
    assert [set(block) for block in blocks[::2]] == [
        set(schema(name, "problem")["properties"]) for name in KINDS
    ]
    assert [set(block) for block in blocks[1::2]] == [
        set(schema(name, "solution")["properties"]) for name in KINDS
    ]
    for block, (name, part) in zip(
        blocks, [(n, p) for n in KINDS for p in ("problem", "solution")], strict=True
    ):
        assert against(schema(name, part), block) == []


def test_the_words_of_the_page_are_those_of_the_code() -> None:
    reasons = PAGE.split("## When there is no solution")[1]
    assert set(re.findall(r"`([a-z-]+)`", reasons)) == set(
        re.findall(r'Infeasible\(\s*"([a-z-]+)"', CODE)
    )
    words = set(re.findall(r"`([a-z_]+)`", PAGE)) - {"seconds"}
    assert {word for word in words if f'"{word}"' not in CODE and word not in CODE} == set()


def test_the_limits_of_the_page_are_those_of_the_code() -> None:
    assert f"Above {wishes_problem.MOST_PARTY_VARIABLES:,} (`MOST_PARTY_VARIABLES`)" in PAGE
    assert f"{start.MOST_VARIABLES:,} (units x tables)" in PAGE
    assert f"Up to {listing.MOST_RINGS:,} loops and chains are listed" in PAGE
    assert f"among up to {listing.MOST_PATHS:,} paths" in PAGE
    assert f"at most {few.FEW} loops and chains leaves" in PAGE
    assert f"at most {exact.MOST_COLUMNS:,} loops and chains the answer" in PAGE
    assert f"after {whole.MOST_NODES:,} branches" in PAGE
    assert f"at most {exact.FEW_COLUMNS:,} is solved as it is" in PAGE
    assert f"up to {whole.LAST_NODES:,} branches" in PAGE
    assert "`prices` or `integer programme`" in PAGE
    assert (wishes_problem.PRICES, wishes_problem.PROGRAMME) == ("prices", "integer programme")
