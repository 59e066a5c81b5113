"""The codebook, and what coders found in notes."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.notebooks.models.note import Note
from entraide.people.models import Collective, PeerGroup, Person


class Theme(models.Model):
    """A theme of the codebook of a collective: a tree; the five footholds are themes."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    collective = models.ForeignKey(Collective, models.CASCADE, related_name="themes")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    name = models.CharField(_("nom"), max_length=120)
    definition = models.TextField(_("définition"), max_length=2_000, blank=True)
    examples = models.TextField(_("exemples"), max_length=2_000, blank=True)
    dye = models.CharField(_("couleur et motif"), max_length=10, choices=PeerGroup.Dye.choices)
    # Its small numbers are hidden below eleven, not five.
    sensitive = models.BooleanField(
        _("thème sensible : santé, papiers, croyance, logement"), default=False
    )
    position = models.PositiveSmallIntegerField(default=0)
    # The last look when it was added: whoever looked before could not find it.
    looks_before = models.PositiveBigIntegerField(default=0, editable=False)
    # Where its codings went when it was merged; it stays for the history.
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged"
    )

    class Meta:
        ordering = ["position", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["collective", "name"],
                condition=models.Q(merged_into__isnull=True),
                name="one_living_theme_per_name",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ThemeChange(models.Model):
    """What was done to a theme, in a sentence; by whom and when."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="changes")
    what = models.CharField(max_length=300)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    day = models.DateField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.what


class Coding(models.Model):
    """A coder found a theme in a note, or in some of its words."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="codings")
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="codings")
    coder = models.ForeignKey(Person, models.CASCADE, related_name="codings")
    # Signs of the text, from `start` to before `end`; the whole text when both are 0.
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    day = models.DateField()

    class Meta:
        ordering = ["note", "start", "theme"]
        constraints = [
            models.UniqueConstraint(
                fields=["note", "theme", "coder", "start", "end"], name="one_coding_each"
            ),
            models.CheckConstraint(
                name="a_span_has_words",
                condition=models.Q(start=0, end=0) | models.Q(end__gt=models.F("start")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.note}: {self.theme}"

    @property
    def words(self) -> str:
        """Return the words that were coded."""
        return self.note.text[self.start : self.end] if self.end else self.note.text


class Look(models.Model):
    """A coder looked at a note, and may have found nothing in it: not the same as not looking."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="looks")
    coder = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "coder"], name="one_look_per_coder")]

    def __str__(self) -> str:
        return f"{self.note}: {self.coder}"


class Memo(models.Model):
    """What a coder thinks about a note or a theme."""

    collective = models.ForeignKey(Collective, models.CASCADE, related_name="memos")
    note = models.ForeignKey(Note, models.CASCADE, null=True, blank=True, related_name="memos")
    theme = models.ForeignKey(Theme, models.CASCADE, null=True, blank=True, related_name="memos")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(_("mémo"), max_length=5_000)
    day = models.DateField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.text[:60]
