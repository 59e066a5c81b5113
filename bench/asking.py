"""What benches of pages share: the demonstration in a folder of its own, its pages asked.

Pages are asked through Django, in this process; the invented people do not exist.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

TURNS = 15
# Who asks, and in which collective: the same three questions for every page of the desk.
WHO = ('FROM "django_session"', 'FROM "people_person"', 'FROM "people_membership"')


class Asked(NamedTuple):
    """What a page takes: queries beside who asks, KB as sent, milliseconds."""

    queries: int
    size: float
    median: float
    slowest: float


def with_demonstration(measure: Callable[[], None]) -> None:
    """Load the demonstration into an SQLite database in a temporary folder, then measure."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ENTRAIDE_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entraide.settings")
        import django  # noqa: PLC0415 the folder comes first

        django.setup()
        from django.conf import settings  # noqa: PLC0415
        from django.core.management import call_command  # noqa: PLC0415

        from bench.papers import machine  # noqa: PLC0415

        settings.ALLOWED_HOSTS = ["testserver"]
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        started = time.perf_counter()
        call_command("demo", verbosity=0)
        print(f"Machine: {machine()}.")
        print(f"The demonstration is loaded in {time.perf_counter() - started:.1f} s.")
        measure()


def analyze() -> None:
    """Let the database count its tables, as it does by itself in a neighbourhood that lives."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def asked(client: Any, pages: Mapping[str, str]) -> dict[str, Asked]:
    """Return what each page takes, asked by the browser of somebody.

    Raises:
        SystemExit: for a page that is not there.
    """
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from entraide.ui.pages import compress  # noqa: PLC0415

    found = {}
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        own = [one for one in queries if not any(table in one["sql"] for table in WHO)]
        times = [_timed(client, address) for _turn in range(TURNS)]
        sent = len(compress(answer.content, "br")) / 1024
        found[name] = Asked(len(own), sent, statistics.median(times), max(times))
    return found


def print_table(small: Mapping[str, Asked], large: Mapping[str, Asked]) -> None:
    """Print in Markdown what each page takes, then what it takes of so much more."""
    print("| page | queries | KB | ms | slowest | then: queries | KB | ms | slowest |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name, first in small.items():
        print(f"| {name} | {_cells(first)} | {_cells(large[name])} |")


def _cells(one: Asked) -> str:
    return f"{one.queries} | {one.size:.1f} | {one.median:.0f} | {one.slowest:.0f}"


def _timed(client: Any, address: str) -> float:
    """Return how long an answer takes, in milliseconds."""
    started = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - started) * 1000
