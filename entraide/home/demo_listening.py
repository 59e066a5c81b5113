"""What was said at the forum of the demonstration: voices, themes, a pooling, a vote.

All of it invented; the words are in two files beside this one.
"""

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.utils import timezone

from entraide.gatherings.actions import pooling, scribing
from entraide.gatherings.models import Gathering, Moment, Option, Seat, SignUp, Table
from entraide.home import demo, demo_cahiers
from entraide.notebooks.actions import coding, reading, themes, writing
from entraide.notebooks.models import Note, Theme
from entraide.people.models import PeerGroup, Person
from entraide.votes import background
from entraide.votes.actions import polls, voting
from entraide.votes.queries import polls as voted

FILES = Path(__file__).parent
SIGNS = {"+": "for", "-": "against", "?": "question", "!": "proposal"}
FOOTHOLDS = {
    "quartier": "Le quartier",
    "democratie": "La démocratie",
    "travail": "Le travail",
    "association": "L'association",
    "laicite": "La laïcité",
}
# What the tables brought together: a sentence, its stance, the numbers of its voices.
POOLED = [
    ("L'entraide existe déjà, sans être écrite nulle part.", "for", (1, 6, 15)),
    ("Le temps passé dehors n'a pas de case dans le travail social.", "against", (14, 31, 34)),
    ("Qu'on réponde à ce que nous disons, par écrit et avec une date.", "proposal", (16, 19, 29)),
    ("Où se retrouver quand les guichets sont fermés ?", "question", (2, 8, 53)),
]
# How often the second coder sees a theme otherwise.
OTHERWISE = 0.07
VOTERS = {
    "habitants": 26,
    "travailleurs-sociaux": 15,
    "prescripteurs": 6,
    "chercheurs-formateurs": 7,
    "etudiants": 8,
}


@dataclass(frozen=True)
class Said:
    """A voice of the file, and its note."""

    note: Note
    themes: tuple[str, ...]


def load(forum: Gathering, draw: random.Random) -> None:
    """Load what was said at the forum, found in it, and voted on."""
    readers = [Person.objects.get(email=f"{one}@{demo.MAIL_DOMAIN}") for one in ("malika", "ines")]
    said = _voices(forum)
    for one in said:
        for reader in readers:
            reading.read(one.note, reader=reader, shows=True)
    _coded(forum, said, draw, readers)
    groups = [
        pooling.group(forum, text=text, stance=stance, voices=[said[n - 1].note for n in numbers])
        for text, stance, numbers in POOLED
    ]
    day = timezone.localdate(forum.starts_at) + timedelta(days=1)
    Note.objects.filter(pk__in=[group.pk for group in groups]).update(day=day)
    for group in groups:
        for reader in readers:
            reading.read(group, reader=reader, shows=True)
    statements = _poll(forum, said, draw, readers)
    voices = [Note.objects.get(pk=one.note.pk) for one in said]
    demo_cahiers.load(forum, voices, groups, statements, by=readers[0])


def _rows(name: str) -> list[dict[str, str]]:
    with (FILES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _voices(forum: Gathering) -> list[Said]:
    """Write the voices in the notebooks of their tables, two tables for each foothold."""
    workshop = forum.moments.filter(kind=Moment.Kind.MIXED_WORKSHOP)[0]
    options = list(workshop.options.order_by("position"))
    groups = dict(PeerGroup.objects.values_list("slug", "pk"))
    rows = _rows("demo_voices.csv")
    uids = [uuid4() for _row in rows]
    day = timezone.localdate(workshop.starts_at)
    for table in _tables(workshop, options, max(int(row["table"]) for row in rows)):
        notebook = scribing.notebook_of(table)
        lines = [
            writing.Line(
                uid,
                row["text"],
                stance=SIGNS.get(row["stance"], ""),
                peer_group=groups[row["college"]],
                slip=demo.VOICE_SLIP if row is rows[0] else "",
            )
            for uid, row in zip(uids, rows, strict=True)
            if int(row["table"]) == table.number
        ]
        writing.write(notebook, lines, day=day)
        scribing.close(table, read_back=True)
    notes = {note.uid: note for note in Note.objects.filter(uid__in=uids)}
    return [
        Said(notes[uid], tuple(row["themes"].split("|")))
        for uid, row in zip(uids, rows, strict=True)
    ]


def _tables(workshop: Moment, options: Sequence[Option], count: int) -> list[Table]:
    """Seat everybody of the forum at its tables, dealt like cards."""
    tables = [
        Table.objects.create(moment=workshop, number=number, option=options[(number - 1) // 2])
        for number in range(1, count + 1)
    ]
    people = SignUp.objects.filter(party__gathering=workshop.gathering).order_by("pk")
    Seat.objects.bulk_create(
        Seat(moment=workshop, table=tables[place % count], sign_up=person)
        for place, person in enumerate(people)
    )
    return tables


def _coded(
    forum: Gathering, said: Sequence[Said], draw: random.Random, coders: Sequence[Person]
) -> None:
    """Let two people code all voices, each on their own."""
    themes.add_footholds(forum.collective, by=coders[0])
    Theme.objects.filter(name=FOOTHOLDS["laicite"]).update(sensitive=True)
    found = {
        theme.name: theme
        for theme in Theme.objects.filter(collective=forum.collective)
    }  # fmt: skip
    for one in said:
        first = {found[FOOTHOLDS[name]] for name in one.themes}
        other = {theme for theme in found.values() if (theme in first) != _flips(draw)}
        coding.code_whole(one.note, first, coder=coders[0])
        coding.code_whole(one.note, other, coder=coders[1])


def _flips(draw: random.Random) -> bool:
    return draw.random() < OTHERWISE


def _poll(
    forum: Gathering, said: Sequence[Said], draw: random.Random, readers: Sequence[Person]
) -> list[Note]:
    """Put statements to the vote, let people of each peer group vote; count what they say."""
    poll = polls.make(
        forum.collective,
        title="Ce que le forum propose",
        question="Onze phrases tirées des ateliers. Où est-ce qu'on se rejoint ?",
    )
    rows = _rows("demo_statements.csv")
    for row in rows:
        voices = [said[int(number) - 1].note for number in row["voices"].split("|")]
        note = polls.put(poll, row["statement"], voices, by=readers[0])
        reading.read(note, reader=readers[1], shows=True)
    polls.open_poll(poll)
    groups = {group.slug: group for group in PeerGroup.objects.all()}
    notes = list(voted.voted_on(poll))
    for number, (slug, marks) in enumerate(_ballots(rows, draw)):
        votes = dict(zip(notes, marks, strict=True))
        voting.fill(poll, f"demo-{number}", groups[slug], votes)
    day = timezone.localdate(forum.starts_at) + timedelta(weeks=2)
    Note.objects.filter(notebook=poll.notebook).update(day=day)
    polls.show_results(poll, shown=True)
    polls.close_poll(poll)
    background.reckon.call(polls.ask_to_count(poll).pk)
    return notes


def _ballots(
    rows: Sequence[dict[str, str]], draw: random.Random
) -> Iterator[tuple[str, list[int]]]:
    """Return the votes of each invented person, as their peer group mostly votes."""
    for slug, people in VOTERS.items():
        for _person in range(people):
            yield slug, [_mark(int(row[slug]) / 100, draw) for row in rows]


def _mark(share: float, draw: random.Random) -> int:
    lot = draw.random()
    if lot < share:
        return 1
    return 0 if lot < share + (1 - share) / 3 else -1
