"""Fields that clean what people type, and never change what it means."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Characters that turn the direction of what follows them on the page: a name does not need them.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
PHONE = re.compile(r"\+?[0-9]{6,15}")


def tidy(text: str) -> str:
    """Return the text without invisible controls, with single spaces; any script is welcome."""
    visible = "".join(
        " " if unicodedata.category(c) == "Cc" else c for c in text.translate(_TURNING)
    )
    return " ".join(visible.split())


class LineField(forms.CharField):
    """One line of text."""

    def to_python(self, value: object) -> str:
        """Return the line tidied."""
        return tidy(super().to_python(value) or "")


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
