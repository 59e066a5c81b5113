"""Tables of a day: peers apart, mixed tables like the room, options each a room of their own."""

from collections.abc import Sequence
from dataclasses import replace

from entraide.gatherings.bridge.by_hand import traits_of
from entraide.gatherings.bridge.day import Day, NotFair, Pace, Result, TablePart
from entraide.gatherings.queries import composing
from entraide.gatherings.queries.composing import Attending
from entraide.numerics import tables
from entraide.numerics.tables.units import units

WHOLE_ROOM = ""


def seat_all(day: Day, parts: Sequence[TablePart], pace: Pace) -> Result:
    """Fill the tables of every part; rounds of the whole room are sought together."""
    if not parts:
        return {"rounds": [], "repeats": 0, "repeats_bound": 0}
    whole = [part for part in parts if not part.peers and not part.optional]
    seated: dict[int, list[Result]] = {}
    repeats = bound = 0
    met = list(day.met)
    if whole:
        problem = room_problem(day, whole, day.people, met)
        solution = solved_tables(problem, day, whole, pace)
        repeats, bound = solution.repeats, solution.repeats_bound
        for part, one in zip(whole, solution.rounds, strict=True):
            seated[part.moment] = [room_result(one, WHOLE_ROOM)]
            met += pairs_of(one)
    for part in parts:
        if part.peers:
            seated[part.moment] = peer_rooms(day, part, pace)
        elif part.optional:
            rooms, more, least = option_rooms(day, part, met, pace)
            seated[part.moment] = rooms
            repeats, bound = repeats + more, bound + least
    rounds = [
        {
            "moment": part.moment,
            "rooms": seated[part.moment],
            "moved": moves(part, seated[part.moment]),
        }
        for part in parts
    ]
    return {"rounds": rounds, "repeats": repeats, "repeats_bound": bound}


def room_problem(
    day: Day,
    parts: Sequence[TablePart],
    people: Sequence[Attending],
    met: Sequence[tuple[int, int]],
) -> tables.Problem:
    """Return the problem of mixed tables for some people."""
    inside = {person.pk for person in people}
    return tables.Problem(
        people=tuple(
            tables.Person(str(person.pk), traits_of(person, day.visits)) for person in people
        ),
        rounds=tuple(tables.Round(str(part.moment), part.tables) for part in parts),
        keep_together=named(day.together, inside),
        keep_apart=named(day.apart, inside),
        met_before=named(met, inside),
        locked=tuple(lock for part in parts for lock in locks(part, inside)),
    )


def named(pairs: Sequence[tuple[int, int]], inside: set[int]) -> tuple[tuple[str, str], ...]:
    """Return pairs of people who are both here, as identifiers, each once."""
    return tuple(
        dict.fromkeys((str(one), str(other)) for one, other in pairs if {one, other} <= inside)
    )


def locks(part: TablePart, inside: set[int]) -> list[tables.Lock]:
    """Return the settled seats of a part; those of a table that goes are free again."""
    return [
        tables.Lock(str(part.moment), str(person), number)
        for person, number in part.settled.items()
        if person in inside and number < part.tables
    ]


def solved_tables(
    problem: tables.Problem, day: Day, parts: Sequence[TablePart], pace: Pace
) -> tables.Solution:
    """Solve or mend, and verify."""
    earlier = {
        str(part.moment): [[str(person) for person in table] for table in part.seated]
        for part in parts
        if part.seated
    }
    solution = tables.solve(tables.mend(problem, earlier), seed=day.seed, pace=pace)
    if faults := tables.check(problem, solution):
        raise NotFair(faults[0])
    return solution


def room_result(seating: tables.Seating, group: str) -> Result:
    """Return a seated room: its people by table, its figures."""
    return {
        "group": group,
        "tables": [[int(person) for person in table] for table in seating.tables],
        "deviation": seating.deviation,
        "bound": seating.deviation_bound,
    }


def pairs_of(seating: tables.Seating) -> list[tuple[int, int]]:
    """Return who met at the tables of a round."""
    return [
        (int(one), int(other))
        for table in seating.tables
        for one in table
        for other in table
        if int(one) < int(other)
    ]


def peer_rooms(day: Day, part: TablePart, pace: Pace) -> list[Result]:
    """Seat each peer group apart; whoever must sit with another group goes along."""
    group_of = peers(day)
    people = tuple(
        tables.Person(
            str(person.pk), {**traits_of(person, day.visits), "peers": f"{group_of[person.pk]:06d}"}
        )
        for person in day.people
    )
    inside = {person.pk for person in day.people}
    problem = tables.Problem(
        people,
        (tables.Round(str(part.moment), part.tables, by="peers"),),
        keep_together=named(day.together, inside),
        keep_apart=named(day.apart, inside),
        locked=tuple(locks(part, inside)),
    )
    solution = solved_tables(problem, day, [part], pace)
    rooms: dict[int, list[list[int]]] = {}
    for table in solution.rounds[0].tables:
        group = day.groups[group_of[int(table[0])]]
        rooms.setdefault(group, []).append([int(person) for person in table])
    return [
        {"group": group, "tables": found, "deviation": None, "bound": None}
        for group, found in rooms.items()
    ]


def peers(day: Day) -> dict[int, int]:
    """Return the rank of the peer group that each person sits with.

    People kept together sit with the group that most of them have; when equal, with the first one:
    an interpreter follows the inhabitant.
    """
    rank = {group: number for number, group in enumerate(day.groups)}
    found = {person.pk: rank[person.peer_group] for person in day.people}
    own = dict(found)
    pairs = [(str(one), str(other)) for one, other in day.together]
    for unit in set(units([str(person) for person in found], pairs).values()):
        ranks = [own[int(person)] for person in unit]
        chosen = min(ranks, key=lambda one: (-ranks.count(one), one))
        found |= {int(person): chosen for person in unit}
    return found


def option_rooms(
    day: Day, part: TablePart, met: list[tuple[int, int]], pace: Pace
) -> tuple[list[Result], int, int]:
    """Seat the people of each option apart, mixed; return the rooms, repeats and their bound."""
    rooms, repeats, bound = [], 0, 0
    for option in sorted(set(part.options.values())):
        people = [person for person in day.people if part.options.get(person.pk) == option]
        if not people:
            continue
        count = -(-len(people) // composing.SEATS_AT_A_TABLE)
        own = within(part, count, {person.pk for person in people})
        solution = solved_tables(room_problem(day, [own], people, met), day, [own], pace)
        rooms.append(room_result(solution.rounds[0], str(option)))
        repeats, bound = repeats + solution.repeats, bound + solution.repeats_bound
        met += pairs_of(solution.rounds[0])
    return rooms, repeats, bound


def within(part: TablePart, count: int, inside: set[int]) -> TablePart:
    """Return a part for the people of one option: tables are numbered anew among theirs."""
    seated = [[one for one in table if one in inside] for table in part.seated]
    mine = sorted({number for person, number in part.settled.items() if person in inside})
    settled = {
        person: mine.index(number) for person, number in part.settled.items() if person in inside
    }
    return replace(part, tables=count, seated=[table for table in seated if table], settled=settled)


def moves(part: TablePart, rooms: Sequence[Result]) -> list[int]:
    """Return who had a seat and gets another one.

    Tables are known by their number: the one they have when the rooms are put end to end.
    """
    before = {person: number for number, table in enumerate(part.seated) for person in table}
    after = {
        person: number
        for number, table in enumerate(table for room in rooms for table in room["tables"])
        for person in table
    }
    return sorted(person for person, number in before.items() if after.get(person) != number)
