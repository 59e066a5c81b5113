"""Reads PDF files as people and their readers do, with poppler."""

import re
import subprocess
import unicodedata
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree

XHTML = "{http://www.w3.org/1999/xhtml}"
# Poppler counts in points; what touches the edge of the sheet is not clipped yet.
EDGE = 0.5


@dataclass(frozen=True)
class Word:
    """A word where it stands on its page, in points from the top left corner."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def over(self, other: "Word") -> bool:
        """Tell whether the hearts of two words are on top of each other."""
        heights = sorted([self.bottom - self.top, other.bottom - other.top])
        middle, other_middle = (self.top + self.bottom) / 2, (other.top + other.bottom) / 2
        aside = self.right <= other.left + 1 or other.right <= self.left + 1
        return not aside and abs(middle - other_middle) < heights[0] * 0.4


def run(program: str, content: bytes, *options: str) -> str:
    """Run a program of poppler on a file."""
    done = subprocess.run(
        [program, *options, "-", *(["-"] if program == "pdftotext" else [])],
        input=content, capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.decode()


def text(content: bytes, *options: str) -> str:
    """Return the text of a file, in the order in which it was written."""
    return run("pdftotext", content, *(options or ("-raw",)))


def pages(content: bytes) -> list[str]:
    """Return the text of each page."""
    return text(content).split("\f")[:-1]


def facts(content: bytes) -> dict[str, str]:
    """Return what pdfinfo says."""
    lines = run("pdfinfo", content).splitlines()
    return {name: said.strip() for name, _, said in (line.partition(":") for line in lines)}


def fonts(content: bytes) -> list[list[str]]:
    """Return [name, whether it is embedded] of each font."""
    rows = [re.split(r"\s+", row) for row in run("pdffonts", content).splitlines()[2:]]
    return [[row[0].split("+")[-1], row[-5]] for row in rows if len(row) > 5]


def plain(words: str) -> str:
    """Return what is read aloud: no spaces, no marks of direction, no joiners."""
    composed = unicodedata.normalize("NFC", words)
    return "".join(c for c in composed if unicodedata.category(c)[0] != "C" and not c.isspace())


def words(content: bytes) -> tuple[list[Word], list[tuple[float, float]]]:
    """Return every word, and the size of each page."""
    marked = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text(content, "-bbox"))
    found, sizes = [], []
    for number, page in enumerate(ElementTree.fromstring(marked).iter(f"{XHTML}page")):
        sizes.append((float(page.get("width", 0)), float(page.get("height", 0))))
        for each in page.iter(f"{XHTML}word"):
            box = [float(each.get(side, 0)) for side in ("xMin", "yMin", "xMax", "yMax")]
            found.append(Word(number, each.text or "", *box))
    return found, sizes


def faults(content: bytes, wanted: list[str]) -> list[str]:
    """Return what one could not read on paper: missing, off the sheet, one over the other."""
    found, sizes = words(content)
    # As written, then as it lies on the page: only the second knows that Arabic goes to the left.
    whole = plain(text(content)) + plain(text(content, "-layout"))
    missing = [f"missing: {each}" for each in wanted if plain(each) not in whole]
    off = [
        f"off the sheet: {word.text}"
        for word in found
        if min(word.left, word.top) < -EDGE
        or word.right > sizes[word.page][0] + EDGE
        or word.bottom > sizes[word.page][1] + EDGE
    ]
    over = [
        f"one over the other: {one.text}, {other.text}"
        for one, other in combinations([word for word in found if plain(word.text)], 2)
        if one.page == other.page and one.over(other)
    ]
    return missing + off + over


def colours(content: bytes) -> int:
    """Return how many dots of the drawn pages are neither black, white nor grey."""
    done = subprocess.run(
        ["pdftoppm", "-r", "20", "-"], input=content, capture_output=True, check=True
    ).stdout
    count = 0
    while done:
        head = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", done)
        assert head is not None
        size = 3 * int(head[1]) * int(head[2])
        dots = done[head.end() : head.end() + size]
        count += sum(r != g or g != b for r, g, b in zip(*[iter(dots)] * 3, strict=True))
        done = done[head.end() + size :]
    return count
