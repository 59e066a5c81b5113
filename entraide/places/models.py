"""Neighbourhoods, places and rooms: the fixed threads."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Neighbourhood(models.Model):
    """A part of the town, as its inhabitants name it."""

    name = models.CharField(_("nom"), max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    # A GeoJSON polygon in longitude, latitude (degrees, WGS 84), when someone has drawn it.
    outline = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class StepFree(models.TextChoices):
    """Whether one enters without a step."""

    YES = "yes", _("de plain-pied")
    PARTLY = "partly", _("en partie de plain-pied")
    NO = "no", _("avec des marches")
    UNKNOWN = "unknown", _("à demander")


class Place(models.Model):
    """Where people meet."""

    name = models.CharField(_("nom"), max_length=120)
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="places",
        verbose_name=_("quartier"),
    )
    street = models.CharField(_("adresse"), max_length=200, blank=True)
    postcode = models.CharField(_("code postal"), max_length=10, blank=True)
    city = models.CharField(_("ville"), max_length=80, blank=True)
    # Degrees, WGS 84.
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    step_free = models.CharField(
        _("entrée"), max_length=10, choices=StepFree.choices, default=StepFree.UNKNOWN
    )
    accessible_toilets = models.BooleanField(_("toilettes accessibles"), default=False)
    hearing_loop = models.BooleanField(_("boucle pour malentendants"), default=False)
    transport = models.TextField(_("comment venir"), max_length=1000, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="place_position_whole",
                violation_error_message=_(
                    "Donnez la latitude et la longitude, ou aucune des deux."
                ),
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The address on one line; empty when nothing is known."""
        return ", ".join(
            part for part in [self.street, f"{self.postcode} {self.city}".strip()] if part
        )


class Room(models.Model):
    """A room of a place."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="rooms", verbose_name=_("lieu"))
    name = models.CharField(_("nom"), max_length=80)
    # People it holds; unknown when empty.
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)

    class Meta:
        ordering = ["place", "name"]
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], name="room_name_once_per_place")
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.name}"
