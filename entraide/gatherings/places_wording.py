"""How many places are left, in words.

Functions rather than templates: they are worded again for every page after every sign-up, and a
template takes eight times as long (bench/web.py).
"""

from typing import Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from entraide.gatherings.models import Gathering
from entraide.gatherings.models.scarce import HasPlaces, free_places, is_full


class Announced(HasPlaces, Protocol):
    """A gathering as visitors hear of it: its places and its state."""

    @property
    def state(self) -> str: ...  # noqa: D102


def places_left(gathering: Announced) -> str:
    """Return who comes to a gathering and how many places are left."""
    if gathering.state == Gathering.State.CANCELLED:
        return "—"
    free, taken = free_places(gathering), gathering.taken
    if free is None:
        comes = ngettext("%(n)s personne inscrite", "%(n)s personnes inscrites", taken)
        return comes % {"n": taken}
    if free == 0:
        return gettext("complet : liste d'attente")
    comes = ngettext("%(n)s personne", "%(n)s personnes", taken) % {"n": taken}
    left = ngettext("%(n)s place libre", "%(n)s places libres", free) % {"n": free}
    return f"{comes}, {left}"


def sign_up_button(gathering: HasPlaces) -> str:
    """Return what the button says."""
    return gettext("Je demande une place") if is_full(gathering) else gettext("Je m'inscris")


def option_places(capacity: int | None, taken: int) -> SafeString:
    """Return how many places of an option are taken, with a gauge; nothing without a limit."""
    if capacity is None:
        return SafeString("")
    if taken >= capacity:
        sentence = gettext("Complet : liste d'attente")
    else:
        sentence = ngettext(
            "%(taken)s prise sur %(capacity)s place",
            "%(taken)s prises sur %(capacity)s places",
            capacity,
        ) % {"taken": taken, "capacity": capacity}
    gauge = '<p>{} <meter min="0" max="{}" value="{}" aria-hidden="true"></meter></p>'
    return format_html(gauge, sentence, capacity, taken)
