"""Writes, corrects and withdraws notes. Sent twice, a line is one note; corrected, it is the last.

A note keeps no moment finer than the day, and no trace of a change says the words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

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

    `uid` is drawn where the line was written. `revision` counts its changes, `base` is the revision
    that was seen when it was changed. `joins` and `about` of None leave the links as they are.
    `slip` is what its four words follow from, if some were given.
    """

    uid: UUID
    text: str
    stance: str = ""
    peer_group: int | None = None
    language: str = "fr"
    kind: str = Note.Kind.VOICE
    revision: int = 0
    base: int = 0
    joins: tuple[UUID, ...] | None = ()
    about: tuple[UUID, ...] | None = ()
    slip: str = ""


@dataclass(frozen=True)
class Written:
    """What could not be written, by the numbers of the lines.

    `strangers` are another notebook's; `overtaken` were changed by somebody else meanwhile, and
    stay as those left them; `unslipped` have four words that open another voice already.
    """

    strangers: list[UUID]
    overtaken: list[UUID]
    unslipped: list[UUID]

    @property
    def lost(self) -> list[UUID]:
        """Return the lines whose words are not kept here."""
        return [*self.strangers, *self.overtaken]


class NotebookClosed(Exception):
    """Nothing is added to this notebook any more."""


def uid_of(scope: object, key: str, text: str) -> UUID:
    """Return the number of what a form makes; drawn when the form has no key.

    The same words sent twice are one thing; other words from a page that somebody went back to are
    another.
    """
    return uuid5(NAMESPACE_OID, f"{scope} {key} {text}") if key else uuid4()


def searched_words(notebook: Notebook, text: str) -> str:
    """Return what is searched of a note: the mark of its collective, then its words."""
    return " ".join([scope(notebook.collective_id), *search_words(text)])


def scope(collective: int) -> str:
    """Return the word that stands for a collective in the index."""
    return f"zc{collective}z"


@transaction.atomic
def write(notebook: Notebook, lines: Sequence[Line], *, day: date | None = None) -> Written:
    """Write lines into a notebook; return what could not be.

    A line that is there already is corrected when its revision is higher and nobody else changed it
    meanwhile, else left as it is. Without words it is withdrawn, whoever changed it.

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
    own = {uid: note for uid, note in known.items() if uid not in strangers}
    overtaken = [uid for uid, note in own.items() if _overtaken(newest[uid], note)]
    changed = [
        uid for uid, note in own.items() if uid not in overtaken and _changes(newest[uid], note)
    ]
    for uid in changed:
        _follow(own[uid], newest[uid], notebook)
    fresh = [line for uid, line in newest.items() if uid not in known]
    _add(notebook, fresh, day)
    unslipped = _tie(notebook, [*fresh, *(newest[uid] for uid in changed)])
    return Written(strangers, overtaken, unslipped)


@transaction.atomic
def write_one(
    notebook: Notebook,
    text: str,
    kind: str,
    *,
    day: date | None = None,
    shown: bool = False,
    uid: UUID | None = None,
) -> Note:
    """Write one note that the program knows the kind of, and return it; once, when it has a number.

    Args:
        notebook: where.
        text: what it says.
        kind: one of `Note.Kind`.
        day: of what it tells; today when nothing is said.
        shown: whether everybody reads it once the notebook is public.
        uid: its number, when the same form may come twice.
    """
    line = Line(uid or uuid4(), text, kind=kind)
    write(notebook, [line], day=day)
    if shown:
        Note.objects.filter(uid=line.uid).update(showing=Note.Showing.SHOWN)
    return Note.objects.select_related("notebook").get(uid=line.uid)


@transaction.atomic
def place(notebook: Notebook, *, kind: str, uid: UUID) -> Note:
    """Add a note without words of its own, once: what it shows is another's, by the thread."""
    notebook = Notebook.objects.select_for_update().get(pk=notebook.pk)
    found = Note.objects.filter(uid=uid, notebook=notebook).first()
    if found:
        return found
    notebook.last_number += 1
    notebook.save(update_fields=["last_number"])
    return Note.objects.create(
        uid=uid, notebook=notebook, number=notebook.last_number, kind=kind,
        day=timezone.localdate(),
    )  # fmt: skip


def _changes(line: Line, note: Note) -> bool:
    """Tell whether a line is newer than a note; one without words is, whoever changed the note."""
    return line.revision > note.revision or (not line.text and line.revision > 0)


