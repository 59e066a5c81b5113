"""Public pages kept as compressed bytes, until their version number moves."""

import gzip
import time

import brotli
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from entraide.ui import pages
from entraide.ui.pages import best_encoding, cached_page, compressed, kept_answer

HTML = "<p>Bonjour les voisins</p>" * 50


class Site:
    """A page, how often it was made, and its version."""

    def __init__(self) -> None:
        self.made = 0
        self.version: str | None = "1"
        self.status = 200
        self.view = cached_page(lambda: self.version)(self.make)

    def make(self, request: HttpRequest) -> HttpResponse:
        self.made += 1
        return HttpResponse(f"{self.made}{HTML}", status=self.status)

    def get(self, path: str = "/", cookies: str = "", **headers: str) -> HttpResponse:
        request = RequestFactory().get(path, headers=headers, HTTP_COOKIE=cookies)
        return kept_answer(request) or self.view(request)


@pytest.fixture
def site() -> Site:
    return Site()


def test_the_second_visitor_gets_what_was_kept(site: Site) -> None:
    assert site.get().content == site.get().content
    assert site.made == 1


def test_a_new_version_is_made_anew(site: Site) -> None:
    site.get()
    site.version = "2"
    assert site.get().content.decode() == f"2{HTML}"


def test_a_page_that_is_not_kept_is_made_each_time(site: Site) -> None:
    site.version = None
    site.get()
    assert site.get().content.decode() == f"2{HTML}"


@pytest.mark.parametrize("cookie", ["sessionid=x", "billet=x", "messages=x"])
def test_who_has_a_page_of_their_own_neither_takes_nor_gives(site: Site, cookie: str) -> None:
    site.get(cookies=cookie)
    site.get()
    assert site.made == 2
    assert site.get(cookies=cookie).content.decode() == f"3{HTML}"


def test_a_cookie_that_changes_nothing_takes_what_was_kept(site: Site) -> None:
    site.get()
    site.get(cookies="csrftoken=x")
    assert site.made == 1


def test_a_query_string_passes_by(site: Site) -> None:
    site.get()
    site.get("/?a=1")
    site.get("/?a=1")
    assert site.made == 3


def test_a_form_that_is_sent_passes_by(site: Site) -> None:
    site.get()
    sent = RequestFactory().post("/")
    assert kept_answer(sent) is None
    site.view(sent)
    assert site.made == 2


def test_what_depends_on_the_hour_is_made_anew_after_a_minute(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.monotonic()
    site.get()
    monkeypatch.setattr(time, "monotonic", lambda: now + pages.SECONDS + 1)
    assert site.get().content.decode() == f"2{HTML}"


def test_the_memory_holds_so_many_pages_and_no_more(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_PAGES", 3)
    for number in range(10):
        site.get(f"/{number}/")
    site.get("/9/")
    site.get("/0/")
    assert site.made == 11


@pytest.mark.parametrize("status", [302, 404, 500])
def test_only_a_good_answer_is_kept(site: Site, status: int) -> None:
    site.status = status
    site.get()
    assert site.get().status_code == status
    assert site.made == 2


def test_each_language_has_its_own(site: Site) -> None:
    site.get(**{"Accept-Language": "fr"})
    site.get(**{"Accept-Language": "ar"})
    site.get(cookies="langue=ar")
    assert site.made == 2


def test_each_path_has_its_own(site: Site) -> None:
    site.get("/un/")
    site.get("/deux/")
    assert site.made == 2


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0.5, gzip;q=1.0", "br"),
        ("br;q=0, gzip", "gzip"),
        ("identity", ""),
        ("", ""),
    ],
)
def test_the_best_encoding_that_a_browser_takes(accepted: str, encoding: str) -> None:
    assert best_encoding(accepted) == encoding


def test_each_encoding_says_the_same(site: Site) -> None:
    answers = [site.get(**{"Accept-Encoding": name}) for name in ("br", "gzip", "identity")]
    assert [a.headers.get("Content-Encoding") for a in answers] == ["br", "gzip", None]
    assert brotli.decompress(answers[0].content).decode() == f"1{HTML}"
    assert gzip.decompress(answers[1].content).decode() == f"2{HTML}"
    assert answers[2].content.decode() == f"3{HTML}"
    assert len({a["ETag"] for a in answers}) == 3


def test_caches_between_are_told_what_the_page_depends_on(site: Site) -> None:
    answer = site.get()
    assert answer["Vary"] == "Accept-Encoding, Accept-Language, Cookie"
    assert answer["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}'])
def test_who_has_the_page_already_gets_it_confirmed(site: Site, form: str) -> None:
    tag = site.get()["ETag"]
    answer = site.get(**{"If-None-Match": form.format(tag)})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == tag


def test_who_has_an_old_page_gets_the_new_one(site: Site) -> None:
    tag = site.get()["ETag"]
    site.version = "2"
    assert site.get(**{"If-None-Match": tag}).status_code == 200


def test_a_page_may_be_compressed_without_being_kept() -> None:
    site = Site()
    view = compressed(site.make)
    request = RequestFactory().get("/", headers={"Accept-Encoding": "br"})
    assert brotli.decompress(view(request).content).decode() == f"1{HTML}"
    assert brotli.decompress(view(request).content).decode() == f"2{HTML}"
    assert view(request)["Vary"] == "Accept-Encoding"
