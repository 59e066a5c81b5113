"""What is printed: made behind the pages, kept for a while, fetched in one file."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entraide.gatherings.models.gathering import Gathering
from entraide.people.models import Person


class PrintOut(models.Model):
    """All that a gathering needs on paper, in one archive; erased after a day."""

    class State(models.TextChoices):
        ASKED = "asked", _("demandée")
        RUNNING = "running", _("en cours")
        READY = "ready", _("prête")
        FAILED = "failed", _("pas réussie")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="print_outs")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    # Which papers; empty: all of them.
    papers = models.JSONField(default=list)
    progress = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk}: {self.get_state_display()}"
