"""Votes: thirty phones without account or script, paper, hands; what is said of them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.steps import fresh, lands, press, sees, sees_title
from tests.browser.test_access import problems

pytestmark = pytest.mark.browser
VOTES = "/bureau/upc/votes/"
PHONES, TYPED = 30, 4
STATEMENTS = ("Un four par rue.", "Un bus le soir.", "Des visites à deux.")
GROUPS = ("Habitantes et habitants", "Travailleuses et travailleurs sociaux")


def prepared(malika: Page, ines: Page) -> str:
    """Prepare a poll, read by two people, and open it; return its page at the desk."""
    malika.goto(f"{VOTES}nouveau/")
    malika.get_by_label("Titre").fill(fresh("Vote "))
    press(malika, "Créer le vote")
    sees(malika, "Le vote est créé.")
    page = malika.url
    for text in STATEMENTS:
        malika.get_by_role("link", name="Ajouter une phrase").click()
        malika.get_by_label("La phrase mise au vote").fill(text)
        malika.locator("fieldset input").first.check()
        press(malika, "Ajouter la phrase")
        sees(malika, "Repose sur 1 parole")
    ines.goto(page)
    ines.get_by_role("link", name="Relire avant de montrer").click()
    shows = ines.get_by_role("button", name=re.compile("On peut la montrer"))
    for left in range(len(STATEMENTS), 0, -1):
        expect(shows).to_have_count(left)
        shows.first.click()
    sees(ines, "Rien à relire pour vous ici.")
    malika.goto(page)
    press(malika, "Ouvrir le vote")
    expect(malika.locator(".kicker")).to_contain_text("ouvert")
    return page


def types(phone: Page, code: str) -> None:
    """Open the poll with the code of the poster."""
    phone.goto("/vote/")
    phone.get_by_label("Le code du vote").fill(code.lower())
    press(phone, "Ouvrir le vote")


def votes(phone: Page, group: str, answers: dict[str, str]) -> None:
    """Vote on everything on one phone."""
    phone.get_by_label("Vous êtes…").select_option(label=group)
    press(phone, "Commencer")
    for _ in STATEMENTS:
        press(phone, answers[phone.locator("h1").inner_text()])
    sees_title(phone, "Merci, vous avez répondu à tout")


@pytest.fixture
def ines(visit: Visit) -> Page:
    page = visit()
    page.goto("/essayer/")
    press(page, "Entrer : chercheuse")
    page.wait_for_url("**/bureau/**")
    return page


def test_thirty_phones_vote_and_what_they_say_is_read(
    visit: Visit, malika: Page, ines: Page
) -> None:
    desk = prepared(malika, ines)
    code = malika.locator(".facts dd").last.inner_text()
    thirty_phones(visit, desk, code)
    sheet(malika, desk)
    hands(malika, desk)
    ines.goto(f"{desk}resultats/")
    press(ines, "Compter les votes")
    expect(ines.locator("main")).to_contain_text("31 personnes ont voté", timeout=20_000)
    unites = ines.locator("h2", has_text="Ce qui réunit").locator("+ ul")
    expect(unites).to_contain_text(STATEMENTS[0])
    divides = ines.locator("h2", has_text="Ce qui divise").locator("+ ul")
    expect(divides).to_contain_text(STATEMENTS[1])
    sees(ines, "12 · 3 · 0")
    assert problems(ines) == []
    reader = visit(width=PHONE)
    malika.goto(desk)
    press(malika, "Montrer les résultats à tout le monde, une fois le vote fermé")
    press(malika, "Fermer le vote")
    expect(malika.locator(".kicker")).to_contain_text("fermé")
    address = ines.url.split("/votes/")[1].split("/")[0]
    reader.goto(f"/vote/{address}/resultats/")
    sees(reader, "Ce que ces chiffres ne sont pas")
    assert problems(reader) == []


def thirty_phones(visit: Visit, desk: str, code: str) -> None:
    """Let people of two peer groups vote; two of them disagree with everything."""
    yes, no = dict.fromkeys(STATEMENTS, "D'accord"), dict.fromkeys(STATEMENTS, "Pas d'accord")
    camps = [yes | {STATEMENTS[1]: "Pas d'accord"}, yes | {STATEMENTS[2]: "Je passe"}]
    for number in range(PHONES):
        phone = visit(width=PHONE, javascript=False)
        if number < TYPED:
            types(phone, code)
        else:
            # The others read the square.
            phone.goto(desk.replace("/bureau/upc/votes/", "/vote/"))
        votes(phone, GROUPS[number % 2], camps[number % 2] if number > 1 else no)
        phone.context.close()


def sheet(malika: Page, desk: str) -> None:
    """Print the ballot, and type one that came back on paper."""
    malika.goto(f"{desk}a-imprimer/")
    sees(malika, STATEMENTS[0])
    assert problems(malika) == []
    malika.goto(f"{desk}papier/")
    assert problems(malika) == []
    for text in STATEMENTS:
        malika.locator("fieldset", has_text=text).get_by_label("d'accord", exact=True).check()
    press(malika, "Enregistrer, puis le suivant")
    sees(malika, "Le bulletin est enregistré.")


def hands(malika: Page, desk: str) -> None:
    """Count hands for the first statement."""
    malika.goto(f"{desk}mains/1/")
    group = malika.locator("fieldset", has_text=GROUPS[0])
    group.get_by_label("D'accord", exact=True).fill("12")
    group.get_by_label("Pas d'accord").fill("3")
    assert problems(malika) == []
    press(malika, "Enregistrer, puis la phrase suivante")
    sees_title(malika, STATEMENTS[1])


def test_the_pages_of_who_votes_can_be_read_by_all(visit: Visit, malika: Page, ines: Page) -> None:
    prepared(malika, ines)
    code = malika.locator(".facts dd").last.inner_text()
    phone = visit(width=320)
    phone.goto("/vote/")
    assert problems(phone) == []
    phone.get_by_label("Le code du vote").fill("rien")
    press(phone, "Ouvrir le vote")
    sees(phone, "Le code a six lettres ou chiffres.")
    assert problems(phone) == []
    phone.get_by_label("Le code du vote").fill(code)
    lands(phone, phone.get_by_role("button", name="Ouvrir le vote", exact=True))
    assert problems(phone) == []
    lands(phone, phone.get_by_role("button", name="Commencer", exact=True))
    assert problems(phone) == []
    # With the keyboard alone.
    phone.get_by_role("button", name="Pas d'accord").focus()
    phone.keyboard.press("Enter")
    expect(phone.locator("main")).to_contain_text("1 réponse sur 3")
    lands(phone, phone.get_by_role("link", name="Voir ou changer mes votes"))
    assert problems(phone) == []
    phone.get_by_role("link", name="العربية").click()
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    assert problems(phone) == []


def test_two_coders_read_the_same_table_and_a_table_crosses_what_they_found(
    malika: Page, ines: Page
) -> None:
    """The forum of the demonstration is coded by both: one changes her mind on one voice."""
    for coder in (malika, ines):
        coder.goto("/bureau/upc/carnets/")
        coder.locator(".cards a", has_text="Table 1").last.click()
        coder.get_by_role("link", name="Coder", exact=True).click()
        sees_title(coder, "Coder la parole")
    ines.keyboard.press("2")
    ines.get_by_role("button", name=re.compile("Enregistrer")).first.click()
    ines.goto("/bureau/upc/carnets/accord/")
    sees(ines, "Krippendorff")
    assert problems(ines) == []
    ines.get_by_role("link", name=re.compile("La démocratie")).click()
    sees(ines, "Qui a trouvé ce thème dans quelle parole")
    assert problems(ines) == []
    ines.goto("/bureau/upc/carnets/croiser/colleges/")
    expect(ines.locator("svg.chart").first).to_be_visible()
    assert problems(ines) == []
    ines.locator("tbody a").first.click()
    sees_title(ines, "Le quartier")
    ines.goto("/bureau/upc/carnets/croiser/colleges-positions-tables/")
    sees(ines, "Chaque tableau est sûr seul.")
    assert problems(ines) == []
