"""The pages of a programme: how quick, how many queries, at the size of the demonstration and more.

    python -m bench.programme [--times 100]

Loads the demonstration into an SQLite database of its own in a temporary folder, asks its pages
through Django as people with a session do, then copies its three years until the database holds so
many times as much, gives one action a hundred times its lines, and asks again.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

TURNS = 15
PROGRAMME = "quel-travail-social-pour-developper-une-economie-de-lentraid"
CANTEEN = "la-cantine-du-mardi-a-prix-libre"
HOME = f"/bureau/upc/agir/{PROGRAMME}/"
PAGES = {
    "programmes": "/bureau/upc/agir/",
    "programme": HOME,
    "action and its lines": f"{HOME}actions/{CANTEEN}/",
    "logbook on a phone": f"{HOME}actions/{CANTEEN}/journal/",
    "seminars": f"{HOME}seminaires/",
    "seminar": f"{HOME}seminaires/11/",
    "stage review": f"{HOME}seminaires/12/point/{CANTEEN}/",
    "feedbacks": f"{HOME}seminaires/11/retours/{CANTEEN}/",
    "what we learned": f"{HOME}appris/",
    "diagnosis": f"{HOME}diagnostic/",
    "mandates": f"{HOME}commandes/",
    "inputs": f"{HOME}apports/",
    "collective": f"{HOME}collectif/",
    "hours": f"{HOME}heures/",
    "the three years": f"{HOME}annees/",
    "public: acting": "/agir/",
    "public: programme": f"/agir/{PROGRAMME}/",
    "public: action": f"/actions/{CANTEEN}/",
    "public: what we learned": f"/agir/{PROGRAMME}/appris/",
    "public: shelf": "/apprendre/",
    "public: season": "/saisons/automne-se-nourrir-se-chauffer/",
}
# Who asks, and in which collective: the same three questions for every page of the desk.
WHO = ('FROM "django_session"', 'FROM "people_person"', 'FROM "people_membership"')
# Copies have their numbers this far apart.
APART = 1_000_000


def main() -> None:
    """Load, ask, copy, ask again; print a table in Markdown."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--times", type=int, default=100)
    times = reader.parse_args().times
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ENTRAIDE_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entraide.settings")
        measure(times)


