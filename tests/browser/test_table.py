"""A table writes: with the network down, on two phones, on paper, and what becomes of it."""

import re

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.steps import STUDY_DESK, fresh, lands, press, sees, sees_title
from tests.browser.test_access import problems
from tests.browser.test_arrival import kept, looks_for_the_network

pytestmark = pytest.mark.browser
WAIT = 15_000  # milliseconds
LISTENING = f"{STUDY_DESK}ecoute/"
NOTEBOOKS = "/bureau/upc/carnets/"


def codes(malika: Page, workshop: int) -> list[str]:
    """Return the codes of the tables of a workshop, composed and opened if need be."""
    malika.goto(LISTENING)
    if not malika.locator(".cards strong").count():
        malika.goto(f"{STUDY_DESK}composer/")
        press(malika, "Composer")
        malika.get_by_role("button", name="Accepter ce plan").click(timeout=40_000)
        malika.goto(LISTENING)
    opens = malika.get_by_role("button", name=re.compile("Ouvrir l'écriture maintenant"))
    for left in range(opens.count(), 0, -1):
        expect(opens).to_have_count(left)
        opens.first.click()
    expect(opens).to_have_count(0)
    return malika.locator("ul.cards").nth(workshop).locator("strong").all_inner_texts()


def six_tables(malika: Page) -> list[str]:
    """Return the codes of six tables of the morning, of three peer groups."""
    codes(malika, 0)
    cards = malika.locator("ul.cards").first.locator("li")
    found: dict[str, list[str]] = {}
    for card in cards.filter(has_not_text="relu ensemble").all():
        group = card.locator(".peer").inner_text()
        found.setdefault(group, []).append(card.locator("strong").inner_text())
    largest = sorted(found.values(), key=len, reverse=True)[:3]
    one_each = [tables.pop() for tables in largest]
    six = [*one_each, *(code for tables in largest for code in tables)][:6]
    assert (len(largest), len(six)) == (3, 6)
    return six


def opened(page: Page, code: str) -> Page:
    """Open a table as its sheet does: the code is behind the # of the address."""
    page.goto(f"/table/#{code}")
    if page.get_by_label("Le code de la table").input_value() == "":
        page.get_by_label("Le code de la table").fill(code)
    press(page, "Ouvrir la table")
    expect(page.locator("h1")).to_contain_text("Table")
    return page


def unscripted(page: Page) -> Page:
    """Keep the page's own scripts away: as without JavaScript, but axe can look."""
    page.route("**/static/**/*.js", lambda route: route.abort())
    return page


def writes(page: Page, text: str) -> None:
    page.get_by_label("Une parole", exact=True).fill(text)
    press(page, "Écrire cette parole")


def says(page: Page, text: str) -> None:
    expect(page.locator("#state")).to_contain_text(text, timeout=WAIT)


def voices(page: Page) -> list[str]:
    return page.locator("#voices li > span:first-child").all_inner_texts()


def test_two_phones_write_without_network_merge_and_the_table_reads_back(
    visit: Visit, malika: Page
) -> None:
    code = codes(malika, 0)[0]
    one = kept(opened(visit(width=PHONE), code))
    other = opened(visit(width=PHONE), code)
    names = [fresh("parole ") for _ in range(4)]
    writes(one, f"- {names[0]}")
    says(one, "Tout est envoyé.")
    one.context.set_offline(True)
    one.get_by_label("Une parole", exact=True).fill(f"? {names[1]}")
    one.get_by_label("Une parole", exact=True).press("Enter")
    one.get_by_text("Plus : langue, cela rejoint, reçu").click()
    one.get_by_label("Donner un reçu à la personne qui parle").check()
    writes(one, names[2])
    slip = one.locator("#slip").inner_text().split(":")[1].split()
    says(one, "2 paroles ne sont pas encore envoyées")
    one.reload()
    says(one, "2 paroles ne sont pas encore envoyées")
    assert voices(one)[-3:] == names[:3]
    writes(other, names[3])
    says(other, "Tout est envoyé.")
    one.context.set_offline(False)
    looks_for_the_network(one)
    says(one, "Tout est envoyé.")
    looks_for_the_network(other)
    for page in (one, other):
        expect(page.locator("#voices")).to_contain_text(names[2], timeout=WAIT)
        assert sorted(voices(page)[-4:]) == sorted(names)
    assert problems(one) == []
    # Whoever spoke reads it again with the slip, on a phone without JavaScript.
    reads_again(visit(width=PHONE, javascript=False), slip, names[2])
    press(one, "C'est relu ensemble : fermer")
    sees(one, "Ce carnet est fermé, et relu ensemble.")


