"""Votes from the files of Polis: read exactly, refused in plain words, written the same."""

import csv
import io
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entraide.numerics.opinion import sheets
from entraide.votes.forms import polis
from entraide.votes.models import Ballot, Poll, Vote
from entraide.votes.queries import polls
from tests.make import make_member

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "data" / "polis"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the real conversations are not here")
HEAD = "timestamp,datetime,comment-id,voter-id,vote\n"
SMALL = f"{HEAD}1,x,0,7,1\n2,x,1,7,-1\n3,x,0,8,0\n4,x,0,7,-1\n"


def upload(content: bytes | str, name: str = "votes.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def test_the_last_vote_of_a_pair_counts() -> None:
    read = polis.read_votes(upload(SMALL))
    assert read == {("7", "0"): -1, ("7", "1"): -1, ("8", "0"): 0}


def test_a_participant_a_line() -> None:
    read = polis.read_votes(upload("participant,group-id,n-votes,0,1\n5,0,1,1,\n6,,2,-1,0\n"))
    assert read == {("5", "0"): 1, ("6", "0"): -1, ("6", "1"): 0}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_other_encodings_and_separators(encoding: str, separator: str) -> None:
    content = SMALL.replace(",", separator).encode(encoding)
    assert len(polis.read_votes(upload(content))) == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04rest", "Ce fichier n'est pas un .csv."),
        (b"\x1f\x8brest", "Ce fichier n'est pas un .csv."),
        (b"a\0b", "Ce fichier n'est pas un texte."),
        (b"", "Ce fichier est vide."),
        ("a,b,c\n1,2,3\n", "nommer les colonnes"),
        ("voter-id,comment-id,vote,vote\n1,2,1,1\n", "La colonne « vote » est deux fois"),
        ("voter-id,,comment-id,vote\n1,2,1,1\n", "Une colonne n'a pas de nom"),
        (HEAD, "aucun vote"),
        (f"{HEAD}1,x,0,7\n", "Ligne 2 : 4 cases au lieu de 5."),
        (f"{HEAD}1,x,0,7,2\n", "Ligne 2 : un vote est 1, -1 ou 0, pas « 2 »."),
        (f"{HEAD}1,x,,7,1\n", "Ligne 2 : qui vote, ou sur quelle phrase"),
        ("participant,0\n3,1\n3,1\n", "Ligne 3 : ce participant est deux fois"),
        (f'{HEAD}1,x,0,7,"{"1" * 200_000}"\n', "La ligne"),
    ],
)
def test_what_cannot_be_read_is_told(content: bytes | str, sentence: str) -> None:
    with pytest.raises(ValidationError) as told:
        polis.read_votes(upload(content))
    assert sentence in " ".join(told.value.messages).replace("\u00a0", " ")


def test_a_file_that_is_too_large_is_told() -> None:
    file = upload(SMALL)
    file.size = polis.LARGEST + 1
    with pytest.raises(ValidationError, match="30 Mo au plus"):
        polis.read_votes(file)


@pytest.mark.slow
def test_a_million_rows_stop_early_with_a_way_out() -> None:
    rows = "".join(f"{voter},{statement},1\n" for voter in range(1_000) for statement in range(400))
    with pytest.raises(ValidationError, match="entraide solve opinion"):
        polis.read_votes(upload("voter-id,comment-id,vote\n" + rows))


def test_a_poll_is_imported_without_who_voted_nor_when() -> None:
    desk = Client()
    desk.force_login(make_member("Alice"))
    comments = (
        "timestamp,comment-id,author-id,moderated,comment-body\n"
        '1,0,3,1,"Un four, par rue."\n1,1,3,-1,Une insulte.\n'
    )
    answer = desk.post(
        "/bureau/upc/votes/importer/",
        {"title": "Ailleurs", "votes": upload(SMALL), "comments": upload(comments)},
        follow=True,
    )
    assert "Un four, par rue." in answer.text
    poll = Poll.objects.get()
    assert poll.state == Poll.State.CLOSED
    assert [note.text for note in polls.counted(poll)] == ["Un four, par rue."]
    assert (Ballot.objects.count(), Vote.objects.count()) == (2, 3)


def test_a_refused_file_keeps_the_title_and_makes_nothing() -> None:
    desk = Client()
    desk.force_login(make_member("Alice"))
    answer = desk.post(
        "/bureau/upc/votes/importer/", {"title": "Ailleurs", "votes": upload(b"PK\x03\x04")}
    )
    assert answer.status_code == 422
    assert 'value="Ailleurs"' in answer.text
    assert not Poll.objects.exists()


@pytest.mark.slow
@needs_data
@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("*")))
def test_real_conversations_are_read_as_the_core_reads_them(name: str) -> None:
    for file in ("votes.csv", "participants-votes.csv"):
        path = DATA / name / file
        if path.exists():
            core = sheets.read_votes(io.BytesIO(path.read_bytes()))
            last = {
                (core.voters[voter], core.statements[statement]): vote
                for voter, statement, vote in zip(
                    core.voter, core.statement, core.vote, strict=True
                )
            }
            assert polis.read_votes(upload(path.read_bytes())) == last


@needs_data
def test_what_is_written_is_read_again() -> None:
    desk = Client()
    desk.force_login(make_member("Alice"))
    folder = DATA / "london.youth.policing"
    files = {
        "votes": upload((folder / "votes.csv").read_bytes()),
        "comments": upload((folder / "comments.csv").read_bytes()),
    }
    desk.post("/bureau/upc/votes/importer/", {"title": uuid4().hex, **files})
    first = Poll.objects.get()
    address = f"/bureau/upc/votes/{first.notebook.uid}/"
    for file in ("votes.csv", "participants-votes.csv"):
        written = desk.get(address + file).content
        again = polis.read_votes(upload(written))
        given = Vote.objects.filter(ballot__poll=first).values_list("statement__number", "value")
        assert sorted((statement, value) for (_, statement), value in again.items()) == sorted(
            (str(statement), value) for statement, value in given
        )
    comments = list(csv.DictReader(io.StringIO(desk.get(f"{address}comments.csv").text)))
    assert len(comments) == polls.statements(first).count()
