"""Looking around the board: every need is reached, what is near, words, one's own page."""

import re
import time
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from entraide.exchanges.access import COOKIE, KEPT, SALT, token
from entraide.exchanges.actions import circles, posting
from entraide.exchanges.cells import Cell
from entraide.exchanges.models import Category, Circle, Neighbour
from entraide.exchanges.queries import board, people
from entraide.people import receipt_words
from tests.exchanges.test_blocks import enter
from tests.exchanges.test_posts import joining, typed
from tests.make import make_circle, make_member, make_need, make_neighbour, make_offer, make_place

pytestmark = pytest.mark.django_db
HOME = "/entraide/upc/"


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def test_every_need_that_is_shown_is_reached(client: Client, circle: Circle) -> None:
    for number in range(45):
        one = make_neighbour(circle, f"N{number}")
        make_need(one, f"Besoin {number:02d}", audience="neighbourhood")
    seen: list[str] = []
    for page in ("", "?besoins=2", "?besoins=3"):
        seen += re.findall(r"Besoin \d\d", client.get(f"{HOME}{page}").content.decode())
    assert len(seen) == len(set(seen)) == 45
    first = client.get(HOME).content.decode()
    assert "?besoins=2" in first
    assert "?besoins=0" not in first
    for odd in ("-1", "x", "9" * 40, "99"):
        assert client.get(f"{HOME}?besoins={odd}").status_code == 200


def test_near_is_asked_of_who_said_where_they_are(client: Client, circle: Circle) -> None:
    make_offer(make_neighbour(circle, "Loin", cell=Cell(1_000, 1_000)), "Loin d'ici")
    # Who did not say it is not told that everything is near.
    enter(client, circle, make_neighbour(circle))
    assert 'name="within"' not in client.get(HOME).content.decode()
    enter(client, circle, make_neighbour(circle, "Ici", cell=Cell(1, 1)))
    read = client.get(f"{HOME}?within=400").content.decode()
    assert "within" in read
    assert "Loin d&#x27;ici" not in read


@pytest.mark.parametrize(
    "words", ["perceuses", "PERCEUSE", "choses", "samedi", "tamazight", "baraka", "outil samedis"]
)
def test_it_is_found_by_a_plural_a_branch_a_day_a_language_or_a_place(
    circle: Circle, words: str
) -> None:
    leaf = Category.objects.get(circle=circle, name="Outils")
    offer = make_offer(
        make_neighbour(circle), "Une perceuse", category=leaf, when="le samedi",
        languages="français, tamazight", place=make_place("La Baraka"),
    )  # fmt: skip
    tree = tuple(Category.objects.filter(circle=circle))
    assert list(board.offers(circle, None, board.Asked(words=words, tree=tree))) == [offer]
    assert not board.offers(circle, None, board.Asked(words="vélo", tree=tree))


def test_to_prolong_never_shortens(circle: Circle) -> None:
    today = timezone.localdate()
    offer = make_offer(make_neighbour(circle), until=today + timedelta(days=300))
    posting.prolong(offer)
    assert offer.until == today + timedelta(days=300)
    posting.prolong(short := make_offer(make_neighbour(circle, "Omar"), until=today))
    assert short.until == today + timedelta(days=60)


def test_a_need_that_was_met_by_mistake_is_not(client: Client, circle: Circle) -> None:
    samira = make_neighbour(circle)
    need = make_need(samira, audience="collective")
    enter(client, circle, samira)
    page = f"{HOME}besoins/{need.uid}/changer/"
    client.post(page, {"met": "1"})
    assert not board.needs(circle, None)
    assert "Trouvé." in client.get(f"{HOME}moi/").content.decode()
    assert 'name="met" value="0"' in re.sub(r"\s+", " ", client.get(page).content.decode())
    client.post(page, {"met": "0"})
    assert list(board.needs(circle, samira)) == [need]


