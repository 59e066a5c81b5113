"""The parts of a project that are not its texts, each from its element."""

import re
from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from entraide.notebooks.refi.faults import Unreadable
from entraide.notebooks.refi.project import (
    BOOLEAN,
    DATE,
    INTEGER,
    VALUES,
    Case,
    Code,
    Group,
    Link,
    Plain,
    User,
    Value,
    Variable,
)

_WHOLE = re.compile("[+-]?[0-9]{1,18}")


def guid_in(element: Element, name: str = "guid") -> str:
    """Return a number as all of them are written here: some programs use capitals, or braces."""
    return element.get(name, "").strip().strip("{}").lower()


def targets(element: Element, name: str, attribute: str = "targetGUID") -> tuple[str, ...]:
    """Return the numbers of what an element refers to."""
    return tuple(guid_in(one, attribute) for one in element.iterfind(name))


def described(element: Element) -> str:
    """Return the description of an element."""
    return element.findtext("Description") or ""


def day_of(element: Element) -> date | None:
    """Return the day something was made, or last changed; programs write moments in many ways."""
    moment = element.get("creationDateTime") or element.get("modifiedDateTime") or ""
    return _as_day(moment)


def _as_day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip()[:10])
    except ValueError:
        return None


def maker(element: Element) -> str:
    """Return who made something, or last changed it."""
    return guid_in(element, "creatingUser") or guid_in(element, "modifyingUser")


# Users, codes, variables, cases


def user_of(element: Element) -> User:
    """Return someone who coded."""
    return User(guid_in(element), element.get("name") or element.get("id") or "")


def codes_of(root: Element | None) -> Iterator[Code]:
    """Return the codes of a tree, each after the one it is under."""
    seen: set[str] = set()
    top = root.findall("Code") if root is not None else []
    left = [(element, "") for element in reversed(top)]
    while left:
        element, parent = left.pop()
        code = _code(element, parent)
        if not code.guid or code.guid in seen:
            raise Unreadable(
                _("Le code « %(name)s » n'a pas de numéro à lui dans ce fichier."),
                name=code.name[:60],
            )
        seen.add(code.guid)
        yield code
        left += [(child, code.guid) for child in reversed(element.findall("Code"))]


def _code(element: Element, parent: str) -> Code:
    return Code(
        guid=guid_in(element),
        name=element.get("name", ""),
        parent=parent,
        description=described(element),
        color=element.get("color", ""),
        codable=element.get("isCodable", "true") in ("true", "1"),
        notes=targets(element, "NoteRef"),
    )


def variable_of(element: Element) -> Variable:
    """Return a variable; one of a kind that the standard has not is text."""
    kind = element.get("typeOfVariable", "")
    return Variable(
        guid_in(element),
        element.get("name", ""),
        kind if kind in VALUES else VALUES[0],
        described(element),
    )


def values_of(element: Element) -> tuple[Value, ...]:
    """Return what is said of a source or a case."""
    found = []
    for one in element.iterfind("VariableValue"):
        reference = one.find("VariableRef")
        said = next((child for child in one if child.tag.endswith("Value")), None)
        if reference is not None and said is not None:
            kind = said.tag.removesuffix("Value")
            found.append(Value(guid_in(reference, "targetGUID"), _plain(kind, said.text or "")))
    return tuple(found)


def _plain(kind: str, written: str) -> Plain:
    """Return a value; what is not written as its kind says stays text."""
    text = written.strip()
    if kind == BOOLEAN and text in ("true", "false", "1", "0"):
        return text in ("true", "1")
    if kind == INTEGER and _WHOLE.fullmatch(text):
        return int(text)
    if kind == DATE:
        return _as_day(text) or written
    return written


def case_of(element: Element) -> Case:
    """Return a case."""
    return Case(
        guid=guid_in(element),
        name=element.get("name", ""),
        description=described(element),
        codes=targets(element, "CodeRef"),
        values=values_of(element),
        sources=targets(element, "SourceRef"),
        selections=targets(element, "SelectionRef"),
    )


def link_of(element: Element) -> Link:
    """Return a link."""
    return Link(
        guid_in(element),
        element.get("name", ""),
        guid_in(element, "originGUID"),
        guid_in(element, "targetGUID"),
    )


def group_of(element: Element, attribute: str) -> Group:
    """Return a set; codebooks and projects name the number of its codes differently."""
    return Group(
        guid=guid_in(element),
        name=element.get("name", ""),
        description=described(element),
        codes=targets(element, "MemberCode", attribute),
        sources=targets(element, "MemberSource"),
        notes=targets(element, "MemberNote"),
    )
