"""Consent: each member once, papers too; objections never vanish and never have a name."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from entraide.expertise.actions import consent as actions
from entraide.expertise.models import ConsentRound, Objection, Reply
from entraide.expertise.queries import rounds
from entraide.notebooks.models import Note
from entraide.people.models import Person, Role
from tests.make import make_cahier, make_collective, make_consent, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> ConsentRound:
    cahier = make_cahier("Phrase")
    until = timezone.localdate() + timedelta(days=7)
    return actions.open_round(cahier, closes_on=until, by=None)


def test_a_member_replies_once_and_may_change(asked: ConsentRound) -> None:
    sam = make_member("Sam", role=Role.MEMBER)
    actions.reply(asked, "consent", person=sam)
    actions.reply(asked, "abstain", person=sam)
    assert list(asked.replies.values_list("says", "person__name")) == [("abstain", "Sam")]


def test_an_objection_changes_is_lifted_and_comes_back(asked: ConsentRound) -> None:
    sam = make_member("Sam", role=Role.MEMBER)
    actions.reply(asked, "objection", "Trop vite.", person=sam)
    actions.reply(asked, "objection", "Trop vite, et trop long.", person=sam)
    (objection,) = Objection.objects.all()
    assert (objection.note.text, objection.outcome) == ("Trop vite, et trop long.", "open")
    actions.reply(asked, "consent", person=sam)
    objection.refresh_from_db()
    assert objection.outcome == "lifted"
    actions.reply(asked, "objection", "Toujours trop vite.", person=sam)
    objection.refresh_from_db()
    assert (objection.outcome, Objection.objects.count()) == ("open", 1)


def test_a_paper_is_typed_once_and_may_have_no_name(asked: ConsentRound) -> None:
    uid = uuid4()
    for _time in range(2):
        actions.reply(asked, "consent", person=None, uid=uid)
    actions.reply(asked, "consent", person=None, uid=uuid4())
    assert [(one.person, one.on_paper) for one in Reply.objects.all()] == [(None, True)] * 2


def test_nobody_replies_once_a_round_is_closed(asked: ConsentRound) -> None:
    actions.close_round(asked, by=None)
    with pytest.raises(actions.RoundOver):
        actions.reply(asked, "consent", person=None)
    assert Reply.objects.count() == 0


def test_one_round_at_a_time_and_never_about_nothing(asked: ConsentRound) -> None:
    with pytest.raises(actions.NothingToAsk):
        actions.open_round(asked.cahier, closes_on=asked.closes_on, by=None)
    with pytest.raises(actions.NothingToAsk):
        actions.open_round(make_cahier(), closes_on=asked.closes_on, by=None)


def test_an_objection_is_a_note_without_author(asked: ConsentRound) -> None:
    sam = make_member("Sam", role=Role.MEMBER)
    actions.reply(asked, "objection", "Trop vite.", person=sam)
    note = Note.objects.get(text="Trop vite.")
    assert (note.kind, note.peer_group, note.notebook) == ("feedback", None, asked.cahier.notebook)
    standing = rounds.standing(asked)
    assert [one.note.text for one in standing.objections] == ["Trop vite."]
    assert sam not in standing.waited_for


def test_the_answer_and_the_sentence_that_integrates_rest_on_the_objection(
    asked: ConsentRound,
) -> None:
    for person in ("Sam", "Lou"):
        actions.reply(asked, "objection", person, person=make_member(person, role=Role.MEMBER))
    first, second = Objection.objects.all()
    actions.answer(first, "Voici.", by=None)
    passage = asked.cahier.sections.get().passages.get()
    actions.integrate(second, passage, by=None)
    assert list(first.note.carries.values_list("note__text", "how")) == [("Voici.", "answers")]
    assert list(second.note.carries.values_list("note__text", "how")) == [("Phrase", "rests")]
    assert actions.outcome(asked) == {
        "consents": 0, "abstentions": 0, "objections": 2, "answered": 1, "integrated": 1,
        "lifted": 0,
    }  # fmt: skip


# Pages


def login(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(asked: ConsentRound, *parts: str) -> str:
    return f"/bureau/upc/cahiers/{asked.cahier.slug}/consentement/" + "".join(
        f"{part}/" for part in parts
    )


def test_every_member_reads_the_text_and_replies(asked: ConsentRound) -> None:
    sam = login(make_member("Sam", role=Role.MEMBER))
    assert "Phrase" in sam.get(address(asked)).text
    answer = sam.post(address(asked), {"says": "objection", "words": ""})
    assert (answer.status_code, "sans mots" in answer.text) == (422, True)
    sam.post(address(asked), {"says": "objection", "words": "Trop vite."})
    page = sam.get(address(asked)).text
    assert "Trop vite." in page
    assert sam.post(address(asked, "tour"), {"close": "1"}).status_code == 404
    stranger = login(make_member("Karim", make_collective("pile")))
    assert stranger.get(address(asked)).status_code == 404


def test_who_writes_opens_types_papers_answers_and_closes(asked: ConsentRound) -> None:
    malika = login(make_member("Malika"))
    key = {"key": "paper-1"}
    for _time in range(2):
        malika.post(address(asked, "papier"), {"says": "objection", "words": "Non.", **key})
    (objection,) = Objection.objects.all()
    page = f"/bureau/upc/cahiers/{asked.cahier.slug}/objections/{objection.pk}/"
    assert malika.get(page).status_code == 200
    assert malika.post(page, {"answer": ""}).status_code == 422
    malika.post(page, {"answer": "Voici pourquoi."})
    malika.post(address(asked, "tour"), {"close": "1"})
    asked.refresh_from_db()
    objection.refresh_from_db()
    assert (asked.is_open, objection.outcome) == (False, "answered")
    told = malika.post(address(asked, "tour"), {"closes_on": "2020-01-01"})
    assert "Ce jour est passé." in told.text
    later = timezone.localdate() + timedelta(days=3)
    malika.post(address(asked, "tour"), {"closes_on": later.isoformat()})
    assert asked.cahier.rounds.filter(closed_on=None).count() == 1


def test_a_paper_that_cannot_be_kept_is_shown_again_with_its_words(asked: ConsentRound) -> None:
    malika = login(make_member("Malika"))
    told = malika.post(address(asked, "papier"), {"words": "Des mots longs à retaper."})
    assert (told.status_code, "Des mots longs à retaper." in told.text) == (422, True)


def test_a_reply_to_a_round_that_just_closed_keeps_the_words(asked: ConsentRound) -> None:
    sam = login(make_member("Sam", role=Role.MEMBER))
    actions.close_round(asked, by=None)
    answer = sam.post(address(asked), {"says": "objection", "words": "Trop vite."})
    assert answer.status_code == 200
    assert Objection.objects.count() == 0


def test_a_round_without_objection_is_told_in_numbers() -> None:
    cahier = make_cahier("Phrase")
    asked = make_consent(cahier, "consent", "consent", "abstain")
    standing = rounds.standing(asked)
    assert (standing.consents, standing.abstentions, standing.objections) == (2, 1, [])
