"""The interface for other programs: published things only, limited, kept, described."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from entraide.expertise.actions import answers, proposals
from entraide.gatherings.models import Gathering
from entraide.home.api.routes import RATE
from entraide.notebooks.actions import writing
from entraide.notebooks.models import Note
from tests.make import (
    make_cahier,
    make_edition,
    make_gathering,
    make_note,
    make_notebook,
    make_proposal,
)

pytestmark = pytest.mark.django_db
API = "/api/v1"


def ask(path: str, client: Client | None = None) -> Any:
    answer = (client or Client()).get(f"{API}/{path}")
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def test_gatherings_that_were_announced_are_told_drafts_are_not() -> None:
    made = make_gathering(title="Forum")
    make_gathering(title="canari", state=Gathering.State.DRAFT)
    (one,) = ask("gatherings")
    assert (one["title"], one["uid"]) == ("Forum", str(made.uid))


def test_an_edition_is_told_with_its_text_and_its_threads() -> None:
    edition = make_edition("Il manque un bus.")
    make_cahier("canari")
    (listed,) = ask("cahiers")
    assert (listed["digest"], listed["number"]) == (edition.digest, 1)
    whole = ask(f"cahiers/{edition.cahier.slug}/1")
    (sentence,) = whole["sections"][0]["passages"]
    assert (sentence["text"], sentence["rests_on"]) == ("Il manque un bus.", 1)
    note = edition.notebook.notes.get()
    assert sentence["thread"].endswith(f"/fil/{note.uid}/")
    thread = ask(f"threads/{note.uid}")
    voice = note.anchors.get().rests_on
    assert thread["links"] == [[str(note.uid), str(voice.uid)]]
    assert [one["words"] for one in thread["notes"]] == [voice.text, "Il manque un bus."]


def test_words_that_were_taken_back_are_not_told() -> None:
    edition = make_edition("Phrase")
    voice = edition.notebook.notes.get().anchors.get().rests_on
    text = voice.text
    writing.withdraw(voice)
    note = edition.notebook.notes.get()
    told = json.dumps([ask(f"threads/{note.uid}"), ask(f"cahiers/{edition.cahier.slug}/1")])
    assert text not in told
    assert '"withdrawn": 1' in told


def test_a_proposal_is_told_once_it_was_sent() -> None:
    claim = make_edition("Il manque un bus.").notebook.notes.get()
    proposal = make_proposal(claim)
    assert ask("proposals") == []
    proposals.take_step(proposal, "sent", day=timezone.localdate())
    said = answers.Said("partly", "En partie.", "Transports")
    answers.answer(proposal, said)
    (one,) = ask("proposals?institution=ville")
    assert [step["state"] for step in one["steps"]] == ["drafted", "sent", "answered"]
    assert one["answers"][0]["words"] == "En partie."
    (institution,) = ask("institutions")
    assert (institution["sent"], institution["answered"]) == (1, 1)
    assert ask("proposals?institution=autre") == []


def test_nothing_private_has_an_address_here() -> None:
    secret = make_note(make_notebook(), "canari")
    draft = make_cahier("canari")
    client = Client()
    for path in (
        f"threads/{secret.uid}",
        f"threads/{Note.objects.get(notebook=draft.notebook).uid}",
        f"threads/{uuid4()}",
        f"cahiers/{draft.slug}/1",
    ):
        answer = client.get(f"{API}/{path}")
        assert answer.status_code == 404
        assert b"canari" not in answer.content


@pytest.mark.parametrize("path", ["cahiers?offset=-1", "cahiers?year=x", "threads/x"])
def test_a_bad_question_is_told_why(path: str) -> None:
    assert Client().get(f"{API}/{path}").status_code in (404, 422)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_here(method: str) -> None:
    assert getattr(Client(), method)(f"{API}/cahiers").status_code in (403, 405)


def test_an_answer_is_kept_and_asked_again_for_nothing() -> None:
    make_edition("Phrase")
    first = Client().get(f"{API}/cahiers")
    assert first["Cache-Control"] == "public, max-age=60"
    assert first["Access-Control-Allow-Origin"] == "*"
    again = Client().get(f"{API}/cahiers", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_who_asks_too_often_waits() -> None:
    client = Client()
    most = int(RATE.split("/")[0])
    found = [client.get(f"{API}/institutions").status_code for _time in range(most + 1)]
    assert (set(found[:most]), found[most]) == ({200}, 429)


def test_the_whole_interface_is_described_in_words_and_for_programs() -> None:
    schema = ask("openapi.json")
    assert set(schema["paths"]) == {
        f"{API}/gatherings", f"{API}/cahiers", f"{API}/cahiers/{{slug}}/{{number}}",
        f"{API}/threads/{{uid}}", f"{API}/institutions", f"{API}/proposals",
    }  # fmt: skip
    page = Client().get("/api/").text
    assert "<script" not in page
    for path in schema["paths"]:
        assert path in page


def test_lists_take_the_same_number_of_queries_however_long() -> None:
    claim = make_edition().notebook.notes.get()
    counts = []
    for number in (1, 5):
        for title in range(number):
            made = make_proposal(claim, title=f"{number}-{title}")
            proposals.take_step(made, "sent", day=timezone.localdate())
        with CaptureQueriesContext(connection) as queries:
            ask("proposals")
        counts.append(len(queries))
    assert counts[0] == counts[1]
