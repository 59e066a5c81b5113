"""Who takes part: invited, candidate from the closing sheet or the public page, student, gone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from entraide.people.models import Membership, Role
from entraide.research.actions import participating
from entraide.research.actions.participating import Welcomed
from entraide.research.models import Entry, Participant, Programme
from entraide.research.queries import participants as queries
from tests.make import (
    make_action,
    make_entry,
    make_gathering,
    make_group,
    make_member,
    make_participant,
    make_party,
    make_programme,
    person_of,
)

pytestmark = pytest.mark.django_db
Kind = Participant.Kind


@pytest.fixture
def programme() -> Programme:
    return make_programme(access=Programme.Access.PUBLIC)


@pytest.fixture
def desk(client: Client, programme: Programme) -> Client:
    client.force_login(make_member("Alice", programme.collective, Role.FACILITATOR))
    return client


def home(programme: Programme) -> str:
    return f"/bureau/upc/agir/{programme.slug}/"


def welcome(programme: Programme, **values: Any) -> Participant:
    defaults: dict[str, Any] = {"name": "Farida", "peer_group": make_group()}
    return participating.welcome(programme, Welcomed(**(defaults | values)))


def test_who_has_an_e_mail_becomes_a_member_of_the_collective(programme: Programme) -> None:
    made = welcome(programme, email="farida@entraide.example")
    membership = Membership.objects.get(person=made.person)
    assert membership.role == Role.MEMBER
    assert list(queries.active(programme)) == [made]


def test_who_has_none_takes_part_too(programme: Programme) -> None:
    made = welcome(programme)
    assert made.person is None
    assert list(queries.active(programme)) == [made]


def test_nobody_takes_part_twice_and_who_comes_back_is_the_same(programme: Programme) -> None:
    made = welcome(programme, email="farida@entraide.example")
    with pytest.raises(participating.AlreadyThere):
        welcome(programme, email="farida@entraide.example")
    participating.leave(made, day=timezone.localdate() - timedelta(days=1))
    assert list(queries.active(programme)) == []
    assert list(queries.gone(programme)) == [made]
    again = welcome(programme, email="farida@entraide.example")
    assert again == made
    assert again.until is None


def test_somebody_wants_to_take_part_without_account(client: Client, programme: Programme) -> None:
    typed = {"key": "k", "name": "Noor", "peer_group": make_group().pk, "contact": "06 39 98 00 01"}
    for _ in range(2):
        assert client.post(f"/agir/{programme.slug}/participer/", typed).status_code == 200
    (found,) = queries.candidates(programme)
    assert found.name == "Noor"
    assert list(queries.active(programme)) == []


def test_a_candidate_is_taken_in_or_forgotten(desk: Client, programme: Programme) -> None:
    group = make_group()
    common: dict[str, Any] = {"key": "", "peer_group": group, "function": ""}
    noor = participating.want(programme, name="Noor", contact="noor@entraide.example", **common)
    other = participating.want(programme, name="Rui", contact="06", **common)
    page = desk.get(f"{home(programme)}collectif/{noor.pk}/").content.decode()
    assert "noor@entraide.example" in page
    typed = {
        "name": "Noor", "kind": "member", "peer_group": group.pk, "email": "noor@entraide.example",
    }  # fmt: skip
    desk.post(f"{home(programme)}collectif/{noor.pk}/", typed)
    desk.post(f"{home(programme)}collectif/{other.pk}/", {"forget": "1"})
    assert [one.name for one in queries.active(programme)] == ["Noor"]
    assert not queries.candidates(programme).exists()


def test_the_closing_sheet_of_a_day_makes_candidates_once(
    desk: Client, programme: Programme
) -> None:
    gathering = make_gathering(collective=programme.collective)
    party = make_party(gathering, "Samira", "Lila", email="samira@entraide.example")
    samira = party.sign_ups.get(name="Samira")
    address = f"{home(programme)}collectif/cloture/{gathering.slug}/"
    assert "Lila" in desk.get(address).content.decode()
    for _ in range(2):
        desk.post(address, {"wants": [samira.pk, 999_999]})
    (found,) = queries.candidates(programme)
    assert (found.name, found.contact) == ("Samira", "samira@entraide.example")


def test_a_student_has_a_tutor_and_a_term(desk: Client, programme: Programme) -> None:
    tutor = make_participant(programme, "Omar")
    typed = {"name": "Stella", "kind": "student", "peer_group": make_group().pk}
    answer = desk.post(f"{home(programme)}collectif/inviter/", typed)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Qui suit cette personne" in said
    assert "Jusqu&#x27;à quand dure le stage" in said
    until = timezone.localdate() + timedelta(days=90)
    desk.post(f"{home(programme)}collectif/inviter/", typed | {"tutor": tutor.pk, "until": until})
    stella = Participant.objects.get(name="Stella")
    assert list(queries.active(programme, until)) == [tutor, stella]
    assert list(queries.active(programme, until + timedelta(days=1))) == [tutor]


def test_who_observes_reads_and_does_not_write(client: Client, programme: Programme) -> None:
    otto = make_participant(programme, "Otto", kind=Kind.OBSERVER)
    assert otto.person
    client.force_login(person_of(otto))
    assert client.get(home(programme)).status_code == 200
    assert client.get(f"{home(programme)}actions/nouvelle/").status_code == 404


def test_who_left_finds_no_page_any_more(client: Client, programme: Programme) -> None:
    farida = make_participant(programme)
    assert farida.person
    client.force_login(person_of(farida))
    assert client.get(home(programme)).status_code == 200
    participating.leave(farida, day=timezone.localdate() - timedelta(days=1))
    assert client.get(home(programme)).status_code == 404


def test_the_charter_is_read_once(client: Client) -> None:
    programme = make_programme(charter="Rien sur une personne.")
    farida = make_participant(programme)
    assert farida.person
    client.force_login(person_of(farida))
    assert "la suis" in client.get(home(programme)).content.decode()
    client.post(f"{home(programme)}charte/")
    farida.refresh_from_db()
    assert farida.charter_read_on == timezone.localdate()
    assert "la suis" not in client.get(home(programme)).content.decode()


def test_who_is_invited_by_e_mail_is_told_how_to_enter(programme: Programme) -> None:
    welcome(programme, email="farida@entraide.example")
    (told,) = DBTaskResult.objects.all()
    _person, subject, body = told.args_kwargs["args"]
    assert subject == "Bienvenue dans le collectif"
    assert "/entrer/" in body
    # The letter is kept with the task: it names nobody.
    assert "Farida" not in subject + body
    assert "farida" not in subject + body


def test_requests_of_one_device_are_slowed_and_what_was_typed_stays(
    client: Client, programme: Programme
) -> None:
    page = f"/agir/{programme.slug}/participer/"
    typed = {"peer_group": make_group().pk, "contact": "06 39 98 00 01"}
    statuses = [
        client.post(page, {**typed, "key": f"k{n}", "name": f"Nom {n}"}).status_code
        for n in range(6)
    ]
    assert statuses == [200] * 5 + [422]
    answer = client.post(page, {**typed, "key": "k9", "name": "Noor"})
    assert "Noor" in answer.content.decode()
    assert queries.candidates(programme).count() == 5


def test_who_is_in_the_team_no_more_leaves_the_programme(programme: Programme) -> None:
    farida, zoe = (make_participant(programme, name) for name in ("Farida", "Zoé"))
    action = make_action(programme, farida, zoe)
    make_entry(action, farida, "Pour moi.")
    shared = make_entry(action, farida, "Pour tous.", sharing=Entry.Sharing.COLLECTIVE)
    today = timezone.localdate()
    assert participating.sweep(today) == 0
    Membership.objects.filter(person=farida.person).delete()
    assert participating.sweep(today) == 1
    assert participating.sweep(today) == 0
    farida.refresh_from_db()
    assert farida.until == today
    assert [one.uid for one in Entry.objects.all()] == [shared.uid]
    assert [one.participant for one in action.team.filter(until=None)] == [zoe]


def test_what_a_student_kept_is_erased_a_month_after_their_term(programme: Programme) -> None:
    today = timezone.localdate()
    lena = make_participant(programme, "Léna", kind=Kind.STUDENT, until=today)
    action = make_action(programme, lena)
    make_entry(action, lena, "Pour moi.")
    assert participating.sweep(today + timedelta(days=30)) == 0
    assert Entry.objects.exists()
    # Prolonged in time, nothing is lost.
    Participant.objects.filter(pk=lena.pk).update(until=today + timedelta(days=60))
    assert participating.sweep(today + timedelta(days=31)) == 0
    assert participating.sweep(today + timedelta(days=91)) == 1
    assert not Entry.objects.exists()
    assert not action.team.filter(until=None).exists()


def test_a_candidate_and_who_has_no_account_are_left_alone(programme: Programme) -> None:
    welcome(programme)
    participating.want(
        programme, key="k", name="Noor", peer_group=make_group(), function="", contact="06"
    )
    today = timezone.localdate()
    assert participating.sweep(today + timedelta(days=183)) == 0
    assert queries.candidates(programme).count() == 1
    # Never answered, a request is forgotten.
    participating.sweep(today + timedelta(days=184))
    assert queries.candidates(programme).count() == 0
