"""Votes on statements: how exact and how quick, on public conversations and invented ones.

    python -m bench.opinion [--parts exact quick large] [--data ../shared/data] [--peer PYTHON]
    python -m bench.opinion --examples docs/formats/examples

`--peer` is the Python of an environment that has red-dwarf, which runs beside ours in a process of
its own. Prints tables in Markdown. The invented voters do not exist.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.compose import GROUPS, invented
from bench.examples import write_example
from entraide.numerics import opinion
from entraide.numerics.opinion import files

DATA = Path(__file__).parents[2] / "shared" / "data"
CONVERSATIONS = (
    "london.youth.policing", "brexit-consensus", "scoop-hivemind.taxes", "vtaiwan.uberx",
    "american-assembly.bowling-green",
)  # fmt: skip
FIXTURES = ("50ptpt-3gp-strict-no-meta", "below-100-ptpts")
# Voters, statements, votes, seconds and megabytes asked.
CROWDS = ((20_000, 2_000, 4_900_000, 3.0, 300), (1_000_000, 500, 50_000_000, 60.0, 2_000))
SECONDS_ASKED = {"american-assembly.bowling-green": 0.030}
# What the people of the study day voted on.
STATEMENTS = (
    "entraide-dans-le-mandat", "habitants-experts", "temps-detache", "quartier-d-abord",
    "coaching-vers-emploi", "salle-ouverte-le-soir", "jardin-partage", "repas-a-prix-libre",
    "ecrire-ensemble", "se-preparer-aux-penuries", "laicite-point-d-appui", "compter-l-entraide",
)  # fmt: skip
STUDY_DAY_VOTERS = 60
# Run by the other Python: positions and consensus of red-dwarf, and its seconds.
PEER = """
import json, sys, time
import numpy as np
from reddwarf.implementations.polis import run_pipeline
voters, statements, votes = json.load(open(sys.argv[1]))
rows = [{"participant_id": p, "statement_id": s, "vote": v, "modified": 0}
        for p, s, v in zip(voters, statements, votes)]
best = 1e9
for _ in range(int(sys.argv[2])):
    started = time.perf_counter()
    result = run_pipeline(votes=rows, random_state=0)
    best = min(best, time.perf_counter() - started)
