"""The program `entraide`, as one types it."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from entraide import cli


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take back what a command writes into the environment."""
    for name in ("ENTRAIDE_ADDRESS", "ENTRAIDE_DEMO", "ENTRAIDE_DATA"):
        monkeypatch.setenv(name, os.environ.get(name, ""))


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that someone listens on."""
    with socket.socket() as listener:
        listener.bind((cli.LOCAL, 0))
        listener.listen()
        yield listener.getsockname()[1]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str]:
    """Run a command that argparse ends; return its exit code and what it said."""
    with pytest.raises(SystemExit) as end:
        cli.main([*arguments])
    printed = capsys.readouterr()
    return end.value.code, printed.out + printed.err


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["demo", "--help"]])
def test_help_is_there(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    code, words = said(capsys, *arguments)
    assert code == 0
    assert words.startswith("usage: entraide")


def test_help_names_the_three_commands(capsys: pytest.CaptureFixture[str]) -> None:
    _code, words = said(capsys, "--help")
    assert [name for name in ("run", "demo", "manage") if f"\n    {name} " not in words] == []


def test_without_a_command_it_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    code, words = said(capsys)
    assert code == 2
    assert "usage: entraide" in words


def test_by_default_only_this_machine_may_ask() -> None:
    options = cli.parser().parse_args(["run"])
    assert (options.host, options.port, options.demo) == ("127.0.0.1", 8000, False)


def test_everything_can_be_chosen() -> None:
    typed = "run --host 0.0.0.0 --port 80 --address https://q.example --data /srv/q --demo"
    options = cli.parser().parse_args(typed.split())
    assert (options.host, options.port, options.address) == ("0.0.0.0", 80, "https://q.example")
    assert (options.data, options.demo) == (Path("/srv/q"), True)


def test_a_port_that_is_taken_is_said_with_what_to_type(
    capsys: pytest.CaptureFixture[str], taken_port: int
) -> None:
    assert cli.main(["run", "--port", str(taken_port)]) == 1
    sentence = f"Le port {taken_port} est déjà pris. Essayez : entraide run --port {taken_port + 1}"
    assert capsys.readouterr().err.strip() == sentence


def test_a_free_port_is_free(taken_port: int) -> None:
    with socket.socket() as probe:
        probe.bind((cli.LOCAL, 0))
        free = probe.getsockname()[1]
    assert cli.why_not(cli.LOCAL, free) == ""
    assert cli.why_not(cli.LOCAL, taken_port) != ""


@pytest.mark.parametrize("port", ["70000", "-1", "huit mille"])
def test_a_port_that_cannot_be_is_refused_with_a_sentence(
    capsys: pytest.CaptureFixture[str], port: str
) -> None:
    try:
        code: object = cli.main(["run", f"--port={port}"])
    except SystemExit as end:
        code = end.code
    assert code == 2
    assert "un port est un nombre de 1 à 65535" in capsys.readouterr().err


def test_a_host_that_cannot_be_is_not_called_a_taken_port(
    capsys: pytest.CaptureFixture[str], taken_port: int
) -> None:
    assert cli.main(["run", "--host", "pas une machine", "--port", str(taken_port)]) != 0
    assert "déjà pris" not in capsys.readouterr().err


def test_django_s_own_commands_are_under_manage(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["manage", "check"]) == 0
    assert "no issues" in capsys.readouterr().out


def test_open_to_everyone_one_says_the_address_that_people_type(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["run", "--host", "0.0.0.0"]) == 1
    assert "--address http://" in capsys.readouterr().err
