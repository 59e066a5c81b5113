"""A cahier is written by several people: nothing is lost, every change is told."""

from uuid import uuid4

import pytest

from entraide.expertise.actions import drafting as actions, tying
from entraide.expertise.models import Cahier, CahierChange, Passage, Section
from entraide.expertise.queries import content, sources
from entraide.notebooks.actions import anchoring, reading, writing
from entraide.notebooks.models import Anchor, Note, Notebook
from entraide.people.models import Person, Role
from tests.make import (
    make_cahier,
    make_collective,
    make_edition,
    make_member,
    make_note,
    make_notebook,
    make_voice,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def malika() -> Person:
    return make_member("Malika")


def texts(cahier: Cahier) -> list[list[str]]:
    return [[one.words for one in part.passages] for part in content.parts(cahier)]


def passages(cahier: Cahier) -> list[Passage]:
    return [one.passage for one in content.passages(content.parts(cahier))]


def test_the_same_form_twice_is_one_cahier_and_one_sentence(malika: Person) -> None:
    values = {"title": "Le quartier", "kind": "diagnosis"}
    first = actions.begin(make_collective(), dict(values), by=malika, key="k")
    assert actions.begin(make_collective(), dict(values), by=malika, key="k") == first
    section = first.sections.get()
    for _time in range(2):
        actions.add_claims(section, ["Une phrase.", "Une autre."], by=malika, key="s")
    assert texts(first) == [["Une phrase.", "Une autre."]]
    assert (first.slug, first.notebook.kind) == ("le-quartier", Notebook.Kind.CAHIER)


def test_two_cahiers_of_one_title_have_two_addresses() -> None:
    slugs = [make_cahier(title="Le quartier").slug for _time in range(3)]
    assert slugs == ["le-quartier", "le-quartier-2", "le-quartier-3"]


def test_passages_move_within_a_part_and_on_into_the_next(malika: Person) -> None:
    cahier = make_cahier("a", "b", "c")
    section = actions.add_section(cahier, "Suite", by=malika)
    actions.add_claims(section, ["d"], by=malika)
    c = passages(cahier)[2]
    actions.move(c, up=True, by=malika)
    assert texts(cahier) == [["a", "c", "b"], ["d"]]
    b = passages(cahier)[2]
    actions.move(b, up=False, by=malika)
    assert texts(cahier) == [["a", "c"], ["b", "d"]]
    b.refresh_from_db()
    actions.move(b, up=True, by=malika)
    assert texts(cahier) == [["a", "c", "b"], ["d"]]
    actions.move(passages(cahier)[0], up=True, by=malika)
    assert texts(cahier) == [["a", "c", "b"], ["d"]]


def test_parts_move_and_one_with_passages_stays(malika: Person) -> None:
    cahier = make_cahier("a")
    second = actions.add_section(cahier, "Suite", by=malika)
    actions.move_section(second, up=True, by=malika)
    assert next(part.section.title for part in content.parts(cahier)) == "Suite"
    with pytest.raises(actions.NotEmpty):
        actions.remove_section(Section.objects.exclude(pk=second.pk).get(), by=malika)
    actions.remove_section(second, by=malika)
    assert cahier.sections.count() == 1


def test_a_sentence_changed_after_anchoring_asks_to_confirm(malika: Person) -> None:
    (passage,) = passages(make_cahier("Il manque un bus."))
    actions.reword(passage, "Il manque deux bus.", base=passage.note.revision, by=malika)
    passage.refresh_from_db()
    assert passage.unconfirmed
    tying.confirm(passage, by=malika)
    passage.refresh_from_db()
    assert not passage.unconfirmed


def test_a_sentence_without_anchors_asks_nothing_when_it_changes(malika: Person) -> None:
    cahier = make_cahier()
    (passage,) = actions.add_claims(cahier.sections.get(), ["Une phrase."], by=malika)
    actions.reword(passage, "Une autre.", base=0, by=malika)
    passage.refresh_from_db()
    assert not passage.unconfirmed


def test_two_people_who_change_one_sentence_lose_nothing(malika: Person) -> None:
    (passage,) = passages(make_cahier("Il manque un bus."))
    seen = passage.note.revision
    actions.reword(passage, "Il manque deux bus.", base=seen, by=malika)
    with pytest.raises(actions.Overtaken) as told:
        actions.reword(passage, "Il manque un train.", base=seen, by=malika)
    assert told.value.now == "Il manque deux bus."
    assert Note.objects.get(pk=passage.note_id).text == "Il manque deux bus."


def test_the_history_says_who_did_what_and_what_was_written_before(malika: Person) -> None:
    cahier = make_cahier("Il manque un bus.")
    (passage,) = passages(cahier)
    actions.reword(passage, "Il manque deux bus.", base=0, by=malika)
    actions.remove(passage, by=malika)
    told = list(cahier.changes.values_list("what", "words", "by__name")[:2])
    assert told == [
        ("removed", "Il manque deux bus.", "Malika"),
        ("reworded", "Il manque un bus.", "Malika"),
    ]
    assert texts(cahier) == [[]]


def test_the_history_never_holds_the_words_of_a_voice(malika: Person) -> None:
    cahier, voice = make_cahier("Phrase"), make_voice("canari")
    (passage,) = passages(cahier)
    tying.tie(passage, [voice], by=malika)
    tying.untie(passage, voice, by=malika)
    actions.add_quote(cahier.sections.get(), voice, by=malika)
    assert CahierChange.objects.filter(words__contains="canari").count() == 0
    assert CahierChange.objects.filter(what__in=("anchored", "untied")).count() == 2


# Anchors


def refusal(passage: Passage, *notes: Note, by: Person) -> str:
    with pytest.raises(tying.Refused) as refused:
        tying.tie(passage, notes, by=by)
    return str(refused.value)


def test_a_sentence_rests_on_voices_once_each(malika: Person) -> None:
    (passage,) = passages(make_cahier("Phrase"))
    voice = make_voice()
    assert [tying.tie(passage, [voice], by=malika) for _time in range(2)] == [1, 0]
    assert passage.note.anchors.count() == 2


def test_what_cannot_carry_a_sentence_is_refused_in_words(malika: Person) -> None:
    cahier = make_cahier("Première", "Seconde")
    first, second = passages(cahier)
    assert "elle-même" in refusal(first, first.note, by=malika)
    tying.tie(first, [second.note], by=malika)
    assert "cercle" in refusal(second, first.note, by=malika)
    gone = make_voice()
    writing.withdraw(gone)
    gone.refresh_from_db()
    assert "retirée" in refusal(first, gone, by=malika)
    stranger = make_note(make_notebook(make_collective("pile")), "Ailleurs")
    assert "pas à vous" in refusal(first, stranger, by=malika)
    assert Anchor.objects.filter(note__notebook=cahier.notebook).count() == 3


def test_who_does_not_listen_ties_only_what_may_be_shown(malika: Person) -> None:
    cahier = make_cahier("Phrase")
    (passage,) = passages(cahier)
    sam = make_member("Sam", role=Role.MEMBER)
    cahier.writers.add(sam)
    unread = make_note(make_notebook(), "Pas relue")
    assert "pas à vous" in refusal(passage, unread, by=sam)
    assert tying.tie(passage, [make_voice()], by=sam) == 1
    assert tying.tie(passage, [unread], by=malika) == 1


def test_a_sentence_may_rest_on_the_published_cahier_of_others_not_on_its_own_editions(
    malika: Person,
) -> None:
    theirs = make_edition(collective=make_collective("pile")).notebook.notes.get()
    own = make_edition()
    (passage,) = passages(own.cahier)
    assert tying.tie(passage, [theirs], by=malika) == 1
    assert "pas à vous" in refusal(passage, own.notebook.notes.get(), by=malika)


def test_a_quotation_is_whole_exact_and_cleared(malika: Person) -> None:
    section = make_cahier().sections.get()
    voice = make_voice("Exactement ceci.")
    quote = actions.add_quote(section, voice, by=malika)
    assert actions.add_quote(section, voice, by=malika) == quote
    assert texts(section.cahier) == [["Exactement ceci."]]
    assert quote.note.text == "", "its words stay with who said them"
    assert "seule" in refusal(quote, make_voice(), by=malika)
    with pytest.raises(actions.NotCleared):
        actions.add_quote(section, make_note(make_notebook(), "Pas relue"), by=malika)


def test_a_quotation_follows_its_voice_and_falls_silent_with_it(malika: Person) -> None:
    section = make_cahier().sections.get()
    voice = make_voice("Avant.")
    actions.add_quote(section, voice, by=malika)
    writing.correct(voice, "Après.")
    assert texts(section.cahier) == [[""]], "other words must be read again"
    for number in range(2):
        reading.read(voice, reader=Person.objects.make(name=f"L{number}"), shows=True)
    assert texts(section.cahier) == [["Après."]]
    writing.withdraw(Note.objects.get(pk=voice.pk))
    assert texts(section.cahier) == [[""]]


# The unheard


def test_voices_that_nothing_rests_on_are_told_by_college_and_table(malika: Person) -> None:
    cahier = make_cahier("Phrase")
    table = make_notebook(title="Table 9")
    heard, unheard = make_voice("Dite", notebook=table), make_voice("Pas entendue", notebook=table)
    pooled = make_note(make_notebook(kind=Notebook.Kind.POOLING), "Ensemble", kind=Note.Kind.CLAIM)
    anchoring.anchor(pooled, [heard])
    (passage,) = passages(cahier)
    tying.tie(passage, [pooled], by=malika)
    found = sources.unheard(cahier)
    assert ([note.text for note in found.notes], found.voices) == (["Pas entendue"], 3)
    assert next((one.name, one.unheard, one.voices) for one in found.by_table) == ("Table 9", 1, 2)
    cahier.sources.set([make_notebook()])
    assert sources.unheard(cahier).voices == 0
    assert unheard in found.notes


def test_suggestions_look_like_the_sentence_and_leave_out_what_it_holds(malika: Person) -> None:
    cahier = make_cahier()
    bus = make_voice("Le bus du soir ne passe plus.")
    make_voice("Le pain est trop cher.")
    found = sources.suggestions(cahier, malika, "Il manque un bus le soir.", held=set())
    assert found == [bus]
    assert sources.suggestions(cahier, malika, "Un bus le soir.", held={bus.pk}) == []
    assert sources.search(cahier, malika, "pain cher")[0].text == "Le pain est trop cher."


def test_a_note_without_words_is_placed_once() -> None:
    notebook, uid = make_notebook(), uuid4()
    notes = [writing.place(notebook, kind=Note.Kind.QUOTE, uid=uid) for _time in range(2)]
    assert notes[0] == notes[1]
    assert Notebook.objects.get(pk=notebook.pk).last_number == 1
