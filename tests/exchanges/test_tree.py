"""The tree that the team types: nothing is cut, renamed or lost without a word."""

import html
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from entraide.exchanges.actions import circles
from entraide.exchanges.actions.circles import Renamed
from entraide.exchanges.forms.desk import TreeForm, tree_of
from entraide.exchanges.models import Category, Circle, Deed
from entraide.people.models import Role
from tests.make import make_circle, make_member, make_neighbour, make_offer

pytestmark = pytest.mark.django_db
PAGE = "/bureau/upc/entraide/regles/"


@pytest.fixture
def circle() -> Circle:
    return make_circle()


@pytest.fixture
def desk(client: Client, circle: Circle) -> Client:
    client.force_login(make_member("Alice", circle.collective, Role.FACILITATOR))
    circles.grow(circle, [("Choses", ["Outils", "Livres"]), ("Temps", ["Garder"])])
    return client


def send(desk: Client, tree: str) -> Any:
    return desk.post(PAGE, {"form": "tree", "tree": tree}, follow=True)


def read(answer: Any) -> str:
    return html.unescape(answer.content.decode()).replace("\u00a0", " ")


def names(circle: Circle) -> str:
    return tree_of(circle).replace("\n", " / ")


def leaf(circle: Circle, name: str) -> Category:
    return Category.objects.get(circle=circle, name=name)


def make_deed(circle: Circle, category: Category) -> Deed:
    day = timezone.localdate() - timedelta(days=400)
    return Deed.objects.create(
        circle=circle, category=category, how="gift", words="Un prêt.", day=day
    )


def twelve(count: int = 12) -> str:
    return " ; ".join(f"feuille {n}" for n in range(count))


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (f"Temps\nChoses : {twelve(13)}", "« Choses » : douze feuilles au plus."),
        ("B" * 61, f"« {'B' * 60}… » est trop long : 60 signes au plus."),
        (f"Choses : {'f' * 61}", f"« {'f' * 60}… » est trop long"),
        (f"Choses : Outils > {'f' * 61}", f"« {'f' * 60}… » est trop long"),
        (": a ; b", "« : a ; b » : il manque le nom de la branche."),
        ("\u3164 : a", "il manque le nom de la branche."),
        ("Choses : a ; b ; a", "« Choses » : deux feuilles ont le même nom."),
        ("Choses : Outils > Livres", "« Livres » est déjà pris."),
        ("Choses : Outils > Livres ; Livres", "« Livres » est déjà pris."),
        ("Choses : Outils ; Outils > Objets", "« Choses » : deux feuilles ont le même nom."),
        ("Choses : Outils > Objets ; Objets", "« Choses » : deux feuilles ont le même nom."),
        ("Choses : Outil > Objets", "« Outil » n'est pas un nom de l'arbre"),
        ("Choses : Garder > Tenir", "« Garder » n'est pas un nom de l'arbre"),
        ("Chose > Objets", "« Chose » n'est pas un nom de l'arbre"),
        ("Choses > Temps", "« Temps » est déjà pris."),
        ("Choses > Objets\nChoses > Biens", "Deux branches ont le même nom."),
        ("Choses > Objets\nObjets", "Deux branches ont le même nom."),
        ("> Objets", "écrivez l'ancien nom, puis « > », puis le nouveau."),
        ("Choses >", "écrivez l'ancien nom, puis « > », puis le nouveau."),
        ("Choses > Objets > Biens", "écrivez l'ancien nom, puis « > », puis le nouveau."),
        ("\n".join("ABCDEFGHIJKLM"), "Douze branches au plus"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_lost(
    desk: Client, circle: Circle, tree: str, said: str
) -> None:
    before = names(circle)
    answer = send(desk, tree)
    assert answer.status_code == 422
    [sentence] = answer.context["tree"].errors["tree"]
    assert said in sentence.replace("\u00a0", " ")
    assert answer.context["tree"]["tree"].value() == tree
    assert names(circle) == before


def test_twelve_leaves_and_sixty_signs_are_kept(desk: Client, circle: Circle) -> None:
    send(desk, f"{'B' * 60} : {twelve()}\nTemps :  ; ")
    assert names(circle) == f"{'B' * 60} : {twelve()} / Temps : "


def test_a_branch_and_a_leaf_are_renamed_and_keep_what_is_in_them(
    desk: Client, circle: Circle
) -> None:
    branch, tools = leaf(circle, "Choses"), leaf(circle, "Outils")
    deed, offer = make_deed(circle, tools), make_offer(make_neighbour(circle), category=tools)
    # Sent twice, it renames once.
    for _time in range(2):
        answer = send(desk, "Temps : Garder\nChoses > Objets : Outils > Bricolage ; Livres")
        assert answer.status_code == 200
        assert "Restent" not in read(answer)
    assert names(circle) == "Temps : Garder / Objets : Bricolage ; Livres"
    for one in (branch, tools, deed, offer):
        one.refresh_from_db()
    assert (branch.name, tools.name) == ("Objets", "Bricolage")
    assert deed.category == offer.category == tools
    assert tools.parent == branch


@pytest.mark.parametrize("tree", ["Temps", "Choses\nTemps", "Choses : Scies\nTemps"])
def test_a_leaf_with_deeds_stays_and_is_told(desk: Client, circle: Circle, tree: str) -> None:
    deed = make_deed(circle, leaf(circle, "Livres"))
    assert "Restent, car quelque chose s'y trouve : Livres" in read(send(desk, tree))
    deed.refresh_from_db()
    assert deed.category == leaf(circle, "Livres")
    assert not Category.objects.filter(circle=circle, name__in=["Outils", "Garder"]).exists()


def test_a_branch_with_deeds_stays(desk: Client, circle: Circle) -> None:
    deed = make_deed(circle, leaf(circle, "Choses"))
    assert "Restent, car quelque chose s'y trouve : Choses." in read(send(desk, "Temps"))
    deed.refresh_from_db()
    assert deed.category == leaf(circle, "Choses")


def test_a_name_may_have_the_sign_in_it(desk: Client, circle: Circle) -> None:
    circles.grow(circle, [("Garder", ["Enfants > 3 ans"])])
    kept = leaf(circle, "Enfants > 3 ans")
    assert send(desk, tree_of(circle)).status_code == 200
    assert leaf(circle, "Enfants > 3 ans") == kept


def test_the_page_says_how_to_rename(desk: Client) -> None:
    assert "Pour renommer : ancien > nouveau." in read(desk.get(PAGE))


def test_what_was_renamed_meanwhile_is_renamed_once(desk: Client, circle: Circle) -> None:
    asked = [(Renamed("Choses", "Objets"), [Renamed("Outils", "Bricolage")])]
    branch = leaf(circle, "Choses")
    for _time in range(2):
        assert circles.grow(circle, asked) == []
    assert leaf(circle, "Objets") == branch
    assert names(circle) == "Objets : Bricolage"


def test_a_tree_is_read_without_a_tree_before() -> None:
    form = TreeForm({"tree": "A : B ; C\n\nD"})
    assert form.is_valid()
    assert form.cleaned_data["tree"] == [("A", ["B", "C"]), ("D", [])]
