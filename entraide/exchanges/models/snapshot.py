"""The health of mutual aid, told once a quarter: aggregates that do not move any more."""

from django.db import models
from django.utils import timezone

from entraide.exchanges.models.circle import Circle


class Snapshot(models.Model):
    """What is told of four whole quarters; computed once, so that dates cannot be compared."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="snapshots")
    # The number of its last quarter: see `quarters`.
    quarter = models.PositiveIntegerField()
    since = models.DateField()
    # The first day after.
    until = models.DateField()
    people = models.PositiveIntegerField(default=0)
    # False when there are too few people or acts: nothing is told then.
    enough = models.BooleanField(default=False)
    # name: [value, low, high], of what may be told.
    measures = models.JSONField(default=dict)
    # name: rows, columns, values with totals; nothing where a number is hidden.
    tables = models.JSONField(default=dict)
    # The counts of its last quarter alone, and where they rest on few: shown to nobody. Windows
    # that overlap are summed from them, so that they agree whatever is erased later.
    counts = models.JSONField(default=dict)
    made_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["circle", "quarter"], name="one_snapshot_a_quarter")
        ]

    def __str__(self) -> str:
        return f"{self.until}"
