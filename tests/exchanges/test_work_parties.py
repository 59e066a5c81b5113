"""Work parties: gatherings whose tasks have places, and a waiting list."""

import pytest
from django.test import Client

from entraide.gatherings.actions import programme
from entraide.gatherings.models import Gathering, Option, WaitingPlace
from entraide.people.models import Role
from tests.make import make_circle, make_member, make_party, make_place

pytestmark = pytest.mark.django_db
PAGE = "/bureau/upc/entraide/chantier/"


@pytest.fixture
def desk(client: Client) -> Client:
    circle = make_circle()
    client.force_login(make_member("Alice", circle.collective, Role.FACILITATOR))
    return client


def typed(**values: str) -> dict[str, str]:
    day = "2030-04-06"
    return {
        "key": "w" * 22, "title": "Monter l'ossature", "lead": "On monte les murs.",
        "starts_at_0": day, "starts_at_1": "09:00", "ends_at_0": day, "ends_at_1": "17:00",
        "place": str(make_place().pk), "meal": "soupe", "insurance": "celle de l'association",
        "tasks": "Visser ; 1 ; tenir une visseuse ; l'ossature ; des gants\nCuisiner ; 3",
        **values,
    }  # fmt: skip


def test_tasks_have_places_and_say_what_one_learns(desk: Client) -> None:
    for _time in range(2):
        answer = desk.post(PAGE, typed())
    made = Gathering.objects.get()
    assert made.kind == Gathering.Kind.WORK_PARTY
    assert answer.headers["Location"].endswith(f"/{made.slug}/")
    tasks = Option.objects.filter(moment__gathering=made).order_by("position")
    assert [(one.title, one.capacity) for one in tasks] == [("Visser", 1), ("Cuisiner", 3)]
    programme.set_state(made, Gathering.State.PUBLISHED, by=make_member("Zoé"))
    page = Client().get(made.get_absolute_url()).content.decode()
    for told in ("On apprend", "des gants", "soupe", "celle de l&#x27;association"):
        assert told in page, told


def test_a_full_task_has_a_waiting_list(desk: Client) -> None:
    desk.post(PAGE, typed())
    made = Gathering.objects.get()
    programme.set_state(made, Gathering.State.PUBLISHED, by=make_member("Zoé"))
    task = Option.objects.get(title="Visser")
    for name in ("Samira", "Omar"):
        make_party(made, name, wishes={task.moment_id: (task.pk,)})
    task.refresh_from_db()
    assert task.taken == 1
    assert WaitingPlace.objects.filter(option=task).count() == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"tasks": "Visser"}, "combien de personnes"),
        ({"tasks": "Visser ; beaucoup"}, "combien de personnes"),
        ({"tasks": f"Creuser ; {'9' * 5_000}"}, "combien de personnes"),
        ({"tasks": "Creuser ; 201"}, "combien de personnes"),
        ({"tasks": "Creuser ; 0"}, "combien de personnes"),
        ({"tasks": "Creuser ; ²"}, "combien de personnes"),
        ({"tasks": "\u3164 ; 3"}, "combien de personnes"),
        ({"tasks": f"{'c' * 121} ; 3"}, "est trop long : 120 signes au plus."),
        ({"ends_at_1": "08:00"}, "La fin vient après le début."),
        ({"starts_at_0": "2001-04-06"}, "Ce début est déjà passé."),
        ({"ends_at_0": "2099-04-06"}, "Trois jours au plus"),
        ({"ends_at_0": "2030-04-09", "ends_at_1": "09:01"}, "Trois jours au plus"),
    ],
)
def test_what_cannot_be_read_is_told_and_stays(
    desk: Client, values: dict[str, str], said: str
) -> None:
    answer = desk.post(PAGE, typed(**values))
    assert answer.status_code == 422
    assert said in answer.content.decode().replace("\u00a0", " ")
    assert "On monte les murs." in answer.content.decode()
    assert not Gathering.objects.exists()


def test_three_days_can_be_planned(desk: Client) -> None:
    values = {"ends_at_0": "2030-04-09", "ends_at_1": "09:00", "tasks": "Visser ; ٢"}
    assert desk.post(PAGE, typed(**values)).status_code == 302
    assert Option.objects.get().capacity == 2
