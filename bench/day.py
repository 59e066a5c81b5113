"""Composing a whole day of 170 people: seconds from the click to the preview, part by part.

    python -m bench.day [--people 170]

Three visits, two meals, a round of peers and two mixed rounds: the study day of the demonstration,
filled up, with a second mixed workshop. The click itself waits for the background process, which
looks every two seconds: that is added to the seconds computed.
"""

import argparse
import importlib
import os
import random
import tempfile
import time
import uuid
from typing import Any

from bench.papers import machine

LOOK_SECONDS = 2.0


def main() -> None:
    """Measure and print."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--people", type=int, default=170)
    people = reader.parse_args().people
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"ENTRAIDE_DATA": folder, "DJANGO_SETTINGS_MODULE": "entraide.settings"}
        os.environ.pop("DATABASE_URL", None)
        importlib.import_module("django").setup()
        gathering = full_day(people)
        print(f"Machine: {machine()}; {people} people.\n")
        print("| what | seconds | asked |\n|---|---:|---:|")
        for way in ("new", "few_moves"):
            composition, spent = composed(gathering, way)
            print(f"| composed, {way}, with the look | {spent + LOOK_SECONDS:.2f} | 10 |")
            print(f"| of which computed and read | {spent:.2f} | |")
            print(f"| accepted | {accepted(composition):.2f} | |")
        tables = composition.result["tables"]
        print(f"\nRepeats {tables['repeats']} (least possible {tables['repeats_bound']}); moved:")
        print([len(each["moved"]) for each in tables["rounds"]])
        for each in tables["rounds"]:
            for room in each["rooms"]:
                if room["bound"]:
                    print(f"deviation / bound {room['deviation'] / room['bound']:.4f}")


def full_day(people: int) -> Any:
    """Return the study day with this many people and a second mixed workshop."""
    importlib.import_module("django.core.management").call_command("migrate", verbosity=0)
    demo_load = importlib.import_module("entraide.home.demo_load")
    models = importlib.import_module("entraide.gatherings.models")
    now = importlib.import_module("django.utils.timezone").now()
    demo_load.load()
    gathering = models.Gathering.objects.get(slug=demo_load.STUDY_DAY)
    models.Gathering.objects.filter(pk=gathering.pk).update(slug="full-day", capacity=None)
    gathering.refresh_from_db()
    fill = demo_load._sign_up_people
    fill(gathering, people, random.Random(1), until=now)
    workshop = gathering.moments.get(kind="mixed_workshop")
    workshop.pk, workshop.uid, workshop._state.adding = None, uuid.uuid4(), True
    workshop.title = "Ateliers mélangés, suite"
    workshop.save()
    return gathering


def composed(gathering: Any, way: str) -> tuple[Any, float]:
    """Return a composition of everything, and the seconds it took."""
    composing = importlib.import_module("entraide.gatherings.actions.composing")
    queries = importlib.import_module("entraide.gatherings.queries.composing")
    background = importlib.import_module("entraide.gatherings.background")
    models = importlib.import_module("entraide.gatherings.models")
    people = len(queries.attending(gathering, "confirmed"))
    parts = [
        {"moment": moment.pk, "tables": -(-people // 8), "rooms": []}
        for moment in queries.composable(gathering)
    ]
    begin = time.perf_counter()
    asked = composing.ask(gathering, parts=parts, way=way, who="confirmed", by=None)
    said = background.compose.call(asked.pk)
    spent = time.perf_counter() - begin
    found = models.Composition.objects.get(pk=asked.pk)
    assert said == "done", found.reason
    return found, spent


def accepted(composition: Any) -> float:
    """Accept; return the seconds it took."""
    composing = importlib.import_module("entraide.gatherings.actions.composing")
    begin = time.perf_counter()
    composing.accept(composition, by=None)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
