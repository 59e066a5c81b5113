"""From an empty neighbourhood to a published gathering, by someone who never saw the program."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, Visit
from tests.browser.steps import (
    complaint,
    create_gathering,
    fill_time,
    follow,
    fresh,
    in_days,
    letter_to,
    press,
    publish,
    publish_gathering,
    sees,
    sees_fact,
    sees_title,
    sign_up,
)

pytestmark = pytest.mark.browser
MAIL = "fatima@entraide.example"
DAYS = 30
CODE = re.compile(r"votre code est\s: ([A-Z0-9-]{6,12})")


def test_from_an_empty_neighbourhood_to_a_published_gathering(visit: Visit, empty: Server) -> None:
    page = visit(server=empty)
    assert f"Code de premier démarrage : {empty.first_start_code}" in empty.said
    found(page, empty.first_start_code)
    sees(page, "Aucune rencontre à venir. Créez la première")

    add_place(page, "Maison du quartier", room="Grande salle", seats=30)
    follow(page, "Les voisins")
    desk = create_gathering(page, "Premier café", days=DAYS)
    add_moment(page, "Accueil", "09:00", "10:00")
    add_moment(page, "Les visites", "09:30", "10:30")
    add_option(page, "La ferme", to="Les visites", places=40)
    sees(page, "2 choses à revoir dans le programme")
    sees(page, "« Accueil » et « Les visites » se chevauchent.")
    sees(page, "« La ferme » a 40 places ; la salle « Maison du quartier, Grande salle » en a 30.")

    repair(page, moment="Les visites", option="La ferme")
    expect(page.locator(".conflicts")).to_have_count(0)

    public = publish(page, desk)
    visitor = visit(server=empty)
    visitor.goto("/")
    follow(visitor, "Premier café")
    sees(visitor, "La ferme")
    sees(visitor, "Maison du quartier")
    sign_up(visitor, "Samira", at=public)

    log_out(page)
    log_in_with_code(page, empty)
    page.goto(desk)
    sees_fact(page, "Inscrites et inscrits", "1")


def found(page: Page, code: str) -> None:
    """Make the neighbourhood with the code of the window; a wrong code is refused first."""
    page.goto("/")
    sees_title(page, "Commencer un quartier")
    page.get_by_label("Nom du quartier").fill("Les Trois Ponts")
    page.get_by_label("Nom de votre collectif ou association").fill("Les voisins")
    page.get_by_label("Comment vous appelle-t-on ?").fill("Fatima")
    page.get_by_label("Votre e-mail").fill(MAIL)
    page.get_by_label("Code de premier démarrage").fill("00000000x")
    press(page, "Commencer")
    assert "pas le code" in complaint(page.get_by_label("Code de premier démarrage"))
    expect(page.get_by_label("Votre e-mail")).to_have_value(MAIL)
    page.get_by_label("Code de premier démarrage").fill(f"{code[:4]} {code[4:]}")
    press(page, "Commencer")


def add_place(page: Page, name: str, *, room: str, seats: int) -> None:
    """Describe a place and its room."""
    follow(page, "Lieux")
    follow(page, "Ajouter un lieu")
    page.get_by_label("Nom", exact=True).fill(name)
    page.get_by_label("Adresse").fill("1 place de la Mairie")
    page.get_by_label("Entrée").select_option("de plain-pied")
    press(page, "Enregistrer")
    follow(page, "Ajouter une salle")
    page.get_by_label("Nom", exact=True).fill(room)
    page.get_by_label("Places", exact=True).fill(str(seats))
    press(page, "Enregistrer")
    sees(page, f"{room}, {seats} places")


def add_moment(page: Page, title: str, begin: str, end: str) -> None:
    """Add a moment to the programme."""
    follow(page, "Ajouter un moment")
    page.get_by_label("Forme").select_option("visite de terrain")
    page.get_by_label("Titre").fill(title)
    fill_time(page, "starts_at", in_days(DAYS), begin)
    fill_time(page, "ends_at", in_days(DAYS), end)
    press(page, "Enregistrer")


def add_option(page: Page, title: str, *, to: str, places: int) -> None:
    """Add one of the things to choose."""
    follow(page, f"Ajouter un choix à « {to} »")
    page.get_by_label("Titre").fill(title)
    page.get_by_label("Nombre de places").fill(str(places))
    page.get_by_label("Salle").select_option("Maison du quartier, Grande salle")
    press(page, "Enregistrer")


def repair(page: Page, *, moment: str, option: str) -> None:
    """Move a moment to after the one before, and make an option small enough for its room."""
    follow(page, moment)
    fill_time(page, "starts_at", in_days(DAYS), "10:00")
    press(page, "Enregistrer")
    follow(page, option)
    page.get_by_label("Nombre de places").fill("25")
    press(page, "Enregistrer")


def log_out(page: Page) -> None:
    """Leave the desk."""
    follow(page, "Sortir")
    press(page, "Oui, sortir")
    page.goto("/bureau/")
    sees_title(page, "Pour l'équipe : entrer")


def log_in_with_code(page: Page, server: Server) -> None:
    """Enter with the code of the letter, which nobody reads on the site itself."""
    page.get_by_role("textbox").fill(MAIL)
    press(page, "Recevoir un code")
    sees_title(page, "Votre code")
    (letter,) = [each for each in server.letters() if each["to"] == [MAIL]]
    (code,) = CODE.findall(letter["body"])
    assert code not in letter["subject"]
    response = page.request.get("/boite-d-envoi/")
    assert response.status == 404, "on a real neighbourhood, letters are nobody's to read"
    page.get_by_role("textbox").fill(code)
    press(page, "Entrer")
    sees_title(page, "Nos rencontres")


def test_the_animator_of_the_demonstration_enters_with_a_code(page: Page) -> None:
    page.goto("/bureau/")
    page.get_by_role("textbox").fill("youcef@entraide.example")
    press(page, "Recevoir un code")
    letter = letter_to(page, "youcef@entraide.example", "code")
    (code,) = CODE.findall(letter.inner_text())
    page.goto("/entrer/code/")
    page.get_by_role("textbox").fill(code)
    press(page, "Entrer")
    sees_title(page, "Nos rencontres")


def test_a_gathering_that_cannot_be_is_refused_beside_the_field(malika: Page) -> None:
    follow(malika, "Créer une rencontre")
    malika.get_by_label("Genre").select_option("forum")
    malika.get_by_label("Titre").fill("À l'envers")
    fill_time(malika, "starts_at", in_days(40), "17:00")
    fill_time(malika, "ends_at", in_days(40), "09:00")
    press(malika, "Enregistrer")
    fieldset = malika.get_by_role("group", name="Fin", exact=True)
    expect(fieldset).to_contain_text("La rencontre finit avant de commencer.")
    expect(malika.get_by_label("Titre")).to_have_value("À l'envers")

    malika.locator("[name=ends_at_0]").evaluate("field => field.type = 'text'")
    malika.locator("[name=ends_at_0]").fill("2027-02-31")
    press(malika, "Enregistrer")
    expect(fieldset.locator(".errorlist")).to_be_visible()


def test_fewer_places_than_are_taken_are_refused(malika: Page, visit: Visit) -> None:
    desk, public = publish_gathering(malika, places=5)
    sign_up(visit(), "Samira", at=public)
    malika.goto(f"{desk}changer/")
    malika.get_by_label("Nombre de places").fill("0")
    press(malika, "Enregistrer")
    assert "1 place" in complaint(malika.get_by_label("Nombre de places"))


def test_a_gathering_is_copied_for_the_next_edition(malika: Page) -> None:
    desk, _public = publish_gathering(malika, places=5)
    malika.goto(desk)
    follow(malika, "Copier pour la prochaine édition")
    malika.get_by_label("Le premier jour de la nouvelle édition").fill(in_days(400))
    press(malika, "Copier")
    sees(malika, "La copie est un brouillon")


def test_a_draft_is_invisible_to_the_public(malika: Page, page: Page) -> None:
    malika.goto("/bureau/upc/")
    title = fresh("Brouillon ")
    desk = create_gathering(malika, title)
    response = page.goto(f"/rencontres/{desk.rstrip('/').rsplit('/', 1)[-1]}/")
    assert response is not None
    assert response.status == 404
    page.goto("/")
    expect(page.locator("main")).not_to_contain_text(title)
