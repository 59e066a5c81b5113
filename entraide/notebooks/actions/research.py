"""Brings a study into a collective: new notebooks, themes that were missing, who found what.

Nothing that is there is changed. A coder of a file becomes a person of their own, without address
and without place in the collective: whoever brings the file did not find these themes, and two
coders made one could never disagree. Voices that two people elsewhere found could be shown are read
again here: a file is no witness.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain, count, groupby
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from entraide.notebooks.actions import anchoring, themes as theme_actions, writing
from entraide.notebooks.french import folded
from entraide.notebooks.models import Anchor, Coding, Look, Memo, Note, Notebook, Theme
from entraide.notebooks.queries.words import meant
from entraide.notebooks.refi.study import Study, Table, Voice
from entraide.people.models import Collective, PeerGroup, Person

# A vote and a cahier are more than their sentences: those come back as these.
KINDS = {
    Notebook.Kind.TABLE: Notebook.Kind.TABLE,
    Notebook.Kind.TEXT: Notebook.Kind.TEXT,
    Notebook.Kind.POOLING: Notebook.Kind.POOLING,
    Notebook.Kind.LOGBOOK: Notebook.Kind.LOGBOOK,
    Notebook.Kind.POLL: Notebook.Kind.POOLING,
    # A cahier that was published elsewhere is a text here: only a cahier of ours is published.
    Notebook.Kind.EDITION: Notebook.Kind.TEXT,
}


@dataclass(frozen=True)
class Brought:
    """What came of a file; `missed` says what has no place here, a sentence each."""

    notebooks: list[Notebook]
    voices: int = 0
    codings: int = 0
    themes: int = 0
    missed: tuple[str, ...] = ()


@transaction.atomic
def bring(collective: Collective, study: Study, *, by: Person, key: str = "") -> Brought:
    """Write a study into new notebooks of a collective; the same key twice is the same ones."""
    # One file at a time: the same form sent twice at once finds what the first one made.
    Collective.objects.select_for_update().get(pk=collective.pk)
    told = hashlib.sha256(repr(study).encode()).hexdigest()
    root = writing.uid_of(f"study {collective.pk}", key, told)
    uids = [uuid5(root, str(number)) for number, _table in enumerate(study.tables)]
    before = list(Notebook.objects.filter(uid__in=uids).order_by("pk"))
    if before:
        return Brought(before, *_sizes(study))
    themes, added = _themes(collective, study, by)
    groups = _groups()
    made = [
        _notebook(collective, table, uid, groups)
        for uid, table in zip(uids, study.tables, strict=True)
    ]
    notes: dict[str, Note] = {}
    for notebook, table in zip(made, study.tables, strict=True):
        notes |= _voices(notebook, table, groups)
    people = _people(collective, study)
    _code(study, notes, themes, people)
    _write_memos(collective, study, notes, themes, people)
    circles = _tie(study, notes)
    for notebook, table in zip(made, study.tables, strict=True):
        if table.closed:
            writing.close(notebook, read_back=table.read_back)
    missed = (*study.missed, *_circles(circles), *_strangers(study, groups))
    return Brought(made, *_sizes(study), added, missed)


def _sizes(study: Study) -> tuple[int, int]:
    living = [voice for voice in study.voices if not voice.withdrawn]
    return len(living), sum(len(voice.found) for voice in living)


# Themes


def _themes(collective: Collective, study: Study, by: Person) -> tuple[dict[str, Theme], int]:
    """Add the themes that are missing; return all of the study by key, and how many are new."""
    names = {theme.key: theme.name for theme in study.themes}
    rows = [
        {
            "theme": theme.name,
            "parent": names.get(theme.parent, ""),
            "definition": theme.definition,
            "examples": theme.examples,
            "colour": theme.dye,
            "sensitive": theme_actions.YES if theme.sensitive else "",
        }
        for theme in study.themes
    ]
    added = theme_actions.add_all(collective, rows, by=by)
    living = Theme.objects.filter(collective=collective, merged_into=None)
    found = {theme.name: theme for theme in living}
    return {key: found[name] for key, name in names.items()}, added


# Notebooks and voices


def _groups() -> dict[str, PeerGroup]:
    """Return the peer groups by the words that mean them; whole names come first."""
    groups = list(PeerGroup.objects.all())
    found = {folded(group.slug): group for group in groups}
    found |= {folded(group.name): group for group in groups}
    return found | {group.name: group for group in groups}


def _group(groups: Mapping[str, PeerGroup], name: str) -> PeerGroup | None:
    return groups.get(name) or groups.get(folded(name))


def _notebook(
    collective: Collective, table: Table, uid: UUID, groups: Mapping[str, PeerGroup]
) -> Notebook:
    kind = Notebook.Kind(meant(Notebook.Kind, table.kind) or Notebook.Kind.TABLE)
    return Notebook.objects.create(
        uid=uid,
        collective=collective,
        kind=KINDS.get(kind, Notebook.Kind.TEXT),
        title=table.title[:200],
        occasion=table.occasion[:250],
        subject=table.subject[:1000],
        peer_group=_group(groups, table.peers),
    )


def _voices(notebook: Notebook, table: Table, groups: Mapping[str, PeerGroup]) -> dict[str, Note]:
    """Write the voices of a table under their numbers; return the notes by key."""
    uids = {voice.key: uuid5(notebook.uid, voice.key) for voice in table.voices}
    for voices in _runs(table.voices):
        # Numbers that are not in the file stay free, as they are in the notebook it came from.
        Notebook.objects.filter(pk=notebook.pk).update(last_number=voices[0].number - 1)
        lines = [_line(voice, uids[voice.key], groups) for voice in voices]
        writing.write(notebook, lines, day=voices[0].day)
    kept = [uids[one.key] for one in table.voices if _showing(one) == Note.Showing.WITHHELD]
    Note.objects.filter(uid__in=kept).update(showing=Note.Showing.WITHHELD)
    notes = {note.uid: note for note in Note.objects.filter(notebook=notebook)}
    return {key: notes[uid] for key, uid in uids.items()}


def _runs(voices: Iterable[Voice]) -> Iterator[list[Voice]]:
    """Return the voices in runs of numbers that follow each other, said on the same day."""

    def run(pair: tuple[int, Voice]) -> tuple[int, date | None]:
        place, voice = pair
        return voice.number - place, voice.day

    for _same, pairs in groupby(enumerate(voices), key=run):
        yield [voice for _place, voice in pairs]


def _line(voice: Voice, uid: UUID, groups: Mapping[str, PeerGroup]) -> writing.Line:
    group = _group(groups, voice.peers)
    return writing.Line(
        uid=uid,
        text=voice.text,
        stance=meant(Note.Stance, voice.stance) or "",
        peer_group=group.pk if group else None,
        language=voice.language[:10] or "fr",
        kind=meant(Note.Kind, voice.kind) or Note.Kind.VOICE,
        # One that was withdrawn keeps its place, without words.
        revision=1 if voice.withdrawn else 0,
    )


def _showing(voice: Voice) -> str | None:
    return meant(Note.Showing, voice.showing)


def _strangers(study: Study, groups: Mapping[str, PeerGroup]) -> Iterator[str]:
    """Tell which peer groups do not exist here, and how many voices are without one for it."""
    unknown = {voice.peers for voice in study.voices if not _group(groups, voice.peers)}
    counts = Counter(voice.peers for voice in study.voices if voice.peers in unknown - {""})
    for name, n in sorted(counts.items()):
        yield ngettext(
            "Le collège « %(name)s » n'existe pas ici : %(n)d parole est sans collège.",
            "Le collège « %(name)s » n'existe pas ici : %(n)d paroles sont sans collège.",
            n,
        ) % {"name": name, "n": n}


# Who found what


def _people(collective: Collective, study: Study) -> dict[str, Person]:
    """Make a person for each coder who found, looked or wrote, under a name nobody has here."""
    names = {coder.key: coder.name for coder in study.coders}
    used = {one.coder for voice in study.voices for one in voice.found}
    used |= {coder for voice in study.voices for coder in voice.looks}
    used |= {memo.coder for memo in study.memos if memo.coder}
    here = Person.objects.filter(
        Q(memberships__collective=collective) | Q(codings__note__notebook__collective=collective)
    )
    taken = set(here.values_list("name", flat=True))
    found = {}
    for key in sorted(used, key=lambda key: list(names).index(key) if key in names else -1):
        found[key] = _person(names.get(key, ""), taken)
        taken.add(found[key].name)
    return found


def _person(name: str, taken: set[str]) -> Person:
    """Make a person who cannot log in."""
    plain = name[:70] or _("codeur sans nom")
    free = next(n for n in chain([plain], (f"{plain} ({k})" for k in count(2))) if n not in taken)
    person = Person.objects.make(name=free)
    person.is_active = False
    person.save(update_fields=["is_active"])
    return person


def _code(
    study: Study,
    notes: Mapping[str, Note],
    themes: Mapping[str, Theme],
    people: Mapping[str, Person],
) -> None:
    """Write what was found, and who looked: whoever found something did."""
    today = timezone.localdate()
    Coding.objects.bulk_create(
        Coding(
            note=notes[voice.key],
            theme=themes[one.theme],
            coder=people[one.coder],
            start=one.start,
            end=one.end,
            day=one.day or today,
        )
        for voice in study.voices
        for one in voice.found
    )
    looks = {
        (voice.key, coder): None
        for voice in study.voices
        for coder in (*voice.looks, *(one.coder for one in voice.found))
    }
    Look.objects.bulk_create(Look(note=notes[key], coder=people[coder]) for key, coder in looks)


def _write_memos(
    collective: Collective,
    study: Study,
    notes: Mapping[str, Note],
    themes: Mapping[str, Theme],
    people: Mapping[str, Person],
) -> None:
    today = timezone.localdate()
    Memo.objects.bulk_create(
        Memo(
            collective=collective,
            note=notes.get(memo.voice),
            theme=themes.get(memo.theme),
            by=people.get(memo.coder),
            text=memo.text,
            day=memo.day or today,
        )
        for memo in study.memos
    )


def _tie(study: Study, notes: Mapping[str, Note]) -> int:
    """Tie voices as they were; return how many links would have made a circle."""
    circles = 0
    for tie in study.ties:
        how = meant(Anchor.How, tie.how) or Anchor.How.RESTS
        try:
            anchoring.anchor(notes[tie.voice], [notes[tie.rests_on]], how=how)
        except anchoring.Circle:
            circles += 1
    return circles


def _circles(n: int) -> Iterator[str]:
    if n:
        yield ngettext(
            "%(n)d lien faisait un cercle : il n'est pas repris.",
            "%(n)d liens faisaient un cercle : ils ne sont pas repris.",
            n,
        ) % {"n": n}
