"""The pages of a programme: how quick, how many queries, at the size of the demonstration and more.

    python -m bench.programme [--times 100]

Loads the demonstration into an SQLite database of its own in a temporary folder, asks its pages
through Django as people with a session do, then copies its three years until the database holds so
many times as much, gives one action a hundred times its lines, and asks again.
"""

import argparse
from collections.abc import Mapping
from typing import Any

from bench.asking import Asked, analyze, asked, print_table, with_demonstration

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
# Copies have their numbers this far apart.
APART = 1_000_000


def main() -> None:
    """Load, ask, copy, ask again; print a table in Markdown."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--times", type=int, default=100)
    times = reader.parse_args().times
    with_demonstration(lambda: measure(times))


def measure(times: int) -> None:
    """Ask every page at both sizes."""
    from entraide.research.models import Entry, Feedback, Improvement  # noqa: PLC0415

    small = asked_by_malika()
    for number in range(1, times):
        copy(number * APART)
    longer(times)
    analyze()
    large = asked_by_malika()
    sizes = [f"{model.objects.count():,}" for model in (Entry, Feedback, Improvement)]
    print(f"Then {sizes[0]} notes, {sizes[1]} feedbacks, {sizes[2]} improvements.\n")
    print_table(small, large)


def asked_by_malika() -> dict[str, Asked]:
    """Return what each page takes of who coordinates."""
    from django.test import Client  # noqa: PLC0415

    from entraide.people.models import Person  # noqa: PLC0415

    client = Client()
    client.force_login(Person.objects.get(email="malika@entraide.example"))
    return asked(client, PAGES)


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
