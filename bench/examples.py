"""Examples of the files of the mathematical core: a problem, and what the core answers."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from entraide.numerics.kinds import KINDS

Document = dict[str, Any]


def write_example(
    folder: Path, name: str, document: Document, lines: Callable[[Document], str]
) -> None:
    """Write a problem of a kind and its solution, with the seconds it took.

    Args:
        folder: where the two files are written.
        name: of the kind, which is in their names.
        document: of the problem.
        lines: writes a document so that it is easy to read and compare.
    """
    kind = KINDS[name]
    problem = kind.read_problem(document)
    started = time.perf_counter()
    solution = kind.write_solution(problem, kind.solve(problem, 0, lambda part: part))
    solution["seconds"] = round(time.perf_counter() - started, 3)
    for part, content in (("problem", document), ("solution", solution)):
        (folder / f"{name}.{part}.json").write_text(lines(content), encoding="utf-8")


def a_line_each(document: Document) -> str:
    """Return a document with a line for each of its parts."""
    parts = (f' "{key}": {json.dumps(value)}' for key, value in document.items())
    return "{\n" + ",\n".join(parts) + "\n}\n"
