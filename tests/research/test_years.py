"""The years of a programme: the cloth, and the report of a year begun as a cahier."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from entraide.expertise.models import Passage
from entraide.people.models import Person
from entraide.research.actions import annual, carrying, seminars
from entraide.research.models import CollectiveAction, Improvement, Participant, Seminar
from entraide.research.queries import reports, timeline
from tests.make import (
    make_action,
    make_member,
    make_participant,
    make_programme,
    make_review,
    make_seminar,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def farida() -> Participant:
    return make_participant(make_programme())


@pytest.fixture
def improvement(farida: Participant) -> Improvement:
    action = make_action(farida.programme, farida)
    review = make_review(make_seminar(farida.programme), action)
    (feedback,) = seminars.give_back(review, ["Invitez."])
    return seminars.take(feedback, "Une affiche par hall.", None, why="simple")


@pytest.fixture
def malika(improvement: Improvement) -> Person:
    return make_member("Malika", improvement.note.notebook.collective)


def test_seminars_actions_and_what_came_of_them_are_on_the_cloth(
    farida: Participant, improvement: Improvement
) -> None:
    make_seminar(farida.programme, timezone.localdate() + timedelta(days=60))
    cloth = timeline.weave(farida.programme)
    assert [one.held for one in cloth.warps] == [True, False]
    assert cloth.warps[0].x < (cloth.today or 0) < cloth.warps[1].x
    (weft,) = cloth.wefts
    assert weft.left < weft.right == cloth.today
    assert [knot.words for knot in weft.knots] == ["à l'essai : Une affiche par hall."]
    seminars.step(improvement, Improvement.State.KEPT, why="douze venus")
    (weft,) = timeline.weave(farida.programme).wefts
    assert [knot.words for knot in weft.knots] == ["gardée : Une affiche par hall."]


def test_an_action_that_ended_stops_there(farida: Participant) -> None:
    action = make_action(farida.programme, farida)
    day = timezone.localdate() - timedelta(days=200)
    carrying.set_state(action, CollectiveAction.State.ENDED, why="fini", day=day)
    cloth = timeline.weave(farida.programme)
    assert cloth.wefts[0].right < (cloth.today or 0)


def test_the_cloth_takes_as_many_queries_for_ten_actions_as_for_one(
    farida: Participant, improvement: Improvement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        timeline.weave(farida.programme)
    for _ in range(9):
        make_action(farida.programme, farida)
    with django_assert_num_queries(4):
        timeline.weave(farida.programme)


def test_the_report_of_a_year_rests_on_what_it_tells(
    farida: Participant, improvement: Improvement, malika: Person
) -> None:
    seminar = Seminar.objects.get()
    seminars.decide(seminar, "Écrire au bailleur.")
    year = reports.years(farida.programme)[-1]
    cahier = annual.assemble(farida.programme, year, by=malika)
    passages = Passage.objects.filter(section__cahier=cahier)
    texts = [one.note.text for one in passages]
    assert "Une affiche par hall." in texts
    assert "Écrire au bailleur." in texts
    assert all(one.note.anchors.exists() for one in passages)
    # Begun again, it is the same.
    assert annual.assemble(farida.programme, year, by=malika) == cahier
    assert Passage.objects.filter(section__cahier=cahier).count() == len(texts)
