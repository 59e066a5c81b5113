"""Printing from the desk: asked for, made behind the page, fetched, erased after a day."""

import io
import logging
import os
import time
import zipfile
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from entraide.gatherings import print_room
from entraide.gatherings.actions import print_outs
from entraide.gatherings.actions.housekeeping import housekeep
from entraide.gatherings.models import Gathering, PrintOut
from entraide.gatherings.queries import papers, print_outs as printed
from entraide.gatherings.queries.papers import PAPERS
from entraide.home.background import run_due
from entraide.people.models import Person, Role
from entraide.ui import typeset
from tests import pdf
from tests.gatherings.test_papers import a_day
from tests.make import make_collective, make_gathering, make_member, make_moment, make_party

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    """Print into a folder of the test."""
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def bob(client: Client) -> Person:
    """Bob, of the reception, at the desk."""
    person = make_member("Bob", role=Role.RECEPTION)
    client.force_login(person)
    return person


def desk(gathering: Gathering, page: str = "") -> str:
    return f"/bureau/upc/rencontres/{gathering.slug}/imprimer/{page}"


def print_now(gathering: Gathering, *names: str) -> PrintOut:
    """Ask for papers and make them at once."""
    asked = PrintOut.objects.create(gathering=gathering, papers=list(names))
    print_room.print_papers.call(asked.pk)
    return PrintOut.objects.get(pk=asked.pk)


