"""The last place of 200 options, four people at once for each, over HTTP."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from tests.faults.server import Form, neighbourhood, open_form

pytestmark = pytest.mark.fault
OPTIONS, AT_ONCE = 200, 4


def fight(form: Form, made: dict[str, Any]) -> list[int]:
    """Let four people at once ask for each option; return the statuses they got."""
    line = Barrier(AT_ONCE)
    field = f"moment_{made['moment']}_1"

    def person(number: int) -> list[int]:
        statuses = []
        for option in made["options"]:
            line.wait(timeout=60)
            key = f"key-of-person-{number}-{option}"
            statuses.append(form.send(key, name=f"P{number}", **{field: str(option)})[0])
        return statuses

    with ThreadPoolExecutor(AT_ONCE) as people:
        return [status for each in people.map(person, range(AT_ONCE)) for status in each]


def test_the_last_place_goes_to_one_person_and_nobody_is_lost() -> None:
    with neighbourhood() as place:
        made = place.scenario("last_place", OPTIONS)
        place.start(threads=AT_ONCE)
        statuses = fight(open_form(place, "derniere-place", peer_group=str(made["group"])), made)
        found = place.scenario("count")
    assert set(statuses) == {302}
    assert found["overbooked"] == 0
    assert found["counters_right"]
    assert found["given"] == OPTIONS
    assert found["parties"] == OPTIONS * AT_ONCE
    assert found["waiting_for_options"] == OPTIONS * (AT_ONCE - 1)


def test_without_the_lock_more_than_a_hundred_are_overbooked() -> None:
    """The test of the test: the same fight against a careless product must fail."""
    with neighbourhood() as place:
        made = place.scenario("last_place", OPTIONS)
        place.scenario("without_nets")
        place.start("tests.faults.unlocked:application", threads=AT_ONCE)
        fight(open_form(place, "derniere-place", peer_group=str(made["group"])), made)
        found = place.scenario("count")
    assert found["overbooked"] > 100
