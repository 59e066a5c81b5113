"""Abuse: floods are slowed, what hurts is hidden with a reason, one leaves what one is named in."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from entraide.exchanges.actions import blocking, circles, posting, talking, telling
from entraide.exchanges.models import Circle, Deed, Message, Neighbour
from entraide.exchanges.queries import board, matching
from entraide.home.background import run_due
from entraide.people.models import Role
from tests.exchanges.test_blocks import enter
from tests.make import make_circle, make_member, make_need, make_neighbour, make_offer

pytestmark = pytest.mark.django_db
HOME = "/entraide/upc/"


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def told(**values: str) -> dict[str, str]:
    day = timezone.localdate().isoformat()
    return {"words": "Un lit monté.", "how": "gift", "side": "gave", "day": day, **values}


@pytest.mark.django_db(transaction=True)
def test_a_talk_takes_so_many_words_a_day_and_one_letter(
    client: Client, circle: Circle, mailoutbox: list[EmailMessage]
) -> None:
    samira = make_neighbour(circle)
    omar = make_neighbour(circle, "Omar", tell_by="email", email="omar@entraide.example")
    talk = talking.begin(samira, "Bonjour", offer=make_offer(omar))
    enter(client, circle, samira)
    page = f"{HOME}fils/{talk.uid}/"
    codes = {client.post(page, {"words": f"Mot {number}"}).status_code for number in range(30)}
    assert codes == {302, 422}
    assert talk.messages.count() == talking.MOST_WRITTEN
    run_due()
    assert len(mailoutbox) == 1


def test_the_same_message_twice_is_one(client: Client, circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    offer = make_offer(omar)
    enter(client, circle, samira)
    sent = {"key": "m" * 22, "words": "Bonjour"}
    for _time in range(2):
        client.post(f"{HOME}offres/{offer.uid}/ecrire/", sent)
    assert Message.objects.count() == 1
    client.post(f"{HOME}offres/{offer.uid}/ecrire/", {**sent, "words": "Autre chose"})
    assert Message.objects.count() == 2


def test_who_is_written_to_a_lot_may_still_write(circle: Circle) -> None:
    samira = make_neighbour(circle)
    old = timezone.localdate() - timedelta(days=2)
    for number in range(talking.MOST_BEGUN):
        other = make_neighbour(circle, f"N{number}")
        talk = talking.begin(samira, "Bonjour", offer=make_offer(other))
        type(talk).objects.filter(pk=talk.pk).update(opened_on=old)
        Message.objects.filter(talk=talk).update(day=old)
        talking.write(talk, other, "Oui ?")
    talking.begin(samira, "Bonjour", offer=make_offer(make_neighbour(circle, "Omar")))


def test_deeds_are_slowed_and_words_of_money_pointed_out(client: Client, circle: Circle) -> None:
    enter(client, circle, make_neighbour(circle))
    paid = told(thanks="Merci pour les 50 euros")
    refused = client.post(f"{HOME}raconter/", paid)
    assert refused.status_code == 422
    assert "Il est question d&#x27;argent" in refused.content.decode()
    assert client.post(f"{HOME}raconter/", {**paid, "sure": "on"}).status_code == 302
    codes = [
        client.post(f"{HOME}raconter/", told(words=f"Fois {number}")).status_code
        for number in range(telling.MOST_A_DAY)
    ]
    assert codes == [302] * (telling.MOST_A_DAY - 1) + [422]


def test_the_same_form_filled_in_otherwise_is_another_deed(client: Client, circle: Circle) -> None:
    enter(client, circle, make_neighbour(circle))
    for words in ("Un lit.", "Un lit.", "Une table."):
        client.post(f"{HOME}raconter/", told(key="d" * 22, words=words))
    assert set(Deed.objects.values_list("words", flat=True)) == {"Un lit.", "Une table."}


def test_one_leaves_a_deed_in_which_one_was_named(client: Client, circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    rude = telling.Told(how="gift", words="Rien.", day=timezone.localdate(), thanks="Pas merci")
    found = telling.tell(circle, rude, givers=[omar], receivers=[samira], teller=omar)
    other = telling.tell(circle, rude, givers=[omar], receivers=[samira], teller=omar)
    enter(client, circle, samira)
    client.post(f"{HOME}moi/trace/", {"deed": str(found.uid)})
    assert list(board.trace(samira)) == [other]
    for wrong in ("", "abc", str(found.uid)):
        assert client.post(f"{HOME}moi/trace/", {"deed": wrong}).status_code == 404
    # What is told by who is kept away is read no more.
    blocking.block(samira, omar)
    assert not board.trace(samira)
    assert list(board.trace(omar)) == [other, found]


def test_who_leaves_takes_the_words_of_what_they_did_alone(circle: Circle) -> None:
    samira = make_neighbour(circle)
    alone = telling.Told(how="gift", words="Mon secret.", day=timezone.localdate(), thanks="Merci")
    found = telling.tell(circle, alone, givers=[samira], teller=samira)
    circles.leave(samira)
    found.refresh_from_db()
    assert (found.words, found.thanks) == ("", "")


# Hidden, with a reason.


@pytest.fixture
def leads(circle: Circle) -> Client:
    client = Client()
    client.force_login(make_member("Alice", circle.collective, Role.FACILITATOR))
    return client


def test_what_hurts_is_hidden_with_a_reason_that_its_author_reads(
    leads: Client, circle: Circle
) -> None:
    omar = make_neighbour(circle, "Omar")
    offer = make_offer(omar, "Vends des choses")
    page = "/bureau/upc/entraide/annonces/"
    assert "Vends des choses" in leads.get(page).content.decode()
    hide = f"{page}offres/{offer.uid}/"
    said = leads.post(hide, {"why": ""}, follow=True).content.decode()
    assert "Dites pourquoi" in said
    assert list(board.offers(circle, None)) == [offer]
    leads.post(hide, {"why": "On ne vend pas ici."})
    assert not board.offers(circle, None)
    assert not board.offers(circle, make_neighbour(circle))
    author = Client()
    enter(author, circle, omar)
    for read in (f"{HOME}moi/", f"{HOME}offres/{offer.uid}/"):
        assert "On ne vend pas ici." in author.get(read).content.decode()
    assert Client().get(f"{HOME}offres/{offer.uid}/").status_code == 404
    leads.post(hide, {"show": "1"})
    assert list(board.offers(circle, None)) == [offer]


def test_a_private_need_is_not_there_to_be_hidden(leads: Client, circle: Circle) -> None:
    need = make_need(make_neighbour(circle), "CANARI")
    page = "/bureau/upc/entraide/annonces/"
    for looked in (leads.get(page), leads.post(page, {"words": "canari"})):
        assert looked.status_code == 200
        assert looked.content.decode().count("CANARI") == 0
    assert leads.post(f"{page}besoins/{need.uid}/", {"why": "x"}).status_code == 404


def test_what_is_hidden_is_found_by_a_word(leads: Client, circle: Circle) -> None:
    omar = make_neighbour(circle, "Omar")
    make_offer(omar, "Une échelle")
    make_offer(omar, "Une scie")
    read = leads.post("/bureau/upc/entraide/annonces/", {"words": "ECHELLE"}).content.decode()
    assert "Une échelle" in read
    assert "Une scie" not in read


def test_nobody_is_asked_whether_what_was_met_still_holds(circle: Circle) -> None:
    soon = timezone.localdate() + timedelta(days=2)
    samira: Neighbour = make_neighbour(circle, tell_by="email", email="samira@entraide.example")
    posting.meet(make_need(samira, until=soon))
    posting.hide(make_offer(samira, until=soon), "Non.")
    assert posting.ask_whether_it_holds(timezone.localdate()) == 0
    make_need(samira, until=soon)
    assert posting.ask_whether_it_holds(timezone.localdate()) == 1


def test_what_is_private_is_answered_though_it_was_hidden(leads: Client, circle: Circle) -> None:
    samira = make_neighbour(circle)
    need = make_need(samira, audience="collective")
    leads.post(f"/bureau/upc/entraide/annonces/besoins/{need.uid}/", {"why": "Non."})
    need.refresh_from_db()
    assert need.hidden
    said = {name: getattr(need, name) for name in ("category", "how", "title", "until")}
    posting.change(need, posting.Posted(audience="private", **said))
    make_offer(make_neighbour(circle, "Omar"), category=need.category)
    assert len(matching.someone_could(samira, [need])[need.pk]) == 1
    assert need in board.living(type(need), circle)


def test_who_is_called_is_told_what_was_hidden(leads: Client, circle: Circle) -> None:
    omar = make_neighbour(circle, "Omar", tell_by="phone", phone="0639980002")
    offer = make_offer(omar, "Vends des choses")
    leads.post(f"/bureau/upc/entraide/annonces/offres/{offer.uid}/", {"why": "On ne vend pas."})
    assert "On ne vend pas." in leads.get("/bureau/upc/entraide/appels/").content.decode()


def test_an_end_is_an_end_for_the_other_only(circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    offer = make_offer(omar)
    talk = talking.begin(samira, "Bonjour", offer=offer)
    talking.close(talk, omar)
    with pytest.raises(talking.Unreachable):
        talking.begin(samira, "Encore", offer=offer)
    talking.close(talk, samira)
    assert talking.begin(samira, "Pardon", offer=offer).messages.count() == 2
