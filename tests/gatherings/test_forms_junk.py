"""Whatever is sent to the sign-up, the answer is a page: never a failure of ours."""

import secrets
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from hypothesis import given, settings, strategies as st

from entraide.gatherings.models import Gathering, Party
from tests.make import make_gathering, make_group, make_moment, make_option

pytestmark = pytest.mark.django_db
FIELDS = [
    "key", "name", "peer_group", "size", "tell_by", "email", "phone", "through", "another",
    "step", "back", "step_free", "interpreting", "children", "other_needs", "together_word",
    "name_1", "peer_group_1", "diet_0", "diet_note_0", "moment_1_1", "received_at_0", "sheet",
]  # fmt: skip
NASTY = [
    "", "1", "2", "8", "on", "any", "email", "-1", "9" * 30, "9" * 5000, "²", "٣", "NaN", "\x00",
    "x" * 10_000, "👩🏽‍🌾", "سميرة", "\u202eSamira", "{{ 7|add:7 }}", "<script>", "'; --",
]  # fmt: skip
typed = st.dictionaries(
    st.sampled_from(FIELDS) | st.text(max_size=20),
    st.sampled_from(NASTY) | st.text(max_size=30),
    max_size=12,
)


def fails(*args: Any, **kwargs: Any) -> HttpResponse:
    """Fail as a page of ours must not."""
    raise ZeroDivisionError


urlpatterns = [
    path("rencontres/<slug:slug>/inscription/", fails),
    path("", include("entraide.urls")),
]


def gathering() -> Gathering:
    """Return a gathering with a visit to wish and a meal to take."""
    found = Gathering.objects.filter(slug="journee").first()
    if found is None:
        found = make_gathering(slug="journee", capacity=50)
        make_option(make_moment(found, choosing="wishes"), 3)
        make_option(make_moment(found, kind="meal", choosing="immediate"), 3)
    return found


def answer(sent: Any, **headers: Any) -> int:
    """Return the status of the answer to what was sent."""
    client = Client(raise_request_exception=False)
    return client.post(f"{gathering().get_absolute_url()}inscription/", sent, **headers).status_code


def right() -> dict[str, Any]:
    """Return what a browser sends when everything is right."""
    group = make_group().pk
    return {
        "key": secrets.token_urlsafe(16), "name": "Samira", "peer_group": group, "size": "2",
        "tell_by": "come_back", "step": "2", "name_1": "Nawel", "peer_group_1": group,
    }  # fmt: skip


def test_what_is_right_is_taken() -> None:
    assert answer(right()) == 302
    assert Party.objects.count() == 1


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(typed)
def test_any_junk_is_answered_with_a_page(sent: dict[str, str]) -> None:
    assert answer(sent) == 200


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(typed)
def test_junk_among_what_is_right_is_answered_with_a_page(sent: dict[str, str]) -> None:
    assert answer({**right(), **sent}) in {200, 302}


def test_a_page_that_fails_would_be_seen(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    assert answer({}) == 500


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", ""])
def test_junk_of_another_kind_is_answered_too(kind: str) -> None:
    assert answer("{not what we ask for", content_type=kind) in {200, 400}


@pytest.mark.slow
def test_a_flood_is_refused_before_it_is_read() -> None:
    assert answer({"name": "x" * 2_000_000}) in {200, 400, 413}
    assert answer({f"field{n}": "1" for n in range(10_500)}) == 400
    assert Party.objects.count() == 0


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_four_words_are_answered_with_a_page(words: str) -> None:
    client = Client(raise_request_exception=False)
    assert client.post("/billet/", {"words": words}).status_code in {302, 422, 429}


@pytest.mark.parametrize("cookie", ["", "x", "x:y:z", "é", "a" * 4000])
def test_any_ticket_cookie_is_answered_with_a_page(cookie: str) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["billet"] = cookie
    assert client.get("/billet/moi/").status_code == 302
    assert client.get("/billet/moi/changer/").status_code == 404
