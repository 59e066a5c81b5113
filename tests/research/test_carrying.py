"""Actions begun on a proposal, or on a trial that goes on; carried, shown."""

import pytest
from django.test import Client
from django.utils import timezone

from entraide.expertise.actions import experiments
from entraide.research.models import CollectiveAction, Participant
from tests.make import make_participant, make_programme, make_proposal, person_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def farida() -> Participant:
    return make_participant(make_programme())


@pytest.fixture
def desk(client: Client, farida: Participant) -> Client:
    client.force_login(person_of(farida))
    return client


def home(one: Participant) -> str:
    return f"/bureau/upc/agir/{one.programme.slug}/actions/"


def test_a_trial_of_a_proposal_goes_on_as_an_action_with_its_logbook(
    desk: Client, farida: Participant
) -> None:
    trial = experiments.try_it(
        make_proposal(),
        experiments.Trial("Un bus à tour de rôle", "Essayer.", "Dix trajets.", None,
                          timezone.localdate()),
    )  # fmt: skip
    experiments.observe(trial, "Six trajets.", day=timezone.localdate())
    assert "Un bus à tour de rôle" in desk.get(f"{home(farida)}nouvelle/").content.decode()
    for _time in range(2):
        answer = desk.post(f"{home(farida)}reprendre/", {"trial": trial.pk})
    made = CollectiveAction.objects.get()
    assert made.notebook == trial.notebook
    assert [one.participant for one in made.team.all()] == [farida]
    assert answer.status_code == 404
    assert "Un bus à tour de rôle" not in desk.get(f"{home(farida)}nouvelle/").content.decode()


def test_a_trial_of_another_collective_does_not_exist(desk: Client, farida: Participant) -> None:
    for number in ("999", "", "rien"):
        answer = desk.post(f"{home(farida)}reprendre/", {"trial": number})
        assert answer.status_code == 404
    assert not CollectiveAction.objects.exists()


def test_an_action_rests_on_the_proposal_it_comes_from(desk: Client, farida: Participant) -> None:
    proposal = make_proposal()
    typed = {
        "key": "k", "title": "Le repas", "intention": "Manger ensemble.", "shows": "",
        "neighbourhood": "Pile", "public": "les voisins", "began_on": "2026-01-10",
        "sources": [proposal.note_id], "team": [farida.pk],
    }  # fmt: skip
    for _time in range(2):
        desk.post(f"{home(farida)}nouvelle/", typed)
    made = CollectiveAction.objects.get()
    assert [one.rests_on for one in made.note.anchors.all()] == [proposal.note]
    refused = desk.post(f"{home(farida)}nouvelle/", {**typed, "title": ""})
    assert refused.status_code == 422
    assert "Manger ensemble." in refused.content.decode()
