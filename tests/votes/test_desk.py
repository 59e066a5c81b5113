"""Those who prepare a poll: statements from voices, paper, hands, opening, counting."""

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from entraide.notebooks.models import Note
from entraide.people.models import Person, Role
from entraide.votes.actions import voting
from entraide.votes.models import Ballot, Poll, RaisedHands, Reckoning, Vote
from entraide.votes.queries import polls
from entraide.votes.views.desk import LOST
from tests.make import (
    make_ballot,
    make_collective,
    make_group,
    make_member,
    make_note,
    make_notebook,
    make_poll,
)

pytestmark = pytest.mark.django_db
DESK = "/bureau/upc/votes/"


@pytest.fixture
def alice() -> Person:
    return make_member("Alice")


@pytest.fixture
def desk(alice: Person) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def page(poll: Poll, name: str = "") -> str:
    return f"{DESK}{poll.notebook.uid}/{name}"


def test_a_poll_is_made_of_voices_found_by_a_word(desk: Client, alice: Person) -> None:
    voice = make_note(make_notebook(), "Le four du quartier est froid.")
    make_note(make_notebook(), "Le bus ne passe plus.")
    desk.post(f"{DESK}nouveau/", {"title": "Demain", "question": "Par quoi commencer ?"})
    poll = Poll.objects.get()
    found = desk.post(page(poll, "phrases/"), {"find": "1", "words": "fours"}).text
    assert "Le four du quartier est froid." in found
    assert "Le bus ne passe plus." not in found
    text = "Rallumons un four par rue."
    desk.post(page(poll, "phrases/"), {"add": "1", "text": text, "voices": [voice.pk]})
    (statement,) = polls.statements(poll)
    assert list(statement.anchors.values_list("rests_on", flat=True)) == [voice.pk]
    assert "une autre personne la relise" in desk.get(page(poll)).text
    assert "Aucune phrase" in desk.post(page(poll, "decider/"), {"open": "1"}, follow=True).text
    second = Client()
    second.force_login(make_member("Bob", role=Role.FACILITATOR))
    second.post(
        f"/bureau/upc/carnets/{poll.notebook.uid}/relire/",
        {"note": statement.number, "show": "1"},
    )
    desk.post(page(poll, "decider/"), {"open": "1"})
    poll.refresh_from_db()
    assert poll.state == Poll.State.OPEN
    # What became of the voice may now be read by whoever said it.
    assert text in desk.get(f"/carnets/{poll.notebook.uid}/").text


def test_a_statement_of_another_collective_cannot_be_taken(desk: Client) -> None:
    voice = make_note(make_notebook(make_collective("ailleurs")), "Secret.")
    poll = make_poll("Une phrase.")
    answer = desk.post(
        page(poll, "phrases/"), {"add": "1", "text": "Reprise.", "voices": [voice.pk]}
    )
    assert answer.status_code == 422
    assert "Secret." not in answer.text


def test_an_empty_statement_is_told_and_the_ticks_stay(desk: Client) -> None:
    voice = make_note(make_notebook(), "Le four est froid.")
    poll = make_poll("Une phrase.")
    answer = desk.post(page(poll, "phrases/"), {"add": "1", "text": " ", "voices": [voice.pk]})
    assert answer.status_code == 422
    assert f'value="{voice.pk}" checked' in answer.text
    assert polls.statements(poll).count() == 1


def test_words_that_were_voted_on_stay(desk: Client) -> None:
    poll = make_poll("Un four.", "Un bus.")
    make_ballot(poll, "+.")
    answer = desk.post(page(poll, "phrases/1/"), {"text": "Deux fours."})
    assert answer.status_code == 422
    assert "ils restent" in answer.text
    desk.post(page(poll, "phrases/2/"), {"text": "Deux bus."})
    found = {note.number: (note.text, note.showing) for note in polls.statements(poll)}
    assert found == {1: ("Un four.", "shown"), 2: ("Deux bus.", "unread")}
    desk.post(page(poll, "phrases/1/"), {"withdraw": "1"})
    assert [note.number for note in polls.statements(poll)] == [2]


def test_a_ballot_of_paper_is_typed_once(desk: Client) -> None:
    poll = make_poll("Un four.", "Un bus.")
    values = {"key": uuid4().hex, "peer_group": make_group().pk, "s1": "1", "s2": ""}
    desk.post(page(poll, "papier/"), values)
    again = desk.post(page(poll, "papier/"), values | {"s1": "-1"}, follow=True)
    assert "déjà là" in again.text
    ballot = Ballot.objects.get()
    assert (ballot.way, ballot.peer_group) == ("paper", make_group())
    assert list(Vote.objects.values_list("value", flat=True)) == [-1]


