"""By voice: who has no e-mail is read to, answers, and keeps what is theirs through the team."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from entraide.exchanges.actions import blocking, posting, talking
from entraide.exchanges.models import Block, Circle, Deed, Message, Need, Neighbour, Offer
from entraide.exchanges.queries import board, people
from entraide.people.models import Role
from tests.exchanges.test_blocks import enter
from tests.exchanges.test_posts import typed
from tests.make import make_circle, make_member, make_need, make_neighbour, make_offer

pytestmark = pytest.mark.django_db
DESK = "/bureau/upc/entraide/"
PHONE = {"tell_by": "phone", "phone": "0639980002"}


@pytest.fixture
def circle() -> Circle:
    return make_circle()


@pytest.fixture
def desk(client: Client, circle: Circle) -> Client:
    client.force_login(make_member("Alice", circle.collective, Role.RECEPTION))
    return client


@pytest.fixture
def omar(circle: Circle) -> Neighbour:
    return make_neighbour(circle, "Omar", **PHONE)


def test_who_is_called_has_what_is_theirs_prolonged_met_and_taken_away(
    desk: Client, omar: Neighbour
) -> None:
    offer, need = make_offer(omar, "Une scie"), make_need(omar, "Un lit")
    page = f"{DESK}personnes/{omar.uid}/"
    read = desk.get(page).content.decode()
    assert "Une scie" in read
    assert "Un lit" in read
    until = offer.until
    desk.post(f"{page}offres/{offer.uid}/", {"prolong": "1"})
    offer.refresh_from_db()
    assert offer.until > until
    desk.post(f"{page}besoins/{need.uid}/", {"met": "1"})
    need.refresh_from_db()
    assert need.met_on == timezone.localdate()
    desk.post(f"{page}offres/{offer.uid}/", {"withdraw": "1"})
    assert not board.own_offers(omar)
    right = f"{page}droit/{need.uid}/"
    typed_in = {"right": "la cantine", "service": "La Ville", "asked_on": "2026-01-01"}
    assert desk.post(right, typed_in).status_code == 302
    assert Need.objects.get().right.right == "la cantine"


def test_who_comes_back_to_read_is_read_by_nobody(desk: Client, circle: Circle) -> None:
    samira = make_neighbour(circle, "Samira")
    offer, need = make_offer(samira, "Une scie"), make_need(samira, "CANARI")
    bertrand = make_neighbour(circle, "Bertrand")
    talking.begin(samira, "Bonjour", offer=make_offer(bertrand))
    page = f"{DESK}personnes/{samira.uid}/"
    for address in (page, f"{page}raconter/", f"{DESK}appels/"):
        read = desk.get(address).content.decode()
        assert "CANARI" not in read, address
        assert "Bertrand" not in read, address
    assert desk.post(f"{page}offres/{offer.uid}/", {"withdraw": "1"}).status_code == 404
    assert desk.get(f"{page}droit/{need.uid}/").status_code == 404


def test_who_has_an_address_is_typed_for_by_nobody(desk: Client, circle: Circle) -> None:
    lila = make_neighbour(circle, "Lila", tell_by="email", email="lila@entraide.example")
    for page in ("", "proposer/", "demander/", "raconter/"):
        assert desk.get(f"{DESK}personnes/{lila.uid}/{page}").status_code == 404, page


def test_an_answer_is_typed_and_the_message_is_told(
    desk: Client, circle: Circle, omar: Neighbour
) -> None:
    samira = make_neighbour(circle)
    talk = talking.begin(samira, "Est-elle libre ?", offer=make_offer(omar))
    message = Message.objects.get()
    page = f"{DESK}appels/{message.pk}/repondre/"
    assert "Est-elle libre ?" in desk.get(page).content.decode()
    assert desk.post(page, {"words": ""}).status_code == 422
    desk.post(page, {"words": "Oui, demain."})
    last = talk.messages.last()
    assert last is not None
    assert (last.sender, last.words) == (omar, "Oui, demain.")
    message.refresh_from_db()
    assert message.told_on
    # Pressed twice, it is done: nothing is written again.
    assert desk.post(page, {"words": "Oui, demain."}).status_code == 302
    assert talk.messages.count() == 2


def test_a_deed_is_typed_with_the_names_one_says(
    desk: Client, circle: Circle, omar: Neighbour
) -> None:
    samira = make_neighbour(circle)
    page = f"{DESK}personnes/{omar.uid}/raconter/"
    told = {
        "words": "Un lit monté.", "how": "gift", "side": "gave",
        "day": timezone.localdate().isoformat(),
    }  # fmt: skip
    for wrong in ("Personne", "Sam"):
        refused = desk.post(page, {**told, "others": wrong})
        assert refused.status_code == 422
        assert "Un lit monté." in refused.content.decode()
    make_neighbour(circle, "Zoé")
    make_neighbour(circle, "zoe")
    assert "Plusieurs" in desk.post(page, {**told, "others": "Zoe"}).content.decode()
    assert desk.post(page, {**told, "others": " samira ,"}).status_code == 302
    parts = Deed.objects.get().parts.all()
    assert {(one.neighbour, one.gave) for one in parts} == {(omar, True), (samira, False)}
    blocking.block(samira, omar)
    # That they are kept apart is not told to who types.
    assert desk.post(page, {**told, "others": "Samira", "words": "Autre."}).status_code == 302
    assert not board.trace(samira).filter(words="Autre.")


def test_somebody_is_kept_away_by_their_name(desk: Client, circle: Circle, omar: Neighbour) -> None:
    samira = make_neighbour(circle)
    page = f"{DESK}personnes/{omar.uid}/ne-plus-croiser/"
    assert "Personne ici" in desk.post(page, {"name": "Nul"}, follow=True).content.decode()
    first = desk.post(page, {"name": " SAMIRA "}, follow=True).content.decode()
    assert people.apart_from(omar) == {samira.pk}
    # Asked again, or by who is kept away already: the same answer, and one's own wish is kept.
    blocking.block(samira, omar)
    Block.objects.filter(by=omar).delete()
    again = desk.post(page, {"name": "Samira"}, follow=True).content.decode()
    assert "Personne ne le sait." in first
    assert "Personne ne le sait." in again
    assert Block.objects.filter(by=omar, of=samira).exists()


def test_four_other_words_are_drawn_and_their_owner_reads_so(circle: Circle) -> None:
    omar = make_neighbour(circle, "Omar", **PHONE)
    reception, leads = Client(), Client()
    reception.force_login(make_member("Bob", circle.collective, Role.RECEPTION))
    leads.force_login(make_member("Alice", circle.collective, Role.FACILITATOR))
    page = f"{DESK}personnes/{omar.uid}/quatre-mots/"
    before = omar.receipt_digest
    assert reception.post(page).status_code == 404
    words = re.findall(r"<li>([a-z]+)</li>", leads.post(page).content.decode())
    assert len(words) == 4
    omar.refresh_from_db()
    assert omar.receipt_digest != before
    phone = Client()
    phone.post("/entraide/upc/quatre-mots/", {"words": " ".join(words)})
    assert "quatre autres mots" in phone.get("/entraide/upc/moi/").content.decode()


def test_the_same_form_for_two_people_is_two_offers(desk: Client, circle: Circle) -> None:
    """After "back" in the browser the number of the form is the same; nothing typed is lost."""
    first, second = make_neighbour(circle, "N"), make_neighbour(circle, "M")
    for whose, title in ((first, "Échelle"), (second, "Perceuse"), (second, "Scie")):
        page = f"{DESK}personnes/{whose.uid}/proposer/"
        for _time in range(2):
            desk.post(page, typed(circle, title=title))
    assert sorted(Offer.objects.values_list("title", flat=True)) == ["Perceuse", "Scie", "Échelle"]


def test_the_team_copies_a_whole_board(desk: Client, circle: Circle, omar: Neighbour) -> None:
    page = f"{DESK}personnes/{omar.uid}/proposer/"
    for number in range(20):
        assert desk.post(page, typed(circle, title=f"Outil {number}")).status_code == 302
    assert omar.offers.count() == 20
    # What is left of the day for what one types oneself is the same.
    phone = Client()
    enter(phone, circle, omar)
    codes = [
        phone.post("/entraide/upc/proposer/", typed(circle, title=f"Encore {n}")).status_code
        for n in range(posting.MOST_A_DAY + 1)
    ]
    assert codes == [302] * posting.MOST_A_DAY + [422]


def test_two_of_the_same_name_are_told_apart(desk: Client, circle: Circle) -> None:
    for end in ("02", "03"):
        make_neighbour(circle, "Marie", tell_by="phone", phone=f"06399800{end}")
    read = desk.get(f"{DESK}personnes/").content.decode()
    assert "…02" in read
    assert "…03" in read


def test_hours_told_by_voice_count_for_a_right(desk: Client, omar: Neighbour) -> None:
    need = make_need(omar, "Un lit")
    page = f"{DESK}personnes/{omar.uid}/raconter/"
    assert "Un lit" in desk.get(page).content.decode()
    told = {
        "words": "Une heure.", "how": "gift", "side": "received", "hours": "1",
        "day": timezone.localdate().isoformat(), "about": f"besoin-{need.pk}",
    }  # fmt: skip
    assert desk.post(page, told).status_code == 302
    assert Deed.objects.get().need == need
