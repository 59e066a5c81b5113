"""What somebody can tell from every figure of mutual aid that was ever published."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from django.test import Client

from entraide.exchanges.actions import remembering
from entraide.exchanges.actions.telling import tell_story
from entraide.exchanges.bridge import health
from entraide.exchanges.bridge.health import by_dozens
from entraide.exchanges.models import Circle, Deed, Neighbour, RightClaim, Snapshot
from entraide.exchanges.quarters import first_day, quarter_of
from entraide.exchanges.queries import health as queries
from entraide.numerics import suppression
from entraide.numerics.circulation import Measure
from entraide.numerics.suppression import Problem, Solution
from entraide.people.models import Role
from tests.exchanges.health_attack import (
    QUARTERS,
    crowd,
    give,
    leave,
    right,
    together,
    told_too_well,
)
from tests.make import make_circle, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/bureau/upc/entraide/sante/"
RECIPROCITIES = {"unequal", "peers", "multilateral"}


@pytest.fixture
def circle() -> Circle:
    found = make_circle()
    Circle.objects.filter(pk=found.pk).update(opened_on=date(2025, 1, 5))
    found.refresh_from_db()
    return found


def published(circle: Circle, *, until: date) -> list[Snapshot]:
    """Make the figures that are due up to a day, as the background does day after day."""
    for today in range(quarter_of(circle.opened_on) + 1, quarter_of(until) + 1):
        for quarter in queries.due(circle, first_day(today)):
            found = health.compute(health.read(circle, quarter))
            remembering.remember(circle, quarter, found)
    return list(Snapshot.objects.order_by("quarter"))


def gifts(people: list[Neighbour], count: int, day: date, *, stories: int = 0) -> None:
    """Tell so many gifts, loans and exchanges, each person's in turn, in and between colleges.

    The first of them became voices.
    """
    for number in range(count):
        step = 1 + number // len(people) + number // 2 % 2
        giver, receiver = (people[one % len(people)] for one in (number, number + step))
        how = ("gift", "loan", "exchange")[number // 4 % 3]
        give(giver, receiver, day, story=number < stories, how=how)


def common(people: list[Neighbour], count: int, day: date) -> None:
    """Tell so much common work, of two people each, everybody in turn."""
    for number in range(count):
        together([people[number % len(people)], people[(number + 7) % len(people)]], day)


# One date


def eight_common(circle: Circle) -> list[Snapshot]:
    """Thirty people, sixty gifts, eight common works that all have one person in them."""
    people = crowd(circle, 30)
    for number in range(60):
        give(people[number % 30], people[(number + 1) % 30], QUARTERS[0])
    for number in range(8):
        together([people[0], *people[1 + 3 * number : 4 + 3 * number]], QUARTERS[0])
    return published(circle, until=date(2025, 4, 1))


def test_a_measure_does_not_tell_the_common_work_that_a_table_hides(circle: Circle) -> None:
    (found,) = eight_common(circle)
    assert {line[3] for line in found.tables["branches"]["values"]} == {None}
    assert not RECIPROCITIES & set(found.measures)
    # Nor do two totals, one of each table: 68 acts, of which 60 have a giver and a receiver.
    totals = [found.tables[kind]["values"][-1][-1] for kind in health.KINDS]
    assert None in totals
    assert told_too_well(circle, [found]) == []


def test_what_one_person_makes_most_of_is_no_measure(circle: Circle) -> None:
    """Thirteen stories to thirteen people, of one giver."""
    people = crowd(circle, 30)
    gifts(people, 24, QUARTERS[0])
    for other in people[1:14]:
        give(people[0], other, QUARTERS[0], story=True)
    (found,) = published(circle, until=date(2025, 4, 1))
    assert "voice" not in found.measures
    # Of as many givers as receivers, they are told.
    Snapshot.objects.all().delete()
    gifts(people, 60, QUARTERS[0], stories=20)
    common(people, 20, QUARTERS[0])
    (found,) = published(circle, until=date(2025, 4, 1))
    assert found.measures["voice"][0] == round(33 / 117, 2)
    assert told_too_well(circle, [found]) == []


def test_a_share_of_nearly_all_tells_of_few(circle: Circle) -> None:
    """All but four acts were told: who kept silent would be found."""
    people = crowd(circle, 30)
    gifts(people, 60, QUARTERS[0], stories=60)
    common(people, 16, QUARTERS[0])
    for deed in Deed.objects.filter(how="common")[4:]:
        tell_story(deed, "Une histoire.", slip=f"c{deed.pk}")
    (found,) = published(circle, until=date(2025, 4, 1))
    assert "voice" not in found.measures
    assert told_too_well(circle, [found]) == []


def test_hours_that_are_mostly_of_one_are_no_measure(circle: Circle) -> None:
    people = crowd(circle, 30)
    for number, one in enumerate(people[:12]):
        claim = right(one, counted=True, asked_on=date(2025, 1, 1))
        giver = people[-1 - number]
        give(giver, one, QUARTERS[0], minutes=5 if number else 600, need=claim.need)
    for one, other in pairwise(people):
        give(one, other, QUARTERS[0], minutes=60)
    (found,) = published(circle, until=date(2025, 4, 1))
    assert "substitution" not in found.measures


def test_only_a_right_that_was_asked_by_then_is_stood_in_for(circle: Circle) -> None:
    people = crowd(circle, 36)
    days = [None, date(2025, 2, 2), date(2025, 2, 1)]
    for number, one in enumerate(people):
        claim = right(one, counted=True, asked_on=days[number % 3])
        give(people[number - 1], one, QUARTERS[0], minutes=60, need=claim.need)
    acts = health.read(circle, quarter_of(QUARTERS[0])).year.acts
    assert [one.stands_in for one in acts].count(True) == 12
    # Refused, neighbours stand in still; granted, no more from that day on.
    for granted, stands_in in ((False, 12), (True, 0)):
        RightClaim.objects.update(granted=granted, answered_on=QUARTERS[0])
        acts = health.read(circle, quarter_of(QUARTERS[0])).year.acts
        assert [one.stands_in for one in acts].count(True) == stands_in
    RightClaim.objects.update(answered_on=date(2025, 3, 31))
    (found,) = published(circle, until=date(2025, 4, 1))
    assert found.measures["substitution"][0] == 0.33


def test_what_nobody_told_is_not_told_apart_from_what_few_told(
    client: Client, circle: Circle
) -> None:
    """No hours at all, or hours of three people: the page says the same."""
    people = crowd(circle, 24)
    gifts(people, 48, QUARTERS[0])
    client.force_login(make_member("Inès", circle.collective, Role.RESEARCHER))
    published(circle, until=date(2025, 4, 1))
    without = client.get(PAGE).content.decode()
    Snapshot.objects.all().delete()
    first = Deed.objects.order_by("pk")[0]
    Deed.objects.filter(pk=first.pk).update(minutes=60)
    published(circle, until=date(2025, 4, 1))
    with_few = client.get(PAGE).content.decode()
    rows = [one.split("<tbody>")[1].split("</tbody>")[0] for one in (without, with_few)]
    assert "substitution" not in Snapshot.objects.get().measures
    assert "Moins de onze personnes : non montré" not in without
    assert "Rien à montrer" in rows[0]
    assert _without_addresses(rows[0]) == _without_addresses(rows[1])


def _without_addresses(page: str) -> list[str]:
    return [line for line in page.splitlines() if "action=" not in line and "csrf" not in line]


def test_a_share_of_gifts_or_people_tells_its_dozen(circle: Circle) -> None:
    people = crowd(circle, 30)
    gifts(people, 90, QUARTERS[0])
    common(people, 16, QUARTERS[0])
    for one, other in pairwise(people[:16]):
        give(one, other, QUARTERS[0])
        give(other, one, QUARTERS[0])
    (found,) = published(circle, until=date(2025, 4, 1))
    pairs = [
        tuple(one.neighbour_id for one in deed.parts.order_by("-gave"))
        for deed in Deed.objects.exclude(how="common")
    ]
    back = sum(pair[::-1] in pairs for pair in pairs)
    assert found.tables["direction"]["values"][-1][-1] == len(pairs) == 120
    value, low, high = found.measures["loops_2"]
    assert value == round((back - back % 12 + 5.5) / 120, 2) != round(back / 120, 2)
    # Its ends are dozens: they tell no more than the value.
    assert {round(low * 120), round(high * 120)} <= set(range(0, 121, 12))
    assert low <= back / 120 <= high
    # Of 30 people, 23 is the last of the first dozen after eleven.
    assert found.people == 23


def test_a_dozen_that_the_whole_cuts_is_not_told() -> None:
    """All but three of forty are on a loop: the dozen would say between thirty-six and forty."""
    assert by_dozens(Measure(37 / 40, 0.9, 1, whole=40)) == []
    assert by_dozens(Measure(25 / 40, 0.6, 0.7, whole=40)) == [29.5 / 40, 0.3, 1]


@pytest.mark.parametrize("whole", [24, 37, 80, 650, 4_000])
def test_two_dates_tell_dozens_to_within_eleven_at_least(whole: int) -> None:
    """Somebody was on no loop at one date, and is at the next: nobody can tell from both."""
    told: dict[tuple[float, ...], list[int]] = {}
    for count in range(whole + 1):
        said = by_dozens(Measure(count / whole, count / whole, count / whole, whole=whole))
        if said:
            told.setdefault(tuple(round(one, 2) for one in said), []).append(count)
    for counts in told.values():
        assert counts[-1] - counts[0] >= 11
    for before, after in pairwise(told.values()):
        # Who came on a loop between: as many as none, or eleven at least.
        assert after[-1] - before[0] - max(0, after[0] - before[-1]) >= 11


# Several dates


def one_more_story(circle: Circle) -> list[Snapshot]:
    """Eighty acts of which twenty were told, then twenty more of which one was."""
    people = crowd(circle, 30)
    gifts(people, 64, QUARTERS[0], stories=20)
    common(people, 16, QUARTERS[0])
    gifts(people[5:], 20, QUARTERS[1], stories=1)
    return published(circle, until=date(2025, 7, 1))


def test_two_shares_do_not_tell_the_only_story_of_a_quarter(circle: Circle) -> None:
    first, second = one_more_story(circle)
    assert first.measures["voice"][0] == 0.25
    assert "voice" not in second.measures
    assert told_too_well(circle, [first, second]) == []


def lively(circle: Circle, seed: int) -> None:
    """Tell five quarters in which each share would tell of few, at some date."""
    draw = random.Random(seed)
    people = crowd(circle, 34)
    claims = [right(one, counted=True, asked_on=date(2025, 1, 1)) for one in people[:20]]
    for day in QUARTERS:
        stories, hours = draw.choice([0, 1, 5, 20, 30]), draw.choice([0, 3, 15, 25])
        for number in range(draw.choice([40, 70])):
            giver, receiver = draw.sample(people, 2)
            give(
                giver, receiver, day, story=number < stories,
                minutes=60 if draw.random() < 0.6 else None,
            )  # fmt: skip
        for number in range(hours):
            claim = claims[number % len(claims)]
            giver = draw.choice(people[20:])
            give(giver, people[number % len(claims)], day, minutes=60, need=claim.need,
                 how=draw.choice(["gift", "exchange"]))  # fmt: skip
        for _number in range(draw.choice([0, 4, 14])):
            together(draw.sample(people, 4), day)
    leave(people[7])


def busy(circle: Circle) -> None:
    """Tell five quarters in which some tables would tell of few."""
    people = crowd(circle, 30)
    for number, day in enumerate(QUARTERS):
        gifts(people, 45, day)
        # Researchers help each other rarely: few are behind it.
        for one, other in list(pairwise(people[1::2]))[: number * 2]:
            give(one, other, day)


def test_no_table_tells_what_another_hides(circle: Circle) -> None:
    busy(circle)
    found = published(circle, until=date(2026, 4, 1))
    assert len(found) == 5
    for kind in health.KINDS:
        lines = [line for one in found for line in one.tables[kind]["values"]]
        assert any(None in line for line in lines)
        assert any(value is not None for line in lines for value in line)
    assert told_too_well(circle, found) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nobody_is_found_in_everything_that_five_quarters_publish(
    circle: Circle, seed: int
) -> None:
    lively(circle, seed)
    found = published(circle, until=date(2026, 4, 1))
    assert len(found) == 5
    assert any(one.measures for one in found)
    assert told_too_well(circle, found) == []


def test_shares_are_told_where_they_tell_of_nobody(circle: Circle) -> None:
    """The other control: enough of everything, and everything is told."""
    people = crowd(circle, 40)
    claims = [right(one, counted=True, asked_on=date(2025, 1, 1)) for one in people]
    for day in QUARTERS:
        gifts(people, 120, day, stories=40)
        for number, claim in enumerate(claims):
            give(people[number - 1], people[number], day, minutes=60, need=claim.need)
            give(people[number - 3], people[number], day, minutes=60)
        common(people, 20, day)
    found = published(circle, until=date(2026, 4, 1))
    for one in found:
        assert {"voice", "substitution", *RECIPROCITIES} <= set(one.measures)
        assert one.measures["substitution"][0] == 0.5
        assert one.measures["voice"][0] == round(40 / 220, 2)
        # One in six does not say their college: of 220, it is known of 160 what they are.
        assert one.measures["multilateral"][0] == round(20 / 160, 2)
        assert one.tables["branches"]["values"][-1][-1] in (220, 440, 660, 880)
    assert told_too_well(circle, found) == []


# The control: what each part keeps from being told


def alone(keep: Callable[[Problem], Problem]) -> Callable[[Problem], Solution]:
    """Return a solver of a part of the problem; what it does not know, it does not hide."""
    solve = suppression.solve

    def part(problem: Problem) -> Solution:
        return solve(keep(problem))

    return part


def test_without_suppression_the_attack_finds_them(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only numbers that rest on few are hidden, and nothing beside them."""

    def bare(problem: Problem) -> Solution:
        return Solution(problem.table.hidden, problem.table.silent)

    busy(circle)
    monkeypatch.setattr(suppression, "solve", bare)
    # The verifier refuses it before anything is published.
    with pytest.raises(health.NotVerified):
        published(circle, until=date(2026, 4, 1))
    monkeypatch.setattr(suppression, "check", lambda *_given: [])
    found = published(circle, until=date(2026, 4, 1))
    assert any("direction" in one for one in told_too_well(circle, found))


