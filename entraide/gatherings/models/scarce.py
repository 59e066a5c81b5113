"""What can run out: one pattern for a gathering's places, a visit's, a meal's."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Places:
    """Something that has places, of which some are taken."""

    capacity: int | None
    taken: int

    @property
    def free(self) -> int | None:
        """Places left; None without a limit."""
        return None if self.capacity is None else self.capacity - self.taken

    @property
    def full(self) -> bool:
        """Whether no place is left."""
        return self.free == 0


class Scarce(Places, models.Model):
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
