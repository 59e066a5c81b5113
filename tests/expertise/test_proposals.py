"""Proposals: dated steps, answers, commitments; merged and split they keep their thread."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from entraide.expertise.actions import answers, doors, experiments, proposals as actions, reminding
from entraide.expertise.models import Door, DoorUse, Proposal, Reminder, Step
from entraide.expertise.queries import proposals as queries, standing
from entraide.notebooks.actions.anchoring import Circle
from entraide.notebooks.models import Note, Notebook
from entraide.notebooks.queries import explorer
from entraide.people.models import Person
from tests.make import make_collective, make_edition, make_member, make_note, make_proposal

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
State = Proposal.State
YES = answers.Said("accepted", "Oui, en mars.", "Service des transports")


def sent(proposal: Proposal, day: date = TODAY) -> Proposal:
    actions.take_step(proposal, State.SENT, day=day)
    proposal.refresh_from_db()
    return proposal


def words_above(note: Note) -> list[str]:
    thread = explorer.explore(note.uid, None)
    assert thread
    return [knot.words for knot in thread.knots]


def test_a_proposal_is_read_by_everybody_once_it_is_sent() -> None:
    proposal = make_proposal()
    assert proposal.notebook.access == Notebook.Access.LISTENERS
    assert list(queries.public()) == []
    sent(proposal)
    assert list(queries.public()) == [proposal]
    assert proposal.notebook.standing == "envoyée le 2 mars 2026, pas encore de réponse"


def test_the_last_step_by_its_day_says_how_it_stands() -> None:
    proposal = sent(make_proposal(day=TODAY))
    actions.take_step(proposal, State.CONSENTED, day=TODAY - timedelta(days=1))
    proposal.refresh_from_db()
    assert proposal.state == State.SENT
    last = proposal.steps.get(state=State.SENT)
    actions.take_back(last)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.notebook.access) == (State.CONSENTED, "listeners")
    for step in Step.objects.all():
        actions.take_back(step)
    assert Step.objects.count() == 1, "the last one stays"


@pytest.mark.parametrize(("weeks", "told"), [(7, 0), (8, 8), (30, 30)])
def test_silence_is_told_from_the_weeks_on_that_the_collective_chose(weeks: int, told: int) -> None:
    proposal = sent(make_proposal())
    assert standing.weeks_of_silence(proposal, TODAY + timedelta(weeks=weeks, days=6)) == told


def test_an_answer_ends_the_silence() -> None:
    proposal = sent(make_proposal())
    answers.answer(proposal, YES, day=TODAY)
    proposal.refresh_from_db()
    assert standing.weeks_of_silence(proposal, TODAY + timedelta(weeks=50)) == 0


def test_a_voice_leads_up_to_the_answer_the_commitment_and_its_proof() -> None:
    claim = make_edition("Il manque un bus.").notebook.notes.get()
    proposal = sent(make_proposal(claim))
    answers.answer(proposal, YES, day=TODAY)
    kept = answers.commit(proposal, "Un bus en mars.", due_on=TODAY, by=None, day=TODAY)
    answers.keep(kept, "Il roule.", day=TODAY, by=None)
    proposal.refresh_from_db()
    voice = claim.anchors.get().rests_on
    assert words_above(voice) == [
        "Parole pour Il manque un bus.",
        "Il manque un bus.",
        "Un bus jusqu'à minuit.",
        "Oui, en mars.",
        "Un bus en mars.",
        "Il roule.",
    ]
    assert proposal.state == State.DONE


def test_a_proposal_is_done_once_all_its_commitments_are_kept_or_given_up() -> None:
    proposal = sent(make_proposal())
    first, second = (
        answers.commit(proposal, text, due_on=TODAY, by=None) for text in ("Un bus.", "Un arrêt.")
    )
    answers.keep(first, "Il roule.", day=timezone.localdate(), by=None)
    proposal.refresh_from_db()
    assert proposal.state == State.COMMITTED
    answers.drop(second, day=timezone.localdate(), by=None)
    proposal.refresh_from_db()
    assert proposal.state == State.ANSWERED


@pytest.mark.parametrize(
    ("verdict", "state"),
    [("received", State.ACKNOWLEDGED), ("partly", State.ANSWERED), ("refused", State.REFUSED)],
)
def test_what_an_institution_says_is_a_step(verdict: str, state: str) -> None:
    proposal = sent(make_proposal())
    answers.answer(proposal, answers.Said(verdict, "Voici.", "Mairie"), day=TODAY)
    proposal.refresh_from_db()
    assert proposal.state == state


def test_the_same_form_twice_is_one_proposal() -> None:
    claim = make_edition().notebook.notes.get()
    assert make_proposal(claim, key="k") == make_proposal(claim, key="k")


# Merging and splitting


def test_merged_the_thread_goes_on_through_the_other() -> None:
    claim = make_edition("Il manque un bus.").notebook.notes.get()
    first, second = make_proposal(claim), make_proposal(title="Deux bus")
    actions.merge(first, second, by=None)
    sent(second)
    first.refresh_from_db()
    assert (first.state, first.merged_into) == (State.MERGED, second)
    voice = claim.anchors.get().rests_on
    assert second.note.text in words_above(voice)
    with pytest.raises(actions.Over):
        sent(first)
    with pytest.raises(actions.Over):
        actions.merge(second, first, by=None)


def test_a_proposal_merges_neither_with_itself_nor_with_its_part() -> None:
    first = make_proposal()
    with pytest.raises(Circle):
        actions.merge(first, first, by=None)
    second, third = make_proposal(title="b"), make_proposal(title="c")
    actions.merge(second, third, by=None)
    assert first.state == State.DRAFTED


def test_split_each_part_rests_on_the_whole() -> None:
    claim = make_edition("Il manque un bus.").notebook.notes.get()
    whole = make_proposal(claim)
    parts = actions.split(whole, [("Le soir", "Un bus le soir."), ("Le matin", "Et tôt.")], by=None)
    for part in parts:
        sent(part)
    whole.refresh_from_db()
    assert whole.state == State.SPLIT
    voice = claim.anchors.get().rests_on
    assert {"Un bus le soir.", "Et tôt."} <= set(words_above(voice))
    assert [str(part.addressee) for part in parts] == ["Ville", "Ville"]


# Links


def test_a_link_is_kept_as_a_digest_and_each_use_is_logged() -> None:
    door, token = doors.make(make_proposal(), by=None)
    assert token not in str(Door.objects.values().get())
    assert doors.find(token) == door
    assert doors.find(token + "x") is None
    doors.use(door, DoorUse.What.OPENED)
    assert list(door.uses.values_list("what", flat=True)) == ["opened"]


def test_a_link_used_after_its_time_is_refused_and_logged_then_prolonged() -> None:
    door, token = doors.make(make_proposal(), by=None)
    Door.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    late = doors.find(token)
    assert late
    with pytest.raises(doors.DoorClosed):
        doors.use(late, DoorUse.What.OPENED)
    assert list(door.uses.values_list("what", flat=True)) == ["too_late"]
    doors.prolong(late)
    doors.use(late, DoorUse.What.OPENED)
    doors.close(late)
    with pytest.raises(doors.DoorClosed):
        doors.use(late, DoorUse.What.ANSWERED)


# Trials


def test_what_is_observed_comes_back_into_the_thread() -> None:
    proposal = sent(make_proposal())
    trial = experiments.Trial("Un bus d'essai", "Essayer", "Vingt personnes", None, TODAY)
    tried = experiments.try_it(proposal, trial, key="k")
    assert experiments.try_it(proposal, trial, key="k") == tried
    note = experiments.observe(tried, "Douze personnes.", day=TODAY)
    assert "Douze personnes." not in words_above(proposal.note)
    experiments.show_experiment(tried, shown=True)
    assert words_above(proposal.note)[-2:] == ["Essayer", "Douze personnes."]
    assert list(queries.observations(tried)) == [note]


# Reminders


@pytest.fixture
def malika() -> Person:
    return make_member("Malika")


def test_each_date_is_reminded_of_once(malika: Person, mailoutbox: list[object]) -> None:
    proposal = sent(make_proposal(), TODAY - timedelta(weeks=9))
    answers.commit(make_proposal(title="b"), "Un bus.", due_on=TODAY - timedelta(days=1), by=None)
    assert reminding.remind(TODAY) == 2
    assert reminding.remind(TODAY + timedelta(days=1)) == 0
    assert Reminder.objects.count() == 2
    assert {one.kind for one in queries.due(make_collective(), TODAY)} == {"late", "silent"}
    sent(proposal, TODAY + timedelta(days=2))
    assert reminding.remind(TODAY + timedelta(weeks=9)) == 1, "silent again since"


def test_claims_of_the_last_edition_come_first_and_drafts_after() -> None:
    edition = make_edition("Publiée")
    found = [(note.text, note.notebook.kind) for note in queries.claims(make_collective())]
    assert found == [("Publiée", "edition"), ("Publiée", "cahier")]
    assert edition.notebook.notes.get() in queries.claims(make_collective())
    make_note(edition.cahier.notebook, "Objection", kind=Note.Kind.FEEDBACK)
    assert len(queries.claims(make_collective())) == 2
