"""Three years of action-research, in a real browser: a year of an action, the day of a seminar."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, StorageState, expect

from tests.browser.conftest import PHONE, Server, Visit, entered_as
from tests.browser.steps import follow, fresh, in_days, letter_to, press, publish, sees, sees_title
from tests.browser.test_access import problems
from tests.browser.test_arrival import kept, looks_for_the_network
from tests.browser.test_budget import fits_the_budget
from tests.browser.test_organiser import CODE
from tests.browser.test_table import unscripted

pytestmark = pytest.mark.browser
DESK = "/bureau/upc/agir/"
WAIT = 15_000  # milliseconds
# Of the demonstration.
PROGRAMME = "quel-travail-social-pour-developper-une-economie-de-lentraid"
CANTEEN, VISITS = "la-cantine-du-mardi-a-prix-libre", "les-visites-a-deux"
HOME = f"{DESK}{PROGRAMME}/"
PUBLIC = {
    "acting": "/agir/",
    "programme": f"/agir/{PROGRAMME}/",
    "lessons": f"/agir/{PROGRAMME}/appris/",
    "wants": f"/agir/{PROGRAMME}/participer/",
    "action": f"/actions/{CANTEEN}/",
    "shelf": "/apprendre/",
    "season": "/saisons/automne-se-nourrir-se-chauffer/",
}
OF_THE_DESK = {
    "programmes": DESK,
    "programme": HOME,
    "settings": f"{HOME}reglages/",
    "people": f"{HOME}collectif/",
    "invite": f"{HOME}collectif/inviter/",
    "closing sheet": f"{HOME}collectif/cloture/forum-economie-de-l-entraide/",
    "hours": f"{HOME}heures/",
    "agreement": f"{HOME}conventions/nouvelle/",
    "new action": f"{HOME}actions/nouvelle/",
    "action": f"{HOME}actions/{CANTEEN}/",
    "logbook": f"{HOME}actions/{CANTEEN}/journal/",
    "seminars": f"{HOME}seminaires/",
    "seminar": f"{HOME}seminaires/11/",
    "presences": f"{HOME}seminaires/11/presences/",
    "review": f"{HOME}seminaires/12/point/{CANTEEN}/",
    "feedbacks": f"{HOME}seminaires/11/retours/{CANTEEN}/",
    "mandates": f"{HOME}commandes/",
    "inputs": f"{HOME}apports/",
    "years": f"{HOME}annees/",
    "diagnosis": f"{HOME}diagnostic/",
    "learned": f"{HOME}appris/",
    "resource": "/bureau/upc/apprendre/nouvelle/",
    "reading list": "/bureau/upc/apprendre/listes/nouvelle/",
    "season": "/bureau/upc/saisons/nouvelle/",
}


@pytest.mark.parametrize("name", PUBLIC)
def test_everyone_can_read_each_public_page(page: Page, name: str) -> None:
    assert problems(page, PUBLIC[name]) == []


@pytest.mark.parametrize("name", [one for one in PUBLIC if one != "wants"])
def test_a_first_visit_fits_the_budget(visit: Visit, demo: Server, name: str) -> None:
    fits_the_budget(visit, demo, PUBLIC[name])


@pytest.mark.parametrize("name", OF_THE_DESK)
def test_everyone_can_read_each_page_of_the_desk(malika: Page, name: str) -> None:
    assert problems(malika, OF_THE_DESK[name]) == []


def test_the_pages_are_read_in_arabic_and_on_paper(page: Page) -> None:
    page.goto("/agir/")
    follow(page, "العربية")
    page.goto(PUBLIC["programme"])
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert problems(page) == []
    page.goto(PUBLIC["season"])
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("header nav").first).to_be_hidden()


@pytest.fixture(scope="package")
def cookies_of_nadege(chromium: Browser, demo: Server) -> StorageState:
    """What the browser of a social worker keeps once she has entered."""
    page = chromium.new_page(base_url=demo.address)
    found = entered_as("éducatrice du collectif", page).context.storage_state()
    page.close()
    return found


def notes(page: Page, text: str, *, kind: str = "observation", sharing: str = "") -> None:
    """Write a line of a logbook."""
    page.get_by_label("Ce que vous notez").fill(text)
    page.get_by_label(kind, exact=True).check()
    if sharing:
        page.get_by_label("Qui peut la lire").select_option(sharing)
    press(page, "Noter")


def says(page: Page, text: str) -> None:
    expect(page.locator("#state")).to_contain_text(text, timeout=WAIT)


def line(page: Page, text: str) -> Locator:
    """Return the line of a logbook that says this."""
    return page.locator("#voices li").filter(has_text=text)


def test_a_logbook_is_written_in_the_street_without_network(
    visit: Visit, cookies_of_nadege: StorageState, malika: Page
) -> None:
    page = kept(at_the_logbook(visit(width=PHONE, cookies=cookies_of_nadege)))
    first, second, third = (fresh("vu ") for _ in range(3))
    notes(page, first)
    says(page, "Tout est envoyé.")
    page.context.set_offline(True)
    notes(page, second, kind="difficulté", sharing="le collectif de recherche")
    # The day of another note, one that it follows.
    page.get_by_text("Un autre jour, une suite").click()
    page.get_by_label(second).check()
    notes(page, third, kind="décision")
    says(page, "2 notes ne sont pas encore envoyées")
    # The page opens again without network, and nothing is lost.
    page.reload()
    says(page, "2 notes ne sont pas encore envoyées")
    expect(line(page, third)).to_contain_text("pas encore envoyée")
    page.context.set_offline(False)
    looks_for_the_network(page)
    says(page, "Tout est envoyé.")
    assert problems(page) == []
    # The animator of the collective reads what was shared with it, and no more.
    malika.goto(f"{HOME}actions/{VISITS}/")
    sees(malika, second)
    sees(malika, third)
    expect(malika.locator("main")).not_to_contain_text(first)


def at_the_logbook(page: Page, action: str = VISITS) -> Page:
    page.goto(f"{HOME}actions/{action}/journal/")
    sees_title(page, "Journal de bord")
    return page


def test_two_changes_of_one_note_without_network_are_both_kept(
    visit: Visit, cookies_of_nadege: StorageState
) -> None:
    one = kept(at_the_logbook(visit(width=PHONE, cookies=cookies_of_nadege)))
    text = fresh("note ")
    notes(one, text, sharing="moi seulement")
    says(one, "Tout est envoyé.")
    other = kept(at_the_logbook(visit(width=PHONE, cookies=cookies_of_nadege)))
    for page, words in ((one, f"{text} au téléphone"), (other, f"{text} à la tablette")):
        page.context.set_offline(True)
        line(page, text).get_by_role("button", name="Changer").click()
        page.get_by_label("Ce que vous notez").fill(words)
        press(page, "Enregistrer le changement")
        says(page, "1 note n'est pas encore envoyée")
    for page in (one, other):
        page.context.set_offline(False)
        looks_for_the_network(page)
    says(one, "Tout est envoyé.")
    says(other, "Des notes n'ont pas été prises")
    # The words that came second wait beside the first, to be taken up again.
    expect(line(other, f"{text} à la tablette")).to_contain_text("changée ailleurs entre-temps")
    expect(line(other, f"{text} au téléphone").first).to_be_visible()
    line(other, f"{text} à la tablette").get_by_role("button", name="Reprendre").click()
    press(other, "Noter")
    says(other, "Tout est envoyé.")
    expect(line(other, f"{text} à la tablette")).to_have_count(1)


def test_a_note_is_written_without_scripts_and_a_photograph_added(
    visit: Visit, cookies_of_nadege: StorageState, tmp_path: Path
) -> None:
    page = at_the_logbook(unscripted(visit(width=PHONE, cookies=cookies_of_nadege)))
    text = fresh("sans script ")
    notes(page, text)
    sees(page, "C'est noté.")
    expect(line(page, text)).to_be_visible()
    Image.new("RGB", (2000, 1500), "olive").save(tmp_path / "four.jpg")
    page.get_by_text("Ajouter une photo d'une chose ou d'un lieu").click()
    form = page.locator("form[enctype]")
    form.get_by_label("La photo").set_input_files(tmp_path / "four.jpg")
    shown = fresh("Le four du hall ")
    form.get_by_label("Ce qu'elle montre").fill(shown)
    form.get_by_role("button", name="Ajouter cette photo").click()
    # Nobody said yet that no face is on it.
    expect(form.get_by_label("Personne n'y est reconnaissable")).to_have_attribute(
        "aria-invalid", "true"
    )
    assert problems(page) == []
    form.get_by_label("La photo").set_input_files(tmp_path / "four.jpg")
    form.get_by_label("Personne n'y est reconnaissable").check()
    form.get_by_role("button", name="Ajouter cette photo").click()
    sees(page, "La photo est là.")
    page.goto(f"{HOME}actions/{VISITS}/")
    entry = page.locator("li").filter(has_text=shown)
    address = entry.get_by_role("link", name=re.compile("Voir la photo")).get_attribute("href")
    answer = page.request.get(str(address))
    assert answer.headers["content-type"] == "image/jpeg"


def test_a_programme_from_its_first_day_to_what_a_seminar_changed(
    visit: Visit, malika: Page
) -> None:
    home, email = programme(malika)
    desk, public = seminar(malika, home)
    nadia = visit(width=PHONE)
    enter_by_code(nadia, malika, email)
    action = begins_an_action(nadia, home)
    who_came(malika, desk)
    review_feedback_improvement(nadia, malika, home, action)
    malika.goto(f"{home}seminaires/1/presences/")
    # Counted from who was marked at the reception: the day without its meal.
    row = malika.locator("tbody tr").filter(has_text="Nadia")
    expect(row).to_contain_text("6,75")
    decides(malika, home)
    comes_back(nadia, malika, home, action)
    learned(visit(width=PHONE, javascript=False), nadia, malika, home)
    assert public.startswith("/rencontres/")


def programme(malika: Page) -> tuple[str, str]:
    """Begin a programme with a structure, and invite a social worker; return (desk, e-mail)."""
    name = fresh("Chercher ensemble ")
    malika.goto(DESK)
    follow(malika, "Commencer un programme")
    malika.get_by_label("Titre").fill(name)
    malika.get_by_label("Ce que nous cherchons").fill("Ce que le quartier sait faire.")
    malika.get_by_label("Commence le").fill(in_days(-200))
    malika.get_by_label("Charte", exact=True).fill("Nous écoutons d'abord.")
    malika.get_by_label("tout le monde").check()
    press(malika, "Commencer")
    sees_title(malika, name)
    home = urlsplit(malika.url).path
    sees(malika, "Quelles négociations possibles avec les commandes institutionnelles ?")
    malika.goto(f"{home}conventions/nouvelle/")
    malika.get_by_label("Structure").fill("Centre social de l'Épeule")
    malika.get_by_label("Heures par personne et par trimestre").fill("12")
    malika.get_by_label("À partir du").fill(in_days(-200))
    malika.get_by_label("Jusqu'au").fill(in_days(500))
    press(malika, "Enregistrer")
    email = f"{fresh('nadia')}@entraide.example"
    malika.goto(f"{home}collectif/inviter/")
    malika.get_by_label("Prénom ou surnom").fill("Nadia")
    malika.get_by_label("Parmi quels pairs").select_option("Travailleuses et travailleurs sociaux")
    malika.get_by_label("E-mail").fill(email)
    malika.get_by_label("Détachée ou détaché par").select_option("Centre social de l'Épeule")
    press(malika, "Cette personne participe")
    letter_to(malika, email, name)
    return home, email


def seminar(malika: Page, home: str) -> tuple[str, str]:
    """Plan seminars, the first today, and publish it; return (desk, public address)."""
    malika.goto(f"{home}seminaires/")
    malika.get_by_label("Le premier séminaire").fill(in_days(0))
    malika.get_by_label("Lieu").select_option(label="Maison du Pile")
    press(malika, "Mettre un séminaire chaque trimestre")
    expect(malika.locator("main .cards > li")).to_have_count(10)
    malika.goto(f"{home}seminaires/1/presences/")
    press(malika, "Inscrire toutes les personnes qui participent")
    sees(malika, "1 personne est inscrite.")
    malika.goto(f"{home}seminaires/1/")
    follow(malika, "Préparer la journée")
    desk = urlsplit(malika.url).path
    public = publish(malika, desk)
    malika.goto(public)
    sees(malika, "Tour de pairs, premier tour")
    return desk, public


def enter_by_code(page: Page, malika: Page, email: str) -> None:
    """Enter with the code that a letter brings."""
    page.goto("/bureau/")
    page.get_by_role("textbox").fill(email)
    press(page, "Recevoir un code")
    letter = letter_to(malika, email, "code")
    (code,) = CODE.findall(letter.inner_text())
    page.goto("/entrer/code/")
    page.get_by_role("textbox").fill(code)
    press(page, "Entrer")
    sees_title(page, "Recherche-action")


def begins_an_action(nadia: Page, home: str) -> str:
    """Read the charter, begin an action, write its logbook; return its address."""
    nadia.goto(home)
    press(nadia, "Je l'ai lue, je la suis")
    follow(nadia, "Commencer une action")
    title = fresh("Le four du hall ")
    nadia.get_by_label("Titre").fill(title)
    nadia.get_by_label("Quartier").fill("Épeule")
    nadia.get_by_label("L'intention").fill("Cuire le pain ensemble.")
    nadia.get_by_label("Ce qui montrerait que cela marche").fill("Dix familles reviennent.")
    nadia.get_by_label("Commence le").fill(in_days(-90))
    press(nadia, "Commencer")
    sees_title(nadia, title)
    action = urlsplit(nadia.url).path
    nadia.goto(f"{action}journal/")
    kept(nadia)
    notes(nadia, "Trois familles le premier jour.", sharing="tout le monde")
    notes(nadia, "Le four est froid à midi.", kind="difficulté")
    says(nadia, "Tout est envoyé.")
    return action


def who_came(malika: Page, desk: str) -> None:
    """Mark Nadia at the reception of the day."""
    malika.goto(f"{desk}accueil/")
    malika.locator(".cards a").first.click()
    malika.locator(".arrivals button").filter(has_text="Nadia").first.click()
    expect(malika.locator("#state, [role=status]").first).to_contain_text("envoyé", timeout=WAIT)


def review_feedback_improvement(nadia: Page, malika: Page, home: str, action: str) -> None:
    """Tell where the action is; a peer answers; the team takes it."""
    slug = action.rstrip("/").split("/")[-1]
    nadia.goto(f"{home}seminaires/1/point/{slug}/")
    press(nadia, "Commencer le texte avec les notes cochées")
    expect(nadia.get_by_label("Ce qui s'est passé")).to_have_value(re.compile("Trois familles"))
    expect(nadia.get_by_label("Ce que nous demandons aux pairs")).to_have_value(
        re.compile("froid à midi")
    )
    assert problems(nadia) == []
    press(nadia, "Le point d'étape est prêt")
    malika.goto(f"{home}seminaires/1/retours/{slug}/")
    sees(malika, "Trois familles le premier jour.")
    malika.get_by_label("Ce que disent les pairs").fill(
        "Allumez-le à dix heures.\n\nQui a la clé ?"
    )
    press(malika, "Écrire")
    nadia.goto(home)
    sees(nadia, "un retour du séminaire 1 attend votre réponse")
    nadia.goto(f"{home}seminaires/1/retours/{slug}/")
    first = nadia.locator(".cards > li").filter(has_text="Allumez-le à dix heures.")
    first.get_by_text("Répondre à ce retour").click()
    first.get_by_label("Ce que nous changeons").fill("Le four s'allume à dix heures.")
    first.get_by_label("Pourquoi").fill("Personne ne cuisine avant midi.")
    first.get_by_role("button", name="Nous l'essayons").click()
    sees(nadia, "Nous changeons")
    second = nadia.locator(".cards > li").filter(has_text="Qui a la clé ?")
    second.get_by_text("Répondre à ce retour").click()
    second.get_by_role("button", name="Nous n'en faisons rien").click()
    # Without a reason, it is asked for, and the form stays open.
    expect(second.get_by_label("Pourquoi")).to_have_attribute("aria-invalid", "true")
    second.get_by_label("Pourquoi").fill("Tout le monde l'a.")
    second.get_by_role("button", name="Nous n'en faisons rien").click()
    sees(nadia, "Tout le monde l'a.")


def decides(malika: Page, home: str) -> None:
    malika.goto(f"{home}seminaires/1/")
    malika.get_by_label("Nous décidons").fill("Écrire au bailleur.")
    malika.get_by_label("Pour le", exact=True).fill(in_days(30))
    press(malika, "Décider")
    sees(malika, "Écrire au bailleur.")
    malika.goto(f"{home}seminaires/2/")
    sees(malika, "Décidé avant, pas encore fait")
    press(malika, "C'est fait : Écrire au bailleur.")
    expect(malika.locator("main")).not_to_contain_text("Décidé avant, pas encore fait")


def comes_back(nadia: Page, malika: Page, home: str, action: str) -> None:
    """At the next seminar the improvement comes back by itself; its effect is told."""
    slug = action.rstrip("/").split("/")[-1]
    nadia.goto(f"{action}journal/")
    notes(nadia, "Neuf familles à onze heures.", kind="chiffre", sharing="tout le monde")
    says(nadia, "Tout est envoyé.")
    malika.goto(f"{home}seminaires/2/")
    sees(malika, "1 amélioration revient.")
    nadia.goto(f"{home}seminaires/2/point/{slug}/")
    sees(nadia, "Cette amélioration revient")
    section = nadia.locator("section.said")
    section.get_by_label("Qu'est-elle devenue ?").select_option("gardée")
    section.get_by_label("Pourquoi").fill("Neuf familles au lieu de trois.")
    section.get_by_label(re.compile("Neuf familles à onze heures")).check()
    section.get_by_role("button").click()
    expect(nadia.locator("section.said")).to_have_count(0)


def learned(stranger: Page, nadia: Page, malika: Page, home: str) -> None:
    """The team lets everybody read what it learned; the thread leads on, without scripts."""
    slug = home.rstrip("/").split("/")[-1]
    stranger.goto(f"/agir/{slug}/appris/")
    expect(stranger.locator("main")).not_to_contain_text("Le four s'allume à dix heures.")
    nadia.goto(f"{home}appris/")
    sees(nadia, "2 retours de pairs, 2 avec une réponse.")
    sees(nadia, "Neuf familles à onze heures.")
    nadia.goto(f"{home}")
    nadia.locator("main .cards a").last.click()
    nadia.get_by_text("L'équipe, l'état, la page publique").click()
    press(nadia, "Montrer sa page à tout le monde")
    nadia.goto(f"{home}appris/")
    press(nadia, "La montrer à tout le monde")
    sees(nadia, "C'est noté.")
    stranger.goto(f"/agir/{slug}/appris/")
    sees(stranger, "Neuf familles à onze heures.")
    follow(stranger, "Le four s'allume à dix heures.")
    sees(stranger, "Allumez-le à dix heures.")
    malika.goto(f"{home}annees/")
    expect(malika.locator("svg.years circle")).to_have_count(1)
