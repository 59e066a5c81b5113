"""The notebooks at the desk: read and searched by those who listen."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entraide.notebooks.actions import anchoring, writing
from entraide.notebooks.models import Notebook
from entraide.people.models import Role
from tests.make import make_collective, make_member, make_note, make_notebook

pytestmark = pytest.mark.django_db
DESK = "/bureau/upc/carnets/"


@pytest.fixture
def notebook() -> Notebook:
    """A notebook with two voices, one on the other."""
    found = make_notebook(title="Table 3")
    first, second = make_note(found, "Le pain est cher."), make_note(found, "Oui, le pain !")
    anchoring.anchor(second, [first])
    return found


def logged_in(name: str, role: str = Role.RESEARCHER) -> Client:
    client = Client()
    client.force_login(make_member(name, role=role))
    return client


def test_who_listens_reads_searches_and_follows_the_thread(notebook: Notebook) -> None:
    client = logged_in("Bob")
    assert "Table 3" in client.get(DESK).text
    assert "2 notes trouvées" in client.post(DESK, {"text": "pains"}).text
    first, second = notebook.notes.all()
    assert "Oui, le pain !" in client.get(f"{DESK}{notebook.uid}/").text
    assert "Oui, le pain !" in client.get(f"{DESK}notes/{first.uid}/").text
    assert "Le pain est cher." in client.get(f"{DESK}notes/{second.uid}/").text


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.MEMBER])
def test_who_does_not_listen_reads_nothing(notebook: Notebook, role: Role) -> None:
    client = logged_in("Chloé", role)
    for page in (DESK, f"{DESK}{notebook.uid}/", f"{DESK}notes/{notebook.notes.first().uid}/"):  # type: ignore[union-attr]
        assert client.get(page).status_code == 404


def test_another_collective_does_not_exist(notebook: Notebook) -> None:
    client = Client()
    client.force_login(make_member("Dina", make_collective("autre")))
    note = notebook.notes.first()
    assert note is not None
    for collective in ("upc", "autre"):
        for page in (f"{notebook.uid}/", f"notes/{note.uid}/", f"{uuid4()}/"):
            assert client.get(f"/bureau/{collective}/carnets/{page}").status_code == 404
    assert "Le pain" not in client.post("/bureau/autre/carnets/", {"text": "pain"}).text


def test_a_closed_notebook_is_opened_again_by_who_leads(notebook: Notebook) -> None:
    writing.close(notebook, read_back=False)
    page = f"{DESK}{notebook.uid}/rouvrir/"
    assert logged_in("Bob").post(page).status_code == 404
    assert (
        "Le carnet est rouvert."
        in logged_in("Alice", Role.FACILITATOR).post(page, follow=True).text
    )
    notebook.refresh_from_db()
    assert not notebook.closed


def test_pages_ask_the_same_for_two_notes_and_for_thirty(notebook: Notebook) -> None:
    client = logged_in("Bob")
    note = notebook.notes.first()
    assert note is not None
    pages = (DESK, f"{DESK}{notebook.uid}/", f"{DESK}notes/{note.uid}/")

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counts.append(len(queries))
        return counts

    before = asked()
    for _ in range(28):
        anchoring.anchor(make_note(notebook), [note])
    make_notebook()
    assert asked() == before


def test_the_newest_notebook_comes_first() -> None:
    old, new = make_notebook(title="Ancien"), make_notebook(title="Nouveau")
    make_note(old)
    text = logged_in("Bob").get(DESK).text
    assert text.index(new.title) < text.index(old.title)


@pytest.mark.parametrize("kind", Notebook.KEPT_ELSEWHERE)
def test_what_is_published_is_neither_opened_nor_hidden_by_hand(kind: str) -> None:
    desk = Client()
    desk.force_login(make_member("Alice"))
    notebook = make_notebook(kind=kind, access=Notebook.Access.PUBLIC, closed=True, title="Édition")
    for act in ("rouvrir", "montrer"):
        assert desk.post(f"/bureau/upc/carnets/{notebook.uid}/{act}/").status_code == 404
    notebook.refresh_from_db()
    assert (notebook.closed, notebook.access) == (True, Notebook.Access.PUBLIC)
    assert "Édition" not in desk.get("/bureau/upc/carnets/").text
    assert desk.get(f"/bureau/upc/carnets/{notebook.uid}/").status_code == 200
