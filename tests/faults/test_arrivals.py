"""A server killed while a device sends arrivals: nothing acknowledged is lost, nothing is twice."""

import http.client
import json
import re
import signal
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

import pytest

from tests.faults.server import HOST, Neighbourhood, ask, neighbourhood

pytestmark = pytest.mark.fault
PEOPLE, AT_THE_DOOR, PACK, KILLED_AFTER = 100, 20, 4, 12


@dataclass
class Device:
    """A phone at the door: what it queued stays until the server said that it has it."""

    place: Neighbourhood
    made: dict[str, Any]
    queue: list[tuple[str, str, str]]
    acknowledged: list[str] = field(default_factory=list)

    def token(self) -> tuple[str, str]:
        """Open the page; return the token and the cookies."""
        session = f"sessionid={self.made['session']}"
        _, headers, page = ask(
            self.place.port, "GET", self.made["page"], headers={"Cookie": session}
        )
        found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found is not None
        return found[1].decode(), f"{session}; {headers['set-cookie'].split(';')[0]}"

    def send(self, *, hang_up: int = 0) -> Iterator[str]:
        """Send all that waits, and give what the server has; cut every `hang_up`th connection."""
        token, cookie = self.token()
        for number, (part, kind, body) in enumerate(list(self.queue), 1):
            line = http.client.HTTPConnection(HOST, self.place.port, timeout=60)
            headers = {
                "Cookie": cookie,
                "X-CSRFToken": token,
                "X-Requested-With": "device",
                "Content-Type": kind,
            }
            line.request("POST", f"{self.made['page']}{part}/", body, headers)
            if hang_up and number % hang_up == 0:
                line.close()
                continue
            answer = line.getresponse()
            assert answer.status == 200, answer.status
            answer.read()
            line.close()
            self.queue.remove((part, kind, body))
            self.acknowledged.append(body)
            yield body


def queued(made: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return what the device queued: packs of marks, and between them people at the door."""
    packs = [made["people"][start : start + PACK] for start in range(0, PEOPLE, PACK)]
    queue = []
    for number, pack in enumerate(packs):
        marks = [
            {"uid": str(uuid.uuid4()), "mark": "here", "at": 1_700_000_000_000, "person": person}
            for person in pack
        ]
        queue.append(("marques", "application/json", json.dumps({"marks": marks})))
        if number < AT_THE_DOOR:
            form = f"key={uuid.uuid4().hex}&name=Porte{number}&peer_group={made['group']}&at=0"
            queue.append(("porte", "application/x-www-form-urlencoded", form))
    return queue


def cut_off(device: Device) -> None:
    """Send until the server is killed, while the next one is being written."""
    for number, _ in enumerate(device.send(hang_up=4), 1):
        if number == KILLED_AFTER:
            threading.Timer(0.005, device.place.stop, [signal.SIGKILL]).start()


def test_a_killed_server_loses_no_arrival_and_doubles_none() -> None:
    with neighbourhood() as place:
        made = place.scenario("reception", PEOPLE)
        place.start()
        device = Device(place, made, queued(made))
        everything = [body for _, _, body in device.queue]
        with pytest.raises((OSError, HTTPException)):
            cut_off(device)
        before = place.scenario("arrivals")
        sent = list(device.acknowledged)
        place.start()
        list(device.send())
        after = place.scenario("arrivals")
    assert KILLED_AFTER <= len(sent) < len(everything)
    assert uids(sent) <= set(before["marks"])
    assert names(sent) <= set(before["at_the_door"])
    # Sent again, all is there once: the marks of the device, and one for each person at the door.
    assert uids(everything) <= set(after["marks"])
    assert len(after["marks"]) == PEOPLE + AT_THE_DOOR
    assert len(set(after["here"])) == PEOPLE + AT_THE_DOOR
    assert after["at_the_door"] == sorted(names(everything))
    assert after["taken"] == after["people"] == PEOPLE + AT_THE_DOOR


def test_a_device_that_numbers_anew_what_it_sends_again_is_seen() -> None:
    """The test of the test: sent twice under other numbers, everything is there twice."""
    with neighbourhood() as place:
        made = place.scenario("reception", PEOPLE)
        place.start()
        for _ in range(2):
            list(Device(place, made, queued(made)).send())
        after = place.scenario("arrivals")
    assert len(after["marks"]) == 2 * (PEOPLE + AT_THE_DOOR)
    assert len(after["at_the_door"]) == 2 * AT_THE_DOOR


def uids(bodies: list[str]) -> set[str]:
    """Return the numbers of the marks in what was sent."""
    packs = [json.loads(body)["marks"] for body in bodies if body.startswith("{")]
    return {mark["uid"] for pack in packs for mark in pack}


def names(bodies: list[str]) -> set[str]:
    """Return who was signed up at the door in what was sent."""
    found = [re.search(r"name=(\w+)", body) for body in bodies if not body.startswith("{")]
    return {one[1] for one in found if one}
