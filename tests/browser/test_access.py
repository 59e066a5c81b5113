"""Pages that everyone can read: with a screen reader, a keyboard, a small phone, in the dark."""

from typing import Literal
from urllib.parse import urlsplit
from zlib import crc32

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, entered_as
from tests.browser.steps import SIGN_UP, STUDY_DAY, STUDY_DESK, fill_page_one, go_on, lands

pytestmark = pytest.mark.browser
RULES = {
    "resultTypes": ["violations"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PUBLIC = {
    "home": "/",
    "gathering": STUDY_DAY,
    "sign-up, page 1": SIGN_UP,
    "receipt": "/billet/",
    "login": "/entrer/",
    "try as": "/essayer/",
    "what is kept": "/ce-que-nous-gardons/",
    "not found": "/nulle-part/",
}
OF_THE_DESK = {
    "gatherings": "/bureau/upc/",
    "overview": STUDY_DESK,
    "new gathering": "/bureau/upc/rencontres/nouvelle/",
    "programme": f"{STUDY_DESK}programme/",
    "sign-ups": f"{STUDY_DESK}inscriptions/",
    "on behalf": f"{STUDY_DESK}inscriptions/nouvelle/",
    "lists": f"{STUDY_DESK}listes/",
    "list": f"{STUDY_DESK}listes/cuisine/",
    "calls": f"{STUDY_DESK}appels/",
    "messages": f"{STUDY_DESK}messages/",
    "writing": f"{STUDY_DESK}messages/nouveau/",
    "team": "/bureau/upc/equipe/",
    "places": "/bureau/upc/lieux/",
    "compose": f"{STUDY_DESK}composer/",
    "ties": f"{STUDY_DESK}composer/liens/",
    "receptions": f"{STUDY_DESK}accueil/",
    "prints": f"{STUDY_DESK}imprimer/",
}
SIGN_UP_STEPS = {"sign-up, page 2": "Léa", "sign-up with errors": ""}


def violations(page: Page) -> list[str]:
    """Return what axe finds, one line a violation: its rules, and text at 7:1 or better."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("rules => axe.run(document, rules).then(all => all.violations)", RULES)
    return [
        f"{each['id']}, {len(each['nodes'])} times: {each['help']} {each['nodes'][0]['html'][:120]}"
        for each in found
    ]


def problems(page: Page, address: str = "", *, status: int = 200) -> list[str]:
    """Return what axe finds on a phone and at a desk, by day and by night; and what overflows.

    Each width and each scheme once a page: which go together changes from one page to the next.

    Args:
        page: to look at.
        address: where to go first; without, the page as it is.
        status: what that page answers.
    """
    if address:
        answer = page.goto(address)
        assert answer
        assert answer.status == status, address
    turned = crc32(urlsplit(page.url).path.encode()) % 2
    schemes = SCHEMES[::-1] if turned else SCHEMES
    found = []
    for width, scheme in zip((PHONE, DESK), schemes, strict=True):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found += [f"{width} px, {scheme}: {line}" for line in violations(page)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{width} px, {scheme}: the page is {wide} pixels wide")
    return found


@pytest.mark.parametrize("name", PUBLIC)
def test_everyone_can_read_each_public_page(page: Page, name: str) -> None:
    assert problems(page, PUBLIC[name], status=404 if name == "not found" else 200) == []


@pytest.mark.parametrize("name", OF_THE_DESK)
def test_everyone_can_read_each_page_of_the_desk(malika: Page, name: str) -> None:
    assert problems(malika, OF_THE_DESK[name]) == []


@pytest.mark.parametrize("name", ["sign-ups", "team"])
def test_everyone_can_read_the_page_of_one_person(malika: Page, name: str) -> None:
    malika.goto(OF_THE_DESK[name])
    lands(malika, malika.locator("tbody a").first)
    assert problems(malika) == []


@pytest.mark.parametrize("name", SIGN_UP_STEPS)
def test_everyone_can_read_each_step_of_a_sign_up(page: Page, name: str) -> None:
    page.goto(SIGN_UP)
    fill_page_one(page, SIGN_UP_STEPS[name], people=3)
    go_on(page)
    assert problems(page) == []


def test_everyone_can_read_a_ticket(page: Page) -> None:
    entered_as("habitante", page)
    assert problems(page) == []


@pytest.mark.parametrize("name", ["home", "gathering", "sign-up, page 1"])
def test_the_first_tab_reaches_the_skip_link(page: Page, name: str) -> None:
    page.goto(PUBLIC[name])
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_sign_up_needs_only_a_keyboard(page: Page) -> None:
    page.goto(SIGN_UP)
    page.get_by_label("Comment vous appelle-t-on ?").focus()
    for key in ["L", "e", "a", "Tab", "Space", "Enter"]:
        page.keyboard.press(key)
    expect(page.locator("h1")).to_contain_text("Votre journée 2/2")


def test_a_broken_page_is_seen(page: Page) -> None:
    """The test of the test."""
    wide = "<div style='inline-size:2000px'>large</div>"
    page.set_content(f"<main><img src='x'><p style='color:#767676'>clair</p>{wide}</main>")
    found = " ".join(problems(page))
    for what in ["image-alt", "color-contrast-enhanced", "pixels wide"]:
        assert what in found


def test_everyone_can_read_a_reception_and_its_paper_list(malika: Page) -> None:
    malika.goto(f"{STUDY_DESK}accueil/")
    lands(malika, malika.locator(".cards a").first)
    assert problems(malika) == []
    lands(malika, malika.get_by_role("link", name="Recopier la liste de papier"))
    assert problems(malika) == []


def test_everyone_can_read_a_composition_its_tables_and_a_seat(malika: Page) -> None:
    malika.goto(f"{STUDY_DESK}composer/")
    malika.get_by_role("button", name="Composer", exact=True).click()
    ready = malika.get_by_role("button", name="Accepter ce plan")
    # The page of a computation that runs comes back by itself: it is looked at once it stays.
    expect(ready).to_be_visible(timeout=40_000)
    assert problems(malika) == []
    ready.click()
    expect(malika.locator(".cards > li").first).to_be_visible()
    assert problems(malika) == []
    lands(malika, malika.locator("#contenu .cards a").first)
    assert problems(malika) == []
