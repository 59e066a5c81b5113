"""People vote: without account, in an order of their own, as long as the poll is open."""

from uuid import uuid4

import pytest
from django.test import Client

from entraide.notebooks.actions import writing
from entraide.notebooks.models import Note
from entraide.people import throttle
from entraide.votes.actions import polls as actions, voting
from entraide.votes.models import Ballot, Poll, Vote
from entraide.votes.queries import polls
from tests.make import make_ballot, make_group, make_member, make_poll, make_statement

pytestmark = pytest.mark.django_db
TEXTS = ("Un four par rue.", "Des visites à deux.", "Un bus le soir.")


def address(poll: Poll, page: str = "") -> str:
    return f"/vote/{poll.notebook.uid}/{page}"


def begin(poll: Poll, client: Client, **values: object) -> None:
    answer = client.post(address(poll), {"key": uuid4().hex, **values})
    assert answer.status_code == 302


def votes(poll: Poll) -> list[tuple[str, int]]:
    rows = Vote.objects.filter(ballot__poll=poll).order_by("statement", "ballot")
    return list(rows.values_list("statement__text", "value"))


def test_someone_votes_on_every_statement_and_changes_one(client: Client) -> None:
    poll = make_poll(*TEXTS)
    begin(poll, client, peer_group=make_group().pk)
    for value in (1, -1, 0):
        page = client.get(address(poll, "phrases/"))
        note = page.context["note"]
        client.post(address(poll, "phrases/"), {"statement": note.number, "value": value})
    end = client.get(address(poll, "phrases/"), follow=True)
    assert "Merci, vous avez répondu à tout" in end.text
    assert sorted(value for _text, value in votes(poll)) == [-1, 0, 1]
    first = polls.voted_on(poll)[0]
    page = client.get(f"{address(poll, 'phrases/')}?phrase={first.number}")
    assert "votre réponse" in page.text
    client.post(address(poll, "phrases/"), {"statement": first.number, "value": 1})
    assert votes(poll)[0] == (first.text, 1)
    ballot = Ballot.objects.get()
    assert (ballot.peer_group, ballot.revision, Vote.objects.count()) == (make_group(), 4, 3)


def test_a_code_opens_the_open_poll_only(client: Client) -> None:
    poll = make_poll(*TEXTS)
    code = polls.poll_code(poll)
    typed = f" {code[:3].lower()}-{code[3:]} "
    assert client.post("/vote/", {"code": typed}).headers["Location"] == address(poll)
    actions.close_poll(poll)
    answer = client.post("/vote/", {"code": code})
    assert answer.status_code == 422
    assert "ouvre aucun vote maintenant" in answer.text


def test_wrong_codes_are_slowed(client: Client) -> None:
    free = throttle.IN_A_ROOM["poll"]
    codes = [client.post("/vote/", {"code": "AAAAAA"}).status_code for _ in range(free + 1)]
    assert codes == [422] * free + [429]


def test_a_poll_in_preparation_does_not_exist(client: Client) -> None:
    poll = make_poll(*TEXTS, opened=False)
    for page in ("", "phrases/", "mes-votes/", "resultats/"):
        assert client.get(address(poll, page)).status_code == 404


def test_the_order_is_drawn_for_each_ballot_and_stays() -> None:
    poll = make_poll(*(f"Phrase {n}" for n in range(12)))
    ballots = [make_ballot(poll, "." * 12) for _ in range(3)]
    orders = [[note.number for note in polls.in_its_order(ballot)] for ballot in ballots]
    assert orders == [[n.number for n in polls.in_its_order(one)] for one in ballots]
    assert all(sorted(order) == list(range(1, 13)) for order in orders)
    assert len({tuple(order) for order in orders}) == 3


def test_two_clicks_on_begin_are_one_ballot(client: Client) -> None:
    poll = make_poll(*TEXTS)
    for _ in range(2):
        client.post(address(poll), {"key": "same"})
    assert Ballot.objects.count() == 1


