"""What institutions ask of social work, and who could help from outside."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.gatherings.models import Gathering
from entraide.notebooks.models import Note
from entraide.people.models import Person
from entraide.research.models.action import CollectiveAction
from entraide.research.models.programme import Programme, Question


class Mandate(models.Model):
    """A "commande institutionnelle": what is asked, what the field says, what we propose instead.

    What the field says and the counter-proposal are notes, so that each shows what it rests on.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("reçue")
        DISCUSSED = "discussed", _("en discussion")
        ADAPTED = "adapted", _("adaptée ensemble")
        ACCEPTED = "accepted", _("acceptée telle quelle")
        REFUSED = "refused", _("refusée")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="mandates")
    institution = models.CharField(_("qui demande"), max_length=120)
    asked = models.TextField(_("ce qui est demandé"), max_length=2_000)
    until = models.DateField(_("jusqu'au"), null=True, blank=True)
    actions = models.ManyToManyField(CollectiveAction, related_name="mandates", blank=True)
    says = models.OneToOneField(Note, models.SET_NULL, null=True, blank=True, related_name="+")
    counter = models.OneToOneField(Note, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.RECEIVED)
    result = models.TextField(_("ce qui en est sorti"), max_length=2_000, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.institution}"


class MandateStep(models.Model):
    """A dated step of the negotiation of a mandate."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="steps")
    state = models.CharField(_("où en est-on"), max_length=9, choices=Mandate.State.choices)
    day = models.DateField(_("le"))
    words = models.CharField(_("en quelques mots"), max_length=500, blank=True)

    class Meta:
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.mandate_id}: {self.state}"


class MandateMemo(models.Model):
    """What one notes for oneself about a mandate: nobody else reads it, whatever their role."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="memos")
    author = models.ForeignKey(Person, models.CASCADE, related_name="+")
    text = models.TextField(_("pour vous seulement"), max_length=5_000)
    day = models.DateField()

    class Meta:
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.pk}"


class OutsideInput(models.Model):
    """A need of somebody from outside: who could come, the gathering, what remained of it."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="inputs")
    need = models.TextField(_("ce dont nous avons besoin"), max_length=1_000)
    question = models.ForeignKey(
        Question, models.SET_NULL, null=True, blank=True, related_name="inputs"
    )
    action = models.ForeignKey(
        CollectiveAction, models.SET_NULL, null=True, blank=True, related_name="inputs"
    )
    # One a line.
    who = models.TextField(_("qui pourrait venir"), max_length=1_000, blank=True)
    gathering = models.ForeignKey(
        Gathering, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    remains = models.ManyToManyField(Note, related_name="+", blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.need[:60]
