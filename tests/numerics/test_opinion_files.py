"""Votes are read from JSON and from CSV files; each bad file has its sentence."""

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bench.opinion import lines, study_day_opinion
from entraide.numerics.faults import Unusable
from entraide.numerics.kinds import KINDS
from entraide.numerics.opinion import Problem, Votes, sheets, votes_of

from .test_files import faults, solution_faults

KIND = KINDS["opinion"]
EXAMPLES = Path(__file__).parents[2] / "docs" / "formats" / "examples"
HEAD = b"timestamp,datetime,comment-id,voter-id,vote\n"
LINE = b"1500232652930,Mon Jul 17 02:17:32 2017,"
Rows = list[tuple[str, str, int]]


def table(raw: bytes) -> Problem:
    assert KIND.read_table is not None
    problem: Problem = KIND.read_table(io.BytesIO(raw))
    return problem


def rows(votes: Votes) -> Rows:
    columns = zip(votes.voter, votes.statement, votes.vote, strict=True)
    return [(votes.voters[one], votes.statements[two], vote) for one, two, vote in columns]


def refused(raw: bytes) -> list[str]:
    with pytest.raises(Unusable) as found:
        table(raw)
    return found.value.lines


# JSON


@pytest.mark.parametrize(
    ("place", "value", "line"),
    [
        (("kind",), "tables", 'kind: "opinion" is expected, not "tables"'),
        (("votes",), [], "votes: nobody voted"),
        (("votes",), {}, "votes: a list is expected, not {}"),
        (("votes", 0), ["a", "s"], "votes[0]: voter, statement and vote are expected, not ['a', "),
        (("votes", 0), "a", 'votes[0]: voter, statement and vote are expected, not "a"'),
        (("votes", 0, 0), 7, "votes[0][0]: a string that is not empty is expected, not 7"),
        (("votes", 0, 1), "", 'votes[0][1]: a string that is not empty is expected, not ""'),
        (("votes", 0, 2), 2, "votes[0][2]: 1, -1 or 0 is expected, not 2"),
        (("votes", 0, 2), "1", 'votes[0][2]: 1, -1 or 0 is expected, not "1"'),
        (("votes", 0, 2), True, "votes[0][2]: 1, -1 or 0 is expected, not True"),
        (("votes", 0, 2), 1.0, "votes[0][2]: 1, -1 or 0 is expected, not 1.0"),
        (("peer_groups",), [], "peer_groups: an object is expected, not []"),
        (("peer_groups", "p1"), "", "peer_groups.p1: a string that is not empty is expected"),
        (("peer_groups",), {"": "a"}, "peer_groups: a string that is not empty is expected"),
        (("min_votes",), 0, "min_votes: a whole number of 1 or more is expected, not 0"),
        (("groups",), "x", 'groups: an object is expected, not "x"'),
        (("groups",), {"p1": 0}, "groups.p1: a string that is not empty is expected, not 0"),
        (("stability",), 1, "stability: true or false is expected, not 1"),
    ],
)
def test_a_fault_of_votes_is_said_with_its_place(
    place: tuple[Any, ...], value: Any, line: str
) -> None:
    found = faults("opinion", (place, value))
    assert [one for one in found if one.startswith(line)] != [], found


