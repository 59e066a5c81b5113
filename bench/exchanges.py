"""The pages of mutual aid: how quick, how many queries, how heavy, up to 100,000 acts.

    python -m bench.exchanges [--deeds 100000]

Loads the demonstration into an SQLite database of its own in a temporary folder, asks its pages
through Django as a stranger, a neighbour and the desk do, then copies its acts, offers and needs
until there are so many acts, and asks again. The invented people do not exist.
"""

import argparse
import time
from collections.abc import Sequence
from typing import Any

from bench.asking import Asked, analyze, asked, print_table, with_demonstration

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
        "health": f"{AID}sante/",
    },
    "desk": {
        "aid": DESK, "people": f"{DESK}personnes/", "calls": f"{DESK}appels/",
        "loops": f"{DESK}boucles/", "rights": f"{DESK}droits/", "health": f"{DESK}sante/",
    },
}  # fmt: skip
ASKED = "board, 50 ms"


def main() -> None:
    """Load, ask, copy, ask again; print a table in Markdown."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--deeds", type=int, default=100_000)
    deeds = reader.parse_args().deeds
    with_demonstration(lambda: measure(deeds))


def measure(deeds: int) -> None:
    """Ask every page at both sizes."""
    from entraide.exchanges.models import Deed, Need, Offer  # noqa: PLC0415

    small = asked_by_each()
    grow(-(-deeds // Deed.objects.count()))
    large = asked_by_each()
    counts = [f"{model.objects.count():,}" for model in (Deed, Offer, Need)]
    print(f"Then {counts[0]} acts, {counts[1]} offers and {counts[2]} needs ({ASKED} asked).\n")
    print_table(small, large)
    snapshot()


def grow(times: int) -> None:
    """Copy acts with who was in them, offers and needs, so many times."""
    import uuid  # noqa: PLC0415

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
    analyze()


def asked_by_each() -> dict[str, Asked]:
    """Return what each page takes of who asks it."""
    return {
        f"{who}: {name}": found
        for who, pages in PAGES.items()
        for name, found in asked(visitor(who), pages).items()
    }


def visitor(who: str) -> Any:
    """Return the browser of somebody."""
    from django.test import Client  # noqa: PLC0415

    from entraide.exchanges.access import COOKIE, token  # noqa: PLC0415
    from entraide.exchanges.models import Neighbour  # noqa: PLC0415
    from entraide.people.models import Person  # noqa: PLC0415

    client = Client()
    if who == "desk":
        client.force_login(Person.objects.get(email="malika@entraide.example"))
    if who == "neighbour":
        # Somebody who gave and received, and who says where they are.
        busy = Neighbour.objects.exclude(column=None).filter(offers__isnull=False).first()
        assert busy
        client.cookies[COOKIE] = token(busy)
    return client


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
