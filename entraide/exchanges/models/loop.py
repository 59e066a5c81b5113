"""Loops of reciprocity that nobody could see: proposed to each apart, secret until all accept."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entraide.exchanges.models.circle import Circle, Neighbour
from entraide.exchanges.models.post import Need, Offer


class Search(models.Model):
    """One look for loops: what was found, of how many, and what bounds it."""

    class State(models.TextChoices):
        ASKED = "asked", _("en cours")
        DONE = "done", _("faite")
        LOST = "lost", _("interrompue")

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="searches")
    state = models.CharField(max_length=5, choices=State.choices, default=State.ASKED)
    day = models.DateField(default=timezone.localdate)
    max_length = models.PositiveSmallIntegerField()
    # How many could give or receive, the arcs between them; served, and its bound.
    people = models.PositiveIntegerField(default=0)
    arcs = models.PositiveIntegerField(default=0)
    served = models.PositiveIntegerField(default=0)
    served_bound = models.PositiveIntegerField(default=0)
    # What one more link would bring: [who could give, a branch, how many more].
    one_more = models.JSONField(default=list)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "searches"

    def __str__(self) -> str:
        return f"{self.pk}"


class Loop(models.Model):
    """A "boucle d'entraide", or a chain that starts with a gift."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposée")
        AGREED = "agreed", _("acceptée par tout le monde")
        REFUSED = "refused", _("n'aura pas lieu")
        # Nobody said no: an offer ended, somebody left or is kept apart. It may be proposed again.
        OFF = "off", _("ne tient plus")
        DONE = "done", _("faite")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    search = models.ForeignKey(Search, models.CASCADE, related_name="loops")
    chain = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    until = models.DateField()
    # When it ended without taking place, and whether another look came after.
    ended_on = models.DateField(null=True, blank=True)
    followed = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.uid}"


class Link(models.Model):
    """Somebody of a loop: what they would give to the next, what they would receive."""

    class Answer(models.TextChoices):
        NONE = "", _("pas encore")
        YES = "yes", _("oui")
        NO = "no", _("non")

    loop = models.ForeignKey(Loop, models.CASCADE, related_name="links")
    position = models.PositiveSmallIntegerField()
    # Nobody once they were erased: the loop is refused then.
    neighbour = models.ForeignKey(
        Neighbour, models.SET_NULL, null=True, blank=True, related_name="links"
    )
    gives = models.ForeignKey(Offer, models.SET_NULL, null=True, blank=True, related_name="links")
    receives = models.ForeignKey(Need, models.SET_NULL, null=True, blank=True, related_name="links")
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    # Said to somebody of the team, on the phone.
    by_voice = models.BooleanField(default=False)
    answered_on = models.DateField(null=True, blank=True)
    # How the loop stood when it was last told to them by voice.
    told = models.CharField(max_length=8, blank=True)
    # When they said that their part is done: they are free for another loop.
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["loop", "position"], name="one_link_per_position")
        ]

    def __str__(self) -> str:
        return f"{self.loop_id}: {self.position}"
