"""Describing a place: what is refused, and with which sentence."""

from typing import Any

import pytest

from entraide.places.forms import PlaceForm, RoomForm
from entraide.places.models import Place, Room
from tests.make import make_place

pytestmark = pytest.mark.django_db


def place_form(**typed: Any) -> PlaceForm:
    return PlaceForm({"name": "Baraka", "step_free": "yes", **typed})


def room_form(place: Place, **typed: Any) -> RoomForm:
    return RoomForm({"name": "cuisine", **typed}, instance=Room(place=place))


def test_a_name_is_enough() -> None:
    place = place_form().save()
    assert (place.name, place.address, place.latitude) == ("Baraka", "", None)


def test_a_whole_position_is_kept() -> None:
    place = place_form(latitude="50.6927", longitude="3.1778").save()
    assert (place.latitude, place.longitude) == (50.6927, 3.1778)


@pytest.mark.parametrize("half", [{"latitude": "50.7"}, {"longitude": "3.2"}])
def test_half_a_position_is_refused_with_one_sentence(half: dict[str, str]) -> None:
    sentence = "Donnez la latitude et la longitude, ou aucune des deux."
    assert place_form(**half).errors == {"__all__": [sentence]}


@pytest.mark.parametrize(
    ("position", "field"),
    [
        ({"latitude": "91", "longitude": "3"}, "latitude"),
        ({"latitude": "-90.5", "longitude": "3"}, "latitude"),
        ({"latitude": "50", "longitude": "181"}, "longitude"),
    ],
)
def test_a_position_off_the_earth_is_refused(position: dict[str, str], field: str) -> None:
    assert place_form(**position).errors == {field: ["Cette position n'est pas sur la Terre."]}


@pytest.mark.parametrize("number", ["nan", "inf", "à gauche"])
def test_what_is_no_number_is_refused(number: str) -> None:
    errors = place_form(latitude=number, longitude="3").errors
    assert errors["latitude"] == ["Saisissez un nombre."]


def test_the_poles_are_on_the_earth() -> None:
    assert place_form(latitude="90", longitude="-180").errors == {}


def test_a_name_of_ten_thousand_characters_is_refused() -> None:
    [sentence] = place_form(name="x" * 10_000).errors["name"]
    assert str(sentence).startswith("Assurez-vous que cette valeur comporte au plus 120 caractères")


def test_a_room_is_added() -> None:
    place = make_place()
    room_form(place, capacity="40").save()
    assert list(place.rooms.values_list("name", "capacity")) == [("cuisine", 40)]


def test_two_rooms_of_one_place_have_two_names() -> None:
    place = make_place()
    room_form(place).save()
    assert room_form(place).errors == {"name": ["Ce lieu a déjà une salle de ce nom."]}


def test_rooms_of_two_places_may_have_one_name() -> None:
    room_form(make_place()).save()
    assert room_form(make_place("ENPJJ")).errors == {}


def test_a_room_keeps_its_own_name() -> None:
    room = room_form(make_place()).save()
    assert RoomForm({"name": "cuisine", "capacity": "50"}, instance=room).errors == {}


@pytest.mark.parametrize("capacity", ["-1", "beaucoup", "1.5"])
def test_a_room_holds_a_number_of_people(capacity: str) -> None:
    assert list(room_form(make_place(), capacity=capacity).errors) == ["capacity"]
