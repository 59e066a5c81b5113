"""Loops of reciprocity: who could give what to whom as a problem, and its answer as people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from entraide.exchanges.actions.looping import Found, Step
from entraide.exchanges.models import Circle, How, Link, Need, Offer
from entraide.exchanges.queries import board, loops, matching
from entraide.exchanges.queries.matching import Pair
from entraide.exchanges.queries.people import apart
from entraide.numerics import loops as core

SEED = 7
# How many links that are not there are tried.
LINKS = 6


class NotVerified(Exception):
    """What was computed is not what was asked: nothing is proposed."""


@dataclass(frozen=True)
class Free:
    """Who is free for a loop: who asks for something, who only gives, who could give to whom."""

    asking: Mapping[int, Need]
    givers: frozenset[int]
    arcs: Mapping[Pair, tuple[Offer, Need]]


@dataclass(frozen=True)
class Answer:
    """What was computed: loops and chains, and what one more link would bring."""

    solution: core.Solution
    links: tuple[core.Link, ...]


def free(circle: Circle) -> Free:
    """Return who is free today and wants loops, without those who are in one already.

    Whoever needs something asks. Whoever needs nothing and offers a gift may begin a chain; whoever
    needs nothing and offers an exchange or a loan waits for somebody to write.
    """
    busy = waiting(circle)
    needs = board.living(Need, circle).select_related("neighbour", "carried_by")
    asking = {one.answers.pk: one for one in needs if one.answers.pk not in busy}
    asking = {who: one for who, one in asking.items() if one.answers.looped}
    gifts = board.living(Offer, circle).filter(how=How.GIFT, neighbour__looped=True)
    givers = frozenset(gifts.values_list("neighbour", flat=True)) - set(asking) - busy
    inside = givers | set(asking)
    found = matching.arcs(circle, only_gifts_of=givers)
    arcs = {pair: both for pair, both in found.items() if set(pair) <= inside}
    return Free(asking, givers, arcs)


def waiting(circle: Circle) -> set[int]:
    """Return those who are in a loop that is proposed or agreed, and have not done their part."""
    found = Link.objects.filter(
        loop__search__circle=circle, loop__state__in=loops.OPEN, done_on=None
    )
    return {one for one in found.values_list("neighbour", flat=True) if one}


def problem_of(circle: Circle, who: Free, max_length: int) -> core.Problem:
    """Return the problem of those who are free, and of those who never meet.

    Names are the numbers of neighbours: the core knows nobody.
    """
    inside = who.givers | set(who.asking)
    never = [pair for pair in sorted(apart(circle)) if set(pair) <= inside]
    return core.Problem(
        people=tuple(map(str, sorted(who.asking))),
        arcs=tuple((str(giver), str(receiver)) for giver, receiver in sorted(who.arcs)),
        apart=tuple((str(one), str(other)) for one, other in never),
        givers=tuple(map(str, sorted(who.givers))),
        max_length=max_length,
    )


def compute(problem: core.Problem, refused: Collection[Sequence[int]]) -> Answer:
    """Return the loops that serve most people, verified by another program; in a process apart.

    Args:
        problem: from `problem_of`.
        refused: loops that are proposed no more, by the numbers of their people in order.

    Raises:
        NotVerified: when the answer does not hold; nothing is proposed then.
    """
    no = [tuple(map(str, one)) for one in refused]
    solution = core.solve(problem, seed=SEED, refused=no)
    if core.check(problem, solution):
        raise NotVerified
    links = core.one_more(problem, solution, most=LINKS, seed=SEED, refused=no)
    return Answer(solution, links)


def found(who: Free, problem: core.Problem, answer: Answer) -> Found:
    """Return what was computed as people, and what each would give and receive."""
    solution = answer.solution
    return Found(
        loops=[_steps(one, who.arcs, closed=True) for one in solution.loops],
        chains=[_steps(one, who.arcs, closed=False) for one in solution.chains],
        people=len(problem.people) + len(problem.givers),
        arcs=len(problem.arcs),
        served=solution.served,
        served_bound=solution.served_bound,
        one_more=_more(who, answer.links),
    )


def _steps(
    ring: Sequence[str], arcs: Mapping[Pair, tuple[Offer, Need]], *, closed: bool
) -> list[Step]:
    """Return a loop or a chain with what each gives and receives."""
    people = [int(one) for one in ring]
    following = [*people[1:], people[0] if closed else None]
    before = [people[-1] if closed else None, *people[:-1]]
    return [
        Step(
            neighbour=one,
            gives=arcs[one, after][0] if after is not None else None,
            receives=arcs[earlier, one][1] if earlier is not None else None,
        )
        for one, after, earlier in zip(people, following, before, strict=True)
    ]


def _more(who: Free, links: Sequence[core.Link]) -> list[tuple[int, int, int]]:
    """Return (who could give, of which branch, how many people more): not who needs it."""
    best: dict[tuple[int, int], int] = {}
    for link in links:
        giver, receiver = map(int, link.arc)
        key = giver, who.asking[receiver].category_id
        if link.more > 0:
            best[key] = max(best.get(key, 0), link.more)
    return sorted(((*key, more) for key, more in best.items()), key=lambda one: (-one[2], one))
