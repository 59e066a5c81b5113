"""What people do on the pages, step by step."""

import re
import time
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

STUDY_DAY = "/rencontres/journee-entraide-travail-social/"
STUDY_DESK = "/bureau/upc/rencontres/journee-entraide-travail-social/"
SIGN_UP = f"{STUDY_DAY}inscription/"
_numbers = count(1)


def fresh(name: str) -> str:
    """Return a name that nobody else has."""
    return f"{name}{next(_numbers)}x{time.monotonic_ns() % 10**8}"


def fresh_phone() -> str:
    """Return a phone number that nobody else has; 06 39 98 is kept for fiction."""
    return f"0639{next(_numbers):02d}{time.monotonic_ns() // 1000 % 10**4:04d}"


def press(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    """Follow a link."""
    page.get_by_role("link", name=name, exact=True).first.click()


def lands(page: Page, on: Locator) -> None:
    """Click what leads to another page, and be on it: what follows looks at no page before."""
    with page.expect_navigation():
        on.click()


def sees(page: Page, text: str | re.Pattern[str]) -> None:
    """Check that the page says this."""
    expect(page.locator("main")).to_contain_text(text)


def sees_title(page: Page, text: str) -> None:
    """Check that the page is headed by this."""
    expect(page.locator("h1")).to_contain_text(text)


def sees_fact(page: Page, name: str, value: str) -> None:
    """Check a fact of the page, such as how many people come."""
    fact = page.locator(".facts div").filter(has=page.get_by_text(name, exact=True))
    expect(fact.locator("dd")).to_have_text(value)


def fill_page_one(
    page: Page, name: str, *, people: int = 1, tell: tuple[str, str] = ("", "")
) -> None:
    """Fill the first page of a sign-up; `tell` is a way of telling and the contact for it."""
    page.get_by_label("Comment vous appelle-t-on ?").fill(name)
    page.get_by_label("Habitantes et habitants").check()
    page.get_by_label("Combien venez-vous ensemble ?").select_option(str(people))
    way, contact = tell
    if way:
        page.get_by_label(way, exact=True).check()
        field = {"par e-mail": "Votre e-mail", "par téléphone": "Votre téléphone"}[way]
        page.get_by_label(field).fill(contact)


def go_on(page: Page) -> None:
    """Go on to the second page."""
    lands(page, page.get_by_role("button", name="Suite : souhaits et repas"))


def sign_up(page: Page, name: str, *, at: str = STUDY_DAY, tell: tuple[str, str] = ("", "")) -> str:
    """Sign one person up; return the four words."""
    page.goto(f"{at}inscription/")
    fill_page_one(page, name, tell=tell)
    go_on(page)
    press(page, "Je m'inscris")
    return words(page)


def words(page: Page) -> str:
    """Return the four words that the page shows."""
    expect(page.locator(".words li")).to_have_count(4)
    return " ".join(page.locator(".words li").all_inner_texts())


def come_back(page: Page, typed: str) -> None:
    """Find one's ticket with the four words."""
    page.goto("/billet/")
    page.get_by_label("Vos quatre mots").fill(typed)
    press(page, "Voir mon billet")


def cancel(page: Page) -> None:
    """Cancel from the ticket."""
    follow(page, "Annuler mon inscription")
    press(page, "Oui, annuler")
    sees_title(page, "Cette inscription est annulée.")


def people_at(page: Page, address: str) -> int:
    """Return how many people the public page counts."""
    page.goto(address)
    return int(re.findall(r"(\d+) personnes?\b", page.locator(".facts").inner_text())[0])


def complaint(field: Locator) -> str:
    """Return the sentence beside a refused field, tied to it for screen readers."""
    expect(field).to_have_attribute("aria-invalid", "true")
    names = (field.get_attribute("aria-describedby") or "").split()
    (error,) = [name for name in names if name.endswith("_error")]
    sentence = field.page.locator(f"[id='{error}']")
    expect(sentence).to_be_visible()
    return sentence.inner_text()


def in_days(days: int) -> str:
    """Return a day to come, where the neighbourhood is, as a date field takes it."""
    return f"{datetime.now(ZoneInfo('Europe/Paris')) + timedelta(days=days):%Y-%m-%d}"


def fill_time(page: Page, name: str, day: str, hour: str) -> None:
    """Fill a date and its hour."""
    page.locator(f"[name={name}_0]").fill(day)
    page.locator(f"[name={name}_1]").fill(hour)


def create_gathering(page: Page, title: str, *, places: int | None = None, days: int = 40) -> str:
    """Create a draft from the desk; return the address of its desk."""
    follow(page, "Créer une rencontre")
    page.get_by_label("Genre").select_option("rencontre")
    page.get_by_label("Titre").fill(title)
    fill_time(page, "starts_at", in_days(days), "09:00")
    fill_time(page, "ends_at", in_days(days), "17:00")
    if places is not None:
        page.get_by_label("Nombre de places").fill(str(places))
    press(page, "Enregistrer")
    sees(page, "C'est un brouillon")
    return page.url.removesuffix("programme/")


def publish(page: Page, desk: str) -> str:
    """Publish from the desk of a gathering; return its public address."""
    page.goto(f"{desk}etat/")
    press(page, "Publier")
    public = page.get_by_role("link", name="Page publique").get_attribute("href")
    assert public
    return public


def publish_gathering(animator: Page, *, places: int | None = None) -> tuple[str, str]:
    """Make a published gathering of its own for a test; return (desk, public address)."""
    animator.goto("/bureau/upc/")
    desk = create_gathering(animator, fresh("Atelier "), places=places)
    return desk, publish(animator, desk)


def letter_to(page: Page, address: str, saying: str) -> Locator:
    """Wait for a letter in the outbox of the demonstration; letters leave every few seconds."""
    for _ in range(60):
        page.goto("/boite-d-envoi/")
        found = page.locator("article").filter(has_text=address).filter(has_text=saying)
        if found.count():
            return found.first
        page.wait_for_timeout(250)
    raise AssertionError(f"no letter to {address} says “{saying}”")