def test_an_empty_ballot_is_refused(desk: Client) -> None:
    poll = make_poll("Un four.")
    answer = desk.post(page(poll, "papier/"), {"key": uuid4().hex})
    assert answer.status_code == 422
    assert "Ce bulletin est vide." in answer.text
    assert not Ballot.objects.exists()


def test_hands_are_counted_statement_after_statement(desk: Client) -> None:
    poll = make_poll("Un four.", "Un bus.")
    group = make_group()
    values = {f"agree{group.pk}": "12", f"disagree{group.pk}": "3"}
    answer = desk.post(page(poll, "mains/1/"), values)
    assert answer.headers["Location"] == page(poll, "mains/2/")
    row = RaisedHands.objects.get()
    assert (row.agree, row.disagree, row.passed, row.total) == (12, 3, 0, 15)
    assert 'value="12"' in desk.get(page(poll, "mains/1/")).text
    assert "12 · 3 · 0" in desk.get(page(poll, "resultats/")).text
    answer = desk.post(page(poll, "mains/2/"), {f"agree{group.pk}": "-1"})
    assert answer.status_code == 422
    # Counted by mistake: taken back.
    desk.post(page(poll, "mains/1/"), {})
    assert not RaisedHands.objects.exists()


def test_few_hands_are_not_shown(desk: Client) -> None:
    poll = make_poll("Un four.")
    voting.raise_hands(polls.voted_on(poll)[0], {make_group(): (2, 1, 1)})
    assert "2 · 1 · 1" not in desk.get(page(poll, "resultats/")).text
    voting.raise_hands(polls.voted_on(poll)[0], {make_group(): (2, 2, 1)})
    assert "2 · 2 · 1" in desk.get(page(poll, "resultats/")).text


def test_a_count_that_died_can_be_asked_for_again(desk: Client) -> None:
    poll = make_poll("Un four.")
    make_ballot(poll, "+")
    asked = timezone.now()
    reckoning = Reckoning.objects.create(poll=poll, asked_at=asked)
    running = desk.get(page(poll, "resultats/"))
    assert "en cours" in running.text
    assert running.headers["Refresh"] == "2"
    Reckoning.objects.filter(pk=reckoning.pk).update(asked_at=asked - LOST)
    assert "Aucun vote n'est perdu" in desk.get(page(poll, "resultats/")).text.replace(
        "&#x27;", "'"
    )


def test_the_poster_has_the_code_and_the_ballot_its_boxes(desk: Client) -> None:
    poll = make_poll("Un four.", "Un bus.")
    text = desk.get(page(poll, "a-imprimer/")).text
    assert polls.poll_code(poll) in text
    assert text.count('<span class="box">') >= 6


def test_files_for_other_tools(desk: Client) -> None:
    poll = make_poll("Un four.", "=1+1")
    make_ballot(poll, "+-", make_group())
    make_ballot(poll, ".0")
    votes = desk.get(page(poll, "votes.csv")).content.decode("utf-8-sig")
    lines = votes.strip().splitlines()
    assert lines[0] == "comment-id,voter-id,vote"
    told = sorted(tuple(line.split(",")[0::2]) for line in lines[1:])
    assert told == [("1", "1"), ("2", "-1"), ("2", "0")]
    rows = desk.get(page(poll, "participants-votes.csv")).content.decode("utf-8-sig")
    assert "participant,group-id,n-votes,n-agree,n-disagree,1,2" in rows
    comments = desk.get(page(poll, "comments.csv")).content.decode("utf-8-sig")
    assert "2,0,1,1,'=1+1" in comments
    problem = json.loads(desk.get(page(poll, "votes.json")).content)
    assert sorted(vote[2] for vote in problem["votes"]) == [-1, 0, 1]
    assert set(problem["peer_groups"].values()) == {make_group().slug}


def test_a_withheld_statement_is_not_voted_on_and_not_counted(desk: Client) -> None:
    poll = make_poll("Un four.", "Un bus.")
    make_ballot(poll, "++")
    note = polls.statements(poll)[0]
    Note.objects.filter(pk=note.pk).update(showing=Note.Showing.WITHHELD)
    problem = json.loads(desk.get(page(poll, "votes.json")).content)
    assert [vote[1] for vote in problem["votes"]] == ["2"]
