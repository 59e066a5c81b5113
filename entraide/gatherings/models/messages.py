"""What organisers tell people, and how each one is reached."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entraide.gatherings.models.gathering import Gathering
from entraide.gatherings.models.signups import Party, WaitingPlace
from entraide.people.models import Collective, Person


class MessageTemplate(models.Model):
    """A text of the collective with fixed fields in braces; no code."""

    collective = models.ForeignKey(Collective, models.CASCADE, related_name="message_templates")
    title = models.CharField(_("nom du modèle"), max_length=80)
    subject = models.CharField(_("objet"), max_length=120)
    body = models.TextField(_("texte"), max_length=5000)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Message(models.Model):
    """A text for many, read in the outbox before it leaves."""

    class State(models.TextChoices):
        DRAFT = "draft", _("à relire")
        SENT = "sent", _("envoyé")

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="messages")
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    subject = models.CharField(_("objet"), max_length=120)
    body = models.TextField(_("texte"), max_length=5000)
    # The filter as chosen: {"state": "confirmed", "peer_group": 3, "option": 5}.
    recipients = models.JSONField(default=dict)
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return self.subject


class Delivery(models.Model):
    """One text for one party: an e-mail, or a line of the call list."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        CALL = "call", _("à appeler ou à dire")

    class State(models.TextChoices):
        QUEUED = "queued", _("en route")
        SENT = "sent", _("parti")
        FAILED = "failed", _("non remis")
        TO_TELL = "to_tell", _("à dire")
        TOLD = "told", _("dit")

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="deliveries")
    party = models.ForeignKey(Party, models.CASCADE, related_name="deliveries")
    message = models.ForeignKey(
        Message, models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    # The offer this letter tells; gone from the call list once the offer is answered.
    waiting_place = models.ForeignKey(
        WaitingPlace, models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    channel = models.CharField(max_length=6, choices=Channel.choices)
    state = models.CharField(max_length=8, choices=State.choices)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    tries = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["message", "party"], name="one_delivery_each")
        ]

    def __str__(self) -> str:
        return self.subject
