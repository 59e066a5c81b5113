"""The tags and filters that every template has."""

from datetime import datetime

from django import template
from django.utils.safestring import SafeString, mark_safe

from entraide.ui import wording
from entraide.ui.qr import qr_svg

register = template.Library()
register.filter("hour", wording.hour)
register.filter("day", wording.day)
register.filter("day_and_hour", wording.day_and_hour)


@register.simple_tag
def span(begin: datetime, end: datetime) -> str:
    """The whole time of a gathering."""
    return wording.span(begin, end)


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """A QR code as SVG, with a label for who cannot see it."""
    return mark_safe(qr_svg(text, label))  # noqa: S308 segno escapes, and the text is ours
