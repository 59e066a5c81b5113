"""The parts of a study, made of its rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from entraide.notebooks.models import Anchor, Note, Notebook, Theme as ThemeRow
from entraide.notebooks.queries import explorer
from entraide.notebooks.queries.research_rows import Rows
from entraide.notebooks.queries.words import word
from entraide.notebooks.refi.project import guid_of
from entraide.notebooks.refi.study import Coder, Found, Memo, Table, Theme, Tie, Voice
from entraide.people.models import PeerGroup

Coders = Mapping[int, Coder]
Voices = Mapping[int, Voice]


def themes_from(rows: Iterable[ThemeRow], *, shared: bool) -> tuple[Theme, ...]:
    """Return themes; their examples may be words of voices, and do not go to others."""
    themes = list(rows)
    uids = {theme.pk: str(theme.uid) for theme in themes}
    return tuple(
        Theme(
            key=uids[theme.pk],
            name=theme.name,
            parent=uids.get(theme.parent_id or 0, ""),
            definition=theme.definition,
            examples="" if shared else theme.examples,
            dye=theme.dye,
            sensitive=theme.sensitive,
        )
        for theme in themes
    )


# Voices


def voices_of(rows: Rows, coders: Coders, untold: Iterable[int] = ()) -> dict[int, Voice]:
    """Return the voices by number, with what was found in them; `untold` themes were not."""
    left_out = set(untold)
    found: dict[int, list[Found]] = {}
    for row in rows.codings:
        if row.theme_id not in left_out:
            coder = coders[row.coder_id].key
            one = Found(str(row.theme.uid), coder, row.start, row.end, row.day)
            found.setdefault(row.note_id, []).append(one)
    looks: dict[int, list[str]] = {}
    for number, person in rows.looks:
        looks.setdefault(number, []).append(coders[person].key)
    return {
        note.pk: _voice(note, found.get(note.pk, []), looks.get(note.pk, [])) for note in rows.notes
    }


def _voice(note: Note, found: list[Found], looks: list[str]) -> Voice:
    return Voice(
        key=guid_of("note", note.uid),
        number=note.number,
        text=note.text,
        kind=word(Note.Kind(note.kind)),
        stance=word(Note.Stance(note.stance)),
        peers=_name(note.peer_group),
        language=note.language,
        day=note.day,
        showing=word(Note.Showing(note.showing)),
        withdrawn=note.withdrawn,
        found=tuple(found),
        looks=tuple(sorted(looks)),
    )


def _name(group: PeerGroup | None) -> str:
    return group.name if group else ""


# Tables


def own_tables(rows: Rows, voices: Voices, notebooks: Iterable[Notebook]) -> Iterator[Table]:
    """Return a table for each notebook, also when nothing is written in it."""
    inside: dict[int, list[Voice]] = {}
    for note in rows.notes:
        inside.setdefault(note.notebook_id, []).append(voices[note.pk])
    for notebook in notebooks:
        yield Table(
            key=guid_of("notebook", notebook.uid),
            title=notebook.title,
            occasion=notebook.occasion,
            subject=notebook.subject,
            kind=word(Notebook.Kind(notebook.kind)),
            peers=_name(notebook.peer_group),
            closed=notebook.closed,
            read_back=notebook.read_back,
            voices=tuple(inside.get(notebook.pk, ())),
        )


def told_tables(rows: Rows, voices: Voices) -> Iterator[Table]:
    """Return a table for each place that may be told to anybody, with what was said there.

    Their order tells nothing; where no place may be told, no day is either: it would tell it.
    """
    inside: dict[tuple[str, ...], list[Voice]] = {}
    for note in rows.notes:
        place, peers = explorer.told_of(note, listens=False)
        day = note.day if place else None
        told = replace(voices[note.pk], peers=_name(peers), language="", day=day, showing="")
        inside.setdefault(place, []).append(told)
    for place in sorted(inside):
        shuffled = enumerate(sorted(inside[place], key=lambda voice: voice.key), 1)
        yield Table(
            key=guid_of("place", *place),
            title=" · ".join(place) or _("Lieu non dit"),
            voices=tuple(replace(voice, number=number) for number, voice in shuffled),
        )


# What is about voices


def memos_of(rows: Rows, voices: Voices, coders: Coders) -> tuple[Memo, ...]:
    """Return the memos about these voices, and about themes."""
    return tuple(
        Memo(
            key=guid_of("memo", memo.pk),
            text=memo.text,
            coder=coders[memo.by_id].key if memo.by_id else "",
            day=memo.day,
            voice=voices[memo.note_id].key if memo.note_id else "",
            theme=str(memo.theme.uid) if memo.theme else "",
        )
        for memo in rows.memos
    )


def ties_of(rows: Rows, voices: Voices) -> tuple[Tie, ...]:
    """Return the links between these voices; those that lead elsewhere are not there."""
    return tuple(
        Tie(voices[note].key, voices[below].key, word(Anchor.How(how)))
        for note, below, how in rows.anchors
        if below in voices
    )
