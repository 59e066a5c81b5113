"""Votes from the CSV files that Polis exports, read piece by piece.

Two kinds, told apart by the first line: one vote a line (`voter-id`, `comment-id`, `vote`; other
columns are ignored; the last line of a pair counts), or one participant a line (`participant`, and
a column for each statement; an empty cell was not seen). UTF-8, with or without its mark; separated
by commas, semicolons or tabs.

1. A piece ends with a line. Where every line has its cells, whole numbers without quotes, numpy
   reads all of it at once.
2. From the first piece that is otherwise, Python's csv reads the rest line by line, and says what
   is wrong and where.
"""

import csv
from array import array
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ..faults import Faults, Unusable
from ..reading import gathered, shown
from .grid import Bytes, Ints
from .problem import Votes

PIECE = 1 << 22
# A number of at most so many digits fits in 64 bits.
MOST_DIGITS = 18
# Places of numbers below this are kept in a table: 128 MB at most.
SMALL_NUMBERS = 1 << 24
NEW_LINE, RETURN, MINUS = ord("\n"), ord("\r"), ord("-")
LONGEST_LINE = 1 << 26
# Afterwards the reading stops: a file with more is not the file that somebody meant.
MOST_FAULTS = 20
SEPARATORS = ",;\t"
VOTER, STATEMENT, VOTE = NEEDED = ("voter-id", "comment-id", "vote")
PARTICIPANT = "participant"
# What Polis tells of a participant beside the votes.
TOLD = {PARTICIPANT, "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"}
VOTE_OF = {"1": 1, "-1": -1, "0": 0}
WRITTEN = "1, -1 or 0 is expected"
MARK = b"\xef\xbb\xbf"
# The first bytes of what is often given the name of a CSV file.
OTHERS = {
    b"PK": "a ZIP archive or a spreadsheet, not a CSV file: save the sheet as CSV",
    b"\x1f\x8b": "a compressed file, not a CSV file",
    b"\xff\xfe": "UTF-16, not UTF-8: save it as CSV UTF-8",
    b"\xfe\xff": "UTF-16, not UTF-8: save it as CSV UTF-8",
    b"\xd0\xcf": "an old spreadsheet, not a CSV file: save the sheet as CSV",
    b"%PDF": "a PDF, not a CSV file",
}


