"""Ranked wishes of a moment, answered fairly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from entraide.gatherings.bridge.day import Day, NotFair, Result, WishPart
from entraide.gatherings.models import Allocation, Composition
from entraide.gatherings.queries.composing import Attending
from entraide.numerics import wishes
from entraide.numerics.faults import Infeasible, Undecided

STEP_FREE = "step_free"
COMPOSED = Allocation.How.COMPOSED
# Why a person stays without a choice; `composing_wording` has the sentences.
NO_WISH, NEED_NOWHERE, NEED_ELSEWHERE = "no_wish", "need_nowhere", "need_elsewhere"
PARTY_SPLIT, PARTY_TOO_LARGE, FULL = "party_split", "party_too_large", "full"


@dataclass(frozen=True)
class Answered:
    """Wishes that were answered, who kept an option without asking, who was set aside and why."""

    solution: wishes.Solution
    kept: dict[int, int]
    aside: dict[int, str]


def answer_wishes(day: Day, part: WishPart) -> Result:
    """Answer the wishes of one moment; what was given by hand or taken before stays."""
    answered = first_answer(day, part)
    moved: list[int] = []
    if answered.solution.unplaced and day.way == Composition.Way.FEW_MOVES:
        other = with_moves(day, part)
        # Someone's place is taken only when somebody more is placed by it.
        if other and len(other.solution.unplaced) < len(answered.solution.unplaced):
            answered, moved = other, movers(day, part, other)
    solution, staying = answered.solution, answered.kept | absent(day, part)
    assigned = staying | {int(person): int(option) for person, option in solution.assigned.items()}
    people = {person.pk: person for person in day.people}
    why = answered.aside | {
        int(person): reason(part, people[int(person)], day.people) for person in solution.unplaced
    }
    return {
        "moment": part.moment,
        "assigned": {str(person): option for person, option in sorted(assigned.items())},
        "kept": sorted(staying),
        "moved": moved,
        "lost": sorted(part.held.keys() - assigned.keys()),
        "unplaced": [[person, why[person]] for person in sorted(why)],
        "profile": list(solution.profile),
        "method": solution.proof.method,
        "prices": {option: dict(price) for option, price in solution.proof.potentials.items()},
        "unit": solution.proof.unit,
    }


def first_answer(day: Day, part: WishPart) -> Answered:
    """Answer those who ask, everyone else keeping what they have."""
    kept = keeping(day, part)
    asking = [person for person in day.people if person.pk not in kept]
    problem, aside = wish_problem(part, asking, free_places(day, part, kept))
    return Answered(solved_wishes(problem, day.seed), kept, aside)


def absent(day: Day, part: WishPart) -> dict[int, int]:
    """Return what was given by hand to people who are not placed now: they have not arrived yet."""
    here = {person.pk for person in day.people}
    return {
        person: option
        for person, (option, how) in part.held.items()
        if how != COMPOSED and person not in here
    }


def keeping(day: Day, part: WishPart) -> dict[int, int]:
    """Return who keeps the option they have: by hand always, all of them when few should move."""
    step_free = {option: free for option, _capacity, free in part.options}
    few = day.way == Composition.Way.FEW_MOVES
    return {
        person.pk: part.held[person.pk][0]
        for person in day.people
        if person.pk in part.held
        and (few or part.held[person.pk][1] != COMPOSED)
        and (step_free[part.held[person.pk][0]] or not person.step_free)
    }


def free_places(day: Day, part: WishPart, kept: Mapping[int, int]) -> dict[int, int]:
    """Return the places left in each option; an option without limit has one for each person."""
    taken = [*kept.values(), *absent(day, part).values()]
    return {
        option: max(0, (len(day.people) if capacity is None else capacity) - taken.count(option))
        for option, capacity, _free in part.options
    }


def wish_problem(
    part: WishPart, asking: Sequence[Attending], room: Mapping[int, int]
) -> tuple[wishes.Problem, dict[int, str]]:
    """Return the problem of those who ask, and who is set aside, with the reason.

    Whoever needs what no option has is set aside with their party: the others are still answered.
    """
    options = tuple(
        wishes.Option(str(option), room[option], frozenset([STEP_FREE] if free else []))
        for option, _capacity, free in part.options
    )
    nowhere = not any(free for _option, _capacity, free in part.options)
    aside = {
        person.pk: NO_WISH if not part.wishes.get(person.party) else NEED_NOWHERE
        for person in asking
        if not part.wishes.get(person.party) or (nowhere and person.step_free)
    }
    placing = [person for person in asking if person.pk not in aside]
    party_of = parties(part, placing, room)
    people = tuple(
        wishes.Person(
            str(person.pk),
            ranked(part, person),
            frozenset([STEP_FREE] if person.step_free else []),
            party_of[person.party],
            then_any=None in part.wishes[person.party],
        )
        for person in placing
    )
    return wishes.Problem(options, people), aside


def ranked(part: WishPart, person: Attending) -> tuple[str, ...]:
    """Return the wishes of a person, as far as "it does not matter"."""
    listed = part.wishes[person.party]
    named = listed[: listed.index(None)] if None in listed else listed
    return tuple(str(option) for option in named)


def welcome(part: WishPart, person: Attending) -> set[str]:
    """Return every option that a person would take."""
    if None in part.wishes[person.party]:
        return {str(option) for option, _capacity, _free in part.options}
    return set(ranked(part, person))


def parties(
    part: WishPart, people: Sequence[Attending], room: Mapping[int, int]
) -> dict[int, str | None]:
    """Return the party of each form: those who agreed on a word are one, when an option suits all.

    A word must not leave everyone without a place.
    """
    by_word: dict[str, list[Attending]] = {}
    sizes: dict[int, int] = {}
    for person in people:
        sizes[person.party] = sizes.get(person.party, 0) + 1
        if word := person.together_word.casefold().strip():
            by_word.setdefault(word, []).append(person)
    found: dict[int, str | None] = {
        party: f"form-{party}" if size > 1 else None for party, size in sizes.items()
    }
    for word, friends in by_word.items():
        common = set.intersection(*(welcome(part, person) for person in friends))
        if any(room[int(option)] >= len(friends) for option in common):
            found |= {person.party: f"word-{word}" for person in friends}
    return found


def solved_wishes(problem: wishes.Problem, seed: int) -> wishes.Solution:
    """Solve and verify."""
    solution = wishes.solve(problem, seed=seed)
    if faults := wishes.check(problem, solution):
        raise NotFair(faults[0])
    return solution


def with_moves(day: Day, part: WishPart) -> Answered | None:
    """Answer again, letting people move when that gives a place to someone without.

    Whoever has an option ranks it first, so that as few as possible leave it, and is promised one
    of their wishes: nobody is pushed out by who comes late. None when this cannot be promised.
    """
    held = keeping(day, part)
    kept = {person: held[person] for person in held if part.held[person][1] != COMPOSED}
    asking = [person for person in day.people if person.pk not in kept]
    problem, aside = wish_problem(part, asking, free_places(day, part, kept))
    people = tuple(promised(person, held.get(int(person.id))) for person in problem.people)
    try:
        best = solved_wishes(replace(problem, people=people), day.seed)
        return Answered(fewer_movers(replace(problem, people=people), best, day.seed), kept, aside)
    except (Infeasible, Undecided):
        return None


def promised(person: wishes.Person, current: int | None) -> wishes.Person:
    """Return someone who has an option with this one first, and never without any."""
    if current is None:
        return person
    listed = current_first(person.wishes, current)
    return person._replace(wishes=listed, at_least=len(listed) + person.then_any)


def fewer_movers(problem: wishes.Problem, best: wishes.Solution, seed: int) -> wishes.Solution:
    """Give each who moved their own option back when as many are placed all the same.

    Lots are drawn between equal wishes: they must not take an accepted place for nothing.
    """
    for person in problem.people:
        if person.at_least is None or best.assigned[person.id] == person.wishes[0]:
            continue
        staying = [
            one._replace(at_least=1) if one.id == person.id else one for one in problem.people
        ]
        held = replace(problem, people=tuple(staying))
        try:
            other = solved_wishes(held, seed)
        except (Infeasible, Undecided):
            continue
        if len(other.unplaced) <= len(best.unplaced):
            problem, best = held, other
    return best


def movers(day: Day, part: WishPart, answered: Answered) -> list[int]:
    """Return who gets another option than the one they have."""
    held = keeping(day, part)
    return [
        int(person)
        for person, option in answered.solution.assigned.items()
        if int(person) in held and held[int(person)] != int(option)
    ]


def current_first(listed: tuple[str, ...], current: int | None) -> tuple[str, ...]:
    """Return wishes with the option someone has before all others."""
    if current is None:
        return listed
    return (str(current), *(option for option in listed if option != str(current)))


def reason(part: WishPart, person: Attending, people: Sequence[Attending]) -> str:
    """Return why someone was left without a choice."""
    capacity = {option: size for option, size, _free in part.options}
    suited = {
        str(option) for option, _capacity, free in part.options if free or not person.step_free
    }
    mine = welcome(part, person) & suited
    if not mine:
        return NEED_ELSEWHERE
    party = [one for one in people if one.party == person.party]
    if any(one.step_free for one in party) and len(party) > 1:
        everyone = {str(option) for option, _capacity, free in part.options if free}
        if not mine & everyone:
            return PARTY_SPLIT
    room = [capacity[int(option)] for option in mine]
    if all(size is not None and size < len(party) for size in room):
        return PARTY_TOO_LARGE
    return FULL
