"""The fragments of a gathering's page that change with every sign-up."""

from django.utils.html import escape

from entraide.gatherings.places_wording import option_places, places_left, sign_up_button
from entraide.gatherings.queries.public import Numbers, Taken


def fragments(numbers: Numbers) -> dict[str, str]:
    """Return each living fragment, as HTML, by its name in the shell."""
    found: dict[str, str] = {
        "places": escape(places_left(numbers)),
        "button": escape(sign_up_button(numbers)),
    }
    for one in numbers.options:
        found[option_name(one)] = option_places(one.capacity, one.taken)
    return found


def option_name(option: Taken) -> str:
    """Return the name of an option's fragment."""
    return f"option-{option.pk}"
