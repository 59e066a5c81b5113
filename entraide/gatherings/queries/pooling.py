"""What all tables of a gathering have said, to bring together; for those who listen."""

from collections import Counter
from dataclasses import dataclass
from itertools import islice

from django.db.models import Q, QuerySet

from entraide.gatherings.models import Gathering, Moment, Option, Subject, Table
from entraide.gatherings.queries.scribing import WORKSHOPS
from entraide.notebooks.identifying import marks
from entraide.notebooks.models import Anchor, Note
from entraide.people.models import PeerGroup


@dataclass(frozen=True)
class Group:
    """What voices have in common, how many by peer group, and where it was carried."""

    note: Note
    voices: list[Note]
    carried: list[Moment]

    @property
    def groups(self) -> list[tuple[PeerGroup | None, int]]:
        """Return how many voices each peer group has in it, the most first."""
        counted = Counter(voice.peer_group for voice in self.voices)
        return sorted(counted.items(), key=lambda one: (-one[1], str(one[0])))


def voices(gathering: Gathering) -> QuerySet[Note]:
    """Return the living voices of all tables, table by table."""
    found = Note.objects.filter(
        notebook__table__moment__gathering=gathering, withdrawn=False
    ).select_related("peer_group", "notebook__table__moment", "notebook")
    return found.order_by("notebook__table__moment__starts_at", "notebook", "number")


@dataclass(frozen=True)
class Wanted:
    """Which voices the room asks to see; nothing said means all."""

    stance: str = ""
    peers: PeerGroup | None = None
    # One of parallel workshops: a foothold of the forum, say.
    option: Option | None = None
    # A question carried to tables, or a paragraph of the text that they discuss.
    subject: Note | None = None


def latest(gathering: Gathering, wanted: Wanted, most: int) -> tuple[list[Note], int]:
    """Return the newest voices for the screen of the room, and how many are held back.

    One in which something could tell who spoke waits until somebody has read it.
    """
    found = voices(gathering).exclude(showing=Note.Showing.WITHHELD)
    if wanted.stance:
        found = found.filter(stance=wanted.stance)
    if wanted.peers:
        found = found.filter(peer_group=wanted.peers)
    if wanted.option:
        found = found.filter(notebook__table__option=wanted.option)
    if wanted.subject:
        about = Anchor.objects.filter(how=Anchor.How.ABOUT, rests_on=wanted.subject)
        found = found.filter(pk__in=about.values("note"))
    held = held_back(gathering)
    shown = (note for note in found.order_by("-pk").iterator() if note.pk not in held)
    return list(islice(shown, most)), len(held)


def held_back(gathering: Gathering) -> set[int]:
    """Return the voices that nobody has read, in which something could tell who spoke."""
    unread = voices(gathering).filter(showing=Note.Showing.UNREAD).exclude(readings__shows=True)
    return {number for number, text in unread.values_list("pk", "text") if marks(text)}


def groups(gathering: Gathering) -> list[Group]:
    """Return what was brought together, with the voices below; four queries in all."""
    if gathering.pooling is None:
        return []
    notes = list(gathering.pooling.notes.filter(withdrawn=False).order_by("number"))
    anchors = Anchor.objects.filter(note__in=notes, rests_on__withdrawn=False).order_by("rests_on")
    below: dict[int, list[Note]] = {}
    for anchor in anchors.select_related("rests_on__peer_group", "rests_on__notebook"):
        below.setdefault(anchor.note_id, []).append(anchor.rests_on)
    carried: dict[int, list[Moment]] = {}
    for subject in Subject.objects.filter(note__in=notes).select_related("moment"):
        carried.setdefault(subject.note_id, []).append(subject.moment)
    return [Group(note, below.get(note.pk, []), carried.get(note.pk, [])) for note in notes]


def ungrouped(gathering: Gathering) -> list[Note]:
    """Return the voices that no group holds yet."""
    held = Anchor.objects.filter(note__notebook=gathering.pooling_id)
    return list(voices(gathering).exclude(pk__in=held.values("rests_on")))


def subjects_of(table: Table) -> list[Note]:
    """Return what a table is asked about: paragraphs of its text, questions carried to it."""
    carried = Subject.objects.filter(Q(table=table) | Q(moment=table.moment, table=None))
    notes = [subject.note for subject in carried.select_related("note")]
    text = table.moment.discussed
    found = [*(text.notes.order_by("number") if text else ()), *notes]
    return [note for note in found if not note.withdrawn]


def options(gathering: Gathering) -> QuerySet[Option]:
    """Return the parallel workshops that have tables."""
    seated = Option.objects.filter(moment__gathering=gathering, tables__isnull=False)
    return seated.distinct().order_by("moment__starts_at", "position", "pk")


def subjects(gathering: Gathering) -> QuerySet[Note]:
    """Return everything that tables of a gathering are asked about."""
    texts = gathering.moments.filter(discussed__isnull=False).values("discussed")
    carried = Subject.objects.filter(moment__gathering=gathering).values("note")
    found = Note.objects.filter(Q(notebook__in=texts) | Q(pk__in=carried), withdrawn=False)
    return found.order_by("notebook", "number")


def workshops(gathering: Gathering) -> QuerySet[Moment]:
    """Return the workshops of a gathering, where questions may be carried."""
    return gathering.moments.filter(kind__in=WORKSHOPS).order_by("starts_at", "pk")
