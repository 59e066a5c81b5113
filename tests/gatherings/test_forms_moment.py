"""What organisers type about a moment and its options."""

from typing import Any

import pytest

from entraide.gatherings.forms.programme import MomentForm, OptionForm, ReasonForm
from entraide.gatherings.models import Gathering, Moment, Option, Speaking
from tests.make import make_gathering, make_moment, make_option, make_party, make_place, make_room

pytestmark = pytest.mark.django_db


def moment_form(gathering: Gathering, instance: Moment | None = None, **typed: Any) -> MomentForm:
    said = {
        "kind": "visit", "title": "Visite", "choosing": "none",
        "starts_at_0": "2026-12-08", "starts_at_1": "09:30",
        "ends_at_0": "2026-12-08", "ends_at_1": "10:15",
    }  # fmt: skip
    new = instance or Moment(gathering=gathering)
    return MomentForm({**said, **typed}, instance=new, gathering=gathering)


def option_form(moment: Moment, instance: Option | None = None, **typed: Any) -> OptionForm:
    said = {"title": "Ferme", "position": "0"}
    new = instance or Option(moment=moment)
    return OptionForm({**said, **typed}, instance=new, gathering=moment.gathering)


def test_a_moment_without_an_end_is_kept() -> None:
    form = moment_form(make_gathering(), ends_at_0="", ends_at_1="")
    assert form.errors == {}
    assert form.save().ends_at is None


@pytest.mark.parametrize("end", ["09:30", "09:29"])
def test_a_moment_that_ends_before_it_begins_is_refused(end: str) -> None:
    form = moment_form(make_gathering(), ends_at_1=end)
    assert form.errors == {"ends_at": ["Le moment finit avant de commencer."]}


@pytest.mark.parametrize(
    ("date", "hour"), [("2026-02-31", "09:00"), ("2026-12-08", "25:00"), ("2026-03-29", "02:30")]
)
def test_an_hour_that_does_not_exist_is_refused(date: str, hour: str) -> None:
    form = moment_form(make_gathering(), starts_at_0=date, starts_at_1=hour)
    assert list(form.errors) == ["starts_at"]


def test_a_room_brings_its_place() -> None:
    room = make_room()
    assert moment_form(make_gathering(), room=room.pk).save().place == room.place


def test_a_room_of_another_place_is_refused() -> None:
    form = moment_form(make_gathering(), room=make_room().pk, place=make_place().pk)
    assert form.errors == {"room": ["Cette salle n'est pas dans ce lieu."]}


def test_the_rule_of_choice_stays_once_someone_chose() -> None:
    gathering = make_gathering()
    moment = make_moment(gathering, choosing="immediate")
    option = make_option(moment, 5)
    assert moment_form(gathering, moment, choosing="wishes").errors == {}
    make_party(gathering, wishes={moment.pk: (option.pk,)})
    sentence = "Des personnes ont déjà choisi : on ne change plus la règle."
    moment.refresh_from_db()
    assert moment_form(gathering, moment, choosing="wishes").errors == {"choosing": [sentence]}


def test_speakers_are_told_by_their_role_and_kept_once() -> None:
    gathering = make_gathering()
    for title in ("Visite", "Synthèse"):
        form = moment_form(gathering, title=title, new_speaker="Une éducatrice spécialisée")
        assert form.is_valid()
        form.save_speakers(form.save(), None)
    [speaker] = gathering.speakers.all()
    assert (speaker.role, speaker.speakings.count()) == ("Une éducatrice spécialisée", 2)


def test_a_speaker_chosen_and_written_again_speaks_once() -> None:
    gathering = make_gathering()
    speaker = gathering.speakers.create(role="Une économiste")
    form = moment_form(gathering, speakers=[speaker.pk], new_speaker="Une économiste")
    assert form.is_valid()
    form.save_speakers(form.save(), None)
    assert Speaking.objects.count() == 1


def test_a_speaker_of_another_gathering_is_refused() -> None:
    speaker = make_gathering().speakers.create(role="Une économiste")
    assert list(moment_form(make_gathering(), speakers=[speaker.pk]).errors) == ["speakers"]


def test_an_option_that_is_changed_shows_who_speaks_there() -> None:
    moment = make_moment(make_gathering())
    form = option_form(moment, new_speaker="Une designer")
    assert form.is_valid()
    saved = form.save()
    form.save_speakers(moment, saved)
    again = OptionForm(instance=saved, gathering=moment.gathering)
    assert again.initial["speakers"] == [moment.gathering.speakers.get().pk]


def test_fewer_places_than_are_taken_are_refused() -> None:
    gathering = make_gathering()
    moment = make_moment(gathering, choosing="immediate")
    option = make_option(moment, 5)
    make_party(gathering, "Samira", "Nawel", wishes={moment.pk: (option.pk,)})
    sentence = "2 places sont déjà prises. Donnez au moins ce nombre."
    assert option_form(moment, option, capacity="1").errors == {"capacity": [sentence]}
    assert option_form(moment, option, capacity="2").errors == {}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", ""), ("title", "x" * 10_000), ("title", "\u202e"), ("description", "x" * 10_000),
        ("capacity", "-1"), ("minutes", "-1"), ("minutes", "une heure"), ("position", "-1"),
        ("new_speaker", "x" * 10_000), ("place", "9" * 30), ("room", "cuisine"),
    ],
)  # fmt: skip
def test_bad_input_is_told_beside_its_field_and_kept(field: str, typed: str) -> None:
    form = option_form(make_moment(make_gathering()), None, **{field: typed})
    assert list(form.errors) == [field]
    assert form[field].value() == typed


@pytest.mark.parametrize("title", ["مزرعة", "👩🏽‍🌾 Les paysans", "El'cagette", "<script>"])
def test_any_script_is_kept_exactly(title: str) -> None:
    moment = make_moment(make_gathering())
    assert option_form(moment, title=title).save().title == title
    assert moment_form(moment.gathering, title=title).save().title == title


@pytest.mark.parametrize("typed", ["", "   ", "\u202e", "x" * 301])
def test_a_reason_is_a_sentence(typed: str) -> None:
    assert list(ReasonForm({"reason": typed}).errors) == ["reason"]


def test_a_reason_is_kept_tidy() -> None:
    form = ReasonForm({"reason": " elle vient\nde loin\u202e "})
    assert form.is_valid()
    assert form.cleaned_data["reason"] == "elle vient de loin"
