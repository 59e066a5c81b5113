"""Wishes and tables: how good and how quick, on days invented from a seed.

    python -m bench.compose [--parts wishes tables small] [--seeds 5]
    python -m bench.compose --examples docs/formats/examples

Prints tables in Markdown. Nobody in these days exists.
"""

import argparse
import json
import os
import platform
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.examples import write_example
from entraide.numerics import tables, wishes
from entraide.numerics.tables import measure

VISITS = ("help", "cagette", "jardin")
GROUPS = (
    "habitants", "travailleurs-sociaux", "prescripteurs", "chercheurs-formateurs", "etudiants",
    "institutions",
)  # fmt: skip
# The values of each trait, and how many have each; those of the first depend on nobody.
TRAITS: dict[str, tuple[tuple[str, ...], tuple[float, ...]]] = {
    "peer_group": (GROUPS, (0.34, 0.22, 0.14, 0.12, 0.11, 0.07)),
    "neighbourhood": (
        ("pile", "epeule", "alma", "trois-ponts", "ailleurs"),
        (0.3, 0.22, 0.16, 0.1, 0.22),
    ),
    "age": (("moins-de-25", "25-39", "40-59", "60-et-plus"), (0.15, 0.3, 0.35, 0.2)),
    "years_here": (("moins-de-2", "2-a-10", "plus-de-10"), (0.25, 0.4, 0.35)),
    "mutual_aid": (("donne", "recoit", "les-deux"), (0.45, 0.2, 0.35)),
}
# Wishes: people, options, length of lists, seconds asked.
CROWDS = ((170, 3, 3, 0.05), (2_000, 24, 24, 0.5), (20_000, 60, 5, 3.0), (1_000_000, 3, 3, 10.0))
# Tables: people, tables, rounds, ratio asked, seconds asked.
DAYS = (
    (170, 22, 2, 1.02, 2.0),
    (170, 22, 4, 1.08, 10.0),
    (2_000, 250, 2, 1.005, 10.0),
    (2_000, 250, 4, 1.005, 10.0),
    (20_000, 2_500, 2, 1.005, 60.0),
)
ROOMS = ((24, 6, 2, 0.0, 0.0), (24, 6, 3, 0.0, 0.0), (24, 4, 2, 0.0, 0.0))
Instance = tuple[int, int, int, float, float]


def main() -> None:
    """Measure and print, or write the examples of the documentation."""
    reader = argparse.ArgumentParser(description=__doc__)
    every = ("wishes", "tables", "small")
    reader.add_argument("--parts", nargs="+", choices=every, default=every)
    reader.add_argument("--seeds", type=int, default=5)
    reader.add_argument("--most", type=int, default=1_000_000, help="skip more people than this")
    reader.add_argument("--examples", type=Path, help="write the study day there")
    options = reader.parse_args()
    if options.examples:
        write_examples(options.examples)
        return
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    if "wishes" in options.parts:
        compare_wishes([crowd for crowd in CROWDS if crowd[0] <= options.most])
    if "tables" in options.parts:
        compare_tables([day for day in DAYS if day[0] <= options.most], options.seeds)
    if "small" in options.parts:
        compare_tables(ROOMS, options.seeds)


# People and what they wish


def invented(count: int, seed: int) -> tuple[tables.Person, ...]:
    """Return people whose traits are skewed, and depend on their peer group."""
    lots = np.random.default_rng(seed)
    columns = {}
    groups = np.zeros(count, int)
    for number, (trait, (values, share)) in enumerate(TRAITS.items()):
        # Each peer group has its own shares, around those of the room.
        own = np.array(share) * lots.gamma(2.0, 0.5, (len(GROUPS), len(share)))
        shares = own / own.sum(axis=1, keepdims=True) if number else np.array([share] * len(GROUPS))
        draws = lots.random((count, 1))
        found = (draws > shares[groups].cumsum(axis=1)[:, :-1]).sum(axis=1)
        columns[trait] = [values[one] for one in found]
        if number == 0:
            groups = found
    rows = zip(*columns.values(), strict=True)
    return tuple(
        tables.Person(f"p{number}", dict(zip(columns, row, strict=True)))
        for number, row in enumerate(rows, 1)
    )