people = result.participants_df
json.dump({
    "seconds": best,
    "positions": {str(k): [float(x) for x in v] for k, v in result.participant_projections.items()},
    "groups": {str(k): str(int(v)) for k, v in people["cluster_id"].dropna().items()},
    "consensus": {str(k): float(v) for k, v in result.group_aware_consensus["agree"].items()},
}, open(sys.argv[3], "w"))
"""


def main() -> None:
    """Measure and print, or write the example of the documentation."""
    reader = argparse.ArgumentParser(description=__doc__)
    every = ("exact", "quick", "large")
    reader.add_argument("--parts", nargs="+", choices=every, default=every)
    reader.add_argument("--data", type=Path, default=DATA, help="public conversations")
    reader.add_argument("--peer", help="a Python that has red-dwarf")
    reader.add_argument("--most", type=int, default=1_000_000, help="skip more voters than this")
    reader.add_argument("--examples", type=Path, help="write the study day there")
    reader.add_argument("--once", type=Path, help=argparse.SUPPRESS)
    options = reader.parse_args()
    if options.examples:
        write_examples(options.examples)
        return
    if options.once:
        measure_once(options.once)
        return
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    if "exact" in options.parts:
        compare_fixtures(options.data / "polis-math")
    if "quick" in options.parts:
        compare_conversations(options.data / "polis", options.peer)
    if "large" in options.parts:
        compare_crowds([crowd for crowd in CROWDS if crowd[0] <= options.most])


# Exactness, beside what Polis published


def compare_fixtures(folder: Path) -> None:
    """Print how far our figures are from those of Polis, given its groups."""
    print(
        "\n| given the groups of Polis | consensus, largest difference | representative | axes, r |"
    )
    print("|---|--:|---|--:|")
    for name in FIXTURES:
        rows, math = fixture(folder / name)
        answer = opinion.solve(of_polis(rows, math))
        off = max(
            abs(answer.consensus[statement] - right)
            for statement, right in math["group-aware-consensus"].items()
        )
        moderated = opinion.solve(of_polis(moderated_out(rows, math), math))
        same = all(
            [one.statement for one in moderated.representative[group]]
            == [str(one["tid"]) for one in right]
            for group, right in math["repness"].items()
        )
        print(
            f"| {name} | {off:.1e} | {'the same, in order' if same else 'others'} "
            f"| {' '.join(f'{one:.6f}' for one in likeness(moderated, math))} |"
        )


def fixture(folder: Path) -> tuple[list[tuple[str, str, int]], dict[str, Any]]:
    """Return the votes of a conversation, and what Polis made of them."""
    votes = json.loads((folder / "votes.json").read_text("utf-8"))
    rows = [
        (
            str(one.get("participant_id", one.get("pid"))),
            str(one.get("statement_id", one.get("tid"))),
            int(one["vote"]),
        )
        for one in votes
    ]
    return rows, json.loads((folder / "math-pca2.json").read_text("utf-8"))


def moderated_out(
    rows: Sequence[tuple[str, str, int]], math: dict[str, Any]
) -> list[tuple[str, str, int]]:
    """Return the votes without statements that were moderated out."""
    out = {str(one) for one in math["mod-out"]}
    return [row for row in rows if row[1] not in out]


def of_polis(rows: Sequence[tuple[str, str, int]], math: dict[str, Any]) -> opinion.Problem:
    """Return the problem with the groups of Polis."""
    members = dict(zip(math["base-clusters"]["id"], math["base-clusters"]["members"], strict=True))
    groups = {
        str(person): str(group["id"])
        for group in math["group-clusters"]
        for base in group["members"]
        for person in members[base]
    }
    return opinion.Problem(opinion.votes_of(rows), groups=groups)


def likeness(answer: opinion.Solution, math: dict[str, Any]) -> list[float]:
    """Return how alike the axes are, as |r|."""
    names = list(answer.axes)
    return [
        correlation(
            [answer.axes[name][axis] for name in names],
            [math["pca"]["comps"][axis][math["tids"].index(int(name))] for name in names],
        )
        for axis in (0, 1)
    ]


def correlation(left: Sequence[float], right: Sequence[float]) -> float:
    """Return |r|."""
    return abs(float(np.corrcoef(left, right)[0, 1]))


# Speed, beside red-dwarf


def compare_conversations(folder: Path, peer: str | None) -> None:
    """Print how long each conversation takes, and how alike both answers are."""
    print(
        "\n| conversation | voters x statements, votes | read, s | solve, s | asked | all, s |",
        end="",
    )
    print(" groups | stability | check, s |", end="")
    print(" red-dwarf, s | times | axes, r | consensus, largest difference |" if peer else "")
    print("|---|---|--:|--:|--:|--:|---|--:|--:|" + ("--:|--:|---|--:|" if peer else ""))
    for name in CONVERSATIONS:
        path = folder / name / "participants-votes.csv"
        problem = read(path)
        votes = problem.votes
        fast, answer = best(
            lambda problem=problem: opinion.solve(replace(problem, stability=False))
        )
        full, stable = best(lambda problem=problem: opinion.solve(problem), 3)
        checked, violations = best(
            lambda problem=problem, stable=stable: opinion.check(problem, stable), 3
        )
        assert violations == []
        sizes = Counter((stable.groups or {}).values())
        shown = " + ".join(str(size) for _, size in sorted(sizes.items()))
        print(
            f"| {name} | {len(votes.voters):,} x {len(votes.statements)}, {len(votes.vote):,} "
            f"| {best(lambda path=path: read(path), 3)[0]:.3f} | {fast:.4f} "
            f"| {SECONDS_ASKED.get(name, '')} | {full:.3f} | {shown} "
            f"| {stable.stability} | {checked:.3f} |",
            end="",
        )
        print(beside(problem, answer, fast, peer) if peer else "", flush=True)


def read(path: Path) -> opinion.Problem:
    """Return the problem of a CSV file."""
    with path.open("rb") as stream:
        return files.read_table(stream)


def best(work: Any, times: int = 15) -> tuple[float, Any]:
    """Return the least seconds that some work took, and what it returned."""
    least = float("inf")
    for _ in range(times):
        started = time.perf_counter()
        found = work()
        least = min(least, time.perf_counter() - started)
    return least, found


def beside(problem: opinion.Problem, answer: opinion.Solution, ours: float, peer: str) -> str:
    """Return the seconds of the other program, and how alike its answer is."""
    votes = problem.votes
    with tempfile.TemporaryDirectory() as folder:
        given, found = Path(folder) / "votes.json", Path(folder) / "found.json"
        rows = (
            [int(votes.voters[one]) for one in votes.voter],
            [int(votes.statements[one]) for one in votes.statement],
            list(votes.vote),
        )
        given.write_text(json.dumps(rows), "utf-8")
        command = [peer, "-W", "ignore", "-c", PEER, str(given), "3", str(found)]
        subprocess.run(command, check=True, env=one_thread())
        theirs = json.loads(found.read_text("utf-8"))
    names = list(answer.positions)
    alike = [
        correlation(
            [answer.positions[name][axis] for name in names],
            [theirs["positions"][name][axis] for name in names],
        )
        for axis in (0, 1)
    ]
    given_groups = opinion.solve(replace(problem, groups=theirs["groups"]))
    off = max(
        abs(given_groups.consensus[name] - right) for name, right in theirs["consensus"].items()
    )
    seconds = theirs["seconds"]
    return (
        f" {seconds:.2f} | {seconds / ours:.0f} | {' '.join(f'{one:.9f}' for one in alike)} "
        f"| {off:.1e} |"
    )


def one_thread() -> dict[str, str]:
    """Return the environment with one thread."""
    return os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


# Crowds


def compare_crowds(crowds: Sequence[tuple[int, int, int, float, int]]) -> None:
    """Print how long a crowd takes, from its file to what it says, and how much memory."""
    print(
        "\n| invented, from a file | read, s | solve, s | write, s | in all | asked | MB | asked |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for people, statements, votes, seconds, memory in crowds:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "votes.csv"
            write_crowd(path, people, statements, votes)
            command = [sys.executable, "-m", "bench.opinion", "--once", str(path)]
            ran = subprocess.run(
                command, check=True, env=one_thread(), capture_output=True, text=True
            )
        spent = json.loads(ran.stdout)
        name = f"{people:,} x {statements:,}, {votes:,} votes"
        print(
            f"| {name} | {spent['read']:.1f} | {spent['solve']:.2f} | {spent['write']:.1f} "
            f"| {sum(spent[one] for one in ('read', 'solve', 'write')):.1f} | {seconds} "
            f"| {spent['megabytes']} | {memory} |",
            flush=True,
        )


def write_crowd(path: Path, people: int, statements: int, votes: int) -> None:
    """Write votes of a crowd of three opinions, statement after statement, as Polis does."""
    lots = np.random.default_rng(5)
    group = lots.integers(0, 3, people)
    each = votes // statements
    with path.open("wb") as stream:
        stream.write(b"voter-id,comment-id,vote\n")
        for statement in range(statements):
            voters = np.sort(lots.permutation(people)[:each])
            liked = lots.normal(0, 1) + lots.normal(0, 1.2, 3)[group[voters]]
            said = liked + lots.logistic(0, 1, each)
            vote = np.where(said > 0.4, 1, np.where(said < -0.4, -1, 0))
            lines = [
                f"{voter},{statement},{one}"
                for voter, one in zip(voters.tolist(), vote.tolist(), strict=True)
            ]
            stream.write(("\n".join(lines) + "\n").encode())


def measure_once(path: Path) -> None:
    """Print the seconds and megabytes of one file, from reading to writing."""
    clock = [time.perf_counter()]
    problem = replace(read(path), stability=False)
    clock.append(time.perf_counter())
    answer = opinion.solve(problem)
    clock.append(time.perf_counter())
    with tempfile.TemporaryFile("w", encoding="utf-8") as stream:
        json.dump(files.write_solution(problem, answer), stream)
    clock.append(time.perf_counter())
    spent = dict(zip(("read", "solve", "write"), np.diff(clock).tolist(), strict=True))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(spent | {"megabytes": most}))


# The example of the documentation


def study_day_opinion() -> dict[str, Any]:
    """Return how people of the study day voted, after the peer tables."""
    lots = np.random.default_rng(8)
    people = invented(170, seed=8)[:STUDY_DAY_VOTERS]
    groups = [one.traits["peer_group"] for one in people]
    views = lots.normal(0, 1.1, (len(GROUPS), len(STATEMENTS))) + lots.normal(
        0.5, 1, len(STATEMENTS)
    )
    side = lots.choice((-1, 1), len(people))
    cut = lots.normal(0, 1.3, len(STATEMENTS))
    votes = []
    for place, person in enumerate(people):
        liked = views[GROUPS.index(groups[place])] + side[place] * cut
        said = liked + lots.logistic(0, 0.8, len(STATEMENTS))
        seen = np.sort(lots.permutation(len(STATEMENTS))[: lots.integers(5, len(STATEMENTS) + 1)])
        votes += [
            [person.id, STATEMENTS[one], 1 if said[one] > 0.4 else -1 if said[one] < -0.4 else 0]
            for one in seen.tolist()
        ]
    # Someone thought again.
    votes.append([people[0].id, votes[0][1], 0])
    return {
        "kind": "opinion",
        "votes": votes,
        "peer_groups": dict(zip([one.id for one in people[2:]], groups[2:], strict=True)),
        "min_votes": 7,
        "groups": None,
        "stability": True,
    }


def write_examples(folder: Path) -> None:
    """Write the problem and its solution."""
    write_example(folder, "opinion", study_day_opinion(), lines)


def lines(document: dict[str, Any]) -> str:
    """Return a document with one line for each vote, voter or group: easy to read and compare."""
    parts = []
    for key, value in document.items():
        text = json.dumps(value, ensure_ascii=False)
        if value and key in {"votes", "unsaid"}:
            text = "[\n  " + ",\n  ".join(map(said, value)) + "\n ]"
        elif isinstance(value, dict) and key not in {"peer_groups", "groups"}:
            inside = (f'"{name}": {said(one)}' for name, one in value.items())
            text = "{\n  " + ",\n  ".join(inside) + "\n }"
        parts.append(f' "{key}": {text}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def said(value: Any) -> str:
    """Return a value on one line."""
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main()
