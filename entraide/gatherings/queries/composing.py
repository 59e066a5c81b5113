"""What composing a gathering reads. Organisers only: wishes, needs and ties have names here."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import product
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from entraide.gatherings.models import (
    Allocation,
    Arrival,
    Composition,
    Gathering,
    Moment,
    Option,
    Party,
    Seat,
    SignUp,
    Table,
    Tie,
    Wish,
)
from entraide.people import known as contacts
from entraide.people.models import Apart

TABLE_KINDS = (Moment.Kind.PEER_WORKSHOP, Moment.Kind.MIXED_WORKSHOP)
SEATS_AT_A_TABLE = 8
# How far back tables remember who met.
MEMORY = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Attending:
    """One person to place, as plain values."""

    pk: int
    party: int
    size: int
    peer_group: int
    step_free: bool
    together_word: str
    memory: str


@dataclass(frozen=True)
class Part:
    """A moment that can be composed, with its settings."""

    moment: int
    tables: int
    rooms: tuple[int, ...]


@dataclass(frozen=True)
class Sitters:
    """A table as it is: its number, the room it belongs to, who sits there.

    `group` is the peer group of a table of peers, the option of a table of a parallel workshop,
    nothing for a table of the whole room.
    """

    number: int
    group: str
    people: tuple[int, ...]


def composable(gathering: Gathering) -> list[Moment]:
    """Return the moments that can be composed: wishes to answer, or tables to fill."""
    return [
        moment
        for moment in gathering.moments.prefetch_related("options__room", "place__rooms")
        if has_wishes(moment) or has_tables(moment)
    ]


def has_wishes(moment: Moment) -> bool:
    """Tell whether people ranked the options of a moment."""
    return moment.choosing == Moment.Choosing.WISHES


def has_tables(moment: Moment) -> bool:
    """Tell whether people sit at tables in a moment."""
    return moment.kind in TABLE_KINDS


def placing(composition: Composition) -> list[Attending]:
    """Return the people that a composition places.

    Whoever has a fixed seat keeps it, also when composing for those who came.
    """
    fixed = {person for part in composition.parts for person in settled(part["moment"])}
    return attending(composition.gathering, composition.who, also=fixed)


def attending(gathering: Gathering, who: str, *, also: Collection[int] = ()) -> list[Attending]:
    """Return the people to place: all confirmed ones, or those of them who came, and some more."""
    people = SignUp.objects.filter(
        party__gathering=gathering, party__state=Party.State.CONFIRMED
    ).order_by("pk")
    if who == Composition.Who.ARRIVED:
        people = people.filter(Q(pk__in=here(gathering)) | Q(pk__in=also))
    fields = ("pk", "party_id", "party__size", "peer_group_id", "party__step_free")
    rows = people.values_list(*fields, "party__together_word", "memory")
    return [Attending(*row) for row in rows]


def here(gathering: Gathering) -> QuerySet[SignUp, Any]:
    """Return the numbers of the people whose latest mark says that they are here."""
    marks = Arrival.objects.filter(sign_up=OuterRef("pk"), gathering=gathering)
    latest = Subquery(marks.order_by("-at", "-pk").values("mark")[:1])
    people = SignUp.objects.filter(party__gathering=gathering).annotate(latest=latest)
    return people.filter(latest=Arrival.Mark.HERE).values("pk")


def wishes_of(moment_id: int) -> dict[int, list[int | None]]:
    """Return the ranked options of each party; None means "from here on, anything"."""
    found: dict[int, list[int | None]] = {}
    rows = Wish.objects.filter(moment=moment_id).order_by("party", "rank")
    for party, option in rows.values_list("party_id", "option_id"):
        found.setdefault(party, []).append(option)
    return found


def held(moment_id: int) -> dict[int, tuple[int, str]]:
    """Return what each person has for a moment: the option, and how it was given."""
    rows = Allocation.objects.filter(moment=moment_id)
    return {
        person: (option, how)
        for person, option, how in rows.values_list("sign_up_id", "option_id", "how")
    }


def seats_by_table(moment_id: int, option: int | None = None) -> dict[int, list[int]]:
    """Return who sits at each table of a moment: by row of the table, in order of the numbers.

    With an option, at the tables of that parallel workshop only.
    """
    rows = Table.objects.filter(moment=moment_id).order_by("number")
    if option is not None:
        rows = rows.filter(option=option)
    tables: dict[int, list[int]] = {pk: [] for pk in rows.values_list("pk", flat=True)}
    seats = Seat.objects.filter(moment=moment_id, table__in=list(tables)).order_by("pk")
    for table, person in seats.values_list("table_id", "sign_up_id"):
        tables[table].append(person)
    return tables


def sitters(moment: Moment) -> tuple[Sitters, ...]:
    """Return the tables of a moment as they are, in order of the numbers."""
    tables = seats_by_table(moment.pk)
    group = (
        "option_id"
        if moment.choosing != Moment.Choosing.NONE
        else "peer_group_id"
        if moment.kind == Moment.Kind.PEER_WORKSHOP
        else None
    )
    return tuple(
        Sitters(
            table.number,
            "" if group is None else str(getattr(table, group)),
            tuple(tables[table.pk]),
        )
        for table in Table.objects.filter(moment=moment).order_by("number")
    )


def seated(moment_id: int) -> list[list[int]]:
    """Return who sits at each table of a moment, in order of the tables."""
    return list(seats_by_table(moment_id).values())


def visits(gathering: Gathering) -> dict[int, dict[int, int]]:
    """Return, for each visit, the option that each person has: what tables mix."""
    found: dict[int, dict[int, int]] = {}
    rows = Allocation.objects.filter(
        moment__gathering=gathering, moment__kind=Moment.Kind.VISIT
    ).order_by("moment", "pk")
    for moment, person, option in rows.values_list("moment_id", "sign_up_id", "option_id"):
        found.setdefault(moment, {})[person] = option
    return found


def settled(moment_id: int) -> set[int]:
    """Return who must stay where they sit: locked seats, and those who lead or write."""
    found = set(
        Seat.objects.filter(moment=moment_id, locked=True).values_list("sign_up_id", flat=True)
    )
    for facilitator, scribe in Table.objects.filter(moment=moment_id).values_list(
        "facilitator_id", "scribe_id"
    ):
        found |= {person for person in (facilitator, scribe) if person is not None}
    return found


def ties(gathering: Gathering) -> dict[str, list[tuple[int, int]]]:
    """Return the pairs to keep together, and those to keep apart."""
    found: dict[str, list[tuple[int, int]]] = {kind: [] for kind in Tie.Kind.values}
    for kind, one, other in Tie.objects.filter(gathering=gathering).values_list(
        "kind", "one_id", "other_id"
    ):
        found[kind].append((one, other))
    kept = kept_apart(gathering)
    found[Tie.Kind.APART] += kept
    # Who ties two of them together learns nothing: they are simply not together.
    found[Tie.Kind.TOGETHER] = [two for two in found[Tie.Kind.TOGETHER] if _sorted(two) not in kept]
    return found


def kept_apart(gathering: Gathering) -> list[tuple[int, int]]:
    """Return the pairs of whom one wants never to be brought together with the other.

    Known by what they left to reach them, as for the memory of tables; nobody reads who asked.
    """
    asked = Apart.objects.filter(collective=gathering.collective_id)
    pairs = list(asked.values_list("one", "other"))
    if not pairs:
        return []
    numbers = known_by(gathering)
    both = {
        _sorted(two)
        for a, b in pairs
        if a in numbers and b in numbers
        for two in product(numbers[a], numbers[b])
    }
    return sorted(two for two in both if two[0] != two[1])


def _sorted(two: tuple[int, int]) -> tuple[int, int]:
    return (min(two), max(two))


def known_by(gathering: Gathering) -> dict[str, set[int]]:
    """Return who is signed up, by what they left to be reached: {digest: their sign-ups}."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for _where, number, digests in _known([gathering], Party.State.CONFIRMED):
        for digest in digests:
            numbers[digest].add(number)
    return dict(numbers)