@pytest.mark.slow
def test_everything_is_printed_with_one_click(client: Client, bob: Person) -> None:
    gathering = a_day("Samira")
    answer = client.post(desk(gathering))
    asked = PrintOut.objects.get()
    assert answer["Location"] == desk(gathering, f"{asked.uid}/")
    assert (asked.state, asked.papers, asked.asked_by) == ("asked", [], bob)
    waiting = client.get(answer["Location"])
    assert waiting.headers["Refresh"] == "2"
    assert "0 sur 100" in waiting.content.decode()
    assert DBTaskResult.objects.count() == 1

    print_room.print_papers.call(asked.pk)
    done = client.get(answer["Location"])
    assert "Refresh" not in done.headers
    page = done.content.decode()
    assert all(f"{name}.pdf" in page for name in PAPERS)

    answer = client.get(desk(gathering, f"{asked.uid}/tout.zip"))
    assert answer.headers["Cache-Control"] == "no-store"
    assert f'filename="{gathering.slug}-papiers.zip"' in answer.headers["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    assert archive.namelist() == [f"{gathering.slug}-{name}.pdf" for name in PAPERS]
    assert {archive.read(name)[:8] for name in archive.namelist()} == {b"%PDF-1.7"}


def test_one_paper_is_printed_alone(client: Client, bob: Person) -> None:
    gathering = a_day("Samira")
    client.post(desk(gathering), {"paper": "badges"})
    asked = PrintOut.objects.get()
    print_room.print_papers.call(asked.pk)
    made = printed.made(PrintOut.objects.get())
    assert (made.pages, made.failed, made.skipped) == ({"badges": 1}, [], [])
    answer = client.get(desk(gathering, f"{asked.uid}/badges.pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "Samira" in pdf.text(answer.content)
    assert client.get(desk(gathering, f"{asked.uid}/urgence.pdf")).status_code == 404
    assert "1 page la dernière fois" in client.get(desk(gathering)).content.decode()


def test_two_clicks_are_one_print_out(client: Client, bob: Person) -> None:
    gathering = a_day("Samira")
    addresses = {client.post(desk(gathering))["Location"] for _ in range(2)}
    assert (len(addresses), DBTaskResult.objects.count()) == (1, 1)
    client.post(desk(gathering), {"paper": "badges"})
    assert PrintOut.objects.count() == 2


def test_a_paper_that_is_none_is_refused(client: Client, bob: Person) -> None:
    assert client.post(desk(make_gathering()), {"paper": "../secrets"}).status_code == 400
    assert PrintOut.objects.count() == 0


def test_what_cannot_be_printed_yet_says_why(client: Client, bob: Person) -> None:
    gathering = make_gathering()
    page = unescape(client.get(desk(gathering)).content.decode())
    for sentence in papers.LACKS.values():
        assert str(sentence) in page
    assert "Tout imprimer" not in page
    make_moment(gathering)
    page = client.get(desk(gathering)).content.decode()
    assert "Tout imprimer" in page


def test_papers_without_content_are_left_out_and_said(client: Client, bob: Person) -> None:
    gathering = make_gathering()
    make_party(gathering, "Samira")
    done = print_now(gathering)
    assert printed.made(done).pages.keys() == {"badges", "emargement", "urgence"}
    page = client.get(desk(gathering, f"{done.uid}/")).content.decode()
    assert "Les tables ne sont pas encore composées." in page


def test_for_another_collective_no_print_out_exists(client: Client) -> None:
    gathering = a_day("Samira")
    done = print_now(gathering, "badges")
    client.force_login(make_member("Charlie", make_collective("pile")))
    other = make_gathering(collective=make_collective("pile"))
    for page in ("", f"{done.uid}/", f"{done.uid}/tout.zip", f"{done.uid}/badges.pdf"):
        assert client.get(desk(gathering, page)).status_code == 404
        # His own desk does not lead to it either.
        own = f"/bureau/pile/rencontres/{other.slug}/imprimer/{page}"
        assert client.get(own).status_code == (404 if page else 200)


@pytest.mark.parametrize("name", ["index", "autre", "badges"])
def test_no_other_file_can_be_fetched(client: Client, bob: Person, name: str) -> None:
    gathering = a_day("Samira")
    done = print_now(gathering, "cuisine")
    assert client.get(desk(gathering, f"{done.uid}/{name}.pdf")).status_code == 404


def test_a_print_out_that_is_not_ready_has_no_file(client: Client, bob: Person) -> None:
    gathering = a_day("Samira")
    done = print_now(gathering, "cuisine")
    PrintOut.objects.update(state="running")
    assert client.get(desk(gathering, f"{done.uid}/cuisine.pdf")).status_code == 404


def test_a_print_out_is_made_once() -> None:
    gathering = a_day("Samira")
    done = print_now(gathering, "cuisine")
    assert print_room.print_papers.call(done.pk) == "nothing to do"
    assert print_room.print_papers.call(0) == "nothing to do"


def breaks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a paper a template that does not exist."""
    monkeypatch.setitem(PAPERS, name, replace(PAPERS[name], template="absent Samira.typ"))


def test_a_paper_that_fails_leaves_the_others(
    client: Client, bob: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    breaks("badges", monkeypatch)
    gathering = a_day("Samira")
    with caplog.at_level(logging.ERROR):
        done = print_now(gathering, "badges", "cuisine")
    assert (done.state, printed.made(done).failed) == ("ready", ["badges"])
    assert "paper badges not made: RuntimeError" in caplog.text
    assert "Samira" not in caplog.text
    page = client.get(desk(gathering, f"{done.uid}/")).content.decode()
    assert "n'ont pas pu être faits" in unescape(page)


def test_nothing_made_is_a_failure_in_a_sentence(
    client: Client, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks("badges", monkeypatch)
    gathering = a_day("Samira")
    done = print_now(gathering, "badges")
    assert done.state == "failed"
    answer = client.get(desk(gathering, f"{done.uid}/"))
    assert "Aucun papier" in answer.content.decode()
    assert client.get(desk(gathering, f"{done.uid}/tout.zip")).status_code == 404


def test_a_process_that_dies_is_seen(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(typeset, "pdf", lambda *_args, **_more: os._exit(9))
    assert print_now(a_day("Samira"), "badges", "cuisine").state == "failed"
    assert "the process ended" in caplog.text


@pytest.mark.slow
def test_a_process_that_does_not_end_is_ended(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(print_room, "PATIENCE", 0.1)
    monkeypatch.setattr(typeset, "pdf", lambda *_args, **_more: time.sleep(60))
    assert print_now(a_day("Samira"), "badges").state == "failed"
    assert "too long" in caplog.text


def test_a_fault_of_ours_is_a_failure_too(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fault(gathering: Gathering) -> papers.Data:
        raise KeyError("Samira")

    monkeypatch.setitem(PAPERS, "badges", replace(PAPERS["badges"], data=fault))
    assert print_now(a_day("Samira"), "badges").state == "failed"
    assert ("KeyError" in caplog.text, "Samira" in caplog.text) == (True, False)


def test_progress_moves_with_the_papers() -> None:
    print_out = PrintOut.objects.create(gathering=make_gathering())
    print_outs.advance(print_out, 3, 10)
    assert PrintOut.objects.get().progress == 30


def test_everything_is_erased_after_a_day(client: Client, bob: Person) -> None:
    gathering = a_day("Samira")
    done = print_now(gathering, "cuisine")
    housekeep(now=timezone.now() + timedelta(hours=23))
    assert printed.folder(done).exists()
    housekeep(now=timezone.now() + timedelta(hours=25))
    assert (PrintOut.objects.count(), printed.folder(done).exists()) == (0, False)
    assert client.get(desk(gathering, f"{done.uid}/")).status_code == 404


def test_a_folder_that_nobody_owns_is_erased() -> None:
    done = print_now(a_day("Samira"), "cuisine")
    for name in ("00000000-0000-4000-8000-000000000000", "autre"):
        (printed.every_folder() / name).mkdir()
    housekeep(now=timezone.now())
    assert [path.name for path in printed.every_folder().iterdir()] == [str(done.uid)]


def test_files_that_are_gone_are_said(client: Client, bob: Person) -> None:
    gathering = a_day("Samira")
    done = print_now(gathering, "cuisine")
    for path in printed.folder(done).iterdir():
        path.unlink()
    printed.folder(done).rmdir()
    assert "effacés" in client.get(desk(gathering, f"{done.uid}/")).content.decode()
    assert client.get(desk(gathering, f"{done.uid}/cuisine.pdf")).status_code == 404


def test_a_print_out_whose_process_was_cut_is_given_up() -> None:
    done = PrintOut.objects.create(gathering=make_gathering(), state="running")
    print_outs.expire(now=timezone.now() + timedelta(minutes=5))
    assert PrintOut.objects.get().state == "running"
    print_outs.expire(now=timezone.now() + timedelta(minutes=11))
    assert PrintOut.objects.get().state == "failed"
    print_outs.fail(done)
    assert PrintOut.objects.get().progress == 0


def test_the_page_costs_the_same_after_one_and_after_three(client: Client, bob: Person) -> None:
    costs, gathering = [], a_day("Samira")
    for _ in range(3):
        PrintOut.objects.create(gathering=gathering, asked_by=bob, state="ready")
        with CaptureQueriesContext(connection) as done:
            client.get(desk(gathering))
        costs.append(len(done))
    assert costs[0] == costs[2]


def test_nothing_personal_is_in_an_address_or_in_a_file_name(client: Client, bob: Person) -> None:
    gathering = a_day("Samira")
    done = print_now(gathering)
    page = client.get(desk(gathering, f"{done.uid}/")).content.decode()
    names = [path.name for path in printed.folder(done).iterdir()]
    assert "Samira" not in page
    assert [name for name in names if "amira" in name] == []


@pytest.mark.django_db(transaction=True)
def test_the_background_makes_what_the_page_asked_for(client: Client, bob: Person) -> None:
    gathering = a_day("Samira")
    client.post(desk(gathering), {"paper": "cuisine"})
    run_due()
    assert PrintOut.objects.get().state == "ready"
    assert set(DBTaskResult.objects.values_list("status", flat=True)) <= {"SUCCESSFUL", "READY"}
