"""What one learns from: initiatives, texts, modules; reading lists; the season of gatherings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.expertise.models import Cahier
from entraide.notebooks.models import Theme
from entraide.people.models import Collective, Organisation
from entraide.research.models.action import CollectiveAction


class Module(models.Model):
    """A course in which resources serve: territory, exclusion, mental health..."""

    collective = models.ForeignKey(Collective, models.CASCADE, related_name="modules")
    name = models.CharField(_("module"), max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["collective", "name"], name="one_module_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class Resource(models.Model):
    """An "initiative inspirante", a text, a film: where it is from, and under which licence."""

    class Kind(models.TextChoices):
        INITIATIVE = "initiative", _("initiative inspirante")
        TEXT = "text", _("texte")
        FILM = "film", _("film")
        COURSE = "course", _("support de cours")

    collective = models.ForeignKey(Collective, models.CASCADE, related_name="resources")
    kind = models.CharField(_("genre"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("titre"), max_length=200)
    author = models.CharField(_("de qui, d'où"), max_length=200)
    year = models.CharField(_("année"), max_length=20, blank=True)
    source = models.URLField(_("adresse"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=120)
    words = models.TextField(_("pourquoi elle est là"), max_length=1_000, blank=True)
    modules = models.ManyToManyField(Module, related_name="resources", blank=True)
    themes = models.ManyToManyField(Theme, related_name="+", blank=True)
    actions = models.ManyToManyField(CollectiveAction, related_name="resources", blank=True)
    cahiers = models.ManyToManyField(Cahier, related_name="+", blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class ReadingList(models.Model):
    """What students are asked to read, in order."""

    collective = models.ForeignKey(Collective, models.CASCADE, related_name="reading_lists")
    title = models.CharField(_("titre"), max_length=160)
    audience = models.CharField(_("pour qui"), max_length=160, blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class ReadingItem(models.Model):
    """A resource in a reading list, and why."""

    reading_list = models.ForeignKey(ReadingList, models.CASCADE, related_name="items")
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="listed")
    position = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(_("pourquoi la lire"), max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["reading_list", "resource"], name="read_once")
        ]

    def __str__(self) -> str:
        return f"{self.resource}"


class Season(models.Model):
    """The gatherings of a quarter ("programme d'échanges de savoirs"), on a page and a leaflet."""

    collective = models.ForeignKey(Collective, models.CASCADE, related_name="seasons")
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("titre"), max_length=120)
    words = models.TextField(_("en quelques phrases"), max_length=600, blank=True)
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))
    price = models.CharField(_("prix"), max_length=200, blank=True)
    partners = models.ManyToManyField(Organisation, related_name="+", blank=True)
    shown = models.BooleanField(_("visible par tout le monde"), default=False)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="season_ends_after_it_begins",
                condition=models.Q(ends_on__gt=models.F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return self.title
