"""An edition is published whole or not at all, never changes, and lets voices be taken back."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entraide.expertise.actions import consent, drafting, publishing, tying
from entraide.expertise.models import Cahier, Edition, Passage, Quotation
from entraide.expertise.queries import content, editions, obstacles
from entraide.notebooks.actions import anchoring, reading, writing
from entraide.notebooks.models import Anchor, Note, Notebook
from entraide.notebooks.queries import explorer
from entraide.people.models import Person
from tests.make import make_cahier, make_consent, make_edition, make_member, make_voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def malika() -> Person:
    return make_member("Malika")


def lacks(cahier: Cahier) -> list[str]:
    found = obstacles.of(cahier, content.parts(cahier))
    return [one.sentence.replace("\N{NO-BREAK SPACE}", " ") for one in found]


def passage_of(cahier: Cahier, number: int = 0) -> Passage:
    return content.passages(content.parts(cahier))[number].passage


def quoted(malika: Person) -> tuple[Edition, Note]:
    """Publish a cahier that quotes a voice."""
    cahier, voice = make_cahier("Phrase"), make_voice("canari")
    drafting.add_quote(cahier.sections.get(), voice, by=malika)
    make_consent(cahier, "consent")
    return publishing.publish(cahier, by=malika), voice


# What stands in the way


def test_nothing_is_claimed_without_its_thread(malika: Person) -> None:
    cahier = make_cahier("Phrase")
    (bare,) = drafting.add_claims(cahier.sections.get(), ["Nue."], by=malika)
    assert "Cette phrase ne s'appuie sur rien." in lacks(cahier)
    drafting.give_reason(bare, "Nous le voulons.", by=malika)
    assert "Cette phrase ne s'appuie sur rien." not in lacks(cahier)


def test_a_sentence_whose_voices_were_all_withdrawn_stands_in_the_way() -> None:
    cahier = make_cahier("Phrase")
    (anchor,) = Anchor.objects.filter(note__notebook=cahier.notebook)
    writing.withdraw(anchor.rests_on)
    assert lacks(cahier)[0] == "Tout ce qui portait cette phrase a été retiré."


def test_each_obstacle_is_told_and_an_empty_cahier_is_one(malika: Person) -> None:
    empty = make_cahier()
    assert lacks(empty)[0] == "Le cahier n'a encore aucune phrase."
    cahier, voice = make_cahier("Phrase"), make_voice()
    drafting.add_quote(cahier.sections.get(), voice, by=malika)
    drafting.reword(passage_of(cahier), "Autre phrase", base=0, by=malika)
    writing.correct(voice, "Autrement dit")
    assert lacks(cahier) == [
        "Cette phrase a changé depuis qu'elle est ancrée : confirmez.",
        "La parole citée a changé : deux personnes doivent la relire.",
        "Le collectif n'a pas encore dit son consentement : ouvrez un tour.",
    ]
    writing.withdraw(Note.objects.get(pk=voice.pk))
    assert "La parole citée a été retirée." in lacks(cahier)


def test_what_stands_in_the_way_publishes_nothing() -> None:
    cahier = make_cahier("Phrase")
    before = Notebook.objects.count(), Note.objects.count()
    with pytest.raises(publishing.NotReady):
        publishing.publish(cahier, by=None)
    assert (Notebook.objects.count(), Note.objects.count()) == before


def test_the_text_that_is_published_is_the_one_that_was_consented_to(malika: Person) -> None:
    cahier = make_cahier("Phrase", "Seconde")
    make_consent(cahier, "consent")
    assert lacks(cahier) == []
    drafting.move(passage_of(cahier), up=False, by=malika)
    assert lacks(cahier) == [], "its place was not asked about"
    tying.tie(passage_of(cahier), [make_voice()], by=malika)
    (sentence,) = lacks(cahier)
    assert sentence.startswith("Le texte a changé depuis le tour")


def test_a_sentence_taken_away_since_the_round_asks_for_another_a_quotation_does_not(
    malika: Person,
) -> None:
    cahier, voice = make_cahier("Phrase", "Seconde"), make_voice()
    quote = drafting.add_quote(cahier.sections.get(), voice, by=malika)
    make_consent(cahier, "consent")
    drafting.remove(quote, by=malika)
    assert lacks(cahier) == []
    drafting.remove(passage_of(cahier), by=malika)
    assert lacks(cahier) == [
        "Des phrases ont été retirées depuis le tour : ouvrez un nouveau tour."
    ]


def test_an_objection_is_answered_or_integrated_before(malika: Person) -> None:
    cahier = make_cahier("Phrase", "Seconde")
    asked = make_consent(cahier, "consent", "objection", "objection")
    assert lacks(cahier) == ["Une objection attend encore une réponse."]
    first, second = [reply.objection for reply in asked.replies.filter(says="objection")]
    consent.answer(first, "Voici pourquoi.", by=malika)
    passage = passage_of(cahier)
    drafting.reword(passage, "Phrase corrigée", base=0, by=malika)
    consent.integrate(second, passage, by=malika)
    tying.confirm(passage, by=malika)
    assert lacks(cahier) == [], "what changed takes the objection in"
    edition = publishing.publish(cahier, by=malika)
    told = json.loads(edition.content)["consent"]
    assert told == {
        "consents": 1, "abstentions": 0, "objections": 2, "answered": 1, "integrated": 1,
        "lifted": 0,
    }  # fmt: skip


def test_one_round_carries_one_edition() -> None:
    edition = make_edition("Phrase")
    assert lacks(edition.cahier) == ["Ce tour a déjà porté une édition : ouvrez un nouveau tour."]


# The edition


def test_an_edition_is_numbered_frozen_and_its_sentences_lead_to_the_same_voices(
    malika: Person,
) -> None:
    cahier = make_cahier("Phrase", "Seconde")
    first, second = (passage_of(cahier, number) for number in (0, 1))
    tying.tie(second, [first.note], by=malika)
    make_consent(cahier, "consent")
    edition = publishing.publish(cahier, by=malika)
    notes = list(edition.notebook.notes.order_by("number"))
    assert [(note.number, note.text) for note in notes] == [(1, "Phrase"), (2, "Seconde")]
    assert (edition.number, edition.notebook.closed, edition.notebook.access) == (
        1, True, Notebook.Access.PUBLIC,
    )  # fmt: skip
    below = set(notes[1].anchors.values_list("rests_on__notebook__kind", flat=True))
    assert below == {"edition", "table"}, "on the sentence of the same edition, not on the draft"
    assert editions.faults(edition) == []


def test_what_happens_to_the_draft_changes_no_edition(malika: Person) -> None:
    edition = make_edition("Phrase")
    cahier = edition.cahier
    drafting.reword(passage_of(cahier), "Autre", base=0, by=malika)
    drafting.settle(cahier, {"title": "Autre titre", "kind": "minutes"}, by=malika)
    fresh = Edition.objects.get(pk=edition.pk)
    assert (fresh.content, fresh.digest) == (edition.content, edition.digest)
    assert editions.faults(fresh) == []
    assert editions.read(fresh).content["title"] != "Autre titre"


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["content", "words", "anchors", "quotation", "gone"])
def test_whatever_changes_an_edition_is_seen(malika: Person, broken: str) -> None:
    edition, _voice = quoted(malika)
    note = edition.notebook.notes.get(number=1)
    if broken == "content":
        Edition.objects.update(content=edition.content.replace("Phrase", "Phrase !"))
    elif broken == "words":
        Note.objects.filter(pk=note.pk).update(text="Autre")
    elif broken == "anchors":
        anchoring.anchor(note, [make_voice()])
    elif broken == "quotation":
        Quotation.objects.update(words="Autre")
    else:
        note.delete()
    assert len(editions.faults(Edition.objects.get())) == 1


def test_the_next_edition_says_what_changed(malika: Person) -> None:
    cahier = make_cahier("Gardée", "Changée", "Ôtée", "Mieux ancrée")
    make_consent(cahier, "consent")
    publishing.publish(cahier, by=malika)
    drafting.reword(passage_of(cahier, 1), "Changée !", base=0, by=malika)
    tying.confirm(passage_of(cahier, 1), by=malika)
    tying.tie(passage_of(cahier, 3), [make_voice()], by=malika)
    drafting.remove(passage_of(cahier, 2), by=malika)
    (new,) = drafting.add_claims(cahier.sections.get(), ["Nouvelle"], by=malika)
    tying.tie(new, [make_voice()], by=malika)
    make_consent(cahier, "consent")
    second = publishing.publish(cahier, by=malika)
    assert [(one.what, one.before, one.after) for one in editions.differences(second)] == [
        ("reworded", "Changée", "Changée !"),
        ("anchored", "", "Mieux ancrée"),
        ("added", "", "Nouvelle"),
        ("removed", "Ôtée", ""),
    ]
    assert editions.differences(cahier.editions.get(number=1)) == []
    assert (second.number, editions.read(second).is_last) == (2, True)
    assert not editions.read(cahier.editions.get(number=1)).is_last


# Taking back


def test_a_voice_withdrawn_leaves_the_edition_at_once_and_its_hash_stays(malika: Person) -> None:
    edition, voice = quoted(malika)
    assert "canari" in str(editions.read(edition))
    writing.withdraw(voice)
    (quote,) = [line for line in editions.read(edition).lines if line.kind == "quote"]
    assert (quote.text, quote.state) == ("", "withdrawn")
    publishing.take_back(0)
    assert Quotation.objects.filter(words="", salt="").count() == 1
    fresh = Edition.objects.get(pk=edition.pk)
    assert (fresh.digest, editions.faults(fresh)) == (edition.digest, [])
    assert "canari" not in fresh.content


def test_words_that_were_corrected_are_not_read_in_an_edition_any_more(malika: Person) -> None:
    edition, voice = quoted(malika)
    writing.correct(voice, "autre chose")
    (quote,) = [line for line in editions.read(edition).lines if line.kind == "quote"]
    assert (quote.text, quote.state) == ("", "corrected")
    last = publishing.take_back(0)
    assert not Quotation.objects.exclude(words="").exists()
    assert publishing.take_back(last) == last


def test_words_that_were_corrected_before_they_were_quoted_stay(malika: Person) -> None:
    """Whatever changed before, a start of the program looks at all changes again."""
    voice = make_voice("avant")
    writing.correct(voice, "canari")
    for number in range(2):
        reader = Person.objects.make(name=f"Relectrice {number}")
        reading.read(voice, reader=reader, shows=True)
    voice.refresh_from_db()
    cahier = make_cahier("Phrase")
    drafting.add_quote(cahier.sections.get(), voice, by=malika)
    make_consent(cahier, "consent")
    edition = publishing.publish(cahier, by=malika)
    publishing.take_back(0)
    assert "canari" in str(editions.read(edition))


def test_a_sentence_says_that_a_voice_under_it_was_withdrawn() -> None:
    edition = make_edition("Phrase")
    (anchor,) = Anchor.objects.filter(note__notebook=edition.notebook)
    writing.withdraw(anchor.rests_on)
    (line,) = editions.read(edition).lines
    assert (line.text, line.withdrawn) == ("Phrase", 1)


def test_withdrawal_reaches_the_thread_at_once(malika: Person) -> None:
    edition, voice = quoted(malika)
    note = edition.notebook.notes.get(number=2)
    before = explorer.explore(note.uid, None)
    assert before
    assert [knot.words for knot in before.voices] == ["canari"]
    writing.withdraw(voice)
    after = explorer.explore(note.uid, None)
    assert after
    assert [knot.label for knot in after.voices] == ["parole retirée"]


# Reading


@pytest.mark.slow
def test_an_edition_is_read_in_few_queries_however_long_it_is() -> None:
    short, long = make_edition("Une."), make_edition(*(f"Phrase {n}." for n in range(30)))
    counts = []
    for edition in (short, long):
        with CaptureQueriesContext(connection) as queries:
            editions.read(edition)
        counts.append(len(queries))
    assert counts == [4, 4]


def test_the_library_shows_the_last_edition_of_each_cahier() -> None:
    first = make_edition("Phrase")
    make_edition("Autre")
    make_consent(first.cahier, "consent")
    again = publishing.publish(first.cahier, by=None)
    found = editions.library(editions.Shelf())
    assert len(found) == 2
    assert again in found
    assert first not in found
    assert editions.library(editions.Shelf(year=1999)) == []
    topic = drafting.topic_named("La santé citoyenne")
    assert topic
    Cahier.objects.filter(pk=first.cahier_id).update(topic=topic)
    assert editions.library(editions.Shelf(topic=topic.pk)) == [again]


def test_errata_stand_beside_and_change_nothing(malika: Person) -> None:
    edition = make_edition("Phrase")
    publishing.correct(edition, "Lire : deux bus.", number=1, by=malika)
    publishing.correct(edition, "Partout.", number=None, by=malika)
    read = editions.read(edition)
    assert [error.text for error in read.errata] == ["Partout."]
    assert [error.text for error in read.lines[0].errata] == ["Lire : deux bus."]
    assert editions.faults(edition) == []


def test_a_command_verifies_every_edition(capsys: pytest.CaptureFixture[str]) -> None:
    edition = make_edition("Phrase")
    call_command("check_editions")
    assert "Every edition is what was published." in capsys.readouterr().out
    Note.objects.filter(notebook=edition.notebook).update(text="Autre")
    with pytest.raises(CommandError, match="1 editions"):
        call_command("check_editions")
    assert "its words are others" in capsys.readouterr().err
