"""docs/glossaire.md is true: every model is in it, every name in it exists."""

import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent


def names_of(text: str) -> set[str]:
    """Return the identifiers of the table's third column."""
    rows = [line.split("|") for line in text.splitlines() if line.startswith("|")]
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row[3])}


def faults(text: str) -> list[str]:
    """Return models that are missing and names that do not exist."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("entraide/**/*.py"))
    ours = [m for m in apps.get_models() if m.__module__.startswith("entraide.")]
    missing = [model.__name__ for model in ours if model.__name__ not in names_of(text)]
    unknown = [n for n in sorted(names_of(text)) if not re.search(rf"\b{re.escape(n)}\b", code)]
    return missing + unknown


@pytest.mark.slow
def test_the_glossary_and_the_code_speak_the_same_words() -> None:
    assert faults((ROOT / "docs" / "glossaire.md").read_text(encoding="utf-8")) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [("`Moment`", "`Instant`", ["Moment", "Instant"]), ("`Wish`", "", ["Wish"])],
)
def test_a_wrong_glossary_is_seen(before: str, after: str, fault: list[str]) -> None:
    text = (ROOT / "docs" / "glossaire.md").read_text(encoding="utf-8")
    assert faults(text.replace(before, after)) == fault