def reads_again(page: Page, slip: list[str], text: str) -> None:
    page.goto("/parole/")
    page.get_by_label("Vos quatre mots").fill(" ".join(slip))
    press(page, "Voir ma parole")
    sees(page, text)


def test_what_a_phone_writes_after_closing_waits_for_the_notebook_to_open_again(
    visit: Visit, malika: Page
) -> None:
    code = codes(malika, 0)[5]
    closing, other = opened(visit(), code), opened(visit(width=PHONE), code)
    press(closing, "Fermer sans avoir relu")
    late = fresh("parole ")
    writes(other, late)
    says(other, "Ce carnet est fermé.")
    malika.goto(LISTENING)
    malika.get_by_role("link", name="Lire le carnet 6").first.click()
    press(malika, "Rouvrir ce carnet")
    looks_for_the_network(other)
    says(other, "Tout est envoyé.")
    malika.reload()
    sees(malika, late)


def test_what_a_phone_kept_is_seen_and_sent_by_a_page_opened_again_on_a_closed_notebook(
    visit: Visit, malika: Page
) -> None:
    code = codes(malika, 0)[4]
    phone = kept(opened(visit(width=PHONE), code))
    phone.context.set_offline(True)
    late = fresh("parole ")
    writes(phone, late)
    says(phone, "1 parole n'est pas encore envoyée")
    closing = opened(visit(), code)
    press(closing, "Fermer sans avoir relu")
    phone.context.set_offline(False)
    phone.reload()
    says(phone, "Ce carnet est fermé.")
    expect(phone.locator("#voices")).to_contain_text(late)
    press(phone, "Effacer de cet appareil")
    says(phone, "Attendez avant d'effacer")
    malika.goto(LISTENING)
    malika.get_by_role("link", name="Lire le carnet 5").first.click()
    press(malika, "Rouvrir ce carnet")
    looks_for_the_network(phone)
    says(phone, "Tout est envoyé.")
    press(phone, "Effacer de cet appareil")
    sees(phone, "Effacé de cet appareil.")
    # Nothing of the table stays, nor comes back.
    looks_for_the_network(phone)
    expect(phone.locator("main")).not_to_contain_text(late)
    assert phone.evaluate("Object.keys(localStorage)") == []


def test_what_was_being_typed_comes_back_after_a_change_and_after_a_reload(
    visit: Visit, malika: Page
) -> None:
    page = opened(visit(width=PHONE), codes(malika, 0)[2])
    first, second = fresh("parole "), fresh("parole ")
    page.get_by_text("Plus : langue, cela rejoint, reçu").click()
    page.get_by_label("Dite en").select_option(label="arabe")
    writes(page, first)
    says(page, "Tout est envoyé.")
    page.get_by_label("Dite en").select_option(label="français")
    field = page.get_by_label("Une parole", exact=True)
    field.fill(second)
    line = page.locator("#voices li", has_text=first)
    line.get_by_role("button", name="Changer").click()
    sees(page, "Vous changez :")
    expect(page.get_by_label("Dite en")).to_have_value("ar")
    press(page, "Ne pas changer")
    expect(field).to_have_value(second)
    page.reload()
    expect(field).to_have_value(second)
    line.get_by_role("button", name="Changer").click()
    field.fill(f"{first} bis")
    press(page, "Enregistrer le changement")
    says(page, "Tout est envoyé.")
    expect(page.locator("#voices")).to_contain_text(f"{first} bis")
    expect(field).to_have_value(second)


