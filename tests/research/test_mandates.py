"""Mandates: asked, answered by the field, negotiated; memos for oneself. Outside inputs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from entraide.gatherings.models import Gathering
from entraide.research.actions import mandates
from entraide.research.models import Entry, Mandate, MandateMemo, OutsideInput, Participant
from entraide.research.queries import mandates as queries
from tests.make import make_action, make_entry, make_participant, make_programme, person_of

pytestmark = pytest.mark.django_db
ASKED = {"institution": "Le Département", "asked": "Compter les situations repérées."}


@pytest.fixture
def farida() -> Participant:
    return make_participant(make_programme())


@pytest.fixture
def desk(client: Client, farida: Participant) -> Client:
    client.force_login(person_of(farida))
    return client


@pytest.fixture
def mandate(farida: Participant) -> Mandate:
    return mandates.receive(
        farida.programme, mandates.Commanded(ASKED["institution"], ASKED["asked"], None)
    )


def home(one: Participant) -> str:
    return f"/bureau/{one.programme.collective.slug}/agir/{one.programme.slug}/"


def test_what_is_asked_is_written_down_and_dated(desk: Client, farida: Participant) -> None:
    answer = desk.post(f"{home(farida)}commandes/nouvelle/", ASKED)
    made = Mandate.objects.get()
    assert answer.headers["Location"] == f"{home(farida)}commandes/{made.pk}/"
    assert [one.state for one in made.steps.all()] == ["received"]


def test_what_the_field_says_rests_on_its_lines_and_the_counter_on_it(
    desk: Client, farida: Participant, mandate: Mandate
) -> None:
    action = make_action(farida.programme, farida)
    seen = make_entry(action, farida, "Les portes se ferment.", sharing=Entry.Sharing.COLLECTIVE)
    kept = make_entry(action, farida, "Pour moi.")
    page = f"{home(farida)}commandes/{mandate.pk}/"
    assert seen.note is not None
    typed = {"form": "says", "text": "Compter ferme les portes."}
    refused = desk.post(page, typed)
    assert refused.status_code == 422
    assert "Compter ferme les portes." in refused.content.decode()
    assert "Pour moi." not in refused.content.decode()
    assert kept.note is None
    desk.post(page, {**typed, "notes": [seen.note.pk]})
    desk.post(page, {"form": "counter", "text": "Nous comptons les paliers."})
    mandate.refresh_from_db()
    assert mandate.says is not None
    assert mandate.counter is not None
    assert [one.rests_on for one in mandate.says.anchors.all()] == [seen.note]
    assert [one.rests_on for one in mandate.counter.anchors.all()] == [mandate.says]


def test_other_notes_take_the_place_of_the_first(farida: Participant, mandate: Mandate) -> None:
    action = make_action(farida.programme, farida)
    lines = [
        make_entry(action, farida, text, sharing=Entry.Sharing.COLLECTIVE) for text in ("A.", "B.")
    ]
    first, second = (one.note for one in lines)
    assert first is not None
    assert second is not None
    said = mandates.say(mandate, "Non.", on=[first])
    assert mandates.say(mandate, "Non, et voici pourquoi.", on=[second]) == said
    assert [one.rests_on for one in said.anchors.all()] == [second]


def test_a_mandate_is_where_its_last_step_left_it(mandate: Mandate) -> None:
    today = timezone.localdate()
    mandates.step(mandate, "adapted", day=today, words="Signé.", result="On compte les paliers.")
    # A step that is typed later, of an earlier day.
    mandates.step(mandate, "discussed", day=today - timedelta(days=9))
    mandate.refresh_from_db()
    assert mandate.state == "adapted"
    assert mandate.result == "On compte les paliers."


def test_only_its_author_reads_and_erases_a_memo(
    desk: Client, farida: Participant, mandate: Mandate
) -> None:
    page = f"{home(farida)}commandes/{mandate.pk}/"
    desk.post(page, {"form": "memo", "text": "Ne rien dire du troisième."})
    memo = MandateMemo.objects.get()
    assert "Ne rien dire du troisième." in desk.get(page).content.decode()
    other = Client()
    zoe = make_participant(farida.programme, "Zoé")
    other.force_login(person_of(zoe))
    assert "Ne rien dire du troisième." not in other.get(page).content.decode()
    assert other.post(page, {"erase": memo.pk}).status_code == 404
    assert zoe.person is not None
    assert not queries.memos(mandate, zoe.person).exists()
    desk.post(page, {"erase": memo.pk})
    assert not MandateMemo.objects.exists()


def test_who_observes_writes_nothing_but_their_memo(farida: Participant, mandate: Mandate) -> None:
    nora = make_participant(farida.programme, "Nora", kind=Participant.Kind.OBSERVER)
    client = Client()
    client.force_login(person_of(nora))
    page = f"{home(farida)}commandes/{mandate.pk}/"
    client.post(page, {"form": "counter", "text": "À ma façon."})
    client.post(page, {"form": "memo", "text": "Pour moi."})
    mandate.refresh_from_db()
    assert mandate.counter is None
    assert mandate.memos.get().author == nora.person
    assert client.get(f"{home(farida)}commandes/nouvelle/").status_code == 404


def test_a_need_becomes_a_gathering_and_what_remained_of_it(
    client: Client, farida: Participant
) -> None:
    action = make_action(farida.programme, farida)
    malika = make_participant(farida.programme, "Malika", role="coordinator")
    client.force_login(person_of(malika))
    client.post(
        f"{home(farida)}apports/nouveau/",
        {"need": "Comprendre l'assurance.", "action": action.pk, "who": "une juriste"},
    )
    needed = OutsideInput.objects.get()
    page = f"{home(farida)}apports/{needed.pk}/"
    gathering = {
        "form": "gathering", "title": "Rendre service, et après ?", "kind": "cafe",
        "starts_at_0": "2026-03-05", "starts_at_1": "18:00",
        "ends_at_0": "2026-03-05", "ends_at_1": "17:00",
    }  # fmt: skip
    refused = client.post(page, gathering)
    assert refused.status_code == 422
    assert "Rendre service, et après ?" in refused.content.decode()
    client.post(page, gathering | {"ends_at_1": "20:00"})
    needed.refresh_from_db()
    assert needed.gathering is not None
    assert needed.gathering.state == Gathering.State.DRAFT
    remained = {"form": "remains", "key": "k", "texts": "Frais réels : oui.\n\nForfait : non."}
    for _time in range(2):
        client.post(page, remained)
    notes = needed.remains.all()
    assert [one.text for one in notes] == ["Frais réels : oui.", "Forfait : non."]
    assert all(one.anchors.get().rests_on == action.note for one in notes)
    assert "Frais réels" in client.get(page).content.decode()
