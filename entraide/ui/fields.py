"""Fields that clean what people type, and never change what it means."""

import re
import unicodedata
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Characters that turn the direction of what follows them on the page, or that no XML file can
# hold: no text that people mean has them.
_REFUSED = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF, 0xFEFF])
# Letters and signs that are drawn as nothing: inside a word they do their work, alone they are
# blank.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U0001d159") | {
    chr(one) for one in (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}
PHONE = re.compile(r"\+?[0-9]{6,15}")
# Years a programme can be in; beyond them, calendars and clocks stop counting.
YEARS = range(2000, 2101)


def number_typed(text: str) -> int | None:
    """Return the number in what was typed, or None; "²" and endless digits are no number.

    Digits of any script are digits: "٣" is 3.
    """
    return int(text) if re.fullmatch(r"\d{1,9}", text.strip()) else None


def tidy(text: str) -> str:
    """Return the line without invisible controls, with single spaces; any script is welcome."""
    visible = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text)
    line = " ".join(visible.translate(_REFUSED).split())
    return line if any(map(_seen, line)) else ""


def tidy_text(text: str) -> str:
    """Return several lines without invisible controls."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_REFUSED)
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) != "Cc")


def _seen(character: str) -> bool:
    """Tell whether one sees this character; joiners and fillers, alone, are not seen."""
    return unicodedata.category(character)[0] not in "CZ" and character not in _BLANK


class KeyField(forms.CharField):
    """The number of a form, drawn before it is sent: sent twice, it does its work once."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        """A form whose number was lost on the way is a new one, not a fault of who typed it."""
        super().__init__(max_length=64, required=False, initial=new_key)

    def clean(self, value: object) -> str:
        """Return the number, or a new one."""
        try:
            return str(super().clean(value)) or new_key()
        except ValidationError:
            return new_key()


def new_key() -> str:
    """Return a number that no other form has."""
    return uuid4().hex


class LineField(forms.CharField):
    """One line of text."""

    def to_python(self, value: object) -> str:
        """Return the line tidied."""
        return tidy(super().to_python(value) or "")


class LinesField(forms.CharField):
    """Several lines of text."""

    widget = forms.Textarea

    def to_python(self, value: object) -> str:
        """Return the lines tidied; those in which nothing is seen are none."""
        lines = tidy_text(super().to_python(value) or "")
        return lines if any(map(_seen, lines)) else ""


def plain_text(db_field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """Return the form field of a model's field; texts are tidied (a ModelForm's callback)."""
    if isinstance(db_field, models.TextField):
        return db_field.formfield(**{**kwargs, "form_class": LinesField})
    if type(db_field) is models.CharField and not db_field.choices:
        return db_field.formfield(**{**kwargs, "form_class": LineField})
    return db_field.formfield(**kwargs)


def in_our_time(year: int) -> None:
    """Refuse a year that no programme is in."""
    if year not in YEARS:
        raise ValidationError(_("Cette année n'est pas possible. Relisez la date."))


class DayField(forms.DateField):
    """A day of our time, with the browser's picker where it has one."""

    def __init__(self, *, past: bool = True, **kwargs: Any) -> None:
        """Refuse days to come when the day is of something that happened."""
        self.past = past
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        if past:
            kwargs.setdefault("initial", timezone.localdate)
        super().__init__(widget=widget, **kwargs)

    def clean(self, value: Any) -> date | None:
        """Return the day, refused when it cannot be."""
        day: date | None = super().clean(value)
        if day:
            in_our_time(day.year)
            if self.past and day > timezone.localdate():
                raise ValidationError(_("Ce jour n'est pas encore arrivé."))
        return day


class PhoneField(forms.CharField):
    """A phone number, typed with any spaces, dots or dashes."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})

    def to_python(self, value: object) -> str:
        """Return digits only, with a leading + when there was one."""
        typed = unicodedata.normalize("NFKC", super().to_python(value) or "")
        digits = re.sub(r"[\s./()-]", "", typed)
        if digits and not PHONE.fullmatch(digits):
            raise ValidationError(
                _("Écrivez un numéro avec ses chiffres seulement, par exemple 06 00 00 00 00.")
            )
        return digits


class EmailField(forms.EmailField):
    """An e-mail address, kept in lower case so that one person is found once."""

    widget = forms.EmailInput(attrs={"autocomplete": "email"})

    def to_python(self, value: object) -> str:
        """Return the address in lower case."""
        return (super().to_python(value) or "").lower()


class LocalDateTimeField(forms.SplitDateTimeField):
    """A date and an hour on the clock of the place; an hour that a DST night skips is refused."""

    def __init__(self, **kwargs: object) -> None:
        """Use the browser's own pickers where it has some."""
        widget = forms.SplitDateTimeWidget(
            date_format="%Y-%m-%d",
            time_format="%H:%M",
            date_attrs={"type": "date", "aria-label": str(_("date"))},
            time_attrs={"type": "time", "aria-label": str(_("heure"))},
        )
        super().__init__(
            widget=widget,
            input_date_formats=["%Y-%m-%d", "%d/%m/%Y"],
            input_time_formats=["%H:%M", "%Hh%M", "%Hh", "%H h", "%H h %M"],
            **kwargs,  # type: ignore[arg-type]
        )

    def compress(self, data_list: Any) -> datetime | None:
        """Return the moment, or refuse a year that no programme is in."""
        if data_list and data_list[0]:
            in_our_time(data_list[0].year)
        found: datetime | None = super().compress(data_list)
        return found
