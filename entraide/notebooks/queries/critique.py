"""What is said of each paragraph of a text, of this version and of those before."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import QuerySet

from entraide.notebooks.models import Anchor, Note, Notebook
from entraide.people.models import PeerGroup

Stance = Note.Stance


@dataclass
class Paragraph:
    """A paragraph with the voices about it; `earlier` are about the paragraph it replaces."""

    note: Note
    voices: list[Note] = field(default_factory=list)
    earlier: int = 0

    def of(self, stance: str) -> list[Note]:
        """Return the voices of one stance."""
        return [voice for voice in self.voices if voice.stance == stance]

    @property
    def sides(self) -> list[tuple[str, list[Note], list[tuple[PeerGroup | None, int]]]]:
        """Return each stance that someone took: its name, its voices, how many by peer group."""
        found = []
        for stance in (Stance.FOR, Stance.AGAINST, Stance.QUESTION, Stance.PROPOSAL, Stance.NONE):
            voices = self.of(stance)
            if voices:
                counted = Counter(voice.peer_group for voice in voices)
                groups = sorted(counted.items(), key=lambda one: (-one[1], str(one[0])))
                found.append((str(stance.label), voices, groups))
        return found


def paragraphs(text: Notebook, seen: QuerySet[Note]) -> list[Paragraph]:
    """Return the paragraphs of a text with the voices about them that are among those `seen`."""
    found = {note.pk: Paragraph(note) for note in text.notes.order_by("number")}
    origin = _origins(list(found))
    about = Anchor.objects.filter(how=Anchor.How.ABOUT, rests_on__in=origin)
    pairs = about.values_list("note_id", "rests_on_id").order_by("pk")
    voices = seen.filter(pk__in=about.values("note"), withdrawn=False).select_related("peer_group")
    by_number = {voice.pk: voice for voice in voices}
    for voice, below in pairs:
        if voice not in by_number:
            continue
        paragraph = found[origin[below]]
        if below == paragraph.note.pk:
            paragraph.voices.append(by_number[voice])
        else:
            paragraph.earlier += 1
    return list(found.values())


def _origins(paragraphs: list[int]) -> dict[int, int]:
    """Return each paragraph and those it follows, all leading to the paragraph of now."""
    origin = {number: number for number in paragraphs}
    layer = origin
    while layer:
        links = Anchor.objects.filter(how=Anchor.How.FOLLOWS, note__in=layer)
        pairs = links.values_list("note_id", "rests_on_id")
        layer = {below: layer[note] for note, below in pairs if below not in origin}
        origin |= layer
    return origin


def versions(text: Notebook) -> list[Notebook]:
    """Return all versions of a text, the newest first."""
    newest = text
    while (later := newest.versions.order_by("pk").last()) is not None:
        newest = later
    found = [newest]
    while found[-1].previous is not None:
        found.append(found[-1].previous)
    return found
