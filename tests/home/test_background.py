"""What works behind the pages."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from entraide.gatherings.models import Delivery, Gathering, Party
from entraide.home.background import run_due
from tests.make import make_gathering, make_party

pytestmark = pytest.mark.django_db(transaction=True)
BY_MAIL = {"tell_by": "email", "email": "samira@entraide.example"}


def states() -> list[str]:
    return list(Delivery.objects.values_list("state", flat=True))


def test_letters_that_wait_are_sent(mailoutbox: list[EmailMessage]) -> None:
    make_party(make_gathering(), **BY_MAIL)
    assert (states(), mailoutbox) == (["queued"], [])
    run_due()
    assert states() == ["sent"]
    assert [letter.to for letter in mailoutbox] == [["samira@entraide.example"]]


def test_letters_are_sent_once(mailoutbox: list[EmailMessage]) -> None:
    make_party(make_gathering(), **BY_MAIL)
    run_due()
    run_due()
    assert len(mailoutbox) == 1


def test_who_gave_no_address_gets_no_letter(mailoutbox: list[EmailMessage]) -> None:
    make_party(make_gathering())
    run_due()
    assert mailoutbox == []


def test_a_letter_that_does_not_leave_is_tried_again_later(
    settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    make_party(make_gathering(), **BY_MAIL)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    run_due()
    assert states() == ["queued"]
    assert Delivery.objects.get().tries == 1
    [again] = DBTaskResult.objects.filter(status="READY")
    assert again.run_after is not None
    assert timedelta(seconds=20) < again.run_after - timezone.now() <= timedelta(seconds=30)
    run_due()
    assert mailoutbox == []


def test_a_place_that_nobody_took_in_time_goes_on(mailoutbox: list[EmailMessage]) -> None:
    gathering = make_gathering(capacity=1)
    first = make_party(gathering, "Samira")
    make_party(gathering, "Nawel", **BY_MAIL)
    last = make_party(gathering, "Akim")
    Gathering.objects.filter(pk=gathering.pk).update(taken=1)
    offer = gathering.waiting_places.get(party__email="samira@entraide.example")
    offer.state, offer.offer_ends_at = "offered", timezone.now() - timedelta(minutes=1)
    offer.save()
    Party.objects.filter(pk=first.pk).update(state="cancelled")
    run_due()
    offer.refresh_from_db()
    assert offer.state == "lapsed"
    assert gathering.waiting_places.get(party=last).state == "offered"


def test_what_was_kept_long_enough_is_erased() -> None:
    gathering = make_gathering(keep_contacts_days=30)
    make_party(gathering, **BY_MAIL)
    over = timezone.now() - timedelta(days=31)
    Gathering.objects.update(starts_at=over - timedelta(hours=8), ends_at=over)
    run_due()
    assert Party.objects.get().email == ""
    assert Delivery.objects.count() == 0


def test_nothing_due_is_nothing_done(mailoutbox: list[EmailMessage]) -> None:
    run_due()
    assert mailoutbox == []
