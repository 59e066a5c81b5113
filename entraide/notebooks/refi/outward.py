"""A study as a REFI-QDA project: one text a notebook, one selection a voice, one a coding.

A voice is a case of one selection: that is where the standard lets something be said of it. A peer
group is a case too, of its tables and of its voices at other tables.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from entraide.notebooks.refi import wording
from entraide.notebooks.refi.lines import Lines, one_end
from entraide.notebooks.refi.project import (
    BOOLEAN,
    Case,
    Code,
    Coding,
    Group,
    Link,
    Note,
    Plain,
    Project,
    Selection,
    Source,
    User,
    Value,
    Variable,
    guid_of,
)
from entraide.notebooks.refi.study import Coder, Found, Memo, Study, Table, Theme, Voice

LONGEST_NAME = 100
# What a file's name cannot have somewhere; a name ends as a text's does.
_UNFIT = dict.fromkeys(map(ord, '/\\:*?"<>|'), " ")
_BETWEEN = "\n\n"


def to_project(study: Study, *, origin: str) -> Project:
    """Return a study as a project."""
    names = source_names(study.tables)
    about: dict[str, list[str]] = {}
    for memo in study.memos:
        about.setdefault(memo.voice or memo.theme, []).append(memo.key)
    return Project(
        name=study.title,
        origin=origin,
        description="\n".join(study.sheet),
        users=tuple(User(coder.key, coder.name) for coder in study.coders),
        codes=tuple(_code(theme, about) for theme in study.themes),
        variables=_variables(study.coders),
        cases=(*_peers(study.tables), *_voice_cases(study.tables, names)),
        sources=tuple(_source(table, names[table.key], about) for table in study.tables),
        notes=tuple(_notes(study, names)),
        links=tuple(
            Link(guid_of("tie", tie.voice, tie.rests_on), tie.how, tie.voice, tie.rests_on)
            for tie in study.ties
        ),
        groups=groups(study.themes),
    )


def codes(themes: Iterable[Theme]) -> tuple[Code, ...]:
    """Return themes as the codes of a codebook."""
    return tuple(_code(theme, {}) for theme in themes)


def groups(themes: Iterable[Theme]) -> tuple[Group, ...]:
    """Return the set of sensitive themes, if there are some."""
    found = tuple(theme.key for theme in themes if theme.sensitive)
    name = wording.SENSITIVE
    return (Group(guid_of("set", name), name, codes=found),) if found else ()


def source_names(tables: Iterable[Table]) -> dict[str, str]:
    """Return a name for each table that a file can have, and no other table has."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for table in tables:
        plain = " ".join(table.title.translate(_UNFIT).split())[:LONGEST_NAME].strip(" .")
        plain = plain or "Carnet"
        name, number = plain, 2
        while name.casefold() in taken:
            name, number = f"{plain} ({number})", number + 1
        taken.add(name.casefold())
        found[table.key] = f"{name}.txt"
    return found


def _code(theme: Theme, about: dict[str, list[str]]) -> Code:
    return Code(
        guid=theme.key,
        name=theme.name,
        parent=theme.parent,
        description=wording.described(theme.definition, theme.examples),
        color=wording.COLOURS.get(theme.dye, ""),
        notes=tuple(about.get(theme.key, ())),
    )


def _look(coder: Coder) -> Variable:
    return Variable(guid_of("look", coder.key), wording.LOOKED + coder.name, BOOLEAN)


def _variables(coders: Iterable[Coder]) -> tuple[Variable, ...]:
    """Return our variables; other programs want their names to be all different."""
    taken: Counter[str] = Counter()
    looks = []
    for variable in map(_look, coders):
        taken[variable.name] += 1
        again = f" ({taken[variable.name]})" if taken[variable.name] > 1 else ""
        looks.append(Variable(variable.guid, variable.name + again, variable.kind))
    return (*wording.VARIABLES.values(), *looks)


def _values(said: dict[str, Plain | None]) -> tuple[Value, ...]:
    """Return what is said; nothing and "no" are left out."""
    kept = {name: value for name, value in said.items() if value}
    return tuple(Value(wording.VARIABLES[name].guid, value) for name, value in kept.items())


# Cases


def _peers(tables: Iterable[Table]) -> Iterator[Case]:
    """Return a case for each peer group: tables that are all theirs, and voices elsewhere."""
    sources: dict[str, list[str]] = {}
    selections: dict[str, list[str]] = {}
    for table in tables:
        spoke = {voice.peers for voice in table.voices if not voice.withdrawn}
        if table.peers and spoke <= {table.peers}:
            sources.setdefault(table.peers, []).append(table.key)
            continue
        for voice in table.voices:
            if voice.peers:
                selections.setdefault(voice.peers, []).append(voice.key)
    for name in dict.fromkeys([*sources, *selections]):
        yield Case(
            guid_of("peers", name),
            name,
            sources=tuple(sources.get(name, ())),
            selections=tuple(selections.get(name, ())),
        )


