"""A cahier while it is written: sections, and passages that are notes of its notebook."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.notebooks.models import Note, Notebook
from entraide.people.models import Person
from entraide.places.models import Neighbourhood


class Topic(models.Model):
    """A shelf of the library, shared by all collectives: health, food, housing..."""

    name = models.CharField(_("thème"), max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Cahier(models.Model):
    """A publication whose sentences are claims that rest on voices; its title is its notebook's."""

    class Kind(models.TextChoices):
        DIAGNOSIS = "diagnosis", _("diagnostic partagé")
        CITIZEN_EXPERTISE = "citizen_expertise", _("expertise citoyenne")
        SEMINAR_REPORT = "seminar_report", _("compte rendu de séminaire")
        MINUTES = "minutes", _("compte rendu")

    class Writing(models.TextChoices):
        TEAM = "team", _("la coordination, l'animation et la recherche")
        NAMED = "named", _("les personnes nommées ci-dessous, et la coordination")

    notebook = models.OneToOneField(Notebook, models.CASCADE, related_name="cahier")
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("sorte"), max_length=17, choices=Kind.choices)
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="cahiers")
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.SET_NULL, null=True, blank=True, related_name="cahiers"
    )
    summary = models.TextField(_("en quelques phrases"), max_length=1_000, blank=True)
    writing = models.CharField(
        _("qui peut l'écrire"), max_length=5, choices=Writing.choices, default=Writing.TEAM
    )
    writers = models.ManyToManyField(Person, related_name="+", blank=True)
    # The notebooks whose voices it should hear; all of the collective's when there are none.
    sources = models.ManyToManyField(Notebook, related_name="+", blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.notebook.title


class Section(models.Model):
    """A part of a cahier, with its title."""

    cahier = models.ForeignKey(Cahier, models.CASCADE, related_name="sections")
    title = models.CharField(_("titre"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Passage(models.Model):
    """A sentence, a quotation or a figure of a cahier: its place, and what stands for its thread.

    The words are those of its note; a quotation has none of its own, they stay with its voice.
    """

    class Kind(models.TextChoices):
        CLAIM = "claim", _("phrase")
        QUOTE = "quote", _("citation")
        FIGURE = "figure", _("chiffre")

    section = models.ForeignKey(Section, models.CASCADE, related_name="passages")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    note = models.OneToOneField(Note, models.CASCADE, related_name="passage")
    # Why the collective affirms it though it rests on nothing.
    reason = models.CharField(_("pourquoi nous l'affirmons"), max_length=500, blank=True)
    # Its words changed since it was anchored, and nobody said that the anchors still hold.
    unconfirmed = models.BooleanField(default=False)
    # A figure as it was when it was put here, see `queries.figures`.
    figure = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["section", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.note_id}"


class CahierChange(models.Model):
    """What was done to a cahier, by whom and when; words as they were before are kept."""

    class What(models.TextChoices):
        BEGUN = "begun", _("cahier commencé")
        SETTLED = "settled", _("présentation changée")
        SECTION = "section", _("partie")
        ADDED = "added", _("ajouté")
        REWORDED = "reworded", _("réécrit")
        MOVED = "moved", _("déplacé")
        REMOVED = "removed", _("retiré")
        ANCHORED = "anchored", _("ancré")
        UNTIED = "untied", _("détaché")
        CONFIRMED = "confirmed", _("ancrages confirmés")
        REASONED = "reasoned", _("affirmation du collectif")
        CONSENT = "consent", _("tour de consentement")
        PUBLISHED = "published", _("publié")
        ERRATUM = "erratum", _("erratum")

    cahier = models.ForeignKey(Cahier, models.CASCADE, related_name="changes")
    note = models.ForeignKey(Note, models.SET_NULL, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=9, choices=What.choices)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    # What it said before, or what was added; never the words of a voice.
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.cahier_id}: {self.what}"
