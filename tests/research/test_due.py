"""What waits for somebody is said to them, on the first page of the programme."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from entraide.people.models import Organisation, Role
from entraide.research.actions import participating, seminars
from entraide.research.models import Agreement, Participant, Programme
from entraide.research.queries import due
from entraide.research.queries.participants import candidates
from tests.make import (
    make_action,
    make_group,
    make_participant,
    make_programme,
    make_review,
    make_seminar,
    person_of,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def farida() -> Participant:
    return make_participant(make_programme())


def said(programme: Programme, one: Participant | None, *, leads: bool = False) -> list[str]:
    n = candidates(programme).count()
    found = due.of(programme, one, TODAY(), leads=leads, candidates=n)
    return [each.sentence.replace("\u00a0", " ") for each in found]


def test_a_feedback_waits_for_the_team_of_its_action(farida: Participant) -> None:
    programme = farida.programme
    review = make_review(make_seminar(programme), make_action(programme, farida, title="Le repas"))
    taken, left, waiting = seminars.give_back(review, ["Une affiche.", "Un prix.", "Une fête."])
    seminars.take(taken, "Une affiche par hall.", None, why="simple")
    seminars.leave(left, "Trop tôt.")
    assert said(programme, farida) == ["Le repas : un retour du séminaire 1 attend votre réponse."]
    assert said(programme, make_participant(programme, "Zoé")) == []
    seminars.leave(waiting, "Plus tard.")
    assert said(programme, farida) == []


def test_a_decision_waits_for_who_carries_it(farida: Participant) -> None:
    made = seminars.decide(make_seminar(farida.programme), "Écrire à la Ville.", by=farida)
    assert said(farida.programme, farida) == ["Décidé au séminaire 1, à faire : Écrire à la Ville."]
    made.done_on = TODAY()
    made.save()
    assert said(farida.programme, farida) == []


def test_dates_and_candidates_wait_for_who_organises(farida: Participant) -> None:
    programme = farida.programme
    programme.charter_review_on = TODAY() + timedelta(days=20)
    Agreement.objects.create(
        programme=programme, organisation=Organisation.objects.create(name="Le centre"),
        starts_on=TODAY() - timedelta(days=300), ends_on=TODAY() + timedelta(days=50),
        hours_per_quarter=7,
    )  # fmt: skip
    participating.want(
        programme, key="k", name="Noor", peer_group=make_group(), function="", contact="06"
    )
    found = said(programme, None, leads=True)
    assert found[0] == "1 personne veut participer."
    assert [one.split(" le ")[0] for one in found[1:]] == [
        "La charte est à relire ensemble", "La convention avec Le centre finit",
    ]  # fmt: skip
    assert said(programme, farida) == []


def test_each_leads_to_a_page_that_opens(client: Client, farida: Participant) -> None:
    programme = farida.programme
    review = make_review(make_seminar(programme), make_action(programme, farida))
    seminars.give_back(review, ["Une affiche."])
    seminars.decide(review.seminar, "Écrire.", by=farida)
    programme.charter_review_on = TODAY()
    programme.save()
    alice = make_participant(programme, "Alice", role=Role.COORDINATOR)
    for one, leads in ((farida, False), (alice, True)):
        client.force_login(person_of(one))
        found = due.of(programme, one, TODAY(), leads=leads)
        assert found
        page = client.get(f"/bureau/upc/agir/{programme.slug}/").content.decode()
        assert all(each.address in page for each in found)
        assert {client.get(each.address).status_code for each in found} == {200}
