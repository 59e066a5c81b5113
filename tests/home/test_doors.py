"""Every desk page: who gets in.

Alice coordinates, Bob is reception, Dina does research, Charlie belongs elsewhere.

The pages are those of the URLconf: a new one is under guard as soon as it has an address.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, include, path
from django.utils import timezone
from pytest_django import Settings

from entraide.expertise.actions import answers, consent, experiments
from entraide.expertise.models import (
    Cahier,
    Commitment,
    Experiment,
    Objection,
    Passage,
    Proposal,
    Section,
)
from entraide.gatherings.models import (
    Composition,
    Gathering,
    Message,
    MessageTemplate,
    Moment,
    PaperSheet,
    Party,
    PrintOut,
    Seat,
    SignUp,
    Table,
    WaitingPlace,
)
from entraide.gatherings.queries.print_outs import folder
from entraide.notebooks.actions import coding
from entraide.notebooks.models import Note, Notebook, Theme
from entraide.people.models import Membership, Person, Role
from entraide.places.models import Room
from entraide.votes.models import Poll
from tests.make import (
    make_cahier,
    make_collective,
    make_gathering,
    make_group,
    make_member,
    make_moment,
    make_notebook,
    make_option,
    make_place,
    make_proposal,
)

pytestmark = pytest.mark.django_db
DESK = "bureau/<slug:collective>/"
NUMBER, BATCH = 7, UUID("00000000-0000-4000-8000-000000000007")
VALUES = {
    "collective": "upc",
    "slug": "journee",
    "batch": BATCH,
    "name": "besoins",
    "kind": "csv",
    "uid": BATCH,
    "below": BATCH,
    "paper": "badges",
    "way": "colleges",
    "column": "aucun",
}
RECEPTION = {
    "desk", "desk_gathering", "desk_changes", "desk_sign_ups", "desk_behalf", "desk_sheets",
    "desk_sheet_batch", "desk_party", "desk_change", "desk_answer", "desk_lists", "desk_list",
    "desk_list_file", "desk_calls", "receptions", "reception", "reception_marks", "walk_in",
    "copy_list", "reception_worker", "desk_certificate", "desk_prints", "desk_print_out",
    "desk_print_archive", "desk_print_paper", "cahiers", "cahier", "history", "consent",
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
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """A desk page that exists in the test's neighbourhood."""

    name: str
    address: str


def forgotten(request: HttpRequest, collective: str) -> HttpResponse:
    """Open to everyone, and write at each visit: everything a desk page must not do."""
    Gathering.objects.update(lead="visited")
    return HttpResponse("ouvert")


urlpatterns = [
    path("bureau/<slug:collective>/oubliee/", forgotten, name="forgotten"),
    path("", include("entraide.urls")),
]


