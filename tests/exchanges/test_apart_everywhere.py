"""Over thousands of neighbourhoods: nothing that is proposed joins two whom a block keeps apart."""

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest

from entraide.exchanges.bridge import looping
from entraide.exchanges.models import Block, Circle, Neighbour
from entraide.exchanges.queries import board, matching, parties, people
from entraide.gatherings.models import Gathering, Moment, Seat
from entraide.numerics import loops as core
from entraide.people.models import TellBy
from tests.exchanges.crowds import crowds
from tests.gatherings.rooms import MIXED, accepted
from tests.make import make_composition, make_gathering, make_moment, make_party

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# So many for matches, and as many for loops.
NEIGHBOURHOODS, SEATED = 1_000, 25
Pair = tuple[int, int]


def pair(one: int, other: int) -> Pair:
    return (min(one, other), max(one, other))


def matched(circle: Circle) -> Iterator[Pair]:
    """Yield every pair that matches join, as one of two who are apart would see them."""
    block = Block.objects.filter(by__circle=circle).select_related("by__circle", "of__circle")[0]
    one = block.by if block.pk % 2 else block.of
    assert one is not None
    needs = list(board.own_needs(one))
    for offers in matching.someone_could(one, needs).values():
        yield from (pair(one.pk, offer.neighbour_id) for offer in offers)
    yield from (pair(one.pk, seen.neighbour_id) for seen in board.offers(circle, one))
    yield from (pair(one.pk, seen.answers.pk) for seen in board.needs(circle, one))


def looped(circle: Circle) -> Iterator[Pair]:
    """Yield every pair of whom one could give to the other, and those of loops and chains."""
    who = looping.free(circle)
    yield from (pair(*arc) for arc in who.arcs)
    answer = core.solve(looping.problem_of(circle, who, 3))
    for ring in (*answer.loops, *answer.chains):
        yield from (pair(int(a), int(b)) for a, b in combinations(ring, 2))


def joined(circles: list[Circle], proposed: Callable[[Circle], Iterator[Pair]]) -> int:
    """Return how often two who are apart were proposed to each other, in all of these."""
    found, kept = 0, 0
    for circle in circles:
        never = people.apart(circle)
        kept += len(never)
        found += len(never & set(proposed(circle)))
    assert kept >= len(circles)
    return found


@pytest.mark.parametrize("proposed", [matched, looped])
def test_no_match_and_no_loop_joins_two_who_are_apart(
    proposed: Callable[[Circle], Iterator[Pair]],
) -> None:
    seed = 7 if proposed is matched else 8
    assert joined(crowds(NEIGHBOURHOODS, seed=seed), proposed) == 0


def test_without_blocks_they_would_be_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same search with matches that know of no block."""
    circles = crowds(60, seed=7)
    monkeypatch.setattr(matching, "apart", lambda _circle: set())
    monkeypatch.setattr(looping, "apart", lambda _circle: set())
    assert joined(circles, looped) > 60
    monkeypatch.setattr(matching, "without_apart", lambda found, *_given: found)
    monkeypatch.setattr(board, "without_apart", lambda found, *_given: found)
    assert joined(circles, matched) > 60


# Tables and work parties, where people are known by what they left to be reached.


def signed_up(circle: Circle) -> tuple[Gathering, dict[int, Neighbour]]:
    """Sign everybody up to a gathering; return who is who."""
    gathering = make_gathering(collective=circle.collective)
    who = {}
    for one in Neighbour.objects.filter(circle=circle):
        party = make_party(gathering, one.name, tell_by=TellBy.PHONE, phone=one.phone)
        who[party.sign_ups.get().pk] = one
    return gathering, who


def together(workshop: Moment) -> set[Pair]:
    tables: dict[int, list[int]] = {}
    for table, person in Seat.objects.filter(moment=workshop).values_list("table", "sign_up"):
        tables.setdefault(table, []).append(person)
    return {pair(a, b) for seats in tables.values() for a, b in combinations(seats, 2)}


@pytest.mark.usefixtures("few_steps")
def test_no_table_joins_two_who_are_apart() -> None:
    seated = 0
    for circle in crowds(SEATED, seed=8):
        gathering, who = signed_up(circle)
        workshop = make_moment(gathering, kind=MIXED)
        composition = make_composition(gathering, (workshop, 3))
        if composition.state != composition.State.READY:
            # Six people of whom too many are apart: nobody is seated at all.
            continue
        accepted(composition)
        met = {pair(who[a].pk, who[b].pk) for a, b in together(workshop)}
        assert len(met) == 3
        assert not met & people.apart(circle)
        seated += 1
    assert seated > SEATED / 2


def test_no_work_party_is_proposed_where_one_would_meet_somebody_who_is_apart() -> None:
    hidden = 0
    for circle in crowds(SEATED, seed=9):
        first, second = Neighbour.objects.filter(circle=circle)[:2]
        work = make_gathering(collective=circle.collective, kind=Gathering.Kind.WORK_PARTY)
        make_party(work, first.name, tell_by=TellBy.PHONE, phone=first.phone)
        for one in Neighbour.objects.filter(circle=circle):
            seen = parties.proposed([work], one)
            assert (work in seen) == (first.pk not in people.apart_from(one))
        hidden += second.pk in people.apart_from(first)
        # What is public is the same for all: a list that is shorter would tell who is there.
        assert [each.gathering for each in parties.coming(circle)] == [work]
    assert hidden
