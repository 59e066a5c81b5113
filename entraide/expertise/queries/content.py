"""A cahier as one text: what is asked about in a round, printed, published and hashed."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from entraide.expertise.models import Cahier, Passage, Section
from entraide.notebooks.models import Anchor, Note

FORMAT = 1


@dataclass(frozen=True)
class Written:
    """A passage with its note, what it rests on, and the voice it quotes."""

    passage: Passage
    rests_on: list[Note]

    @property
    def note(self) -> Note:
        """Return its note."""
        return self.passage.note

    @property
    def voice(self) -> Note | None:
        """Return the voice it quotes."""
        quotes = self.passage.kind == Passage.Kind.QUOTE
        return self.rests_on[0] if quotes and self.rests_on else None

    @property
    def words(self) -> str:
        """Return what it says; nothing when its voice may not be quoted any more."""
        if self.passage.kind != Passage.Kind.QUOTE:
            return self.note.text
        return self.voice.text if self.voice and may_be_quoted(self.voice) else ""

    @property
    def living(self) -> list[Note]:
        """Return what it rests on that was not withdrawn."""
        return [note for note in self.rests_on if not note.withdrawn]


@dataclass(frozen=True)
class Part:
    """A section with its passages."""

    section: Section
    passages: list[Written] = field(default_factory=list)


def may_be_quoted(voice: Note) -> bool:
    """Tell whether a voice may be quoted: living, and cleared by two people."""
    return not voice.withdrawn and voice.showing == Note.Showing.SHOWN


def parts(cahier: Cahier) -> list[Part]:
    """Return a cahier part by part; three queries."""
    found = {section.pk: Part(section) for section in cahier.sections.all()}
    passages = Passage.objects.filter(section__in=found).select_related("note", "section")
    ordered = list(passages.order_by("section__position", "section", "position", "pk"))
    below = _below(passage.note_id for passage in ordered)
    for passage in ordered:
        found[passage.section_id].passages.append(Written(passage, below.get(passage.note_id, [])))
    return list(found.values())


def _below(notes: Iterable[int]) -> dict[int, list[Note]]:
    """Return what each of these notes rests on, in the order it was tied."""
    anchors = Anchor.objects.filter(
        note__in=list(notes), how__in=(Anchor.How.RESTS, Anchor.How.JOINS, Anchor.How.QUOTES)
    )
    found: dict[int, list[Note]] = {}
    for anchor in anchors.select_related("rests_on__notebook", "rests_on__peer_group"):
        found.setdefault(anchor.note_id, []).append(anchor.rests_on)
    return found


def passages(found: Iterable[Part]) -> list[Written]:
    """Return the passages of all parts, in order."""
    return [one for part in found for one in part.passages]


def asked(found: Iterable[Part]) -> dict[str, str]:
    """Return a digest of each passage as members are asked about it, by the number of its note.

    Moving a passage changes nothing that somebody consented to; its words and anchors do.
    """
    return {str(one.note.pk): digest(_passage(one)) for one in passages(found)}


def _passage(written: Written) -> dict[str, Any]:
    """Return a passage as it counts for consent."""
    return {
        "kind": written.passage.kind,
        "text": written.words,
        "reason": written.passage.reason,
        "figure": written.passage.figure,
        "rests_on": sorted(str(note.uid) for note in written.rests_on),
    }


def canonical(value: Any) -> str:
    """Return JSON in one fixed form: sorted keys, no spaces, every sign as itself."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value: Any) -> str:
    """Return the SHA-256 of the fixed form of a value, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()
