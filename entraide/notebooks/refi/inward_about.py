"""What is about the voices of a project: memos, comments, links."""

from collections.abc import Container, Iterable, Iterator, Mapping

from entraide.notebooks.refi.inward_texts import Cut
from entraide.notebooks.refi.project import Note, Project, Selection, guid_of
from entraide.notebooks.refi.study import Memo, Tie
from entraide.ui.fields import tidy, tidy_text


def places_of(cuts: Iterable[Cut], voices: set[str]) -> dict[str, str]:
    """Return the voice of each selection; of a whole source, the first one."""
    found: dict[str, str] = {}
    for one in cuts:
        first = next((key for key in one.keys if key in voices), "")
        found |= {one.source.guid: first} if first else {}
        for selection in one.source.selections:
            key = one.voice_of(selection)
            if key in voices:
                found[selection.guid] = key
    return found


def about_of(
    project: Project, cuts: Iterable[Cut], places: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Return what each note is about: (voice, "") or ("", theme)."""
    about = {note: ("", code.guid) for code in project.codes for note in code.notes}
    for one in cuts:
        for guid, notes in _refer(one):
            if guid in places:
                about |= dict.fromkeys(notes, (places[guid], ""))
    memos = {note.guid for note in project.notes}
    for link in project.links:
        for one_end, other in ((link.origin, link.target), (link.target, link.origin)):
            if one_end in memos and other in places:
                about.setdefault(one_end, (places[other], ""))
    return about


def _refer(one: Cut) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return what refers to notes in a source, and to which ones."""
    source = one.source
    yield source.guid, source.notes
    for coding in source.codings:
        yield source.guid, coding.notes
    for selection in source.selections:
        yield selection.guid, selection.notes
        for coding in selection.codings:
            yield selection.guid, coding.notes


def memos_of(notes: Iterable[Note], about: Mapping[str, tuple[str, str]]) -> Iterator[Memo]:
    """Return the notes that are about something, as memos."""
    for note in notes:
        text = tidy_text(note.text or note.name)
        if note.guid in about and text:
            voice, theme = about[note.guid]
            yield Memo(note.guid, text, note.user, note.day, voice, theme)


def comments_of(
    project: Project, cases: Container[str], places: Mapping[str, str]
) -> Iterator[Memo]:
    """Return what is written beside passages; beside whole voices, we wrote it ourselves."""
    for source in project.sources:
        for one in source.selections:
            text = tidy_text(one.description)
            if one.guid in places and one.guid not in cases and tidy(text):
                yield _comment(one, text, places[one.guid])


def _comment(selection: Selection, text: str, voice: str) -> Memo:
    coders = [selection.user, *(coding.user for coding in selection.codings)]
    coder = next(filter(None, coders), "")
    return Memo(guid_of("comment", selection.guid), text, coder, selection.day, voice)


def ties_of(project: Project, places: Mapping[str, str]) -> Iterator[Tie]:
    """Return the links between two voices."""
    for link in project.links:
        if link.origin in places and link.target in places:
            voice, rests_on = places[link.origin], places[link.target]
            if voice != rests_on:
                yield Tie(voice, rests_on, tidy(link.name))