class Names:
    """Names in the order they come, each with its place; `table` has those of small numbers."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        self.table = np.empty(0, np.int32)

    def place(self, name: str) -> int:
        """Return the place of a name."""
        return self.places.setdefault(name, len(self.places))

    def of_numbers(self, numbers: Ints) -> NDArray[np.int32]:
        """Return the places of names that are numbers."""
        most = int(numbers.max())
        if most >= SMALL_NUMBERS:
            every, which = np.unique(numbers, return_inverse=True)
            return np.array([self.place(str(one)) for one in every.tolist()], np.int32)[which]
        if most >= len(self.table):
            more = np.full(2 * most + 1 - len(self.table), -1, np.int32)
            self.table = np.concatenate([self.table, more])
        new = np.unique(numbers[self.table.take(numbers) < 0])
        self.table[new] = [self.place(str(one)) for one in new.tolist()]
        return self.table.take(numbers)


class Ballots:
    """What was read so far."""

    def __init__(self) -> None:
        self.voters, self.statements = Names(), Names()
        self.columns = array("i"), array("i"), array("b")

    def add(self, voter: str, statement: str, vote: int) -> None:
        """Add a vote."""
        self.columns[0].append(self.voters.place(voter))
        self.columns[1].append(self.statements.place(statement))
        self.columns[2].append(vote)

    def add_all(self, voter: Ints, statement: Ints, vote: Bytes) -> None:
        """Add many votes of voters and statements that are numbers."""
        self.columns[0].frombytes(self.voters.of_numbers(voter).tobytes())
        self.columns[1].frombytes(self.statements.of_numbers(statement).tobytes())
        self.columns[2].frombytes(vote.tobytes())

    def votes(self) -> Votes:
        """Return all votes."""
        return Votes(tuple(self.voters.places), tuple(self.statements.places), *self.columns)


class Lines:
    """The lines of a file, in pieces or one by one; knows where it is, for messages."""

    def __init__(self, stream: BinaryIO) -> None:
        self.pieces = in_pieces(stream)
        self.bytes, self.lines = 0, 0

    def header(self) -> str:
        """Return the first line; refuse what is not a CSV file."""
        first = next(self.pieces, b"")
        for start, sentence in OTHERS.items():
            if first.startswith(start):
                raise Unusable([f"file: {sentence}"])
        if not first:
            raise Unusable(["file: nothing in it"])
        if b"\0" in first:
            raise Unusable(["file: not a text"])
        self.bytes = len(MARK) if first.startswith(MARK) else 0
        head, _, rest = first[self.bytes :].partition(b"\n")
        self.pieces = chain([rest], self.pieces)
        return self.line(head)

    def line(self, raw: bytes) -> str:
        """Return a line as text."""
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as fault:
            place = self.bytes + fault.start
            raise Unusable([f"line {self.lines + 1}: not UTF-8 at byte {place}"]) from fault
        self.bytes += len(raw) + 1
        self.lines += 1
        return text.removesuffix("\r") + "\n"

    def passed(self, piece: bytes, lines: int) -> None:
        """Note a piece that was read at once."""
        self.bytes += len(piece)
        self.lines += lines

    def rows(self, separator: str) -> Iterator[tuple[int, list[str]]]:
        """Return the cells of each line that is left, with its number."""
        before = self.lines
        texts = (self.line(raw) for piece in self.pieces for raw in piece.split(b"\n")[:-1])
        reader = csv.reader(texts, delimiter=separator, strict=True)
        try:
            for cells in reader:
                if cells:
                    yield before + reader.line_num, cells
        except csv.Error as fault:
            raise Unusable([f"line {before + reader.line_num}: {fault}"]) from fault


def in_pieces(stream: BinaryIO) -> Iterator[bytes]:
    """Return whole lines, about as many bytes at a time as a piece has."""
    rest = b""
    while block := stream.read(PIECE):
        whole, end, more = block.rpartition(b"\n")
        if end:
            yield rest + whole + end
            rest = more
        else:
            rest += block
        if len(rest) > LONGEST_LINE:
            raise Unusable([f"file: a line is longer than {LONGEST_LINE:,} bytes"])
    if rest:
        yield rest + b"\n"


# Files


def read_votes(stream: BinaryIO) -> Votes:
    """Return the votes of a file, or raise `Unusable` with what is wrong with it."""
    return gathered(lambda faults: votes_in(Lines(stream), faults))


def votes_in(lines: Lines, faults: Faults) -> Votes:
    """Return the votes of a file, noting faults."""
    head = lines.header()
    separator = max(SEPARATORS, key=head.count)
    names = names_in(head, separator)
    ballots = Ballots()
    if known(names, faults):
        if names[0] == PARTICIPANT:
            by_participant(lines, separator, names, ballots, faults)
        else:
            by_vote(lines, separator, names, ballots, faults)
        if not faults.lines and not ballots.columns[2]:
            faults.add("file", "nobody voted")
    return ballots.votes()


def names_in(head: str, separator: str) -> list[str]:
    """Return the names of the columns."""
    try:
        cells = next(csv.reader([head], delimiter=separator))
    except csv.Error as fault:
        raise Unusable([f"line 1: {fault}"]) from fault
    return [name.strip() for name in cells] or [""]


def known(names: list[str], faults: Faults) -> bool:
    """Tell whether these columns can be read."""
    if names[0] != PARTICIPANT and not set(NEEDED) <= set(names):
        faults.add(
            "line 1",
            f"columns {', '.join(NEEDED)} are expected, or {PARTICIPANT} first and a column for "
            f"each statement, not {shown(', '.join(names))}",
        )
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.add("line 1", f"column {shown(name)} is there twice")
    return not faults.lines


def by_vote(
    lines: Lines, separator: str, names: list[str], ballots: Ballots, faults: Faults
) -> None:
    """Read a file of one vote a line."""
    columns = [names.index(name) for name in NEEDED]
    for piece in lines.pieces:
        found = at_once(piece, ord(separator), len(names), columns)
        if found is None:
            lines.pieces = chain([piece], lines.pieces)
            break
        ballots.add_all(*found)
        lines.passed(piece, len(found[0]))
    for number, cells in lines.rows(separator):
        if right_length(number, cells, len(names), faults):
            voter, statement, written = (cells[one] for one in columns)
            for name, cell in ((VOTER, voter), (STATEMENT, statement)):
                if not cell:
                    faults.add(f"line {number}", f"{name} is empty")
            if written not in VOTE_OF:
                faults.add(f"line {number}", f"{VOTE}: {WRITTEN}, not {shown(written)}")
            ballots.add(voter, statement, VOTE_OF.get(written, 0))
        enough(faults)


def by_participant(
    lines: Lines, separator: str, names: list[str], ballots: Ballots, faults: Faults
) -> None:
    """Read a file of one participant a line."""
    columns = [(place, name) for place, name in enumerate(names) if name not in TOLD]
    seen = set[str]()
    for number, cells in lines.rows(separator):
        if right_length(number, cells, len(names), faults):
            voter = cells[0]
            if not voter or voter in seen:
                sentence = f"{shown(voter)} is there twice" if voter else "is empty"
                faults.add(f"line {number}", f"{PARTICIPANT}: {sentence}")
            seen.add(voter)
            for place, name in columns:
                if written := cells[place]:
                    if written not in VOTE_OF:
                        column = f"line {number}, column {shown(name)}"
                        faults.add(column, f"{WRITTEN}, or nothing, not {shown(written)}")
                    ballots.add(voter, name, VOTE_OF.get(written, 0))
        enough(faults)


def right_length(number: int, cells: list[str], length: int, faults: Faults) -> bool:
    """Note a line that has not as many cells as the first one."""
    if len(cells) != length:
        faults.add(f"line {number}", f"{len(cells)} cells, {length} are expected")
    return len(cells) == length


def enough(faults: Faults) -> None:
    """Stop when there are so many faults that reading on tells nothing."""
    if len(faults.lines) >= MOST_FAULTS:
        faults.add("file", f"{MOST_FAULTS} faults: the rest is not read")
        faults.stop()


# Pieces


def at_once(
    piece: bytes, separator: int, width: int, columns: list[int]
) -> tuple[Ints, Ints, Bytes] | None:
    """Return voters, statements and votes of many lines, or None when some are not plain."""
    if b'"' in piece or not piece.isascii():
        return None
    letters = np.frombuffer(piece, np.uint8)
    found = np.flatnonzero((letters == separator) | (letters == NEW_LINE))
    if len(found) % width:
        return None
    ends = found.reshape(-1, width)
    if not (
        (letters[ends[:, -1]] == NEW_LINE).all() and (letters[ends[:, :-1]] == separator).all()
    ):
        return None
    starts = np.empty_like(ends)
    starts.ravel()[1:] = ends.ravel()[:-1] + 1
    starts[:1, 0] = 0
    # A line may end with two bytes, as it does on Windows.
    ends[:, -1] -= letters[ends[:, -1] - 1] == RETURN
    cells = [(letters, starts[:, column], ends[:, column]) for column in columns]
    voter, statement, vote = numbers(*cells[0]), numbers(*cells[1]), marks(*cells[2])
    return None if voter is None or statement is None or vote is None else (voter, statement, vote)


def numbers(letters: NDArray[np.uint8], starts: Ints, ends: Ints) -> Ints | None:
    """Return whole numbers, or None when there is anything else, or a zero before a number."""
    length = ends - starts
    if not len(length) or length.min() < 1 or length.max() > MOST_DIGITS:
        return None
    found = np.zeros(len(starts), np.int64)
    for place in range(int(length.max())):
        inside = place < length
        digit = letters.take(starts + place, mode="clip") - np.uint8(ord("0"))
        if (inside & ((digit > 9) | ((digit == 0) & (place == 0) & (length > 1)))).any():
            return None
        found = np.where(inside, found * 10 + digit, found)
    return found


def marks(letters: NDArray[np.uint8], starts: Ints, ends: Ints) -> Bytes | None:
    """Return votes, or None when there is anything else."""
    length = ends - starts
    first, last = letters.take(starts, mode="clip"), letters.take(ends - 1)
    digit = last - np.uint8(ord("0"))
    right = np.where(length == 1, digit <= 1, (length == 2) & (first == MINUS) & (digit == 1))
    if not right.all():
        return None
    return np.where(length == 1, digit, -1).astype(np.int8)
