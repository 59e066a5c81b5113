"""How dates and letters are worded, on screen and on paper alike."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext as _


def hour(moment: datetime) -> str:
    """Return "9 h" or "9 h 30"."""
    local = timezone.localtime(moment)
    if (get_language() or "fr") != "fr":
        return f"{local:%H:%M}"
    return f"{local.hour}\u00a0h" + (f"\u00a0{local.minute:02d}" if local.minute else "")


def day(moment: datetime) -> str:
    """Return "vendredi 8 décembre 2026"."""
    return date_format(timezone.localtime(moment), "l j F Y")


def day_and_hour(moment: datetime) -> str:
    """Return "vendredi 8 décembre 2026, 9 h 30"."""
    return f"{day(moment)}, {hour(moment)}"


def span(begin: datetime, end: datetime) -> str:
    """Return the whole time of a gathering, over one day or several."""
    if timezone.localtime(begin).date() == timezone.localtime(end).date():
        return _("%(day)s, de %(begin)s à %(end)s") % {
            "day": day(begin),
            "begin": hour(begin),
            "end": hour(end),
        }
    return _("du %(begin)s au %(end)s") % {
        "begin": day_and_hour(begin),
        "end": day_and_hour(end),
    }


def signed(change: float) -> str:
    """Return a change with its sign, one decimal at most: "+2", "−0,5", "0".

    >>> signed(2), signed(-0.46), signed(0.01)
    ('+2', '−0,5', '0')
    """
    text = f"{abs(change):.1f}".removesuffix(".0").replace(".", ",")
    if text == "0":
        return text
    return ("+" if change > 0 else "−") + text