def _voice_cases(tables: Iterable[Table], names: dict[str, str]) -> Iterator[Case]:
    for table in tables:
        for voice in table.voices:
            yield Case(
                guid_of("voice", voice.key),
                _voice_name(voice, names[table.key]),
                values=(*_values(_said(voice)), *_looks(voice)),
                selections=(voice.key,),
            )


def _voice_name(voice: Voice, name: str) -> str:
    return f"{name.removesuffix('.txt')} · parole {voice.number}"


def _said(voice: Voice) -> dict[str, Plain | None]:
    return {
        wording.NUMBER: voice.number,
        wording.VOICE_KIND: voice.kind,
        wording.STANCE: voice.stance,
        wording.VOICE_PEERS: voice.peers,
        wording.LANGUAGE: voice.language,
        wording.DAY: voice.day,
        wording.SHOWING: voice.showing,
        wording.TAKEN_BACK: voice.withdrawn,
    }


def _looks(voice: Voice) -> Iterator[Value]:
    for coder in voice.looks:
        yield Value(guid_of("look", coder), True)  # noqa: FBT003 a value, not a switch


# Texts


def _source(table: Table, name: str, about: dict[str, list[str]]) -> Source:
    parts: list[str] = []
    selections: list[Selection] = []
    at = 0
    for voice in table.voices:
        words = wording.WITHDRAWN if voice.withdrawn else one_end(voice.text)
        selections.append(_of_voice(voice, at, at + len(words), about))
        selections += (_of_coding(voice, found, at, len(words)) for found in voice.found)
        parts.append(words)
        at += len(words) + len(_BETWEEN)
    text = _BETWEEN.join(parts) + "\n"
    said: dict[str, Plain | None] = {
        wording.TITLE: table.title,
        wording.OCCASION: table.occasion,
        wording.SUBJECT: table.subject,
        wording.KIND: table.kind,
        wording.PEERS: table.peers,
        wording.CLOSED: table.closed,
        wording.READ_BACK: table.read_back,
    }
    return Source(
        guid=table.key,
        name=name,
        text=text,
        day=max((voice.day for voice in table.voices if voice.day), default=None),
        selections=tuple(_on_lines(text, selections)),
        values=_values(said),
    )


def _on_lines(text: str, selections: Iterable[Selection]) -> Iterator[Selection]:
    """Name each selection after the line where its words begin, from 0.

    A command of the field (qualitative-coding) knows lines only, and reads this name.
    """
    ends = [place for place, sign in enumerate(text) if sign == "\n"]
    for one in selections:
        words = text[one.start : one.end]
        begins = one.start + len(words) - len(words.lstrip())
        yield replace(one, name=f"line:{bisect_left(ends, min(begins, one.end - 1))}")


def _of_voice(voice: Voice, start: int, end: int, about: dict[str, list[str]]) -> Selection:
    told = [f"parole {voice.number}", voice.stance, voice.peers, voice.language]
    return Selection(
        guid=voice.key,
        start=start,
        end=end,
        description=" · ".join(filter(None, told)),
        day=voice.day,
        notes=tuple(about.get(voice.key, ())),
    )


def _of_coding(voice: Voice, found: Found, at: int, length: int) -> Selection:
    first, last = Lines(voice.text).place(found.start, found.end) if found.end else (0, length)
    guid = coding_guid(voice.key, found)
    coding = Coding(guid_of("coding", guid), found.theme, found.coder, found.day)
    return Selection(
        guid, at + first, at + last, user=found.coder, day=found.day, codings=(coding,)
    )


def coding_guid(voice: str, found: Found) -> str:
    """Return the number of a coding's selection; of the whole voice, it is another one."""
    return guid_of("selection", voice, found.theme, found.coder, found.start, found.end)


# Memos


def _notes(study: Study, names: dict[str, str]) -> Iterator[Note]:
    """Return memos as notes, each with a name of its own."""
    told = {theme.key: f"thème {theme.name}" for theme in study.themes}
    for table in study.tables:
        told |= {voice.key: _voice_name(voice, names[table.key]) for voice in table.voices}
    for number, memo in enumerate(study.memos, 1):
        yield _note(memo, number, told.get(memo.voice or memo.theme, ""))


def _note(memo: Memo, number: int, about: str) -> Note:
    name = " · ".join(filter(None, (f"Mémo {number}", about)))
    return Note(memo.key, name, one_end(memo.text), memo.coder, memo.day)
