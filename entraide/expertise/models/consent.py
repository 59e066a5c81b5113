"""Consent: nobody objects, not everybody prefers."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.expertise.models.cahier import Cahier
from entraide.notebooks.models import Note
from entraide.people.models import Person


class ConsentRound(models.Model):
    """A round ("tour") in which the members of the collective say what they think of a text."""

    cahier = models.ForeignKey(Cahier, models.CASCADE, related_name="rounds")
    opened_on = models.DateField()
    closes_on = models.DateField(_("réponses jusqu'au"))
    closed_on = models.DateField(null=True, blank=True)
    # Each passage as it was asked about: {number of its note: digest}, and the order of them.
    asked = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cahier"],
                condition=models.Q(closed_on__isnull=True),
                name="one_open_round_per_cahier",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cahier}: {self.opened_on}"

    @property
    def is_open(self) -> bool:
        """Tell whether members may still answer."""
        return self.closed_on is None


class Reply(models.Model):
    """What a member says in a round, on a device or on a paper typed for them."""

    class Says(models.TextChoices):
        CONSENT = "consent", _("je consens")
        ABSTAIN = "abstain", _("je m'abstiens")
        OBJECTION = "objection", _("j'ai une objection")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(ConsentRound, models.CASCADE, related_name="replies")
    # Nobody: a paper without name.
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="consents"
    )
    says = models.CharField(max_length=9, choices=Says.choices)
    on_paper = models.BooleanField(default=False)
    day = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="one_reply_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.says}"


class Objection(models.Model):
    """An objection: a note of the cahier's notebook, and what became of it."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("attend une réponse")
        ANSWERED = "answered", _("a reçu une réponse")
        INTEGRATED = "integrated", _("intégrée au texte")
        LIFTED = "lifted", _("levée par qui l'a dite")

    reply = models.OneToOneField(Reply, models.CASCADE, related_name="objection")
    note = models.OneToOneField(Note, models.CASCADE, related_name="objection")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    # What answers it: an answer, or the passage that takes it in.
    answer = models.ForeignKey(Note, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.note_id}: {self.outcome}"
