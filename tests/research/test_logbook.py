"""The lines of a logbook: whose they are, who reads them, what they rest on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from entraide.notebooks.models import Note
from entraide.notebooks.queries import notes as note_queries
from entraide.people.models import Role
from entraide.research.actions import carrying, logbook, participating
from entraide.research.actions.logbook import Line
from entraide.research.models import CollectiveAction, Entry, Participant
from entraide.research.queries import logbooks
from tests.make import make_action, make_entry, make_member, make_participant, make_programme

pytestmark = pytest.mark.django_db
Sharing, Kind = Entry.Sharing, Entry.Kind


@pytest.fixture
def farida() -> Participant:
    return make_participant(make_programme())


@pytest.fixture
def omar(farida: Participant) -> Participant:
    return make_participant(farida.programme, "Omar")


@pytest.fixture
def action(farida: Participant, omar: Participant) -> CollectiveAction:
    return make_action(farida.programme, farida, omar)


def read_by(action: CollectiveAction, who: Participant) -> set[str]:
    """Return what somebody reads of a logbook."""
    assert who.person
    return {one.words for one in logbooks.readable(action, who.person)}


def test_a_line_is_its_authors_alone_until_they_share_it(
    action: CollectiveAction, farida: Participant, omar: Participant
) -> None:
    line = make_entry(action, farida, "Je doute.")
    assert read_by(action, farida) == {"Je doute."}
    assert read_by(action, omar) == set()
    assert not Note.objects.filter(text__contains="doute").exists()
    logbook.share(line, Sharing.TEAM)
    assert read_by(action, omar) == {"Je doute."}
    assert not Note.objects.filter(text__contains="doute").exists()


def test_who_is_not_in_the_team_reads_what_is_shared_with_the_collective(
    action: CollectiveAction, farida: Participant
) -> None:
    other = make_participant(farida.programme, "Lila")
    make_entry(action, farida, "à l'équipe", sharing=Sharing.TEAM)
    make_entry(action, farida, "au collectif", sharing=Sharing.COLLECTIVE)
    assert read_by(action, other) == {"au collectif"}
    assert {one.words for one in logbooks.public(action)} == set()


def test_a_public_line_is_a_note_that_everybody_reads_once_the_action_is_shown(
    action: CollectiveAction, farida: Participant
) -> None:
    line = make_entry(action, farida, "Trente repas.", kind=Kind.FIGURE, sharing=Sharing.PUBLIC)
    make_entry(action, farida, "Entre nous.", sharing=Sharing.COLLECTIVE)
    assert line.note
    assert line.note.kind == Note.Kind.MEASURE
    assert not note_queries.visible_to(None).filter(pk=line.note.pk).exists()
    carrying.show(action, shown=True)
    seen = set(note_queries.visible_to(None).values_list("text", flat=True))
    assert seen == {action.note.text, "Trente repas."}


def test_taken_back_the_words_leave_the_thread_and_stay_the_authors(
    action: CollectiveAction, farida: Participant, omar: Participant
) -> None:
    line = make_entry(action, farida, "Trop tôt.", sharing=Sharing.COLLECTIVE)
    note = line.note
    assert note
    logbook.share(line, Sharing.PRIVATE)
    note.refresh_from_db()
    assert note.withdrawn
    assert note.text == note.searched == ""
    assert read_by(action, farida) == {"Trop tôt."}
    assert read_by(action, omar) == set()


def test_a_line_rests_on_earlier_ones_and_on_the_action(
    action: CollectiveAction, farida: Participant
) -> None:
    first = make_entry(action, farida, "Personne.", sharing=Sharing.COLLECTIVE)
    second = make_entry(
        action, farida, "Cinq personnes.", sharing=Sharing.COLLECTIVE, on=(first.uid,)
    )
    assert first.note
    assert second.note
    assert first.note.anchors.get().rests_on == action.note
    assert second.note.anchors.get().rests_on == first.note


def test_a_line_that_rests_on_a_private_one_is_tied_once_both_are_shared(
    action: CollectiveAction, farida: Participant
) -> None:
    first = make_entry(action, farida, "Personne.")
    second = make_entry(action, farida, "Cinq.", sharing=Sharing.COLLECTIVE, on=(first.uid,))
    assert second.note
    assert second.note.anchors.get().rests_on == action.note
    logbook.share(first, Sharing.COLLECTIVE)
    first.refresh_from_db()
    assert second.note.anchors.get().rests_on == first.note


def test_nobody_rests_a_line_on_the_private_line_of_somebody_else(
    action: CollectiveAction, farida: Participant, omar: Participant
) -> None:
    hers = make_entry(action, farida, "Je doute.")
    his = make_entry(action, omar, "Moi aussi.", on=(hers.uid,))
    assert list(his.rests_on.all()) == []


def test_sent_twice_a_line_is_one(action: CollectiveAction, farida: Participant) -> None:
    line = Line(uuid4(), "Il a plu.", Kind.OBSERVATION, timezone.localdate())
    assert farida.person
    for _ in range(2):
        assert logbook.write(action, [line], author=farida.person) == []
    assert action.entries.count() == 1


def changed(entry: Entry, text: str, *, revision: int = 1, base: int = 0) -> Line:
    """Return a change of a line, made on a device that had seen this revision."""
    return Line(entry.uid, text, entry.kind, entry.day, revision=revision, base=base)


def test_of_two_changes_made_without_network_the_second_is_told_and_nothing_is_lost(
    action: CollectiveAction, farida: Participant
) -> None:
    entry = make_entry(action, farida, "Il a plu.")
    assert farida.person
    assert logbook.write(action, [changed(entry, "Il a neigé.")], author=farida.person) == []
    late = changed(entry, "Il a grêlé.")
    assert logbook.write(action, [late], author=farida.person) == [entry.uid]
    entry.refresh_from_db()
    assert entry.words == "Il a neigé."
    # The same change sent again is no conflict.
    assert logbook.write(action, [changed(entry, "Il a neigé.")], author=farida.person) == []


def test_a_shared_line_changes_with_its_note(action: CollectiveAction, farida: Participant) -> None:
    entry = make_entry(action, farida, "Il a plu.", sharing=Sharing.PUBLIC)
    line = Line(
        entry.uid, "Il a neigé.", Kind.DECISION, entry.day, sharing=Sharing.PUBLIC, revision=1
    )
    assert farida.person
    logbook.write(action, [line], author=farida.person)
    note = Note.objects.get(entry=entry)
    assert (note.text, note.kind, note.showing) == ("Il a neigé.", "decision", "shown")


def test_nobody_changes_the_line_of_somebody_else(
    action: CollectiveAction, farida: Participant, omar: Participant
) -> None:
    entry = make_entry(action, farida, "Il a plu.", sharing=Sharing.TEAM)
    assert omar.person
    assert logbook.write(action, [changed(entry, "Non.")], author=omar.person) == [entry.uid]
    entry.refresh_from_db()
    assert entry.words == "Il a plu."


def test_erased_a_line_has_no_words_anywhere_and_never_comes_back(
    action: CollectiveAction, farida: Participant
) -> None:
    entry = make_entry(action, farida, "Il a plu.", sharing=Sharing.COLLECTIVE)
    assert farida.person
    logbook.write(action, [changed(entry, "", revision=1)], author=farida.person)
    logbook.write(action, [changed(entry, "Il a plu.", revision=2)], author=farida.person)
    entry.refresh_from_db()
    assert (entry.withdrawn, entry.words, entry.note) == (True, "", None)
    assert not Note.objects.filter(text="Il a plu.").exists()


def test_nothing_is_added_once_an_action_is_over(
    action: CollectiveAction, farida: Participant
) -> None:
    carrying.set_state(action, CollectiveAction.State.ENDED, why="essai fini")
    with pytest.raises(logbook.Ended):
        make_entry(action, farida)


def test_who_leaves_takes_what_was_theirs_alone_and_leaves_what_they_shared(
    action: CollectiveAction, farida: Participant, omar: Participant
) -> None:
    make_entry(action, farida, "Je doute.")
    make_entry(action, farida, "à l'équipe", sharing=Sharing.TEAM)
    make_entry(action, farida, "au collectif", sharing=Sharing.COLLECTIVE)
    participating.leave(farida)
    assert read_by(action, omar) == {"à l'équipe", "au collectif"}
    assert not Entry.objects.filter(sharing=Sharing.PRIVATE).exists()
    # Somebody carries the action on.
    assert [(one.participant, one.leads) for one in logbooks.team(action)] == [(omar, True)]


def test_an_action_that_everybody_left_is_paused_and_is_taken_up_by_somebody(
    action: CollectiveAction, farida: Participant, omar: Participant
) -> None:
    for one in (farida, omar):
        participating.leave(one)
    action.refresh_from_db()
    assert action.state == CollectiveAction.State.PAUSED
    assert action.ended_why
    with pytest.raises(carrying.NobodyLeft):
        carrying.set_state(action, CollectiveAction.State.RUNNING, why="")
    carrying.carry(action, make_participant(farida.programme, "Lila"), leads=True)
    carrying.set_state(action, CollectiveAction.State.RUNNING, why="")
    action.refresh_from_db()
    assert action.state == CollectiveAction.State.RUNNING


def test_a_term_that_is_over_ends_what_one_reads(
    action: CollectiveAction, farida: Participant, omar: Participant
) -> None:
    make_entry(action, farida, "à l'équipe", sharing=Sharing.TEAM)
    Participant.objects.filter(pk=omar.pk).update(until=timezone.localdate() - timedelta(days=1))
    assert read_by(action, omar) == set()


def test_whoever_coordinates_reads_nothing_that_was_not_shared(
    action: CollectiveAction, farida: Participant
) -> None:
    alice = make_member("Alice", farida.programme.collective, Role.COORDINATOR)
    make_entry(action, farida, "Je doute.")
    make_entry(action, farida, "à l'équipe", sharing=Sharing.TEAM)
    assert list(logbooks.readable(action, alice)) == []
