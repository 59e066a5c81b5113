"""The thread and the search: how quick, on notes invented from a seed.

    python -m bench.thread [--notes 1000000]

Makes an SQLite database of its own in a temporary folder, on the loopback of no network. Nobody
said these things.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from functools import partial
from pathlib import Path
from typing import Any

WORDS = 20_000
LAYERS = 10
ANCHORS = 3
TURNS = 50


def main() -> None:
    """Make the notes, measure, print a table in Markdown."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--notes", type=int, default=1_000_000)
    notes = reader.parse_args().notes
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ENTRAIDE_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entraide.settings")
        measure(notes, Path(folder))


def measure(count: int, folder: Path) -> None:
    """Fill a database and ask it."""
    import django  # noqa: PLC0415 the folder comes first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from entraide.notebooks.models import Note  # noqa: PLC0415
    from entraide.notebooks.queries import notes, thread  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    started = time.perf_counter()
    collective = fill(count)
    size = sum(path.stat().st_size for path in folder.glob("*.sqlite3"))
    print(f"{count:,} notes written in {time.perf_counter() - started:.0f} s, {size / 1e6:.0f} MB")
    print("\n| question | found | median, ms | slowest of 50, ms |")
    print("|---|--:|--:|--:|")
    lots = random.Random(2)
    layer = count // LAYERS
    tops = [lots.randrange(1, 1 + min(layer, 1_000)) for _ in range(TURNS)]
    show("down a chain of 10", [partial(thread.down, one) for one in tops])
    deep = [(LAYERS - 1) * layer + one for one in tops]
    show("up a chain of 10", [partial(thread.up, one) for one in deep])
    wide = [layer // 2 + one for one in tops]
    show("down 3 links each, 4 deep", [partial(thread.down, one, deepest=4) for one in wide])
    pages(Note.objects.in_bulk([*tops, *deep, *wide]), tops, deep, wide)
    for title, pick in (("a rare word", 3_000), ("a common word", 3)):
        show(title, [partial(notes.search, collective, f"mot{p}") for p in words(pick)])
    show(
        "two common words",
        [partial(notes.search, collective, f"mot{p} mot{p + 1}") for p in words(3)],
    )


def pages(notes: Mapping[int, Any], *chosen: Sequence[int]) -> None:
    """Ask for the public page of threads, as a visitor does: the question and the drawing."""
    from django.test import Client  # noqa: PLC0415

    client = Client(SERVER_NAME="localhost", headers={"accept-encoding": "br"})
    titles = ("page, down a chain of 10", "page, up a chain of 10", "page, 3 links each")
    for title, numbers in zip(titles, chosen, strict=True):
        found = [partial(page, client, f"/fil/{notes[number].uid}/") for number in numbers]
        show(f"{title} (bytes)", found)


def page(client: Any, address: str) -> bytes:
    """Return a page, or fail."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    content: bytes = answer.content
    return content


def words(first: int) -> Iterator[int]:
    """Return as many words as there are turns, near this rank."""
    return (first + turn % 5 for turn in range(TURNS))


def show(title: str, questions: Sequence[Callable[[], Sized]]) -> None:
    """Ask each question once and print how long it took."""
    times, found = [], []
    for ask in questions:
        started = time.perf_counter()
        answer = ask()
        times.append((time.perf_counter() - started) * 1000)
        found.append(len(answer))
    print(
        f"| {title} | {statistics.median(found):g} | {statistics.median(times):.1f} "
        f"| {max(times):.1f} |"
    )


def fill(count: int) -> int:
    """Write notes in ten layers: some in chains, the others resting on three of the next layer."""
    from entraide.notebooks.actions.writing import searched_words  # noqa: PLC0415
    from entraide.notebooks.models import Anchor, Note, Notebook  # noqa: PLC0415
    from entraide.people.models import Collective  # noqa: PLC0415

    collective = Collective.objects.create(name="Banc", slug="banc")
    notebook = Notebook.objects.create(
        collective=collective, kind="table", title="Banc", access="public"
    )
    lots = random.Random(1)
    layer = count // LAYERS
    chained = min(layer, 1_000)
    step = 20_000
    for first in range(1, count + 1, step):
        ranks = [int(lots.paretovariate(0.9)) % WORDS for _ in range(step * 8)]
        Note.objects.bulk_create(
            Note(
                pk=number, notebook=notebook, number=number, day="2026-12-08",
                text=f"parole {number}", showing="shown",
                searched=searched_words(
                    notebook, " ".join(f"mot{r}" for r in ranks[at * 8 : at * 8 + 8])
                ),
            )
            for at, number in enumerate(range(first, min(first + step, count + 1)))
        )  # fmt: skip
    anchors: list[Anchor] = []
    for number in range(1, count - layer + 1):
        place = (number - 1) % layer
        below = number - place + layer
        chain = place < chained
        targets = (
            {below + place}
            if chain
            else {below + lots.randrange(chained, layer) for _ in range(ANCHORS)}
        )
        anchors += [Anchor(note_id=number, rests_on_id=one) for one in targets]
        if len(anchors) > step:
            Anchor.objects.bulk_create(anchors)
            anchors = []
    Anchor.objects.bulk_create(anchors)
    return collective.pk


if __name__ == "__main__":
    main()