def patterns(found: URLResolver, route: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in found.url_patterns:
        whole = f"{route}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from patterns(each, whole)
        else:
            yield whole, each


def pages(urlconf: str = "entraide.urls") -> list[Page]:
    """Return every desk page; whatever a number means, number 7 exists."""
    found = []
    for route, pattern in patterns(get_resolver(urlconf)):
        if route.startswith(DESK):
            for name in pattern.pattern.converters:
                kind = str(pattern.pattern.converters[name].__class__.__name__)
                value = NUMBER if kind == "IntConverter" else VALUES[name]
                route = route.replace(f"<{_kind(route, name)}:{name}>", str(value))
            found.append(Page(str(pattern.name), f"/{route}"))
    return found


def _kind(route: str, name: str) -> str:
    return route.split(f":{name}>", maxsplit=1)[0].rsplit("<", maxsplit=1)[1]


@pytest.fixture(autouse=True)
def _neighbourhood() -> None:
    """Make a gathering where everything there is has number 7."""
    collective = make_collective()
    make_member("Bob", role=Role.RECEPTION)
    make_member("Dina", role=Role.RESEARCHER)
    make_member("Charlie", make_collective("pile"))
    alice = make_member("Alice", make_collective("ailleurs"))
    Membership.objects.create(pk=NUMBER, person=alice, collective=collective, role="coordinator")
    place = make_place(pk=NUMBER)
    Room.objects.create(pk=NUMBER, place=place, name="salle")
    gathering = make_gathering(pk=NUMBER, slug="journee")
    workshop = Moment.Kind.MIXED_WORKSHOP
    moment = make_moment(gathering, pk=NUMBER, kind=workshop, place=place)
    option = make_option(moment, pk=NUMBER, taken=1)
    party = Party.objects.create(
        pk=NUMBER, gathering=gathering, receipt_digest="r", key_digest="k", tell_by="come_back"
    )
    samira = SignUp.objects.create(pk=NUMBER, party=party, name="Samira", peer_group=make_group())
    table = Table.objects.create(pk=NUMBER, moment=moment, number=1)
    Seat.objects.create(table=table, moment=moment, sign_up=samira)
    Composition.objects.create(pk=NUMBER, gathering=gathering)
    WaitingPlace.objects.create(
        pk=NUMBER, gathering=gathering, option=option, party=party, state="offered", order=1
    )
    PaperSheet.objects.create(gathering=gathering, batch=BATCH, code="ACDEF")
    print_out = PrintOut.objects.create(uid=BATCH, gathering=gathering, state="ready")
    files = folder(print_out)
    files.mkdir(parents=True, exist_ok=True)
    for name in ("journee-badges.pdf", "journee-papiers.zip"):
        (files / name).write_bytes(b"")
    listened(alice)
    published(alice)
    Message.objects.create(pk=NUMBER, gathering=gathering, subject="Bonjour", body="Bonjour")
    MessageTemplate.objects.create(
        pk=NUMBER, collective=collective, title="Rappel", subject="Rappel", body="Rappel"
    )


def published(alice: Person) -> None:
    """Make a cahier whose parts have number 7, and a proposal with all that follows one."""
    cahier = make_cahier("Phrase")
    Cahier.objects.filter(pk=cahier.pk).update(slug="journee")
    part = Section.objects.create(pk=NUMBER, cahier=cahier, title="Partie")
    note = Note.objects.get(uid=BATCH)
    Passage.objects.create(section=part, note=note, kind=Passage.Kind.CLAIM)
    asked = consent.open_round(cahier, closes_on=timezone.localdate(), by=alice)
    said = consent.reply(asked, "objection", "Non.", person=alice)
    Objection.objects.filter(reply=said).update(id=NUMBER)
    proposal = make_proposal(note, collective=cahier.notebook.collective)
    Proposal.objects.filter(pk=proposal.pk).update(slug="journee")
    answers.commit(proposal, "Un bus.", due_on=timezone.localdate(), by=alice)
    Commitment.objects.update(id=NUMBER)
    trial = experiments.Trial("Essai", "Voir", "", None, timezone.localdate())
    experiments.try_it(proposal, trial)
    Experiment.objects.update(id=NUMBER)


def listened(alice: Person) -> None:
    """Make a notebook whose note has number 7, coded, and put to the vote."""
    collective = make_collective()
    text = make_notebook(collective, uid=BATCH, kind=Notebook.Kind.TEXT)
    Note.objects.create(notebook=text, uid=BATCH, number=NUMBER, text="Bonjour", day="2026-12-08")
    Poll.objects.create(notebook=text)
    Theme.objects.create(collective=collective, uid=BATCH, name="Le four", dye="madder")
    # Fewer than five voices would be hidden, and nothing leads behind a hidden number.
    for number in range(1, 5):
        Note.objects.create(notebook=text, number=number, text="Bonjour", day="2026-12-08")
    for note in Note.objects.all():
        coding.code_whole(note, Theme.objects.all(), coder=alice)


def enter(name: str) -> Client:
    client = Client()
    client.force_login(Membership.objects.filter(person__name=name)[0].person)
    return client


def open_to_strangers(urlconf: str = "entraide.urls") -> list[str]:
    """Return the pages that do not send a stranger to the door."""
    found = []
    for page in pages(urlconf):
        for answer in (Client().get(page.address), Client().post(page.address)):
            if answer.headers.get("Location") != f"/entrer/?next={page.address}":
                found.append(page.name)
    return found


def open_to(name: str, urlconf: str = "entraide.urls") -> set[str]:
    """Return the pages that exist for this person, read or sent."""
    found, client = set(), enter(name)
    for page in pages(urlconf):
        answers = client.get(page.address), client.post(page.address)
        found |= {page.name for answer in answers if answer.status_code != 404}
    return found


def writing_when_read(urlconf: str = "entraide.urls") -> list[str]:
    """Return the pages that change something when they are only looked at."""
    found, alice = [], enter("Alice")
    for page in pages(urlconf):
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
    assert open_to("Bob", __name__) == {*RECEPTION, "forgotten"}
    assert "forgotten" in writing_when_read(__name__)


@pytest.mark.slow
def test_desk_pages_are_not_left_in_a_shared_cache() -> None:
    alice = enter("Alice")
    answers = {page.name: alice.get(page.address) for page in pages()}
    kept = {
        n: a.headers.get("Cache-Control", "") for n, a in answers.items() if a.status_code < 405
    }
    assert {name for name, rule in kept.items() if "no-store" not in rule} == set()
