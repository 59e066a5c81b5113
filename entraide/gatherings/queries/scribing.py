"""When a table writes, and which table a code opens."""

import hmac
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.gatherings.hand_codes import table_code
from entraide.gatherings.models import Gathering, Moment, Table
from entraide.notebooks.models import Anchor, Note, Notebook
from entraide.notebooks.queries import notes
from entraide.people.short_codes import normalised

BEFORE, AFTER = timedelta(hours=1), timedelta(hours=2)
# A moment without end is a workshop of this long.
USUAL = timedelta(hours=2)
# Sheets of paper are typed in the days after; so is what a phone kept.
PAPER = timedelta(days=7)
WORKSHOPS = (Moment.Kind.PEER_WORKSHOP, Moment.Kind.MIXED_WORKSHOP)


class Writing(Enum):
    """What the code of a table opens now."""

    LIVE = "live"
    PAPER = "paper"


def writing_at(moment: Moment, now: datetime) -> Writing | None:
    """Return what a code of this workshop opens: the table, its paper sheet, nothing."""
    if moment.gathering.state != Gathering.State.PUBLISHED:
        return None
    by_hand = moment.writing_until is not None and now <= moment.writing_until
    end = (moment.ends_at or moment.starts_at + USUAL) + AFTER
    if by_hand or moment.starts_at - BEFORE <= now <= end:
        return Writing.LIVE
    last = max(filter(None, (end, moment.writing_until)))
    return Writing.PAPER if last < now <= last + PAPER else None


def tables_now(now: datetime) -> list[Table]:
    """Return the tables whose code opens something now: a few hundred at most."""
    earliest = now - PAPER - AFTER - USUAL
    near = Q(moment__starts_at__range=(earliest - timedelta(days=1), now + BEFORE))
    by_hand = Q(moment__writing_until__gte=earliest)
    found = Table.objects.filter(near | by_hand).select_related(
        "moment__gathering__collective", "moment__discussed", "peer_group", "notebook", "option"
    )
    return [table for table in found if writing_at(table.moment, now)]


def by_code(typed: str) -> Table | None:
    """Return the table that this code opens now, or None."""
    code = normalised(typed).encode()
    for table in tables_now(timezone.now()):
        if hmac.compare_digest(table_code(table.uid).encode(), code):
            return table
    return None


def by_uid(uid: UUID) -> Table | None:
    """Return a table with all that its page shows."""
    found = Table.objects.select_related(
        "moment__gathering__collective", "moment__discussed", "peer_group", "notebook", "option"
    )
    return found.filter(uid=uid).first()


def told(notebook: Notebook) -> QuerySet[Note]:
    """Return the notes of a table with their links, as its page tells them; two queries."""
    links = Prefetch("anchors", Anchor.objects.select_related("rests_on"))
    return notes.of(notebook).prefetch_related(links)


def stamp(notebook: Notebook) -> str:
    """Return what changes whenever a note of a notebook does."""
    seen = notebook.notes.aggregate(n=Count("pk"), changes=Sum("revision"))
    return f"{seen['n']}.{seen['changes'] or 0}"


def bare_title(table: Table) -> str:
    """Return "Table 3"."""
    return _("Table %(number)s") % {"number": table.number}


def table_title(table: Table) -> str:
    """Return "Table 3", with its peers when it has some."""
    title = bare_title(table)
    return f"{title} · {table.peer_group}" if table.peer_group else title


def workshop_title(table: Table) -> str:
    """Return the workshop of a table: what was chosen, else the moment."""
    return table.option.title if table.option else table.moment.title


def subject(table: Table) -> str:
    """Return what a table is about, as the programme says it."""
    own = table.option.description if table.option else ""
    return own or table.moment.description
