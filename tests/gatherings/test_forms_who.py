"""Page one of a sign-up: what is refused with a sentence, and what is kept exactly."""

import unicodedata
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

from entraide.gatherings.forms.sign_up import WhoForm
from entraide.ui.fields import tidy
from tests.make import make_group

pytestmark = pytest.mark.django_db
KEY = "a-key-of-22-characters"
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TOO_LONG = "Assurez-vous que cette valeur comporte au plus {} caractères (actuellement 10000)."


def who(**typed: Any) -> WhoForm:
    said = {"key": KEY, "name": "Samira", "size": "1", "tell_by": "come_back"}
    return WhoForm({**said, "peer_group": make_group().pk, **typed})


def kept(**typed: Any) -> dict[str, Any]:
    form = who(**typed)
    assert form.errors == {}
    return form.cleaned_data


def visible(text: str) -> bool:
    """Tell whether anything of a text can be seen."""
    return any(unicodedata.category(c) not in {"Cf", "Cc", "Zs", "Zl", "Zp"} for c in text)


@pytest.mark.parametrize(
    "name",
    [
        "Samira",
        "Mère Ubu",
        "D'Artagnan-l'Aîné",
        "سميرة",
        "שרה",
        "Ọlọ́runtọ́bi",
        "李小龍",
        "👩🏽‍🌾 Nawel",
        "🏴‍☠️",
        "x" * 80,
        "<b>Samira</b> & {{ co }}",
        "'; DROP TABLE",
    ],
)
def test_a_name_is_kept_exactly(name: str) -> None:
    assert kept(name=name)["name"] == name


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Samira  ", "Samira"),
        ("Samira\nNawel", "Samira Nawel"),
        ("Sa\x00mi\x1bra", "Sa mi ra"),
        ("\u202eSamira", "Samira"),
        (f"Sa{TURNING}mira", "Samira"),
        ("Samira\u00a0\u2003\u2028Nawel", "Samira Nawel"),
    ],
)
def test_a_name_is_tidied_and_nothing_turns_the_page_around(typed: str, stored: str) -> None:
    assert kept(name=typed)["name"] == stored


@pytest.mark.parametrize("typed", ["", "   ", "\u202e", "\x00", "\u200b", "\u2060\ufeff", "\u00ad"])
def test_a_name_that_nobody_can_see_is_refused(typed: str) -> None:
    assert who(name=typed).errors == {"name": ["Ce champ est obligatoire."]}


@settings(max_examples=150, deadline=None)
@given(st.text())
@example("\u200b")
@example("\u202e\u202e")
def test_any_name_is_refused_with_a_sentence_or_kept_tidy(typed: str) -> None:
    form = who(name=typed)
    if form.errors:
        [sentence] = form.errors["name"]
        assert str(sentence).endswith(".")
        return
    name = form.cleaned_data["name"]
    assert name == " ".join(name.split()) == tidy(name)
    assert 1 <= len(name) <= 80
    assert visible(name)
    assert not set(name) & set(TURNING)


def test_ten_thousand_characters_are_refused_beside_each_field() -> None:
    long = "x" * 10_000
    form = who(name=long, through=long, tell_by="through")
    assert form.errors == {"name": [TOO_LONG.format(80)], "through": [TOO_LONG.format(120)]}
    assert form["name"].value() == long


@pytest.mark.parametrize(
    ("way", "field", "sentence"),
    [
        ("email", "email", "Écrivez votre e-mail, ou choisissez autrement."),
        ("phone", "phone", "Écrivez votre téléphone, ou choisissez autrement."),
        ("through", "through", "Écrivez qui peut vous prévenir."),
    ],
)
def test_a_way_to_be_told_asks_for_its_contact(way: str, field: str, sentence: str) -> None:
    assert who(tell_by=way).errors == {field: [sentence]}


def test_who_comes_back_needs_no_contact() -> None:
    assert kept()["tell_by"] == "come_back"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("06 39 98 00 01", "0639980001"),
        ("06.39.98.00.01", "0639980001"),
        ("+33 (0)6-39-98-00-01", "+330639980001"),
        ("０６３９９８０００１", "0639980001"),
    ],
)
def test_a_phone_is_read_however_it_is_typed(typed: str, stored: str) -> None:
    assert kept(tell_by="phone", phone=typed)["phone"] == stored


@pytest.mark.parametrize("typed", ["06 39", "chez ma sœur", "06+39980001", "1" * 16])
def test_what_is_no_phone_is_refused_with_an_example(typed: str) -> None:
    sentence = "Écrivez un numéro avec ses chiffres seulement, par exemple 06 00 00 00 00."
    assert who(tell_by="phone", phone=typed).errors == {"phone": [sentence]}


def test_an_address_is_kept_in_small_letters() -> None:
    assert kept(tell_by="email", email=" Samira@Entraide.Example ")["email"] == (
        "samira@entraide.example"
    )


@pytest.mark.parametrize("typed", ["samira", "samira@", "@entraide.example", "a b@c.example"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert list(who(tell_by="email", email=typed).errors) == ["email"]


@pytest.mark.parametrize("size", ["0", "9", "-1", "deux", "1.5", "10000000000000000000000"])
def test_a_party_is_one_to_eight_people(size: str) -> None:
    assert list(who(size=size).errors) == ["size"]


@pytest.mark.parametrize("group", ["", "0", "habitants", "9" * 30, "9" * 5000])
def test_a_peer_group_that_is_not_there_is_refused(group: str) -> None:
    assert list(who(peer_group=group).errors) == ["peer_group"]


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "a key with several spaces", "é" * 20])
def test_a_strange_key_is_refused_rather_than_trusted(key: str) -> None:
    sentence = "Cette page est abîmée. Ouvrez l'inscription à nouveau."
    assert who(key=key).errors == {"key": [sentence]}


def test_nothing_at_all_is_refused_field_by_field() -> None:
    assert set(WhoForm({}).errors) == {"key", "name", "peer_group", "size", "tell_by"}
