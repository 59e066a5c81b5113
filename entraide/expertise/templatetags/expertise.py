"""Filters of the pages of cahiers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def under(found: Mapping[Any, Any], key: object) -> Any:
    """Return what a table holds under a key."""
    return found.get(key)


@register.filter
def iso_day(text: str) -> str:
    """Return "8 décembre 2026" for "2026-12-08"."""
    return date_format(date.fromisoformat(text), "j F Y")
