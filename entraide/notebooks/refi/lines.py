"""A text whose lines end with one sign, and where the places of the text it came from are in it."""

import re
from bisect import bisect_left

_ENDS = re.compile("\r\n|\r")


def one_end(text: str) -> str:
    r"""Return the text with lines that end with "\n".

    >>> one_end("a\r\nb\rc")
    'a\nb\nc'
    """
    return _ENDS.sub("\n", text)


class Lines:
    r"""A text as it was given, and as it is kept.

    >>> lines = Lines("un\r\ndeux")
    >>> lines.text[slice(*lines.place(4, 8))]
    'deux'
    """

    def __init__(self, given: str, *, one_sign: bool = False):
        """Keep where signs went away; `one_sign`: places were counted as if they had already."""
        self.text = one_end(given)
        # Of "\r\n" the first sign goes away.
        gone = [] if one_sign else [m.start() for m in re.finditer("\r\n", given)]
        self._gone = gone
        self._length = len(self.text) + len(gone)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a passage is in the text as it is kept.

        Raises:
            ValueError: when it is not in the text, or has no words.
        """
        if not 0 <= start < end <= self._length:
            raise ValueError("outside")
        first, last = self._kept(start), self._kept(end)
        if first == last:
            raise ValueError("no words")
        return first, last

    def _kept(self, place: int) -> int:
        return place - bisect_left(self._gone, place)