def _overtaken(line: Line, note: Note) -> bool:
    """Tell whether somebody else changed a note since this change of it was made."""
    if line.revision == 0 or not line.text or line.text == note.text:
        return False
    return line.revision <= note.revision or line.base < note.revision


def _add(notebook: Notebook, lines: Sequence[Line], day: date | None) -> None:
    """Add notes; one that was withdrawn before it came keeps its place, so that it stays so."""
    lines = [line for line in lines if line.text or line.revision]
    notes = [
        Note(
            uid=line.uid,
            notebook=notebook,
            number=number,
            kind=line.kind,
            stance=line.stance if line.text else "",
            text=line.text,
            language=line.language,
            peer_group_id=line.peer_group,
            revision=line.revision,
            withdrawn=not line.text,
            day=day or timezone.localdate(),
            searched=searched_words(notebook, line.text) if line.text else "",
        )
        for number, line in enumerate(lines, notebook.last_number + 1)
    ]
    Note.objects.bulk_create(notes)
    notebook.last_number += len(notes)
    notebook.save(update_fields=["last_number"])


def _follow(note: Note, line: Line, notebook: Notebook) -> None:
    """Change a note as it was changed where it was written; withdrawn, it never comes back."""
    if note.withdrawn:
        return
    if not line.text:
        withdraw(note)
        return
    note.stance, note.peer_group_id, note.language = line.stance, line.peer_group, line.language
    note.revision = line.revision
    note.save(update_fields=["stance", "peer_group", "language", "revision"])
    for how, uids in ((Anchor.How.JOINS, line.joins), (Anchor.How.ABOUT, line.about)):
        if uids is not None:
            note.anchors.filter(how=how).exclude(rests_on__uid__in=uids).delete()
    if note.text != line.text:
        _put(note, line.text)
        trace(note, NoteChange.What.CORRECTED)


def _tie(notebook: Notebook, lines: Iterable[Line]) -> list[UUID]:
    """Tie lines to what they join and are about; give them their receipts, return those refused."""
    tied = [line for line in lines if line.joins or line.about or line.slip]
    wanted = {uid for line in tied for uid in (line.uid, *(line.joins or ()), *(line.about or ()))}
    notes = {note.uid: note for note in Note.objects.filter(uid__in=wanted).select_related()}
    unslipped = []
    for line in tied:
        note = notes.get(line.uid)
        if note is None or note.withdrawn:
            continue
        for how, uids in ((Anchor.How.JOINS, line.joins), (Anchor.How.ABOUT, line.about)):
            below = [notes[uid] for uid in uids or () if uid in notes and uid != line.uid]
            _tie_one(note, [one for one in below if _same_house(one, notebook)], how)
        if line.slip and not give_receipt(note, line.slip):
            unslipped.append(line.uid)
    return unslipped


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


def give_receipt(note: Note, slip: str) -> bool:
    """Keep the digest of the four words that follow from this slip.

    A slip opens one voice: return whether it is this one.
    """
    digest = receipt_words.receipt_digest(receipt_words.receipt_for(slip))
    receipt, _new = Receipt.objects.get_or_create(digest=digest, defaults={"note": note})
    return receipt.note_id == note.pk


@transaction.atomic
def correct(note: Note, text: str, *, by: Person | None = None) -> None:
    """Change the words of a note; that it was corrected is kept, what it said before is not."""
    if note.withdrawn or text == note.text:
        return
    # Whoever changes it elsewhere without having seen this is told.
    note.revision += 1
    note.save(update_fields=["revision"])
    _put(note, text)
    trace(note, NoteChange.What.CORRECTED, by=by)


def _put(note: Note, text: str) -> None:
    """Put other words in a note; what was thought and found in the old ones goes with them."""
    note.text = text
    note.searched = searched_words(note.notebook, text)
    # Other words must be read by two people again, and looked at again by who codes.
    note.showing = Note.Showing.UNREAD
    note.save(update_fields=["text", "searched", "showing"])
    note.readings.all().delete()
    note.looks.all().delete()
    note.memos.all().delete()
    # Words that were coded one by one are others now; what was found in the whole stays.
    note.codings.exclude(end=0).delete()


@transaction.atomic
def withdraw(note: Note, *, by: Person | None = None) -> None:
    """Take the words of a note away for ever; its number and its links stay."""
    if note.withdrawn:
        return
    note.text = note.searched = note.stance = ""
    note.withdrawn = True
    note.revision += 1
    note.save(update_fields=["text", "searched", "stance", "withdrawn", "revision"])
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
