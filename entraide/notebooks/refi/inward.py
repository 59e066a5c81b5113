"""A REFI-QDA project as a study: ours comes back as it left, others are cut into voices.

What a study has no place for is not dropped in silence: `Study.missed` says how much of it.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from entraide.notebooks.refi import wording
from entraide.notebooks.refi.faults import Unreadable
from entraide.notebooks.refi.inward_about import (
    about_of,
    comments_of,
    memos_of,
    places_of,
    ties_of,
)
from entraide.notebooks.refi.inward_texts import Cut, cut, found_in
from entraide.notebooks.refi.inward_themes import themes_of
from entraide.notebooks.refi.missing import Taken, missed
from entraide.notebooks.refi.project import Case, Plain, Project, Value, guid_of
from entraide.notebooks.refi.study import Coder, Found, Study, Table, Voice
from entraide.ui.fields import tidy, tidy_text

# A number beyond it was not given by us.
HIGHEST = 1_000_000
MOST_FOUND = 200_000
Said = Mapping[str, Plain]
Pieces = list[list[tuple[str, Found]]]


@dataclass(frozen=True)
class _Names:
    """What the numbers of a project stand for: variables, looks of a coder, cases of one voice."""

    variables: Mapping[str, str]
    looks: Mapping[str, str]
    cases: Mapping[str, Case]


def to_study(project: Project, *, longest: int) -> Study:
    """Return a project as a study.

    Args:
        project: as it was read.
        longest: how many signs a voice may have; a longer paragraph becomes several.

    Raises:
        Unreadable: when there is more in it than anybody could have coded.
    """
    names = _names(project)
    cuts = [cut(source, names.cases, longest=longest) for source in project.sources]
    pieces = _all_found(cuts, {code.guid for code in project.codes})
    tables = [_table(one, found, names) for one, found in zip(cuts, pieces, strict=True)]
    kept = tuple(table for table in tables if table is not None)
    places = places_of(cuts, {voice.key for table in kept for voice in table.voices})
    about = about_of(project, cuts, places)
    taken = Taken(places, about, {case.guid for case in names.cases.values()})
    return Study(
        title=tidy(project.name),
        sheet=tuple(project.description.split("\n")) if project.description else (),
        tables=kept,
        themes=themes_of(project),
        coders=tuple(Coder(user.guid, _coder(user.name)) for user in project.users),
        memos=(*memos_of(project.notes, about), *comments_of(project, names.cases, places)),
        ties=tuple(ties_of(project, places)),
        missed=missed(project, [one for found in pieces for one in found], taken),
    )


def _all_found(cuts: Iterable[Cut], codes: Container[str]) -> list[Pieces]:
    """Return what each coding of each source becomes: a few can become very many."""
    found: list[Pieces] = []
    count = 0
    for one in cuts:
        found.append([])
        for pieces in found_in(one, codes):
            found[-1].append(pieces)
            count += len(pieces)
            if count > MOST_FOUND:
                raise Unreadable(_("Trop de passages codés : %(most)s au plus."), most=MOST_FOUND)
    return found


def _names(project: Project) -> _Names:
    variables = {variable.guid: variable.name for variable in project.variables}
    numbers = {guid for guid, name in variables.items() if name == wording.NUMBER}
    return _Names(
        variables=variables,
        looks={guid_of("look", user.guid): user.guid for user in project.users},
        cases={
            case.selections[0]: case
            for case in project.cases
            if len(case.selections) == 1 and any(one.variable in numbers for one in case.values)
        },
    )


def _coder(name: str) -> str:
    """Return the name of a coder; of an address, what comes before the sign."""
    return tidy(name.partition("@")[0])[:80].strip()


def _said(values: Iterable[Value], names: _Names) -> dict[str, Plain]:
    return {
        names.variables[one.variable]: one.value
        for one in values
        if one.variable in names.variables
    }


def _text(said: Said, name: str) -> str:
    return tidy_text(str(said.get(name, "")))


# Tables and voices


def _table(cut_source: Cut, pieces: Pieces, names: _Names) -> Table | None:
    """Return a source as a table; one of another program without any words is none."""
    source = cut_source.source
    said = _said(source.values, names)
    voices = tuple(_voices(cut_source, pieces, names))
    if not voices and wording.TITLE not in said:
        return None
    return Table(
        key=source.guid,
        title=_text(said, wording.TITLE) or _title(source.name),
        occasion=_text(said, wording.OCCASION),
        subject=_text(said, wording.SUBJECT) or tidy(source.description),
        kind=_text(said, wording.KIND),
        peers=_text(said, wording.PEERS),
        # Nothing is added to what another program made.
        closed=said.get(wording.CLOSED) is True or wording.TITLE not in said,
        read_back=said.get(wording.READ_BACK) is True,
        voices=voices,
    )


def _title(name: str) -> str:
    return tidy(name.removesuffix(".txt")) or _("Texte sans titre")


def _voices(cut_source: Cut, pieces: Pieces, names: _Names) -> Iterator[Voice]:
    """Return the voices of a source, numbered as their cases say when all of them do."""
    found: dict[str, dict[object, Found]] = {}
    for key, one in (pair for pairs in pieces for pair in pairs):
        once = (one.theme, one.coder, one.start, one.end)
        found.setdefault(key, {}).setdefault(once, one)
    values = [_values(names.cases.get(span.of)) for span in cut_source.spans]
    said = [_said(one, names) for one in values]
    numbers = _numbers(said)
    for place, key in enumerate(cut_source.keys):
        words = cut_source.words[place].text
        voice = _voice(key, numbers[place], said[place])
        if said[place].get(wording.TAKEN_BACK) is True or words == wording.WITHDRAWN:
            yield replace(voice, withdrawn=True)
        elif words:
            looks = tuple(_looks(values[place], names))
            yield replace(voice, text=words, found=tuple(found.get(key, {}).values()), looks=looks)


def _values(case: Case | None) -> tuple[Value, ...]:
    return case.values if case else ()


def _looks(values: Iterable[Value], names: _Names) -> Iterator[str]:
    for one in values:
        if one.variable in names.looks and one.value is True:
            yield names.looks[one.variable]


def _numbers(said: list[dict[str, Plain]]) -> list[int]:
    """Return the numbers of voices: as they are told when they grow, else from 1."""
    told = [one.get(wording.NUMBER) for one in said]
    whole = [one for one in told if type(one) is int and 0 < one < HIGHEST]
    grow = all(a < b for a, b in pairwise(whole))
    return whole if grow and len(whole) == len(told) else list(range(1, len(said) + 1))


def _voice(key: str, number: int, said: Said) -> Voice:
    day = said.get(wording.DAY)
    return Voice(
        key=key,
        number=number,
        text="",
        kind=_text(said, wording.VOICE_KIND),
        stance=_text(said, wording.STANCE),
        peers=_text(said, wording.VOICE_PEERS),
        language=_text(said, wording.LANGUAGE),
        day=day if isinstance(day, date) else None,
        showing=_text(said, wording.SHOWING),
    )
