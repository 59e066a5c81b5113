"""Cuts a text of another program into voices, and finds what was coded in which of them."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from django.utils.translation import gettext as _

from entraide.notebooks.refi.faults import Unreadable
from entraide.ui.fields import tidy, tidy_text

MOST_SPANS = 50_000
_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]*)*")
_LINE = re.compile(r"\S[^\n]*")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True)
class Span:
    """From where to where; `of` is the number of the voice's case, "" when it is just text."""

    start: int
    end: int
    of: str = ""


def voices_in(text: str, marked: Iterable[Span], *, longest: int) -> list[Span]:
    """Return the voices of a text: those that are marked, and the paragraphs around them.

    Marks that overlap are none. A text without blank lines is cut at its lines; what is longer
    than `longest` is cut between two words.

    Raises:
        Unreadable: when there are more paragraphs than a text of people has.
    """
    known = sorted(marked, key=lambda span: span.start)
    if any(a.end > b.start for a, b in pairwise(known)):
        known = []
    found: list[Span] = []
    at = 0
    for span in [*known, Span(len(text), len(text))]:
        found += islice(_paragraphs(text, at, span.start, longest), MOST_SPANS)
        if len(found) >= MOST_SPANS:
            raise Unreadable(
                _("Ce texte a trop de paragraphes : %(most)s au plus."), most=MOST_SPANS
            )
        at = span.end
        found.append(span)
    return found[:-1]


def _paragraphs(text: str, start: int, end: int, longest: int) -> Iterator[Span]:
    part = text[start:end]
    pattern = _PARAGRAPH if _BLANK_LINE.search(part.strip()) else _LINE
    for match in pattern.finditer(part):
        words = match.group().rstrip()
        yield from _short(text, start + match.start(), start + match.start() + len(words), longest)


def _short(text: str, start: int, end: int, longest: int) -> Iterator[Span]:
    while end - start > longest:
        space = max(text.rfind(sign, start + 1, start + longest + 1) for sign in " \n")
        cut = space if space > start else start + longest
        yield Span(start, cut)
        start = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
    if start < end:
        yield Span(start, end)


def shared(spans: list[Span], start: int, end: int) -> list[tuple[int, int, int]]:
    """Return which voices a passage is in: (number in the list, from where, to where in it).

    `spans` are in order, and none is in another.
    """
    found = []
    first = max(bisect_left(spans, start, key=lambda span: span.end), 0)
    for number in range(first, len(spans)):
        span = spans[number]
        if span.start >= end:
            break
        low, high = max(start, span.start), min(end, span.end)
        if low < high:
            found.append((number, low - span.start, high - span.start))
    return found


class Tidied:
    r"""The words of a voice without what must not be kept, and where passages are in them.

    >>> tidied = Tidied("a\u202eb c")
    >>> tidied.text, tidied.place(2, 5)
    ('ab c', (1, 4))
    """

    def __init__(self, given: str):
        """Take away signs that turn lines round or that nobody sees, as forms do."""
        text = tidy_text(given)
        self.text = text if tidy(text) else ""
        self._gone = None if text == given else _gone(given)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a passage is; twice the same place when nothing is left of it."""
        if not self.text:
            return 0, 0
        if self._gone is None:
            return start, end
        return start - bisect_left(self._gone, start), end - bisect_left(self._gone, end)


def _gone(given: str) -> list[int]:
    return [place for place, sign in enumerate(given) if not tidy_text(sign)]