def known_at(gatherings: Sequence[Gathering], *states: Party.State) -> dict[int, set[str]]:
    """Return by what those are known who signed up: {number of the gathering: digests}."""
    found: dict[int, set[str]] = defaultdict(set)
    for where, _number, digests in _known(gatherings, *states):
        found[where] |= digests
    return dict(found)


def _known(
    gatherings: Sequence[Gathering], *states: Party.State
) -> Iterator[tuple[int, int, set[str]]]:
    """Yield (gathering, sign-up, what they are known by) of parties in these states.

    A contact without a name stands for everybody of its party: whoever is called otherwise here
    than elsewhere is kept apart all the same.
    """
    collective = {one.pk: one.collective_id for one in gatherings}
    people = SignUp.objects.filter(party__gathering__in=gatherings, party__state__in=states)
    for where, number, name, email, phone, memory in people.values_list(
        "party__gathering", "pk", "name", "party__email", "party__phone", "memory"
    ):
        known = contacts.known_by(collective[where], name=name, emails=[email], phone=phone)
        yield where, number, {*known.contacts, *known.people, memory} - {""}


def acquaintances(gathering: Gathering, people: list[Attending]) -> list[tuple[int, int]]:
    """Return the pairs who sat at one mixed table at an earlier gathering of the same kind.

    Same collective, same kind, three years back. People are known by a digest only; whoever left
    no contact is new each time.
    """
    number = {person.memory: person.pk for person in people if person.memory}
    seats = Seat.objects.filter(
        table__peer_group=None,
        moment__gathering__collective=gathering.collective_id,
        moment__gathering__kind=gathering.kind,
        moment__gathering__starts_at__lt=gathering.starts_at,
        moment__gathering__starts_at__gte=gathering.starts_at - MEMORY,
        sign_up__memory__in=list(number),
    ).exclude(moment__gathering=gathering)
    tables: dict[int, list[int]] = {}
    for table, memory in seats.values_list("table_id", "sign_up__memory"):
        tables.setdefault(table, []).append(number[memory])
    pairs = {
        (min(one, other), max(one, other))
        for sitting in tables.values()
        for one in sitting
        for other in sitting
        if one != other
    }
    return sorted(pairs)


