"""What the reception writes: marks of a device, numbers of a paper list, someone at the door."""

import json
import re
import uuid
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from entraide.gatherings.actions.arrival import Sent
from entraide.gatherings.forms.sign_up import KEY
from entraide.gatherings.models import Arrival, Gathering, Moment, Option
from entraide.people.models import PeerGroup
from entraide.ui.fields import LineField, LinesField

MOST_MARKS = 500
MOST_NUMBERS = 1_000
LONGEST_WORDS = 80


class BadMarks(ValueError):
    """What a device sent is not marks."""


def read_document(body: bytes) -> Any:
    """Return the JSON of a device, or raise `BadMarks`."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise BadMarks from fault


def read_marks(document: Any) -> tuple[list[Sent], list[str]]:
    """Return the marks of a device's document, and the numbers of those that are damaged.

    One damaged mark (an old version, a spoilt memory) must not keep the others away: a device
    sends its queue until it is received.

    Raises:
        BadMarks: when it is no list of marks at all.
    """
    marks = document.get("marks") if isinstance(document, dict) else None
    if not isinstance(marks, list) or len(marks) > MOST_MARKS:
        raise BadMarks
    good, bad = [], []
    for one in marks:
        try:
            good.append(read_mark(one))
        except BadMarks:
            bad.append(str(one.get("uid", "")) if isinstance(one, dict) else "")
    return good, bad


def read_mark(one: Any) -> Sent:
    """Return one mark: `{uid, mark, at, person | words | badge}`, `at` in milliseconds."""
    try:
        person = one.get("person")
        found = Sent(
            uuid.UUID(str(one["uid"])),
            Arrival.Mark(one["mark"]).value,
            datetime.fromtimestamp(float(one["at"]) / 1000, UTC),
            int(person) if person is not None else None,
            str(one.get("words", ""))[:LONGEST_WORDS],
            str(one.get("badge", ""))[:LONGEST_WORDS],
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError) as fault:
        raise BadMarks from fault
    return found


class NumbersForm(forms.Form):
    """The numbers ticked on the paper list."""

    numbers = LinesField(
        label=gettext_lazy("Les numéros cochés sur la liste de papier"),
        help_text=gettext_lazy("Séparés par des espaces ou des retours à la ligne : 12 15 18."),
        max_length=8000,
    )

    def clean_numbers(self) -> list[int]:
        """Return the numbers, each once."""
        typed: str = self.cleaned_data["numbers"]
        words = [word for word in re.split(r"[\s,;.]+", typed) if word]
        strange = [word for word in words if not (word.isdecimal() and len(word) < 10)]
        if strange:
            raise ValidationError(
                _("« %(word)s » n'est pas un numéro."), params={"word": strange[0][:30]}
            )
        if len(words) > MOST_NUMBERS:
            raise ValidationError(_("Trop de numéros d'un coup : envoyez-les en deux fois."))
        return list(dict.fromkeys(int(word) for word in words))


class WalkInForm(forms.Form):
    """Someone at the door: a first name, a peer group, a meal."""

    key = forms.CharField(widget=forms.HiddenInput)
    at = forms.CharField(widget=forms.HiddenInput, required=False)
    name = LineField(
        label=gettext_lazy("Prénom ou surnom"),
        max_length=80,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    peer_group = forms.ModelChoiceField(
        label=gettext_lazy("Vient comme…"), queryset=PeerGroup.objects.all(), empty_label=None
    )
    structure = LineField(
        label=gettext_lazy("Structure, pour qui vient sur ses heures"),
        required=False,
        max_length=120,
    )

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        """Offer the meals that have places left."""
        super().__init__(*args, **kwargs)
        meals = gathering.moments.filter(
            kind=Moment.Kind.MEAL, choosing=Moment.Choosing.IMMEDIATE
        ).prefetch_related("options")
        self.meals = {f"meal_{moment.pk}": moment for moment in meals}
        for name, moment in self.meals.items():
            self.fields[name] = forms.ModelChoiceField(
                label=moment.title,
                queryset=moment.options.all(),
                required=False,
                empty_label=_("pas de repas"),
            )

    def meals_wanted(self) -> list[Option]:
        """Return the meals that were chosen."""
        chosen = (self.cleaned_data.get(name) for name in self.meals)
        return [meal for meal in chosen if meal]

    def clean_key(self) -> str:
        """Refuse a form whose key is damaged."""
        key: str = self.cleaned_data["key"]
        if not KEY.fullmatch(key):
            raise ValidationError(_("Cette page est abîmée. Rechargez-la."))
        return key

    def clean_at(self) -> datetime:
        """Return when the person came, as the device wrote it in milliseconds; else now."""
        try:
            return datetime.fromtimestamp(float(self.cleaned_data["at"]) / 1000, UTC)
        except (ValueError, OverflowError, OSError):
            return datetime.now(UTC)
