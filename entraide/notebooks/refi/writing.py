"""Writes REFI-QDA files: the same project gives the same bytes."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar
from xml.etree.ElementTree import Element, SubElement, tostring

from entraide.notebooks.refi.project import (
    Case,
    Code,
    Coding,
    Group,
    Link,
    Note,
    Project,
    Selection,
    Source,
    User,
    Value,
    Variable,
)
from entraide.ui.sheets import in_xml

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
# A ZIP file cannot be older; a real moment would make two same exports differ.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
One = TypeVar("One")


def to_qdpx(project: Project) -> bytes:
    r"""Return the project as a `.qdpx` file.

    Raises:
        ValueError: when a text has another line end than "\n": readers would not count alike.
    """
    texts: list[Source | Note] = [*project.sources, *project.notes]
    if any("\r" in one.text for one in texts):
        raise ValueError("carriage return in a text")
    files = {"project.qde": _bytes(_project(project))}
    return packed(files | {f"sources/{one.guid}.txt": one.text.encode() for one in texts})


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return these files as a ZIP file: the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=_LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def to_qdc(codes: Sequence[Code], groups: Sequence[Group] = (), *, origin: str = "") -> bytes:
    """Return a codebook as a `.qdc` file; the standard wants at least one code in it."""
    root = Element("CodeBook", {"xmlns": CODEBOOK, "origin": _clean(origin)})
    _codes(root, codes, with_notes=False)
    if groups:
        parent = SubElement(root, "Sets")
        for group in groups:
            element = SubElement(parent, "Set", _named(group.guid, group.name))
            _description(element, group.description)
            for code in group.codes:
                SubElement(element, "MemberCode", {"guid": code})
    return _bytes(root)


def _bytes(root: Element) -> bytes:
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _clean(text: str) -> str:
    """Return a text that XML can hold and that comes back the same."""
    return str(in_xml(text)).replace("\r\n", "\n").replace("\r", "\n")


def _named(guid: str, name: str) -> dict[str, str]:
    return {"guid": guid, "name": _clean(name)}


def _made(user: str, day: date | None) -> dict[str, str]:
    """Return who made something and on which day; no hour is known."""
    made = {"creatingUser": user} if user else {}
    return {**made, "creationDateTime": f"{day}T00:00:00Z"} if day else made


def _project(project: Project) -> Element:
    root = Element(
        "Project",
        {"xmlns": PROJECT, "name": _clean(project.name), "origin": _clean(project.origin)},
    )
    _all(root, "Users", project.users, _user)
    if project.codes:
        _codes(SubElement(root, "CodeBook"), project.codes, with_notes=True)
    _all(root, "Variables", project.variables, _variable)
    kinds = {variable.guid: variable.kind for variable in project.variables}
    _all(root, "Cases", project.cases, lambda parent, case: _case(parent, case, kinds))
    _all(root, "Sources", project.sources, lambda parent, source: _source(parent, source, kinds))
    _all(root, "Notes", project.notes, _note)
    _all(root, "Links", project.links, _link)
    _all(root, "Sets", project.groups, _group)
    _description(root, project.description)
    return root


def _all(
    root: Element, name: str, found: Sequence[One], write: Callable[[Element, One], None]
) -> None:
    """Write a list, or nothing when it is empty: the standard has no empty ones."""
    if found:
        parent = SubElement(root, name)
        for one in found:
            write(parent, one)


def _description(parent: Element, text: str) -> None:
    if text:
        SubElement(parent, "Description").text = _clean(text)


def _references(parent: Element, name: str, guids: Iterable[str]) -> None:
    for guid in guids:
        SubElement(parent, name, {"targetGUID": guid})


def _user(parent: Element, user: User) -> None:
    SubElement(parent, "User", _named(user.guid, user.name))


def _codes(root: Element, codes: Sequence[Code], *, with_notes: bool) -> None:
    """Write the tree of codes; codebooks alone have no notes."""
    elements = {"": SubElement(root, "Codes")}
    below: dict[str, list[Code]] = {}
    for code in codes:
        below.setdefault(code.parent, []).append(code)
    left = list(reversed(below.get("", [])))
    while left:
        code = left.pop()
        elements[code.guid] = _code(elements[code.parent], code, with_notes=with_notes)
        left += reversed(below.get(code.guid, []))


def _code(parent: Element, code: Code, *, with_notes: bool) -> Element:
    element = SubElement(parent, "Code", _named(code.guid, code.name))
    element.set("isCodable", _yes_or_no(code.codable))
    if code.color:
        element.set("color", code.color)
    _description(element, code.description)
    if with_notes:
        _references(element, "NoteRef", code.notes)
    return element


def _yes_or_no(value: object) -> str:
    return "true" if value else "false"


def _variable(parent: Element, variable: Variable) -> None:
    element = SubElement(parent, "Variable", _named(variable.guid, variable.name))
    element.set("typeOfVariable", variable.kind)
    _description(element, variable.description)


def _values(parent: Element, values: Iterable[Value], kinds: dict[str, str]) -> None:
    for one in values:
        element = SubElement(parent, "VariableValue")
        SubElement(element, "VariableRef", {"targetGUID": one.variable})
        written = _yes_or_no(one.value) if isinstance(one.value, bool) else _clean(str(one.value))
        SubElement(element, f"{kinds[one.variable]}Value").text = written


def _case(parent: Element, case: Case, kinds: dict[str, str]) -> None:
    element = SubElement(parent, "Case", {"guid": case.guid})
    if case.name:
        element.set("name", _clean(case.name))
    _description(element, case.description)
    _references(element, "CodeRef", case.codes)
    _values(element, case.values, kinds)
    _references(element, "SourceRef", case.sources)
    _references(element, "SelectionRef", case.selections)


def _source(parent: Element, source: Source, kinds: dict[str, str]) -> None:
    given = {**_named(source.guid, source.name), **_path(source.guid), **_made("", source.day)}
    element = SubElement(parent, "TextSource", given)
    _description(element, source.description)
    for selection in source.selections:
        _selection(element, selection)
    for coding in source.codings:
        _coding(element, coding)
    _references(element, "NoteRef", source.notes)
    _values(element, source.values, kinds)


def _path(guid: str) -> dict[str, str]:
    return {"plainTextPath": f"internal://{guid}.txt"}


def _selection(parent: Element, selection: Selection) -> None:
    element = SubElement(parent, "PlainTextSelection", {"guid": selection.guid})
    if selection.name:
        element.set("name", _clean(selection.name))
    element.set("startPosition", str(selection.start))
    element.set("endPosition", str(selection.end))
    element.attrib.update(_made(selection.user, selection.day))
    _description(element, selection.description)
    for coding in selection.codings:
        _coding(element, coding)
    _references(element, "NoteRef", selection.notes)


def _coding(parent: Element, coding: Coding) -> None:
    given = {"guid": coding.guid, **_made(coding.user, coding.day)}
    element = SubElement(parent, "Coding", given)
    _references(element, "CodeRef", [coding.code])
    _references(element, "NoteRef", coding.notes)


def _note(parent: Element, note: Note) -> None:
    given = {**_named(note.guid, note.name), **_path(note.guid), **_made(note.user, note.day)}
    SubElement(parent, "Note", given)


def _link(parent: Element, link: Link) -> None:
    element = SubElement(parent, "Link", _named(link.guid, link.name))
    element.set("direction", "OneWay")
    element.set("originGUID", link.origin)
    element.set("targetGUID", link.target)


def _group(parent: Element, group: Group) -> None:
    element = SubElement(parent, "Set", _named(group.guid, group.name))
    _description(element, group.description)
    _references(element, "MemberCode", group.codes)
    _references(element, "MemberSource", group.sources)
    _references(element, "MemberNote", group.notes)
