"""The first visit of a public page: few bytes, two requests, nothing from elsewhere."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import CDPSession, Page

from tests.browser.conftest import Server, Visit
from tests.browser.steps import SIGN_UP, STUDY_DAY

pytestmark = pytest.mark.browser
MOST_BYTES, MOST_REQUESTS = 14 * 1024, 2
FIRST_PAGES = {"home": "/", "gathering": STUDY_DAY, "sign-up": SIGN_UP}


@dataclass
class Traffic:
    """What went over the wire; bytes as the browser counts them, headers included."""

    addresses: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def hosts(self) -> set[str]:
        """Who was asked."""
        return {urlsplit(address).netloc for address in self.addresses}


def watch(page: Page) -> Traffic:
    """Count from now on what this page asks for and receives."""
    traffic = Traffic()

    def note_size(event: dict[str, Any]) -> None:
        traffic.sizes.append(int(event["encodedDataLength"]))

    session: CDPSession = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", note_size)
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith("data:") else traffic.addresses.append(request.url)
        ),
    )
    page.on(
        "console",
        lambda said: traffic.complaints.append(said.text) if said.type == "error" else None,
    )
    page.on("pageerror", lambda error: traffic.complaints.append(error.message))
    return traffic


def fits_the_budget(visit: Visit, demo: Server, address: str) -> None:
    """Visit a page for the first time: few requests, few bytes, of nobody else, and no fault."""
    page = visit()
    traffic = watch(page)
    page.goto(address, wait_until="networkidle")
    print(f"{address}: {len(traffic.addresses)} requests, {sum(traffic.sizes)} bytes")
    assert len(traffic.addresses) <= MOST_REQUESTS, traffic.addresses
    assert len(traffic.sizes) >= len(traffic.addresses), "every request was weighed"
    assert 0 < sum(traffic.sizes) <= MOST_BYTES
    assert traffic.hosts == {urlsplit(demo.address).netloc}
    assert traffic.complaints == []


@pytest.mark.parametrize("name", FIRST_PAGES)
def test_a_first_visit_fits_the_budget(visit: Visit, demo: Server, name: str) -> None:
    fits_the_budget(visit, demo, FIRST_PAGES[name])


@pytest.mark.parametrize("name", FIRST_PAGES)
def test_nothing_inline_is_allowed(page: Page, name: str) -> None:
    response = page.goto(FIRST_PAGES[name])
    assert response is not None
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.locator("style, [style], script:not([src])").count() == 0


def test_the_counter_sees_one_image_too_many(page: Page) -> None:
    """The test of the test."""
    page.route("**/heavy.html", lambda route: route.fulfill(body=HEAVY, content_type="text/html"))
    page.route("**/more.svg", lambda route: route.fulfill(body=DRAWING, content_type="image/svg"))
    page.goto("/")
    style = page.locator("link[rel=stylesheet]").get_attribute("href") or ""
    traffic = watch(page)
    page.goto("/heavy.html", wait_until="networkidle")
    page.add_style_tag(url=style)
    page.evaluate("document.body.append(Object.assign(new Image(), {src: '/more.svg?2'}))")
    page.wait_for_load_state("networkidle")
    assert len(traffic.addresses) > MOST_REQUESTS
    assert len(traffic.sizes) > MOST_REQUESTS


DRAWING = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><path d='M0 0h1v1z'/></svg>"
HEAVY = "<!doctype html><title>heavy</title><img src='/more.svg' alt=''><script>oops(</script>"


def test_the_counter_hears_a_broken_script(page: Page) -> None:
    """The test of the test."""
    traffic = watch(page)
    page.set_content("<script>nothing.here()</script>")
    assert traffic.complaints
