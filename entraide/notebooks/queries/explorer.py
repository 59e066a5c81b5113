"""A whole thread, as one may read it: from any sentence down to voices, from any voice up.

Three queries, whatever the thread. Who listens in the collective reads everything. Anyone else
reads what is public, and the voices below it that two people found could be shown; of other voices
one sees that they are there. Of who spoke one reads what `provenance` lets be told.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from entraide.notebooks.models import Note, Notebook
from entraide.notebooks.queries import notes as note_queries, thread
from entraide.notebooks.weave import Branch, Edge, Weave, branches, weave
from entraide.people.models import LISTENERS, PeerGroup, Person

# A drawing of more lines than this is read by nobody; the nearest are kept.
MOST_DRAWN = 250
LABEL = 27
# The drawing, in its own units.
ROW, WIDTH, GUTTER, LANE = 40, 320, 96, 12


@dataclass(frozen=True)
class Knot:
    """A note of a thread, as it may be told."""

    note: Note
    words: str
    place: tuple[str, ...]
    peers: PeerGroup | None
    # Its words are kept by the collective, or were taken back.
    is_kept: bool

    @property
    def label(self) -> str:
        """Return a few words for the drawing."""
        if self.note.withdrawn:
            return _("parole retirée")
        if self.is_quote:
            return _("citée, mot pour mot")
        if not self.words:
            return _("parole gardée") if self.is_voice else _("note gardée")
        line = " ".join(self.words.split())
        return line if len(line) <= LABEL else line[: LABEL - 1].rstrip() + "…"

    @property
    def is_voice(self) -> bool:
        """Tell whether somebody said it, at a table or elsewhere."""
        return self.note.kind == Note.Kind.VOICE

    @property
    def is_quote(self) -> bool:
        """Tell whether it quotes a voice: the words are the voice's, beside it in the thread."""
        return self.note.kind == Note.Kind.QUOTE

    @property
    def kind(self) -> str:
        """Return what it is, with its number where it has one that people read."""
        if self.note.notebook.kind == Notebook.Kind.EDITION:
            return _("phrase %(number)s") % {"number": self.note.number}
        return self.note.get_kind_display()

    @property
    def page(self) -> str:
        """Return where everybody reads it, if it has such a page."""
        notebook = self.note.notebook
        in_it = f"#p{self.note.number}" if notebook.kind == Notebook.Kind.EDITION else ""
        return notebook.page + in_it if notebook.page else ""

    @property
    def dye(self) -> str:
        """Return its colour and weave."""
        return self.peers.dye if self.peers else "none"


@dataclass(frozen=True)
class Drawn:
    """A line of the drawing: where it is, its knot, and the ends of its wefts."""

    knot: Knot
    y: int
    left: int
    ends: tuple[int, ...]
    is_root: bool


@dataclass(frozen=True)
class Strand:
    """A thread of warp in the drawing."""

    x: int
    top: int
    bottom: int


@dataclass(frozen=True)
class Twig:
    """A knot in a nested list; `again` when the list told it before."""

    knot: Knot
    again: bool
    twigs: list["Twig"]


@dataclass(frozen=True)
class Thread:
    """The thread of a note, drawn and as two nested lists."""

    root: Knot
    down: list[Twig]
    up: list[Twig]
    lines: list[Drawn]
    strands: list[Strand]
    knots: list[Knot]
    # What rests on it and may not be read yet.
    hidden: int
    # Notes beyond what is shown.
    beyond: int

    @property
    def height(self) -> int:
        """Return the height of the drawing."""
        return ROW * len(self.lines)

    @property
    def left(self) -> int:
        """Return where the drawing begins: no wider than its lanes, so that a phone can read it."""
        return min(line.left for line in self.lines) - LANE

    @property
    def width(self) -> int:
        """Return the width of the drawing."""
        return WIDTH - self.left

    @property
    def voices(self) -> list[Knot]:
        """Return the voices that the note rests on."""
        below = {id(knot) for knot in _flat(self.down)}
        return [knot for knot in self.knots if knot.is_voice and id(knot) in below]

    @property
    def by_peers(self) -> list[tuple[PeerGroup | None, int]]:
        """Return how many of these voices are told of each peer group, the most first."""
        counted = Counter(knot.peers for knot in self.voices)
        return sorted(counted.items(), key=lambda one: (-one[1], str(one[0])))


def _flat(twigs: Iterable[Twig]) -> Iterable[Knot]:
    """Return the knots of a nested list."""
    left = list(twigs)
    while left:
        twig = left.pop()
        yield twig.knot
        left += twig.twigs


def explore(uid: UUID, person: Person | None, *, own: bool = False) -> Thread | None:
    """Return the thread of a note, or None when one may not read it.

    Args:
        uid: of the note.
        person: who asks; None for anybody.
        own: who asks has said it, and reads its words whatever was decided of showing them.
    """
    links = thread.links(uid)
    if links is None:
        return None
    near, beyond = _nearest(links)
    found = Note.objects.select_related("notebook__provenance", "peer_group")
    notes = found.in_bulk(near)
    root = notes[links.root]
    listens = _listens(person, root)
    down = [(a, b) for a, b in links.down if a in notes and b in notes]
    above = {a for a, _b in links.up if a in notes}
    seen = {pk for pk in above if listens or is_public(notes[pk])}
    seen -= {pk for pk in seen if notes[pk].withdrawn and notes[pk].kind != Note.Kind.VOICE}
    if not (own or listens or _is_open(root, any(not _is_voice(notes[pk]) for pk in seen))):
        return None
    up = _contracted(root.pk, links.up, seen)
    knots = {pk: knot_of(note, listens=listens) for pk, note in notes.items()}
    if own:
        knots[root.pk] = knot_of(root, listens=True)
    hidden = sum(not notes[pk].withdrawn for pk in above - seen)
    return _thread(root.pk, knots, down, up, hidden=hidden, beyond=beyond)


