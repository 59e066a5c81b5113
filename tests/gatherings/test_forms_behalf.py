"""What an animator adds when signing someone up: how and when it came, and the paper's code."""

from typing import Any

import pytest
from django.test import Client

from entraide.gatherings.forms.behalf import BehalfForm
from entraide.gatherings.models import Gathering, PaperSheet, Party
from entraide.people import receipt_words
from entraide.people.models import Person, Role
from tests.make import make_gathering, make_group, make_member, make_party

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob(client: Client) -> Person:
    """Bob, of the reception, at the desk."""
    person = make_member("Bob", role=Role.RECEPTION)
    client.force_login(person)
    return person


def behalf(gathering: Gathering, **typed: Any) -> BehalfForm:
    return BehalfForm({"entered_how": "phone", **typed}, gathering=gathering)


def sheet(gathering: Gathering, code: str = "ACDEF") -> str:
    PaperSheet.objects.create(
        gathering=gathering, batch="00000000-0000-4000-8000-000000000001", code=code
    )
    return code


def enter(client: Client, gathering: Gathering, key: str = "k" * 22, **typed: Any) -> Any:
    """Send both pages at once, as the second page does."""
    said = {"name": "Samira", "peer_group": make_group().pk, "size": "1", "tell_by": "come_back"}
    how = {"entered_how": "phone", "key": key, "step": "2"}
    return client.post(f"/bureau/upc/rencontres/{gathering.slug}/inscriptions/nouvelle/", {
        **said, **how, **typed,
    })  # fmt: skip


def test_nothing_but_the_way_is_asked() -> None:
    form = behalf(make_gathering())
    assert form.errors == {}
    assert form.cleaned_data == {"entered_how": "phone", "received_at": None, "sheet": ""}


def test_when_it_was_received_is_kept() -> None:
    form = behalf(make_gathering(), received_at_0="2026-01-12", received_at_1="09:30")
    assert form.errors == {}
    assert form.cleaned_data["received_at"].isoformat() == "2026-01-12T09:30:00+01:00"


def test_a_request_from_the_future_is_refused() -> None:
    form = behalf(make_gathering(), received_at_0="2090-01-12", received_at_1="09:30")
    assert form.errors == {"received_at": ["Cette heure n'est pas encore passée."]}


@pytest.mark.parametrize(
    ("date", "hour"),
    [("31/02/2026", "09:00"), ("2026-02-31", "09:00"), ("2026-01-12", ""), ("", "25:00"),
     ("0001-01-01", "00:00"), ("2025-03-30", "02:30")],
)  # fmt: skip
def test_an_hour_that_cannot_be_is_refused_beside_its_field(date: str, hour: str) -> None:
    form = behalf(make_gathering(), received_at_0=date, received_at_1=hour)
    assert list(form.errors) == ["received_at"]


@pytest.mark.parametrize("typed", ["ACDEF", "acdef", " ac def ", "AcDeF"])
def test_the_code_of_a_sheet_is_read_however_it_is_typed(typed: str) -> None:
    gathering = make_gathering()
    sheet(gathering)
    form = behalf(gathering, sheet=typed)
    assert form.errors == {}
    assert form.cleaned_data["sheet"] == "ACDEF"


def test_a_sheet_of_another_gathering_is_refused() -> None:
    sheet(make_gathering())
    sentence = "Cette feuille n'est pas de cette rencontre. Relisez le code."
    assert behalf(make_gathering(), sheet="ACDEF").errors == {"sheet": [sentence]}


def test_bob_signs_samira_up_and_reads_her_the_words(client: Client, bob: Person) -> None:
    gathering = make_gathering()
    shown = enter(client, gathering).content.decode()
    party = Party.objects.get()
    assert (party.entered_by, party.entered_how, party.state) == (bob, "phone", "confirmed")
    words = receipt_words.receipt_for("k" * 22)
    assert [word for word in words if f"<li>{word}</li>" not in shown] == []


def test_the_order_is_that_of_reception(client: Client, bob: Person) -> None:
    gathering = make_gathering(capacity=1)
    make_party(gathering, "Akim")
    late = make_party(gathering, "Nawel")
    said = {"received_at_0": "2026-01-12", "received_at_1": "09:30", "entered_how": "paper"}
    enter(client, gathering, **said)
    early = Party.objects.get(entered_how="paper")
    places = gathering.waiting_places.order_by("order", "pk")
    assert [place.party for place in places] == [early, late]


def test_a_sheet_typed_twice_makes_one_sign_up(client: Client, bob: Person) -> None:
    gathering = make_gathering()
    code = sheet(gathering)
    first = enter(client, gathering, "a" * 22, sheet=code, entered_how="paper")
    again = enter(client, gathering, "b" * 22, sheet=code.lower(), entered_how="paper")
    assert "C&#x27;est inscrit." in first.content.decode() or "C'est inscrit." in (
        first.content.decode()
    )
    assert "Cette feuille était déjà tapée." in again.content.decode()
    assert Party.objects.count() == 1


def test_two_sheets_make_two_sign_ups(client: Client, bob: Person) -> None:
    gathering = make_gathering()
    for code in (sheet(gathering), sheet(gathering, "FEDCA")):
        enter(client, gathering, "a" * 22, sheet=code, entered_how="paper")
    assert Party.objects.count() == 2


def test_the_slip_of_the_sheet_has_the_words_of_its_sign_up(client: Client, bob: Person) -> None:
    gathering = make_gathering()
    desk = f"/bureau/upc/rencontres/{gathering.slug}/inscriptions/feuilles/"
    printed = client.post(desk, {"number": "1"}, follow=True).content.decode()
    code = PaperSheet.objects.get().code
    enter(client, gathering, sheet=code, entered_how="paper")
    words = [w for w in receipt_words.receipt_for(f"paper-sheet-{code}") if w in printed]
    assert receipt_words.receipt_digest(words) == Party.objects.get().receipt_digest


@pytest.mark.parametrize("number", ["0", "61", "-1", "dix", "", "²", "9" * 30, "9" * 5000])
def test_a_strange_number_of_sheets_is_refused(client: Client, bob: Person, number: str) -> None:
    desk = f"/bureau/upc/rencontres/{make_gathering().slug}/inscriptions/feuilles/"
    client.raise_request_exception = False
    answer = client.post(desk, {"number": number})
    assert answer.status_code == 200
    assert "Demandez entre 1 et 60 feuilles." in answer.content.decode()
    assert PaperSheet.objects.count() == 0


def test_a_contact_already_there_is_told_to_bob_too(client: Client, bob: Person) -> None:
    gathering = make_gathering()
    said = {"tell_by": "phone", "phone": "0639980001"}
    make_party(gathering, **said)
    shown = enter(client, gathering, **said).content.decode()
    assert "Ce contact a déjà servi pour cette rencontre." in shown
    assert Party.objects.count() == 1
    enter(client, gathering, another="on", **said)
    assert Party.objects.count() == 2


def test_bob_changes_a_sign_up_and_it_is_written_who_did(client: Client, bob: Person) -> None:
    gathering = make_gathering()
    party = make_party(gathering, "Samira")
    said = {"name": "Samira B", "peer_group": make_group().pk, "size": "2", "step": "2",
            "key": "k" * 22, "tell_by": "come_back", "peer_group_1": make_group().pk}  # fmt: skip
    address = f"/bureau/upc/rencontres/{gathering.slug}/inscriptions/{party.pk}/"
    assert client.post(f"{address}changer/", said)["Location"] == address
    assert [s.name for s in party.sign_ups.all()] == ["Samira B", "avec Samira B"]
    assert gathering.changes.get().by == bob
