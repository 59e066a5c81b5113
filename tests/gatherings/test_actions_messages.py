"""Messages to many, letters that leave again and again until they are gone, the call list."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from entraide.gatherings.actions import messages
from entraide.gatherings.actions.sign_up import cancel
from entraide.gatherings.models import Delivery, Gathering, Message
from entraide.gatherings.queries import desk, recipients
from entraide.gatherings.tasks import deliver
from entraide.home.background import run_due
from entraide.people.post import TRIES
from tests.make import make_gathering, make_group, make_member, make_party, make_place

pytestmark = pytest.mark.django_db


class BrokenLine:
    """A mail server that never answers."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Take what Django gives."""

    def send_messages(self, letters: object) -> int:
        """Fail as a network does."""
        raise ConnectionRefusedError


@pytest.fixture(autouse=True)
def letters_to_memory(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def a_room() -> tuple[Gathering, Message]:
    """Make a gathering with one person by e-mail, one by phone, one gone; and a message."""
    gathering = make_gathering(title="Journée")
    make_party(gathering, "Samira", "Nawel", tell_by="email", email="samira@entraide.example")
    make_party(gathering, "Omar", tell_by="phone", phone="0639980001")
    cancel(make_party(gathering, "Partie", tell_by="email", email="partie@entraide.example"))
    Delivery.objects.all().delete()
    message = Message.objects.create(
        gathering=gathering,
        subject="À bientôt",
        body="Bonjour {nom} ({personnes}), rendez-vous {quand} : {lieu}. {billet}",
    )
    return gathering, message


@pytest.mark.django_db(transaction=True)
def test_each_is_reached_its_own_way_and_once() -> None:
    gathering, message = a_room()
    alice = make_member("Alice")
    assert messages.send(message, by=alice) == 2
    with pytest.raises(messages.AlreadySent):
        messages.send(message, by=alice)
    ways = Delivery.objects.values_list("channel", "state")
    assert sorted(ways) == [("call", "to_tell"), ("email", "queued")]
    run_due()
    assert [letter.to for letter in mail.outbox] == [["samira@entraide.example"]]
    assert "Bonjour Samira, Nawel (2)" in mail.outbox[0].body
    assert Delivery.objects.get(channel="email").state == "sent"
    assert gathering.changes.filter(by=alice).count() == 1


def test_what_will_leave_is_read_before() -> None:
    gathering, message = a_room()
    place = make_place(street="20 rue de Sébastopol", city="Roubaix")
    gathering.moments.create(
        kind="welcome", title="Accueil", starts_at=gathering.starts_at, place=place
    )
    (_party, subject, body), *rest = messages.preview(message, most=5)
    assert (subject, len(rest)) == ("À bientôt", 1)
    assert "Baraka, 20 rue de Sébastopol, Roubaix" in body
    assert messages.preview(message, most=1)[1:] == []


def test_nothing_in_a_text_is_executed() -> None:
    values = {"nom": "{rencontre} {{ 7|add:1 }} {0.__class__}"}
    assert messages.fill("{nom} {inconnu} {nom.__class__}", values) == (
        "{rencontre} {{ 7|add:1 }} {0.__class__} {inconnu} {nom.__class__}"
    )
    assert messages.unknown_fields("{nom} {inconnu} {nom.__class__}") == [
        "inconnu",
        "nom.__class__",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_fails_is_tried_again_later_then_given_up(
    settings: Settings,
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.BrokenLine"
    _gathering, message = a_room()
    messages.send(message, by=make_member("Alice"))
    run_due()
    letter = Delivery.objects.get(channel="email")
    assert (letter.state, letter.tries) == ("queued", 1)
    assert DBTaskResult.objects.ready().count() == 0
    again = DBTaskResult.objects.latest("run_after")
    assert again.run_after > timezone.now() + timedelta(seconds=20)
    for _ in range(TRIES - 1):
        deliver.call(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == ("failed", TRIES)
    assert deliver.call(letter.pk) == "nothing to do"


def test_a_letter_to_someone_erased_is_not_sent() -> None:
    _gathering, message = a_room()
    messages.send(message, by=make_member("Alice"))
    letter = Delivery.objects.get(channel="email")
    cancel(letter.party)
    assert deliver.call(letter.pk) == "nothing to do"
    assert mail.outbox == []


def test_recipients_are_chosen_by_what_they_are_and_asked() -> None:
    gathering = make_gathering(capacity=1)
    first = make_party(gathering, "Samira", step_free=True, children=2)
    second = make_party(gathering, "Nora", interpreting="arabe")

    def chosen(**wanted: object) -> list[object]:
        return list(recipients.chosen(gathering, wanted))

    assert chosen() == [first, second]
    assert chosen(state="confirmed") == [first]
    assert chosen(state="waiting") == [second]
    assert chosen(need="children") == chosen(need="step_free") == [first]
    assert chosen(need="interpreting") == [second]
    assert chosen(peer_group=make_group("autres").pk) == []
    assert chosen(option=0) == [first, second]


def test_the_call_list_is_ticked_and_unticked() -> None:
    gathering, message = a_room()
    alice = make_member("Alice")
    messages.send(message, by=alice)
    line = desk.to_tell(gathering).get()
    messages.mark_told(line, told=True, by=alice)
    assert not desk.to_tell(gathering).exists()
    assert [found.done_by for found in desk.call_list(gathering)] == [alice]
    messages.mark_told(line, told=False, by=alice)
    assert desk.to_tell(gathering).get().done_by is None
