"""Writes, beside each table's notebook, what may be told of who spoke there."""

from collections import Counter
from itertools import cycle

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from entraide.gatherings.models import Gathering, Moment, Party, Seat, SignUp, Table
from entraide.gatherings.queries import arrival
from entraide.gatherings.queries.scribing import bare_title, workshop_title
from entraide.notebooks.models import Provenance
from entraide.notebooks.provenance import Seated, told


@transaction.atomic
def record(moment: Moment) -> None:
    """Write what may be told of the voices of every table of a workshop that has a notebook.

    Who came counts, when arrivals were marked; else who had a place.
    """
    with override(settings.LANGUAGE_CODE):
        _record(moment)


def _record(moment: Moment) -> None:
    tables = list(moment.tables.select_related("option", "notebook").order_by("number"))
    if not any(table.notebook_id for table in tables):
        return
    found = told(_seated(moment, tables), moment.gathering.title)
    for table, groups in zip(tables, cycle(found)):
        if table.notebook is None:
            continue
        kept = {key: {"place": one.place, "peers": one.peers} for key, one in groups.items()}
        Provenance.objects.update_or_create(notebook=table.notebook, defaults={"told": kept})


def _seated(moment: Moment, tables: list[Table]) -> list[Seated]:
    """Return who sat at each table; without seats, one table of everybody."""
    here = arrival.here(moment.gathering)
    seats = Seat.objects.filter(moment=moment)
    if here:
        seats = seats.filter(sign_up__in=here)
    people: dict[int, Counter[str]] = {table.pk: Counter() for table in tables}
    for table, group in seats.values_list("table", "sign_up__peer_group"):
        people[table][str(group or "")] += 1
    if not any(people.values()):
        everyone = _everyone(moment.gathering, here)
        return [Seated("", "", everyone)]
    return [
        Seated(
            bare_title(table),
            workshop_title(table) if table.option else moment.title,
            people[table.pk],
        )
        for table in tables
    ]


def _everyone(gathering: Gathering, here: set[int]) -> Counter[str]:
    """Return the people of a gathering by peer group."""
    people = SignUp.objects.filter(party__gathering=gathering)
    people = people.exclude(party__state=Party.State.CANCELLED)
    if here:
        people = people.filter(pk__in=here)
    return Counter(str(group or "") for group in people.values_list("peer_group", flat=True))
