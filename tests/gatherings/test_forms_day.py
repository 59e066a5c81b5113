"""Page two of a sign-up: companions, wishes, meal, needs."""

from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

from entraide.gatherings.forms.day_fields import places_sentence
from entraide.gatherings.forms.sign_up import DayForm, WhoForm, build_request
from entraide.gatherings.models import Gathering, Moment, Option, Party
from tests.make import make_gathering, make_group, make_moment, make_option

pytestmark = pytest.mark.django_db
MEAL = {"kind": "meal", "choosing": "immediate", "title": "Repas"}


def visits(gathering: Gathering, number: int = 3) -> tuple[str, list[Option]]:
    """Make visits one wishes; return the beginning of their fields' names, and the visits."""
    moment = make_moment(gathering, choosing="wishes")
    return f"moment_{moment.pk}", [make_option(moment, title=f"Visite {n}") for n in range(number)]


def day(gathering: Gathering, size: int = 1, **typed: Any) -> DayForm:
    return DayForm(typed, gathering=gathering, size=size)


def who(**typed: Any) -> WhoForm:
    said = {"key": "a-key-of-22-characters", "name": "Samira", "size": "1", "tell_by": "come_back"}
    form = WhoForm({**said, "peer_group": make_group().pk, **typed})
    assert form.errors == {}
    return form


def wished(gathering: Gathering, **typed: Any) -> list[tuple[int | None, ...]]:
    form = day(gathering, **typed)
    assert form.errors == {}
    return list(form.wishes().values())


def test_a_gathering_without_choices_asks_for_needs_only() -> None:
    form = day(make_gathering())
    assert list(form.fields) == [
        "step_free", "interpreting", "children", "other_needs", "structure", "together_word",
    ]  # fmt: skip
    assert form.errors == {}


def test_wishes_are_kept_in_their_order() -> None:
    gathering = make_gathering()
    name, (one, two, three) = visits(gathering)
    typed = {f"{name}_1": two.pk, f"{name}_2": three.pk, f"{name}_3": one.pk}
    assert wished(gathering, **typed) == [(two.pk, three.pk, one.pk)]


def test_a_hole_between_wishes_is_closed() -> None:
    gathering = make_gathering()
    name, (one, two, _) = visits(gathering)
    assert wished(gathering, **{f"{name}_1": two.pk, f"{name}_3": one.pk}) == [(two.pk, one.pk)]


def test_after_it_does_not_matter_nothing_matters() -> None:
    gathering = make_gathering()
    name, (one, two, _) = visits(gathering)
    typed = {f"{name}_1": one.pk, f"{name}_2": "any", f"{name}_3": two.pk}
    assert wished(gathering, **typed) == [(one.pk, None)]


def test_no_wish_is_no_wish() -> None:
    gathering = make_gathering()
    visits(gathering)
    assert wished(gathering) == []


def test_the_same_wish_twice_is_refused_beside_the_second() -> None:
    gathering = make_gathering()
    name, (one, *_) = visits(gathering)
    form = day(gathering, **{f"{name}_1": one.pk, f"{name}_2": one.pk})
    assert form.errors == {f"{name}_2": ["Ce souhait est déjà donné au-dessus."]}


def test_a_wish_for_another_moment_is_refused() -> None:
    gathering = make_gathering()
    name, _ = visits(gathering)
    _other, (elsewhere, *_) = visits(make_gathering())
    assert list(day(gathering, **{f"{name}_1": elsewhere.pk}).errors) == [f"{name}_1"]


def test_there_are_no_more_ranks_than_things_to_choose() -> None:
    gathering = make_gathering()
    name, _ = visits(gathering, 2)
    ranks = [field for field in day(gathering).fields if field.startswith(name)]
    assert ranks == [f"{name}_1", f"{name}_2"]


@pytest.mark.parametrize(
    ("capacity", "taken", "said"),
    [
        (None, 12, "places pour tout le monde"),
        (3, 0, "3 places libres"),
        (3, 2, "1 place libre"),
        (3, 3, "complet, liste d'attente"),
    ],
)
def test_an_immediate_choice_says_what_is_left(capacity: int | None, taken: int, said: str) -> None:
    assert places_sentence(Option(capacity=capacity, taken=taken)) == said


def test_a_meal_asks_each_person_for_a_diet() -> None:
    gathering = make_gathering()
    meal = make_option(make_moment(gathering, **MEAL))
    form = day(gathering, size=2, **{
        f"moment_{meal.moment_id}_1": meal.pk, "peer_group_1": make_group().pk,
        "diet_0": "vegan", "diet_note_1": "sans arachide",
    })  # fmt: skip
    assert form.errors == {}
    people = form.attendees(who().cleaned_data)
    assert [(p.name, p.diet, p.diet_note) for p in people] == [
        ("Samira", "vegan", ""),
        ("avec Samira", "all", "sans arachide"),
    ]


def test_without_a_meal_nobody_is_asked_what_they_eat() -> None:
    assert day(make_gathering()).diets == []


@pytest.mark.parametrize("typed", ["-1", "13", "deux", "1.5"])
def test_children_are_counted_from_none_to_twelve(typed: str) -> None:
    assert list(day(make_gathering(), children=typed).errors) == ["children"]


def test_ten_thousand_characters_are_refused_beside_each_field() -> None:
    long = "x" * 10_000
    form = day(
        make_gathering(), interpreting=long, other_needs=long, structure=long, together_word=long
    )
    assert list(form.errors) == ["interpreting", "other_needs", "structure", "together_word"]
    assert form["other_needs"].value() == long


def test_needs_in_any_script_are_kept() -> None:
    form = day(make_gathering(), interpreting="عربية", other_needs="🦽 boucle\u202e magnétique")
    asked = build_request(who(), form, language="fr") if form.is_valid() else None
    assert asked
    assert (asked.interpreting, asked.other_needs) == ("عربية", "🦽 boucle magnétique")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
@example("ß" * 40)
@example("ΐ" * 40)
def test_any_shared_word_fits_where_it_is_stored(word: str) -> None:
    form = day(make_gathering(), together_word=word)
    if form.is_valid():
        stored = build_request(who(), form, language="fr").together_word
        assert len(stored) <= Party._meta.get_field("together_word").max_length  # type: ignore[operator]


def test_a_contact_that_is_not_the_chosen_way_is_not_kept() -> None:
    first = who(tell_by="phone", phone="0639980001", email="samira@entraide.example")
    form = day(make_gathering())
    assert form.is_valid()
    asked = build_request(first, form, language="fr")
    assert (asked.phone, asked.email, asked.through) == ("0639980001", "", "")


def test_a_wish_moment_without_options_breaks_nothing() -> None:
    gathering = make_gathering()
    moment = make_moment(gathering, choosing=Moment.Choosing.WISHES)
    assert wished(gathering, **{f"moment_{moment.pk}_1": "any"}) == [(None,)]
