"""Lists on the screen, in a spreadsheet and on paper."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import entered_as
from tests.browser.steps import STUDY_DAY, STUDY_DESK, fresh, press, sees, sign_up, words

pytestmark = pytest.mark.browser
LISTS = {
    "personnes": "Personnes par collège",
    "souhaits": "Souhaits par choix",
    "choix": "Qui a quel choix",
    "cuisine": "Feuilles de cuisine",
    "besoins": "Besoins",
    "attente": "Listes d'attente",
    "appels": "Liste d'appels",
}
SHEET = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@pytest.mark.parametrize("name", LISTS)
def test_each_list_is_a_page_and_two_files_that_open(malika: Page, name: str) -> None:
    malika.goto(f"{STUDY_DESK}listes/")
    malika.get_by_role("link", name=LISTS[name], exact=True).click()
    expect(malika.locator("main h2").first).to_be_visible()
    shown = malika.locator("main h2").all_inner_texts()
    rows = read_csv(download(malika, "Texte (.csv)"))
    sheets = read_ods(download(malika, "Tableur (.ods)"))
    assert len(sheets) == len(shown)
    for column in malika.locator("main table").first.locator("th").all_inner_texts():
        assert any(column in row for row in rows)


def download(page: Page, link: str) -> Path:
    """Take a file away."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=link, exact=True).click()
    return Path(coming.value.path())


def read_csv(path: Path) -> list[list[str]]:
    """Return the rows of a table in text."""
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def read_ods(path: Path) -> dict[str, str]:
    """Return the text of each sheet of a spreadsheet."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        tree = ElementTree.fromstring(archive.read("content.xml"))
    return {
        sheet.attrib[f"{SHEET}name"]: " ".join(sheet.itertext())
        for sheet in tree.iter(f"{SHEET}table")
    }


def test_a_name_cannot_become_a_formula(malika: Page, phone: Page) -> None:
    name = fresh("=1+1 ")
    sign_up(phone, name)
    malika.goto(f"{STUDY_DESK}listes/personnes/")
    expect(malika.locator("bdi", has_text=name)).to_have_text(name)
    rows = read_csv(download(malika, "Texte (.csv)"))
    assert [row[0] for row in rows if row and name in row[0]] == [f"'{name}"]


def test_search_finds_by_name(malika: Page, phone: Page) -> None:
    name = fresh("Ülkü")
    sign_up(phone, name)
    malika.goto(f"{STUDY_DESK}inscriptions/")
    malika.get_by_label("Chercher un nom, un contact, un numéro").fill(name.upper())
    press(malika, "Chercher")
    sees(malika, name)
    assert name not in malika.url


def test_the_programme_prints_on_few_pages(page: Page) -> None:
    page.goto(STUDY_DAY)
    pages = print_to_pdf(page)
    assert 1 <= len(pages) <= 5
    text = " ".join(pages)
    for what in ["Accueil", "Entraide et habitat", "El'cagette", "Repas à Baraka", "Clôture"]:
        assert what in text
    not_on_paper(text)


def test_the_ticket_prints_with_its_words(page: Page) -> None:
    entered_as("habitante", page)
    typed = words(page)
    pages = print_to_pdf(page)
    assert len(pages) <= 2
    for word in typed.split():
        assert word in pages[0]
    not_on_paper(" ".join(pages))


def test_the_kitchen_list_prints(malika: Page) -> None:
    malika.goto(f"{STUDY_DESK}listes/cuisine/")
    pages = print_to_pdf(malika)
    assert len(pages) <= 2
    text = " ".join(pages)
    for what in ["Cuisine : Repas à l'ENPJJ", "Cuisine : Repas à Baraka", "végétarien", "Total"]:
        assert what in text
    not_on_paper(text)


def test_each_paper_sheet_prints_on_one_page(malika: Page) -> None:
    malika.goto(f"{STUDY_DESK}inscriptions/feuilles/")
    malika.get_by_label("Combien de feuilles ?").fill("3")
    press(malika, "Préparer les feuilles")
    expect(malika.locator(".sheet")).to_have_count(3)
    codes = malika.locator(".sheet p:first-of-type strong").all_inner_texts()[:3]
    pages = print_to_pdf(malika)
    assert len(pages) == 3
    for page, sheet in zip(pages, malika.locator(".sheet").all(), strict=True):
        assert sheet.locator("strong").first.inner_text() in page
        for word in sheet.locator(".words li").all_inner_texts():
            assert word in page
    assert len(codes) == 3


def print_to_pdf(page: Page) -> list[str]:
    """Print; return the text of each page, or empty texts where no tool reads it."""
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    reader = shutil.which("pdftotext")
    if reader is None:
        return [""] * len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))
    done = subprocess.run([reader, "-", "-"], input=printed, capture_output=True, check=True)
    # Spaces that keep a colon on its line are spaces.
    text = done.stdout.decode("utf-8").replace("\u202f", " ").replace("\u00a0", " ")
    return text.removesuffix("\f").split("\f")


def not_on_paper(text: str) -> None:
    """Check that what only serves on a screen is not printed."""
    for what in ["Aller au contenu", "Quitter vite", "Mon billet", "Essayer comme"]:
        assert what not in text
