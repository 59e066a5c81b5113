"""Papers that stand on tables and doors."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from entraide.gatherings.hand_codes import table_code
from entraide.gatherings.models import Gathering, Moment, Option, Table
from entraide.gatherings.queries.papers import programme
from entraide.gatherings.queries.papers.people import clock, lasts_days
from entraide.gatherings.queries.scribing import subject
from entraide.places.models import Room

Data = dict[str, Any]
LONGEST_TEXT = 260


def _tables(gathering: Gathering) -> list[Table]:
    return list(
        Table.objects.filter(moment__gathering=gathering)
        .select_related(
            "moment__place", "moment__room__place", "room__place", "option__room__place",
            "peer_group", "facilitator", "scribe",
        )
        .order_by("moment__starts_at", "moment", "number")
    )  # fmt: skip


def _table(table: Table, several: bool) -> Data:
    moment, peers, option = table.moment, table.peer_group, table.option
    room = table.room or (option.room if option else None) or moment.room
    place = room.place if room else moment.place
    title = option.title if option else moment.title
    return {
        "number": table.number,
        "moment": title,
        "form": programme.form(moment.kind, title),
        "hour": clock(moment.starts_at, several),
        "room": room.name if room else "",
        "place": place.name if place else "",
        "group": {"name": peers.name, "dye": peers.dye} if peers else None,
    }


def signs(gathering: Gathering) -> Data:
    """Return a sign a table and workshop."""
    several = lasts_days(gathering)
    return {"signs": [_table(table, several) for table in _tables(gathering)]}


def sheets(gathering: Gathering) -> Data:
    """Return a sheet a table, for its scribe; nobody's name but those who lead and write."""
    several = lasts_days(gathering)
    return {
        "sheets": [
            {
                **_table(table, several),
                "text": Truncator(subject(table)).chars(LONGEST_TEXT),
                "code": table_code(table.uid),
                "qr": f"{settings.SITE_ADDRESS}{reverse('gatherings:table_code')}"
                f"#{table_code(table.uid)}",
                "facilitator": table.facilitator.name if table.facilitator else "",
                "scribe": table.scribe.name if table.scribe else "",
            }
            for table in _tables(gathering)
        ]
    }


def names_rooms(gathering: Gathering) -> bool:
    """Tell whether the programme, or a table, is in a room."""
    named = Q(room__isnull=False) | Q(options__room__isnull=False) | Q(tables__room__isnull=False)
    return gathering.moments.filter(named).exists()


def rooms(gathering: Gathering) -> Data:
    """Return a sign a room: what happens there, and when."""
    several = lasts_days(gathering)
    found: dict[Room, dict[Moment, Data]] = {}

    def line(room: Room, moment: Moment) -> Data:
        blank = {
            "hour": clock(moment.starts_at, several), "what": moment.title, "more": [], "tables": []
        }  # fmt: skip
        return found.setdefault(room, {}).setdefault(moment, blank)

    for moment in gathering.moments.filter(room__isnull=False).select_related("room__place"):
        line(moment.room, moment)  # type: ignore[arg-type]
    options = Option.objects.filter(moment__gathering=gathering, room__isnull=False)
    for option in options.select_related("moment", "room__place"):
        line(option.room, option.moment)["more"].append(option.title)  # type: ignore[arg-type]
    for table in _tables(gathering):
        if table.room:
            line(table.room, table.moment)["tables"].append(table.number)
    signs = [_door(room, lines) for room, lines in found.items()]
    return {"rooms": sorted(signs, key=lambda sign: (sign["place"], sign["room"]))}


def _door(room: Room, lines: dict[Moment, Data]) -> Data:
    said = []
    for _moment, line in sorted(lines.items(), key=lambda item: (item[0].starts_at, item[0].pk)):
        numbers = line.pop("tables")
        more = [*line.pop("more"), *([in_words(numbers)] if numbers else [])]
        said.append({**line, "more": " · ".join(more)})
    return {"room": room.name, "place": room.place.name, "lines": said}


def in_words(numbers: list[int]) -> str:
    """Return "table 3", or "tables 1 à 4, 7"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [
        _("%(first)d à %(last)d") % {"first": run[0], "last": run[-1]}
        if len(run) > 2
        else ", ".join(map(str, run))
        for run in runs
    ]
    name = _("table") if len(numbers) == 1 else _("tables")
    return f"{name} {', '.join(words)}"