def test_a_poll_that_closes_keeps_the_votes_and_says_so(client: Client) -> None:
    poll = make_poll(*TEXTS)
    begin(poll, client)
    client.post(address(poll, "phrases/"), {"statement": 1, "value": 1})
    actions.close_poll(poll)
    answer = client.post(address(poll, "phrases/"), {"statement": 2, "value": 1}, follow=True)
    assert "Ce que vous avez voté avant est gardé." in answer.text
    assert len(votes(poll)) == 1
    with pytest.raises(voting.PollClosed):
        voting.vote(Ballot.objects.select_related("poll").get(), polls.voted_on(poll)[1], 1)
    with pytest.raises(voting.PollClosed):
        voting.begin(poll, "late", None)
    answer = client.post(address(poll), {"key": "late"}, follow=True)
    assert "Ce vote est fermé." in answer.text


@pytest.mark.parametrize("data", [{"statement": 1}, {"value": 1}, {"statement": "²", "value": "9"}])
def test_what_is_no_answer_is_told(client: Client, data: dict[str, str]) -> None:
    poll = make_poll(*TEXTS)
    begin(poll, client)
    answer = client.post(address(poll, "phrases/"), data, follow=True)
    assert "Choisissez une des trois réponses." in answer.text
    assert votes(poll) == []


def test_a_statement_taken_away_meanwhile_is_told(client: Client) -> None:
    poll = make_poll(*TEXTS)
    begin(poll, client)
    writing.withdraw(polls.voted_on(poll)[0])
    answer = client.post(address(poll, "phrases/"), {"statement": 1, "value": 1}, follow=True)
    assert "Voici la suivante." in answer.text
    assert votes(poll) == []


def test_a_device_is_lent_and_the_ballots_stay_apart(client: Client) -> None:
    poll = make_poll(*TEXTS)
    begin(poll, client)
    client.post(address(poll, "phrases/"), {"statement": 1, "value": 1})
    page = client.post(address(poll, "laisser/"), follow=True)
    assert "Commencer" in page.text
    begin(poll, client)
    client.post(address(poll, "phrases/"), {"statement": 1, "value": -1})
    assert votes(poll) == [(TEXTS[0], 1), (TEXTS[0], -1)]


def test_who_erases_leaves_nothing(client: Client) -> None:
    poll = make_poll(*TEXTS)
    begin(poll, client)
    client.post(address(poll, "phrases/"), {"statement": 1, "value": 1})
    page = client.post(address(poll, "laisser/"), {"erase": "1"}, follow=True)
    assert "Vos votes sont effacés." in page.text
    assert (Ballot.objects.count(), Vote.objects.count()) == (0, 0)


def test_a_forged_cookie_opens_no_ballot(client: Client) -> None:
    poll = make_poll(*TEXTS)
    begin(poll, client)
    client.cookies["votes"] = "eyJhIjoiYiJ9:forged"
    assert client.get(address(poll, "mes-votes/")).headers["Location"] == address(poll)


def test_a_ballot_of_one_poll_is_none_of_another(client: Client) -> None:
    poll, other = make_poll(*TEXTS), make_poll("Autre chose.")
    begin(poll, client)
    assert client.get(address(other, "phrases/")).headers["Location"] == address(other)


def test_only_what_two_people_read_is_voted_on(client: Client) -> None:
    poll = make_poll(*TEXTS)
    actions.put(poll, "Jeanne, 06 12 34 56 78, a raison.", [], by=make_member("Alice"))
    begin(poll, client)
    answer = client.post(address(poll, "phrases/"), {"statement": 4, "value": 1}, follow=True)
    assert "Voici la suivante." in answer.text
    assert "Jeanne" not in client.get(address(poll, "mes-votes/")).text
    assert "Jeanne" not in client.get(f"/carnets/{poll.notebook.uid}/").text


def test_what_became_of_a_voice_is_a_statement() -> None:
    from_voice = make_poll(opened=False)
    voice = Note.objects.create(
        notebook=from_voice.notebook, number=999, text="Il fait froid.", day="2026-11-23"
    )
    statement = make_statement(from_voice, "Chauffons une salle ensemble.", voice)
    assert list(voice.carries.values_list("note", flat=True)) == [statement.pk]


def test_a_page_to_vote_on_is_light(client: Client) -> None:
    poll = make_poll(*TEXTS)
    begin(poll, client)
    for page in ("", "phrases/", "mes-votes/"):
        answer = client.get(address(poll, page))
        assert answer.status_code == 200
        assert len(answer.content) < 6_000
        assert "<script" not in answer.text