def _nearest(links: thread.Links) -> tuple[set[int], int]:
    """Return the notes of a thread, the nearest if there are too many, and how many are beyond."""
    everything = {links.root, *(note for pair in links.down + links.up for note in pair)}
    if len(everything) <= MOST_DRAWN:
        return everything, 0
    ties: dict[int, list[int]] = {}
    for one, other in links.down + [(b, a) for a, b in links.up]:
        ties.setdefault(one, []).append(other)
    near: dict[int, None] = {}
    layer = [links.root]
    while layer and len(near) < MOST_DRAWN:
        for note in layer:
            near.setdefault(note)
        layer = sorted({other for note in layer for other in ties.get(note, ())} - near.keys())
    kept = set(list(near)[:MOST_DRAWN])
    return kept, len(everything) - len(kept)


def _listens(person: Person | None, note: Note) -> bool:
    if person is None or not person.is_authenticated:
        return False
    theirs = person.memberships.filter(collective=note.notebook.collective_id, role__in=LISTENERS)
    return theirs.exists()


def _is_voice(note: Note) -> bool:
    return note.kind == Note.Kind.VOICE


def is_public(note: Note) -> bool:
    """Tell whether anybody may read a note of a thread that leads to something public."""
    if note_queries.is_read_twice(note):
        return note.showing == Note.Showing.SHOWN
    if note.notebook.access != Notebook.Access.PUBLIC:
        return False
    return not note_queries.is_shown_singly(note) or note.showing == Note.Showing.SHOWN


def _is_open(root: Note, carries_something_public: bool) -> bool:
    """Tell whether anybody may ask for the thread of a note.

    A voice that may be shown has a page once its notebook is public or something public rests on
    it; before, nobody outside should learn that it is there.
    """
    if not is_public(root):
        return False
    if note_queries.is_read_twice(root):
        return root.notebook.access == Notebook.Access.PUBLIC or carries_something_public
    return True


def _contracted(root: int, edges: list[Edge], seen: set[int]) -> list[Edge]:
    """Return the links among what is seen, as if what is not seen in between were not there."""
    below: dict[int, list[int]] = {}
    for note, rests_on in edges:
        below.setdefault(note, []).append(rests_on)
    found = []
    for note in seen:
        left, passed = list(below.get(note, ())), set()
        while left:
            one = left.pop()
            if one in passed:
                continue
            passed.add(one)
            if one == root or one in seen:
                found.append((note, one))
            else:
                left += below.get(one, ())
    return found


def knot_of(note: Note, *, listens: bool) -> Knot:
    """Return what may be told of a note."""
    readable = listens or is_public(note)
    place, peers = told_of(note, listens=listens)
    return Knot(
        note=note,
        words=note.text if readable and not note.withdrawn else "",
        place=place,
        peers=peers,
        is_kept=not readable and not note.withdrawn,
    )


def told_of(note: Note, *, listens: bool) -> tuple[tuple[str, ...], PeerGroup | None]:
    """Return where a note was said or written, and by which peers, as may be told."""
    notebook = note.notebook
    if note.kind != Note.Kind.VOICE or listens:
        return tuple(filter(None, (notebook.title, notebook.occasion))), note.peer_group
    provenance = getattr(notebook, "provenance", None)
    told = provenance.told if provenance else {}
    mine = told.get(str(note.peer_group_id or ""), told.get("", {}))
    return tuple(mine.get("place", ())), note.peer_group if mine.get("peers") else None


def _thread(
    root: int, knots: dict[int, Knot], down: list[Edge], up: list[Edge], *, hidden: int, beyond: int
) -> Thread:
    drawn = weave(root, down, up)
    space = min(LANE, (GUTTER - LANE) / max(drawn.lanes, 1))
    lines = _lines(drawn, knots, root, space)
    return Thread(
        root=knots[root],
        down=_twigs(branches(root, down), knots),
        up=_twigs(branches(root, [(b, a) for a, b in up]), knots),
        lines=lines,
        strands=[
            Strand(_x(warp.lane, space), _y(warp.first), _y(warp.last)) for warp in drawn.warps
        ],
        knots=[line.knot for line in lines],
        hidden=hidden,
        beyond=beyond,
    )


def _lines(drawn: Weave, knots: dict[int, Knot], root: int, space: float) -> list[Drawn]:
    found = []
    for number, line in enumerate(drawn.lines):
        ends = tuple(_x(lane, space) for lane in line.outs)
        own = (_x(line.own, space),) if line.own is not None else ()
        left = min((*ends, *own), default=GUTTER)
        found.append(Drawn(knots[line.note], _y(number), left, ends, line.note == root))
    return found


def _x(lane: int, space: float) -> int:
    return round(GUTTER - LANE - lane * space)


def _y(line: int) -> int:
    return line * ROW + ROW // 2


def _twigs(found: list[Branch], knots: dict[int, Knot]) -> list[Twig]:
    """Return branches with their knots."""
    return [Twig(knots[one.note], one.again, _twigs(one.branches, knots)) for one in found]
