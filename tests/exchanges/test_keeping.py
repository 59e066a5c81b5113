"""What is done once a day: asked, ended, forgotten; whatever the clock does."""

from datetime import date, timedelta

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from entraide.exchanges.actions import keeping, looping, posting, rights, talking
from entraide.exchanges.actions.rights import Claimed
from entraide.exchanges.models import Circle, Loop, Need, Offer, Search, Talk
from entraide.exchanges.models.post import LINGERS
from entraide.exchanges.queries import board, matching
from entraide.home.background import run_due
from tests.make import make_circle, make_need, make_neighbour, make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


@pytest.mark.django_db(transaction=True)
def test_who_wrote_it_is_asked_once_and_may_prolong(
    circle: Circle, mailoutbox: list[EmailMessage]
) -> None:
    samira = make_neighbour(circle, tell_by="email", email="samira@entraide.example")
    offer = make_offer(samira, until=in_days(3))
    for _day in range(2):
        keeping.sweep(timezone.localdate())
    run_due()
    (letter,) = mailoutbox
    assert letter.subject.startswith("Toujours valable")
    # The words of what is offered are in no letter.
    assert offer.title not in letter.body
    posting.prolong(offer)
    keeping.sweep(in_days(56))
    run_due()
    assert len(mailoutbox) == 2


def test_what_ended_lingers_and_then_is_erased(circle: Circle) -> None:
    samira = make_neighbour(circle)
    over = make_offer(samira, until=in_days(-1))
    long_over = make_offer(samira, "Une scie", until=in_days(-LINGERS.days - 1))
    met = make_need(samira)
    Need.objects.filter(pk=met.pk).update(met_on=in_days(-LINGERS.days - 1))
    assert not board.offers(circle, None)
    assert list(board.own_offers(samira)) == [over]
    keeping.sweep(timezone.localdate())
    assert not Offer.objects.filter(pk=long_over.pk).exists()
    assert not Need.objects.exists()
    assert Offer.objects.filter(pk=over.pk).exists()


def test_a_need_whose_right_waits_for_its_answer_stays(circle: Circle) -> None:
    need = make_need(make_neighbour(circle), until=in_days(-LINGERS.days - 1))
    rights.claim(need, Claimed("la cantine", "La Ville", in_days(-90), counted=True))
    keeping.sweep(timezone.localdate())
    assert Need.objects.filter(pk=need.pk).exists()
    rights.claim(need, Claimed("la cantine", "La Ville", in_days(-90), in_days(-1), counted=True))
    keeping.sweep(timezone.localdate())
    assert not Need.objects.exists()


def test_words_are_erased_three_months_after_the_last(circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    talk = talking.begin(samira, "Bonjour", offer=make_offer(omar))
    keeping.sweep(in_days(talking.KEPT.days))
    assert Talk.objects.exists()
    keeping.sweep(in_days(talking.KEPT.days + 1))
    assert not Talk.objects.filter(pk=talk.pk).exists()


def test_a_clock_that_goes_back_or_jumps_loses_nothing_that_holds(circle: Circle) -> None:
    samira = make_neighbour(circle)
    offer = make_offer(samira, until=in_days(20))
    keeping.sweep(in_days(-400))
    keeping.sweep(timezone.localdate())
    assert list(board.offers(circle, None)) == [offer]
    # A year ahead it ends, and says nothing to anybody; a year back it holds again.
    assert not board.living(Offer, circle, in_days(400))
    assert list(board.living(Offer, circle, in_days(-10))) == [offer]


def test_an_offer_ends_with_its_last_day(circle: Circle) -> None:
    """The last day counts whole; the day after, nothing proposes it."""
    omar, samira = make_neighbour(circle, "Omar"), make_neighbour(circle)
    offer = make_offer(omar, until=timezone.localdate())
    need = make_need(samira, category=offer.category)
    assert matching.someone_could(samira, [need])[need.pk] == [offer]
    Offer.objects.update(until=in_days(-1))
    assert matching.someone_could(samira, [need])[need.pk] == []
    assert matching.arcs(circle) == {}


def test_a_loop_that_took_place_long_ago_frees_its_people(circle: Circle) -> None:
    search = looping.look(circle, 3)
    loop = Loop.objects.create(search=search, state=Loop.State.AGREED, until=in_days(-60))
    keeping.sweep(timezone.localdate())
    loop.refresh_from_db()
    assert loop.state == Loop.State.DONE
    Search.objects.update(day=in_days(-200))
    keeping.sweep(timezone.localdate())
    assert not Search.objects.exists()