@pytest.mark.parametrize(
    ("place", "value", "line"),
    [
        (("positions",), [], "positions: an object is expected, not []"),
        (("positions", "p0"), [1], "positions.p0: two numbers are expected, not [1]"),
        (("positions", "p0", 1), "x", 'positions.p0[1]: a number is expected, not "x"'),
        (("positions", "p0", 1), True, "positions.p0[1]: a number is expected, not True"),
        (("positions", "p0", 1), 10**400, "positions.p0[1]: a number is expected, not 1000"),
        (("stability",), "x", 'stability: a number is expected, not "x"'),
        (("representative", "0"), 3, "representative.0: a list is expected, not 3"),
        (("representative", "0", 0), 3, "representative.0[0]: an object is expected, not 3"),
        (("representative", "0", 0, "vote"), 3, "representative.0[0].vote: 1, -1 or 0 is"),
        (("by_peer_group",), [], "by_peer_group: an object is expected, not []"),
        (("by_peer_group", "left_out"), -1, "by_peer_group.left_out: a whole number of 0 or more"),
        (("by_peer_group", "counts", "a", "s1"), 3, "by_peer_group.counts.a.s1: an object is"),
        (
            ("by_peer_group", "counts", "a", "s1", "share"),
            "x",
            "by_peer_group.counts.a.s1.share: a number is expected",
        ),
        (("by_peer_group", "divides"), [3], "by_peer_group.divides[0]: an object is expected"),
        (("unsaid",), [3], "unsaid[0]: an object is expected, not 3"),
        (("unsaid",), [{"about": "x"}], "unsaid[0].kind: missing"),
    ],
)
def test_a_fault_of_an_answer_is_said_with_its_place(
    place: tuple[Any, ...], value: Any, line: str
) -> None:
    found = solution_faults("opinion", (place, value))
    assert [one for one in found if one.startswith(line)] != [], found


def test_the_study_day_is_what_the_script_invents() -> None:
    text = (EXAMPLES / "opinion.problem.json").read_text("utf-8")
    assert text == lines(study_day_opinion())
    problem = KIND.read_problem(json.loads(text))
    stored = json.loads((EXAMPLES / "opinion.solution.json").read_text("utf-8"))
    again = KIND.write_solution(problem, KIND.solve(problem, 0, lambda part: part))
    assert (again["groups"], again["unsaid"]) == (stored["groups"], [])
    assert again["consensus"] == pytest.approx(stored["consensus"])
    for where in ("representative", "by_peer_group"):
        assert names_in(again[where]) == names_in(stored[where])


def names_in(value: Any) -> Any:
    """Return a document without its numbers that are not whole."""
    if isinstance(value, dict):
        return {key: names_in(one) for key, one in value.items()}
    if isinstance(value, list):
        return [names_in(one) for one in value]
    return None if isinstance(value, float) else value


def test_an_answer_is_the_same_after_a_file() -> None:
    problem = KIND.read_problem(json.loads((EXAMPLES / "opinion.problem.json").read_text("utf-8")))
    answer = KIND.solve(problem, 3, lambda part: part)
    assert answer.by_peer_group.divides
    document = json.loads(json.dumps(KIND.write_solution(problem, answer)))
    assert KIND.read_solution(problem, document) == answer
    for read in (KIND.read_problem, lambda one: KIND.read_solution(problem, one)):
        with pytest.raises(Unusable, match="document: an object is expected, not 3"):
            read(3)
    for bare in (Problem(problem.votes), Problem(votes_of([("a", "s", 1)]))):
        answer = KIND.solve(bare, 3, lambda part: part)
        assert KIND.read_solution(bare, KIND.write_solution(bare, answer)) == answer


# CSV


def test_a_vote_a_line() -> None:
    raw = HEAD + LINE + b"3,12,1\n" + LINE + b"0,12,-1\n" + LINE + b"3,0,0\n"
    assert rows(table(raw).votes) == [("12", "3", 1), ("12", "0", -1), ("0", "3", 0)]
    assert table(raw) == Problem(table(raw).votes)


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: b"\xef\xbb\xbf" + raw,
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: raw.replace(b",", b";"),
        lambda raw: raw.replace(b",", b"\t"),
        lambda raw: raw.removesuffix(b"\n"),
        lambda raw: raw + b"\n\r\n",
        lambda raw: raw.replace(b"12,", b'"12",'),
        lambda raw: raw.replace(b"Mon", "d\u00e9c.".encode()),
        lambda raw: raw.replace(b"Mon Jul", b"Mon").replace(b"Mon 17 02:17:32 2017", b'"a,\nb"'),
        lambda raw: raw.replace(b"vote\n", b'"vote"\n'),
    ],
)
@pytest.mark.parametrize("piece", [1, 3, 50, 1 << 22])
def test_the_same_votes_are_read_however_they_are_written(
    monkeypatch: pytest.MonkeyPatch, change: Any, piece: int
) -> None:
    lines_ = [b"3,12,1\n", b"0,12,-1\n", b"3,0,0\n", b"0,12,1\n", b"10,1234567,-1\n"]
    raw = HEAD + b"".join(LINE + one for one in lines_)
    right = rows(table(raw).votes)
    monkeypatch.setattr(sheets, "PIECE", piece)
    assert rows(table(change(raw)).votes) == right
    assert len(right) == 5


