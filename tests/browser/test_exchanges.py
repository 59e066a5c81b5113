"""Mutual aid in a real browser: a need carried by phone, an answer, a deed; a loop of three."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Server, Visit, entered_as
from tests.browser.steps import follow, fresh, press, sees, sees_title, words
from tests.browser.test_access import problems
from tests.browser.test_budget import fits_the_budget

pytestmark = pytest.mark.browser
AID, DESK = "/entraide/upc/", "/bureau/upc/entraide/"
# A collective where nobody is yet, so that nobody else is in a loop.
OTHER, OTHER_DESK = "/entraide/pile/", "/bureau/pile/entraide/"
WAIT = 30_000  # milliseconds
PUBLIC = {
    "circles": "/entraide/",
    "board": AID,
    "charter": f"{AID}charte/",
    "work parties": f"{AID}chantiers/",
    "join": f"{AID}rejoindre/",
    "four words": f"{AID}quatre-mots/",
    "worry": f"{AID}signaler/",
}
OWN = {
    "mine": f"{AID}moi/",
    "trace": f"{AID}moi/trace/",
    "offer": f"{AID}proposer/",
    "need": f"{AID}demander/",
    "deed": f"{AID}raconter/",
    "details": f"{AID}moi/dire/",
    "leave": f"{AID}moi/partir/",
    "health": f"{AID}sante/",
}
OF_THE_DESK = {
    "aid": DESK,
    "rules": f"{DESK}regles/",
    "welcome": f"{DESK}accueillir/",
    "people": f"{DESK}personnes/",
    "calls": f"{DESK}appels/",
    "posts": f"{DESK}annonces/",
    "work party": f"{DESK}chantier/",
    "loops": f"{DESK}boucles/",
    "rights": f"{DESK}droits/",
    "mediations": f"{DESK}mediations/",
    "health": f"{DESK}sante/",
}


@pytest.mark.parametrize("name", PUBLIC)
def test_everyone_can_read_each_public_page(page: Page, name: str) -> None:
    assert problems(page, PUBLIC[name]) == []


@pytest.mark.parametrize("name", ["board", "charter", "work parties", "join"])
def test_a_first_visit_fits_the_budget(visit: Visit, demo: Server, name: str) -> None:
    fits_the_budget(visit, demo, PUBLIC[name])


@pytest.fixture
def nora(visit: Visit) -> Page:
    """A neighbour of the demonstration, on her phone."""
    return entered_as("voisine", visit(width=PHONE))


def test_a_neighbour_can_read_each_page_of_hers(nora: Page) -> None:
    for name, address in OWN.items():
        assert problems(nora, address) == [], name


@pytest.mark.parametrize("name", OF_THE_DESK)
def test_everyone_can_read_each_page_of_the_desk(malika: Page, name: str) -> None:
    assert problems(malika, OF_THE_DESK[name]) == []


def test_everyone_can_read_the_page_of_somebody_who_is_called(malika: Page) -> None:
    malika.goto(f"{DESK}appels/")
    malika.locator("main h2 a").first.click()
    sees(malika, "Quatre mots perdus")
    assert problems(malika) == []


def test_the_board_is_read_in_arabic_and_on_paper(page: Page) -> None:
    page.goto(AID)
    follow(page, "العربية")
    page.goto(AID)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert problems(page) == []
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("header nav").first).to_be_hidden()


def joins(page: Page, home: str, name: str) -> Page:
    """Join on a small phone without scripts; the four words are shown once."""
    page.goto(f"{home}rejoindre/")
    page.get_by_label("Comment vous appelle-t-on ?").fill(name)
    press(page, "Rejoindre")
    assert len(words(page).split()) == 4
    return page


def posts(page: Page, way: str, title: str, branch: str, *, home: str, seen: str = "") -> None:
    """Offer, or say a need, in a minute."""
    page.goto(f"{home}{way}/")
    page.get_by_label("En quelques mots").fill(title)
    page.get_by_label("De quoi s'agit-il ?").select_option(label=branch)
    if seen:
        page.get_by_label(seen, exact=True).check()
    press(page, {"proposer": "Proposer", "demander": "Demander"}[way])
    sees_title(page, title)


def needs_by_phone(malika: Page, name: str, need: str) -> str:
    """Type the need of somebody whom a neighbour reaches; return the four words."""
    malika.goto(f"{DESK}accueillir/")
    malika.get_by_label("Comment vous appelle-t-on ?").fill(name)
    malika.get_by_label("par une personne ou une structure").check()
    malika.get_by_label("Par qui vous joindre").fill("Lila, sa voisine")
    press(malika, "Cette personne rejoint l'entraide")
    receipt = words(malika)
    follow(malika, "Écrire un besoin")
    malika.get_by_label("En quelques mots").fill(need)
    malika.get_by_label("De quoi s'agit-il ?").select_option(label="Temps › Coup de main")
    malika.get_by_label("celles et ceux de l'entraide").check()
    press(malika, "Enregistrer")
    sees(malika, f"C'est écrit pour {name}.")
    return receipt


def is_told_by_phone(malika: Page, name: str, message: str) -> None:
    malika.goto(f"{DESK}appels/")
    card = malika.locator("li").filter(has_text=name).first
    expect(card).to_contain_text("Lila, sa voisine")
    expect(card).to_contain_text(message)
    card.get_by_role("button", name="C'est dit").click()
    expect(malika.locator("li").filter(has_text=message)).to_have_count(0)


def tells(page: Page, talk: str, name: str, line: str) -> None:
    """Tell what was done after a talk: with whom is known already."""
    page.goto(talk)
    follow(page, "Raconter ce qui s'est fait")
    page.get_by_label("Ce qui s'est fait, en une ligne").fill(line)
    page.get_by_label("don", exact=True).check()
    page.get_by_label("J'ai donné").check()
    expect(page.get_by_label(name)).to_be_checked()
    press(page, "Raconter")
    sees(page, "C'est raconté. Merci.")


def test_a_need_by_phone_through_a_neighbour_an_answer_and_a_deed(
    visit: Visit, malika: Page
) -> None:
    # Aïcha has neither phone nor e-mail: Lila, her neighbour, rings up for her.
    name, need, line = fresh("Aïcha"), fresh("Monter un lit "), fresh("Un lit monté à deux ")
    receipt = needs_by_phone(malika, name, need)
    looked_for = f"{AID}?words={need.replace(' ', '+')}"
    # Omar reads it on his phone, and answers; a stranger does not see it.
    omar = joins(visit(width=PHONE, javascript=False), AID, fresh("Omar"))
    omar.goto(looked_for)
    follow(omar, need)
    sees(omar, "quelqu'un de l'équipe lui lira votre message")
    omar.get_by_label("Votre message").fill("Je peux samedi matin.")
    press(omar, "Envoyer")
    sees(omar, "Je peux samedi matin.")
    stranger = visit(width=PHONE)
    stranger.goto(looked_for)
    sees(stranger, "Rien encore.")
    expect(stranger.get_by_text(need)).to_have_count(0)
    is_told_by_phone(malika, name, "Je peux samedi matin.")
    tells(omar, omar.url, name, line)
    # Aïcha finds it with her four words, on the phone of a friend.
    aicha = visit(width=PHONE, javascript=False)
    aicha.goto(f"{AID}moi/")
    aicha.get_by_label("Vos quatre mots").fill(receipt)
    press(aicha, "Entrer")
    follow(aicha, "Ce qui s'est fait avec vous")
    sees(aicha, line)


@pytest.fixture
def karim(visit: Visit) -> Page:
    """The coordinator of the other collective, where the mutual aid is open."""
    page = entered_as("travailleur social", visit())
    page.goto(OTHER_DESK)
    opening = page.get_by_role("button", name="Ouvrir l'entraide", exact=True)
    if opening.count():
        opening.click()
        page.wait_for_url(f"**{OTHER_DESK}regles/")
    return page


BRANCHES = ("Savoir-faire › Réparer", "Choses › Outils", "Savoir-faire › Cuisiner")


def three(visit: Visit, karim: Page) -> tuple[Page, Page, str]:
    """Let two people join on their phones and one at the desk: each offers what another needs."""
    first, second = (
        joins(visit(width=PHONE, javascript=False), OTHER, fresh(name))
        for name in ("Samira", "Omar")
    )
    for place, page in enumerate((first, second)):
        posts(page, "proposer", f"Offre {place}", BRANCHES[place], home=OTHER)
        posts(page, "demander", f"Besoin {place}", BRANCHES[place - 1], home=OTHER)
    third = fresh("Lila")
    karim.goto(f"{OTHER_DESK}accueillir/")
    karim.get_by_label("Comment vous appelle-t-on ?").fill(third)
    karim.get_by_label("par téléphone").check()
    karim.get_by_label("Votre téléphone").fill("06 39 98 12 34")
    press(karim, "Cette personne rejoint l'entraide")
    for link, title, branch in (
        ("Écrire une offre", "Offre 2", BRANCHES[2]),
        ("Écrire un besoin", "Besoin 2", BRANCHES[1]),
    ):
        follow(karim, link)
        karim.get_by_label("En quelques mots").fill(title)
        karim.get_by_label("De quoi s'agit-il ?").select_option(label=branch)
        press(karim, "Enregistrer")
        sees(karim, "C'est écrit pour")
    return first, second, third


def looks_for_loops(karim: Page) -> None:
    karim.goto(f"{OTHER_DESK}boucles/")
    press(karim, "Chercher et proposer")
    expect(karim.get_by_text("Dernière recherche")).to_be_visible(timeout=WAIT)


def waits_for_the_loop(page: Page) -> None:
    """Come back until the loop is there: a page without scripts does not change by itself."""
    page.goto(f"{OTHER}moi/")
    sees(page, "Une boucle est possible")
    sees(page, "Personne ne sait qui en est tant que tout le monde n'a pas dit oui.")


def leaves(*pages: Page) -> None:
    """Let everybody leave: the next test finds nobody."""
    for page in pages:
        page.goto(f"{OTHER}moi/partir/")
        page.get_by_label("Oui, tout effacer").check()
        press(page, "Partir")
        sees_title(page, "Au revoir")


def answers_by_voice(karim: Page, name: str, answer: str) -> None:
    karim.goto(f"{OTHER_DESK}appels/")
    card = karim.locator("li").filter(has_text=name).filter(has_text="Recevrait")
    card.get_by_role("button", name=f"{answer} : {name}").click()


def test_a_loop_of_three_accepted_by_two_on_phones_and_one_by_voice(
    visit: Visit, karim: Page
) -> None:
    samira, omar, lila = three(visit, karim)
    looks_for_loops(karim)
    sees(karim, "C'est donc le mieux possible.")
    for page in (samira, omar):
        waits_for_the_loop(page)
        press(page, "Oui")
        sees(page, "C'est noté. On attend les autres.")
    # Nobody knows yet who else is in it.
    expect(samira.get_by_text(lila)).to_have_count(0)
    answers_by_voice(karim, lila, "Dit oui")
    sees(karim, "Tout le monde a accepté.")
    samira.goto(f"{OTHER}moi/")
    sees(samira, "Une boucle, acceptée par tout le monde")
    press(samira, f"Écrire à {lila}")
    samira.get_by_label("Votre message").fill("Je passe quand ?")
    press(samira, "Envoyer")
    sees(samira, "Je passe quand ?")
    samira.goto(f"{OTHER}moi/")
    press(samira, "Ma part est faite")
    sees(samira, "Bravo.")
    # Who is called is told that all said yes, and by whom it comes.
    karim.goto(f"{OTHER_DESK}appels/")
    card = karim.locator("li").filter(has_text="Tout le monde a dit oui.").filter(has_text=lila)
    expect(card).to_contain_text("Besoin 2")
    card.get_by_role("button", name=f"C'est dit : {lila}", exact=True).click()
    expect(karim.get_by_text("Tout le monde a dit oui.")).to_have_count(0)
    leaves(samira, omar)


def test_who_refuses_is_not_named_and_the_others_are_free_again(visit: Visit, karim: Page) -> None:
    samira, omar, lila = three(visit, karim)
    looks_for_loops(karim)
    waits_for_the_loop(samira)
    press(samira, "Oui")
    waits_for_the_loop(omar)
    press(omar, "Non")
    sees(omar, "Personne ne saura qui a dit non.")
    samira.goto(f"{OTHER}moi/")
    sees(samira, "Une boucle que vous aviez acceptée n'aura pas lieu")
    expect(samira.get_by_text("Omar")).to_have_count(0)
    expect(samira.get_by_text("Une boucle est possible")).to_have_count(0)
    karim.goto(f"{OTHER_DESK}appels/")
    expect(karim.locator("li").filter(has_text=lila).filter(has_text="Recevrait")).to_have_count(0)
    leaves(samira, omar)
