"""What cannot be right in a programme, said beside it."""

from datetime import date, timedelta
from typing import Any

import pytest

from entraide.gatherings.models import Gathering, Moment, Option
from entraide.gatherings.queries.conflicts import conflicts
from entraide.home import demo_programme
from entraide.places.models import Place, Room
from tests.make import (
    in_days,
    make_collective,
    make_gathering,
    make_moment,
    make_option,
    make_place,
    make_room,
)

pytestmark = pytest.mark.django_db


def at(hour: int, minute: int = 0) -> Any:
    return in_days(30, hour) + timedelta(minutes=minute)


def moment(gathering: Gathering, title: str, begin: Any, end: Any, **values: Any) -> Moment:
    return make_moment(gathering, title=title, starts_at=begin, ends_at=end, **values)


def speak(role: str, of: Moment, option: Option | None = None) -> None:
    speaker, _ = of.gathering.speakers.get_or_create(role=role)
    speaker.speakings.create(moment=of, option=option)


def test_a_programme_where_all_is_right_has_none() -> None:
    gathering, room = make_gathering(), make_room()
    one = moment(gathering, "Accueil", at(9), at(10), room=room)
    two = moment(gathering, "Débat", at(10), at(11), room=room)
    speak("Une économiste", one)
    speak("Une économiste", two)
    assert conflicts(gathering) == []


def test_two_options_in_one_room_are_in_each_other_s_way() -> None:
    visit = make_moment(make_gathering())
    room = make_room("serre")
    make_option(visit, title="Ferme", room=room)
    make_option(visit, title="Moulin", room=room)
    assert conflicts(visit.gathering) == [
        "« Ferme » et « Moulin » sont en même temps dans la salle « Lieu de serre, serre »."
    ]


def test_two_options_in_two_rooms_are_not() -> None:
    visit = make_moment(make_gathering())
    make_option(visit, title="Ferme", room=make_room("serre"))
    make_option(visit, title="Moulin", room=make_room("grange"))
    assert conflicts(visit.gathering) == []


def test_nobody_speaks_in_two_places_at_once() -> None:
    visit = make_moment(make_gathering())
    for title in ("Ferme", "Moulin"):
        speak("Une éducatrice", visit, make_option(visit, title=title))
    assert conflicts(visit.gathering) == [
        "« Une éducatrice » est en même temps à « Ferme » et à « Moulin »."
    ]


def test_two_moments_for_everyone_do_not_overlap() -> None:
    gathering = make_gathering()
    moment(gathering, "Lecture", at(10), at(11))
    moment(gathering, "Débat", at(10, 59), at(12))
    assert conflicts(gathering) == ["« Lecture » et « Débat » se chevauchent."]


def test_a_moment_without_an_end_lasts_a_little() -> None:
    gathering = make_gathering()
    moment(gathering, "Lecture", at(10), None)
    moment(gathering, "Débat", at(10, 14), at(12))
    assert conflicts(gathering) == ["« Lecture » et « Débat » se chevauchent."]


def test_an_option_is_not_larger_than_its_room() -> None:
    visit = make_moment(make_gathering())
    make_option(visit, 31, "Ferme", room=make_room("serre", 30))
    make_option(visit, 30, "Moulin", room=make_room("grange", 30))
    make_option(visit, 99, "Jardin", room=make_room("pré", None))
    assert conflicts(visit.gathering) == [
        "« Ferme » a 31 places ; la salle « Lieu de serre, serre » en a 30."
    ]


@pytest.mark.parametrize(
    ("begin", "end"),
    [(at(8), at(9, 30)), (at(17, 30), at(18)), (at(16, 30), at(19))],
)
def test_a_moment_outside_the_hours_is_told(begin: Any, end: Any) -> None:
    gathering = make_gathering()
    moment(gathering, "Fête", begin, end)
    [sentence] = conflicts(gathering)
    assert sentence.startswith("« Fête » (")
    assert sentence.endswith(") est en dehors des heures de la rencontre.")


def test_a_closing_at_the_very_end_is_within_the_hours() -> None:
    gathering = make_gathering()
    moment(gathering, "Clôture", at(17), None)
    assert conflicts(gathering) == []


def elsewhere(**values: Any) -> Gathering:
    return make_gathering(title="Secret", collective=make_collective("pile"), **values)


def test_a_room_taken_by_another_gathering_is_told_without_naming_it() -> None:
    gathering, room = make_gathering(), make_room()
    moment(gathering, "Débat", at(10), at(11), room=room)
    moment(elsewhere(), "Très secret", at(10, 30), at(12), room=room)
    sentence = "« Débat » : la salle « Lieu de salle, salle » est prise par une autre rencontre."
    assert conflicts(gathering) == [sentence]


def test_a_room_taken_by_an_option_of_another_gathering_is_told_too() -> None:
    gathering, room = make_gathering(), make_room()
    moment(gathering, "Débat", at(10), at(11), room=room)
    make_option(moment(elsewhere(), "Très secret", at(10), at(11)), room=room)
    sentence = "« Débat » : la salle « Lieu de salle, salle » est prise par une autre rencontre."
    assert conflicts(gathering) == [sentence]


@pytest.mark.parametrize(
    ("state", "begin", "end"), [("cancelled", at(10), at(11)), ("published", at(11), at(12))]
)
def test_a_room_that_is_free_by_then_is_not(state: str, begin: Any, end: Any) -> None:
    gathering, room = make_gathering(), make_room()
    moment(gathering, "Débat", at(10), at(11), room=room)
    moment(elsewhere(state=state), "Très secret", begin, end, room=room)
    assert conflicts(gathering) == []


def test_the_study_day_of_the_demonstration_has_none() -> None:
    places: dict[str, Place] = {
        name: make_place(name) for name in ("baraka", "school", "farm", "centre")
    }
    rooms = {
        "baraka": [("grande salle", 120), ("cuisine", 60)],
        "school": [("amphithéâtre", 220), ("réfectoire", 150)],
        "farm": [("serre", 60), ("atelier", 60), ("grange", 60)],
    }
    for place, found in rooms.items():
        for name, capacity in found:
            Room.objects.create(place=places[place], name=name, capacity=capacity)
    day = demo_programme.study_day(make_collective(), places, date(2026, 12, 8), "journee")
    assert day.moments.count() == 14
    assert conflicts(day) == []
    Option.objects.update(room=Room.objects.get(name="serre"))
    assert len(conflicts(day)) > 3