def test_names_are_kept_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = b"vote,voter-id,comment-id\n1,7,s\n1,07,s\n-1,x y,s\n0,7,0\n"
    found = rows(table(raw).votes)
    assert [one[0] for one in found] == ["7", "07", "x y", "7"]
    # After plain lines, the others.
    many = b"vote,voter-id,comment-id\n" + b"1,7,1\n" * 5 + b"0,08,1\n"
    assert table(many).votes.voters == ("7", "08")
    # Small numbers, then large ones, then small ones again.
    mixed = b"vote,voter-id,comment-id\n" + b"".join(
        b"1,%d,1\n" % one for one in (5, 99_999_999, 5, 7, 99_999_999, 5_000)
    )
    for piece in (1, 8, 20, 1000):
        monkeypatch.setattr(sheets, "PIECE", piece)
        assert [one[0] for one in rows(table(mixed).votes)] == [
            "5", "99999999", "5", "7", "99999999", "5000",
        ]  # fmt: skip
    long = b"vote,voter-id,comment-id\n1,1234567890123456789,1\n1,123456789012345678,1\n"
    assert table(long).votes.voters == ("1234567890123456789", "123456789012345678")


@pytest.mark.parametrize("piece", [1, 1 << 22])
def test_a_participant_a_line(monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    monkeypatch.setattr(sheets, "PIECE", piece)
    raw = (
        b"participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,7,12\n"
        b"4,,1,0,2,1,1,1,,-1\n5,x,,0,0,0,0,,,\n6,,0,0,1,0,0,,0,\n"
    )
    assert rows(table(raw).votes) == [("4", "0", 1), ("4", "12", -1), ("6", "7", 0)]
    assert rows(table(raw.replace(b",", b";")).votes) == rows(table(raw).votes)


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("votes.csv", HEAD + LINE + b"1,1,1\n")
    return file.getvalue()


EXPECTED = "line 1: columns voter-id, comment-id, vote are expected, or participant first and a"


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"", "file: nothing in it"),
        (HEAD, "file: nobody voted"),
        (b"participant,1\n4,\n", "file: nobody voted"),
        (zipped(), "file: a ZIP archive or a spreadsheet, not a CSV file: save the sheet as CSV"),
        (gzip.compress(HEAD, mtime=0), "file: a compressed file, not a CSV file"),
        (HEAD.decode().encode("utf-16"), "file: UTF-16, not UTF-8: save it as CSV UTF-8"),
        (HEAD.decode().encode("utf-16-le"), "file: not a text"),
        (b"\xd0\xcf\x11\xe0", "file: an old spreadsheet, not a CSV file: save the sheet as CSV"),
        (b"%PDF-1.7\n", "file: a PDF, not a CSV file"),
        (b"\n", EXPECTED),
        (b"a,b,c\n1,2,3\n", EXPECTED),
        (b"voter-id,vote\n1,1\n", EXPECTED),
        (b'{"kind": "opinion"}', EXPECTED),
        (b"1,participant\n1,1\n", EXPECTED),
        (b"vote,voter-id,comment-id,vote\n", 'line 1: column "vote" is there twice'),
        (b"participant,1,1\n", 'line 1: column "1" is there twice'),
        (HEAD + b"1,2,3\n", "line 2: 3 cells, 5 are expected"),
        (HEAD + LINE + b"1,1,1,1\n", "line 2: 6 cells, 5 are expected"),
        (HEAD + LINE + b"1,1\n2,2,2,2,2,2\n", "line 2: 4 cells, 5 are expected"),
        (HEAD + LINE + b"1,,1\n", "line 2: voter-id is empty"),
        (HEAD + LINE + b",1,1\n", "line 2: comment-id is empty"),
        (HEAD + LINE + b"1,1,\n", 'line 2: vote: 1, -1 or 0 is expected, not ""'),
        (HEAD + LINE + b"1,1,2\n", 'line 2: vote: 1, -1 or 0 is expected, not "2"'),
        (HEAD + LINE + b"1,1,-0\n", 'line 2: vote: 1, -1 or 0 is expected, not "-0"'),
        (HEAD + LINE + b"1,1,+1\n", 'line 2: vote: 1, -1 or 0 is expected, not "+1"'),
        (HEAD + LINE + b"1,1,1.0\n", 'line 2: vote: 1, -1 or 0 is expected, not "1.0"'),
        (HEAD + LINE + b"1,1, 1\n", 'line 2: vote: 1, -1 or 0 is expected, not " 1"'),
        (HEAD + LINE + b"1,1,agree\n", 'line 2: vote: 1, -1 or 0 is expected, not "agree"'),
        (HEAD + LINE + b'1,"1"x,1\n', "line 2: ',' expected after '\"'"),
        (HEAD + LINE + b'1,"1,1\n', "line 2: unexpected end of data"),
        (HEAD + b"x" * 200_000 + b",,s,1,1\n", "line 2: field larger than field limit (131072)"),
        (b"x" * 200_000 + b"\n", "line 1: field larger than field limit (131072)"),
        ("voter-id,é\n".encode("latin-1"), "line 1: not UTF-8 at byte 9"),
        (HEAD + LINE + b"1,1,1\n\xe9,,1,1,1\n", "line 3: not UTF-8 at byte 89"),
        (b"participant,1\n4,2\n", 'line 2, column "1": 1, -1 or 0 is expected, or nothing, not "2'),
        (b"participant,name\n4,Jean\n", 'line 2, column "name": 1, -1 or 0 is expected, or'),
        (b"participant,1\n4,1\n4,1\n", 'line 3: participant: "4" is there twice'),
        (b"participant,1\n,1\n", "line 2: participant: is empty"),
        (b"participant,1\n4\n", "line 2: 1 cells, 2 are expected"),
    ],
)
def test_each_bad_file_has_its_sentence(raw: bytes, line: str) -> None:
    found = refused(raw)
    assert found[0].startswith(line), found


def test_the_line_is_right_after_many_that_are_read_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "PIECE", 200)
    assert refused(HEAD + (LINE + b"1,1,1\n") * 100 + LINE + b"1,1,9\n") == [
        'line 102: vote: 1, -1 or 0 is expected, not "9"'
    ]


def test_a_file_of_faults_is_not_read_to_its_end() -> None:
    found = refused(HEAD + (LINE + b"1,1,9\n") * 1000)
    assert (len(found), found[-1]) == (21, "file: 20 faults: the rest is not read")


def test_a_file_without_lines_is_not_kept_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LONGEST_LINE", 100)
    monkeypatch.setattr(sheets, "PIECE", 30)
    assert refused(b"x" * 1000) == ["file: a line is longer than 100 bytes"]


@pytest.mark.slow
def test_a_million_lines_are_read(tmp_path: Path) -> None:
    raw = HEAD + b"".join(b"0,0,%d,%d,1\n" % (one % 100, one // 100) for one in range(1_000_000))
    votes = table(raw).votes
    assert (len(votes.vote), len(votes.voters), len(votes.statements)) == (1_000_000, 10_000, 100)
    assert (votes.voters[votes.voter[-1]], votes.statements[votes.statement[-1]]) == ("9999", "99")
