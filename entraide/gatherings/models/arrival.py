"""Who came: marks made at the reception, with or without network."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entraide.gatherings.models.gathering import Gathering
from entraide.gatherings.models.signups import SignUp
from entraide.people.models import Person
from entraide.places.models import Place


class Arrival(models.Model):
    """One mark of a reception: arrived, or taken back.

    Marks are only added, each with a number made on the device: sent twice, it is one mark; two
    devices on the same person are two marks, and the latest says what is so.
    """

    class Mark(models.TextChoices):
        HERE = "here", _("est là")
        BACK = "back", _("marque retirée")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="arrivals")
    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="arrivals")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    mark = models.CharField(max_length=4, choices=Mark.choices)
    # On the clock of the device, brought back into the past when that clock runs ahead.
    at = models.DateTimeField(default=timezone.now)
    received_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["gathering", "sign_up", "at"], name="arrival_latest")]

    def __str__(self) -> str:
        return f"{self.sign_up}: {self.mark}"
