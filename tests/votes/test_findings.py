"""What the votes say: sentences, what is hidden, what cannot be said."""

import re
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, strategies as st

from entraide.people.models import PeerGroup
from entraide.votes import background, bridge
from entraide.votes.actions import polls as actions
from entraide.votes.models import Poll, Reckoning
from entraide.votes.queries import findings as queries, map as maps, polls
from tests.make import make_ballot, make_group, make_member, make_poll

pytestmark = pytest.mark.django_db
HOUSE = Path(__file__).resolve().parent.parent.parent / "entraide"


def counted(poll: Poll) -> Reckoning:
    reckoning = actions.ask_to_count(poll)
    assert background.reckon.call(reckoning.pk) == "done"
    reckoning.refresh_from_db()
    return reckoning


def found(poll: Poll) -> queries.Findings:
    return queries.findings(poll, counted(poll), list(polls.voted_on(poll)))


def fill(poll: Poll, marks: str, people: int, group: PeerGroup | None) -> None:
    for _ in range(people):
        make_ballot(poll, marks, group)


@pytest.fixture
def groups() -> list[PeerGroup]:
    return [make_group(slug) for slug in ("habitants", "travailleurs", "chercheurs")]


def test_what_unites_and_what_divides_is_told_by_peer_group(groups: list[PeerGroup]) -> None:
    poll = make_poll("Un four.", "Un bus.", "Une caméra.", "Rien.")
    fill(poll, "++-0", 12, groups[0])
    fill(poll, "+--0", 10, groups[1])
    told = found(poll)
    voters = {one.name: one.people for one in told.voters}
    assert voters == {"habitants": 12, "travailleurs": 10}
    assert [row.note.text for row in told.together] == ["Un four."]
    assert {row.note.text for row in told.refused} == {"Une caméra.", "Rien."}
    (divide,) = told.divides
    assert (divide.note.text, divide.most.name, divide.least.name) == (
        "Un bus.", "habitants", "travailleurs",
    )  # fmt: skip
    assert (divide.most_share.agree, divide.least_share.agree) == (100, 0)
    typical = {one.name: {(t.note.text, t.vote) for t in lines} for one, lines in told.typical}
    assert ("Un bus.", "d'accord") in typical["habitants"]
    assert ("Un bus.", "pas d'accord") in typical["travailleurs"]


def test_a_small_group_is_in_no_figure(groups: list[PeerGroup]) -> None:
    poll = make_poll("Un four.", "Un bus.")
    fill(poll, "++", 9, groups[0])
    fill(poll, "+-", 7, groups[1])
    fill(poll, "--", 4, groups[2])
    told = found(poll)
    assert "chercheurs" not in [one.name for one in told.voters]
    # Four alone would be found by subtraction: a larger group is left out with them.
    assert told.left_out == 11
    assert [one.people for one in told.voters] == [9]


def test_a_share_of_few_people_is_hidden(groups: list[PeerGroup]) -> None:
    poll = make_poll("Un four.", "Un bus.")
    fill(poll, "++", 4, groups[0])
    fill(poll, "+.", 6, groups[0])
    told = found(poll)
    assert [row.shares[0] is None for row in told.rows] == [False, True]


def test_when_nothing_can_be_said_it_is_said() -> None:
    poll = make_poll("Un four.")
    make_ballot(poll, "+")
    told = found(poll)
    assert (told.voters, told.found, told.together) == ([], None, [])
    assert len(told.unsaid) == 3
    assert maps.drawn(told, {}, list(polls.voted_on(poll))) is None


def test_everyone_alike_has_no_map() -> None:
    poll = make_poll("Un four.", "Un bus.")
    fill(poll, "++", 12, None)
    assert "tout le monde a voté la même chose" in found(poll).unsaid[0]


def test_every_reason_of_the_core_has_its_sentence() -> None:
    solving = (HOUSE / "numerics" / "opinion" / "solving.py").read_text(encoding="utf-8")
    kinds = set(re.findall(r'"(too-[a-z-]+|all-alike|no-[a-z]+)"', solving))
    told = (HOUSE / "votes" / "queries" / "findings.py").read_text(encoding="utf-8")
    assert len(kinds) == 5
    assert {kind for kind in kinds if f'"{kind}"' not in told} == set()


def two_camps(poll: Poll, groups: list[PeerGroup]) -> None:
    """Two camps of 14 that agree among themselves but for one statement each."""
    noise = cycle("+-0")
    for group, own in ((groups[0], "+++++-----"), (groups[1], "-----+++++")):
        for person in range(14):
            place = person % 10
            marks = own[:place] + next(noise) + own[place + 1 :]
            make_ballot(poll, marks, group)


@pytest.mark.slow
def test_found_groups_that_hold_are_drawn_with_their_stability(groups: list[PeerGroup]) -> None:
    poll = make_poll(*(f"Phrase {n}" for n in range(10)))
    two_camps(poll, groups)
    told = found(poll)
    assert told.found
    assert told.found.holds
    assert [letter for letter, _lines in told.found.groups] == ["A", "B"]
    by_ballot = {str(ballot.pk): str(ballot.peer_group_id) for ballot in poll.ballots.all()}
    drawn = maps.drawn(told, by_ballot, list(polls.voted_on(poll)))
    assert drawn
    assert sum(one.people for one in drawn.gathered) == 28
    assert min(one.people for one in drawn.gathered) >= 5
    assert sorted(tuple(cells) for _letter, cells in drawn.rows) == [(0, 14), (14, 0)]
    assert all(abs(one.x) <= 100 and abs(one.y) <= 100 for one in drawn.gathered)
    assert [one.letter for one in drawn.letters] == ["A", "B"]
    assert [one.side for one in drawn.meanings] == ["right", "top"]


