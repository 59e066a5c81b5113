"""From voices to what institutions answer, in a real browser; and back, with four words."""

import re
import subprocess
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests import pdf
from tests.browser.conftest import PHONE, Server, Visit, entered_as
from tests.browser.steps import (
    follow,
    fresh,
    in_days,
    lands,
    press,
    sees,
    sees_title,
    words as words_shown,
)
from tests.browser.test_access import problems
from tests.browser.test_budget import fits_the_budget
from tests.browser.test_table import codes, opened, writes

pytestmark = pytest.mark.browser
CAHIERS, PROPOSALS = "/bureau/upc/cahiers/", "/bureau/upc/propositions/"
EXPERTISE = "/cahiers/cinq-points-dappui-pour-une-economie-de-lentraide/1/"
# Of the voice of the demonstration's inhabitant.
SAID = "On se garde les enfants entre voisines depuis six ans."


def public_pages(page: Page) -> dict[str, str]:
    """Return the addresses of the public pages of cahiers and proposals."""
    page.goto(EXPERTISE)
    thread = page.locator("a[href*='/fil/']").nth(3).get_attribute("href")
    page.goto("/demandes/")
    institution = page.locator(".cards a").first.get_attribute("href")
    page.goto(str(institution))
    proposal = page.locator("section a").first.get_attribute("href")
    return {
        "library": "/cahiers/",
        "edition": EXPERTISE,
        "thread": str(thread),
        "asked": "/demandes/",
        "institution": str(institution),
        "proposal": str(proposal),
        "embed": f"{EXPERTISE}encart/",
    }


PUBLIC = ("library", "edition", "thread", "asked", "institution", "proposal", "embed")


@pytest.mark.parametrize("name", PUBLIC)
def test_everyone_can_read_each_public_page(page: Page, name: str) -> None:
    assert problems(page, public_pages(page)[name]) == []


@pytest.mark.parametrize("name", ["library", "edition", "thread", "proposal"])
def test_a_first_visit_fits_the_budget(page: Page, visit: Visit, demo: Server, name: str) -> None:
    fits_the_budget(visit, demo, public_pages(page)[name])


@pytest.mark.parametrize(
    "name", ["", "reglages/", "histoire/", "non-entendues/", "consentement/", "publier/"]
)
def test_everyone_can_read_each_page_of_a_cahier_at_the_desk(malika: Page, name: str) -> None:
    assert problems(malika, f"{CAHIERS}{EXPERTISE.split('/')[2]}/{name}") == []


@pytest.mark.parametrize("name", ["sentence", "quote", "figure", "list", "one", "new"])
def test_everyone_can_read_each_page_of_writing_and_asking(malika: Page, name: str) -> None:
    malika.goto(f"{CAHIERS}{EXPERTISE.split('/')[2]}/")
    if name == "sentence":
        follow(malika, "Modifier")
    elif name in ("quote", "figure"):
        malika.locator("summary").first.click()
        follow(malika, {"quote": "Citer une parole", "figure": "Mettre un chiffre"}[name])
    else:
        malika.goto(PROPOSALS)
        if name != "list":
            link = "Écrire une proposition" if name == "new" else "Les clés de la salle"
            malika.get_by_role("link", name=re.compile(link)).first.click()
    expect(malika.locator("h1")).to_be_visible()
    assert problems(malika) == []


# The whole story


def begun(malika: Page) -> str:
    """Begin a cahier with one sentence; return its page at the desk."""
    malika.goto(f"{CAHIERS}nouveau/")
    malika.get_by_label("Titre").fill(fresh("Cahier "))
    malika.get_by_label("Thème de la bibliothèque").fill("L'entraide")
    press(malika, "Commencer")
    sees(malika, "Rien encore dans cette partie.")
    page = malika.url
    malika.get_by_label("Ajouter des phrases, une par ligne").fill(
        "Entre voisines, on se garde les enfants."
    )
    press(malika, "Ajouter")
    sees(malika, "Cette phrase ne s'appuie sur rien.")
    return page


def consented(malika: Page, page: str) -> None:
    """Open a round of consent, consent, close it."""
    malika.goto(f"{page}consentement/")
    malika.get_by_label("Réponses jusqu'au").fill(in_days(7))
    press(malika, "Ouvrir le tour")
    malika.get_by_label("je consens").first.check()
    press(malika, "Répondre")
    sees(malika, "1 consentement ·")
    press(malika, "Refermer le tour")
    sees(malika, "Le tour est refermé.")


def published(malika: Page, page: str) -> str:
    """Publish; return the address of the edition."""
    malika.goto(f"{page}publier/")
    press(malika, "Publier cette édition")
    sees(malika, "Cette édition ne changera plus.")
    return malika.url


