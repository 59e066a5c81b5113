"""Places and rooms."""

from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from entraide.places.models import Place, Room, StepFree
from tests.make import make_gathering, make_moment, make_place


@pytest.mark.parametrize(
    ("street", "postcode", "city", "line"),
    [
        ("20 rue de Sébastopol", "59100", "Roubaix", "20 rue de Sébastopol, 59100 Roubaix"),
        ("20 rue de Sébastopol", "", "", "20 rue de Sébastopol"),
        ("", "59100", "Roubaix", "59100 Roubaix"),
        ("", "", "Roubaix", "Roubaix"),
        ("", "", "", ""),
    ],
)
def test_the_address_is_one_line(street: str, postcode: str, city: str, line: str) -> None:
    assert Place(street=street, postcode=postcode, city=city).address == line


def test_access_is_said_in_plain_words() -> None:
    assert {str(name): str(label) for name, label in StepFree.choices} == {
        "yes": "de plain-pied",
        "partly": "en partie de plain-pied",
        "no": "avec des marches",
        "unknown": "à demander",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("step_free", "sentence"),
    [
        ("yes", "De plain-pied."),
        ("partly", "En partie de plain-pied."),
        ("no", "Avec des marches."),
        ("unknown", "Accès sans marche : demandez-nous."),
    ],
)
def test_visitors_read_how_one_enters(client: Client, step_free: str, sentence: str) -> None:
    gathering = make_gathering()
    make_moment(gathering, place=make_place(step_free=step_free))
    shown = client.get(gathering.get_absolute_url()).content.decode()
    said = ["De plain-pied.", "En partie de plain-pied.", "Avec des marches.", "demandez-nous."]
    assert sentence in shown
    assert [words for words in said if words in shown] == [
        sentence.rsplit("\u00a0: ", maxsplit=1)[-1]
    ]


def test_a_room_is_named_with_its_place() -> None:
    assert str(Room(place=Place(name="Baraka"), name="cuisine")) == "Baraka, cuisine"


@pytest.mark.django_db
@pytest.mark.parametrize("values", [{"latitude": 50.7}, {"latitude": 91.0, "longitude": 3.2}])
def test_the_database_refuses_what_the_form_let_through(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="place_position_whole"):
        make_place(**values)


@pytest.mark.django_db
def test_the_database_refuses_two_rooms_of_one_name() -> None:
    place = make_place()
    Room.objects.create(place=place, name="cuisine")
    with pytest.raises(IntegrityError):
        Room.objects.create(place=place, name="cuisine")
