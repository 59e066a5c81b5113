"""Papers of a day of 170 people: seconds and pages of each, and the memory of who makes them.

    python -m bench.papers [--people 170] [--rounds 3]

Each round is a process of its own, as in the product; the best of the rounds counts. "badges" is
what typesetting takes once Typst is loaded; "the whole day" is everything, from the click to the
archive, in a database with the forum of the demonstration, everyone seated.
"""

import argparse
import importlib
import multiprocessing
import os
import platform
import resource
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

FORK = multiprocessing.get_context("fork")
TABLE = 8


def main() -> None:
    """Measure and print."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--people", type=int, default=170)
    reader.add_argument("--rounds", type=int, default=3)
    options = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"ENTRAIDE_DATA": folder, "DJANGO_SETTINGS_MODULE": "entraide.settings"}
        os.environ.pop("DATABASE_URL", None)
        importlib.import_module("django").setup()
        gathering = forum(options.people)
        rounds = [apart(each_paper, gathering) for _ in range(options.rounds)]
        days = [apart(whole_day, gathering) for _ in range(options.rounds)]
    report(gathering, rounds, min(days))


def apart(measured: Any, gathering: Any) -> Any:
    """Return what a function returns in a process of its own."""
    here, there = FORK.Pipe()

    def work(line: Connection) -> None:
        line.send(measured(gathering))

    child = FORK.Process(target=work, args=(there,))
    child.start()
    found = here.recv()
    child.join()
    return found


def forum(people: int) -> Any:
    """Load the demonstration; return its forum with this many people, everyone at tables."""
    importlib.import_module("django.core.management").call_command("migrate", verbosity=0)
    demo_load = importlib.import_module("entraide.home.demo_load")
    models = importlib.import_module("entraide.gatherings.models")
    demo_load.load()
    gathering = models.Gathering.objects.select_related("collective").get(slug=demo_load.FORUM)
    found = models.SignUp.objects.filter(party__gathering=gathering, party__state="confirmed")
    coming = list(found.order_by("peer_group", "pk"))[:people]
    found.exclude(pk__in=[person.pk for person in coming]).delete()
    for moment in gathering.moments.filter(kind__in=["peer_workshop", "mixed_workshop"]):
        seat(models, moment, coming)
    for moment in gathering.moments.filter(choosing="wishes"):
        give(models, moment, coming)
    return gathering


def seat(models: Any, moment: Any, people: list[Any]) -> None:
    """Seat everyone by eight."""
    rooms = list(moment.place.rooms.all())
    for number, begin in enumerate(range(0, len(people), TABLE), start=1):
        lot = people[begin : begin + TABLE]
        table = models.Table.objects.create(
            moment=moment, number=number, facilitator=lot[0], scribe=lot[-1] if lot[1:] else None,
            room=rooms[number % len(rooms)] if rooms else None,
        )  # fmt: skip
        models.Seat.objects.bulk_create(
            models.Seat(table=table, moment=moment, sign_up=person) for person in lot
        )


def give(models: Any, moment: Any, people: list[Any]) -> None:
    """Give everyone a choice in turn."""
    options = list(moment.options.all())
    models.Allocation.objects.bulk_create(
        models.Allocation(sign_up=person, moment=moment, option=options[number % len(options)])
        for number, person in enumerate(people)
    )


def each_paper(gathering: Any) -> dict[str, tuple[float, float, int, int]]:
    """Return {paper: (seconds to read, seconds to typeset, pages, bytes)}, Typst loaded before."""
    papers = importlib.import_module("entraide.gatherings.queries.papers")
    typeset = importlib.import_module("entraide.ui.typeset")
    now = importlib.import_module("django.utils.timezone").now()
    typeset.pdf("gatherings/paper/kitchen.typ", papers.data_of("cuisine", gathering, now), at=now)
    lacks, found = papers.lacking(gathering), {}
    for name, paper in papers.PAPERS.items():
        if paper.needs in lacks:
            continue
        begin = time.perf_counter()
        data = papers.data_of(name, gathering, now)
        read = time.perf_counter()
        content = typeset.pdf(f"gatherings/paper/{paper.template}", data, at=now)
        done = time.perf_counter()
        found[name] = (read - begin, done - read, typeset.pages(content), len(content))
    return found


def whole_day(gathering: Any) -> tuple[float, int, float, float]:
    """Return (seconds from the click to the archive, its bytes, MB of the parent, of the child)."""
    print_room = importlib.import_module("entraide.gatherings.print_room")
    printed = importlib.import_module("entraide.gatherings.queries.print_outs")
    models = importlib.import_module("entraide.gatherings.models")
    begin = time.perf_counter()
    print_out = models.PrintOut.objects.create(gathering=gathering)
    print_room.print_papers.call(print_out.pk)
    spent = time.perf_counter() - begin
    archive = printed.folder(print_out) / printed.archive_name(gathering)
    print_out.delete()
    own, child = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return spent, archive.stat().st_size, own, child


def report(gathering: Any, rounds: list[Any], day: tuple[float, int, float, float]) -> None:
    """Print the table, in Markdown."""
    print(f"Machine: {machine()}; best of {len(rounds)} rounds; {gathering.title}.\n")
    print("| paper | read, s | typeset, s | pages | KB |\n|---|---:|---:|---:|---:|")
    for name in rounds[0]:
        read, typeset = (min(each[name][part] for each in rounds) for part in (0, 1))
        pages, size = rounds[0][name][2:]
        print(f"| {name} | {read:.3f} | {typeset:.3f} | {pages} | {size // 1024} |")
    spent, size, own, child = day
    print(f"\nThe whole day, from the click to the archive: {spent:.2f} s, {size // 1024} KB.")
    print(f"Memory at most: {own:.0f} MB for who asks, {child:.0f} MB for who typesets.")


def machine() -> str:
    """Return the facts of this machine."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((x.split(":")[1].strip() for x in lines if x.startswith("model name")), "?")
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {model}, Python {platform.python_version()}, load {load:.1f}"


if __name__ == "__main__":
    main()
