"""What can run out: one pattern for a gathering's places, a visit's, a meal's."""

from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _


class HasPlaces(Protocol):
    """Anything that has places, of which some are taken."""

    @property
    def capacity(self) -> int | None: ...  # noqa: D102

    @property
    def taken(self) -> int: ...  # noqa: D102


def free_places(of: HasPlaces) -> int | None:
    """Return the places left; None without a limit."""
    return None if of.capacity is None else of.capacity - of.taken


def is_full(of: HasPlaces) -> bool:
    """Tell whether no place is left."""
    return free_places(of) == 0


class Scarce(models.Model):
    """Something with a number of places, of which some are taken.

    `taken` only moves by the conditional update of `actions.places`; the constraint
    is the second net.
    """

    # Without a number, there is room for everyone.
    capacity = models.PositiveIntegerField(_("nombre de places"), null=True, blank=True)
    taken = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_never_overbooked",
                condition=models.Q(capacity__isnull=True)
                | models.Q(taken__lte=models.F("capacity")),
            )
        ]

    free = property(free_places)
    full = property(is_full)
