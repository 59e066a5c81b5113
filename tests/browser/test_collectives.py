"""What a collective holds does not exist for another."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import entered_as
from tests.browser.steps import STUDY_DESK, sees_title

pytestmark = pytest.mark.browser
EDITORS_ONLY = [
    f"{STUDY_DESK}changer/",
    f"{STUDY_DESK}etat/",
    f"{STUDY_DESK}copier/",
    f"{STUDY_DESK}programme/",
    f"{STUDY_DESK}programme/1/",
    f"{STUDY_DESK}messages/",
    f"{STUDY_DESK}messages/nouveau/",
    "/bureau/upc/equipe/",
    "/bureau/upc/presentation/",
    "/bureau/upc/rencontres/nouvelle/",
]
DESK_OF_ANOTHER = [
    "/bureau/upc/",
    "/bureau/upc/lieux/",
    STUDY_DESK,
    f"{STUDY_DESK}journal/",
    f"{STUDY_DESK}inscriptions/",
    f"{STUDY_DESK}inscriptions/1/",
    f"{STUDY_DESK}inscriptions/nouvelle/",
    f"{STUDY_DESK}inscriptions/feuilles/",
    f"{STUDY_DESK}listes/",
    f"{STUDY_DESK}listes/personnes/",
    f"{STUDY_DESK}listes/personnes.csv",
    f"{STUDY_DESK}appels/",
    *EDITORS_ONLY,
    # Its own collective, someone else's gathering.
    STUDY_DESK.replace("/upc/", "/pile/"),
    f"{STUDY_DESK}listes/personnes.csv".replace("/upc/", "/pile/"),
    f"{STUDY_DESK}inscriptions/1/".replace("/upc/", "/pile/"),
]


def status_of(page: Page, address: str) -> int:
    """Return how the server answers to this visitor, without following."""
    return page.request.get(address, max_redirects=0).status


def test_the_desk_of_another_collective_does_not_exist(page: Page) -> None:
    entered_as("travailleur social", page)
    sees_title(page, "Nos rencontres")
    assert status_of(page, "/bureau/pile/") == 200
    found = {address: status_of(page, address) for address in DESK_OF_ANOTHER}
    assert found == dict.fromkeys(DESK_OF_ANOTHER, 404)


def test_a_desk_asks_who_one_is(page: Page) -> None:
    found = {address: status_of(page, address) for address in DESK_OF_ANOTHER}
    assert found == dict.fromkeys(DESK_OF_ANOTHER, 302)


def test_reception_reads_lists_but_does_not_edit(page: Page) -> None:
    entered_as("scribe de table", page)
    for address in [f"{STUDY_DESK}listes/personnes/", f"{STUDY_DESK}inscriptions/"]:
        assert status_of(page, address) == 200
    found = {address: status_of(page, address) for address in EDITORS_ONLY}
    assert found == dict.fromkeys(EDITORS_ONLY, 404)
