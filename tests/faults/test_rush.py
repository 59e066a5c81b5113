"""600 people at once for 180 places: double clicks, cut connections, a killed server."""

import random
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from tests.faults.server import Form, Neighbourhood, neighbourhood, open_form

pytestmark = pytest.mark.fault
PEOPLE, PLACES, MEAL, AT_ONCE = 600, 180, 80, 40
Person = Callable[[int], str | None]


def impatient(form: Form, made: dict[str, Any], seed: int = 1) -> Person:
    """Return a person who may click twice, or lose the line and try again."""
    field = f"moment_{made['moment']}_1"
    draw = random.Random(seed)
    moods = [(draw.random() < 0.3, draw.random() < 0.2) for _ in range(PEOPLE)]

    def click(key: str, fields: dict[str, str]) -> None:
        with suppress(OSError, HTTPException):
            form.send(key, **fields)

    def come(number: int) -> str | None:
        key = f"key-of-the-rush-{number:05d}"
        fields = {"name": f"P{number}", field: str(made["options"][number % 2])}
        double, cut = moods[number]
        if cut:
            form.send_and_hang_up(key, **fields)
        if double:
            again = threading.Thread(target=click, args=(key, fields))
            again.start()
        status = form.send(key, **fields)[0]
        if double:
            again.join()
        return key if status == 302 else None

    return come


def stored(place: Neighbourhood, keys: list[str], folder: Path) -> list[str]:
    """Return the digests of these keys as the neighbourhood stores them."""
    file = folder / "keys"
    file.write_text("\n".join(keys), encoding="ascii")
    found: list[str] = place.scenario("digests_from", file)
    return found


def test_what_was_acknowledged_is_stored_once_and_ranks_have_no_hole(tmp_path: Path) -> None:
    with neighbourhood() as place:
        made = place.scenario("rush", PLACES, MEAL)
        place.start()
        come = impatient(open_form(place, "ruee", peer_group=str(made["group"])), made)
        with ThreadPoolExecutor(AT_ONCE) as crowd:
            acknowledged = list(crowd.map(come, range(PEOPLE)))
        found = place.scenario("count")
        digests = stored(place, [key for key in acknowledged if key], tmp_path)
    assert None not in acknowledged
    assert found["keys"] == digests
    assert found["states"] == {"confirmed": PLACES, "waiting": PEOPLE - PLACES}
    assert found["gathering_taken"] == PLACES
    assert found["ranks"] == list(range(1, PEOPLE - PLACES + 1))
    assert found["overbooked"] == 0
    assert found["counters_right"]
    assert found["given"] + found["waiting_for_options"] == PLACES


def test_a_killed_server_forgets_nothing_it_acknowledged(tmp_path: Path) -> None:
    with neighbourhood() as place:
        made = place.scenario("rush", PLACES, MEAL)
        place.start()
        come = impatient(open_form(place, "ruee", peer_group=str(made["group"])), made)
        acknowledged: list[str] = []

        def try_to_come(number: int) -> None:
            try:
                key = come(number)
            except (OSError, HTTPException):
                return
            if key:
                acknowledged.append(key)
            if len(acknowledged) == 100:
                place.stop(signal.SIGKILL)

        with ThreadPoolExecutor(8) as crowd:
            list(crowd.map(try_to_come, range(200)))
        place.start()
        form = open_form(place, "ruee", peer_group=str(made["group"]))
        late = impatient(form, made)
        assert [late(number) for number in range(200)] == [
            f"key-of-the-rush-{number:05d}" for number in range(200)
        ]
        found = place.scenario("count")
        digests = stored(place, acknowledged, tmp_path)
    assert 100 <= len(acknowledged) < 200
    assert set(digests) <= set(found["keys"])
    assert found["parties"] == 200
    assert found["ranks"] == list(range(1, 200 - PLACES + 1))
