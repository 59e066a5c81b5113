"""What every answer carries, whatever it is."""

import pytest
from django.conf import settings as site
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from tests.make import make_collective

pytestmark = pytest.mark.django_db
POLICY = "Content-Security-Policy"


def broken(request: HttpRequest) -> HttpResponse:
    """Break, as pages do at the worst moment."""
    raise RuntimeError


urlpatterns = [path("cassee/", broken), path("", include("entraide.urls"))]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/billet/", 200),
        ("/rencontres/agenda.ics", 200),
        ("/rencontres/fil.atom", 200),
        ("/bureau/", 302),
        ("/billet", 301),
        ("/nulle-part/", 404),
        ("/billet/moi/effacer/", 405),
        ("/cassee/", 500),
    ],
)
def test_every_answer_carries_the_policy(settings: Settings, address: str, status: int) -> None:
    settings.ROOT_URLCONF = __name__
    make_collective()
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status
    assert answer[POLICY] == site.CONTENT_SECURITY_POLICY


def test_a_page_already_there_carries_it_too(client: Client) -> None:
    make_collective()
    tag = client.get("/")["ETag"]
    answer = client.get("/", headers={"If-None-Match": tag})
    assert answer.status_code == 304
    assert answer[POLICY] == site.CONTENT_SECURITY_POLICY


def test_a_form_without_its_seal_carries_it_too() -> None:
    answer = Client(enforce_csrf_checks=True).post("/billet/", {"words": "un deux trois quatre"})
    assert answer.status_code == 403
    assert answer[POLICY] == site.CONTENT_SECURITY_POLICY


def test_without_the_guard_the_policy_is_missing(client: Client, settings: Settings) -> None:
    guard = "entraide.ui.middleware.content_security"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != guard]
    assert POLICY not in client.get("/billet/").headers


def test_the_policy_lets_nothing_inline_and_nothing_from_elsewhere() -> None:
    rules = dict(rule.split(maxsplit=1) for rule in site.CONTENT_SECURITY_POLICY.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in site.CONTENT_SECURITY_POLICY
    assert "http" not in site.CONTENT_SECURITY_POLICY


def test_other_sites_are_not_told_where_one_comes_from(client: Client) -> None:
    assert client.get("/billet/")["Referrer-Policy"] == "same-origin"
    assert client.get("/billet/")["X-Content-Type-Options"] == "nosniff"
