"""What every visitor may read: published gatherings, and cancelled ones that were."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.text import capfirst

from entraide.gatherings.models import Gathering, Moment, Option
from entraide.gatherings.models.scarce import free_places, is_full
from entraide.places.models import Place
from entraide.ui import wording

PUBLIC = [Gathering.State.PUBLISHED, Gathering.State.CANCELLED]


@dataclass(slots=True)
class Entry:
    """A moment or an option of the programme as values, with who speaks there."""

    values: dict[str, Any]
    speakers: list[str] = field(default_factory=list)
    options: "list[Entry]" = field(default_factory=list)
    # As shown; worded here because a template does it many times slower.
    where: str = ""
    form: str = ""
    clock: str = ""
    iso: str = ""
    new_day: str = ""
    # Where the number of places goes, when it changes with sign-ups.
    live: str = ""


def public_gatherings() -> QuerySet[Gathering]:
    """Return what visitors may see; drafts are invisible."""
    return Gathering.objects.filter(state__in=PUBLIC).select_related("collective__neighbourhood")


def places_of(gathering: Gathering) -> list[Place]:
    """Return where a gathering happens, in the order of its programme."""
    found: dict[int, Place] = {}
    for moment in gathering.moments.select_related("place").order_by("starts_at", "pk"):
        if moment.place:
            found.setdefault(moment.place.pk, moment.place)
    return list(found.values())


def upcoming(now: datetime) -> list[Gathering]:
    """Return the gatherings that are not over, soonest first."""
    return list(public_gatherings().filter(ends_at__gte=now))


def past(now: datetime, *, most: int = 10) -> list[Gathering]:
    """Return the last gatherings that are over, latest first."""
    return list(public_gatherings().filter(ends_at__lt=now).order_by("-starts_at")[:most])


def by_slug(slug: str) -> Gathering:
    """Return a public gathering or raise Http404."""
    found = public_gatherings().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


# Asked at every visit of a kept page: written as SQL, which Django composes ten times slower.
_VERSION_OF_ALL = "SELECT count(*), sum(version), count(nullif(state, 'draft')) FROM {table}"
_VERSION_OF_ONE = "SELECT id, version FROM {table} WHERE slug = %s AND state <> 'draft'"


def _ask(sql: str, *values: str) -> tuple[int, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(table=Gathering._meta.db_table), values)
        found: tuple[int, ...] | None = cursor.fetchone()
        return found


def version_of_all() -> str | None:
    """Return what changes whenever a list of gatherings may look different; one query."""
    return str(_ask(_VERSION_OF_ALL))


def version_of(slug: str) -> str | None:
    """Return what changes whenever this gathering's page may look different; one query."""
    found = _ask(_VERSION_OF_ONE, slug)
    return None if found is None else str(found)


@dataclass(frozen=True)
class Taken:
    """How many places something has, and how many are taken."""

    pk: int
    capacity: int | None
    taken: int

    free = property(free_places)
    full = property(is_full)


@dataclass(frozen=True)
class Numbers(Taken):
    """What of a gathering's page changes with sign-ups; the rest changes with `edition`."""

    state: str
    edition: int
    version: int
    options: tuple[Taken, ...]

    @property
    def kept_version(self) -> str:
        """The same as `version_of`, without asking again."""
        return str((self.pk, self.version))


_NUMBERS = """
SELECT g.id, g.capacity, g.taken, g.state, g.edition, g.version, o.id, o.capacity, o.taken
FROM {gathering} g
LEFT JOIN {moment} m ON m.gathering_id = g.id AND m.choosing = 'immediate'
LEFT JOIN {option} o ON o.moment_id = m.id AND o.capacity IS NOT NULL
WHERE g.slug = %s AND g.state <> 'draft'
"""


def numbers(slug: str) -> Numbers:
    """Return the numbers of a public gathering in one query, or raise Http404."""
    tables = {model.__name__.lower(): model._meta.db_table for model in (Gathering, Moment, Option)}
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS.format_map(tables), [slug])
        rows = cursor.fetchall()
    if not rows:
        raise Http404
    options = tuple(Taken(*row[6:]) for row in rows if row[6] is not None)
    pk, capacity, taken, state, edition, version = rows[0][:6]
    return Numbers(pk, capacity, taken, state, edition, version, options)


_SPOT = ["place__name", "place__street", "place__postcode", "place__city", "room__name"]
_ACCESS = [
    "place_id", "place__step_free", "place__accessible_toilets", "place__hearing_loop",
    "place__transport",
]  # fmt: skip


def programme(gathering: Gathering) -> list[Entry]:
    """Return the programme of a gathering, in two queries of plain values."""
    rows = list(
        Moment.objects.filter(gathering=gathering)
        .order_by("starts_at", "pk", "speakings__pk")
        .values(
            "pk", "uid", "kind", "title", "description", "starts_at", "ends_at", "choosing",
            "speakings__option_id", "speakings__speaker__name", "speakings__speaker__role",
            *_SPOT, *_ACCESS,
        )
    )  # fmt: skip
    # One row a speaker: the first row of a moment stands for the moment.
    moments: dict[int, Entry] = {}
    for row in rows:
        moments.setdefault(row["pk"], Entry(row))
    options = {
        row["pk"]: Entry(row, where=_where(row))
        for row in Option.objects.filter(moment__gathering=gathering).values(
            "pk", "moment_id", "title", "description", "minutes", "step_free", "capacity",
            "taken", *_SPOT, *_ACCESS,
        )
    }  # fmt: skip
    for option in options.values():
        moments[option.values["moment_id"]].options.append(option)
    for row in rows:
        if role := row["speakings__speaker__role"]:
            name = row["speakings__speaker__name"]
            entry = options.get(row["speakings__option_id"], moments[row["pk"]])
            entry.speakers.append(f"{name}, {role}" if name else role)
    _word(list(moments.values()))
    return list(moments.values())


def _where(values: dict[str, Any]) -> str:
    return ", ".join(filter(None, [values["place__name"], values["room__name"]]))


def _word(moments: list[Entry]) -> None:
    """Word the hour, the form and the place of each moment; over several days, the day too."""
    days = [timezone.localtime(entry.values["starts_at"]).date() for entry in moments]
    several = len(set(days)) > 1
    for entry, day, before in zip(moments, days, [None, *days], strict=False):
        begin = entry.values["starts_at"]
        entry.where = _where(entry.values)
        entry.form = str(capfirst(Moment.Kind(entry.values["kind"]).label))
        entry.clock = wording.hour(begin)
        entry.iso = timezone.localtime(begin).isoformat()
        entry.new_day = wording.day(begin) if several and day != before else ""


def spots(entries: list[Entry]) -> list[dict[str, Any]]:
    """Return the places of a programme, each once, in the order in which one comes there."""
    found: dict[int, dict[str, Any]] = {}
    for entry in [each for moment in entries for each in (moment, *moment.options)]:
        if entry.values["place_id"]:
            found.setdefault(entry.values["place_id"], entry.values)
    return list(found.values())
