"""A table writes: its code, its time, its lines, its sheet, reading back."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from entraide.gatherings.actions import scribing as actions
from entraide.gatherings.hand_codes import table_code
from entraide.gatherings.models import Moment, Table
from entraide.gatherings.queries.scribing import Writing, writing_at
from entraide.notebooks.actions import writing
from entraide.notebooks.models import Anchor, Note
from entraide.people import receipt_words, throttle
from tests.make import make_gathering, make_group, make_moment, make_table

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def workshop() -> Moment:
    """A peer workshop that is going on."""
    gathering = make_gathering(starts_at=NOW - timedelta(hours=2), ends_at=NOW + timedelta(hours=6))
    return make_moment(
        gathering,
        kind=Moment.Kind.PEER_WORKSHOP,
        title="Ateliers entre pairs",
        description="Que faut-il pour s'entraider ?",
        starts_at=NOW - timedelta(minutes=10),
        ends_at=NOW + timedelta(minutes=50),
    )


@pytest.fixture
def table(workshop: Moment) -> Table:
    """Its table of inhabitants."""
    return make_table(workshop, 1, peer_group=make_group())


@pytest.fixture
def scribe(table: Table) -> Client:
    """The device of a scribe who typed the code."""
    client = Client()
    answer = client.post("/table/", {"code": table_code(table.uid)})
    assert answer["Location"] == page(table)
    return client


def page(table: Table, *parts: object) -> str:
    return f"/table/{table.uid}/" + "".join(f"{part}/" for part in parts)


def voices(table: Table) -> list[tuple[int, str, str]]:
    found = actions.notebook_of(table).notes.order_by("number")
    return list(found.values_list("number", "text", "stance"))


def sent(client: Client, table: Table, *lines: Any) -> Any:
    """Send lines as a device does."""
    body = json.dumps({"lines": lines})
    return client.post(page(table, "lignes"), body, content_type="application/json")


# The code and its time


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}", "{2}"])
def test_a_code_is_typed_as_one_likes(table: Table, client: Client, typed: str) -> None:
    code = table_code(table.uid)
    shown = typed.format(code, code.lower(), f"{code[:3]}-{code[3:]}")
    assert client.post("/table/", {"code": shown})["Location"] == page(table)


@pytest.mark.parametrize(
    ("minutes", "opens"),
    [
        (-70, None),
        (-50, Writing.LIVE),
        (30, Writing.LIVE),
        (170, Writing.LIVE),
        (190, Writing.PAPER),
        (7 * 24 * 60, Writing.PAPER),
        (8 * 24 * 60, None),
    ],
)
def test_a_table_writes_around_its_workshop_then_its_sheet_is_typed(
    workshop: Moment, minutes: int, opens: Writing | None
) -> None:
    assert writing_at(workshop, workshop.starts_at + timedelta(minutes=minutes)) is opens


def test_a_draft_or_a_cancelled_gathering_opens_nothing(workshop: Moment) -> None:
    for state in ("draft", "cancelled"):
        workshop.gathering.state = state
        assert writing_at(workshop, NOW) is None


def test_an_animator_opens_the_writing_at_another_hour(client: Client, desk: Client) -> None:
    moment = make_moment(make_gathering(), kind=Moment.Kind.MIXED_WORKSHOP)
    table = make_table(moment, 1)
    code = {"code": table_code(table.uid)}
    assert client.post("/table/", code).status_code == 422
    listening = f"/bureau/upc/rencontres/{moment.gathering.slug}/ecoute/"
    assert code["code"] in desk.get(listening).text
    desk.post(f"{listening}{moment.pk}/ouvrir/")
    assert client.post("/table/", code)["Location"] == page(table)


def test_a_code_opens_its_table_only(scribe: Client, workshop: Moment) -> None:
    other = make_table(workshop, 2)
    assert scribe.get(page(other)).status_code == 404
    assert sent(scribe, other, {"uid": str(uuid4()), "text": "ici"}).status_code == 404
    assert scribe.post(page(other, "fermer")).status_code == 404


@pytest.mark.slow
def test_a_wrong_code_opens_nothing_and_tries_are_slowed(table: Table, client: Client) -> None:
    right = table_code(table.uid)
    wrong = ("A" if right[0] != "A" else "C") + right[1:]
    # A whole room types codes behind one address; a right one does not forget the wrong ones.
    for _ in range(throttle.IN_A_ROOM["table"]):
        assert client.post("/table/", {"code": right}).status_code == 302
        assert client.post("/table/", {"code": wrong}).status_code == 422
    assert client.post("/table/", {"code": right}).status_code == 429
    client.cookies.clear()
    assert client.get(page(table)).status_code == 404


def test_the_code_does_not_follow_from_the_address(table: Table, settings: Any) -> None:
    code = table_code(table.uid)
    settings.RECEIPT_PEPPER = "another secret"
    assert table_code(table.uid) != code


def test_when_the_time_is_over_the_page_is_closed(scribe: Client, table: Table) -> None:
    Moment.objects.update(starts_at=NOW - timedelta(days=20), ends_at=NOW - timedelta(days=19))
    assert scribe.get(page(table)).status_code == 404
    assert sent(scribe, table, {"uid": str(uuid4()), "text": "tard"}).status_code == 404


def test_after_the_workshop_a_code_reads_nothing_and_still_takes_paper(
    scribe: Client, table: Table
) -> None:
    writing.write(actions.notebook_of(table), [writing.Line(uuid4(), "entendu ce matin")])
    Moment.objects.update(starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1))
    assert "entendu ce matin" not in scribe.get(page(table)).text
    scribe.post(page(table, "feuille"), {"key": "k", "lines": "+ depuis le papier"})
    # What a phone kept is not lost either; it reads nothing.
    answer = sent(scribe, table, {"uid": str(uuid4()), "text": "depuis le téléphone"})
    assert "notes" not in answer.json()
    assert [text for _n, text, _s in voices(table)] == [
        "entendu ce matin", "depuis le papier", "depuis le téléphone",
    ]  # fmt: skip
    assert scribe.post(page(table, "fermer")).status_code == 404


# Lines


def test_without_javascript_one_writes_a_voice_and_it_joins_another(
    scribe: Client, table: Table
) -> None:
    group = make_group()
    line = {"key": "k1", "text": "Le pain est cher.", "stance": "against", "language": "ar"}
    scribe.post(page(table), line | {"peer_group": group.pk})
    first = Note.objects.get()
    assert (first.text, first.stance, first.language) == ("Le pain est cher.", "against", "ar")
    # Said while the workshop began, even if midnight has come since.
    began = timezone.localtime(NOW - timedelta(minutes=10)).date()
    assert (first.peer_group, first.day) == (group, began)
    scribe.post(page(table), {"key": "k2", "text": "Oui.", "joins": str(first.uid)})
    assert [(a.note.text, a.rests_on.text) for a in Anchor.objects.all()] == [
        ("Oui.", "Le pain est cher.")
    ]


def test_a_double_click_writes_once_and_another_text_twice(scribe: Client, table: Table) -> None:
    for text in ("un", "un", "deux"):
        scribe.post(page(table), {"key": "same", "text": text})
    assert voices(table) == [(1, "un", ""), (2, "deux", "")]


def test_an_empty_or_endless_voice_is_refused_and_kept_on_the_page(
    scribe: Client, table: Table
) -> None:
    assert scribe.post(page(table), {"key": "k", "text": " "}).status_code == 422
    answer = scribe.post(page(table), {"key": "k", "text": "a" * 10_001})
    assert answer.status_code == 422
    assert "a" * 10_001 in answer.text
    scribe.post(page(table), {"key": "k", "text": "a" * 10_000})
    assert len(voices(table)[0][1]) == 10_000


def test_a_receipt_shows_its_four_words_once_and_they_open_the_voice(
    scribe: Client, table: Table, client: Client
) -> None:
    answer = scribe.post(page(table), {"key": "k", "text": "ma parole", "receipt": "on"})
    words = receipt_words.receipt_for(f"{table.uid} k")
    assert all(f"<li>{word}</li>" in answer.text for word in words)
    answer = client.post("/parole/", {"words": " ".join(words)}, follow=True)
    assert "ma parole" in answer.text


def test_a_voice_is_corrected_then_withdrawn_at_the_table(scribe: Client, table: Table) -> None:
    scribe.post(page(table), {"key": "k", "text": "un mot"})
    assert "un mot" in scribe.get(page(table, "paroles", 1)).text
    scribe.post(page(table, "paroles", 1), {"key": "x", "text": "deux mots", "stance": "for"})
    assert voices(table) == [(1, "deux mots", "for")]
    scribe.post(page(table, "paroles", 1), {"withdraw": "1"})
    assert voices(table) == [(1, "", "")]
    assert scribe.get(page(table, "paroles", 1)).status_code == 404


# The paper sheet


def test_a_sheet_is_typed_line_by_line_with_its_signs(scribe: Client, table: Table) -> None:
    lines = "+ le jardin\n\n- trop loin\r\n? qui paie\n! un four commun\n-10 % de bus\nrien"
    for _ in range(2):
        scribe.post(page(table, "feuille"), {"key": "sheet", "lines": lines})
    assert voices(table) == [
        (1, "le jardin", "for"),
        (2, "trop loin", "against"),
        (3, "qui paie", "question"),
        (4, "un four commun", "proposal"),
        (5, "-10 % de bus", ""),
        (6, "rien", ""),
    ]


@pytest.mark.slow
def test_five_thousand_lines_are_taken_and_more_are_refused_with_a_sentence(
    scribe: Client, table: Table
) -> None:
    lines = "\n".join(f"parole {n}" for n in range(5_001))
    answer = scribe.post(page(table, "feuille"), {"key": "k", "lines": lines})
    assert answer.status_code == 422
    assert "5000 au plus" in answer.text
    assert "parole 5000" in answer.text
    scribe.post(page(table, "feuille"), {"key": "k", "lines": lines.removesuffix("\nparole 5000")})
    assert len(voices(table)) == 5_000


# What a device queued


def test_a_device_sends_twice_what_it_queued_and_it_is_once(scribe: Client, table: Table) -> None:
    line = {"uid": str(uuid4()), "text": "hors réseau", "stance": "for", "slip": "n 1"}
    for _ in range(2):
        answer = sent(scribe, table, line)
    assert answer.json()["lost"] == []
    assert [one["text"] for one in answer.json()["notes"]] == ["hors réseau"]
    words = " ".join(receipt_words.receipt_for(f"{table.uid} n 1"))
    assert scribe.post("/parole/", {"words": words}).status_code == 302


def test_two_scribes_of_one_table_merge(scribe: Client, table: Table) -> None:
    other = Client()
    other.post("/table/", {"code": table_code(table.uid)})
    sent(scribe, table, {"uid": str(uuid4()), "text": "un"})
    answer = sent(other, table, {"uid": str(uuid4()), "text": "deux"})
    assert [one["text"] for one in answer.json()["notes"]] == ["un", "deux"]


@pytest.mark.parametrize(
    "line",
    [
        None,
        3,
        {},
        {"uid": "x", "text": "a"},
        {"uid": str(uuid4())},
        {"uid": str(uuid4()), "text": "a" * 10_001},
        {"uid": str(uuid4()), "text": "a", "stance": "love"},
        {"uid": str(uuid4()), "text": "a", "revision": "many"},
        {"uid": str(uuid4()), "text": "a", "joins": 4},
        {"uid": str(uuid4()), "text": "a", "joins": ["x"]},
        {"uid": str(uuid4()), "text": "a", "revision": float("inf")},
    ],
)
def test_a_damaged_line_is_told_and_keeps_none_away(
    scribe: Client, table: Table, line: Any
) -> None:
    answer = sent(scribe, table, line, {"uid": str(uuid4()), "text": "bonne"})
    assert len(answer.json()["lost"]) == 1
    assert [text for _n, text, _s in voices(table)] == ["bonne"]


@pytest.mark.parametrize("group", [True, "1", 10**12, -1, [1]])
def test_a_strange_peer_group_is_nobody_in_particular(
    scribe: Client, table: Table, group: Any
) -> None:
    sent(scribe, table, {"uid": str(uuid4()), "text": "a", "group": group})
    assert Note.objects.get().peer_group is None


@pytest.mark.parametrize("body", ["", "[]", "{", '{"lines": 3}', "[" * 100_000])
def test_what_is_no_list_of_lines_is_refused(scribe: Client, table: Table, body: str) -> None:
    answer = scribe.post(page(table, "lignes"), body, content_type="application/json")
    assert answer.status_code == 400


# Reading back


def test_a_table_that_is_read_back_closes_and_takes_nothing_more(
    scribe: Client, table: Table
) -> None:
    scribe.post(page(table), {"key": "k", "text": "un"})
    scribe.post(page(table, "fermer"), {"read_back": "1"})
    assert "relu ensemble" in scribe.get(page(table)).text
    assert scribe.post(page(table), {"key": "l", "text": "deux"}).status_code == 422
    assert scribe.post(page(table, "feuille"), {"key": "l", "lines": "trois"}).status_code == 422
    late = {"uid": str(uuid4()), "text": "quatre"}
    assert sent(scribe, table, late).status_code == 409
    writing.reopen(actions.notebook_of(table))
    assert sent(scribe, table, late).status_code == 200
    assert [text for _n, text, _s in voices(table)] == ["un", "quatre"]


def test_the_notebook_stays_when_its_table_goes(scribe: Client, table: Table) -> None:
    scribe.post(page(table), {"key": "k", "text": "un"})
    table.delete()
    assert Note.objects.get().text == "un"


def test_what_was_typed_too_late_is_given_back(scribe: Client, table: Table) -> None:
    notebook = actions.notebook_of(table)
    writing.close(notebook, read_back=False)
    answer = scribe.post(page(table), {"key": "k", "text": "une parole tardive"})
    assert (answer.status_code, "une parole tardive" in answer.text) == (422, True)
    assert "Ce carnet est fermé. Demandez" in answer.text
    answer = scribe.post(page(table, "feuille"), {"key": "k", "lines": "une ligne tardive"})
    assert (answer.status_code, "une ligne tardive" in answer.text) == (422, True)
    writing.reopen(notebook)
    Moment.objects.update(starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1))
    scribe.post(page(table), {"key": "k", "text": "le lendemain"})
    assert [text for _n, text, _s in voices(table)] == ["le lendemain"]
    Moment.objects.update(starts_at=NOW - timedelta(days=20), ends_at=NOW - timedelta(days=19))
    answer = scribe.post(page(table), {"key": "k", "text": "bien trop tard"})
    assert (answer.status_code, "bien trop tard" in answer.text) == (410, True)
    assert Client().post(page(table), {"key": "k", "text": "un inconnu"}).status_code == 404


@pytest.mark.parametrize("text", [None, ["a"], {"a": 1}, 7, "\ud800"])
def test_what_is_no_text_is_told_and_holds_nobody_back(
    scribe: Client, table: Table, text: Any
) -> None:
    bad, good = str(uuid4()), str(uuid4())
    answer = sent(scribe, table, {"uid": bad, "text": text}, {"uid": good, "text": "bonne"})
    assert (answer.status_code, answer.json()["lost"]) == (200, [bad])
    assert [text for _n, text, _s in voices(table)] == ["bonne"]


def test_voices_come_back_only_when_something_changed(scribe: Client, table: Table) -> None:
    first = sent(scribe, table, {"uid": str(uuid4()), "text": "un"}).json()
    body = {"lines": [], "stamp": first["stamp"]}
    address = page(table, "lignes")
    again = scribe.post(address, body, content_type="application/json").json()
    assert "notes" not in again
    writing.correct(Note.objects.get(), "deux")
    again = scribe.post(address, body, content_type="application/json").json()
    assert [one["text"] for one in again["notes"]] == ["deux"]


def test_a_change_without_javascript_keeps_the_links(scribe: Client, table: Table) -> None:
    scribe.post(page(table), {"key": "k1", "text": "un"})
    first = Note.objects.get()
    scribe.post(page(table), {"key": "k2", "text": "deux", "joins": str(first.uid)})
    scribe.post(page(table, "paroles/2"), {"key": "k3", "text": "deux corrigé"})
    assert [text for _n, text, _s in voices(table)] == ["un", "deux corrigé"]
    assert Anchor.objects.count() == 1
