"""What researchers take away and bring: tables, voices, themes, who found what, as plain values.

Keys are numbers that tell nothing and tie the parts. What has a choice of words here (a stance, a
kind) is written in words, in French, as in the files.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Found:
    """A theme that a coder found, in the whole voice or (when `end` is above 0) in some words."""

    theme: str
    coder: str
    start: int = 0
    end: int = 0
    day: date | None = None


@dataclass(frozen=True)
class Voice:
    """Something said; withdrawn, it has its number and no words. `looks`: who read it to code."""

    key: str
    number: int
    text: str
    kind: str = ""
    stance: str = ""
    peers: str = ""
    language: str = ""
    day: date | None = None
    showing: str = ""
    withdrawn: bool = False
    found: tuple[Found, ...] = ()
    looks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A notebook, most often of a table."""

    key: str
    title: str
    occasion: str = ""
    subject: str = ""
    kind: str = ""
    peers: str = ""
    closed: bool = False
    read_back: bool = False
    voices: tuple[Voice, ...] = ()


@dataclass(frozen=True)
class Theme:
    """A theme; the one it is under comes before it."""

    key: str
    name: str
    parent: str = ""
    definition: str = ""
    examples: str = ""
    dye: str = ""
    sensitive: bool = False


@dataclass(frozen=True)
class Coder:
    """Who found themes, under a name that may be an alias."""

    key: str
    name: str


@dataclass(frozen=True)
class Memo:
    """A thought about a voice or a theme."""

    key: str
    text: str
    coder: str = ""
    day: date | None = None
    voice: str = ""
    theme: str = ""


@dataclass(frozen=True)
class Tie:
    """A voice rests on another one, in this way."""

    voice: str
    rests_on: str
    how: str


@dataclass(frozen=True)
class Study:
    """All of it. `sheet` says how it came to be; `missed` what of a file could not be taken."""

    title: str
    sheet: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    themes: tuple[Theme, ...] = ()
    coders: tuple[Coder, ...] = ()
    memos: tuple[Memo, ...] = ()
    ties: tuple[Tie, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def voices(self) -> list[Voice]:
        """Return every voice, table after table."""
        return [voice for table in self.tables for voice in table.voices]
