"""Writes, corrects and withdraws notes. Sent twice, a line is one note; corrected, it is the last.

A note keeps no moment finer than the day, and no trace of a change says the words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from entraide.notebooks.actions import anchoring
from entraide.notebooks.french import search_words
from entraide.notebooks.models import Anchor, Note, Notebook, NoteChange, Receipt
from entraide.people import receipt_words
from entraide.people.models import Person

MOST_LINES = 5_000


@dataclass(frozen=True)
class Line:
    """A line as it is written: its own number, its words, what it joins and what it is about.

    `uid` is drawn where the line was written, `revision` counts its changes there. `slip` is what
    its four words follow from, if some were given.
    """

    uid: UUID
    text: str
    stance: str = ""
    peer_group: int | None = None
    language: str = "fr"
    kind: str = Note.Kind.VOICE
    revision: int = 0
    joins: tuple[UUID, ...] = ()
    about: tuple[UUID, ...] = ()
    slip: str = ""


class NotebookClosed(Exception):
    """Nothing is added to this notebook any more."""


def searched_words(notebook: Notebook, text: str) -> str:
    """Return what is searched of a note: the mark of its collective, then its words."""
    return " ".join([scope(notebook.collective_id), *search_words(text)])


def scope(collective: int) -> str:
    """Return the word that stands for a collective in the index."""
    return f"zc{collective}z"


@transaction.atomic
def write(notebook: Notebook, lines: Sequence[Line], *, day: date | None = None) -> list[UUID]:
    """Write lines into a notebook; return the numbers of those that are another notebook's.

    A line that is there already is corrected when its revision is higher, else left as it is.

    Raises:
        NotebookClosed: when nothing is added any more; nothing is written then.
    """
    # One at a time: numbers follow each other without a hole, and no line is written twice.
    notebook = Notebook.objects.select_for_update().get(pk=notebook.pk)
    if notebook.closed:
        raise NotebookClosed
    newest: dict[UUID, Line] = {}
    for line in lines:
        if line.uid not in newest or newest[line.uid].revision <= line.revision:
            newest[line.uid] = line
    known = {note.uid: note for note in Note.objects.filter(uid__in=newest)}
    strangers = [uid for uid, note in known.items() if note.notebook_id != notebook.pk]
    for uid, note in known.items():
        if uid not in strangers and newest[uid].revision > note.revision:
            _follow(note, newest[uid], notebook)
    _add(notebook, [line for uid, line in newest.items() if uid not in known], day)
    _tie(notebook, [line for uid, line in newest.items() if uid not in strangers])
    return strangers


def _add(notebook: Notebook, lines: Sequence[Line], day: date | None) -> None:
    lines = [line for line in lines if line.text]
    notes = [
        Note(
            uid=line.uid,
            notebook=notebook,
            number=number,
            kind=line.kind,
            stance=line.stance,
            text=line.text,
            language=line.language,
            peer_group_id=line.peer_group,
            revision=line.revision,
            day=day or timezone.localdate(),
            searched=searched_words(notebook, line.text),
        )
        for number, line in enumerate(lines, notebook.last_number + 1)
    ]
    Note.objects.bulk_create(notes)
    notebook.last_number += len(notes)
    notebook.save(update_fields=["last_number"])


def _follow(note: Note, line: Line, notebook: Notebook) -> None:
    """Change a note as it was changed where it was written; withdrawn, it never comes back."""
    note.revision = line.revision
    note.save(update_fields=["revision"])
    if note.withdrawn:
        return
    if not line.text:
        withdraw(note)
        return
    note.stance, note.peer_group_id, note.language = line.stance, line.peer_group, line.language
    note.save(update_fields=["stance", "peer_group", "language"])
    if note.text != line.text:
        correct(note, line.text)


def _tie(notebook: Notebook, lines: Iterable[Line]) -> None:
    """Tie lines to what they join and are about, and give them their receipts."""
    tied = [line for line in lines if line.joins or line.about or line.slip]
    wanted = {uid for line in tied for uid in (line.uid, *line.joins, *line.about)}
    notes = {note.uid: note for note in Note.objects.filter(uid__in=wanted).select_related()}
    for line in tied:
        note = notes.get(line.uid)
        if note is None or note.withdrawn:
            continue
        for how, uids in ((Anchor.How.JOINS, line.joins), (Anchor.How.ABOUT, line.about)):
            below = [notes[uid] for uid in uids if uid in notes and uid != line.uid]
            _tie_one(note, [one for one in below if _same_house(one, notebook)], how)
        if line.slip:
            give_receipt(note, line.slip)


def _same_house(note: Note, notebook: Notebook) -> bool:
    """Tell whether a note is of the same collective: a thread never crosses to another."""
    return note.notebook.collective_id == notebook.collective_id


def _tie_one(note: Note, below: Sequence[Note], how: str) -> None:
    """Tie a note; a link that would make a circle is left out, the words matter more."""
    for one in below:
        try:
            anchoring.anchor(note, [one], how=how)
        except anchoring.Circle:
            continue


def give_receipt(note: Note, slip: str) -> None:
    """Keep the digest of the four words that follow from this slip; a slip opens one voice."""
    digest = receipt_words.receipt_digest(receipt_words.receipt_for(slip))
    Receipt.objects.get_or_create(digest=digest, defaults={"note": note})


@transaction.atomic
def correct(note: Note, text: str, *, by: Person | None = None) -> None:
    """Change the words of a note; that it was corrected is kept, what it said before is not."""
    if note.withdrawn or text == note.text:
        return
    note.text = text
    note.searched = searched_words(note.notebook, text)
    # Other words must be read by two people again.
    note.showing = Note.Showing.UNREAD
    note.readings.all().delete()
    # Words that were coded one by one are others now; what was found in the whole stays.
    note.codings.exclude(end=0).delete()
    note.save(update_fields=["text", "searched", "showing"])
    trace(note, NoteChange.What.CORRECTED, by=by)


@transaction.atomic
def withdraw(note: Note, *, by: Person | None = None) -> None:
    """Take the words of a note away for ever; its number and its links stay."""
    if note.withdrawn:
        return
    note.text = note.searched = note.stance = ""
    note.withdrawn = True
    note.save(update_fields=["text", "searched", "stance", "withdrawn"])
    # What was thought of the words would still tell them.
    note.codings.all().delete()
    note.memos.all().delete()
    trace(note, NoteChange.What.WITHDRAWN, by=by)


def trace(note: Note, what: str, *, by: Person | None = None) -> None:
    """Keep that something was done to a note, and on which day."""
    NoteChange.objects.create(note=note, what=what, day=timezone.localdate(), by=by)


@transaction.atomic
def close(notebook: Notebook, *, read_back: bool) -> None:
    """Close a notebook, read back to its table or not."""
    Notebook.objects.filter(pk=notebook.pk).update(closed=True, read_back=read_back)


@transaction.atomic
def reopen(notebook: Notebook) -> None:
    """Let lines be added again; what was read back must be read again."""
    Notebook.objects.filter(pk=notebook.pk).update(closed=False, read_back=False)
