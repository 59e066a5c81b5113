"""An inhabitant signs up on a small phone, without JavaScript, and comes back with four words."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.steps import (
    SIGN_UP,
    STUDY_DAY,
    cancel,
    come_back,
    complaint,
    fill_page_one,
    follow,
    fresh,
    fresh_phone,
    go_on,
    people_at,
    press,
    sees,
    sees_title,
    sign_up,
    words,
)

pytestmark = pytest.mark.browser
LONG = "é" * 10_000


def test_signs_up_comes_back_changes_and_cancels(phone: Page) -> None:
    phone.goto("/")
    follow(phone, "Quel travail social pour développer une économie de l'entraide à Roubaix ?")
    follow(phone, "Je m'inscris")
    name = fresh("Aïcha")
    fill_page_one(phone, name, people=2)
    go_on(phone)
    fill_page_two(phone, companion="Nour")
    press(phone, "Je m'inscris")

    sees_title(phone, "C'est noté : à bientôt !")
    for what in [name, "Nour", "Repas à l'ENPJJ", "1 : El'cagette", "2 : peu importe"]:
        sees(phone, what)
    for need in ["un accès sans marche", "interprétation : arabe", "garde de 2 enfants", "un coin"]:
        sees(phone, need)
    expect(phone.get_by_role("img", name="Code QR de vos quatre mots")).to_be_visible()
    kept = words(phone)

    press(phone, "Effacer de cet appareil")
    phone.goto("/billet/moi/")
    sees_title(phone, "Retrouver mon inscription")
    come_back(phone, f"  {kept.upper().replace(' ', '   ')} ")
    sees(phone, name)

    change_meal(phone, "Repas à Baraka")
    sees(phone, "C'est changé.")
    sees(phone, "12 h 30 : Repas à Baraka")
    assert words(phone) == kept
    cancel(phone)


def fill_page_two(page: Page, *, companion: str) -> None:
    """Fill wishes, meals, needs and who comes along."""
    page.get_by_label("Son prénom ou surnom").fill(companion)
    page.get_by_label("Premier souhait").select_option("El'cagette")
    page.get_by_label("Deuxième souhait").select_option("Peu importe")
    page.get_by_label("Repas à l'ENPJJ").check()
    page.get_by_role("combobox", name="Ce que vous mangez").first.select_option("végétarien")
    page.get_by_label("À dire à la cuisine").last.fill("sans arachide")
    page.get_by_label("Un accès sans marche").check()
    page.get_by_label("Une interprétation, en quelle langue ?").fill("arabe")
    page.get_by_label("Une garde d'enfants, pour combien d'enfants ?").fill("2")
    page.get_by_label("Autre chose à prévoir pour vous ?").fill("un coin calme")


def change_meal(page: Page, meal: str) -> None:
    """Change the meal from the ticket; everything else is there already."""
    follow(page, "Changer")
    go_on(page)
    expect(page.get_by_label("Premier souhait").locator("option:checked")).to_have_text(
        "El'cagette"
    )
    expect(page.get_by_label("À dire à la cuisine").last).to_have_value("sans arachide")
    page.get_by_label(meal).check()
    press(page, "Garder ces changements")


def test_back_button_and_send_again_signs_up_once(page: Page) -> None:
    before = people_at(page, STUDY_DAY)
    fill_both_pages(page)
    press(page, "Je m'inscris")
    first = words(page)
    page.go_back()
    sees_title(page, "Votre journée 2/2")
    press(page, "Je m'inscris")
    assert words(page) == first
    assert people_at(page, STUDY_DAY) == before + 1


def test_double_click_signs_up_once(page: Page) -> None:
    before = people_at(page, STUDY_DAY)
    fill_both_pages(page)
    page.get_by_role("button", name="Je m'inscris").dblclick()
    words(page)
    assert people_at(page, STUDY_DAY) == before + 1


def test_answer_lost_and_sent_again_signs_up_once(page: Page) -> None:
    def lose_the_answer(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    before = people_at(page, STUDY_DAY)
    fill_both_pages(page)
    page.route("**/inscription/", lose_the_answer)
    with page.expect_event("requestfailed"):
        press(page, "Je m'inscris")
    page.unroute("**/inscription/")
    page.reload()
    words(page)
    assert people_at(page, STUDY_DAY) == before + 1


def fill_both_pages(page: Page) -> None:
    """Fill a sign-up, ready to be sent."""
    page.goto(SIGN_UP)
    fill_page_one(page, fresh("Deux fois "))
    go_on(page)


@pytest.mark.parametrize("name", ["فاطمة الزهراء", "🌻 Mamie 👵🏾", "Zoé-Łucja O'Neil", "李小龙"])
def test_any_name_is_kept(phone: Page, name: str) -> None:
    kept = sign_up(phone, name)
    expect(phone.locator("bdi", has_text=name)).to_have_text(name)
    press(phone, "Effacer de cet appareil")
    come_back(phone, kept)
    expect(phone.locator("bdi", has_text=name)).to_have_text(name)


def test_going_back_to_page_one_loses_nothing(phone: Page) -> None:
    phone.goto(SIGN_UP)
    fill_page_one(phone, "Léa", people=2, tell=("par téléphone", "06 39 98 00 00"))
    go_on(phone)
    fill_page_two(phone, companion="Nour")
    press(phone, "Revenir à la page 1")

    expect(phone.get_by_label("Comment vous appelle-t-on ?")).to_have_value("Léa")
    expect(phone.get_by_label("Votre téléphone")).to_have_value("06 39 98 00 00")
    go_on(phone)
    expect(phone.get_by_label("Son prénom ou surnom")).to_have_value("Nour")
    expect(phone.get_by_label("Premier souhait").locator("option:checked")).to_have_text(
        "El'cagette"
    )
    expect(phone.get_by_label("Repas à l'ENPJJ")).to_be_checked()
    expect(phone.get_by_label("Un accès sans marche")).to_be_checked()
    expect(phone.get_by_label("Une garde d'enfants, pour combien d'enfants ?")).to_have_value("2")
    expect(phone.get_by_label("Autre chose à prévoir pour vous ?")).to_have_value("un coin calme")


def test_page_one_says_what_is_missing_beside_each_field(phone: Page) -> None:
    phone.goto(SIGN_UP)
    fill_page_one(phone, "", people=3, tell=("par e-mail", "samira chez exemple"))
    go_on(phone)

    assert "obligatoire" in complaint(phone.get_by_label("Comment vous appelle-t-on ?"))
    mail = phone.get_by_label("Votre e-mail")
    assert "valide" in complaint(mail)
    expect(mail).to_have_value("samira chez exemple")
    expect(phone.get_by_label("Combien venez-vous ensemble ?")).to_have_value("3")
    expect(phone.get_by_label("par e-mail", exact=True)).to_be_checked()


def test_nothing_chosen_is_said_beside_the_choice(phone: Page) -> None:
    phone.goto(SIGN_UP)
    phone.get_by_label("Comment vous appelle-t-on ?").fill("Léa")
    go_on(phone)
    group = phone.get_by_role("group", name="Vous venez comme…")
    names = (group.get_attribute("aria-describedby") or "").split()
    assert any(name.endswith("_error") for name in names), "the sentence is not tied to the group"
    expect(group.locator(".errorlist")).to_contain_text("obligatoire")


def test_the_same_wish_twice_is_said_beside_the_second(phone: Page) -> None:
    phone.goto(SIGN_UP)
    fill_page_one(phone, "Léa")
    go_on(phone)
    phone.get_by_label("Premier souhait").select_option("El'cagette")
    phone.get_by_label("Deuxième souhait").select_option("El'cagette")
    phone.get_by_label("Autre chose à prévoir pour vous ?").fill("un coin calme")
    press(phone, "Je m'inscris")

    second = phone.get_by_label("Deuxième souhait")
    assert complaint(second) == "Ce souhait est déjà donné au-dessus."
    expect(second.locator("option:checked")).to_have_text("El'cagette")
    expect(phone.get_by_label("Autre chose à prévoir pour vous ?")).to_have_value("un coin calme")


def test_ten_thousand_characters_are_refused_and_kept(page: Page) -> None:
    page.goto(SIGN_UP)
    fill_page_one(page, "Léa")
    page.get_by_label("par une personne ou une structure").check()
    for label in ["Comment vous appelle-t-on ?", "Par qui vous joindre ?"]:
        type_without_limit(page, label)
    go_on(page)
    for label in ["Comment vous appelle-t-on ?", "Par qui vous joindre ?"]:
        field = page.get_by_label(label)
        assert "caractères" in complaint(field)
        expect(field).to_have_value(LONG)
        field.fill("Léa")
    go_on(page)
    type_without_limit(page, "Autre chose à prévoir pour vous ?")
    press(page, "Je m'inscris")
    assert "500 caractères" in complaint(page.get_by_label("Autre chose à prévoir pour vous ?"))
    expect(page.get_by_label("Autre chose à prévoir pour vous ?")).to_have_value(LONG)


def type_without_limit(page: Page, label: str) -> None:
    """Type as a browser that knows no limit would."""
    field = page.get_by_label(label)
    field.evaluate("field => field.removeAttribute('maxlength')")
    field.fill(LONG)


def test_wrong_words_are_told_kindly(phone: Page) -> None:
    come_back(phone, "bonjour à toutes et tous")
    assert "n'est pas un de nos mots" in complaint(phone.get_by_label("Vos quatre mots"))
    expect(phone.get_by_label("Vos quatre mots")).to_have_value("bonjour à toutes et tous")


def test_the_same_contact_is_told_kindly_and_may_go_on(visit: Visit, phone: Page) -> None:
    number = fresh_phone()
    sign_up(phone, "Samira", tell=("par téléphone", number))

    sister = visit()
    sister.goto(SIGN_UP)
    fill_page_one(sister, "Nawel", tell=("par téléphone", " ".join(number)))
    go_on(sister)
    sees(sister, "Ce contact a déjà servi pour cette rencontre.")
    expect(sister.get_by_role("link", name="J'ai mes quatre mots")).to_be_visible()
    expect(sister.get_by_label("Comment vous appelle-t-on ?")).to_have_value("Nawel")

    sister.get_by_label("C'est pour une autre personne : l'inscrire quand même").check()
    go_on(sister)
    press(sister, "Je m'inscris")
    sees_title(sister, "C'est noté : à bientôt !")