def test_two_people_never_get_the_same_four_words_even_when_nothing_is_kept(
    visit: Visit, malika: Page
) -> None:
    page = visit(width=PHONE)
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    opened(page, codes(malika, 0)[2])
    page.get_by_text("Plus : langue, cela rejoint, reçu").click()
    given = []
    for _ in range(2):
        page.get_by_label("Donner un reçu à la personne qui parle").check()
        writes(page, fresh("parole "))
        says(page, "Tout est envoyé.")
        given.append(page.locator("#slip").inner_text())
    assert given[0] != given[1]


def test_two_phones_that_change_the_same_voice_are_told(visit: Visit, malika: Page) -> None:
    code = codes(malika, 0)[1]
    one, other = opened(visit(width=PHONE), code), opened(visit(width=PHONE), code)
    text = fresh("parole ")
    writes(one, text)
    says(one, "Tout est envoyé.")
    looks_for_the_network(other)
    expect(other.locator("#voices")).to_contain_text(text, timeout=WAIT)
    other.context.set_offline(True)
    for page, end in ((other, "la seconde"), (one, "la première")):
        line = page.locator("#voices li", has_text=text)
        line.get_by_role("button", name="Changer").click()
        page.get_by_label("Une parole", exact=True).fill(f"{text} {end}")
        press(page, "Enregistrer le changement")
    says(one, "Tout est envoyé.")
    other.context.set_offline(False)
    looks_for_the_network(other)
    says(other, "Des paroles n'ont pas été prises")
    expect(other.locator("#voices")).to_contain_text(f"{text} la première")
    left = other.locator("#voices li", has_text=f"{text} la seconde")
    left.get_by_role("button", name="Reprendre").click()
    expect(other.get_by_label("Une parole", exact=True)).to_have_value(f"{text} la seconde")
    press(other, "Écrire cette parole")
    says(other, "Tout est envoyé.")


def test_a_voice_is_changed_and_taken_away_on_the_phone(visit: Visit, malika: Page) -> None:
    page = opened(visit(width=PHONE), codes(malika, 0)[1])
    before, after = fresh("parole "), fresh("parole ")
    writes(page, before)
    says(page, "Tout est envoyé.")
    line = page.locator("#voices li").last
    line.get_by_role("button", name="Changer").click()
    page.get_by_label("Une parole", exact=True).fill(after)
    press(page, "Enregistrer le changement")
    says(page, "Tout est envoyé.")
    expect(line).to_contain_text(after)
    page.on("dialog", lambda dialog: dialog.accept())
    line.get_by_role("button", name="Retirer").click()
    expect(line).to_contain_text("parole retirée")
    says(page, "Tout est envoyé.")
    page.reload()
    expect(page.locator("#voices")).not_to_contain_text(after)


def test_a_notebook_does_not_close_on_what_is_not_sent(visit: Visit, malika: Page) -> None:
    page = opened(visit(width=PHONE), codes(malika, 0)[2])
    page.context.set_offline(True)
    writes(page, fresh("parole "))
    press(page, "Fermer sans avoir relu")
    says(page, "Attendez avant de fermer")
    page.context.set_offline(False)
    looks_for_the_network(page)
    says(page, "Tout est envoyé.")


def test_without_javascript_one_writes_joins_gives_a_receipt_and_types_a_sheet(
    visit: Visit, malika: Page
) -> None:
    page = opened(unscripted(visit(width=PHONE)), codes(malika, 0)[3])
    assert problems(page) == []
    first, second = fresh("parole "), fresh("parole ")
    writes(page, first)
    sees(page, "C'est écrit.")
    page.get_by_text("Plus : langue, cela rejoint, reçu").click()
    page.get_by_label("Cela rejoint").select_option(label=f"1. {first}")
    page.get_by_label("Donner un reçu à la personne qui parle").check()
    writes(page, second)
    expect(page.locator(".words li")).to_have_count(4)
    assert problems(page) == []
    page.get_by_role("link", name="Revenir à la table").click()
    page.get_by_label(re.compile("Les paroles de la feuille")).fill("+ le four\n- trop loin")
    press(page, "Écrire ces paroles")
    sees(page, "2 paroles sont écrites.")
    lands(page, page.get_by_role("link", name=re.compile("Changer ou retirer")).first)
    assert problems(page) == []
    press(page, "Retirer cette parole")
    sees(page, "La parole 1 est retirée.")


