"""What other programs want of a project beyond its schema, as their importers are written.

QualCoder refuses two cases, variables or memos of one name, cannot read a memo without a moment,
takes a variable of sources and of cases for the second only, and keeps a mark at the head of a text
as a sign. qualitative-coding takes the name of a source for the name of a file.
"""

import io
import zipfile
from collections import Counter
from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

from entraide.notebooks.refi import outward, writing
from entraide.notebooks.refi.project import Project
from entraide.notebooks.refi.study import Coder, Study
from tests.notebooks.refi_studies import key, make_study

NAMED = ("User", "Code", "Variable", "Case", "Note", "TextSource")


def root_of(project: Project) -> Element:
    content = writing.to_qdpx(project)
    return fromstring(
        zipfile.ZipFile(io.BytesIO(content)).read("project.qde").replace(b" xmlns=", b" was=")
    )


def faults(project: Project) -> list[str]:
    """Return what one of these programs would stumble on."""
    root = root_of(project)
    found = [f"{tag} {name} twice" for tag in NAMED for name in _twice(root, tag)]
    found += [f"{one.tag} without a day" for one in root.iter("Note") if _undated(one)]
    kept = {one.get("targetGUID") for one in root.iterfind("Cases/Case/VariableValue/VariableRef")}
    ours = {one.get("targetGUID") for one in root.iterfind("Sources/TextSource//VariableRef")}
    found += ["a variable of both"] * len(kept & ours)
    found += ["a text with a mark"] * sum(s.text.startswith("\ufeff") for s in project.sources)
    found += ["a text elsewhere"] * sum(_elsewhere(one) for one in root.iter("TextSource"))
    return found + ["no origin"] * (not root.get("origin"))


def _twice(root: Element, tag: str) -> list[str | None]:
    names = Counter(one.get("name") for one in root.iter(tag))
    return [name for name, count in names.items() if count > 1 or not name]


def _undated(note: Element) -> bool:
    return not note.get("creationDateTime")


def _elsewhere(source: Element) -> bool:
    return source.get("plainTextPath") != f"internal://{source.get('guid')}.txt"


def project(study: Study) -> Project:
    return outward.to_project(study, origin="Entraide")


def test_our_projects_have_all_that_they_want() -> None:
    assert faults(project(make_study())) == []


def test_two_coders_of_one_name_have_variables_of_two_names() -> None:
    study = make_study()
    twins = (Coder(key("c1"), "Sam"), Coder(key("c2"), "Sam"))
    assert faults(project(replace(study, coders=twins))) == ["User Sam twice"]


def test_what_they_would_stumble_on_would_be_seen() -> None:
    whole = project(make_study())
    first = whole.cases[0]
    marked = replace(whole.sources[0], text=f"\ufeff{whole.sources[0].text}")
    undated = replace(whole.notes[0], day=None)
    both = replace(first, values=whole.sources[0].values[:1])
    broken = replace(
        whole,
        origin="",
        cases=(both, *whole.cases),
        sources=(marked, *whole.sources[1:]),
        notes=(undated, *whole.notes[1:]),
    )
    assert faults(broken) == [
        f"Case {first.name} twice", "Note without a day", "a variable of both",
        "a text with a mark", "no origin",
    ]  # fmt: skip
