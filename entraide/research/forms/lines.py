"""Lines of a logbook as something that is ticked."""

from collections.abc import Mapping
from typing import Any

from django import forms

from entraide.research.models import Entry


class LinesOfLogbook(forms.TypedMultipleChoiceField):
    """Some of the lines that a page read already; no other is chosen."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any):
        """Offer nothing yet."""
        super().__init__(required=False, empty_value=[], **kwargs)

    def offer(self, lines: Mapping[str, Entry]) -> None:
        """Offer these lines, each under its name in the form."""
        self.choices = [(name, labelled(one)) for name, one in lines.items()]
        self.coerce = lines.__getitem__


def labelled(entry: Entry) -> str:
    """Return a line of the logbook as a choice shows it."""
    return f"{entry.get_kind_display()}, {entry.day:%d/%m} : {entry.words}"