def measure(times: int) -> None:
    """Ask every page at both sizes."""
    import django  # noqa: PLC0415 the folder comes first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from entraide.research.models import Entry, Feedback, Improvement  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    started = time.perf_counter()
    call_command("demo", verbosity=0)
    print(f"the demonstration is loaded in {time.perf_counter() - started:.1f} s")
    small = asked()
    for number in range(1, times):
        copy(number * APART)
    longer(times)
    _analyze()
    large = asked()
    sizes = [f"{model.objects.count():,}" for model in (Entry, Feedback, Improvement)]
    print(f"then {sizes[0]} notes, {sizes[1]} feedbacks, {sizes[2]} improvements\n")
    print("| page | queries | ms | slowest | queries, then | ms, then | slowest, then |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for name in PAGES:
        cells = [*small[name], *large[name]]
        print(f"| {name} | " + " | ".join(str(round(one)) for one in cells) + " |")


def _analyze() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def asked() -> Mapping[str, Sequence[float]]:
    """Return how many queries each page takes, its median time and its slowest, in milliseconds."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from entraide.people.models import Person  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(Person.objects.get(email="malika@entraide.example"))
    found = {}
    for name, address in PAGES.items():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        own = [one for one in queries if not any(table in one["sql"] for table in WHO)]
        times = [timed(lambda address=address: client.get(address)) for _turn in range(TURNS)]  # type: ignore[misc]
        found[name] = (len(own), statistics.median(times), max(times))
    return found


def timed(ask: Callable[[], Any]) -> float:
    """Return how long this takes, in milliseconds."""
    started = time.perf_counter()
    ask()
    return (time.perf_counter() - started) * 1_000


def copied() -> list[tuple[Any, str]]:
    """Return the tables of a programme, each with which of its rows belong to the first one."""
    from entraide.gatherings import models as g  # noqa: PLC0415
    from entraide.notebooks.models import Anchor, Note, Notebook  # noqa: PLC0415
    from entraide.research import models as r  # noqa: PLC0415

    first = f"id < {APART}"
    logbooks = (
        "SELECT notebook_id FROM research_collectiveaction UNION"
        " SELECT notebook_id FROM research_programme"
    )
    notes = f"SELECT id FROM notebooks_note WHERE notebook_id IN ({logbooks})"
    seminars = "SELECT gathering_id FROM research_seminar"
    parties = f"SELECT id FROM gatherings_party WHERE gathering_id IN ({seminars})"
    mine = f"{first} AND gathering_id IN ({seminars})"
    return [
        (Notebook, f"{first} AND id IN ({logbooks})"),
        (Note, f"{first} AND notebook_id IN ({logbooks})"),
        (Anchor, f"{first} AND note_id IN ({notes})"),
        (g.Gathering, f"{first} AND id IN ({seminars})"),
        (g.Moment, mine),
        (g.Party, mine),
        (g.SignUp, f"{first} AND party_id IN ({parties})"),
        (g.Arrival, mine),
        *((model, first) for model in (
            r.Programme, r.Question, r.Agreement, r.Participant, r.CollectiveAction, r.Carrying,
            r.Entry, r.Entry.rests_on.through, r.Seminar, r.StageReview,
            r.StageReview.entries.through, r.Feedback, r.Improvement, r.ImprovementStep,
            r.Decision, r.Mandate, r.MandateStep, r.Mandate.actions.through, r.OutsideInput,
        )),
        (r.Presence, mine),
    ]  # fmt: skip


def copy(offset: int) -> None:
    """Copy the three years once more, `offset` further."""
    from django.db import connection, transaction  # noqa: PLC0415

    tables = dict(copied())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for model, which in tables.items():
            fields = model._meta.concrete_fields
            into = ", ".join(f'"{one.column}"' for one in fields)
            values = ", ".join(_copied(one, tables, offset) for one in fields)
            table = model._meta.db_table
            cursor.execute(
                f'INSERT INTO "{table}" ({into}) SELECT {values} FROM "{table}" WHERE {which}'
            )


def _copied(field: Any, tables: Mapping[Any, str], offset: int) -> str:
    """Return what a copy has in a column: its own number, slug, digest; else the same."""
    column = f'"{field.column}"'
    further = f"{column} + {offset}"
    if field.primary_key:
        return further
    if field.is_relation and field.related_model in tables:
        # What is not copied is led to as before.
        target, which = field.related_model._meta.db_table, tables[field.related_model]
        inside = f'{column} IN (SELECT id FROM "{target}" WHERE {which})'
        return f"CASE WHEN {inside} THEN {further} ELSE {column} END"
    if not field.unique:
        return column
    if field.get_internal_type() == "UUIDField":
        return "lower(hex(randomblob(16)))"
    return f"{column} || '-{offset}'"


def longer(times: int) -> None:
    """Give the logbook of one action so many times its lines."""
    from uuid import uuid4  # noqa: PLC0415

    from entraide.notebooks.models import Note  # noqa: PLC0415
    from entraide.research.models import CollectiveAction, Entry  # noqa: PLC0415

    action = CollectiveAction.objects.get(slug=CANTEEN)
    lines = list(action.entries.filter(note__isnull=False).select_related("note"))
    last = action.notebook.last_number
    for _turn in range(times - 1):
        notes = []
        for line in lines:
            last += 1
            note = Note.objects.get(pk=line.note_id or 0)
            note.pk, note.uid, note.number = None, uuid4(), last
            notes.append(note)
        made = Note.objects.bulk_create(notes)
        Entry.objects.bulk_create(
            Entry(action=action, author=line.author, kind=line.kind, sharing=line.sharing,
                  day=line.day, note=note)
            for line, note in zip(lines, made, strict=True)
        )  # fmt: skip


if __name__ == "__main__":
    main()
