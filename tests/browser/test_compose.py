"""Composing the forum of 170 people from the screen, changing it by hand, reading one's plan."""

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import pdf
from tests.browser.conftest import PHONE, Visit
from tests.browser.steps import STUDY_DESK, press, sees, sees_title

pytestmark = pytest.mark.browser
FORUM = "/bureau/upc/rencontres/forum-economie-de-l-entraide/"
WAIT = 40_000  # milliseconds


def compose(page: Page, desk: str, *, way: str = "tout composer à neuf") -> None:
    """Compose all that can be, and wait for what was found."""
    page.goto(f"{desk}composer/")
    page.get_by_label(way).check()
    press(page, "Composer")
    expect(page.get_by_role("button", name="Accepter ce plan")).to_be_visible(timeout=WAIT)


def accept(page: Page) -> None:
    press(page, "Accepter ce plan")
    sees(page, "chacune et chacun a son plan")


def test_the_forum_is_composed_read_and_accepted(malika: Page) -> None:
    compose(malika, FORUM)
    sees(malika, "Personne ne rencontre deux fois la même personne.")
    sees(malika, "ont leur premier souhait")
    # Whoever was signed up at the door by another test wished nothing; nobody else has nothing.
    without = malika.locator("h3", has_text="Sans choix").locator("xpath=following::ul[1]/li")
    expect(without.filter(has_not_text="n'a rien demandé")).to_have_count(0)
    told = malika.get_by_text(re.compile(r"^\d+ tables de")).first.inner_text()
    accept(malika)
    expect(malika.locator(".cards > li")).to_have_count(int(told.split()[0]))


def test_a_plan_that_is_left_changes_nothing(malika: Page) -> None:
    compose(malika, FORUM)
    press(malika, "Laisser")
    sees(malika, "Cette composition est laissée. Rien n'a changé.")
    sees_title(malika, "Composer la journée")


def test_after_that_few_people_move(malika: Page) -> None:
    compose(malika, FORUM)
    accept(malika)
    compose(malika, FORUM, way="garder ce qui est fait, déplacer le moins de personnes possible")
    expect(malika.get_by_text(re.compile("change.* de table"))).to_have_count(0)
    press(malika, "Laisser")


def test_a_seat_is_changed_with_its_cost_and_undone(malika: Page) -> None:
    compose(malika, STUDY_DESK)
    accept(malika)
    malika.get_by_role("link", name=re.compile("Ateliers mélangés")).click()
    someone = malika.locator("#contenu .cards a").first
    name, table = someone.inner_text(), malika.locator(".cards > li").first
    someone.click()
    sees_title(malika, name)
    expect(malika.locator("tbody tr").first).to_contain_text(re.compile(r"[+−]?\d"))
    malika.get_by_role("button", name=re.compile("Aller à la table")).first.click()
    sees(malika, "C'est changé. Vous pouvez le défaire.")
    press(malika, "Défaire le dernier changement")
    sees(malika, "Le dernier changement est défait.")
    expect(table).to_contain_text(name)


def test_impossible_demands_are_said_and_lose_nothing(malika: Page) -> None:
    malika.goto(f"{STUDY_DESK}composer/")
    tables = malika.get_by_label("Nombre de tables").first
    before = tables.input_value()
    tables.fill("2")
    press(malika, "Composer")
    error = malika.locator(".said.error")
    expect(error).to_contain_text("moins de tables que de collèges", timeout=WAIT)
    malika.get_by_role("link", name="Changer et recommencer").click()
    sees_title(malika, "Composer la journée")
    malika.get_by_label("Nombre de tables").first.fill("")
    press(malika, "Composer")
    sees(malika, "Dites combien il y a de tables.")
    assert before


def test_samira_reads_her_plan_with_her_four_words(malika: Page, visit: Visit) -> None:
    compose(malika, STUDY_DESK)
    accept(malika)
    phone = visit(width=PHONE, javascript=False)
    phone.goto("/essayer/")
    press(phone, "Entrer : habitante")
    if "billet/moi" not in phone.url:
        phone.goto("/billet/moi/")
    sees(phone, "Votre plan")
    sees(phone, re.compile(r"table \d+"))
    with phone.expect_download() as coming:
        phone.get_by_role("link", name="Mettre mon plan dans mon agenda").first.click()
    text = Path(coming.value.path()).read_text(encoding="utf-8")
    assert "BEGIN:VEVENT" in text
    assert "table" in text


def tables_on_screen(page: Page) -> int:
    """Return how many tables the forum has, over its workshops."""
    page.goto(f"{FORUM}tables/")
    workshops = [link.get_attribute("href") for link in page.locator("#contenu .plain a").all()]
    total = 0
    for workshop in workshops:
        page.goto(workshop or "")
        total += page.locator(".cards > li").count()
    return total


def test_everything_is_printed_in_one_click_and_opens(malika: Page, tmp_path: Path) -> None:
    compose(malika, FORUM)
    accept(malika)
    tables = tables_on_screen(malika)
    malika.goto(f"{FORUM}composer/")
    people = int(malika.locator(".lead").inner_text().split()[0])
    malika.goto(f"{FORUM}imprimer/")
    press(malika, "Tout imprimer")
    archive = malika.locator("a[href$='tout.zip']")
    expect(archive).to_be_visible(timeout=WAIT)
    with malika.expect_download() as coming:
        archive.click()
    with zipfile.ZipFile(coming.value.path()) as found:
        assert found.testzip() is None
        found.extractall(tmp_path)
    papers = {
        path.stem.removeprefix("forum-economie-de-l-entraide-"): path.read_bytes()
        for path in tmp_path.glob("*.pdf")
    }
    pages = {name: len(pdf.pages(content)) for name, content in papers.items()}
    assert people >= 170
    assert pages["badges"] == -(-people // 8)
    assert pages["feuilles-de-table"] == tables
    assert pages["programme-a3"] == 1
    text = " ".join(pdf.text(papers["badges"]).split())
    assert "Table 1" in text
    assert "Le quartier" in text
