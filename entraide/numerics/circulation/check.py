"""Counts again, person by person and link by link, without the arrays of the solver."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations, permutations

from .problem import NAMES, UNKNOWN, Act, Problem, Solution

CLOSE = 1e-9
LONGEST = 4
FEWEST, CARRIED = 11, 0.8
Link = tuple[int, int]


def check(problem: Problem, solution: Solution) -> list[str]:
    """Return every number that is not what the acts say, and every interval without its number.

    It cannot verify the ends of an interval: groups are dealt by lot.
    """
    faults = []
    for name, found in solution.measures.items():
        if name not in NAMES:
            faults.append(f"{name}: nobody knows it")
            continue
        if not found.low <= found.value <= found.high:
            faults.append(f"{name}: its interval does not hold it")
        said = AGAIN[name](problem)
        if said is None or abs(said - found.value) > CLOSE:
            faults.append(f"{name}: {found.value} is not {said}")
    return faults


def gifts_of(problem: Problem) -> list[Link]:
    """Return the gifts, without common work."""
    return [
        (giver, receiver)
        for act in problem.acts
        if not act.together
        for giver in act.givers
        for receiver in act.receivers
        if giver != receiver
    ]


def _reciprocity(problem: Problem) -> float:
    known = set(gifts_of(problem))
    people = {one for link in known for one in link}
    room = len(people) * (len(people) - 1)
    if not room or len(known) == room:
        return 0.0
    density = len(known) / room
    mutual = sum(link[::-1] in known for link in known) / len(known)
    return (mutual - density) / (1 - density)


def _looped(most: int) -> Callable[[Problem], float]:
    def share(problem: Problem) -> float:
        gifts = gifts_of(problem)
        after: dict[int, set[int]] = defaultdict(set)
        for giver, receiver in gifts:
            after[giver].add(receiver)
        back = {link: _steps_back(after, link, most) for link in set(gifts)}
        return sum(back[link] for link in gifts) / len(gifts)

    return share


def _steps_back(after: dict[int, set[int]], link: Link, most: int) -> bool:
    """Tell whether a walk leads from the receiver back to the giver, in most - 1 steps at most."""
    reached, steps = {link[1]}, 0
    while link[0] not in reached:
        wider = reached.union(*(after[one] for one in reached if one in after))
        steps += 1
        if wider == reached or steps >= most:
            return False
        reached = wider
    return True


def _concentration(side: int) -> Callable[[Problem], float]:
    def gini(problem: Problem) -> float:
        counts = list(Counter(gift[side] for gift in gifts_of(problem)).values())
        among = max(problem.members, len(counts))
        apart = sum(abs(one - other) for one, other in combinations(counts, 2))
        # Each who did something is apart from each who did nothing by all that they did.
        apart += (among - len(counts)) * sum(counts)
        return apart / (among * sum(counts))

    return gini


def _isolation(problem: Problem) -> float:
    met: dict[int, set[int]] = defaultdict(set)
    for act in problem.acts:
        for one, other in permutations({*act.givers, *act.receivers}, 2):
            met[one].add(other)
    if not problem.members:
        return 0.0
    return (problem.members - sum(len(others) > 1 for others in met.values())) / problem.members


def _bridging(problem: Problem) -> float:
    sides = [(problem.groups[giver], problem.groups[receiver])
             for giver, receiver in gifts_of(problem)]  # fmt: skip
    said = [pair for pair in sides if UNKNOWN not in pair]
    if not said:
        return 0.0
    gave, received = Counter(pair[0] for pair in said), Counter(pair[1] for pair in said)
    inside = sum(gave[one] * received[one] for one in gave) / len(said) ** 2
    return sum(one != other for one, other in said) / len(said) - (1 - inside)


def _of_kind(name: str) -> Callable[[Problem], float]:
    def share(problem: Problem) -> float:
        kinds = Counter(filter(None, (_kind(problem, act) for act in problem.acts)))
        return kinds[name] / sum(kinds.values())

    return share


def _kind(problem: Problem, act: Act) -> str:
    if act.together or (len(act.givers) > 1 and len(act.receivers) > 1):
        return "multilateral"
    groups = [problem.groups[one] for one in (*act.givers, *act.receivers)]
    if not act.givers or not act.receivers or UNKNOWN in groups:
        return ""
    return "peers" if len(set(groups)) == 1 else "unequal"


def _voice(problem: Problem) -> float:
    return sum(act.told for act in problem.acts) / len(problem.acts)


def _substitution(problem: Problem) -> float:
    every = sum(act.minutes for act in problem.acts)
    return sum(act.minutes for act in problem.acts if act.stands_in) / every


def _hanging(problem: Problem) -> float | None:
    branches: dict[int, list[int]] = defaultdict(list)
    for act in problem.acts:
        alone = Problem(problem.groups, (act,), 0)
        if act.branch != UNKNOWN:
            branches[act.branch] += [giver for giver, _receiver in gifts_of(alone)]
    enough = [givers for givers in branches.values() if len(givers) >= FEWEST]
    return _mean(max(Counter(one).values()) >= CARRIED * len(one) for one in enough)


def _mean(flags: Iterable[bool]) -> float | None:
    known = list(flags)
    return sum(known) / len(known) if known else None


AGAIN: dict[str, Callable[[Problem], float | None]] = {
    "reciprocity": _reciprocity,
    "loops_2": _looped(2),
    "loops_3": _looped(3),
    "loops_4": _looped(LONGEST),
    "loops_any": _looped(1_000_000_000),
    "giving": _concentration(0),
    "receiving": _concentration(1),
    "isolation": _isolation,
    "bridging": _bridging,
    "unequal": _of_kind("unequal"),
    "peers": _of_kind("peers"),
    "multilateral": _of_kind("multilateral"),
    "voice": _voice,
    "substitution": _substitution,
    "hanging": _hanging,
}
