"""Loops that end otherwise than by a "no": told so, nobody is blamed, and others are looked for."""

import re
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from entraide.exchanges import background
from entraide.exchanges.actions import circles, looping, posting
from entraide.exchanges.bridge import looping as bridge
from entraide.exchanges.models import Category, Circle, Link, Loop, Neighbour, Search
from entraide.home.background import run_due
from tests.exchanges.test_blocks import enter
from tests.exchanges.test_loops import agreed, browser, proposed, three
from tests.exchanges.test_posts import joining
from tests.make import make_circle, make_need, make_neighbour, make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle() -> Circle:
    return make_circle()


@pytest.mark.parametrize("values", [{"title": "Autre chose"}, {"how": "exchange"}])
def test_what_is_said_otherwise_meanwhile_ends_it(circle: Circle, values: dict[str, str]) -> None:
    _a, b, _c = three(circle)
    (loop,) = proposed(circle)
    offer = b.offers.get()
    said = {name: getattr(offer, name) for name in ("title", "category", "how", "until")}
    posting.change(offer, posting.Posted(audience="collective", **said))
    loop.refresh_from_db()
    # Who sees it, or until when, is no other offer.
    assert loop.state == Loop.State.PROPOSED
    posting.change(offer, posting.Posted(audience="collective", **{**said, **values}))
    loop.refresh_from_db()
    assert loop.state == Loop.State.OFF


def test_a_yes_to_what_has_ended_is_told_so_and_blames_nobody(circle: Circle) -> None:
    a, b, _c = three(circle)
    (loop,) = proposed(circle)
    mine = loop.links.get(neighbour=a)
    page = "/entraide/upc/moi/"
    b.offers.update(until=timezone.localdate() - timedelta(days=1))
    client = browser(circle, a)
    read = client.post(f"{page}boucles/{mine.pk}/", {"says": "yes"}, follow=True).content.decode()
    assert "Elle ne tient plus" in read
    assert "dit non" not in read
    assert "Une boucle que vous aviez acceptée" in client.get(page).content.decode()
    assert "Une boucle que" not in browser(circle, b).get(page).content.decode()


def test_where_one_ended_another_is_looked_for_the_next_day(circle: Circle) -> None:
    _a, b, _c = three(circle)
    proposed(circle)
    assert looping.look_again(circle) is None
    posting.withdraw(b.offers.get())
    found = looping.look_again(circle)
    assert found is not None
    assert found.state == Search.State.ASKED
    # Not again and again while it is looked for.
    assert looping.look_again(circle) is None


def test_who_takes_their_word_back_frees_the_others(circle: Circle) -> None:
    loop, (a, b, _c) = agreed(circle)
    mine = loop.links.get(neighbour=a)
    page = f"/entraide/upc/moi/boucles/{mine.pk}/suite/"
    assert browser(circle, a).post(page, {"give_up": "1"}).status_code == 302
    assert bridge.waiting(circle) == set()
    read = browser(circle, b).get("/entraide/upc/moi/").content.decode()
    assert "Une boucle que vous aviez acceptée" in read
    # It is not proposed again to who cannot.
    assert proposed(circle) == []
    # One's own page says nothing of who gave up: one's need, and nobody.
    (said,) = re.findall(r'class="said">(.*?)</p>', read, re.DOTALL)
    assert "Besoin B" in said
    assert "Besoin A" not in said
    assert ">A<" not in read


def test_who_wants_none_is_in_none(client: Client, circle: Circle) -> None:
    a, _b, _c = three(circle)
    enter(client, circle, a)
    assert client.post("/entraide/upc/moi/dire/", joining(looped="")).status_code == 302
    assert proposed(circle) == []
    client.post("/entraide/upc/moi/dire/", joining(looped="on"))
    assert len(proposed(circle)) == 1


def test_who_receives_nothing_gives_and_neither_lends_nor_exchanges(circle: Circle) -> None:
    leaf, other = Category.objects.filter(circle=circle).exclude(parent=None)[:2]
    giver = make_neighbour(circle, "A")
    make_offer(giver, "Contre autre chose", category=leaf, how="exchange")
    make_offer(giver, category=other)
    make_need(make_neighbour(circle, "B"), category=leaf, how="exchange")
    assert proposed(circle) == []
    make_offer(giver, "Un don", category=leaf)
    (loop,) = proposed(circle)
    assert str(loop.links.get(neighbour=giver).gives) == "Un don"


def test_an_agreed_loop_ends_late_and_is_told_all_the_same(circle: Circle) -> None:
    loop, (a, b, c) = agreed(circle)
    old = timezone.localdate() - timedelta(days=40)
    Link.objects.update(answered_on=old)
    looping.done(loop.links.get(neighbour=c))
    posting.withdraw(a.offers.get())
    loop.refresh_from_db()
    assert loop.state == Loop.State.OFF
    page = "/entraide/upc/moi/"
    assert "n'aura pas lieu" in browser(circle, b).get(page).content.decode()
    # Who did their part reads nothing of it.
    assert "n'aura pas lieu" not in browser(circle, c).get(page).content.decode()


@pytest.mark.django_db(transaction=True)
def test_who_had_accepted_is_written_to(circle: Circle, mailoutbox: list[EmailMessage]) -> None:
    loop, (a, b, _c) = agreed(circle)
    Neighbour.objects.filter(pk=b.pk).update(tell_by="email", email="b@entraide.example")
    circles.leave(a)
    loop.refresh_from_db()
    run_due()
    (letter,) = mailoutbox
    assert "n'aura pas lieu" in letter.subject


def test_loops_of_earlier_looks_and_lost_looks_are_followed_too(circle: Circle) -> None:
    three(circle)
    three(circle, "DEF", start=3)
    first, second = proposed(circle)
    looping.answer(first.links.all()[0], "no")
    assert background.look_for_loops.call(looping.look(circle, 3).pk) == "done"
    assert looping.look_again(circle) is None
    looping.end(second, Loop.State.OFF)
    found = looping.look_again(circle)
    assert found is not None
    looping.lose(found)
    assert looping.look_again(circle) is not None
