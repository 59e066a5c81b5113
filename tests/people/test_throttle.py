"""Wrong tries are slowed, never locked."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from entraide.people import throttle

ADDRESS, OTHER = "192.0.2.7", "192.0.2.8"
WAYS = [throttle.pause_left, throttle.count_failure, throttle.forget_failures]


class Clock:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("time.time", clock)
    return clock


def client(address: str = ADDRESS, **headers: str) -> HttpRequest:
    return RequestFactory(REMOTE_ADDR=address).get("/billet/", headers=headers)


def fail(times: int, request: HttpRequest | None = None) -> None:
    for _ in range(times):
        throttle.count_failure(request or client(), "receipt")


def pauses(times: int) -> list[int]:
    found = []
    for _ in range(times):
        fail(1)
        found.append(throttle.pause_left(client(), "receipt"))
    return found


def test_five_tries_are_free_then_the_pause_grows_to_a_minute(clock: Clock) -> None:
    assert throttle.pause_left(client(), "receipt") == 0
    assert pauses(13) == [0, 0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60, 60]


def test_nobody_is_ever_locked_out(clock: Clock) -> None:
    fail(1000)
    clock.now += 60
    assert throttle.pause_left(client(), "receipt") == 0


def test_the_pause_is_over_when_it_was_said_to_be(clock: Clock) -> None:
    fail(7)
    clock.now += 7
    assert throttle.pause_left(client(), "receipt") == 1
    clock.now += 1
    assert throttle.pause_left(client(), "receipt") == 0


def test_another_client_is_not_slowed(clock: Clock) -> None:
    fail(20)
    assert throttle.pause_left(client(OTHER), "receipt") == 0


def test_another_purpose_is_not_slowed(clock: Clock) -> None:
    fail(20)
    assert throttle.pause_left(client(), "contact") == 0


def test_the_right_words_make_the_wrong_ones_forgotten(clock: Clock) -> None:
    fail(20)
    throttle.forget_failures(client(), "receipt")
    assert throttle.pause_left(client(), "receipt") == 0


def kept(address: str) -> list[str]:
    """Return what the cache keeps that holds an address."""
    return [key for key in cache._cache if address in key]  # type: ignore[attr-defined]


def test_no_address_is_kept(clock: Clock) -> None:
    fail(3)
    assert len(cache._cache) == 1  # type: ignore[attr-defined]
    assert kept(ADDRESS) == []


def test_an_address_that_was_kept_would_be_found() -> None:
    cache.set(f"tries:{ADDRESS}", 3)
    assert kept(ADDRESS) == [f":1:tries:{ADDRESS}"]


def test_behind_our_proxy_the_last_address_counts(clock: Clock, settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    invented = {"X-Forwarded-For": f"203.0.113.9, {ADDRESS}"}
    fail(10, client("127.0.0.1", **invented))
    again = {"X-Forwarded-For": f"203.0.113.10, {ADDRESS}"}
    assert throttle.pause_left(client("127.0.0.1", **again), "receipt") == 60


def test_without_a_proxy_an_invented_address_is_not_believed(clock: Clock) -> None:
    fail(10, client(ADDRESS, **{"X-Forwarded-For": OTHER}))
    assert throttle.pause_left(client(ADDRESS), "receipt") == 60
    assert throttle.pause_left(client(OTHER), "receipt") == 0


@pytest.mark.parametrize("way", WAYS)
def test_a_strange_address_breaks_nothing(way: Callable[[HttpRequest, str], object]) -> None:
    way(client("unix:"), "receipt")
