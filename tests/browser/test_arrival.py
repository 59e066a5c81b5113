"""The reception: on the device with the network down, two at once, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, Route, StorageState, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.steps import fresh, press, sees

pytestmark = pytest.mark.browser
FORUM = "/bureau/upc/rencontres/forum-economie-de-l-entraide/"
WAIT = 15_000  # milliseconds: a device looks for the network every ten seconds


def at_the_door(page: Page) -> Page:
    """Open the reception of Baraka."""
    page.goto(f"{FORUM}accueil/")
    page.locator(".cards a").first.click()
    expect(page.locator("h1")).to_contain_text("Accueil")
    return page


def kept(page: Page) -> Page:
    """Wait until the page is kept on the device, where its worker looks for it."""
    page.wait_for_selector("html[data-kept=yes]", state="attached")
    assert page.evaluate("caches.keys().then((all) => all.length)") == 1
    return page


def number_of(page: Page, place: int) -> str:
    """Return the number of the person at this place of the list."""
    return page.locator(".arrivals [data-person]").nth(place).get_attribute("data-person") or ""


def tap(page: Page, number: str) -> None:
    """Tap the button of a person."""
    page.locator(f".arrivals [data-person='{number}'] button").click()


def is_here(page: Page, number: str, *, here: bool = True) -> None:
    """Check whether the list shows someone as arrived."""
    found = page.locator(f".arrivals [data-person='{number}'][data-here]")
    expect(found).to_have_count(1 if here else 0, timeout=WAIT)


def says(page: Page, text: str) -> None:
    expect(page.locator("#state")).to_contain_text(text, timeout=WAIT)


def looks_for_the_network(page: Page) -> None:
    """Do at once what a device does every ten seconds."""
    page.evaluate("dispatchEvent(new Event('online'))")


def test_two_devices_without_network_lose_nothing_and_merge(
    visit: Visit, cookies_of_malika: StorageState
) -> None:
    one = kept(at_the_door(visit(width=PHONE, cookies=cookies_of_malika)))
    other = kept(at_the_door(visit(width=PHONE, cookies=cookies_of_malika)))
    first, both, second, mistaken = (number_of(one, place) for place in (10, 11, 12, 13))
    for page in (one, other):
        page.context.set_offline(True)
        page.reload()
        expect(page.locator("h1")).to_contain_text("Accueil")
    for number in (first, both):
        tap(one, number)
    for number in (both, second, mistaken, mistaken):
        tap(other, number)
    guest = fresh("Porte")
    one.get_by_label("Prénom ou surnom").fill(guest)
    press(one, "Inscrire et noter l'arrivée")
    says(one, "3 arrivées ne sont pas encore envoyées")
    says(other, "4 arrivées ne sont pas encore envoyées")
    # Closed and opened again, still without network: everything is there.
    one.reload()
    says(one, "3 arrivées ne sont pas encore envoyées")
    is_here(one, first)
    expect(one.locator(".arrivals")).to_contain_text(guest)
    one.context.set_offline(False)
    says(one, "Tout est envoyé.")
    other.context.set_offline(False)
    says(other, "Tout est envoyé.")
    for page in (one, other):
        looks_for_the_network(page)
        for number in (first, both, second):
            is_here(page, number)
        is_here(page, mistaken, here=False)
    other.reload()
    expect(other.locator(".arrivals")).to_contain_text(guest)
    for number in (first, both, second):
        tap(other, number)
        is_here(other, number, here=False)
    says(other, "Tout est envoyé.")


def test_what_a_device_queued_waits_for_a_new_login(
    visit: Visit, cookies_of_malika: StorageState
) -> None:
    page = at_the_door(visit(cookies=cookies_of_malika))
    number = number_of(page, 20)
    session = [c for c in page.context.cookies() if c["name"] == "sessionid"]
    page.context.clear_cookies(name="sessionid")
    tap(page, number)
    says(page, "Entrez à nouveau pour envoyer")
    page.context.add_cookies(session)  # type: ignore[arg-type]
    looks_for_the_network(page)
    says(page, "Tout est envoyé.")
    tap(page, number)
    says(page, "Tout est envoyé.")


def test_one_searches_while_typing_and_counts_follow(malika: Page) -> None:
    page = at_the_door(malika)
    name = page.locator(".arrivals [data-person] bdi").nth(30).inner_text()
    page.get_by_label("Chercher un prénom").fill(name.upper())
    shown = page.locator(".arrivals > li:visible")
    expect(shown.first).to_contain_text(name)
    before = int(page.locator("#here").inner_text())
    shown.first.locator("button").click()
    expect(page.locator("#here")).to_have_text(str(before + 1))
    shown.first.locator("button").click()
    expect(page.locator("#here")).to_have_text(str(before))


def test_what_is_tapped_last_stays_the_last_after_a_slow_answer(malika: Page) -> None:
    page = at_the_door(malika)
    says(page, "Tout est envoyé.")
    number = number_of(page, 32)

    def late(route: Route) -> None:
        """Answer as if the answer had been five seconds under way."""
        answer = route.fetch()
        told = answer.json()
        route.fulfill(response=answer, json={**told, "now": told["now"] - 5_000})

    page.route("**/marques/", late)
    tap(page, number)
    says(page, "Tout est envoyé.")
    is_here(page, number)
    tap(page, number)
    says(page, "Tout est envoyé.")
    page.unroute_all(behavior="wait")
    page.reload()
    is_here(page, number, here=False)


def test_the_device_forgets_when_asked(visit: Visit, cookies_of_malika: StorageState) -> None:
    page = kept(at_the_door(visit(cookies=cookies_of_malika)))
    press(page, "Effacer de cet appareil")
    says(page, "Effacé de cet appareil.")
    page.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()


def test_without_javascript_and_on_a_small_phone_one_arrives(
    visit: Visit, cookies_of_malika: StorageState
) -> None:
    page = at_the_door(visit(width=PHONE, javascript=False, cookies=cookies_of_malika))
    number = number_of(page, 40)
    tap(page, number)
    is_here(page, number)
    tap(page, number)
    is_here(page, number, here=False)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_the_paper_list_is_typed_back(malika: Page) -> None:
    page = at_the_door(malika)
    number = number_of(page, 50)
    page.get_by_role("link", name="Recopier la liste de papier").click()
    page.get_by_label(re.compile("numéros cochés")).fill(f"{number} douze")
    press(page, "Noter ces arrivées")
    sees(page, "« douze » n'est pas un numéro.")
    page.get_by_label(re.compile("numéros cochés")).fill(f"{number} {number}")
    press(page, "Noter ces arrivées")
    sees(page, "1 arrivée notée.")
    is_here(page, number)
    tap(page, number)
    is_here(page, number, here=False)
