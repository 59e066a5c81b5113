"""Small problems, by hand or by hypothesis, and what trying everything finds."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

from hypothesis import strategies as st

from entraide.numerics import tables, wishes

OPTIONS = ("help", "cagette", "jardin")
NEEDS = ("step_free", "quiet")


def quick(part: float) -> float:
    """Follow a plan two hundred times shorter."""
    return part * 200


# Wishes


def wish(
    name: str, *options: str, needs: Sequence[str] = (), party: str | None = None, rank: Any = None
) -> wishes.Person:
    return wishes.Person(name, options, frozenset(needs), party, rank)


def places(**capacity: int) -> tuple[wishes.Option, ...]:
    return tuple(wishes.Option(name, count) for name, count in capacity.items())


@st.composite
def wish_problems(draw: st.DrawFn, *, parties: bool = True) -> wishes.Problem:
    """Draw a problem of one to six people, three options."""
    options = tuple(
        wishes.Option(name, draw(st.integers(0, 3)), draw(st.frozensets(st.sampled_from(NEEDS))))
        for name in OPTIONS
    )
    offered = frozenset[str]().union(*(option.offers for option in options))
    needs = st.sampled_from([frozenset(), frozenset(), offered])
    people = tuple(
        wishes.Person(
            f"p{number}",
            tuple(draw(st.lists(st.sampled_from(OPTIONS), unique=True))),
            draw(needs),
            draw(st.sampled_from([None, "f", "g"])) if parties else None,
            draw(st.sampled_from([None, None, None, 1, 2])),
            draw(st.sampled_from([False, False, True])),
        )
        for number in range(draw(st.integers(1, 6)))
    )
    return wishes.Problem(options, people)


Merit = tuple[int, ...]


def merit(problem: wishes.Problem, where: dict[str, str | None]) -> Merit:
    """Return what is compared: unplaced, then the ranks from the last one."""
    options = len(problem.options)
    ends = [
        len(one.wishes) + (one.then_any and len(one.wishes) < options) for one in problem.people
    ]
    counts = [0] * max(ends)
    for person in problem.people:
        option = where[person.id]
        if option is not None:
            counts[place_of(person, option)] += 1
    return (sum(option is None for option in where.values()), *reversed(counts))


def place_of(person: wishes.Person, option: str) -> int:
    """Return where an option stands in someone's list, from 0; indifference comes last."""
    listed = [*person.wishes, option]
    return listed.index(option)


def merit_of(problem: wishes.Problem, solution: wishes.Solution) -> Merit:
    return (len(solution.unplaced), *reversed(solution.profile))


def together(problem: wishes.Problem) -> list[list[wishes.Person]]:
    """Return the parties, people who go alone each as one."""
    found: dict[str, list[wishes.Person]] = {}
    for person in problem.people:
        found.setdefault(person.party or f"alone {person.id}", []).append(person)
    return list(found.values())


def acceptable(person: wishes.Person, option: wishes.Option | None) -> bool:
    if option is None:
        return person.at_least is None
    if (option.id not in person.wishes and not person.then_any) or person.needs - option.offers:
        return False
    return person.at_least is None or place_of(person, option.id) + 1 <= person.at_least


def fairest(problem: wishes.Problem) -> Merit | None:
    """Return the best merit of all assignments, or None when none keeps the promises."""
    parties = together(problem)
    choices = [
        [one for one in (None, *problem.options) if all(acceptable(p, one) for p in party)]
        for party in parties
    ]
    found: list[Merit] = []
    for answer in product(*choices):
        taken: dict[str, int] = {}
        where: dict[str, str | None] = {}
        for party, option in zip(parties, answer, strict=True):
            where.update({person.id: option.id if option else None for person in party})
            if option:
                taken[option.id] = taken.get(option.id, 0) + len(party)
        if all(taken.get(one.id, 0) <= one.capacity for one in problem.options):
            found.append(merit(problem, where))
    return min(found, default=None)


# Tables


def guests(count: int) -> tuple[tables.Person, ...]:
    """Return people of three peer groups and two neighbourhoods, one without the latter."""
    found = [
        tables.Person(f"p{i}", {"group": "abc"[i % 3], "area": "xy"[i % 5 > 1]})
        for i in range(count)
    ]
    return (*found[:-1], tables.Person(found[-1].id, {"group": found[-1].traits["group"]}))


def room(people: int, *counts: int, **demands: Any) -> tables.Problem:
    """Return a problem with mixed rounds of so many tables."""
    rounds = tuple(tables.Round(f"r{number}", count) for number, count in enumerate(counts))
    return tables.Problem(guests(people), rounds, **demands)


@st.composite
def table_problems(draw: st.DrawFn, *, most: int = 9, rounds: int = 3) -> tables.Problem:
    """Draw a problem of tables with demands, which may contradict each other."""
    count = draw(st.integers(1, most))
    value = st.sampled_from("abc")
    people = tuple(
        tables.Person(
            f"p{i}", {"group": draw(value)} | ({"area": draw(value)} if draw(st.booleans()) else {})
        )
        for i in range(count)
    )
    names = [person.id for person in people]
    couples = list(combinations(names, 2))
    pairs = st.lists(st.sampled_from(couples), max_size=3) if couples else st.just([])
    asked = tuple(
        tables.Round(
            f"r{i}", draw(st.integers(1, count)), draw(st.sampled_from([None, None, "group"]))
        )
        for i in range(draw(st.integers(1, rounds)))
    )
    lock = st.builds(
        tables.Lock,
        st.just("r0"),
        st.sampled_from(names),
        st.integers(0, asked[0].tables - 1),
    )
    together, apart, met = (tuple(draw(pairs)) for _ in range(3))
    locked = draw(st.lists(lock, max_size=2, unique_by=lambda one: one.person))
    return tables.Problem(people, asked, together, apart, met, tuple(locked))


def splits(people: Sequence[str], sizes: Sequence[int]) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Return every way to seat people at tables of these sizes, in this order."""
    if not sizes:
        yield ()
        return
    for table in combinations(people, sizes[0]):
        rest = [person for person in people if person not in table]
        for others in splits(rest, sizes[1:]):
            yield (table, *others)


def seatings(problem: tables.Problem, one: tables.Round) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Return every seating of a mixed round that meets its demands."""
    names = [person.id for person in problem.people]
    least, larger = divmod(len(names), one.tables)
    for chosen in combinations(range(one.tables), larger):
        sizes = [least + (number in chosen) for number in range(one.tables)]
        for seating in splits(names, sizes):
            at = {person: number for number, table in enumerate(seating) for person in table}
            if (
                all(at[a] == at[b] for a, b in problem.keep_together)
                and all(at[a] != at[b] for a, b in problem.keep_apart)
                and all(at[k.person] == k.table for k in problem.locked if k.round == one.id)
            ):
                yield seating


def unlabelled(problem: tables.Problem, one: tables.Round) -> list[tuple[tuple[str, ...], ...]]:
    """Return the same, once whatever the order of tables."""
    found = {frozenset(map(frozenset, seated)): seated for seated in seatings(problem, one)}
    return list(found.values())


def met_again(met: Sequence[tuple[str, str]], rounds: Sequence[Sequence[Sequence[str]]]) -> int:
    """Count meetings that are not the first one, pair by pair."""
    known = {frozenset(two) for two in met}
    again = 0
    for tables_ in rounds:
        now = {frozenset(two) for table in tables_ for two in combinations(table, 2)}
        again += len(known & now)
        known |= now
    return again
