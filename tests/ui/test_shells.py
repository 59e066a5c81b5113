"""A page in two parts: a shell that changes when someone edits, and numbers that change often."""

import time

import pytest
from django.test import Client

from entraide.ui import shells
from tests.make import make_gathering, make_party

PAGE = f"<p>{shells.mark('places')}</p><b>{shells.mark('button')}</b>"


def test_fragments_go_where_their_marks_are() -> None:
    shell = shells.cut(PAGE)
    assert shells.fill(shell, {"places": "3 places", "button": "OK"}) == "<p>3 places</p><b>OK</b>"


def test_a_fragment_that_is_missing_leaves_nothing_behind() -> None:
    assert shells.fill(shells.cut(PAGE), {"places": "3"}) == "<p>3</p><b></b>"


def test_a_shell_is_built_once_for_each_key() -> None:
    built: list[str] = []

    def build() -> str:
        built.append("x")
        return PAGE

    for edition in (1, 1, 2, 1):
        shells.kept_shell(("journee", "fr", edition), build)
    assert len(built) == 2


def test_a_shell_is_built_anew_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.monotonic()
    shells.kept_shell(("journee",), lambda: "hier")
    monkeypatch.setattr(time, "monotonic", lambda: now + shells.SECONDS + 1)
    assert shells.kept_shell(("journee",), lambda: "demain") == ["demain"]


@pytest.mark.django_db
def test_numbers_move_and_the_shell_stays(client: Client) -> None:
    gathering = make_gathering(capacity=2)
    address = gathering.get_absolute_url()
    shown = []
    for _ in range(3):
        shown.append(client.get(address).content.decode())
        make_party(gathering)
    said = ["2 places libres", "1 place libre", "complet : liste d'attente"]
    pages = [page.replace("&#x27;", "'") for page in shown]
    assert [words in page for words, page in zip(said, pages, strict=True)] == [True] * 3


@pytest.mark.django_db
def test_whatever_is_pasted_into_a_text_the_numbers_stay_in_place(client: Client) -> None:
    pasted = "Avant \ue000 après"
    gathering = make_gathering(title=pasted, lead=pasted, description=pasted, capacity=2)
    shown = client.get(gathering.get_absolute_url()).content.decode()
    assert shown.count("2 places libres") == 1
    assert shown.count("Avant") == shown.count("après") > 2
