r"""What a REFI-QDA project holds, as plain values (Project.xsd 1.0, www.qdasoftware.org).

Positions count Unicode code points from 0; `end` is the first one after the words. Lines of a text
end with "\n" and nothing else, so that every reader counts the same.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

_OURS = UUID("6c0b4cf5-5f5e-5d0a-9a3c-2c6f3b1f7d10")
# What a variable holds, as the standard names it.
TEXT, BOOLEAN, INTEGER, DATE = "Text", "Boolean", "Integer", "Date"
FLOAT, MOMENT = "Float", "DateTime"
VALUES = (TEXT, BOOLEAN, INTEGER, DATE, FLOAT, MOMENT)
Plain = str | bool | int | date


def guid_of(*parts: object) -> str:
    """Return the number of what these parts name: always the same one."""
    return str(uuid5(_OURS, "\0".join(map(str, parts))))


@dataclass(frozen=True)
class User:
    """Someone who coded."""

    guid: str
    name: str


@dataclass(frozen=True)
class Code:
    """A code; `parent` is the number of the one it is under, which comes before it."""

    guid: str
    name: str
    parent: str = ""
    description: str = ""
    color: str = ""
    codable: bool = True
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Coding:
    """A code that somebody found."""

    guid: str
    code: str
    user: str = ""
    day: date | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Selection:
    """Some words of a source, with what was found in them."""

    guid: str
    start: int
    end: int
    name: str = ""
    description: str = ""
    user: str = ""
    day: date | None = None
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Variable:
    """What may be said of a source or of a case; `kind` is one of `VALUES`."""

    guid: str
    name: str
    kind: str = TEXT
    description: str = ""


@dataclass(frozen=True)
class Value:
    """What is said: numbers with a fraction and moments stay as they are written."""

    variable: str
    value: Plain


@dataclass(frozen=True)
class Source:
    """A text."""

    guid: str
    name: str
    text: str
    description: str = ""
    day: date | None = None
    selections: tuple[Selection, ...] = ()
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Case:
    """A unit that is compared with others: whole sources, or selections of them."""

    guid: str
    name: str = ""
    description: str = ""
    codes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """A memo; what it is about names its number."""

    guid: str
    name: str
    text: str
    user: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Link:
    """A link from one thing to another, by their numbers."""

    guid: str
    name: str
    origin: str
    target: str


@dataclass(frozen=True)
class Group:
    """A named set of codes and sources."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Project:
    """A whole project."""

    name: str
    origin: str = ""
    description: str = ""
    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()
    links: tuple[Link, ...] = ()
    groups: tuple[Group, ...] = ()
    # How many sources of the file are pictures, sounds, films or PDF: they are not read.
    others: int = 0
