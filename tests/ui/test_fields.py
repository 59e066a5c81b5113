"""What people type: cleaned, never changed; what nobody can see is nothing."""

import pytest
from django.core.exceptions import ValidationError

from entraide.ui.fields import LineField, LinesField, number_typed

# Fillers, blank signs, joiners, marks that choose a form: nothing of it is drawn.
BLANK = [
    "\u3164",
    "\uffa0",
    "\u115f\u1160",
    "\u2800",
    "\u2800 \u2800",
    "\u200b",
    "\u200b\u200d\u2060",
    "\u034f",
    "\ufe0f",
    "\u180e\u180b",
    "\u3164\u200b\u00a0\u2800",
]


@pytest.mark.parametrize("typed", BLANK)
@pytest.mark.parametrize("field", [LineField, LinesField])
def test_what_nobody_can_see_is_asked_for_again(
    field: type[LineField] | type[LinesField], typed: str
) -> None:
    with pytest.raises(ValidationError, match="Ce champ est obligatoire"):
        field().clean(typed)
    assert field(required=False).clean(typed) == ""


def test_lines_of_nothing_are_nothing() -> None:
    assert LinesField(required=False).clean("\u3164\n\u2800\r\n\u200b") == ""


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",
        "\U0001f469\u200d\U0001f33e",
        "❤\ufe0f",
        "क\u094d\u200dष",
        "\u1100\u1160\u11a8",
        "\u115f\u1161",
        "a\u2800b",
        "⠃⠕⠝⠚⠕⠥⠗",
        "O'Neil — d’Arc",
    ],
)
def test_joiners_and_fillers_stay_inside_words(text: str) -> None:
    assert LineField().clean(text) == text
    assert LinesField().clean(text) == text


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3", 3),
        (" 12 ", 12),
        ("٣", 3),
        ("", None),
        ("²", None),
        ("-1", None),
        ("1.5", None),
        ("9" * 5_000, None),
    ],
)
def test_a_number_is_one_that_can_be(typed: str, number: int | None) -> None:
    assert number_typed(typed) == number
