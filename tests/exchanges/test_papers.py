"""The board on a wall and one's own trace on paper."""

import pytest
from django.test import Client
from django.utils import timezone

from entraide.exchanges.actions import telling
from entraide.exchanges.queries import papers
from entraide.people.models import Role
from tests import pdf
from tests.exchanges.test_blocks import enter
from tests.make import make_circle, make_member, make_need, make_neighbour, make_offer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def words(content: bytes) -> str:
    return " ".join(pdf.text(content).split())


def test_the_board_of_the_week_shows_what_everybody_may_read(client: Client) -> None:
    circle = make_circle()
    samira = make_neighbour(circle)
    make_offer(samira, "Une échelle")
    make_offer(samira, "Pour nous seulement", audience="collective")
    make_need(samira, "Un lit d'enfant", audience="neighbourhood")
    make_need(samira, "Ce que je garde")
    client.force_login(make_member("Bob", circle.collective, Role.RECEPTION))
    answer = client.get("/bureau/upc/entraide/tableau.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    found = words(answer.content)
    assert "Une échelle" in found
    assert "Un lit d'enfant" in found
    for absent in ("Pour nous seulement", "Ce que je garde", "Samira"):
        assert absent not in found
    assert len(pdf.pages(answer.content)) == 1


def test_a_full_board_is_one_sheet_that_says_what_it_leaves_out(client: Client) -> None:
    circle = make_circle()
    for number in range(papers.MOST + 4):
        one = make_neighbour(circle, f"N{number}")
        make_offer(one, f"Échelle {number}")
        make_need(one, f"Poussette {number}", audience="neighbourhood")
    client.force_login(make_member("Bob", circle.collective, Role.RECEPTION))
    answer = client.get("/bureau/upc/entraide/tableau.pdf")
    found = words(answer.content)
    assert found.count("Et 4 de plus.") == 2
    assert "Mon prénom ou surnom" in found
    assert len(pdf.pages(answer.content)) == 1


def test_one_s_own_trace_names_nobody_else(client: Client) -> None:
    circle = make_circle()
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    told = telling.Told(how="gift", words="Une étagère montée.", day=timezone.localdate())
    telling.tell(circle, told, givers=[omar], receivers=[samira])
    enter(client, circle, samira)
    found = words(client.get("/entraide/upc/moi/trace.pdf").content)
    assert "Une étagère montée." in found
    assert "Omar" not in found
    assert Client().get("/entraide/upc/moi/trace.pdf").status_code == 302
