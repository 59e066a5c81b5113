"""A message is written from a template, read before it leaves, sent once; the others are called."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.steps import (
    complaint,
    follow,
    fresh,
    letter_to,
    press,
    publish_gathering,
    sees,
    sees_fact,
    sees_title,
    sign_up,
)

pytestmark = pytest.mark.browser


def test_a_message_goes_by_letter_or_on_the_call_list(malika: Page, visit: Visit) -> None:
    desk, public = publish_gathering(malika)
    address = f"{fresh('leila')}@entraide.example"
    sign_up(visit(), "Leïla", at=public, tell=("par e-mail", address))
    sign_up(visit(), "Mamadou", at=public, tell=("par téléphone", "0639981111"))

    write_from_template(malika, desk)
    sees_fact(malika, "Par e-mail", "1")
    sees_fact(malika, "Sur la liste d'appels", "1")
    sees(malika, "Bonjour Leïla,")
    sees(malika, "Bonjour Mamadou,")
    press(malika, "Envoyer")
    sees(malika, "2 envois.")
    sees(malika, "envoyé")

    letter = letter_to(visit(), address, "nous vous attendons")
    expect(letter).to_contain_text("À bientôt")
    malika.goto(f"{desk}appels/")
    sees(malika, "Mamadou")
    malika.get_by_label("Mamadou").check()
    press(malika, "Enregistrer")
    sees(malika, "Personne à appeler. C'est à jour.")
    sees(malika, "Déjà dit")
    malika.get_by_label("À redire : Mamadou").check()
    press(malika, "Enregistrer")
    expect(malika.get_by_role("checkbox", name="Mamadou", exact=True)).to_be_visible()


def write_from_template(page: Page, desk: str) -> None:
    """Write a message from the template of the collective."""
    page.goto(f"{desk}messages/")
    follow(page, "Rappel")
    expect(page.get_by_label("Objet")).to_have_value("À bientôt")
    press(page, "Relire avant d'envoyer")
    sees_title(page, "Relire avant d'envoyer")


def test_a_message_that_left_does_not_leave_twice(malika: Page, visit: Visit) -> None:
    desk, public = publish_gathering(malika)
    sign_up(visit(), "Mamadou", at=public, tell=("par téléphone", "0639982222"))
    write_from_template(malika, desk)
    malika.get_by_role("button", name="Envoyer").dblclick()
    sees_title(malika, "Messages")
    malika.goto(f"{desk}appels/")
    expect(malika.get_by_role("checkbox")).to_have_count(1)
    malika.goto(f"{desk}messages/")
    sees(malika, "1 envoi : 1 à dire")


def test_an_unknown_field_is_refused_beside_the_text(malika: Page) -> None:
    desk, _public = publish_gathering(malika)
    malika.goto(f"{desk}messages/nouveau/")
    malika.get_by_label("Objet").fill("Bonjour")
    malika.get_by_label("Texte").fill("Bonjour {prénom}")
    press(malika, "Relire avant d'envoyer")
    assert "{prénom} n'est pas un champ" in complaint(malika.get_by_label("Texte"))
    expect(malika.get_by_label("Texte")).to_have_value("Bonjour {prénom}")
