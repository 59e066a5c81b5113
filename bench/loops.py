"""Loops and chains: how many people served, with which bound, and how quick.

    python -m bench.loops [--parts random near kep] [--most 100000] [--kep PYTHON]
    python -m bench.loops --examples docs/formats/examples

`--kep` is the Python of an environment that has kep_solver (`make kep`), which runs beside ours in
a process of its own, on the same problems. Prints tables in Markdown. Seconds go from the lists of
names to the answer. The invented people do not exist.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from bench.examples import a_line_each, write_example
from bench.papers import machine
from entraide.numerics import loops

KEP = Path(__file__).parents[1] / ".clients" / "kep" / "bin" / "python"
EACH = 5
BLOCK = 50
# Seconds asked for a hundred thousand people at length 3.
ASKED = 12
MOST_LINKED = 10_000


def main() -> None:
    """Measure and print, or write the example of the documentation."""
    reader = argparse.ArgumentParser(description=__doc__)
    every = ("random", "near", "dense", "links", "kep")
    reader.add_argument("--parts", nargs="+", choices=every, default=every)
    reader.add_argument("--most", type=int, default=100_000, help="skip more people than this")
    reader.add_argument("--kep", type=Path, default=KEP, help="a Python that has kep_solver")
    reader.add_argument("--examples", type=Path, help="write the example there")
    options = reader.parse_args()
    if options.examples:
        write_examples(options.examples)
        return
    print(f"Machine: {machine()}; one thread.")
    sizes = [people for people in (1_000, 10_000, 100_000) if people <= options.most]
    if "random" in options.parts:
        table("random, 5 arcs each", (random_people(*one) for one in cases(sizes)))
    if "near" in options.parts:
        title = f"neighbourhoods of {BLOCK}, 5 arcs each, a tenth of them elsewhere"
        table(title, (neighbourhoods(*one) for one in cases(sizes)))
    if "dense" in options.parts:
        dense = ((300, 20, 3), (1_000, 20, 3), (1_000, 50, 3), (1_000, 50, 4), (2_000, 500, 3))
        made = (random_people(people, length, 0.0, each) for people, each, length in dense)
        table("random, many arcs each", made)
    if "links" in options.parts:
        table_of_links(sizes)
    if "kep" in options.parts:
        compare_with_kep(options.kep)


def cases(sizes: Iterable[int]) -> list[tuple[int, int, float]]:
    """Return people, longest loop and share of givers."""
    return [
        (people, length, givers)
        for people in sizes
        for length in (2, 3, 4)
        for givers in (0.0, 0.01)
    ]


# Invented people


def random_people(
    people: int, length: int, givers: float = 0.0, each: int = EACH, seed: int = 1
) -> loops.Problem:
    """Return people who could give to anybody."""
    lots = np.random.default_rng(seed)
    count = people + int(people * givers)
    arcs = lots.integers(0, [count, people], (people * each, 2))
    return problem_of(people, count, arcs, length)


def neighbourhoods(people: int, length: int, givers: float = 0.0, seed: int = 1) -> loops.Problem:
    """Return people who give within their own neighbourhood as a rule; givers give anywhere."""
    lots = np.random.default_rng(seed)
    count = people + int(people * givers)
    one = lots.integers(0, count, people * EACH)
    other = one // BLOCK * BLOCK + lots.integers(0, BLOCK, len(one))
    far = (lots.random(len(one)) < 0.1) | (other >= people)
    other = np.where(far, lots.integers(0, people, len(one)), other)
    return problem_of(people, count, np.column_stack([one, other]), length)


def problem_of(people: int, count: int, arcs: Any, length: int) -> loops.Problem:
    """Return the problem with names, without arcs to oneself."""
    arcs = arcs[arcs[:, 0] != arcs[:, 1]].tolist()
    return loops.Problem(
        tuple(f"p{one}" for one in range(people)),
        tuple((f"p{one}", f"p{other}") for one, other in arcs),
        givers=tuple(f"p{one}" for one in range(people, count)),
        max_length=length,
    )


# Tables


def table(title: str, problems: Iterable[loops.Problem]) -> None:
    """Print what is found for each problem, verified."""
    print(f"\n| {title} | length | givers | loops | chains | served | bound | gap | seconds |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for problem in problems:
        started = time.perf_counter()
        answer = loops.solve(problem)
        spent = time.perf_counter() - started
        assert loops.check(problem, answer) == []
        gap = (answer.served_bound - answer.served) / max(answer.served_bound, 1)
        limit = len(problem.people) == 100_000 and problem.max_length == 3
        asked = f" ({ASKED} asked)" if limit else ""
        print(
            f"| {len(problem.people):,} people, {len(problem.arcs):,} arcs | {problem.max_length} "
            f"| {len(problem.givers):,} | {len(answer.loops):,} | {len(answer.chains):,} "
            f"| {answer.served:,} | {answer.served_bound:,} | {gap:.1%} | {spent:.2f}{asked} |",
            flush=True,
        )


def table_of_links(sizes: Iterable[int]) -> None:
    """Print what the best of twenty links would bring, and the seconds of all twenty."""
    print("\n| one more link, 20 tried | best brings | not proven | seconds |\n|---|--:|--:|--:|")
    # Each link solves its parts again: minutes each where a hundred thousand people are one part.
    for people in (one for one in sizes if one <= MOST_LINKED):
        for name, make in (("random", random_people), ("neighbourhoods", neighbourhoods)):
            problem = make(people, 3, 0.01)
            answer = loops.solve(problem)
            started = time.perf_counter()
            found = loops.one_more(problem, answer, most=20)
            spent = time.perf_counter() - started
            open_ = sum(link.more < link.at_most for link in found)
            print(f"| {people:,} people, {name} | {found[0].more} | {open_} | {spent:.2f} |")


# Beside kep_solver


def compare_with_kep(python: Path) -> None:
    """Print both answers and both times on small problems."""
    if not python.exists():
        print(f"\nkep_solver: {python} is not there (make kep)")
        return
    problems = [
        make(people, length, givers, seed=seed)
        for people in (100, 300)
        for length in (3, 4)
        for givers in (0.0, 0.02)
        for seed in (1, 2)
        for make in (kep_random, neighbourhoods)
    ]
    theirs = of_kep(python, [document_of(problem) for problem in problems])
    same, ours, other = 0, 0.0, 0.0
    for problem, found in zip(problems, theirs, strict=True):
        started = time.perf_counter()
        answer = loops.solve(problem)
        ours += time.perf_counter() - started
        other += found["seconds"]
        same += answer.served == found["served"]
        if answer.served != found["served"]:
            print(f"\nkep_solver serves {found['served']}, we {answer.served} of "
                  f"{answer.served_bound}: {len(problem.people)} people")  # fmt: skip
    print(
        "\n| problems | as many served | ours, s | kep_solver, s | times |\n|--:|--:|--:|--:|--:|"
    )
    print(f"| {len(problems)} | {same} | {ours:.2f} | {other:.1f} | {other / ours:.0f} |")


def kep_random(people: int, length: int, givers: float, seed: int) -> loops.Problem:
    """Return people who could give to anybody, each to several."""
    return random_people(people, length, givers, seed=seed)


def of_kep(python: Path, documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what kep_solver finds, in a process of its own Python."""
    with tempfile.TemporaryDirectory() as folder:
        given, found = Path(folder) / "problems.json", Path(folder) / "found.json"
        given.write_text(json.dumps(documents), "utf-8")
        side = str(Path(__file__).with_name("kep_side.py"))
        command = [str(python), side, str(given), str(found)]
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        subprocess.run(command, check=True, env=environment, stdout=sys.stderr)
        answers: list[dict[str, Any]] = json.loads(found.read_text("utf-8"))
        return answers


def document_of(problem: loops.Problem) -> dict[str, Any]:
    """Return the document of a problem."""
    return {
        "kind": "loops",
        "people": list(problem.people),
        "arcs": [list(arc) for arc in problem.arcs],
        "apart": [list(two) for two in problem.apart],
        "givers": list(problem.givers),
        "max_length": problem.max_length,
    }


# The example of the documentation


def exchange_of_the_day() -> dict[str, Any]:
    """Return sixty people of the study day who said what they can give and what they need."""
    lots = np.random.default_rng(8)
    problem = neighbourhoods(60, 3, 0.05, seed=8)
    pairs = lots.permutation(60)[:8].reshape(4, 2).tolist()
    document = document_of(problem)
    document["arcs"] = [list(arc) for arc in dict.fromkeys(problem.arcs)]
    document["apart"] = [[f"p{one}", f"p{other}"] for one, other in pairs]
    return document


def write_examples(folder: Path) -> None:
    """Write the problem and its solution."""
    write_example(folder, "loops", exchange_of_the_day(), a_line_each)


if __name__ == "__main__":
    main()
