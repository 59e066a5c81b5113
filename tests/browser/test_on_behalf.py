"""An animator signs people up who call or write on paper; each sheet counts once."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.steps import (
    STUDY_DESK,
    come_back,
    fill_page_one,
    follow,
    fresh,
    go_on,
    in_days,
    press,
    publish_gathering,
    sees,
    sees_title,
    words,
)

pytestmark = pytest.mark.browser


def test_someone_who_calls_is_signed_up_and_gets_four_words(malika: Page, visit: Visit) -> None:
    name = fresh("Yamina")
    malika.goto(STUDY_DESK)
    follow(malika, "Inscrire quelqu'un")
    malika.get_by_label("au téléphone", exact=True).check()
    fill_page_one(malika, name)
    go_on(malika)
    malika.get_by_label("Premier souhait").select_option("Peu importe")
    press(malika, "Inscrire")
    sees_title(malika, "C'est inscrit.")
    kept = words(malika)

    follow(malika, "Voir cette inscription")
    sees_title(malika, name)
    sees(malika, "au téléphone, Malika")
    inhabitant = visit(javascript=False)
    come_back(inhabitant, kept)
    sees(inhabitant, name)


def test_an_earlier_call_comes_first_on_the_waiting_list(malika: Page) -> None:
    desk, _public = publish_gathering(malika, places=0)
    for name, day in [("Deuxième", in_days(-1)), ("Première", in_days(-2))]:
        malika.goto(f"{desk}inscriptions/nouvelle/")
        malika.locator("[name=received_at_0]").fill(day)
        malika.locator("[name=received_at_1]").fill("10:00")
        fill_page_one(malika, name)
        go_on(malika)
        press(malika, "Inscrire")
        sees_title(malika, "C'est sur la liste d'attente.")
    malika.goto(f"{desk}inscriptions/")
    expect(malika.locator("main ol").last.locator("li")).to_have_text(["Première", "Deuxième"])


def test_a_sheet_typed_twice_makes_one_sign_up(malika: Page) -> None:
    code, slip = print_sheets(malika)
    name = fresh("Papier")
    type_sheet(malika, code, name)
    sees_title(malika, "C'est inscrit.")
    assert words(malika) == slip, "the words on the slip are those of the ticket"

    type_sheet(malika, code.lower(), name)
    sees_title(malika, "Cette feuille était déjà tapée.")
    assert words(malika) == slip
    malika.goto(f"{STUDY_DESK}inscriptions/")
    malika.get_by_label("Chercher un nom, un contact, un numéro").fill(name)
    press(malika, "Chercher")
    expect(malika.locator("tbody tr")).to_have_count(1)


def print_sheets(page: Page) -> tuple[str, str]:
    """Prepare three sheets; return the code and the four words of the second."""
    page.goto(f"{STUDY_DESK}inscriptions/feuilles/")
    page.get_by_label("Combien de feuilles ?").fill("3")
    press(page, "Préparer les feuilles")
    expect(page.locator(".sheet")).to_have_count(3)
    sheet = page.locator(".sheet").nth(1)
    return sheet.locator("strong").first.inner_text(), " ".join(
        sheet.locator(".words li").all_inner_texts()
    )


def type_sheet(page: Page, code: str, name: str) -> None:
    """Type a sheet that came back."""
    page.goto(f"{STUDY_DESK}inscriptions/nouvelle/")
    page.get_by_label("sur papier").check()
    page.get_by_label("Code de la feuille").fill(code)
    fill_page_one(page, name)
    go_on(page)
    press(page, "Inscrire")


def test_a_move_by_hand_asks_why_and_keeps_the_reason(malika: Page) -> None:
    desk, _public = publish_gathering(malika, places=1)
    malika.goto(f"{desk}inscriptions/nouvelle/")
    fill_page_one(malika, "Yamina")
    go_on(malika)
    press(malika, "Inscrire")
    follow(malika, "Voir cette inscription")
    press(malika, "Annuler l'inscription")
    sees(malika, "Écrivez pourquoi")
    malika.get_by_label("Pourquoi ?").fill("a rappelé, ne peut plus venir")
    press(malika, "Annuler l'inscription")
    sees(malika, "C'est fait.")
    malika.goto(f"{desk}journal/")
    sees(malika, "a rappelé, ne peut plus venir")
