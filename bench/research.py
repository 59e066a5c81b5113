"""Files for researchers: seconds, size and memory of what leaves and what is brought.

    python -m bench.research [--voices 10000]

Voices are invented from a seed, each with two coders and three codings; nobody said them. The
database is an SQLite file of its own in a temporary folder.
"""

import argparse
import importlib
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from bench.papers import machine

TABLES, THEMES, WORDS = 20, 30, 400
Made = TypeVar("Made")


def main() -> None:
    """Measure and print a table in Markdown."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--voices", type=int, default=10_000)
    count = reader.parse_args().voices
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"ENTRAIDE_DATA": folder, "DJANGO_SETTINGS_MODULE": "entraide.settings"}
        os.environ.pop("DATABASE_URL", None)
        importlib.import_module("django").setup()
        measure(count)


def measure(count: int) -> None:
    """Bring a study into a database, take it away in every format, read it again."""
    call_command = importlib.import_module("django.core.management").call_command
    part = importlib.import_module
    base = "entraide.notebooks"
    refi = {
        name: part(f"{base}.refi.{name}")
        for name in ("inward", "outward", "reading", "writing", "tables")
    }
    actions, queries = part(f"{base}.actions.research"), part(f"{base}.queries.research")
    sheets = part("entraide.ui.sheets")
    call_command("migrate", verbosity=0)
    people = part("entraide.people.models")
    collective = people.Collective.objects.create(name="Bench", slug="bench")
    person = people.Person.objects.make(name="Bench")
    print(f"Machine: {machine()}; {count:,} voices, {3 * count:,} codings.\n")
    print("| what | seconds | MB |\n|---|--:|--:|")
    given = study(count)
    timed("brought into notebooks", lambda: actions.bring(collective, given, by=person))
    chosen = list(queries.notebooks(collective))
    taken, _left = timed(
        "read from the database", lambda: queries.study_of(collective, chosen, queries.Wish())
    )
    content = timed(
        "written as .qdpx",
        lambda: refi["writing"].to_qdpx(refi["outward"].to_project(taken, origin="Bench")),
    )
    timed("read from .qdpx", lambda: back(refi, content))
    timed("written as JSON", lambda: refi["tables"].to_json(taken))
    tables = refi["tables"].tables(taken)
    timed("written as .csv", lambda: b"".join(sheets.to_csv([one]) for one in tables))
    timed("written as .ods", lambda: sheets.to_ods(tables))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    print(f"\nMost memory of the process: {peak:.0f} MB.")


def back(refi: dict[str, Any], content: bytes) -> Any:
    """Return the study in a file."""
    return refi["inward"].to_study(refi["reading"].from_qdpx(content), longest=10_000)


def timed(what: str, work: Callable[[], Made]) -> Made:
    """Do some work, and print how long it took and how large what it made is."""
    started = time.perf_counter()
    made = work()
    size = f"{len(made) / 1e6:.1f}" if isinstance(made, bytes) else ""
    print(f"| {what} | {time.perf_counter() - started:.1f} | {size} |", flush=True)
    return made


def study(count: int) -> Any:
    """Return a study of this many voices."""
    refi = importlib.import_module("entraide.notebooks.refi.study")
    lots = random.Random(1)
    words = [
        "".join(lots.choices("abcdefghijlmnoprstuvé", k=lots.randint(2, 9))) for _ in range(WORDS)
    ]
    coders = [refi.Coder(f"c{n}", f"codeur {n}") for n in range(4)]
    themes = [refi.Theme(f"t{n}", f"Thème {n}", f"t{n // 3}" if n else "") for n in range(THEMES)]

    def voice(table: int, number: int) -> Any:
        text = " ".join(lots.choices(words, k=lots.randint(8, 60)))
        two = lots.sample(coders, 2)
        found = {
            refi.Found(f"t{lots.randrange(THEMES)}", two[0].key, day=date(2026, 12, 8)),
            refi.Found(f"t{lots.randrange(THEMES)}", two[1].key, 2, 12),
            refi.Found(f"t{lots.randrange(THEMES)}", two[1].key, 4, 9),
        }
        looks = tuple(one.key for one in two)
        return refi.Voice(
            f"v{table}-{number}", number, text, "parole", found=tuple(found), looks=looks
        )

    tables = [
        refi.Table(
            f"n{t}", f"Table {t}", voices=tuple(voice(t, n) for n in range(1, count // TABLES + 1))
        )
        for t in range(TABLES)
    ]
    return refi.Study("Bench", (), tuple(tables), tuple(themes), tuple(coders))


if __name__ == "__main__":
    main()