def wishing(people: int, options: int, longest: int, seed: int) -> wishes.Problem:
    """Return people who wish what is popular, each in their own way."""
    lots = np.random.default_rng(seed)
    popular = np.log(1 / np.arange(1, options + 1) ** 0.8)
    liked = np.argsort(-(popular + lots.gumbel(size=(people, options))), axis=1)[:, :longest]
    names = VISITS if options == len(VISITS) else tuple(f"o{one}" for one in range(options))
    places = -(-people // options)
    return wishes.Problem(
        tuple(wishes.Option(name, places) for name in names),
        tuple(
            wishes.Person(f"p{number}", tuple(names[one] for one in row))
            for number, row in enumerate(liked.tolist(), 1)
        ),
    )


def mixing(people: int, at: int, rounds: int, seed: int) -> tables.Problem:
    """Return a day of mixed rounds."""
    asked = tuple(tables.Round(f"melange-{number}", at) for number in range(1, rounds + 1))
    return tables.Problem(invented(people, seed), asked)


# Wishes


def compare_wishes(crowds: Sequence[tuple[int, int, int, float]]) -> None:
    """Print how each crowd is answered, beside two queues."""
    # The first answer loads the solvers.
    wishes.solve(wishing(3, 3, 3, seed=1))
    print("\n| wishes | solve, s | asked | check, s | who | nothing | first, second... |")
    print("|---|--:|--:|--:|---|--:|---|")
    for people, options, longest, asked in crowds:
        problem = wishing(people, options, longest, seed=1)
        started = time.perf_counter()
        answer = wishes.solve(problem)
        solved = time.perf_counter()
        assert wishes.check(problem, answer) == []
        checked = time.perf_counter()
        name = f"{people:,} / {options}"
        print(
            f"| {name} | {solved - started:.3f} | {asked} | {checked - solved:.3f} | entraide "
            f"| {len(answer.unplaced)} | {shown(answer.profile)} |"
        )
        for who, order in queues(people):
            nothing, profile = queue(problem, order)
            print(f"| {name} | | | | {who} | {nothing} | {shown(profile)} |")


def queues(people: int) -> Iterator[tuple[str, Sequence[int]]]:
    """Return the two usual orders."""
    yield "first come, first served", range(people)
    yield "order drawn by lot", np.random.default_rng(7).permutation(people).tolist()


def queue(problem: wishes.Problem, order: Sequence[int]) -> tuple[int, list[int]]:
    """Let people choose one after the other; return who has nothing, and the profile."""
    room = {option.id: option.capacity for option in problem.options}
    profile = [0] * max(len(person.wishes) for person in problem.people)
    for number in order:
        for rank, wish in enumerate(problem.people[number].wishes):
            if room[wish]:
                room[wish] -= 1
                profile[rank] += 1
                break
    return len(problem.people) - sum(profile), profile


def shown(profile: Sequence[int]) -> str:
    """Return a profile without its last zeros."""
    last = max((rank for rank, count in enumerate(profile, 1) if count), default=0)
    return " ".join(str(count) for count in profile[:last])


# Tables


def compare_tables(days: Sequence[Instance], seeds: int) -> None:
    """Print how each day is seated, median and worst over seeds, beside two usual ways."""
    print(
        "\n| tables | who | deviation / bound | worst | asked | repeats, worst | least possible",
        end="",
    )
    print(" | s, median | worst | asked |")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for people, at, rounds, ratio, seconds in days:
        name = f"{people:,}, {rounds} rounds of {at}"
        rows: dict[str, list[tuple[float, int, float]]] = {}
        least = 0
        for seed in range(seeds):
            problem = mixing(people, at, rounds, seed)
            least = measure.repeats_bound(problem)
            for who, found in seated(problem, seed):
                rows.setdefault(who, []).append(found)
        for who, found_all in rows.items():
            ratios, repeats, times = zip(*found_all, strict=True)
            mine = who == "entraide"
            print(
                f"| {name} | {who} | {statistics.median(ratios):.4f} | {max(ratios):.4f} "
                f"| {ratio if mine and ratio else ''} | {max(repeats)} | {least} "
                + (
                    f"| {statistics.median(times):.2f} | {max(times):.2f} | {seconds or ''} |"
                    if mine
                    else "| | | |"
                ),
                flush=True,
            )


def seated(problem: tables.Problem, seed: int) -> Iterator[tuple[str, tuple[float, int, float]]]:
    """Return ratio, repeats and seconds of our answer and of two others."""
    started = time.perf_counter()
    answer = tables.solve(problem, seed=seed)
    spent = time.perf_counter() - started
    assert tables.check(problem, answer) == []
    yield "entraide", (*merits(problem, [one.tables for one in answer.rounds]), spent)
    yield "at random", (*merits(problem, at_random(problem, seed)), 0.0)
    yield "cyclic", (*merits(problem, cyclic(problem)), 0.0)


def merits(problem: tables.Problem, rounds: Sequence[Sequence[Any]]) -> tuple[float, int]:
    """Return the deviation over its bound, and the repeats."""
    off = sum(measure.deviation(problem.people, one) for one in rounds)
    bound = sum(measure.deviation_bound(problem.people, one.tables) for one in problem.rounds)
    named = {one.id: seats for one, seats in zip(problem.rounds, rounds, strict=True)}
    return off / bound, measure.repeats(problem, named)


def at_random(problem: tables.Problem, seed: int) -> list[list[list[str]]]:
    """Seat each round by lot."""
    lots = np.random.default_rng(seed)
    names = np.array([person.id for person in problem.people])
    return [
        [lots_.tolist() for lots_ in np.array_split(lots.permutation(names), one.tables)]
        for one in problem.rounds
    ]


def cyclic(problem: tables.Problem) -> list[list[list[str]]]:
    """Sort people by their traits, deal them out; each round, every row moves on by its number."""
    order = sorted(problem.people, key=lambda person: tuple(person.traits.values()))
    found = []
    for number, one in enumerate(problem.rounds):
        seats: list[list[str]] = [[] for _ in range(one.tables)]
        for place, person in enumerate(order):
            row, column = divmod(place, one.tables)
            seats[(column + number * row) % one.tables].append(person.id)
        found.append(seats)
    return found


# The examples of the documentation


def study_day_wishes() -> dict[str, Any]:
    """Return 170 people who wish three visits of 57 places."""
    lots = np.random.default_rng(8)
    problem = wishing(170, 3, 3, seed=8)
    people: list[dict[str, Any]] = [
        {"id": person.id, "wishes": list(person.wishes)} for person in problem.people
    ]
    for number in range(0, 40, 10):
        for mate in range(2 + number // 20):
            people[number + mate] |= {
                "wishes": people[number]["wishes"], "party": f"f{number // 10 + 1}",
            }  # fmt: skip
    for one in lots.choice(np.arange(50, 170), 9, replace=False).tolist():
        people[one]["needs"] = ["step_free"]
    people[60]["at_least"] = people[60]["wishes"][1]
    people[61]["at_least"] = 2
    for one in lots.choice(np.arange(70, 170), 30, replace=False).tolist():
        people[one]["wishes"] = people[one]["wishes"][:2]
    return {
        "kind": "wishes",
        "options": [
            {"id": name, "capacity": 57, "offers": ["step_free"] if name != "jardin" else []}
            for name in VISITS
        ],
        "people": people,
    }


def study_day_tables() -> dict[str, Any]:
    """Return the same people at peer tables, then twice at mixed tables."""
    lots = np.random.default_rng(8)
    people = invented(170, seed=8)
    habitants = [one.id for one in people if one.traits["peer_group"] == GROUPS[0]]
    couples = lots.permutation([one.id for one in people])[:24].reshape(-1, 2).tolist()
    return {
        "kind": "tables",
        "people": [{"id": one.id, "traits": dict(one.traits)} for one in people],
        "rounds": [
            {"id": "pairs", "tables": 22, "by": "peer_group"},
            {"id": "melange-1", "tables": 22},
            {"id": "melange-2", "tables": 22},
        ],
        "keep_together": [habitants[0:2], habitants[2:4]],
        "keep_apart": couples[:2],
        "met_before": couples[2:],
        "locked": [{"round": "melange-1", "person": habitants[5], "table": 0}],
    }


def write_examples(folder: Path) -> None:
    """Write problems and solutions."""
    write_example(folder, "wishes", study_day_wishes(), lines)
    write_example(folder, "tables", study_day_tables(), lines)


def lines(document: dict[str, Any]) -> str:
    """Return a document with one line for each item of its lists: easy to read and compare."""
    parts = []
    for key, value in document.items():
        text = json.dumps(value, ensure_ascii=False)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            text = "[\n  " + ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in value)
            text += "\n ]"
        parts.append(f' "{key}": {text}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main()
