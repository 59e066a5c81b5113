"""A full gathering: people wait, a place frees, it is offered and taken."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.steps import (
    cancel,
    come_back,
    follow,
    fresh,
    letter_to,
    press,
    publish_gathering,
    sees,
    sees_title,
    sign_up,
)

pytestmark = pytest.mark.browser


def test_who_waits_first_gets_the_freed_place(malika: Page, visit: Visit) -> None:
    _desk, public = publish_gathering(malika, places=1)
    first, second, third = visit(), visit(javascript=False), visit(javascript=False)
    kept = sign_up(first, "Première", at=public)
    press(first, "Effacer de cet appareil")

    sign_up(second, "Deuxième", at=public)
    sees_title(second, "Vous êtes sur la liste d'attente.")
    sees(second, "Votre rang : 1.")
    sign_up(third, "Troisième", at=public)
    sees(third, "Votre rang : 2.")
    second.goto(public)
    sees(second, "complet : liste d'attente")

    come_back(first, kept)
    cancel(first)
    second.goto("/billet/moi/")
    sees(second, "Une place vous est offerte")
    press(second, "Je prends la place")
    sees_title(second, "C'est noté : à bientôt !")
    third.reload()
    sees(third, "Votre rang : 1.")


def test_a_place_that_is_left_goes_to_the_next(malika: Page, visit: Visit) -> None:
    _desk, public = publish_gathering(malika, places=1)
    first, second, third = visit(), visit(), visit()
    for person, name in [(first, "Première"), (second, "Deuxième"), (third, "Troisième")]:
        sign_up(person, name, at=public)
    cancel(first)

    second.reload()
    press(second, "Je la laisse")
    sees(second, "est passée à quelqu'un d'autre")
    third.reload()
    press(third, "Je prends la place")
    sees_title(third, "C'est noté : à bientôt !")
    press(second, "Attendre à nouveau")
    sees(second, "Votre rang : 1.")


def test_who_gave_an_email_gets_the_offer_in_a_letter(malika: Page, visit: Visit) -> None:
    _desk, public = publish_gathering(malika, places=1)
    first, second = visit(), visit()
    sign_up(first, "Première", at=public)
    address = f"{fresh('yasmina')}@entraide.example"
    sign_up(second, "Yasmina", at=public, tell=("par e-mail", address))
    cancel(first)

    reader = visit()
    letter = letter_to(reader, address, "une place s'est libérée")
    expect(letter).to_contain_text("Elle vous est gardée jusqu'au")
    letter.get_by_role("link").click()
    sees(reader, "Une place vous est offerte")
    press(reader, "Je prends la place")
    sees_title(reader, "C'est noté : à bientôt !")


def test_who_gave_a_phone_is_called_and_the_answer_is_written_down(
    malika: Page, visit: Visit
) -> None:
    desk, public = publish_gathering(malika, places=1)
    first, second = visit(), visit()
    sign_up(first, "Première", at=public)
    sign_up(second, "Fatou", at=public, tell=("par téléphone", "06 39 98 12 34"))
    cancel(first)

    malika.goto(f"{desk}appels/")
    sees(malika, "Fatou")
    expect(malika.get_by_role("link", name="0639981234")).to_be_visible()
    sees(malika, "L'acceptez-vous ?")
    follow(malika, "Écrire sa réponse")
    press(malika, "Accepte la place")
    second.reload()
    sees_title(second, "C'est noté : à bientôt !")
    malika.goto(f"{desk}appels/")
    sees(malika, "Personne à appeler. C'est à jour.")
