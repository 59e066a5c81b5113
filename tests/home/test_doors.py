"""Every desk page: who gets in.

Alice coordinates, Bob is reception, Dina does research, Charlie belongs elsewhere.

The pages are those of the URLconf: a new one is under guard as soon as it has an address.
"""

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from pytest_django import Settings

from entraide.gatherings.models import Gathering
from tests.home.neighbourhood import Page, enter, make_neighbourhood, pages

pytestmark = pytest.mark.django_db
RECEPTION = {
    "desk", "desk_gathering", "desk_changes", "desk_sign_ups", "desk_behalf", "desk_sheets",
    "desk_sheet_batch", "desk_party", "desk_change", "desk_answer", "desk_lists", "desk_list",
    "desk_list_file", "desk_calls", "receptions", "reception", "reception_marks", "walk_in",
    "copy_list", "reception_worker", "desk_certificate", "desk_prints", "desk_print_out",
    "desk_print_archive", "desk_print_paper", "cahiers", "cahier", "history", "consent",
    "programmes",
    "desk_aid", "desk_welcome", "desk_aid_calls", "desk_told", "desk_neighbours", "desk_offer",
    "desk_need", "desk_deed", "loop_by_voice", "board_paper", "desk_neighbour", "desk_apart",
    "desk_hold", "desk_right", "desk_reply", "desk_loop_told",
}  # fmt: skip
LISTENING = {
    "desk", "desk_listening", "desk_wall", "notebooks", "notebook", "note", "read", "text",
    "themes", "footholds", "codebook", "codebook_qdc", "codebook_taguette", "research",
    "research_bring", "theme_new", "theme", "theme_merge", "theme_split",
    "code_start", "code", "uncode", "crossings", "crossing", "behind",
    "agreement", "apart", "polls", "desk_poll", "sheet", "count", "desk_results", "votes_csv",
    "comments_csv", "participants_csv", "problem_json", "cahiers", "cahier_new", "cahier",
    "settings", "history", "unheard", "add_section", "section", "add", "quote", "figure", "tie",
    "passage", "change", "untie", "consent", "ask", "consent_paper", "objection", "publish",
    "erratum", "proposals", "desk_proposal", "letter", "observe",
    "programmes", "programme", "participants", "desk_action", "seminars", "seminar", "feedbacks",
    "learned", "mandates", "mandate", "inputs", "input",
    "take_up", "diagnosis", "diagnosis_begin", "desk_shelf",
    "resource_new", "resource", "reading_list_new",
    "desk_reading_list", "timeline", "annual", "rights", "propose_right", "health",
}  # fmt: skip


def forgotten(request: HttpRequest, collective: str) -> HttpResponse:
    """Open to everyone, and write at each visit: everything a desk page must not do."""
    Gathering.objects.update(lead="visited")
    return HttpResponse("ouvert")


urlpatterns = [
    path("bureau/<slug:collective>/oubliee/", forgotten, name="forgotten"),
    path("", include("entraide.urls")),
]


@pytest.fixture(autouse=True)
def _neighbourhood(before_the_press: None) -> None:
    make_neighbourhood()


def looked_at(urlconf: str) -> list[Page]:
    """Return every desk page; of the addresses of the control, those of one part."""
    found = pages(urlconf)
    if urlconf == "entraide.urls":
        return found
    return [one for one in found if one.name == "forgotten" or "/entraide/" in one.address]


def open_to_strangers(urlconf: str = "entraide.urls") -> list[str]:
    """Return the pages that do not send a stranger to the door."""
    found = []
    for page in looked_at(urlconf):
        for answer in (Client().get(page.address), Client().post(page.address)):
            if answer.headers.get("Location") != f"/entrer/?next={page.address}":
                found.append(page.name)
    return found


def open_to(name: str, urlconf: str = "entraide.urls") -> set[str]:
    """Return the pages that exist for this person, read or sent."""
    found, client = set(), enter(name)
    for page in looked_at(urlconf):
        answers = client.get(page.address), client.post(page.address)
        found |= {page.name for answer in answers if answer.status_code != 404}
    return found


def writing_when_read(urlconf: str = "entraide.urls") -> list[str]:
    """Return the pages that change something when they are only looked at."""
    found, alice = [], enter("Alice")
    for page in looked_at(urlconf):
        with CaptureQueriesContext(connection) as done:
            alice.get(page.address)
        written = [q["sql"] for q in done if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        if [sql for sql in written if "session" not in sql]:
            found.append(page.name)
    return found


@pytest.mark.slow
def test_there_are_desk_pages_and_each_exists_for_alice() -> None:
    assert len(pages()) > 30
    alice = enter("Alice")
    missing = [page.name for page in pages() if alice.get(page.address).status_code == 404]
    assert missing == []


@pytest.mark.slow
def test_strangers_are_sent_to_the_door() -> None:
    assert open_to_strangers() == []


@pytest.mark.slow
def test_for_charlie_no_desk_page_exists() -> None:
    assert open_to("Charlie") == set()


@pytest.mark.slow
def test_for_bob_only_the_pages_of_the_reception_exist() -> None:
    assert open_to("Bob") == RECEPTION


@pytest.mark.slow
def test_for_dina_only_the_pages_of_those_who_listen_exist() -> None:
    assert open_to("Dina") == LISTENING


@pytest.mark.slow
def test_reading_a_desk_page_changes_nothing() -> None:
    assert writing_when_read() == []


@pytest.mark.slow
def test_a_page_without_guard_is_caught(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    assert open_to_strangers(__name__) == ["forgotten", "forgotten"]
    assert open_to("Charlie", __name__) == {"forgotten"}
    mine = {page.name for page in looked_at(__name__)}
    assert open_to("Bob", __name__) == {*RECEPTION & mine, "forgotten"}
    assert "forgotten" in writing_when_read(__name__)


@pytest.mark.slow
def test_desk_pages_are_not_left_in_a_shared_cache() -> None:
    alice = enter("Alice")
    answers = {page.name: alice.get(page.address) for page in pages()}
    kept = {
        n: a.headers.get("Cache-Control", "") for n, a in answers.items() if a.status_code < 405
    }
    assert {name for name, rule in kept.items() if "no-store" not in rule} == set()
