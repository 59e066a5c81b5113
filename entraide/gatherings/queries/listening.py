"""What the tables of a gathering have written so far, for those who listen."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q

from entraide.gatherings.hand_codes import table_code
from entraide.gatherings.models import Gathering, Moment, Table
from entraide.gatherings.queries.scribing import WORKSHOPS, Writing, writing_at


@dataclass(frozen=True)
class WritingTable:
    """A table with its code and how many voices it has."""

    table: Table
    code: str
    said: int


@dataclass(frozen=True)
class Workshop:
    """A workshop, whether it may be written now, and its tables."""

    moment: Moment
    writing: Writing | None
    tables: list[WritingTable]

    @property
    def is_live(self) -> bool:
        """Tell whether the codes open the tables now."""
        return self.writing is Writing.LIVE

    @property
    def said(self) -> int:
        """Return how many voices the tables have, all together."""
        return sum(one.said for one in self.tables)


def workshops(gathering: Gathering, now: datetime) -> list[Workshop]:
    """Return the workshops of a gathering; two queries however many tables there are."""
    said = Count("notebook__notes", filter=Q(notebook__notes__withdrawn=False))
    tables = Table.objects.annotate(said=said).select_related("notebook", "peer_group", "option")
    moments = gathering.moments.filter(kind__in=WORKSHOPS).order_by("starts_at", "pk")
    found = []
    for moment in moments.prefetch_related(Prefetch("tables", tables.order_by("number"))):
        moment.gathering = gathering
        each = [
            WritingTable(table, table_code(table.uid), getattr(table, "said", 0))
            for table in moment.tables.all()
        ]
        found.append(Workshop(moment, writing_at(moment, now), each))
    return found
