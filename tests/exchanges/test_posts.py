"""Joining with four words; offers and needs posted, found, answered, expired."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from entraide.exchanges.actions import blocking, posting, talking
from entraide.exchanges.cells import SIDE, Cell, cell_of
from entraide.exchanges.models import Block, Circle, Deed, Message, Need, Neighbour, Offer, Talk
from entraide.exchanges.money import pointed_out
from entraide.exchanges.queries import board, matching
from entraide.people.models import Apart
from tests.exchanges.test_blocks import enter
from tests.make import make_circle, make_need, make_neighbour, make_offer, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def home(circle: Circle) -> str:
    return f"/entraide/{circle.collective.slug}/"


def joining(**values: str) -> dict[str, str]:
    return {"key": "k" * 22, "name": "Samira", "kind": "person", "tell_by": "come_back"} | values


def typed(circle: Circle, **values: Any) -> dict[str, Any]:
    leaf = circle.categories.exclude(parent=None)[0]
    defaults = {
        "key": "p" * 22, "title": "Une échelle", "category": leaf.pk, "how": "loan",
        "until": (timezone.localdate() + timedelta(days=20)).isoformat(),
        "audience": "neighbourhood",
    }  # fmt: skip
    return defaults | values


def test_one_joins_in_a_minute_and_comes_back_with_four_words(
    client: Client, circle: Circle
) -> None:
    answer = client.post(f"{home(circle)}rejoindre/", joining())
    words = re.findall(r"<li>([a-z]+)</li>", answer.content.decode())
    assert len(words) == 4
    # Sent again, it is the same neighbour with the same words.
    again = client.post(f"{home(circle)}rejoindre/", joining())
    assert re.findall(r"<li>([a-z]+)</li>", again.content.decode()) == words
    neighbour = Neighbour.objects.get()
    assert not neighbour.email
    later = Client()
    page = f"{home(circle)}moi/"
    door = later.get(page)
    assert door.headers["Location"].startswith(f"{home(circle)}quatre-mots/?next=")
    wrong = later.post(f"{home(circle)}quatre-mots/", {"words": "arbre arbre arbre arbre"})
    assert wrong.status_code == 422
    later.post(f"{home(circle)}quatre-mots/", {"words": " ".join(words).upper(), "next": page})
    assert "Samira" in later.get(page).content.decode()
    later.post(f"{home(circle)}fermer/")
    assert later.get(page).status_code == 302


def test_a_way_to_be_told_needs_its_contact_and_no_other_is_kept(
    client: Client, circle: Circle
) -> None:
    page = f"{home(circle)}rejoindre/"
    refused = client.post(page, joining(tell_by="phone"))
    assert refused.status_code == 422
    assert "Il manque votre téléphone." in refused.content.decode()
    client.post(page, joining(tell_by="phone", phone="0639980001", email="s@entraide.example"))
    made = Neighbour.objects.get()
    assert (made.phone, made.email) == ("0639980001", "")


def test_where_one_lives_is_a_square_of_200_metres(client: Client, circle: Circle) -> None:
    place = make_place(latitude=50.6942, longitude=3.1746)
    client.post(f"{home(circle)}rejoindre/", joining(near=str(place.pk)))
    made = Neighbour.objects.get()
    assert board.cell_of(made) == cell_of(50.6942, 3.1746)
    # Some steps away, most often the same square; a kilometre away, five squares.
    far = cell_of(50.6942 + 1_000 / 111_320, 3.1746)
    assert cell_of(50.6942, 3.1746).metres_to(far) == pytest.approx(1_000, abs=SIDE)
    assert Cell(0, 0).metres_to(Cell(3, 4)) == 1_000


def test_an_offer_is_on_the_board_and_a_need_is_not(client: Client, circle: Circle) -> None:
    samira = make_neighbour(circle)
    enter(client, circle, samira)
    for _time in range(2):
        client.post(f"{home(circle)}proposer/", typed(circle))
    client.post(f"{home(circle)}demander/", typed(circle, title="De l'aide", audience="private"))
    offer, need = Offer.objects.get(), Need.objects.get()
    read = Client().get(home(circle)).content.decode()
    assert "Une échelle" in read
    assert "De l&#x27;aide" not in read
    for stranger in (Client(), entered(circle, make_neighbour(circle, "Omar"))):
        assert stranger.get(f"{home(circle)}besoins/{need.uid}/").status_code == 404
    assert client.get(f"{home(circle)}besoins/{need.uid}/").status_code == 200
    assert Client().get(f"{home(circle)}offres/{offer.uid}/").status_code == 200
    # For those of the mutual aid only, a stranger does not see it.
    posting.change(offer, posted_of(offer, audience="collective"))
    assert Client().get(f"{home(circle)}offres/{offer.uid}/").status_code == 404


def entered(circle: Circle, who: Neighbour) -> Client:
    client = Client()
    enter(client, circle, who)
    return client


def posted_of(post: Offer | Need, **values: Any) -> posting.Posted:
    names = ("category", "how", "title", "audience", "until", "words", "when", "place", "languages")
    return posting.Posted(**({name: getattr(post, name) for name in names} | values))


def test_words_of_money_are_pointed_out_once_and_the_writer_decides(
    client: Client, circle: Circle
) -> None:
    enter(client, circle, make_neighbour(circle))
    page = f"{home(circle)}proposer/"
    asked = typed(circle, words="Je demande 20 € de l'heure, 06 39 98 00 01")
    answer = client.post(page, asked)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Il est question d&#x27;argent" in said
    assert "Un numéro ou une adresse est écrit" in said
    assert "Je demande 20" in said
    assert not Offer.objects.exists()
    client.post(page, asked | {"sure": "on"})
    assert Offer.objects.get().words.startswith("Je demande")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Je prête ma perceuse, à rendre propre", 0),
        ("Le prix : 5 euros", 1),
        ("Massage coquin", 1),
        ("Gagnez de l'argent vite", 1),
        ("Écrivez à moi@exemple.fr", 1),
        ("Trois enfants de 6, 8 et 10 ans le mercredi", 0),
    ],
)
def test_what_is_pointed_out(text: str, found: int) -> None:
    assert len(pointed_out(text)) == found


def test_a_flood_is_slowed(client: Client, circle: Circle) -> None:
    enter(client, circle, make_neighbour(circle))
    statuses = [
        client.post(f"{home(circle)}proposer/", typed(circle, key=f"{n:022}")).status_code
        for n in range(posting.MOST_A_DAY + 1)
    ]
    assert statuses == [302] * posting.MOST_A_DAY + [422]


def test_what_is_withdrawn_expired_or_met_is_found_no_more(circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    need = make_need(samira)
    offers = [make_offer(omar, title) for title in ("A", "B")]
    assert len(matching.someone_could(need.answers, [need])[need.pk]) == 2
    posting.withdraw(offers[0])
    Offer.objects.filter(pk=offers[1].pk).update(until=timezone.localdate() - timedelta(days=1))
    assert matching.someone_could(need.answers, [need])[need.pk] == []
    make_offer(omar)
    assert matching.arcs(circle) != {}
    posting.meet(need)
    assert matching.arcs(circle) == {}


def test_one_is_asked_once_whether_it_still_holds(circle: Circle) -> None:
    by_mail = make_neighbour(circle, tell_by="email", email="samira@entraide.example")
    by_phone = make_neighbour(circle, "Omar", tell_by="phone", phone="0639980001")
    soon = timezone.localdate() + timedelta(days=3)
    for one in (by_mail, by_phone):
        make_offer(one, until=soon)
    assert posting.ask_whether_it_holds(timezone.localdate()) == 1
    assert posting.ask_whether_it_holds(timezone.localdate()) == 0


def test_a_need_carried_for_somebody_names_who_carries_it_only(
    client: Client, circle: Circle
) -> None:
    enter(client, circle, make_neighbour(circle, "Karim"))
    asked = typed(circle, title="Un lit", carried="on", how="gift")
    client.post(f"{home(circle)}demander/", asked)
    need = Need.objects.get()
    assert (need.neighbour, str(need.carried_by)) == (None, "Karim")
    assert "porté par Karim" in Client().get(f"{home(circle)}besoins/{need.uid}/").content.decode()


def test_somebody_writes_without_any_address_being_shown(client: Client, circle: Circle) -> None:
    omar = make_neighbour(circle, "Omar", tell_by="email", email="omar@entraide.example")
    samira = make_neighbour(circle)
    offer = make_offer(omar)
    enter(client, circle, samira)
    sent = client.post(f"{home(circle)}offres/{offer.uid}/ecrire/", {"words": "Est-elle libre ?"})
    talk = Talk.objects.get()
    assert sent.headers["Location"] == f"{home(circle)}fils/{talk.uid}/"
    other = entered(circle, omar)
    read = other.get(f"{home(circle)}fils/{talk.uid}/").content.decode()
    assert "Est-elle libre" in read
    other.post(f"{home(circle)}fils/{talk.uid}/", {"words": "Oui, samedi."})
    assert "Oui, samedi." in client.get(f"{home(circle)}fils/{talk.uid}/").content.decode()
    assert "omar@" not in client.get(f"{home(circle)}fils/{talk.uid}/").content.decode()
    stranger = entered(circle, make_neighbour(circle, "Lila"))
    assert stranger.get(f"{home(circle)}fils/{talk.uid}/").status_code == 404
    # Long after, the words are gone.
    assert talking.forget(timezone.localdate() + timedelta(days=91)) == 2 + 1
    assert not Message.objects.exists()


def test_who_leaves_is_erased_and_what_was_done_stays(client: Client, circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    make_offer(samira)
    talking.begin(samira, "Bonjour", offer=make_offer(omar))
    enter(client, circle, samira)
    page = f"{home(circle)}moi/partir/"
    for unsure in ({}, {"leave": "1"}, {"sure": "1"}):
        assert client.post(page, unsure).status_code == 422
    assert Neighbour.objects.count() == 2
    client.post(page, {"leave": "1", "sure": "1"})
    assert [one.name for one in Neighbour.objects.all()] == ["Omar"]
    assert not Talk.objects.exists()
    assert Deed.objects.count() == 0


def test_one_says_otherwise_who_one_is_and_is_kept_apart_all_the_same(
    client: Client, circle: Circle
) -> None:
    contact = {"tell_by": "phone", "phone": "0639980001"}
    samira, omar = make_neighbour(circle, **contact), make_neighbour(circle, "Omar", **contact)
    blocking.block(samira, omar)
    enter(client, circle, samira)
    page = f"{home(circle)}moi/dire/"
    read = client.get(page).content.decode()
    assert "0639980001" in read
    assert "Omar" in read
    values = joining(name="Samira B.", tell_by="phone", phone="0639980009")
    assert client.post(page, values).status_code == 302
    samira.refresh_from_db()
    kept = set(Apart.objects.values_list("one", "other"))
    # By what she is known by now, and by what she was: nothing is undone by a new number.
    assert kept == samira.known.pairs(omar.known)
    assert len(samira.known.contacts) == 2
    assert client.post(page, joining(tell_by="phone", phone="")).status_code == 422
    block = Block.objects.get()
    client.post(f"{home(circle)}moi/revoir/{block.pk}/")
    assert not Apart.objects.exists()
    assert client.post(f"{home(circle)}moi/revoir/{block.pk}/").status_code == 404


def test_a_post_is_prolonged_in_one_press(client: Client, circle: Circle) -> None:
    samira = make_neighbour(circle)
    offer = make_offer(samira, until=timezone.localdate() - timedelta(days=2))
    enter(client, circle, samira)
    client.post(f"{home(circle)}offres/{offer.uid}/changer/", {"prolong": "1"})
    assert list(board.offers(circle, None)) == [offer]
