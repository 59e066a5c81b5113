"""Without a mail server, letters stay on the machine; only a demonstration shows them."""

import stat
from pathlib import Path

import pytest
from django.core.mail import send_mail
from django.test import Client
from pytest_django import Settings

from entraide.people import outbox

PAGE = "/boite-d-envoi/"


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A folder that letters stay in."""
    settings.EMAIL_BACKEND = "entraide.people.outbox.LocalBackend"
    settings.OUTBOX_FOLDER = tmp_path / "outbox"
    return tmp_path / "outbox"


def write(subject: str = "Votre code") -> None:
    send_mail(subject, "Bonjour <b>Alice</b>", None, ["alice@entraide.example"])


def test_letters_are_kept_latest_first(folder: Path) -> None:
    write("Un")
    write("Deux")
    assert [letter["subject"] for letter in outbox.letters()] == ["Deux", "Un"]


def test_letters_are_shown_on_the_console(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write()
    assert "Bonjour <b>Alice</b>" in capsys.readouterr().out


def test_only_the_last_letters_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "KEPT", 3)
    for number in range(5):
        write(str(number))
    assert [letter["subject"] for letter in outbox.letters()] == ["4", "3", "2"]


def test_nobody_else_on_the_machine_reads_the_folder(folder: Path) -> None:
    write()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("local", "demo", "debug", "status"),
    [
        (True, True, False, 200),
        (True, False, True, 200),
        (True, False, False, 404),
        (False, True, True, 404),
    ],
)
def test_the_page_exists_in_a_demonstration_only(
    client: Client,
    settings: Settings,
    folder: Path,
    local: bool,
    demo: bool,
    debug: bool,
    status: int,
) -> None:
    settings.MAIL_STAYS_LOCAL, settings.DEMO, settings.DEBUG = local, demo, debug
    write()
    assert client.get(PAGE).status_code == status


def test_what_a_letter_says_is_shown_as_text(
    client: Client, settings: Settings, folder: Path
) -> None:
    settings.DEMO = True
    write()
    assert "Bonjour &lt;b&gt;Alice&lt;/b&gt;" in client.get(PAGE).content.decode()


def test_an_empty_outbox_says_what_to_do(client: Client, settings: Settings, folder: Path) -> None:
    settings.DEMO = True
    assert "Rien encore. Demandez un code pour entrer" in client.get(PAGE).content.decode()
