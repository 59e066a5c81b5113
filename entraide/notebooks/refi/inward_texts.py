"""A source as voices, with what was coded in each, whoever wrote the file."""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from entraide.notebooks.refi.cutting import Span, Tidied, shared, voices_in
from entraide.notebooks.refi.outward import coding_guid
from entraide.notebooks.refi.project import Coding, Selection, Source, guid_of
from entraide.notebooks.refi.study import Found


@dataclass(frozen=True)
class Cut:
    """A source cut into voices: where each is, its key and its words."""

    source: Source
    spans: list[Span]
    keys: list[str]
    words: list[Tidied]

    def voice_of(self, selection: Selection) -> str:
        """Return the key of the first voice that a selection is in, "" if there is none."""
        found = shared(self.spans, selection.start, selection.end)
        return self.keys[found[0][0]] if found else ""


def cut(source: Source, marks: Container[str], *, longest: int) -> Cut:
    """Return a source cut at the selections that stand for a voice, else at its paragraphs."""
    marked = [Span(one.start, one.end, one.guid) for one in source.selections if one.guid in marks]
    spans = voices_in(source.text, marked, longest=longest)
    keys = [span.of or guid_of(source.guid, number) for number, span in enumerate(spans)]
    words = [Tidied(source.text[span.start : span.end]) for span in spans]
    return Cut(source, spans, keys, words)


def found_in(cut_source: Cut, codes: Container[str]) -> Iterator[list[tuple[str, Found]]]:
    """Return, for each coding of a source, what it becomes: (voice, found), one for each voice.

    `codes`: those of the codebook. Some programs code with cases; those are no themes.
    """
    source = cut_source.source
    whole = Selection("", 0, len(source.text), codings=source.codings)
    for selection in (*source.selections, whole):
        for coding in selection.codings:
            if coding.code in codes:
                yield list(_pieces(cut_source, selection, coding))


def _pieces(cut_source: Cut, selection: Selection, coding: Coding) -> Iterator[tuple[str, Found]]:
    coder, day = coding.user or selection.user, coding.day or selection.day
    for number, low, high in shared(cut_source.spans, selection.start, selection.end):
        span, words = cut_source.spans[number], cut_source.words[number]
        start, end = words.place(low, high)
        if words.text[start:end].strip():
            found = Found(coding.code, coder, start, end, day)
            key = cut_source.keys[number]
            is_whole = high - low == span.end - span.start
            # A passage may be all the words of a voice without being the voice: ours say so.
            if is_whole and selection.guid != coding_guid(key, found):
                found = Found(coding.code, coder, day=day)
            yield key, found
