"""Tables of a day: peers apart, mixed tables like the room, options each a room of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from entraide.gatherings.bridge.by_hand import traits_of
from entraide.gatherings.bridge.day import Day, NotFair, Pace, Result, TablePart
from entraide.gatherings.bridge.numbering import Lines, lines_of, losses, moves, number_tables
from entraide.gatherings.queries import composing
from entraide.gatherings.queries.composing import Attending
from entraide.numerics import tables
from entraide.numerics.faults import Infeasible
from entraide.numerics.tables.problem import rooms
from entraide.numerics.tables.units import units

WHOLE_ROOM = ""
TOO_FEW_TABLES = ("too-many-apart", "no-seating", "locks")
# How many tables a choice may have beyond those that its people fill.
MORE_TABLES = 6


def seat_all(day: Day, parts: Sequence[TablePart], pace: Pace) -> Result:
    """Fill the tables of every part; rounds of the whole room are sought together."""
    if not parts:
        return {"rounds": [], "repeats": 0, "repeats_bound": 0}
    whole = [part for part in parts if not part.peers and not part.optional]
    seated: dict[int, list[Result]] = {}
    repeats = bound = 0
    met = list(day.met)
    if whole:
        known = {person.pk for person in day.people}
        lines = {part.moment: lines_of(part, WHOLE_ROOM, known, part.tables) for part in whole}
        problem = room_problem(day, whole, day.people, met, lines)
        solution = solved_tables(problem, day, whole, lines, pace)
        repeats, bound = solution.repeats, solution.repeats_bound
        for part, one in zip(whole, solution.rounds, strict=True):
            room = room_result(one, WHOLE_ROOM)
            seated[part.moment] = number_tables([(room, lines[part.moment])])
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
            "lost": losses(part, seated[part.moment]),
        }
        for part in parts
    ]
    return {"rounds": rounds, "repeats": repeats, "repeats_bound": bound}


def room_problem(
    day: Day,
    parts: Sequence[TablePart],
    people: Sequence[Attending],
    met: Sequence[tuple[int, int]],
    lines: Mapping[int, Lines],
) -> tables.Problem:
    """Return the problem of mixed tables for some people."""
    inside = {person.pk for person in people}
    return tables.Problem(
        people=tuple(
            tables.Person(str(person.pk), traits_of(person, day.visits)) for person in people
        ),
        rounds=tuple(
            tables.Round(str(part.moment), len(lines[part.moment].tables)) for part in parts
        ),
        keep_together=named(day.together, inside),
        keep_apart=named(day.apart, inside),
        met_before=named(met, inside),
        locked=tuple(lock for part in parts for lock in lines[part.moment].locks(part)),
    )


def named(pairs: Sequence[tuple[int, int]], inside: set[int]) -> tuple[tuple[str, str], ...]:
    """Return pairs of people who are both here, as identifiers, each once."""
    return tuple(
        dict.fromkeys((str(one), str(other)) for one, other in pairs if {one, other} <= inside)
    )


def solved_tables(
    problem: tables.Problem,
    day: Day,
    parts: Sequence[TablePart],
    lines: Mapping[int, Lines],
    pace: Pace,
) -> tables.Solution:
    """Solve or mend, and verify."""
    earlier = {
        str(part.moment): lines[part.moment].earlier()
        for part in parts
        if part.few and any(table.people for table in lines[part.moment].tables)
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
    one = tables.Round(str(part.moment), part.tables, by="peers")
    problem = tables.Problem(
        people,
        (one,),
        keep_together=named(day.together, inside),
        keep_apart=named(day.apart, inside),
    )
    found: list[tuple[int, Lines]] = []
    locked: list[tables.Lock] = []
    # How many tables each group has is the rule of the solver; which ones go on is ours.
    for room in rooms(problem, one):
        mine = {day.people[number].pk for number in room.people}
        group = day.groups[group_of[next(iter(mine))]]
        lines = lines_of(part, str(group), mine, room.tables)
        locked += lines.locks(part, room.first)
        found.append((group, lines))
    every = Lines([table for _group, lines in found for table in lines.tables])
    problem = replace(problem, locked=tuple(locked))
    solution = solved_tables(problem, day, [part], {part.moment: every}, pace)
    seated = iter(solution.rounds[0].tables)
    return number_tables(
        [
            (
                {
                    "group": group,
                    "tables": [
                        [int(person) for person in table]
                        for table in islice(seated, len(lines.tables))
                    ],
                    "deviation": None,
                    "bound": None,
                },
                lines,
            )
            for group, lines in found
        ]
    )


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
    found, repeats, bound = [], 0, 0
    for option in sorted(set(part.options.values())):
        people = [person for person in day.people if part.options.get(person.pk) == option]
        if not people:
            continue
        solution, lines = option_room(day, part, option, people, met, pace)
        found.append((room_result(solution.rounds[0], str(option)), lines))
        repeats, bound = repeats + solution.repeats, bound + solution.repeats_bound
        met += pairs_of(solution.rounds[0])
    return number_tables(found), repeats, bound


def option_room(
    day: Day,
    part: TablePart,
    option: int,
    people: Sequence[Attending],
    met: Sequence[tuple[int, int]],
    pace: Pace,
) -> tuple[tables.Solution, Lines]:
    """Seat the people of an option, at more tables when those who must not meet need them.

    Nobody is asked how many tables an option has: the number must not be what blocks the day.
    """
    inside = {person.pk for person in people}
    least = -(-len(people) // composing.SEATS_AT_A_TABLE)
    most = min(len(people), least + MORE_TABLES)
    for count in range(least, most + 1):
        lines = lines_of(part, str(option), inside, count)
        mine = {part.moment: lines}
        try:
            problem = room_problem(day, [part], people, met, mine)
            return solved_tables(problem, day, [part], mine, pace), lines
        except Infeasible as reason:
            if count == most or reason.kind not in TOO_FEW_TABLES:
                raise
    raise AssertionError(option)  # pragma: no cover
