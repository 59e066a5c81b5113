"""Run by the Python of another environment: what kep_solver serves on the same problems.

    python bench/kep_side.py PROBLEMS FOUND

PROBLEMS is a JSON list of documents of the kind `loops`, without pairs apart; FOUND becomes a list
of people served, loops and chains listed, and seconds. Nothing of ours is imported.
"""

import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any


def main() -> None:
    """Read, solve, write."""
    problems = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    Path(sys.argv[2]).write_text(json.dumps([answer(one) for one in problems]), "utf-8")


def answer(document: dict[str, Any]) -> dict[str, Any]:
    """Return how many people kep_solver serves, and its seconds from reading to answering."""
    longest = document["max_length"]
    text = json.dumps({"data": donors(document)})
    module("fileio")
    started = time.perf_counter()
    programme = module("programme").Programme(
        [module("model").TransplantCount()],
        maxCycleLength=longest,
        # It counts the giver, and one transplant more for each chain, even an empty one.
        maxChainLength=longest + 1,
        description="loops",
    )
    found, _ = programme.solve_single(module("fileio").parse_json(text))
    spent = time.perf_counter() - started
    return {
        "served": round(found.values[0]) - len(document["givers"]),
        "listed": len(found.possible),
        "seconds": spent,
    }


def module(name: str) -> Any:
    """Return a module of kep_solver, which only this environment has."""
    return import_module(f"kep_solver.{name}")


def donors(document: dict[str, Any]) -> dict[str, Any]:
    """Return each person as a pair of a donor and a recipient, each giver as a donor alone."""
    found: dict[str, Any] = {
        name: {"sources": [name] if name not in document["givers"] else [], "matches": []}
        for name in (*document["people"], *document["givers"])
    }
    for one, other in document["arcs"]:
        found[one]["matches"].append({"recipient": other, "score": 1})
    return found


if __name__ == "__main__":
    main()
