"""The fragments of a gathering's page that change with every sign-up."""

from django.template.loader import get_template

from entraide.gatherings.queries.public import Numbers, Taken


def fragments(numbers: Numbers) -> dict[str, str]:
    """Return each living fragment by its name in the shell."""
    left = get_template("gatherings/places_left.html")
    button = get_template("gatherings/sign_up_button.html")
    option = get_template("gatherings/option_places.html")
    whole = {"gathering": numbers}
    found = {"places": left.render(whole), "button": button.render(whole)}
    for one in numbers.options:
        found[option_name(one)] = option.render({"o": one})
    return found


def option_name(option: Taken) -> str:
    """Return the name of an option's fragment."""
    return f"option-{option.pk}"
