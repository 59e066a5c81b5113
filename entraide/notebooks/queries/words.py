"""The words of choices as files have them: French whatever the language of the screen."""

from functools import cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import override

from entraide.notebooks.french import folded


def word(choice: TextChoices) -> str:
    """Return the words of a choice; of "none", nothing."""
    return _words(type(choice))[choice.value]


def meant(choices: type[TextChoices], written: str) -> str | None:
    """Return the choice that these words mean, whatever their case and accents, or None."""
    return _meanings(choices).get(folded(written.strip()))


# Choices of two kinds may be the same text, and equal: what is kept is kept for each kind.
@cache
def _words(choices: type[TextChoices]) -> dict[str, str]:
    with override(settings.LANGUAGE_CODE):
        return {one.value: str(one.label) if one.value else "" for one in choices}


@cache
def _meanings(choices: type[TextChoices]) -> dict[str, str]:
    words = {folded(written): value for value, written in _words(choices).items()}
    return words | {folded(value): value for value in choices.values}
