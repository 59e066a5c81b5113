"""What may lose an arrival: storage, tabs, logins, a key used twice, a page kept too long."""

import re

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.browser.conftest import Visit, entered_as
from tests.browser.steps import fresh, press
from tests.browser.test_arrival import (
    at_the_door,
    is_here,
    kept,
    looks_for_the_network,
    number_of,
    says,
    tap,
)

pytestmark = pytest.mark.browser
KEY = "'arrival ' + location.pathname"
# Dates the kept page some hours back.
AGE = """async (hours) => {
  const kept = await caches.open("arrival " + location.pathname);
  const page = await kept.match(location.pathname, { ignoreVary: true });
  const headers = new Headers(page.headers);
  headers.set("Date", new Date(Date.now() - hours * 3600 * 1000).toUTCString());
  await kept.put(location.pathname, new Response(await page.text(), { headers }));
}"""
PAGES_KEPT = """async () => {
  const pages = [];
  for (const name of await caches.keys())
    for (const one of await (await caches.open(name)).keys())
      if (!one.url.includes("/static/")) pages.push(one.url);
  return pages.length;
}"""


def queued(page: Page) -> int:
    """Return how many marks the device keeps."""
    found: int = page.evaluate(f"(JSON.parse(localStorage.getItem({KEY})) || []).length")
    return found


def walks_in(page: Page, name: str) -> None:
    page.get_by_label("Prénom ou surnom").fill(name)
    press(page, "Inscrire et noter l'arrivée")


def test_two_people_at_the_door_of_a_kept_page_are_two_people(
    visit: Visit, cookies_of_malika: StorageState
) -> None:
    # The kept page always has the same key in its form. Reloaded without network between two
    # people, both are sent under one key: the second one was told "here" and does not exist.
    page = kept(at_the_door(visit(cookies=cookies_of_malika)))
    page.context.set_offline(True)
    names = [fresh("Porte"), fresh("Porte")]
    for name in names:
        page.reload()
        walks_in(page, name)
    page.context.set_offline(False)
    says(page, "Tout est envoyé.")
    page.reload()
    for name in names:
        expect(page.locator(".arrivals [data-person]").filter(has_text=name)).to_have_count(1)


def test_someone_signed_up_at_the_door_before_a_new_login_is_sent_after_it(
    visit: Visit, cookies_of_malika: StorageState
) -> None:
    # A new login changes the token; the queued form holds the old one, is refused for ever, and
    # keeps every mark behind it from leaving.
    page = at_the_door(visit(cookies=cookies_of_malika))
    name, number = fresh("Porte"), number_of(page, 60)
    page.context.clear_cookies()
    walks_in(page, name)
    tap(page, number)
    says(page, "Entrez à nouveau pour envoyer")
    entered_as("animatrice", page.context.new_page()).close()
    looks_for_the_network(page)
    says(page, "Tout est envoyé.")
    page.reload()
    expect(page.locator(".arrivals [data-person]").filter(has_text=name)).to_have_count(1)
    is_here(page, number)
    tap(page, number)
    says(page, "Tout est envoyé.")


def test_when_the_device_keeps_nothing_the_open_page_still_sends_everything(
    visit: Visit, cookies_of_malika: StorageState
) -> None:
    # The page says "this device keeps nothing: do not close this page". Then the page itself must
    # hold every mark, not only the last one.
    page = at_the_door(visit(cookies=cookies_of_malika))
    says(page, "Tout est envoyé.")
    numbers = [number_of(page, place) for place in (70, 71, 72)]
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    page.context.set_offline(True)
    for number in numbers:
        tap(page, number)
    says(page, "ne fermez pas cette page")
    says(page, "3 arrivées ne sont pas encore envoyées")
    page.context.set_offline(False)
    says(page, "Tout est envoyé.")
    fresh_page = at_the_door(visit(cookies=cookies_of_malika))
    for number in numbers:
        is_here(fresh_page, number)


def test_a_damaged_storage_does_not_stop_the_reception(
    visit: Visit, cookies_of_malika: StorageState
) -> None:
    page = at_the_door(visit(cookies=cookies_of_malika))
    for text in ("{", '{"a": 1}', '[null, 3, {"mark": "here"}, {"uid": "x"}]'):
        page.evaluate(f"text => localStorage.setItem({KEY}, text)", text)
        page.reload()
        number = number_of(page, 80)
        tap(page, number)
        says(page, "Tout est envoyé.")
        page.reload()
        is_here(page, number)
        tap(page, number)
        says(page, "Tout est envoyé.")


def test_erasing_in_one_tab_does_not_lose_what_another_queued(
    visit: Visit, cookies_of_malika: StorageState
) -> None:
    one = kept(at_the_door(visit(cookies=cookies_of_malika)))
    other = one.context.new_page()
    at_the_door(other)
    says(other, "Tout est envoyé.")
    one.context.set_offline(True)
    tap(one, number_of(one, 90))
    one.close()
    press(other, "Effacer de cet appareil")
    says(other, "Attendez avant d'effacer")
    assert queued(other) == 1


def test_what_was_sent_is_still_shown_when_the_kept_page_opens_again(
    visit: Visit, cookies_of_malika: StorageState
) -> None:
    # The kept page is that of the morning: whoever arrived and was sent since must not be shown
    # as missing when the network goes and the page is opened again.
    page = kept(at_the_door(visit(cookies=cookies_of_malika)))
    number = number_of(page, 95)
    tap(page, number)
    says(page, "Tout est envoyé.")
    is_here(page, number)
    page.context.set_offline(True)
    page.reload()
    is_here(page, number)


def test_the_structure_of_one_person_is_not_given_to_the_next(malika: Page) -> None:
    page = at_the_door(malika)
    page.get_by_label(re.compile("Structure")).fill("CCAS")
    walks_in(page, fresh("Porte"))
    expect(page.get_by_label(re.compile("Structure"))).to_have_value("")


def test_a_server_that_refuses_is_not_said_to_be_a_network_that_is_down(
    visit: Visit, cookies_of_malika: StorageState
) -> None:
    page = at_the_door(visit(cookies=cookies_of_malika))
    page.route("**/marques/", lambda route: route.fulfill(status=404, body=""))
    tap(page, number_of(page, 97))
    says(page, "n'est pas encore envoyée")
    expect(page.locator("#state")).not_to_contain_text("Le réseau est coupé")


def test_names_leave_the_device_after_two_days(
    visit: Visit, cookies_of_malika: StorageState
) -> None:
    page = visit(cookies=cookies_of_malika)
    # 47 hours old, the page opens without network; 49 hours old, it is erased.
    kept(at_the_door(page)).evaluate(AGE, 47)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_contain_text("Accueil")
    # What this reload keeps again would come over what is dated here.
    kept(page).evaluate(AGE, 49)
    with pytest.raises(Exception, match=r"ERR_\w+"):
        page.reload()
    page.context.set_offline(False)
    page.goto("/")
    assert page.evaluate(PAGES_KEPT) == 0
