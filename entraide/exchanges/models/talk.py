"""Words between two neighbours, through the platform: no address is revealed."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entraide.exchanges.models.circle import Neighbour
from entraide.exchanges.models.post import Need, Offer


class Talk(models.Model):
    """What two neighbours write to each other about an offer or a need.

    Its words are erased some weeks after the last one.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    offer = models.ForeignKey(Offer, models.CASCADE, null=True, blank=True, related_name="talks")
    need = models.ForeignKey(Need, models.CASCADE, null=True, blank=True, related_name="talks")
    # What it was called then: what somebody writes there later is not told to the other.
    title = models.CharField(max_length=80, blank=True)
    # Who wrote first, to whom.
    opener = models.ForeignKey(Neighbour, models.CASCADE, related_name="opened")
    other = models.ForeignKey(Neighbour, models.CASCADE, related_name="received")
    opened_on = models.DateField(default=timezone.localdate)
    last_on = models.DateField(default=timezone.localdate)
    closed_on = models.DateField(null=True, blank=True)
    # Nobody when a block closed it.
    closed_by = models.ForeignKey(
        Neighbour, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-last_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_talk_is_about_something", condition=~Q(offer=None) | ~Q(need=None)
            ),
            models.CheckConstraint(
                name="nobody_talks_to_themselves", condition=~Q(opener=F("other"))
            ),
            # What is nothing is never equal: a constraint for each way of being about something.
            models.UniqueConstraint(
                fields=["offer", "need", "opener", "other"], name="one_talk_about_each"
            ),
            models.UniqueConstraint(
                fields=["offer", "opener", "other"],
                condition=Q(need=None),
                name="one_talk_about_an_offer",
            ),
            models.UniqueConstraint(
                fields=["need", "opener", "other"],
                condition=Q(offer=None),
                name="one_talk_about_a_need",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        """Keep what it is about under the name it has today."""
        about = self.offer or self.need
        if not self.title and about is not None:
            self.title = about.title
        super().save(**kwargs)


class Message(models.Model):
    """One message; its day, never its hour."""

    # Follows from its form: the same form sent twice is one message.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    talk = models.ForeignKey(Talk, models.CASCADE, related_name="messages")
    sender = models.ForeignKey(Neighbour, models.CASCADE, related_name="+")
    words = models.TextField(_("votre message"), max_length=2_000)
    day = models.DateField(default=timezone.localdate)
    # Told by phone, by whom needs it said.
    told_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk}"