def test_so_many_neighbours_could_and_not_so_many_offers(client: Client, circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    for number in range(3):
        make_offer(omar, f"Échelle {number}")
    make_need(samira)
    enter(client, circle, samira)
    assert "1 personne pourrait." in client.get(f"{HOME}moi/").content.decode()


def test_the_square_is_forgotten_when_one_asks(client: Client, circle: Circle) -> None:
    samira = make_neighbour(circle, cell=Cell(3, 4))
    enter(client, circle, samira)
    page = f"{HOME}moi/dire/"
    client.post(page, joining())
    samira.refresh_from_db()
    assert (samira.column, samira.row) == (3, 4)
    client.post(page, joining(nowhere="on"))
    samira.refresh_from_db()
    assert (samira.column, samira.row) == (None, None)
    assert "nowhere" not in client.get(page).content.decode()


def test_one_stays_an_hour_after_the_last_page(
    client: Client, circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    samira = make_neighbour(circle)
    enter(client, circle, samira)
    before, now = client.cookies[COOKIE].value, time.time()
    with monkeypatch.context() as later:
        later.setattr("django.core.signing.time.time", lambda: now + KEPT - 60)
        client.get(f"{HOME}moi/")
        kept = client.cookies[COOKIE].value
    assert kept != before
    with monkeypatch.context() as later:
        later.setattr("django.core.signing.time.time", lambda: now + KEPT + 60)
        assert signing.loads(kept, salt=SALT, max_age=KEPT)[0] == str(samira.uid)
        # Closed, it is not kept again by the page that closes it.
        client.post(f"{HOME}fermer/")
    assert client.cookies[COOKIE].value == ""


def test_what_was_typed_too_late_is_not_lost_without_a_word(client: Client, circle: Circle) -> None:
    samira, words = make_neighbour(circle), receipt_words.receipt_for("late")
    circles.renew(samira, "late")
    sent = typed(circle, title="Une échelle")
    # Of who was never there, nothing waits.
    assert client.post(f"{HOME}proposer/", sent).status_code == 302
    gone_by(client, samira)
    answer = client.post(f"{HOME}proposer/", sent)
    assert answer.status_code == 403
    assert "no-store" in answer.headers["Cache-Control"]
    page = answer.content.decode()
    assert "n&#x27;est pas perdu" in page or "n'est pas perdu" in page
    waits = behind(page)
    # A word that is wrong loses nothing either.
    wrong = client.post(f"{HOME}quatre-mots/", {**waits, "words": "arbre"}).content.decode()
    waits = behind(wrong)
    again = client.post(f"{HOME}quatre-mots/", {**waits, "words": " ".join(words)})
    assert "Une échelle" in again.content.decode()
    kept = behind(again.content.decode())
    assert client.post(f"{HOME}proposer/", kept).status_code == 302
    assert samira.offers.get().title == "Une échelle"


def gone_by(client: Client, who: Neighbour) -> None:
    """Keep on a device who was there more than an hour ago."""
    now = time.time()
    with pytest.MonkeyPatch.context() as before:
        before.setattr("django.core.signing.time.time", lambda: now - KEPT - 60)
        client.cookies[COOKIE] = token(who)


def behind(page: str) -> dict[str, str]:
    """Return what a page would send."""
    return dict(re.findall(r'name="([\w-]+)"\s+value="([^"]*)"', page))


def test_what_waits_is_for_who_sent_it_alone(client: Client, circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    words = receipt_words.receipt_for("omar")
    circles.renew(omar, "omar")
    gone_by(client, samira)
    page = client.post(f"{HOME}demander/", typed(circle, title="CANARI", audience="private"))
    mine = {**behind(page.content.decode()), "words": " ".join(words)}
    entered = client.post(f"{HOME}quatre-mots/", mine)
    # Omar enters on the same device: what Samira had typed is neither read nor sent.
    assert entered.status_code == 302
    assert "CANARI" not in client.get(entered.headers["Location"]).content.decode()
    assert not omar.needs.exists()


def test_to_keep_somebody_away_waits_too_and_what_erases_does_not(
    client: Client, circle: Circle
) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    words = receipt_words.receipt_for("samira")
    circles.renew(samira, "samira")
    samira.refresh_from_db()
    gone_by(client, samira)
    away = f"{HOME}voisins/{omar.uid}/ne-plus-croiser/"
    page = client.post(away).content.decode()
    again = client.post(f"{HOME}quatre-mots/", {**behind(page), "words": " ".join(words)})
    assert again.status_code == 200
    assert f'action="{away}"' in again.content.decode()
    client.post(away)
    assert people.apart_from(samira) == {omar.pk}
    gone_by(client, samira)
    assert client.post(f"{HOME}moi/partir/", {"leave": "1", "sure": "1"}).status_code == 302
    assert circle.neighbours.count() == 2


def test_other_words_close_the_pages_that_the_old_ones_opened(
    client: Client, circle: Circle
) -> None:
    samira = make_neighbour(circle)
    enter(client, circle, samira)
    assert client.get(f"{HOME}moi/").status_code == 200
    circles.renew(samira, "other")
    assert client.get(f"{HOME}moi/").status_code == 302


def test_who_is_there_by_an_account_is_not_told_that_the_page_closes(
    client: Client, circle: Circle
) -> None:
    client.force_login(make_member("Zoé", circle.collective))
    client.post(f"{HOME}rejoindre/", joining())
    client.cookies.pop(COOKIE)
    assert "Fermer sur cet appareil" not in client.get(f"{HOME}moi/").content.decode()
    other = Client()
    enter(other, circle, make_neighbour(circle))
    assert "Fermer sur cet appareil" in other.get(f"{HOME}moi/").content.decode()


def test_an_odd_address_is_no_fault(client: Client, circle: Circle) -> None:
    enter(client, circle, make_neighbour(circle))
    for what in ("offres", "besoins"):
        for page in ("changer", "ecrire"):
            odd = f"{HOME}{what}/{'-' * 36}/{page}/"
            assert client.get(odd).status_code == client.post(odd).status_code == 404
