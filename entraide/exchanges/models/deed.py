"""What was done: told by those who did it. No balance, no count of a person."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entraide.exchanges.models.circle import Circle, Neighbour
from entraide.exchanges.models.post import Category, How, Need, Offer
from entraide.notebooks.models import Note
from entraide.people.models import PeerGroup


class Deed(models.Model):
    """An "acte d'entraide": a gift, a loan, an exchange, common work."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="deeds")
    how = models.CharField(_("comment"), max_length=8, choices=How.choices)
    category = models.ForeignKey(
        Category, models.SET_NULL, null=True, blank=True, related_name="deeds",
        verbose_name=_("de quoi s'agit-il"),
    )  # fmt: skip
    day = models.DateField(_("le"), default=timezone.localdate)
    # Figures count it in the quarter in which it was told: those that are over do not move.
    told_on = models.DateField(default=timezone.localdate)
    words = models.CharField(_("ce qui s'est fait, en une ligne"), max_length=300)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    thanks = models.CharField(_("un merci"), max_length=300, blank=True)
    # What its teller wanted to be heard further: a voice of the thread.
    story = models.OneToOneField(Note, models.SET_NULL, null=True, blank=True, related_name="deed")
    need = models.ForeignKey(Need, models.SET_NULL, null=True, blank=True, related_name="deeds")
    offer = models.ForeignKey(Offer, models.SET_NULL, null=True, blank=True, related_name="deeds")
    told_by = models.ForeignKey(
        Neighbour, models.SET_NULL, null=True, blank=True, related_name="told"
    )

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["circle", "told_on"], name="deeds_by_quarter")]

    def __str__(self) -> str:
        return self.words


class Part(models.Model):
    """That somebody gave or received in a deed; after they are erased, only their college."""

    deed = models.ForeignKey(Deed, models.CASCADE, related_name="parts")
    neighbour = models.ForeignKey(
        Neighbour, models.SET_NULL, null=True, blank=True, related_name="parts"
    )
    gave = models.BooleanField()
    peer_group = models.ForeignKey(
        PeerGroup, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-gave", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["deed", "neighbour", "gave"], name="one_part_each")
        ]

    def __str__(self) -> str:
        return f"{self.deed_id}"
