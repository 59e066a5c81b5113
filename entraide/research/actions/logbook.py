"""Writes the lines of a logbook. Sent twice, a line is one; changed, it is the last.

A line is its author's alone until they share it. Only then it is a note of the thread; taken back,
the note loses its words and the author keeps them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from entraide.notebooks.actions import anchoring, writing
from entraide.notebooks.models import Note
from entraide.people.models import Person
from entraide.research.models import CollectiveAction, Entry, Photograph
from entraide.ui.pictures import Picture

Kind, Sharing = Entry.Kind, Entry.Sharing
KIND_OF_NOTE = {
    Kind.OBSERVATION: Note.Kind.OBSERVATION,
    Kind.DIFFICULTY: Note.Kind.OBSERVATION,
    Kind.DECISION: Note.Kind.DECISION,
    Kind.FIGURE: Note.Kind.MEASURE,
    Kind.PHOTOGRAPH: Note.Kind.OBSERVATION,
}


@dataclass(frozen=True)
class Line:
    """A line as it is written, on a page or on a device without network.

    `uid` is drawn where it was written; `revision` counts its changes, `base` is the revision that
    was seen when it was changed. `on` are the lines it rests on. Without words it is withdrawn.
    """

    uid: UUID
    text: str
    kind: str
    day: date
    sharing: str = Sharing.PRIVATE
    revision: int = 0
    base: int = 0
    on: tuple[UUID, ...] = ()


class Ended(Exception):
    """The action is over: nothing is added to its logbook any more."""


@transaction.atomic
def write(action: CollectiveAction, lines: Sequence[Line], *, author: Person) -> list[UUID]:
    """Write lines; return those that were not taken, whose words stay where they were written.

    A line of somebody else, or that its author changed elsewhere since, is not taken.

    Raises:
        Ended: when the action is over; nothing is written then.
    """
    action = CollectiveAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if action.state == CollectiveAction.State.ENDED:
        raise Ended
    wanted = {line.uid for line in lines} | {uid for line in lines for uid in line.on}
    known = {one.uid: one for one in Entry.objects.filter(uid__in=wanted).select_related("note")}
    lost = []
    for line in lines:
        entry = known.get(line.uid)
        if entry is None:
            entry = known[line.uid] = _add(action, line, author)
            _tie(entry, [known[uid] for uid in line.on if uid in known], new=True)
            continue
        if not _is_theirs(entry, action, author) or overtaken(entry, line):
            lost.append(line.uid)
            continue
        if line.revision > entry.revision:
            _change(entry, line)
        else:
            continue
        _tie(entry, [known[uid] for uid in line.on if uid in known])
    return lost


@transaction.atomic
def add_photograph(
    action: CollectiveAction, line: Line, picture: Picture, *, author: Person
) -> Entry:
    """Write a line that says what a picture shows, with the picture; sent twice, it is one.

    Raises:
        Ended: when the action is over.
    """
    write(action, [line], author=author)
    entry = Entry.objects.get(uid=line.uid)
    Photograph.objects.get_or_create(
        entry=entry,
        defaults={
            "content": picture.content, "size": len(picture.content),
            "width": picture.width, "height": picture.height,
        },
    )  # fmt: skip
    return entry


def _is_theirs(entry: Entry, action: CollectiveAction, author: Person) -> bool:
    return entry.author_id == author.pk and entry.action_id == action.pk


def overtaken(entry: Entry, line: Line) -> bool:
    """Tell whether a line was changed elsewhere since this change of it was made."""
    if line.revision == 0 or not line.text or line.text == entry.words:
        return False
    return line.revision <= entry.revision or line.base < entry.revision


def _add(action: CollectiveAction, line: Line, author: Person) -> Entry:
    entry = Entry.objects.create(
        uid=line.uid, action=action, author=author, kind=line.kind, day=line.day,
        text=line.text, revision=line.revision, withdrawn=not line.text,
    )  # fmt: skip
    if line.text:
        _set(entry, line.sharing)
    return entry


def _change(entry: Entry, line: Line) -> None:
    if entry.withdrawn:
        return
    entry.revision = line.revision
    if not line.text:
        withdraw(entry)
        return
    entry.kind, entry.day = line.kind, line.day
    _put(entry, line.text)
    share(entry, line.sharing)


def _put(entry: Entry, text: str) -> None:
    """Put other words in a line, where its words are kept."""
    if entry.note:
        entry.note.kind, entry.note.day = KIND_OF_NOTE[Kind(entry.kind)], entry.day
        entry.note.save(update_fields=["kind", "day"])
        writing.correct(entry.note, text)
    else:
        entry.text = text
    entry.save(update_fields=["kind", "day", "text", "revision"])


def _tie(entry: Entry, below: Iterable[Entry], *, new: bool = False) -> None:
    """Let a line rest on earlier lines of the same logbook that its readers may read too."""
    allowed = [
        one for one in below
        if one.pk != entry.pk and one.action_id == entry.action_id and readable_with(one, entry)
    ]  # fmt: skip
    if allowed or not new:
        entry.rests_on.set(allowed)
    _weave(entry)


def readable_with(below: Entry, above: Entry) -> bool:
    """Tell whether the author of a line may rest it on another: their own, or a shared one."""
    return below.sharing != Sharing.PRIVATE or below.author_id == above.author_id


def _weave(entry: Entry) -> None:
    """Tie the note of a shared line: to the shared lines it rests on, else to the action."""
    if entry.note is None:
        return
    below = Note.objects.filter(entry__in=entry.rests_on.all(), withdrawn=False)
    wanted = list(below) or [entry.action.note]
    # What it tells of an improvement stays: only lines and the action are told anew.
    told = Q(rests_on__entry__isnull=False) | Q(rests_on=entry.action.note)
    entry.note.anchors.filter(told).exclude(rests_on__in=wanted).delete()
    for one in wanted:
        try:
            anchoring.anchor(entry.note, [one])
        except anchoring.Circle:
            # The words matter more than a link that would turn in a circle.
            continue


@transaction.atomic
def share(entry: Entry, sharing: str) -> None:
    """Let others read a line, or take it back to oneself or to the team."""
    if entry.withdrawn:
        return
    _set(entry, sharing)
    _weave(entry)
    for above in entry.carries.select_related("note", "action__note"):
        _weave(above)


def _set(entry: Entry, sharing: str) -> None:
    """Put the words of a line where who may read it says."""
    entry.sharing = sharing
    if sharing in Entry.TOLD:
        _tell(entry)
    elif entry.note:
        _take_back(entry)
    entry.save(update_fields=["sharing", "text", "note"])


def _tell(entry: Entry) -> None:
    """Make a line a note of the thread; its words are the note's from now on."""
    if entry.note is None:
        kind = KIND_OF_NOTE[Kind(entry.kind)]
        entry.note = writing.write_one(entry.action.notebook, entry.text, kind, day=entry.day)
        entry.text = ""
    shown = entry.sharing == Sharing.PUBLIC
    # Not read by who listens only: its author said who may read it.
    entry.note.showing = Note.Showing.SHOWN if shown else Note.Showing.UNREAD
    entry.note.save(update_fields=["showing"])


def _take_back(entry: Entry) -> None:
    """Give the words back to their author; the note stays in the thread without them."""
    note, entry.note = entry.note, None
    entry.text = note.text if note else entry.text
    if note:
        entry.save(update_fields=["note", "text", "sharing"])
        writing.withdraw(note)


@transaction.atomic
def withdraw(entry: Entry) -> None:
    """Take the words of a line away for ever."""
    note = entry.note
    entry.note, entry.text, entry.withdrawn = None, "", True
    entry.save(update_fields=["note", "text", "withdrawn", "revision"])
    Photograph.objects.filter(entry=entry).delete()
    if note:
        writing.withdraw(note)
