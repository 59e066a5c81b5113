"""What a device sends: a whole queue, late, damaged or hostile; the good marks are received."""

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entraide.gatherings.forms.arrival import BadMarks, read_marks
from entraide.gatherings.models import Gathering, Moment
from entraide.gatherings.queries import arrival as queries
from tests.gatherings.reception import page, send
from tests.gatherings.rooms import make_people
from tests.make import make_moment, make_option, make_party, make_place

pytestmark = pytest.mark.django_db
UID = "0b7e3a52-1c4d-4f6a-9b8e-5d2c7f1a3e47"


def test_a_device_sends_what_it_queued(gathering: Gathering, door: Client) -> None:
    samira = make_party(gathering, "Samira").sign_ups.get()
    unknown = {"uid": UID, "mark": "here", "at": 1000, "person": 999999}
    told = send(door, gathering, {"mark": "here", "at": 1000, "person": samira.pk}, unknown).json()
    assert (told["here"], told["lost"]) == ([samira.pk], [UID])


@pytest.mark.slow
def test_a_queue_of_two_hundred_marks_is_received_with_few_questions(
    gathering: Gathering, door: Client
) -> None:
    people = make_people(gathering, "h" * 200)
    with CaptureQueriesContext(connection) as three:
        send(door, gathering, *[{"mark": "here", "person": one.pk} for one in people[:3]])
    with CaptureQueriesContext(connection) as all_of_them:
        send(door, gathering, *[{"mark": "here", "person": one.pk} for one in people])
    assert len(all_of_them) <= len(three) + 2


def test_marks_of_a_place_that_left_the_programme_are_still_received(
    gathering: Gathering, door: Client
) -> None:
    # The place of the morning was changed while a device was without network: what it queued
    # must still come in.
    samira = make_party(gathering, "Samira").sign_ups.get()
    address = page(gathering, "marques")
    gathering.moments.update(place=make_place("Ailleurs"))
    body = {"marks": [{"uid": str(uuid.uuid4()), "mark": "here", "at": 0, "person": samira.pk}]}
    door.post(address, json.dumps(body), content_type="application/json")
    assert queries.here(gathering) == {samira.pk}


def test_a_damaged_mark_does_not_keep_the_good_ones_away(
    gathering: Gathering, door: Client
) -> None:
    # A device sends its queue in one pack until it is received: one damaged mark (an old version,
    # a corrupted storage) would keep every arrival of that device from ever being sent.
    samira = make_party(gathering, "Samira").sign_ups.get()
    send(door, gathering, {"mark": "here", "person": "x"}, {"mark": "here", "person": samira.pk})
    assert queries.here(gathering) == {samira.pk}


@pytest.mark.parametrize("document", [None, [], {}, {"marks": 3}, {"marks": [{}] * 501}])
def test_what_is_no_list_of_marks_is_refused(document: object) -> None:
    with pytest.raises(BadMarks):
        read_marks(document)


@pytest.mark.parametrize(
    ("mark", "uid"),
    [
        (3, ""),
        (None, ""),
        ({}, ""),
        ({"uid": "x", "mark": "here", "at": 0}, "x"),
        ({"uid": UID, "mark": "gone", "at": 0}, UID),
        ({"uid": UID, "mark": "here", "at": "x"}, UID),
        ({"uid": UID, "mark": "here", "at": 1e30}, UID),
        ({"uid": UID, "mark": "here", "at": 0, "person": "x"}, UID),
    ],
)
def test_a_damaged_mark_is_told_and_the_others_are_read(mark: object, uid: str) -> None:
    good = {"uid": str(uuid.uuid4()), "mark": "here", "at": 0, "person": 3}
    read, damaged = read_marks({"marks": [mark, good]})
    assert ([str(one.uid) for one in read], damaged) == ([good["uid"]], [uid])


@pytest.mark.parametrize("body", ["", "{", "[]", '{"marks": 3}', '{"marks":' + "[" * 100_000])
def test_what_a_device_must_not_send_is_refused(
    gathering: Gathering, door: Client, body: str
) -> None:
    answer = door.post(page(gathering, "marques"), body, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "mark",
    [
        {"mark": "here", "at": float("nan")},
        {"mark": "here", "at": float("inf")},
        {"mark": "here", "at": -1e15},
        {"mark": "here", "at": -62135596800000},
        {"mark": "here", "at": 253402300799000},
        {"mark": "here", "person": 10**30},
        {"mark": "here", "person": -1},
        {"mark": "here", "person": True},
        {"mark": "here", "person": float("inf")},
        {"mark": "here", "words": "\ud800 \ud800 \ud800 \ud800"},
        {"mark": "here", "words": "a\x00b c d e"},
        {"mark": "here", "words": {"a": 1}},
        {"mark": "here", "badge": "\ud800:0"},
        {"mark": "here", "badge": "\x00"},
        {"mark": ["here"]},
        {"mark": "here", "uid": {"a": 1}},
    ],
)
def test_a_hostile_mark_is_no_server_error(
    gathering: Gathering, door: Client, mark: dict[str, Any]
) -> None:
    make_party(gathering, "Samira")
    assert send(door, gathering, mark).status_code in (200, 400)


@pytest.mark.parametrize(
    "name", ['"><script>alert(1)</script>', "' onclick='x", "a|b", "سَمِيرَة", "{{ 7 }}", "\u202eabc"]
)
def test_hostile_names_stay_text(gathering: Gathering, door: Client, name: str) -> None:
    make_party(gathering, name)
    moment = make_moment(gathering, kind=Moment.Kind.MEAL, choosing=Moment.Choosing.IMMEDIATE)
    make_option(moment, 5, name)
    text = door.get(page(gathering)).content.decode()
    assert "<script>alert" not in text
    assert "' onclick='" not in text
