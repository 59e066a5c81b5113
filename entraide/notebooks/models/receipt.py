"""The four words of who spoke."""

from django.db import models

from entraide.notebooks.models.note import Note


class Receipt(models.Model):
    """Opens one voice to who said it; only a digest of the four words is kept."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="receipts")
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.note}"