def asked(malika: Page, sentence: str) -> str:
    """Ask an institution, from a sentence; return the private link."""
    malika.goto(f"{PROPOSALS}nouvelle/")
    malika.get_by_label("En un titre").fill(fresh("Une salle "))
    malika.get_by_label("À quelle institution").fill("Ville de Roubaix")
    malika.get_by_label("Ce que nous demandons").fill("Une salle, deux soirs par semaine.")
    malika.get_by_label(re.compile(re.escape(sentence))).first.check()
    press(malika, "Écrire")
    malika.get_by_text("Écrire une étape").click()
    malika.get_by_label("Étape").select_option("envoyée")
    press(malika, "Écrire cette étape")
    sees(malika, "L'étape est écrite.")
    malika.get_by_text("Le lien privé de l'institution").click()
    press(malika, "Faire un lien")
    return malika.locator(".said.info").inner_text()


def tied_by_keyboard(malika: Page) -> None:
    """What looks like the sentence is beside it; ticked, it is an anchor."""
    follow(malika, "Que dit-on de pareil ?")
    malika.get_by_role("checkbox", name=re.compile(re.escape(SAID))).focus()
    malika.keyboard.press("Space")
    press(malika, "Ancrer la phrase choisie sur les paroles cochées")
    sees(malika, "1 ancrage est noué.")


def tied_by_mouse(malika: Page) -> None:
    """Another voice, found by its words, is dragged onto the sentence."""
    malika.get_by_label("Chercher dans les paroles").fill("ascenseur")
    lands(malika, malika.get_by_role("button", name="Chercher", exact=True))
    found = malika.locator("#volet li:has(input)").filter(has_text="les jeunes montent")
    # Once the script has run.
    expect(found.first).to_have_attribute("draggable", "true")
    found.first.drag_to(malika.locator(".text li").first)
    sees(malika, "1 ancrage est noué.")
    sees(malika, "2 appuis")


def answered(institution: Page, link: str) -> None:
    """Answer by a private link."""
    institution.goto(link)
    institution.get_by_label("en partie").check()
    institution.get_by_label("En quelques phrases").fill("Un soir par semaine, dès janvier.")
    institution.get_by_label("Votre fonction et votre service").fill("Vie des quartiers")
    press(institution, "Envoyer la réponse")
    sees_title(institution, "Merci. Votre réponse est publiée.")


