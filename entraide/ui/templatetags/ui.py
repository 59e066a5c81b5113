"""The tags and filters that every template has."""

from datetime import datetime

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from entraide.ui import wording
from entraide.ui.qr import qr_svg

register = template.Library()
# Pages that have the addresses of all others below them.
FRONTS = ("gatherings:desk_gathering", "expertise:cahier", "research:programme")
register.filter("hour", wording.hour)
register.filter("day", wording.day)
register.filter("day_and_hour", wording.day_and_hour)
register.filter("signed", wording.signed)


@register.simple_tag(takes_context=True)
def here(context: Context, name: str, *parts: object) -> SafeString:
    """A link's address, marked as current on the page it leads to and on the pages below."""
    address = reverse(name, args=parts)
    inside = len(parts) > 1 and name not in FRONTS
    path = context["path"]
    current = path == address or (inside and path.startswith(address))
    return format_html(
        'href="{}"{}', address, SafeString(' aria-current="page"' if current else "")
    )


@register.simple_tag
def span(begin: datetime, end: datetime) -> str:
    """The whole time of a gathering."""
    return wording.span(begin, end)


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """A QR code as SVG, with a label for who cannot see it."""
    return mark_safe(qr_svg(text, label))  # noqa: S308 segno escapes, and the text is ours
