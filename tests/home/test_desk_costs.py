"""What the pages of the team cost: the same with one row and with three."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entraide.gatherings.models import Gathering
from tests.make import make_gathering, make_member, make_place

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["", "lieux/", "equipe/"])
def test_the_pages_of_the_team_cost_the_same_too(client: Client, page: str) -> None:
    client.force_login(make_member("Alice"))
    costs = []
    for number in range(3):
        make_gathering()
        make_place(f"Lieu {number}").rooms.create(name="salle")
        make_member(f"Membre {number}")
        with CaptureQueriesContext(connection) as done:
            client.get(f"/bureau/upc/{page}")
        costs.append(len(done))
    assert costs[0] == costs[2]


def test_a_page_that_asks_for_each_row_would_be_seen() -> None:
    for _ in range(3):
        make_gathering()
    with CaptureQueriesContext(connection) as done:
        [gathering.collective.name for gathering in Gathering.objects.all()]
    assert len(done) == 4
