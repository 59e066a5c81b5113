"""The programme: moments, what one chooses between, who speaks."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.gatherings.models.gathering import Gathering
from entraide.gatherings.models.scarce import Scarce
from entraide.notebooks.models import Notebook
from entraide.places.models import Place, Room


class Speaker(models.Model):
    """Someone who speaks at a gathering, told by role; the name only when they wish it."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="speakers")
    role = models.CharField(_("rôle"), max_length=200)
    name = models.CharField(_("nom"), max_length=80, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}" if self.name else self.role


class Moment(models.Model):
    """A time slot of the programme."""

    class Kind(models.TextChoices):
        WELCOME = "welcome", _("accueil")
        PRESENTATION = "presentation", _("présentation")
        VISIT = "visit", _("visite de terrain")
        READING = "reading", _("lecture à voix haute")
        PROPOSAL = "proposal", _("proposition mise en discussion")
        PEER_WORKSHOP = "peer_workshop", _("ateliers entre pairs")
        MIXED_WORKSHOP = "mixed_workshop", _("ateliers mélangés")
        MEAL = "meal", _("repas")
        POOLING = "pooling", _("mise en commun")
        CONFERENCE = "conference", _("conférence")
        BREAK = "break", _("pause")
        SYNTHESIS = "synthesis", _("synthèse")
        DEBATE = "debate", _("débat")
        CLOSING = "closing", _("clôture")
        OTHER = "other", _("moment")

    class Choosing(models.TextChoices):
        NONE = "none", _("tout le monde ensemble, rien à choisir")
        WISHES = "wishes", _("au choix: souhaits gardés, puis répartis par l'équipe")
        IMMEDIATE = "immediate", _("au choix: place prise tout de suite")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="moments")
    kind = models.CharField(_("forme"), max_length=16, choices=Kind.choices)
    title = models.CharField(_("titre"), max_length=160)
    description = models.TextField(_("texte"), max_length=4000, blank=True)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"), null=True, blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lieu")
    )
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("salle")
    )
    choosing = models.CharField(
        _("choix"), max_length=10, choices=Choosing.choices, default=Choosing.NONE
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # The text that its tables discuss, paragraph by paragraph.
    discussed = models.ForeignKey(
        Notebook, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    # Opened by hand, before or after the hours of the programme.
    writing_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="moment_ends_after_it_begins",
                condition=models.Q(ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Option(Scarce):
    """One of the parallel things to choose: a visit, a workshop, a meal."""

    moment = models.ForeignKey(Moment, models.CASCADE, related_name="options")
    title = models.CharField(_("titre"), max_length=120)
    description = models.TextField(_("texte"), max_length=2000, blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lieu")
    )
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("salle")
    )
    minutes = models.PositiveSmallIntegerField(_("durée en minutes"), null=True, blank=True)
    step_free = models.BooleanField(_("accessible de plain-pied"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Scarce.Meta):
        ordering = ["moment", "position", "pk"]

    def __str__(self) -> str:
        return self.title


class Speaking(models.Model):
    """A speaker speaks at a moment, or at one of its options."""

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="speakings")
    moment = models.ForeignKey(Moment, models.CASCADE, related_name="speakings")
    option = models.ForeignKey(
        Option, models.CASCADE, null=True, blank=True, related_name="speakings"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["speaker", "option"], name="speaks_once_per_option"),
            models.UniqueConstraint(
                fields=["speaker", "moment"],
                name="speaks_once_per_moment",
                condition=models.Q(option__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker}: {self.option or self.moment}"
