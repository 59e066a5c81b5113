"""The commands `entraide solve` and `entraide check`, as one types them."""

import io
import json
import os
import pty
import random
import select
import signal
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from entraide import cli
from entraide.computing import Pace

WISHES: dict[str, Any] = {
    "kind": "wishes",
    "options": [{"id": "help", "capacity": 1}, {"id": "jardin", "capacity": 1}],
    "people": [
        {"id": "a", "wishes": ["help", "jardin"]},
        {"id": "b", "wishes": ["help"]},
    ],
}
LOTS = random.Random(1)
# Improving four rounds of these people never ends by a proof: it takes the time it is given.
LONG: dict[str, Any] = {
    "kind": "tables",
    "people": [
        {"id": f"p{i}", "traits": {trait: LOTS.choice("aaabbcdef") for trait in "uvwxy"}}
        for i in range(170)
    ],
    "rounds": [{"id": f"r{i}", "tables": 22} for i in range(4)],
}
ENTRAIDE = Path(sys.prefix) / "bin" / "entraide"


def written(folder: Path, document: Any, name: str = "problem.json") -> str:
    """Write a document, or text as it is; return its path."""
    path = folder / name
    path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    return str(path)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, list[str]]:
    """Run a command; return its exit code, what it wrote, and the lines of what it said."""
    code = cli.main([*arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err.splitlines()


def solved(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    code, out, err = run(capsys, "solve", *arguments)
    assert (code, err) == (0, [])
    document: dict[str, Any] = json.loads(out)
    return document


def test_a_problem_in_gives_a_solution_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    document = solved(capsys, "wishes", written(tmp_path, WISHES))
    assert document.pop("seconds") >= 0
    assert document == {
        "assigned": {"a": "jardin", "b": "help"},
        "unplaced": [],
        "profile": [1, 1],
        "proof": {"method": "prices", "potentials": document["proof"]["potentials"]},
        "seed": 0,
    }


def test_a_solution_written_to_a_file_passes_the_verifier(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    problem, solution = written(tmp_path, WISHES), str(tmp_path / "solution.json")
    assert run(capsys, "solve", "wishes", problem, "-o", solution) == (0, "", [])
    assert run(capsys, "check", "wishes", problem, solution) == (0, "", [])


def test_every_violation_is_printed_and_is_exit_code_1(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    problem = written(tmp_path, WISHES)
    solution = solved(capsys, "wishes", problem)
    solution["assigned"] = {"a": "help", "b": "help"}
    code, out, err = run(capsys, "check", "wishes", problem, written(tmp_path, solution, "s"))
    assert (code, out, err) == (1, '"help" has 2 people for 1 places\n', [])


def test_both_commands_read_standard_input(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def typed(document: Any) -> None:
        raw = io.BytesIO(json.dumps(document).encode())
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(raw))

    typed(WISHES)
    solution = solved(capsys, "wishes", "-")
    typed(solution)
    assert run(capsys, "check", "wishes", written(tmp_path, WISHES), "-") == (0, "", [])
    assert run(capsys, "check", "wishes", "-", "-") == (
        2,
        "",
        ['problem, solution: only one of them can be "-"'],
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{", "not JSON: Expecting property name enclosed in double quotes (line 1, column 2)"),
        ('{"kind": NaN}', "document: NaN is not a number"),
        ('{"kind": -Infinity}', "document: -Infinity is not a number"),
        ('{"kind": 1, "kind": 2}', 'kind: the key "kind" is there twice'),
        ("[" * 100_000, "too deeply nested"),
        ("9" * 5000, "a number is too long"),
        ('{"kind": "\\ud800"}', "half a character ('\\ud800')"),
    ],
)
def test_what_is_not_json_is_refused_with_its_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, line: str
) -> None:
    path = written(tmp_path, text)
    code, out, err = run(capsys, "solve", "wishes", path)
    assert (code, out) == (2, "")
    assert [said.removeprefix(f"{path}: ") for said in err] == [line]


def test_a_whole_character_written_in_two_halves_is_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = json.dumps(WISHES).replace("jardin", "\\ud83c\\udf31")
    assert solved(capsys, "wishes", written(tmp_path, text))["assigned"]["a"] == "🌱"


def test_what_is_not_utf_8_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "latin"
    path.write_bytes('{"é": 1}'.encode("latin-1"))
    assert run(capsys, "solve", "wishes", str(path)) == (2, "", [f"{path}: not UTF-8 at byte 2"])


def test_a_file_that_is_not_there_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = str(tmp_path / "none")
    missing = (2, "", [f"{path}: No such file or directory"])
    assert run(capsys, "solve", "wishes", path) == missing
    assert run(capsys, "check", "wishes", path, "x") == missing


def test_each_fault_is_a_line_with_its_place_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    problem = deepcopy(WISHES)
    problem["people"][1]["wishes"] = ["help", "x"]
    problem["colour"] = "red"
    output = tmp_path / "solution.json"
    code, out, err = run(capsys, "solve", "wishes", written(tmp_path, problem), "-o", str(output))
    assert (code, out) == (2, "")
    assert err == ["colour: unknown key", 'people[1].wishes[1]: unknown option "x"']
    assert not output.exists()


def test_a_fault_of_the_solution_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    problem = written(tmp_path, WISHES)
    solution = solved(capsys, "wishes", problem) | {"unplaced": 3}
    code, out, err = run(capsys, "check", "wishes", problem, written(tmp_path, solution, "s"))
    assert (code, out, err) == (2, "", ["solution: unplaced: a list is expected, not 3"])


def test_infeasible_is_exit_code_3_with_the_reason(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    problem = deepcopy(WISHES)
    problem["people"][0]["needs"] = ["quiet"]
    output = tmp_path / "solution.json"
    code, out, err = run(capsys, "solve", "wishes", written(tmp_path, problem), "-o", str(output))
    assert (code, out) == (3, "")
    assert err == ['infeasible: no option offers "quiet", which "a" needs']
    assert not output.exists()


@pytest.mark.slow
def test_undecided_is_exit_code_1_with_the_reason(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    names = [f"o{i}" for i in range(150)]
    # Of the first option, which all pairs prefer, a flow gives half a pair the last place.
    people = [
        {"id": f"p{i}{one}", "wishes": names[:1] + names[i:] + names[1:i], "party": f"f{i}"}
        for i in range(1, 150)
        for one in "ab"
    ]
    options = [{"id": name, "capacity": 3} for name in names]
    path = written(tmp_path, {"kind": "wishes", "options": options, "people": people})
    code, out, err = run(capsys, "solve", "wishes", path)
    assert (code, out) == (1, "")
    assert err[0].startswith("undecided: parties make an integer programme of 22499 variables")


def test_a_place_where_nothing_can_be_written_is_said_before_the_work(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    output = str(tmp_path / "none" / "solution.json")
    code, out, err = run(capsys, "solve", "wishes", written(tmp_path, WISHES), "-o", output)
    assert (code, out, err) == (2, "", [f"{tmp_path / 'none'}: no such folder"])


def test_an_output_that_cannot_be_written_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = written(tmp_path, WISHES)
    code, out, err = run(capsys, "solve", "wishes", path, "-o", str(tmp_path))
    assert (code, out, err) == (2, "", [f"{tmp_path}: Is a directory"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["solve"],
        ["solve", "poetry", "-"],
        ["solve", "wishes", "-", "--seed", "-1"],
        ["solve", "wishes", "-", "--seed", "x"],
        ["solve", "tables", "-", "--time-limit", "0"],
        ["solve", "tables", "-", "--time-limit", "inf"],
        ["solve", "tables", "-", "--time-limit", "soon"],
        ["check", "wishes", "-"],
    ],
)
def test_what_cannot_be_typed_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    assert end.value.code == 2
    assert "usage: entraide" in capsys.readouterr().err


def test_the_seed_decides_between_equal_people(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    people = [{"id": name, "wishes": ["help"]} for name in "abcdef"]
    path = written(tmp_path, WISHES | {"people": people})
    found = [solved(capsys, "wishes", path, "--seed", str(seed)) for seed in range(20)]
    assert [one["seed"] for one in found] == list(range(20))
    assert len({str(one["assigned"]) for one in found}) > 1


def test_the_time_limit_is_the_time_taken(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    document = solved(capsys, "tables", written(tmp_path, LONG), "--time-limit", "0.3")
    # The plan would take many times longer; finishing adds a little.
    assert 0.3 <= document["seconds"] < 3


def test_ctrl_c_ends_work_without_a_best_so_far_as_any_program() -> None:
    with Pace(None, patient=False):
        assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_ctrl_c_ends_patient_work_at_once() -> None:
    with Pace(None, patient=True) as pace:
        assert pace(0.25) == 0.25
        os.kill(os.getpid(), signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
        assert pace(0.5) == 1.0
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.slow
def test_on_a_terminal_long_work_says_how_far_it_is_and_ctrl_c_keeps_the_best(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    problem = written(tmp_path, LONG)
    ours, theirs = pty.openpty()
    command = [str(ENTRAIDE), "solve", "tables", problem, "--time-limit", "60"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        said = os.read(ours, 100)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
    os.close(ours)
    solution = json.loads(out)
    assert (process.returncode, said.decode().strip()[-1]) == (0, "%")
    assert 2 <= solution["seconds"] < 20
    path = written(tmp_path, solution, "solution.json")
    assert run(capsys, "check", "tables", problem, path) == (0, "", [])


def test_progress_is_said_twice_a_second_and_ends_with_a_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with Pace(None, patient=True) as pace:
            pace(0.1)
            pace.started = pace.spoke = pace.started - 3
            pace(0.5)
            pace(0.6)
    # A terminal may hand over what was written in pieces.
    said = b""
    while select.select([ours], [], [], 0.2)[0]:
        try:
            said += os.read(ours, 100)
        except OSError:
            break
    assert said.decode() == "\r 50%\r\n"
    os.close(ours)


@pytest.mark.slow
@pytest.mark.parametrize(("terminal", "limit"), [(False, "2.2"), (True, "0.3")])
def test_no_progress_is_shown_to_a_file_or_for_short_work(
    tmp_path: Path, terminal: bool, limit: str
) -> None:
    ours, theirs = pty.openpty() if terminal else os.pipe()
    command = [str(ENTRAIDE), "solve", "tables", written(tmp_path, LONG), "--time-limit", limit]
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.set_blocking(ours, False)
    if terminal:
        with pytest.raises(BlockingIOError):
            os.read(ours, 100)
    os.close(theirs)
    if not terminal:
        assert os.read(ours, 100) == b""
    os.close(ours)
    assert json.loads(ran.stdout)["seconds"] >= float(limit)