def asked_at_six_tables(visit: Visit, malika: Page) -> list[str]:
    """Write a question at each of six tables, without script; return them."""
    # Without figures: a long number could be a phone, and would wait to be read.
    letters = str.maketrans("0123456789", "abcdefghij")
    asked = [fresh("question ").translate(letters) for _ in range(6)]
    for code, text in zip(six_tables(malika), asked, strict=True):
        writes(opened(visit(width=PHONE, javascript=False), code), text)
    return asked


def test_from_the_tables_of_the_morning_to_those_of_the_afternoon(
    visit: Visit, malika: Page, cookies_of_malika: StorageState
) -> None:
    asked = asked_at_six_tables(visit, malika)
    wall = visit(cookies=cookies_of_malika)
    wall.goto(f"{LISTENING}mur/")
    sees(wall, asked[0])
    assert problems(wall) == []
    # Everything by hand and without JavaScript.
    desk = unscripted(visit(cookies=cookies_of_malika))
    desk.goto(f"{LISTENING}commun/")
    for text in asked:
        desk.get_by_label(text).check()
    sentence = fresh("Qui paie ? ")
    desk.get_by_label("Ce que ces paroles ont en commun").fill(sentence)
    press(desk, "Rassembler")
    card = desk.locator(".cards > li", has_text=sentence)
    expect(card).to_contain_text("6 paroles")
    expect(card.locator(".peer")).to_have_count(3)
    card.get_by_label("Porter aux tables de").select_option(index=1)
    card.get_by_role("button", name="Porter", exact=True).click()
    expect(card).to_contain_text("Porté à")
    assert problems(desk) == []
    phone = opened(visit(width=PHONE), codes(malika, 1)[0])
    sees(phone, sentence)
    answer = fresh("La ville. ")
    phone.get_by_label("À propos de").select_option(index=1)
    writes(phone, answer)
    says(phone, "Tout est envoyé.")
    leads_down(desk, answer, sentence, asked)
    assert problems(desk) == []


def leads_down(desk: Page, answer: str, sentence: str, asked: list[str]) -> None:
    """From the answer to the sentence it speaks of, and down to the six voices of the morning."""
    desk.goto(NOTEBOOKS)
    desk.get_by_label("Chercher dans les paroles").fill(answer)
    press(desk, "Chercher")
    for text in (answer, sentence):
        desk.get_by_role("link", name=text).click()
    for text in (sentence, *asked):
        sees(desk, text)


def test_everyone_can_read_the_pages_of_those_who_listen(malika: Page, visit: Visit) -> None:
    page = opened(visit(), codes(malika, 0)[1])
    writes(page, "J'ai 43 ans, voyez Mme Diallo rue Jouffroy.")
    says(page, "Tout est envoyé.")
    malika.goto(f"{NOTEBOOKS}grille/")
    sees(malika, "La laïcité")
    assert problems(malika) == []
    lands(malika, malika.get_by_role("link", name="Le quartier"))
    assert problems(malika) == []
    malika.goto(f"{NOTEBOOKS}textes/nouveau/")
    malika.get_by_label("Titre").fill(fresh("Texte "))
    malika.get_by_label("Texte", exact=True).fill("Un.\n\nDeux.")
    lands(malika, malika.get_by_role("button", name="Enregistrer", exact=True))
    assert problems(malika) == []
    malika.goto(LISTENING)
    assert problems(malika) == []
    malika.goto(NOTEBOOKS)
    assert problems(malika) == []
    lands(malika, malika.locator(".cards a", has_text="Table 2").first)
    assert problems(malika) == []
    notebook = malika.url
    malika.get_by_role("link", name="Relire avant de montrer").click()
    expect(malika.locator("mark").first).to_be_visible()
    assert problems(malika) == []
    malika.goto(notebook)
    lands(malika, malika.get_by_role("link", name="Coder", exact=True))
    sees_title(malika, "Coder la parole")
    malika.keyboard.press("1")
    expect(malika.get_by_label("1. Le quartier")).to_be_checked()
    assert problems(malika) == []
