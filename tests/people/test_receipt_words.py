"""Four easy words instead of an account."""

import re

import pytest
from django.apps import apps
from django.core import serializers
from pytest_django import Settings

from entraide.gatherings.models import Party
from entraide.people import receipt_words
from tests.make import make_gathering, make_party


def written_anywhere(words: tuple[str, ...]) -> bool:
    """Tell whether the words stand one after the other in any row of any table."""
    rows = [row for model in apps.get_models() for row in model._default_manager.all()]
    return bool(re.search(r"\W+".join(words), serializers.serialize("json", rows)))


def test_the_list_is_large_enough_for_forty_bits() -> None:
    number = len(receipt_words.word_list())
    assert number >= 2**10
    assert number**receipt_words.WORDS_ON_A_RECEIPT >= 2**40


def test_each_word_is_easy_to_type_and_there_once() -> None:
    words = receipt_words.word_list()
    assert [word for word in words if not re.fullmatch(r"[a-z]+", word)] == []
    assert len(set(words)) == len(words)


def test_the_same_form_gives_the_same_four_words() -> None:
    words = receipt_words.receipt_for("form-one")
    assert receipt_words.receipt_for("form-one") == words
    assert len(words) == 4
    assert set(words) <= set(receipt_words.word_list())


def test_another_form_gives_other_words() -> None:
    receipts = {receipt_words.receipt_for(f"form-{n}") for n in range(1000)}
    assert len(receipts) == 1000


def test_every_word_of_the_list_is_drawn() -> None:
    drawn = {word for n in range(10_000) for word in receipt_words.receipt_for(f"form-{n}")}
    assert drawn == set(receipt_words.word_list())


def test_who_has_another_secret_finds_other_words(settings: Settings) -> None:
    before = receipt_words.receipt_for("form-one")
    digest = receipt_words.receipt_digest(before)
    settings.RECEIPT_PEPPER = "another"
    assert receipt_words.receipt_for("form-one") != before
    assert receipt_words.receipt_digest(before) != digest


@pytest.mark.django_db
def test_only_the_digest_of_the_words_is_stored() -> None:
    party = make_party(make_gathering(), key="a-form-of-the-test")
    words = receipt_words.receipt_for("a-form-of-the-test")
    assert party.receipt_digest == receipt_words.receipt_digest(words)
    assert re.fullmatch(r"[0-9a-f]{64}", party.receipt_digest)
    assert written_anywhere((party.receipt_digest,))
    assert not written_anywhere(words)
    assert not written_anywhere(("a-form-of-the-test",))


@pytest.mark.django_db
def test_words_that_were_stored_would_be_found() -> None:
    party = make_party(make_gathering(), key="a-form-of-the-test")
    words = receipt_words.receipt_for("a-form-of-the-test")
    Party.objects.filter(pk=party.pk).update(other_needs=" ".join(words))
    assert written_anywhere(words)


@pytest.mark.parametrize(
    "typed",
    [
        "abeille bonnet cerise drapeau",
        "  ABEILLE  Bonnet\tcerise\ndrapeau ",
        "abeille-bonnet-cerise-drapeau",
        "abeille, bonnet; cerise. drapeau!",
        "1. abeille 2. bonnet 3. cerise 4. drapeau",
        "àbêillé bônnèt çerise drapeaü",
    ],
)
def test_words_are_read_however_they_are_typed(typed: str) -> None:
    assert receipt_words.normalise(typed) == ["abeille", "bonnet", "cerise", "drapeau"]


def test_a_flood_is_not_read_to_its_end() -> None:
    assert len("".join(receipt_words.normalise("mot " * 10_000))) <= 200


def test_a_misspelt_word_is_told_with_what_looks_like_it() -> None:
    word = max(receipt_words.word_list(), key=len)
    [(typed, close)] = receipt_words.unknown_words([word + "x"])
    assert typed == word + "x"
    assert word in close


def test_known_words_are_not_told() -> None:
    assert receipt_words.unknown_words(list(receipt_words.word_list()[:4])) == []


def test_a_word_like_no_other_is_told_alone() -> None:
    assert receipt_words.unknown_words(["zzzzzzzz"]) == [("zzzzzzzz", [])]
