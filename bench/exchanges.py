"""The pages of mutual aid: how quick, how many queries, how heavy, up to 100,000 acts.

    python -m bench.exchanges [--deeds 100000]

Loads the demonstration into an SQLite database of its own in a temporary folder, asks its pages
through Django as a stranger, a neighbour and the desk do, then copies its acts, offers and needs
until there are so many acts, and asks again. The invented people do not exist.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import Any

TURNS = 15
AID, DESK = "/entraide/upc/", "/bureau/upc/entraide/"
# Asked by nobody, by a neighbour, by the desk.
PAGES = {
    "nobody": {
        "board": AID, "board, searched": f"{AID}?words=echelle", "charter": f"{AID}charte/",
        "work parties": f"{AID}chantiers/", "join": f"{AID}rejoindre/",
    },
    "neighbour": {
        "board": AID, "board, near": f"{AID}?within=400", "board, last page": f"{AID}?page=9999",
        "own page": f"{AID}moi/", "own trace": f"{AID}moi/trace/", "deed": f"{AID}raconter/",
    },
    "desk": {
        "aid": DESK, "people": f"{DESK}personnes/", "calls": f"{DESK}appels/",
        "loops": f"{DESK}boucles/", "rights": f"{DESK}droits/", "health": f"{DESK}sante/",
    },
}  # fmt: skip
# Who asks at the desk: the same three questions for every page.
WHO = ('FROM "django_session"', 'FROM "people_person"', 'FROM "people_membership"')
ASKED = "board, 50 ms"


def main() -> None:
    """Load, ask, copy, ask again; print a table in Markdown."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--deeds", type=int, default=100_000)
    deeds = reader.parse_args().deeds
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ENTRAIDE_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entraide.settings")
        measure(deeds)


def measure(deeds: int) -> None:
    """Ask every page at both sizes."""
    import django  # noqa: PLC0415 the folder comes first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from bench.papers import machine  # noqa: PLC0415
    from entraide.exchanges.models import Deed, Need, Offer  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("demo", verbosity=0)
    print(f"Machine: {machine()}.")
    small = asked()
    times = -(-deeds // Deed.objects.count())
    grow(times)
    large = asked()
    counts = [f"{model.objects.count():,}" for model in (Deed, Offer, Need)]
    print(f"Then {counts[0]} acts, {counts[1]} offers and {counts[2]} needs ({ASKED} asked).\n")
    print("| page | queries | KB | ms | queries, then | KB, then | ms, then | slowest, then |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, first in small.items():
        then = large[name]
        cells = [f"{first[0]:.0f}", f"{first[1]:.1f}", f"{first[2]:.0f}", f"{then[0]:.0f}"]
        cells += [f"{then[1]:.1f}", f"{then[2]:.0f}", f"{then[3]:.0f}"]
        print(f"| {name} | " + " | ".join(cells) + " |")
    snapshot()


def grow(times: int) -> None:
    """Copy acts with who was in them, offers and needs, so many times."""
    import uuid  # noqa: PLC0415

    from django.db import connection  # noqa: PLC0415

    from entraide.exchanges.models import Deed, Need, Offer, Part  # noqa: PLC0415

    def again(model: Any, rows: Sequence[Any], **values: Any) -> list[Any]:
        names = [field.attname for field in model._meta.concrete_fields if field.attname != "id"]
        made = [model(**{name: getattr(one, name) for name in names}) for one in rows]
        for one in made:
            for name, value in values.items():
                setattr(one, name, value())
        return list(model.objects.bulk_create(made, batch_size=5_000))

    deeds = list(Deed.objects.order_by("pk"))
    parts = list(Part.objects.order_by("pk"))
    posts = [(model, list(model.objects.all())) for model in (Offer, Need)]
    for _turn in range(times - 1):
        copies = again(Deed, deeds, uid=uuid.uuid4, story_id=lambda: None)
        place = {old.pk: new.pk for old, new in zip(deeds, copies, strict=True)}
        Part.objects.bulk_create(
            (
                Part(
                    deed_id=place[one.deed_id], neighbour_id=one.neighbour_id, gave=one.gave,
                    peer_group_id=one.peer_group_id,
                )
                for one in parts
            ),
            batch_size=5_000,
        )  # fmt: skip
        for model, rows in posts:
            again(model, rows, uid=uuid.uuid4)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def asked() -> Mapping[str, Sequence[float]]:
    """Return, for each page, its queries, its kilobytes as sent, its median and slowest time."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from entraide.ui.pages import compress  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    found = {}
    for who, pages in PAGES.items():
        client: Client = visitor(who)
        for name, address in pages.items():
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
            if answer.status_code != 200:
                raise SystemExit(f"{address}: {answer.status_code}")
            own = [one for one in queries if not any(table in one["sql"] for table in WHO)]
            times = [timed(client, address) for _turn in range(TURNS)]
            sent = len(compress(answer.content, "br")) / 1024
            found[f"{who}: {name}"] = (len(own), sent, statistics.median(times), max(times))
    return found


def visitor(who: str) -> Any:
    """Return the browser of somebody."""
    from django.core import signing  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from entraide.exchanges.access import COOKIE, SALT  # noqa: PLC0415
    from entraide.exchanges.models import Neighbour  # noqa: PLC0415
    from entraide.people.models import Person  # noqa: PLC0415

    client = Client()
    if who == "desk":
        client.force_login(Person.objects.get(email="malika@entraide.example"))
    if who == "neighbour":
        # Somebody who gave and received, and who says where they are.
        busy = Neighbour.objects.exclude(column=None).filter(offers__isnull=False).first()
        assert busy
        client.cookies[COOKIE] = signing.dumps(str(busy.uid), salt=SALT)
    return client


def timed(client: Any, address: str) -> float:
    """Return how long an answer takes, in milliseconds."""
    started = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - started) * 1000


def snapshot() -> None:
    """Print how long the figures of a year take, behind the pages."""
    from django.utils import timezone  # noqa: PLC0415

    from entraide.exchanges.bridge import health  # noqa: PLC0415
    from entraide.exchanges.models import Circle  # noqa: PLC0415
    from entraide.exchanges.quarters import quarter_of  # noqa: PLC0415

    circle = Circle.objects.get()
    started = time.perf_counter()
    asked_for = health.read(circle, quarter_of(timezone.localdate()) - 1)
    read = time.perf_counter()
    health.compute(asked_for)
    done = time.perf_counter()
    acts = f"{len(asked_for.year.acts):,}"
    print(f"\nThe figures of {acts} acts: read in {read - started:.1f} s, "
          f"computed and verified in {done - read:.1f} s.")  # fmt: skip


if __name__ == "__main__":
    main()
