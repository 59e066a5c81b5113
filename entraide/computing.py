"""The commands `entraide solve` and `entraide check`: one JSON file in, one out."""

import argparse
import json
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from entraide.numerics.faults import Infeasible, Undecided, Unusable
from entraide.numerics.kinds import KINDS

SOLVED, FAULTY, UNUSABLE, INFEASIBLE = 0, 1, 2, 3
STANDARD_INPUT = "-"
# Shorter work shows no progress.
SILENT_SECONDS = 2.0
LINE_SECONDS = 0.5


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both commands to the program."""
    solve = commands.add_parser("solve", help="solve a problem: docs/formats.md")
    solve.add_argument("kind", choices=sorted(KINDS), metavar="KIND")
    solve.add_argument("problem", metavar="PROBLEM", help='a JSON file, or "-"')
    solve.add_argument("-o", "--output", type=Path, metavar="SOLUTION", help="where to write")
    solve.add_argument("--seed", type=whole_number, default=0, help="which lots are drawn")
    solve.add_argument(
        "--time-limit",
        type=seconds,
        metavar="SECONDS",
        help="take this time, no more and no less; a sooner proof ends it",
    )
    solve.set_defaults(act=solve_problem)
    check = commands.add_parser("check", help="verify a solution: every violation, one a line")
    check.add_argument("kind", choices=sorted(KINDS), metavar="KIND")
    check.add_argument("problem", metavar="PROBLEM", help='a JSON file, or "-"')
    check.add_argument("solution", metavar="SOLUTION", help='a JSON file, or "-"')
    check.set_defaults(act=check_solution)


def whole_number(text: str) -> int:
    """Return a whole number of zero or more."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError("a whole number of 0 or more is expected")
    return int(text)


def seconds(text: str) -> float:
    """Return a number of seconds above zero."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError("a number of seconds above 0 is expected")
    return number


def solve_problem(options: argparse.Namespace) -> int:
    """Solve a problem; say on standard error why when it cannot be."""
    kind = KINDS[options.kind]
    if options.output is not None and not options.output.parent.is_dir():
        return refused([f"{options.output.parent}: no such folder"], UNUSABLE)
    try:
        problem = kind.read_problem(read_json(options.problem))
        started = time.monotonic()
        with Pace(options.time_limit, kind.patient) as pace:
            solution = kind.solve(problem, options.seed, pace)
    except Unusable as fault:
        return refused(fault.lines, UNUSABLE)
    except Infeasible as reason:
        return refused([f"infeasible: {reason}"], INFEASIBLE)
    except Undecided as reason:
        return refused([f"undecided: {reason}"], FAULTY)
    document = kind.write_solution(problem, solution)
    document["seconds"] = round(time.monotonic() - started, 3)
    try:
        write_json(document, options.output)
    except OSError as fault:
        return refused([f"{options.output}: {fault.strerror}"], UNUSABLE)
    return SOLVED


def check_solution(options: argparse.Namespace) -> int:
    """Print every violation of a solution; none is exit code 0."""
    kind = KINDS[options.kind]
    if options.problem == options.solution == STANDARD_INPUT:
        return refused(['problem, solution: only one of them can be "-"'], UNUSABLE)
    try:
        problem = kind.read_problem(read_json(options.problem))
    except Unusable as fault:
        return refused(fault.lines, UNUSABLE)
    try:
        solution = kind.read_solution(problem, read_json(options.solution))
    except Unusable as fault:
        return refused([f"solution: {line}" for line in fault.lines], UNUSABLE)
    violations = kind.check(problem, solution)
    for violation in violations:
        print(violation)
    return FAULTY if violations else SOLVED


def read_json(source: str) -> Any:
    """Return a JSON document; raise `Unusable` when it is none, or says a key twice."""
    raw = read_bytes(source)
    try:
        document = json.loads(raw.decode("utf-8"), object_pairs_hook=once, parse_constant=no_number)
        if b"\\u" in raw:
            json.dumps(document, ensure_ascii=False).encode("utf-8")
    except Unusable:
        raise
    except UnicodeDecodeError as fault:
        raise Unusable([f"{source}: not UTF-8 at byte {fault.start}"]) from fault
    except UnicodeEncodeError as fault:
        raise Unusable([f"{source}: half a character ({fault.object[fault.start]!a})"]) from fault
    except json.JSONDecodeError as fault:
        place = f"line {fault.lineno}, column {fault.colno}"
        raise Unusable([f"{source}: not JSON: {fault.msg} ({place})"]) from fault
    except RecursionError as fault:
        raise Unusable([f"{source}: too deeply nested"]) from fault
    except ValueError as fault:
        raise Unusable([f"{source}: a number is too long"]) from fault
    return document


def read_bytes(source: str) -> bytes:
    """Return what a file holds, or standard input."""
    try:
        return sys.stdin.buffer.read() if source == STANDARD_INPUT else Path(source).read_bytes()
    except OSError as fault:
        raise Unusable([f"{source}: {fault.strerror}"]) from fault


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object whose keys are all different."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise Unusable([f'{twice}: the key "{twice}" is there twice'])
    return found


def no_number(name: str) -> Any:
    """Refuse NaN and infinities, which JSON does not have."""
    raise Unusable([f"document: {name} is not a number"])


def write_json(document: dict[str, Any], output: Path | None) -> None:
    """Write a document on one line, to a file or to standard output."""
    text = json.dumps(document, ensure_ascii=False, separators=(", ", ": ")) + "\n"
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8")


def refused(lines: list[str], code: int) -> int:
    """Say each line on standard error; return the exit code."""
    for line in lines:
        print(line, file=sys.stderr)
    return code


class Pace:
    """How far the work is: by plan, or by the time spent.

    Ctrl-C ends patient work with the best so far; the second one, or the first when there is no
    best so far, ends the program at once.
    """

    def __init__(self, limit: float | None, patient: bool) -> None:
        self.limit = limit
        self.patient = patient
        self.started = self.spoke = time.monotonic()
        self.stopped = False

    def __enter__(self) -> "Pace":
        # Python's own way would wait until a solver comes back.
        handler = self.stop if self.patient else signal.SIG_DFL
        self.before = signal.signal(signal.SIGINT, handler)
        return self

    def __exit__(self, *fault: object) -> None:
        signal.signal(signal.SIGINT, self.before)
        if self.spoke > self.started:
            print(file=sys.stderr)

    def stop(self, _signal: int, _frame: object) -> None:
        """Stop at the next step."""
        self.stopped = True
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    def __call__(self, planned: float) -> float:
        """Return the part done."""
        now = time.monotonic()
        part = planned if self.limit is None else (now - self.started) / self.limit
        self.speak(part, now)
        return 1.0 if self.stopped else part

    def speak(self, part: float, now: float) -> None:
        """Show a line on a terminal, when the work lasts."""
        late = now - self.started > SILENT_SECONDS and now - self.spoke > LINE_SECONDS
        if late and sys.stderr.isatty():
            self.spoke = now
            print(f"\r{min(part, 1):4.0%}", end="", file=sys.stderr, flush=True)
