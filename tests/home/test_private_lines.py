"""What is written for oneself is read by no other role, at no address: canaries tell a leak."""

from collections.abc import Iterator

import pytest
from django.db.models import QuerySet
from django.test import Client

from entraide.notebooks.models import Note
from entraide.people.models import Membership, Person, Role
from entraide.research.models import CollectiveAction, Entry, MandateMemo, Participant
from entraide.research.queries import logbooks
from tests.home.neighbourhood import NUMBER, enter, make_neighbourhood, pages
from tests.make import make_collective, make_entry, make_member, make_participant

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Words that nothing else has.
MINE, OURS, MEMO = "canarijaune", "canarivert", "canaribleu"
READERS = {
    # Who reads what beside their own: only the team reads what is the team's.
    "Alice": {OURS},
    "Farid": set(),
    "Bob": set(),
    "Dina": set(),
    "Noor": set(),
    "Otto": set(),
    "Stella": set(),
    "Chloe": set(),
    "Charlie": set(),
}


@pytest.fixture(autouse=True)
def _neighbourhood(before_the_press: None) -> None:
    """Samia notes for herself and for her team; everybody else is somebody else."""
    make_neighbourhood()
    collective = make_collective()
    action = CollectiveAction.objects.get()
    programme = action.programme
    make_member("Farid", collective, Role.FACILITATOR)
    make_member("Chloe", collective, Role.MEMBER)
    for name, kind in (
        ("Noor", Participant.Kind.MEMBER),
        ("Otto", Participant.Kind.OBSERVER),
        ("Stella", Participant.Kind.STUDENT),
    ):
        make_participant(programme, name, kind=kind)
    samia = make_participant(programme, "Samia")
    action.team.create(participant=samia)
    make_entry(action, samia, f"Je doute, {MINE}.")
    make_entry(action, samia, f"À l'équipe, {OURS}.", sharing=Entry.Sharing.TEAM)
    assert samia.person
    MandateMemo.objects.create(
        mandate_id=NUMBER, author=samia.person, text=f"Non, {MEMO}.", day=programme.starts_on
    )


def searches() -> list[str]:
    """Return where one searches by words."""
    asked = (MINE, OURS, MEMO)
    return [f"/bureau/upc/carnets/?q={word}" for word in asked]


def addresses() -> Iterator[str]:
    """Return every address of the product that can be read, with and without a desk."""
    yield from (page.address for page in pages(prefix=""))
    yield from searches()


def leaks(client: Client) -> set[str]:
    """Return the canaries that somebody finds at any address."""
    found = set()
    for address in addresses():
        answer = client.get(address)
        content = answer.getvalue()
        found |= {one for one in (MINE, OURS, MEMO) if one.encode() in content}
    return found


@pytest.mark.parametrize("name", READERS)
def test_nobody_reads_what_somebody_else_keeps(name: str) -> None:
    assert leaks(enter(name)) == READERS[name]


def test_strangers_read_nothing() -> None:
    assert leaks(Client()) == set()


def test_the_author_reads_it_so_the_canaries_sing() -> None:
    assert leaks(enter("Samia")) == {MINE, OURS, MEMO}


def test_a_leak_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def everything(action: CollectiveAction, person: Person, **_known: object) -> QuerySet[Entry]:
        return action.entries.all()

    monkeypatch.setattr(logbooks, "readable", everything)
    assert MINE in leaks(enter("Noor"))


def test_private_words_are_not_in_the_index_of_searches() -> None:
    assert not Note.objects.filter(searched__contains="canari").exists()


def test_what_goes_to_the_press_is_read() -> None:
    page = enter("Alice").get("/bureau/upc/entraide/tableau.pdf")
    assert b'"template"' in page.content


def test_every_role_is_among_the_readers() -> None:
    roles = set(Membership.objects.filter(person__name__in=READERS).values_list("role", flat=True))
    assert roles == set(Role.values)