@pytest.mark.slow
def test_found_groups_that_do_not_hold_are_not_shown(groups: list[PeerGroup]) -> None:
    poll = make_poll(*(f"Phrase {n}" for n in range(10)))
    two_camps(poll, groups)
    reckoning = counted(poll)
    reckoning.solution["stability"] = 0.35
    told = queries.findings(poll, reckoning, list(polls.voted_on(poll)))
    assert told.found == queries.Found(35, holds=False, shown=False)
    by_ballot = {str(ballot.pk): str(ballot.peer_group_id) for ballot in poll.ballots.all()}
    drawn = maps.drawn(told, by_ballot, list(polls.voted_on(poll)))
    assert drawn
    assert (drawn.letters, drawn.rows) == ([], [])


def test_results_are_shown_to_everybody_only_when_decided(
    client: Client, groups: list[PeerGroup]
) -> None:
    poll = make_poll("Un four.", "Un bus.")
    fill(poll, "+-", 6, groups[0])
    address = f"/vote/{poll.notebook.uid}/resultats/"
    assert client.get(address).status_code == 404
    actions.show_results(poll, shown=True)
    assert client.get(address).status_code == 404
    counted(poll)
    # Two counts a ballot apart would tell that ballot: it must be closed first.
    assert client.get(address).status_code == 404
    assert "Ce que disent les votes" not in client.get(f"/vote/{poll.notebook.uid}/").text
    actions.close_poll(poll)
    assert "Ce que disent les votes" in client.get(f"/vote/{poll.notebook.uid}/").text
    page = client.get(address)
    assert "6 personnes ont voté" in page.text
    assert "Ce que ces chiffres ne sont pas" in page.text
    actions.show_results(poll, shown=False)
    assert client.get(address).status_code == 404


def test_a_count_is_old_once_somebody_voted(groups: list[PeerGroup]) -> None:
    poll = make_poll("Un four.", "Un bus.")
    fill(poll, "+-", 6, groups[0])
    desk = Client()
    desk.force_login(make_member("Alice"))
    address = f"/bureau/upc/votes/{poll.notebook.uid}/resultats/"
    assert "encore compté" in desk.get(address).text
    counted(poll)
    assert "Compter" not in desk.get(address).text
    make_ballot(poll, "++", groups[0])
    assert "Compter de nouveau" in desk.get(address).text


def test_asking_twice_counts_once() -> None:
    poll = make_poll("Un four.")
    make_ballot(poll, "+")
    reckoning = counted(poll)
    assert background.reckon.call(reckoning.pk) == "nothing to do"


def test_one_person_without_peer_group_hides_nobody_and_is_in_no_figure(
    groups: list[PeerGroup],
) -> None:
    poll = make_poll("Un four.", "Un bus.")
    fill(poll, "++", 8, groups[0])
    fill(poll, "+-", 7, groups[1])
    fill(poll, "--", 1, None)
    told = found(poll)
    assert [one.people for one in told.voters] == [8, 7]
    assert told.left_out == 1
    fill(poll, "--", 4, None)
    assert [(one.name, one.people) for one in found(poll).voters][2:] == [("Collège non dit", 5)]


def test_who_is_in_no_group_that_may_be_shown_is_not_on_the_map(groups: list[PeerGroup]) -> None:
    poll = make_poll(*(f"Phrase {n}" for n in range(10)))
    two_camps(poll, groups)
    fill(poll, "+-+-+-+-+-", 3, None)
    told = found(poll)
    by_ballot = {str(one.pk): str(one.peer_group_id) for one in poll.ballots.all()}
    drawn = maps.drawn(told, by_ballot, list(polls.voted_on(poll)))
    assert drawn
    assert sum(one.people for one in drawn.gathered) == 28


def test_a_found_group_with_few_people_of_a_peer_group_is_not_crossed(
    groups: list[PeerGroup],
) -> None:
    poll = make_poll(*(f"Phrase {n}" for n in range(10)))
    two_camps(poll, groups)
    fill(poll, "-----+++++", 3, groups[0])
    told = found(poll)
    by_ballot = {str(one.pk): str(one.peer_group_id) for one in poll.ballots.all()}
    drawn = maps.drawn(told, by_ballot, list(polls.voted_on(poll)))
    assert drawn
    assert drawn.rows == []


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=5, max_size=60))
def test_places_are_gathered_by_five_at_least_and_none_is_lost(places: list[maps.Place]) -> None:
    lots = maps.gather(places)
    assert min(len(lot) for lot in lots) >= 5
    assert sorted(place for lot in lots for place in lot) == sorted(places)


def test_erased_votes_leave_no_figure_behind(client: Client, groups: list[PeerGroup]) -> None:
    poll = make_poll("Un four.", "Un bus.")
    fill(poll, "+-", 6, groups[0])
    client.post(f"/vote/{poll.notebook.uid}/", {"key": "k", "peer_group": groups[0].pk})
    client.post(f"/vote/{poll.notebook.uid}/phrases/", {"statement": 1, "value": -1})
    reckoning = counted(poll)
    client.post(f"/vote/{poll.notebook.uid}/laisser/", {"erase": "1"})
    reckoning.refresh_from_db()
    assert (reckoning.solution, reckoning.state) == ({}, Reckoning.State.ASKED)


def test_a_count_that_fails_says_so(groups: list[PeerGroup], monkeypatch: Any) -> None:
    poll = make_poll("Un four.")
    make_ballot(poll, "+")
    reckoning = actions.ask_to_count(poll)
    monkeypatch.setattr(bridge, "reckon", None)
    assert background.reckon.call(reckoning.pk) == "lost"
    reckoning.refresh_from_db()
    assert reckoning.state == Reckoning.State.LOST
