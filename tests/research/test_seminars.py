"""From a stage review to what an improvement changed, and back at the next seminar."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import timezone

from entraide.gatherings.actions.programme import set_state
from entraide.gatherings.models import Gathering, Moment
from entraide.notebooks.models import Note
from entraide.research.actions import carrying, programmes, seminars
from entraide.research.models import (
    CollectiveAction,
    Entry,
    Feedback,
    Improvement,
    Participant,
    Programme,
    Seminar,
)
from entraide.research.quarters import quarterly
from entraide.research.queries import lessons, seminars as queries
from tests.make import (
    make_action,
    make_entry,
    make_participant,
    make_programme,
    make_proposal,
    make_review,
    make_seminar,
    person_of,
)

pytestmark = pytest.mark.django_db
COLLECTIVE = Entry.Sharing.COLLECTIVE


@pytest.fixture
def farida() -> Participant:
    return make_participant(make_programme())


@pytest.fixture
def action(farida: Participant) -> CollectiveAction:
    return make_action(farida.programme, farida)


@pytest.fixture
def seminar(farida: Participant) -> Seminar:
    return make_seminar(farida.programme)


def days_of(found: list[Seminar]) -> list[date]:
    return [timezone.localdate(one.gathering.starts_at) for one in found]


def test_twelve_seminars_fall_on_the_same_weekday_of_the_month() -> None:
    programme = make_programme(starts_on=date(2026, 1, 5), ends_on=date(2029, 1, 5))
    first = date(2026, 1, 15)
    days = [
        date(2026, 1, 15), date(2026, 4, 16), date(2026, 7, 16), date(2026, 10, 15),
    ]  # fmt: skip
    made = programmes.plan_seminars(
        programme, quarterly(first, programme.ends_on), place=None, by=None
    )
    assert days_of(made)[:4] == days
    assert len(made) == 12
    assert {one.gathering.state for one in made} == {Gathering.State.DRAFT}
    assert made[0].gathering.moments.count() == len(programmes.AGENDA)


def test_planned_twice_a_day_has_one_seminar(farida: Participant) -> None:
    day = timezone.localdate() + timedelta(days=40)
    for _ in range(2):
        programmes.plan_seminars(farida.programme, [day], place=None, by=None)
    assert farida.programme.seminars.count() == 1


def test_a_seminar_that_is_moved_keeps_what_was_prepared_and_changes_its_number(
    farida: Participant, action: CollectiveAction
) -> None:
    today = timezone.localdate()
    days = [today + timedelta(days=n) for n in (10, 100, 190)]
    first, second, _third = programmes.plan_seminars(farida.programme, days, place=None, by=None)
    review = make_review(first, action)
    programmes.move(first, today + timedelta(days=130), by=None)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.number, second.number) == (2, 1)
    assert review.seminar_id == first.pk
    moments = first.gathering.moments.order_by("starts_at")
    assert {timezone.localdate(one.starts_at) for one in moments} == {today + timedelta(days=130)}


def test_a_review_rests_on_the_lines_it_was_prepared_from(
    farida: Participant, action: CollectiveAction, seminar: Seminar
) -> None:
    line = make_entry(action, farida, "Dix personnes.", sharing=COLLECTIVE)
    review = make_review(seminar, action, line)
    assert review.note
    assert [one.rests_on for one in review.note.anchors.all()] == [line.note]
    # Told again without it, it rests on the action.
    make_review(seminar, action)
    assert [one.rests_on for one in review.note.anchors.all()] == [action.note]


def test_a_review_does_not_rest_on_what_is_not_shared(
    farida: Participant, action: CollectiveAction, seminar: Seminar
) -> None:
    mine = make_entry(action, farida, "Je doute.")
    with pytest.raises(seminars.NotYours):
        make_review(seminar, action, mine)


def test_of_two_who_write_a_review_the_second_is_told(
    action: CollectiveAction, seminar: Seminar
) -> None:
    make_review(seminar, action)
    told = seminars.Told("Autre chose.", "", "")
    with pytest.raises(seminars.Overtaken) as fault:
        seminars.review(seminar, action, told, seen=0)
    assert fault.value.now.tried == "Un repas."


def test_what_is_prepared_is_what_was_shared_since_the_seminar_before(
    farida: Participant, action: CollectiveAction, seminar: Seminar
) -> None:
    earlier = make_seminar(farida.programme, timezone.localdate() - timedelta(days=120))
    old = timezone.localdate() - timedelta(days=130)
    make_entry(action, farida, "avant", sharing=COLLECTIVE, day=old)
    make_entry(action, farida, "pour moi")
    since = make_entry(action, farida, "depuis", sharing=COLLECTIVE)
    found = queries.prepared(seminar, action, person_of(farida).pk)
    assert (found.before, found.entries, found.kept) == (earlier, [since], 1)


def test_a_line_of_the_evening_of_a_seminar_is_told_at_the_next(
    farida: Participant, action: CollectiveAction, seminar: Seminar
) -> None:
    earlier = make_seminar(farida.programme, timezone.localdate() - timedelta(days=120))
    day = timezone.localdate() - timedelta(days=120)
    told = make_entry(action, farida, "le matin", sharing=COLLECTIVE, day=day)
    evening = make_entry(action, farida, "le soir", sharing=COLLECTIVE, day=day)
    make_review(earlier, action, told)
    person = person_of(farida).pk
    assert queries.prepared(seminar, action, person).entries == [evening]
    # Its own review keeps the lines it rests on.
    assert told in queries.prepared(earlier, action, person).entries


def test_a_seminar_that_was_cancelled_is_not_the_one_before(
    farida: Participant, action: CollectiveAction, seminar: Seminar
) -> None:
    earlier = make_seminar(farida.programme, timezone.localdate() - timedelta(days=120))
    assert farida.person
    set_state(earlier.gathering, Gathering.State.CANCELLED, by=farida.person)
    assert queries.before(seminar) is None


@pytest.fixture
def feedback(action: CollectiveAction, seminar: Seminar) -> Feedback:
    review = make_review(seminar, action)
    return seminars.give_back(review, ["Invitez les voisins."], key="k")[0]


def test_feedbacks_sent_twice_are_there_once(feedback: Feedback) -> None:
    again = seminars.give_back(feedback.review, ["Invitez les voisins."], key="k")
    assert again == [feedback]
    assert feedback.note.anchors.get().rests_on == feedback.review.note


def test_an_improvement_rests_on_its_feedback_and_comes_back_until_its_outcome_is_said(
    farida: Participant, action: CollectiveAction, feedback: Feedback
) -> None:
    question = farida.programme.questions.all()[2]
    improvement = seminars.take(feedback, "Une affiche par hall.", question, why="simple")
    assert seminars.take(feedback, "Autre", None, why="") == improvement
    assert improvement.note.anchors.get().rests_on == feedback.note
    following = make_seminar(farida.programme, timezone.localdate() + timedelta(days=60))
    assert farida.person
    (told,) = queries.told(following, farida.person.pk)
    assert told.coming_back == [improvement]
    assert told.mine
    seminars.step(improvement, Improvement.State.KEPT, why="douze venus")
    (told,) = queries.told(following, farida.person.pk)
    assert told.coming_back == []


def effects(one: Participant, *, public: bool = False) -> list[str]:
    """Return what was seen of the effect of the improvements, as a page tells it."""
    found = lessons.of(one.programme, public=public)
    return [told for each in found.learned for lesson in each.lessons for told in lesson.effects]


def test_everybody_reads_a_lesson_only_when_its_team_says_so(
    client: Client, farida: Participant, feedback: Feedback
) -> None:
    programme = farida.programme
    Programme.objects.filter(pk=programme.pk).update(access=Programme.Access.PUBLIC)
    action = feedback.review.action
    carrying.show(action, shown=True)
    improvement = seminars.take(feedback, "Une affiche par hall.", None, why="simple")
    for text, sharing in (("Vu par tous.", "public"), ("Vu entre nous.", COLLECTIVE)):
        seminars.observe_effect(improvement, [make_entry(action, farida, text, sharing=sharing)])
    page = f"/agir/{programme.slug}/appris/"
    assert "Une affiche par hall." not in client.get(page).content.decode()
    desk = f"/bureau/{programme.collective.slug}/agir/{programme.slug}/appris/{improvement.pk}/"
    client.force_login(person_of(farida))
    client.post(desk)
    read = Client().get(page).content.decode()
    assert "Une affiche par hall." in read
    assert "Vu par tous." in read
    assert "Vu entre nous." not in read
    # Somebody else of the collective shows nothing.
    client.post(desk, {"hide": "1"})
    other = make_participant(programme, "Zoé")
    client.force_login(person_of(other))
    assert client.post(desk).status_code == 404
    assert "Une affiche par hall." not in Client().get(page).content.decode()


def test_the_observation_of_its_effect_hangs_on_the_thread(
    farida: Participant, feedback: Feedback
) -> None:
    improvement = seminars.take(feedback, "Une affiche par hall.", None, why="simple")
    action = feedback.review.action
    seen = make_entry(action, farida, "Douze voisins.", sharing=COLLECTIVE)
    seminars.observe_effect(improvement, [seen])
    assert effects(farida) == ["Douze voisins."]
    # A change of that line leaves it there.
    make_entry(action, farida, "Treize voisins.", uid=seen.uid, revision=1, sharing=COLLECTIVE)
    assert effects(farida) == ["Treize voisins."]


def test_what_a_team_leaves_is_answered_too(farida: Participant, feedback: Feedback) -> None:
    found = lessons.of(farida.programme)
    assert (found.feedbacks, found.answered) == (1, 0)
    seminars.leave(feedback, "La salle est trop petite.")
    found = lessons.of(farida.programme)
    assert (found.feedbacks, found.answered) == (1, 1)


def test_lessons_are_sorted_by_question_and_what_is_kept_is_not_public(
    farida: Participant, feedback: Feedback
) -> None:
    question = farida.programme.questions.all()[1]
    improvement = seminars.take(feedback, "Une affiche.", question, why="simple")
    assert [one.question for one in lessons.of(farida.programme).learned] == [question]
    assert lessons.of(farida.programme, public=True).learned == []
    seminars.show_improvement(improvement, shown=True)
    assert lessons.of(farida.programme, public=True).learned == []
    action = feedback.review.action
    carrying.show(action, shown=True)
    assert len(lessons.of(farida.programme, public=True).learned) == 1


def test_many_lessons_of_a_question_are_read_page_by_page(
    client: Client, farida: Participant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lessons, "SHOWN", 2)
    monkeypatch.setattr(lessons, "ON_A_PAGE", 2)
    programme = farida.programme
    question = programme.questions.all()[0]
    review = make_review(make_seminar(programme), make_action(programme, farida))
    for number, one in enumerate(seminars.give_back(review, ["A.", "B.", "C."])):
        seminars.take(one, f"Changement {number}", question, why="simple")
    client.force_login(person_of(farida))
    page = f"/bureau/upc/agir/{programme.slug}/appris/"
    read = client.get(page).content.decode()
    assert "Tout lire : 3 améliorations" in read.replace("\u00a0", " ")
    assert "Changement 2" in read
    assert "Changement 0" not in read
    read = client.get(f"{page}?question={question.pk}&page=2").content.decode()
    assert "Changement 0" in read
    assert "Changement 2" not in read
    assert client.get(f"{page}?question=99999").status_code == 404
    assert client.get(f"{page}?question=rien").status_code == 200


def test_from_a_voice_one_walks_up_to_what_was_learned(farida: Participant) -> None:
    proposal = make_proposal(collective=farida.programme.collective)
    action = make_action(farida.programme, farida, sources=[proposal.note])
    line = make_entry(action, farida, "Dix.", sharing=COLLECTIVE)
    review = make_review(make_seminar(farida.programme), action, line)
    (feedback,) = seminars.give_back(review, ["Invitez."])
    improvement = seminars.take(feedback, "Une affiche.", None, why="simple")
    voice = Note.objects.get(carries__note__carries__note=proposal.note)
    above = {one.kind for one in _walk_up(voice)}
    assert {"claim", "proposal", "observation", "review", "feedback", "improvement"} <= above
    assert improvement.note in _walk_up(voice)


def _walk_up(note: Note) -> set[Note]:
    """Return everything that rests on a note, near or far."""
    found: set[Note] = set()
    left = [note]
    while left:
        for anchor in left.pop().carries.select_related("note"):
            if anchor.note not in found:
                found.add(anchor.note)
                left.append(anchor.note)
    return found


def test_what_was_decided_and_not_done_comes_back(farida: Participant, seminar: Seminar) -> None:
    decision = seminars.decide(seminar, "Écrire au bailleur.", by=farida)
    following = make_seminar(farida.programme, timezone.localdate() + timedelta(days=60))
    assert queries.decisions(following) == ([], [decision])
    assert queries.decisions(seminar) == ([decision], [])
    decision.done_on = timezone.localdate()
    decision.save()
    assert queries.decisions(following) == ([], [])


def test_the_agenda_leaves_no_hole() -> None:
    programme = make_programme()
    moments = list(make_seminar(programme).gathering.moments.order_by("starts_at"))
    for one, following in pairwise(moments):
        assert one.ends_at == following.starts_at
    assert {Moment.Kind.MEAL, Moment.Kind.MIXED_WORKSHOP} <= {one.kind for one in moments}