def test_without_knowing_what_goes_together_the_attack_finds_it(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = alone(lambda problem: replace(problem, ties=()))
    monkeypatch.setattr(suppression, "solve", without)
    with pytest.raises(health.NotVerified):
        eight_common(circle)
    monkeypatch.setattr(suppression, "check", lambda *_given: [])
    found = published(circle, until=date(2025, 4, 1))
    assert any("common" in one for one in told_too_well(circle, found))


def test_without_the_quarters_the_attack_finds_the_story(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = alone(lambda problem: replace(problem, few=frozenset()))
    monkeypatch.setattr(suppression, "solve", without)
    with pytest.raises(health.NotVerified):
        one_more_story(circle)
    monkeypatch.setattr(suppression, "check", lambda *_given: [])
    found = published(circle, until=date(2025, 7, 1))
    assert "voice" in found[1].measures
    assert "2025-04-01 1 told" in told_too_well(circle, found)


# Counts as they were kept


def test_a_quarter_that_was_missed_is_counted_once(circle: Circle) -> None:
    people = crowd(circle, 30)
    gifts(people, 60, QUARTERS[0], stories=30)
    common(people, 16, QUARTERS[0])
    late = quarter_of(QUARTERS[1])
    remembering.remember(circle, late, health.compute(health.read(circle, late)))
    missed = Snapshot.objects.get().counts["missed"]
    assert set(missed) == {str(quarter_of(QUARTERS[0]))}
    # A story is taken back: the figures that come after count it as it was.
    Deed.objects.filter(pk=Deed.objects.exclude(story=None)[0].pk).update(story=None)
    asked = health.read(circle, late + 1)
    assert ["voice", "told", 30] in asked.kept[late - 1]["shares"]["counts"]
    assert [one.told for one in asked.year.acts].count(True) == 29
    assert health.compute(asked)["counts"]["missed"] == {}


def test_figures_of_before_shares_were_counted_go_on(circle: Circle) -> None:
    """A snapshot that an earlier version kept: no share until its quarters are over."""
    people = crowd(circle, 30)
    for day in QUARTERS[:2]:
        gifts(people, 60, day, stories=30)
        common(people, 20, day)
    first, second = published(circle, until=date(2025, 7, 1))
    assert "voice" in second.measures
    second.delete()
    told = first.tables["shares"]["sums"]
    first.tables["direction"]["sums"] = [told["across"], told["inside"]]
    for found in (first.tables, first.counts):
        del found["shares"]
    first.save()
    _first, again = published(circle, until=date(2025, 7, 1))
    assert again.tables["branches"] == second.tables["branches"]
    assert not {"voice", *RECIPROCITIES} & set(again.measures)