def met_today(gathering: Gathering, *, but: set[int], among: set[int]) -> list[tuple[int, int]]:
    """Return the pairs who sit together at the mixed tables of the other moments of the day."""
    found: set[tuple[int, int]] = set()
    for moment in composed_tables(gathering):
        if moment.pk not in but and moment.kind == Moment.Kind.MIXED_WORKSHOP:
            for table in seated(moment.pk):
                here = sorted(among.intersection(table))
                found |= {(one, two) for one in here for two in here if one < two}
    return sorted(found)


def input_digest(composition: Composition) -> str:
    """Return a digest of all that a composition reads: another one means that something changed."""
    gathering = composition.gathering
    people = placing(composition)
    moments = [part["moment"] for part in composition.parts]
    options = Option.objects.filter(moment__in=moments).order_by("pk")
    there = gathering.moments.filter(pk__in=moments).order_by("pk")
    read = {
        "people": [asdict(person) for person in people],
        "moments": list(there.values_list("pk", "kind", "choosing")),
        "options": list(options.values_list("pk", "capacity", "step_free")),
        "wishes": [wishes_of(moment) for moment in moments],
        "held": [held(moment) for moment in moments],
        "seated": [[asdict(table) for table in sitters(moment)] for moment in there],
        "settled": [sorted(settled(moment)) for moment in moments],
        "ties": ties(gathering),
    }
    return hashlib.sha256(json.dumps(read, sort_keys=True).encode()).hexdigest()


def latest(gathering: Gathering) -> Composition | None:
    """Return the last composition that was not laid aside."""
    return gathering.compositions.exclude(state=Composition.State.DISCARDED).first()


def rooms_before(gathering: Gathering) -> dict[int, list[int]]:
    """Return, for each moment, the rooms of the last plan that was accepted."""
    found: dict[int, list[int]] = {}
    accepted = gathering.compositions.filter(state=Composition.State.ACCEPTED)
    for parts in accepted.order_by("asked_at", "pk").values_list("parts", flat=True):
        found |= {part["moment"]: part["rooms"] for part in parts}
    return found


def composed_tables(gathering: Gathering) -> list[Moment]:
    """Return the workshops that have tables, each with how many."""
    return list(
        gathering.moments.filter(kind__in=TABLE_KINDS)
        .annotate(table_count=Count("tables"))
        .filter(table_count__gt=0)
        .order_by("starts_at")
    )
