"""How the house is built: what the linters cannot see."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

import entraide

HOUSE = Path(entraide.__file__).parent
RELATIONS = {"ForeignKey", "ManyToManyField", "OneToOneField"}
IMPORTS = (ast.Import, ast.ImportFrom)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def files(pattern: str = "**/*.py") -> Iterator[Path]:
    found = sorted(HOUSE.glob(pattern))
    assert found
    yield from found


def strings_that_hide_a_relation(source: str) -> list[str]:
    """Return the models that a relation names by a string, except itself."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node.func) in RELATIONS:
            to = [k.value for k in node.keywords if k.arg in {"to", "through"}] + node.args[:1]
            strings = [a.value for a in to if isinstance(a, ast.Constant)]
            found += [str(text) for text in strings if text != "self"]
    return found


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def imports_inside_functions(source: str) -> list[int]:
    """Return the lines of the imports that wait inside a function."""
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, FUNCTIONS)]
    inside = [n for function in functions for n in ast.walk(function) if isinstance(n, IMPORTS)]
    return sorted({node.lineno for node in inside})


def says_what_it_is(model: type[models.Model]) -> bool:
    """Tell whether a model has a docstring of its own; Django writes "Name(id, ...)" itself."""
    own = model.__doc__ or ""
    return bool(own.strip()) and not own.startswith(f"{model.__name__}(")


def test_no_relation_across_apps_is_a_string() -> None:
    sources = {*files("*/models.py"), *files("*/models/*.py")}
    found = {str(f): strings_that_hide_a_relation(f.read_text("utf-8")) for f in sources}
    assert {name: strings for name, strings in found.items() if strings} == {}


@pytest.mark.parametrize(
    "line",
    [
        'models.ForeignKey("people.Person", models.CASCADE)',
        'ForeignKey(to="Person", on_delete=models.CASCADE)',
        "models.OneToOneField('people.Person', models.CASCADE)",
        'models.ManyToManyField("people.Person")',
        'models.ManyToManyField(Person, through="people.Membership")',
    ],
)
def test_a_string_would_be_seen(line: str) -> None:
    assert len(strings_that_hide_a_relation(f"class A(models.Model):\n    x = {line}")) == 1


def test_itself_and_a_class_are_no_strings() -> None:
    source = 'x = models.ForeignKey("self", CASCADE)\ny = models.ForeignKey(Person, CASCADE)'
    assert strings_that_hide_a_relation(source) == []


@pytest.mark.slow
def test_nothing_is_imported_inside_a_function() -> None:
    found = {str(f): imports_inside_functions(f.read_text("utf-8")) for f in files()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_an_import_inside_a_function_would_be_seen() -> None:
    source = "import a\nclass B:\n    def c(self):\n        if c:\n            from d import e\n"
    assert imports_inside_functions(source) == [5]
    assert imports_inside_functions("async def a():\n    import b\n") == [2]
    assert imports_inside_functions("if TYPE_CHECKING:\n    import b\n") == []


def ours() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("entraide.")]


def test_every_model_says_what_it_is() -> None:
    assert len(ours()) > 15
    assert [model.__name__ for model in ours() if not says_what_it_is(model)] == []


@isolate_apps("entraide.places")
def test_a_model_that_says_nothing_would_be_seen() -> None:
    class Silent(models.Model):
        class Meta:
            app_label = "places"

        def __str__(self) -> str:
            return ""

    assert not says_what_it_is(Silent)


def test_every_floor_is_there() -> None:
    floors = {
        config.name for config in apps.get_app_configs() if config.name.startswith("entraide")
    }
    assert {f"entraide.{n}" for n in ("home", "gatherings", "people", "places", "ui")} <= floors


def test_nobody_is_ranked_and_nobody_is_scored() -> None:
    words = {"score", "ranking", "leaderboard", "balance", "rating", "points", "inactive_since"}
    fields = {f"{m.__name__}.{f.name}" for m in ours() for f in m._meta.get_fields()}
    assert {name for name in fields if name.split(".")[1] in words} == set()
