"""Rights that mutual aid stands in for; worries that one person reads."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from entraide.exchanges.actions import circles, posting, rights, signalling, telling
from entraide.exchanges.actions.rights import Claimed
from entraide.exchanges.models import Circle, Need, Neighbour, Signal
from entraide.exchanges.queries.rights import substituted
from entraide.people.models import Role
from tests.exchanges.test_blocks import enter
from tests.make import make_circle, make_member, make_need, make_neighbour

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def helped(need: Need, weeks_ago: int, minutes: int = 60) -> None:
    """Tell an hour of help for a need, some weeks ago."""
    told = telling.Told(
        how="gift", words="Une heure.", day=TODAY() - timedelta(weeks=weeks_ago),
        minutes=minutes, need=need,
    )  # fmt: skip
    telling.tell(need.circle, told, givers=[make_neighbour(need.circle, "Omar")],
                 receivers=[need.answers])  # fmt: skip


def claimed(weeks_ago: int, **values: object) -> Claimed:
    asked = TODAY() - timedelta(weeks=weeks_ago)
    right = {"right": "la restauration scolaire", "service": "La Ville", "asked_on": asked}
    return Claimed(**{**right, "counted": True, **values})  # type: ignore[arg-type]


def test_help_that_replaces_a_right_for_too_long_is_a_measure(circle: Circle) -> None:
    need = make_need(make_neighbour(circle))
    rights.claim(need, claimed(10))
    for weeks in (9, 5, 1):
        helped(need, weeks)
    helped(need, 12)
    (found,) = substituted(circle)
    # The help before it was asked is not counted; weeks are those in which neighbours helped.
    assert (found.needs, found.weeks, found.hours) == (1, 8, 3.0)
    assert found.few
    # Refused, it is not answered: neighbours stand in still.
    rights.claim(need, claimed(10, answered_on=TODAY(), granted=False))
    assert substituted(circle) == [found]
    rights.claim(need, claimed(10, answered_on=TODAY(), granted=True))
    assert substituted(circle) == []


def test_one_deed_years_after_it_was_asked_is_no_long_help(circle: Circle) -> None:
    need = make_need(make_neighbour(circle))
    rights.claim(need, claimed(400))
    helped(need, 1)
    assert substituted(circle) == []


@pytest.mark.parametrize(
    "values", [{"counted": False}, {"asked_on": None}, {"answered_on": TODAY(), "granted": True}]
)
def test_it_is_not_without_consent_nor_before_it_is_asked_nor_once_answered(
    circle: Circle, values: dict[str, object]
) -> None:
    need = make_need(make_neighbour(circle))
    rights.claim(need, claimed(10, **values))
    for weeks in (9, 1):
        helped(need, weeks)
    assert substituted(circle) == []


def test_it_is_not_within_the_weeks_that_the_circle_chose(circle: Circle) -> None:
    need = make_need(make_neighbour(circle))
    rights.claim(need, claimed(10))
    for weeks in (10, 1):
        helped(need, weeks)
    assert len(substituted(circle)) == 1
    Circle.objects.update(weeks=9)
    circle.refresh_from_db()
    assert substituted(circle) == []


def test_it_becomes_a_proposal_that_says_hours_and_nobody(client: Client, circle: Circle) -> None:
    need = make_need(make_neighbour(circle, "Samira"), "Le repas des enfants")
    rights.claim(need, claimed(10))
    for weeks in (9, 1):
        helped(need, weeks, minutes=45)
    client.force_login(make_member("Alice", circle.collective, Role.FACILITATOR))
    page = client.get("/bureau/upc/entraide/droits/").content.decode()
    assert "la restauration scolaire" in page
    assert "Samira" not in page
    asked = {"right": "la restauration scolaire", "service": "La Ville"}
    for _time in range(2):
        answer = client.post("/bureau/upc/entraide/droits/proposer/", asked)
    assert answer.status_code == 302
    proposal = rights.propose(circle, substituted(circle)[0], by=make_member("Zoé"))
    measure = proposal.note.anchors.get().rests_on
    assert "1,5 h" in measure.text
    assert "Samira" not in measure.text + proposal.note.text
    assert "Le repas des enfants" not in measure.text + proposal.note.text
    wrong = client.post("/bureau/upc/entraide/droits/proposer/", {**asked, "right": "autre"})
    assert wrong.status_code == 404
    # So few that their number would tell of somebody: it is not said.
    assert "1 besoin" not in page + measure.text
    # Consent is taken back, though the need was met: what was proposed rests on nothing more.
    posting.meet(need)
    page = f"/entraide/upc/besoins/{need.uid}/droit/"
    samira = Client()
    enter(samira, circle, need.answers)
    assert "la restauration scolaire" in samira.get("/entraide/upc/moi/").content.decode()
    asked_on = (TODAY() - timedelta(weeks=10)).isoformat()
    samira.post(page, {**asked, "asked_on": asked_on})
    assert substituted(circle) == []
    measure.refresh_from_db()
    assert measure.withdrawn


def test_a_right_is_said_beside_one_s_own_need_only(client: Client, circle: Circle) -> None:
    samira = make_neighbour(circle)
    need = make_need(samira)
    page = f"/entraide/upc/besoins/{need.uid}/droit/"
    enter(client, circle, make_neighbour(circle, "Omar"))
    assert client.get(page).status_code == 404
    enter(client, circle, samira)
    typed = {"right": "la cantine", "service": "La Ville", "answered_on": "2026-02-01"}
    refused = client.post(page, typed)
    assert refused.status_code == 422
    assert "la cantine" in refused.content.decode()
    whole = {**typed, "asked_on": "2026-01-01"}
    assert "oui ou non" in client.post(page, whole).content.decode()
    client.post(page, {**whole, "granted": "False"})
    need.refresh_from_db()
    assert need.right.service == "La Ville"
    assert need.right.granted is False


@pytest.mark.parametrize("how", ["rename", "withdraw", "leave"])
def test_a_measure_rests_on_who_still_agrees(circle: Circle, how: str) -> None:
    need = make_need(make_neighbour(circle))
    rights.claim(need, claimed(10))
    for weeks in (9, 1):
        helped(need, weeks)
    zoe = make_member("Zoé", circle.collective)
    first = rights.propose(circle, substituted(circle)[0], by=zoe)
    measure = first.note.anchors.get().rests_on
    if how == "rename":
        rights.claim(need, claimed(10, right="la cantine"))
        rights.claim(need, claimed(10, right="la cantine", counted=False))
    elif how == "withdraw":
        posting.withdraw(need)
    else:
        circles.leave(need.answers)
    assert substituted(circle) == []
    measure.refresh_from_db()
    assert measure.withdrawn
    if how == "rename":
        # Agreed again, it is another measure, and another proposal.
        rights.claim(need, claimed(10))
        again = rights.propose(circle, substituted(circle)[0], by=zoe)
        assert again != first
        assert not again.note.anchors.get().rests_on.withdrawn


def trusting(circle: Circle) -> Client:
    """Name somebody trusted; return their browser."""
    person = make_member("Karima", circle.collective, Role.MEMBER)
    circle.trusted = person
    circle.save()
    client = Client()
    client.force_login(person)
    return client


def test_a_worry_is_read_by_the_trusted_person_and_nobody_else(circle: Circle) -> None:
    karima = trusting(circle)
    said = {"words": "Il me demande de l'argent à chaque fois."}
    assert Client().post("/entraide/upc/signaler/", said).status_code == 200
    page = "/bureau/upc/entraide/signalements/"
    assert "Il me demande" in karima.get(page).content.decode()
    for role in Role.values:
        other = Client()
        other.force_login(make_member(f"Membre {role}", circle.collective, role))
        assert other.get(page).status_code == 404
    karima.post(page, {"close": Signal.objects.get().pk})
    assert Signal.objects.get().words == ""


def test_another_trusted_person_later_does_not_read_it(circle: Circle) -> None:
    trusting(circle)
    signalling.signal(circle, "Avant.")
    other = make_member("Lila", circle.collective, Role.MEMBER)
    circle.trusted = other
    circle.save()
    client = Client()
    client.force_login(other)
    assert "Avant." not in client.get("/bureau/upc/entraide/signalements/").content.decode()


def test_one_is_named_only_when_one_wants(client: Client, circle: Circle) -> None:
    trusting(circle)
    samira: Neighbour = make_neighbour(circle)
    enter(client, circle, samira)
    client.post("/entraide/upc/signaler/", {"words": "Sans moi."})
    client.post("/entraide/upc/signaler/", {"words": "Avec moi.", "named": "on"})
    assert [one.neighbour for one in Signal.objects.order_by("pk")] == [None, samira]


def test_without_a_trusted_person_one_is_told_whom_to_call(circle: Circle) -> None:
    page = Client().get("/entraide/upc/signaler/").content.decode()
    assert "Aucune personne de confiance" in page
    assert Client().post("/entraide/upc/signaler/", {"words": "Oh."}).status_code == 422
    assert not Signal.objects.exists()
    with pytest.raises(signalling.NobodyTrusted):
        signalling.signal(circle, "Oh.")
