"""Loops: found, proposed apart, secret until all accept; refused, the next best."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from entraide.exchanges import background
from entraide.exchanges.actions import blocking, circles, looping, posting
from entraide.exchanges.bridge import looping as bridge
from entraide.exchanges.models import Block, Category, Circle, Link, Loop, Neighbour, Search, Talk
from entraide.exchanges.queries import board, loops as queries
from entraide.home.background import run_due
from entraide.numerics import loops as core
from entraide.people.models import Role
from tests.exchanges.test_blocks import enter
from tests.make import make_circle, make_member, make_need, make_neighbour, make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def three(circle: Circle, names: str = "ABC", start: int = 0) -> list[Neighbour]:
    """Let three people each offer what the next needs: nobody could exchange with anybody alone."""
    leaves = list(Category.objects.filter(circle=circle).exclude(parent=None).order_by("pk"))
    leaves = leaves[start : start + 3]
    found = [make_neighbour(circle, name) for name in names]
    for number, one in enumerate(found):
        make_offer(one, f"Offre {names[number]}", category=leaves[number])
        make_need(one, f"Besoin {names[number]}", category=leaves[number - 1])
    return found


def proposed(circle: Circle) -> list[Loop]:
    search = looping.look(circle, 3)
    assert background.look_for_loops.call(search.pk) == "done"
    return list(Loop.objects.filter(search=search))


def links(loop: Loop) -> dict[str, Link]:
    return {str(one.neighbour): one for one in loop.links.select_related("neighbour")}


def test_three_who_could_not_exchange_two_by_two_make_a_loop(circle: Circle) -> None:
    three(circle)
    (loop,) = proposed(circle)
    assert not loop.chain
    assert loop.search.served == loop.search.served_bound == 3
    told = {name: (str(one.gives), str(one.receives)) for name, one in links(loop).items()}
    assert told == {
        "A": ("Offre A", "Besoin A"), "B": ("Offre B", "Besoin B"), "C": ("Offre C", "Besoin C"),
    }  # fmt: skip


def test_it_is_agreed_when_all_accept_and_off_when_one_does_not(circle: Circle) -> None:
    three(circle)
    three(circle, "DEF", start=3)
    first, second = proposed(circle)
    everyone = links(first)
    for name, link in everyone.items():
        state = looping.answer(link, "yes", by_voice=name == next(iter(everyone))).state
    assert state == Loop.State.AGREED
    with pytest.raises(looping.Over):
        looping.answer(next(iter(everyone.values())), "no")
    refused = looping.answer(next(iter(links(second).values())), "no")
    assert refused.state == Loop.State.REFUSED
    # Refused, it is proposed no more; agreed, its people are busy.
    assert proposed(circle) == []


def test_when_one_refuses_the_next_best_is_found(circle: Circle) -> None:
    a, b, c = three(circle)
    # D could stand in for C.
    d = make_neighbour(circle, "D")
    offer, need = c.offers.get(), c.needs.get()
    make_offer(d, "Offre D", category=offer.category)
    make_need(d, "Besoin D", category=need.category)
    (loop,) = proposed(circle)
    looping.answer(next(iter(links(loop).values())), "no")
    (other,) = proposed(circle)
    assert {a, b} < {one.neighbour for one in other.links.all()}
    assert set(links(other)) != set(links(loop))


def test_a_gift_may_start_a_chain(circle: Circle) -> None:
    leaf = Category.objects.filter(circle=circle).exclude(parent=None)[0]
    make_offer(make_neighbour(circle, "A"), category=leaf)
    make_need(make_neighbour(circle, "B"), category=leaf)
    (loop,) = proposed(circle)
    assert loop.chain
    assert [str(one.neighbour) for one in loop.links.all()] == ["A", "B"]


def test_who_blocked_whom_is_in_no_loop_and_one_that_waits_is_off(circle: Circle) -> None:
    a, _b, c = three(circle)
    (loop,) = proposed(circle)
    blocking.block(a, c)
    loop.refresh_from_db()
    assert loop.state == Loop.State.OFF
    assert proposed(circle) == []


def test_somebody_erased_in_the_middle_ends_it_and_frees_the_others(circle: Circle) -> None:
    a, b, _c = three(circle)
    (loop,) = proposed(circle)
    circles.leave(b)
    loop.refresh_from_db()
    assert loop.state == Loop.State.OFF
    assert bridge.waiting(circle) == set()
    with pytest.raises(looping.Over):
        looping.answer(loop.links.get(neighbour=a), "yes")


def test_what_is_withdrawn_meanwhile_ends_it(circle: Circle) -> None:
    a, b, _c = three(circle)
    (loop,) = proposed(circle)
    posting.withdraw(b.offers.get())
    loop.refresh_from_db()
    assert loop.state == Loop.State.OFF
    with pytest.raises(looping.Over):
        looping.answer(loop.links.get(neighbour=a), "yes")
    assert looping.sweep(circle) == 0


def test_nobody_answers_in_time(circle: Circle) -> None:
    three(circle)
    (loop,) = proposed(circle)
    Loop.objects.update(until=loop.until - looping.PATIENCE * 2)
    assert looping.sweep(circle) == 1
    assert bridge.waiting(circle) == set()


def test_what_one_more_link_would_bring_names_who_could_give_and_not_who_needs(
    circle: Circle,
) -> None:
    a, _b, c = three(circle)
    posting.withdraw(c.offers.get())
    assert proposed(circle) == []
    search = Search.objects.get()
    assert (c, a.needs.get().category, 3) in queries.one_more(search)
    # Who is erased meanwhile is named no more.
    circles.leave(c)
    assert c not in [giver for giver, _branch, _more in queries.one_more(search)]


def test_what_changes_while_it_is_computed_is_not_proposed(circle: Circle) -> None:
    a, b, c = three(circle)
    search = looping.look(circle, 3)
    who = bridge.free(circle)
    problem = bridge.problem_of(circle, who, 3)
    found = bridge.found(who, problem, bridge.compute(problem, ()))
    assert len(found.loops) == 1
    blocking.block(a, c)
    looping.propose(search, found)
    assert not Loop.objects.exists()
    blocking.unblock(Block.objects.get(by=a, of=c))
    posting.withdraw(b.offers.get())
    looping.propose(search, found)
    assert not Loop.objects.exists()


def test_a_look_that_fails_is_said_and_may_be_asked_again(circle: Circle) -> None:
    three(circle)
    search = looping.look(circle, 3)
    assert looping.look(circle, 4) == search
    looping.lose(search)
    other = looping.look(circle, 4)
    assert other != search
    assert other.max_length == 4


def test_an_answer_that_does_not_hold_is_not_proposed(circle: Circle) -> None:
    """The control of the verifier: a loop that was refused and comes back is no answer."""
    three(circle)
    problem = bridge.problem_of(circle, bridge.free(circle), 3)
    right = core.solve(problem)
    assert core.check(problem, right) == []
    assert core.check(problem, replace(right, loops=(right.loops[0][::-1],))) != []


def browser(circle: Circle, who: Neighbour) -> Client:
    client = Client()
    enter(client, circle, who)
    return client


def test_each_sees_theirs_and_nobody_before_all_accept(circle: Circle) -> None:
    people = three(circle, "ABC")
    a, b, _c = people
    (loop,) = proposed(circle)
    page = f"/entraide/{circle.collective.slug}/moi/"
    read = browser(circle, a).get(page).content.decode()
    assert "Vous donneriez" in read
    assert "Offre A" in read
    for secret in ("Offre B", "Besoin C", "à B", "de C"):
        assert secret not in read
    for one in people:
        own = loop.links.get(neighbour=one)
        # Another's answer is not one's to give.
        assert (
            browser(circle, a if one != a else b)
            .post(f"{page}boucles/{own.pk}/", {"says": "yes"})
            .status_code
            == 404
        )
        browser(circle, one).post(f"{page}boucles/{own.pk}/", {"says": "yes"})
    loop.refresh_from_db()
    assert loop.state == Loop.State.AGREED
    read = browser(circle, a).get(page).content.decode()
    assert "à B" in read
    assert "de C" in read


@pytest.mark.django_db(transaction=True)
def test_it_is_looked_for_and_answered_by_voice_at_the_desk(client: Client, circle: Circle) -> None:
    a, b, c = three(circle)
    client.force_login(make_member("Alice", circle.collective, Role.FACILITATOR))
    home = "/bureau/upc/entraide/"
    waits = client.post(f"{home}boucles/", {"length": "3"}, follow=True)
    assert waits.headers["Refresh"] == "2"
    run_due()
    said = client.get(f"{home}boucles/").content.decode()
    assert "une boucle, 3 personnes" in said.replace("\xa0", " ")
    assert "3 recevraient quelque chose" in said
    assert "le mieux possible" in said
    loop = Loop.objects.get()
    everyone = [loop.links.get(neighbour=one) for one in (a, b, c)]
    # Who comes back to read answers on their page: the team neither reads nor answers for them.
    page = f"{home}appels/"
    assert "Besoin A" not in client.get(page).content.decode()
    assert client.post(f"{home}boucles/{everyone[0].pk}/", {"says": "yes"}).status_code == 404
    Neighbour.objects.update(tell_by="phone", phone="0639980001")
    assert "Besoin A" in client.get(page).content.decode()
    for link in everyone:
        client.post(f"{home}boucles/{link.pk}/", {"says": "yes"})
    loop.refresh_from_db()
    assert loop.state == Loop.State.AGREED
    assert all(one.by_voice for one in loop.links.all())
    # They are told that all accepted, with whom, and then no more.
    read = client.get(page).content.decode()
    assert "Tout le monde a dit oui." in read
    assert "à B" in read
    for link in everyone:
        client.post(f"{page}boucles/{link.pk}/")
    assert "Tout le monde a dit oui." not in client.get(page).content.decode()


def test_loops_alike_are_told_once_with_how_many_they_are(circle: Circle) -> None:
    search = Search.objects.create(
        circle=circle, people=9, arcs=9, served=7, served_bound=7, max_length=3
    )
    names = iter("ABCDEFGHI")
    for chain, people in ((False, 3), (False, 3), (True, 2)):
        loop = Loop.objects.create(search=search, until=timezone.localdate(), chain=chain)
        for position in range(people):
            one = make_neighbour(circle, next(names))
            Link.objects.create(loop=loop, position=position, neighbour=one)
    assert queries.alike(search) == [(False, 3, "proposée", 2), (True, 2, "proposée", 1)]


@pytest.mark.django_db(transaction=True)
def test_when_somebody_says_no_the_next_best_is_looked_for_at_once(circle: Circle) -> None:
    a, b, c = three(circle)
    d = make_neighbour(circle, "D")
    make_offer(d, "Offre D", category=c.offers.get().category)
    make_need(d, "Besoin D", category=c.needs.get().category)
    (loop,) = proposed(circle)
    last = loop.links.exclude(neighbour__in=[a, b]).get()
    page = f"/entraide/upc/moi/boucles/{last.pk}/"
    browser(circle, last.neighbour or d).post(page, {"says": "no"})
    run_due()
    other = Loop.objects.exclude(pk=loop.pk).get()
    assert other.state == Loop.State.PROPOSED
    assert {one.neighbour for one in other.links.all()} == {a, b, c, d} - {last.neighbour}


def agreed(circle: Circle) -> tuple[Loop, list[Neighbour]]:
    people = three(circle)
    (loop,) = proposed(circle)
    for link in loop.links.all():
        looping.answer(link, "yes")
    return loop, people


def test_those_of_an_agreed_loop_write_to_each_other_and_say_that_it_took_place(
    circle: Circle,
) -> None:
    loop, (a, b, c) = agreed(circle)
    mine = loop.links.get(neighbour=a)
    page = f"/entraide/upc/moi/boucles/{mine.pk}/suite/"
    client = browser(circle, a)
    for other in (b, c):
        answer = client.post(page, {"write": str(other.uid)})
        assert "/fils/" in answer.headers["Location"]
    assert Talk.objects.count() == 2
    # From the other side it is the same talk.
    back = loop.links.get(neighbour=b)
    browser(circle, b).post(f"/entraide/upc/moi/boucles/{back.pk}/suite/", {"write": str(a.uid)})
    assert Talk.objects.count() == 2
    for nonsense in ("", "abc", str(loop.uid)):
        assert client.post(page, {"write": nonsense}).status_code == 404
    assert {str(one) for one in board.acquaintances(a)} == {"B", "C"}
    client.post(page, {"done": "1"})
    loop.refresh_from_db()
    # One's own part is done: one is free, the others still see it and write.
    assert loop.state == Loop.State.AGREED
    assert bridge.waiting(circle) == {b.pk, c.pk}
    assert "Une boucle" in browser(circle, b).get("/entraide/upc/moi/").content.decode()
    assert "Une boucle" not in client.get("/entraide/upc/moi/").content.decode()
    for other in (b, c):
        looping.done(loop.links.get(neighbour=other))
    loop.refresh_from_db()
    assert loop.state == Loop.State.DONE
    assert bridge.waiting(circle) == set()
    assert client.post(page, {"write": str(b.uid)}).status_code == 404


def test_nobody_writes_to_another_before_all_accept(circle: Circle) -> None:
    a, b, _c = three(circle)
    (loop,) = proposed(circle)
    mine = loop.links.get(neighbour=a)
    page = f"/entraide/upc/moi/boucles/{mine.pk}/suite/"
    assert browser(circle, a).post(page, {"write": str(b.uid)}).status_code == 404
    assert browser(circle, b).post(page, {"write": str(a.uid)}).status_code == 404
    browser(circle, a).post(page, {"done": "1"})
    loop.refresh_from_db()
    assert loop.state == Loop.State.PROPOSED


def test_in_a_chain_only_those_next_to_each_other_write(circle: Circle) -> None:
    leaf = Category.objects.filter(circle=circle).exclude(parent=None)[0]
    a, b = make_neighbour(circle, "A"), make_neighbour(circle, "B")
    make_offer(a, category=leaf)
    make_need(b, category=leaf)
    (loop,) = proposed(circle)
    for link in loop.links.all():
        looping.answer(link, "yes")
    last = loop.links.get(neighbour=b)
    page = f"/entraide/upc/moi/boucles/{last.pk}/suite/"
    assert "/fils/" in browser(circle, b).post(page, {"write": str(a.uid)}).headers["Location"]