def asks_what_became_of_it(samira: Page) -> None:
    """Type the four words of a voice."""
    samira.goto("/essayer/")
    told = samira.locator("main").inner_text().split("Ses quatre mots")[1]
    typed = re.search(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+", told)
    assert typed
    samira.goto("/parole/")
    samira.get_by_label("Vos quatre mots").fill(typed[0])
    press(samira, "Voir ma parole")


def test_from_a_voice_to_an_answer_and_back_with_four_words(malika: Page, visit: Visit) -> None:
    page = begun(malika)
    tied_by_keyboard(malika)
    tied_by_mouse(malika)
    consented(malika, page)
    edition = published(malika, page)
    link = asked(malika, "Entre voisines, on se garde les enfants.")
    answered(visit(width=PHONE, javascript=False), link)

    # Months later, an inhabitant with a phone and four words.
    samira = visit(width=PHONE, javascript=False)
    asks_what_became_of_it(samira)
    sees(samira, "Entre voisines, on se garde les enfants.")
    sees(samira, "Une salle, deux soirs par semaine.")
    sees(samira, "Un soir par semaine, dès janvier.")

    # Anybody: from the sentence to its voices, never to a person.
    reader = visit(width=PHONE, javascript=False)
    reader.goto(edition)
    reader.get_by_role("link", name=re.compile("le fil")).first.click()
    sees(reader, SAID)
    sees(reader, "2 paroles")
    sees(reader, "Un soir par semaine, dès janvier.")


def test_without_script_a_sentence_is_anchored_by_ticks_alone(visit: Visit, malika: Page) -> None:
    page = begun(malika)
    plain = visit(javascript=False, width=PHONE, cookies=malika.context.storage_state())
    plain.goto(page)
    plain.get_by_label("Chercher dans les paroles").fill("ascenseur")
    press(plain, "Chercher")
    plain.get_by_role("checkbox").first.check()
    press(plain, "Ancrer la phrase choisie sur les paroles cochées")
    sees(plain, "Choisissez d'abord une phrase.")
    plain.get_by_label("Chercher dans les paroles").fill("ascenseur")
    press(plain, "Chercher")
    plain.get_by_role("radio").first.check()
    plain.get_by_role("checkbox").first.check()
    press(plain, "Ancrer la phrase choisie sur les paroles cochées")
    sees(plain, "1 ancrage est noué.")


def test_two_who_write_the_same_sentence_lose_nothing(malika: Page, visit: Visit) -> None:
    page = begun(malika)
    ines = visit(cookies=malika.context.storage_state())
    for one in (malika, ines):
        one.goto(page)
        one.locator(".text").get_by_role("link", name="Modifier").first.click()
    malika.get_by_label("La phrase", exact=True).fill("La phrase de Malika.")
    press(malika, "Enregistrer")
    sees(malika, "C'est enregistré.")
    ines.get_by_label("La phrase", exact=True).fill("La phrase d'Inès.")
    press(ines, "Enregistrer")
    sees(ines, "Elle dit maintenant")
    sees(ines, "La phrase de Malika.")
    expect(ines.get_by_label("La phrase", exact=True)).to_have_value("La phrase d'Inès.")


def test_a_withdrawn_voice_is_a_mark_in_the_edition_and_in_its_file(
    malika: Page, visit: Visit
) -> None:
    """A quotation that its speaker takes back leaves the page, the file, not the hash."""
    words = withdrawable(malika, visit)
    page = begun(malika)
    malika.locator("summary").first.click()
    follow(malika, "Citer une parole")
    malika.get_by_label(words["said"]).check()
    press(malika, "Citer")
    sentence = malika.locator(".text li").first
    sentence.get_by_role("link", name="Modifier").click()
    malika.get_by_label("Pourquoi le collectif l'affirme sans parole").fill("Nous le voulons.")
    press(malika, "Enregistrer")
    consented(malika, page)
    edition = published(malika, page)
    before = malika.locator(".help code").inner_text()
    assert words["said"] in pdf.text(file_of(malika, edition, "a4"))

    speaker = visit(width=PHONE, javascript=False)
    speaker.goto("/parole/")
    speaker.get_by_label("Vos quatre mots").fill(words["receipt"])
    press(speaker, "Voir ma parole")
    press(speaker, "Retirer ma parole")
    sees(speaker, "Cette parole est retirée.")

    reader = visit()
    reader.goto(edition)
    sees(reader, "Qui l'a dite l'a retirée.")
    expect(reader.locator("main")).not_to_contain_text(words["said"])
    assert reader.locator(".help code").inner_text() == before
    printed = pdf.text(file_of(reader, edition, "a4"))
    assert words["said"] not in printed
    assert "retirée" in printed


def withdrawable(malika: Page, visit: Visit) -> dict[str, str]:
    """Write a voice at a table, with its receipt; two people find that it may be shown."""
    said = fresh("je le dis et je peux le reprendre ")
    scribe = opened(visit(width=PHONE, javascript=False), codes(malika, 0)[-1])
    scribe.get_by_text("Plus : langue, cela rejoint, reçu").click()
    scribe.get_by_label("Donner un reçu à la personne qui parle").check()
    writes(scribe, said)
    receipt = words_shown(scribe)
    ines = entered_as("chercheuse", visit())
    for reader in (malika, ines):
        reader.goto("/bureau/upc/carnets/")
        reader.get_by_label("Chercher").fill(said)
        press(reader, "Chercher")
        reader.get_by_role("link", name=said).click()
        reader.locator(".kicker a").first.click()
        follow(reader, "Relire avant de montrer")
        reader.locator("li, form").filter(has_text=said).get_by_role(
            "button", name=re.compile("On peut la montrer")
        ).first.click()
    return {"said": said, "receipt": receipt}


def file_of(page: Page, edition: str, size: str) -> bytes:
    """Return the file of an edition."""
    answer = page.request.get(f"{edition}{size}.pdf")
    assert answer.ok
    return answer.body()


def test_the_files_of_an_edition_have_its_text_bookmarks_and_tags(page: Page) -> None:
    for size, width in (("a4", 595), ("a5", 420)):
        content = file_of(page, EXPERTISE.replace("/cahiers", f"{origin(page)}/cahiers"), size)
        facts = pdf.facts(content)
        assert facts["Tagged"] == "yes"
        assert abs(float(facts["Page size"].split()[0]) - width) < 1
        text = " ".join(pdf.text(content).split())
        for words in ("Cinq points d'appui", "La laïcité", "Comment ce cahier est fait"):
            assert words in text
        assert "H2" in structure(content), "headings are tagged as such"
        assert b"/Outlines" in content


def structure(content: bytes) -> str:
    """Return the tags of a file, as a screen reader finds them."""
    done = subprocess.run(
        ["pdfinfo", "-struct-text", "-"], input=content, capture_output=True, check=True
    )
    return done.stdout.decode(errors="replace")


def origin(page: Page) -> str:
    """Return where the demonstration is."""
    page.goto("/cahiers/")
    parts = urlsplit(page.url)
    return f"{parts.scheme}://{parts.netloc}"


def test_a_thread_is_printed_and_read_in_arabic(visit: Visit) -> None:
    page = visit(width=PHONE)
    address = public_pages(page)["thread"]
    page.goto(f"/langue/ar/?suite={address}")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert problems(page) == []
    page.emulate_media(media="print")
    expect(page.locator("svg.fil")).to_be_visible()
    expect(page.locator("header")).to_be_hidden()


def test_an_institution_with_an_old_link_is_told_what_to_do(malika: Page, visit: Visit) -> None:
    malika.goto(PROPOSALS)
    malika.get_by_role("link", name=re.compile("Deux heures par semaine")).first.click()
    malika.get_by_text("Le lien privé de l'institution").click()
    press(malika, "Faire un lien")
    link = malika.locator(".said.info").inner_text()
    malika.reload()
    malika.get_by_text("Le lien privé de l'institution").click()
    press(malika, "Refermer")
    late = visit(width=PHONE, javascript=False)
    late.goto(link)
    sees_title(late, "Ce lien n'est plus ouvert")
    malika.reload()
    malika.get_by_text("Le lien privé de l'institution").click()
    sees(malika, "ouvert trop tard")
